"""Calls between two: who rings whom, who answered, and what the two devices tell each other to connect. No sound or picture passes here."""
