"""Feeds: posts, in an order, and why each is there. Owns impressions and not_interested."""
