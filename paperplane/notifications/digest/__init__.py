"""What waits longer than a day, told by mail to who has not been here, at most once a day."""
