"""What is said to posts: threads of one level, which the post's author keeps in order."""
