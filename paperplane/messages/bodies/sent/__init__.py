"""What clients send, which becomes a body once what it names is looked up."""
