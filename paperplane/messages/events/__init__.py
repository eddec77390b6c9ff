"""The log of a conversation (`events`) and its fold (`messages`)."""
