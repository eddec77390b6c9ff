"""What becomes of messages: edited, unsent, reacted to, pinned, voted on. Owns edits, reactions, votes."""
