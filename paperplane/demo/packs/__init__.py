"""Packs of stickers of the demo's people, drawn here."""
