"""Folders of an inbox: each shows some of its conversations, by hand or by a rule."""
