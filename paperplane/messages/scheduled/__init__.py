"""What is written now and sent later."""
