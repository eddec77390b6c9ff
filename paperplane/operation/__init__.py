"""How the server is doing, for those who look after it: figures of the last hour, and facts of now.

Everything is read from the registry that `/metrics` shows; who is no operator finds nothing here.
"""
