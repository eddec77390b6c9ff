"""What the page says of itself that a message's first link leads to: fetched once, by the server, so that no client has to."""
