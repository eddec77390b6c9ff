"""Handing out what was made: by addresses that are good for some minutes."""
