"""Bookmarks, in collections: nobody but who made them learns of them."""
