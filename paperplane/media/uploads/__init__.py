"""Bringing a file in parts, by the tus protocol (1.0.0: creation, with upload, expiration, termination, checksum)."""
