"""Profiles: what people show of themselves, lists of people, search and suggestions. Owns profiles."""
