"""Feeds: posts, in an order, and why each is there. Owns no table yet."""
