"""What others did that concerns one: followed, for now. Never a conversation. Owns activity_seen; pushes `activity`."""
