"""How often posts were looked at: once a viewer and day, never by the author."""
