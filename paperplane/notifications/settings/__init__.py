"""How somebody wants to be told. Owns notification_settings."""
