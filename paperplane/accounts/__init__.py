"""Accounts: sign-up, passwords, sessions and devices, e-mail, settings; and the Viewer, who asks. Owns 0001's tables."""
