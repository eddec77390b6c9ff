"""Taking back everything one has said in a conversation."""
