"""What counts how much in the feed that is chosen. Published, by GET /feed/weights: whatever is changed here gets a new version."""

import msgspec


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """Points. A post's score is the sum of its parts, and its `why` tells them all."""

    version: int = 2
    following: float = 2.0              # the viewer follows its author
    liked_by_followed: float = 1.0      # somebody whom they follow likes it
    tag: float = 0.5                    # for each of its tags that they like, …
    most_tags: int = 4                  # … up to so many
    author: float = 0.3                 # for each of its author's posts that they liked, …
    most_author: int = 5                # … up to so many
    popular: float = 0.6                # times ln(1 + p): likes and comments of 14 days by open accounts, where there are …
    few: int = 3                        # … so many people at least, …
    comment: float = 1.5                # … a comment worth so many likes, …
    popular_h: float = 48.0             # … and each half as much after so many hours
    new_creator: float = 0.5            # its author came within 30 days
    fresh: float = 3.0                  # halved every …
    fresh_h: float = 24.0               # … so many hours
    less_tag: float = -3.0              # for each of its tags of which they want less, up to most_tags
    less_author: float = -5.0           # they want less of its author
    again: float = -2.0                 # for each post of the same author above it on the page
    explore_every: int = 10             # one place in so many is drawn, among what is new or found by chance


WEIGHTS = Weights()
