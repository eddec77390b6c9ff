"""Relations: follow, request, block, mute, close friend; and the one rule of who reaches whom. Owns follows,
follow_requests, follow_counts, reaches, blocks, mutes, close_friends."""
