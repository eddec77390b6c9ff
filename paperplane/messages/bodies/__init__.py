"""What a message can say: a closed union, so that a seal can wrap any of it and a report can name it."""
