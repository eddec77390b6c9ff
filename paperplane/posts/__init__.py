"""Posts: what people show to others, by whom it may be seen, and what those do with it: likes, comments, reposts. Owns
posts and all that hangs on one."""
