"""What became of a call, in the log of the two."""
