"""Conversations, their members, their logs, and who has read what.

Owns the tables conversations, direct_conversations, members, events, messages.
Pushes the frames `message`, `event`, `receipt`, `mark`, `typing`, `changed`. Handles the jobs `follow_opens_request`, `block_changes_head`.
`line.py` is the send line, the one hot path; `marks.py` is the mark line.
"""
