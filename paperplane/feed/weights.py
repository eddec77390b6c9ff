"""What counts how much in the feed that is chosen. Published, by GET /feed/weights: whatever is changed here gets a new version."""

import msgspec


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """Points. A post's score is the sum of its parts, and its `why` tells them all."""

    version: int = 1
    following: float = 2.0              # the viewer follows its author
    liked_by_followed: float = 1.0      # somebody whom they follow likes it
    tag: float = 0.5                    # for each of its tags that they like, …
    most_tags: int = 4                  # … up to so many
    author: float = 0.3                 # for each of its author's posts that they liked, …
    most_author: int = 5                # … up to so many
    likes: float = 0.4                  # times ln(1 + likes)
    comments: float = 0.6               # times ln(1 + comments)
    fresh: float = 3.0                  # halved every …
    fresh_h: float = 24.0               # … so many hours
    viewed: float = -4.0                # they have looked at it before
    less_tag: float = -3.0              # for each of its tags of which they want less, up to most_tags
    less_author: float = -5.0           # they want less of its author
    again: float = -2.0                 # for each post of the same author above it on the page
    explore_every: int = 10             # one place in so many is drawn, among what is new


WEIGHTS = Weights()
