"""How somebody wants to be told."""
