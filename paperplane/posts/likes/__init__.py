"""Who likes a post or a comment."""
