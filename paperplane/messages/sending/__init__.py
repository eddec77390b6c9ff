"""The send line: how messages come into the log."""
