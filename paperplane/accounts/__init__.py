"""Accounts: sign-up, passwords, sessions and devices, e-mail, settings; and the Viewer, who asks.

Owns accounts, account_words, sessions and mailed_tokens.
"""
