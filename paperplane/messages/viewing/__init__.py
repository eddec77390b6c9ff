"""What each may open once."""
