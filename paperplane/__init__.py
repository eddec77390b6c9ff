"""Paperplane: a place to talk, share and meet that its people run themselves."""

__version__ = "0.1.0"
