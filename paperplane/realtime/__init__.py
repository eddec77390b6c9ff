"""The gateway: open sockets, what they may say, and who hears what.

Reads frames (`frames.py`), turns each into one action (`dispatch.py`), and writes what the bus brings (`hub.py`).
"""
