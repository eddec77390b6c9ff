"""Packs of stickers, emoji and GIFs: who has which, who may use them where, and how others come to have them."""
