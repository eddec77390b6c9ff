"""How long what is said stays, and the end of what has had its time."""
