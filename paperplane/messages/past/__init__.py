"""How messages were for whoever has left: what became of them since is not theirs to know, but that they are unsent."""
