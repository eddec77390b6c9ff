"""What is half written, for all devices of who writes it."""
