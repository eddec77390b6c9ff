"""What can be chosen."""

from typing import Literal

import msgspec

Content = Literal["text", "sender", "nothing"]
From = Literal["everyone", "following", "nobody"]


class NotificationSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`content`: what a notification says: who and what, only who, or only that there is something. `digest`: by mail too.
    `likes` and what follows: of my posts and comments, from whom; "following": people I follow."""

    content: Content = "text"
    messages: bool = True
    mentions: bool = True
    requests: bool = True
    follows: bool = False
    digest: bool = True
    likes: From = "nobody"
    comments: From = "everyone"
    post_mentions: From = "everyone"
    tags: From = "everyone"


class NotificationsFrame(msgspec.Struct, frozen=True, tag_field="op", tag="notifications"):
    """They were changed on another device."""


class NotificationChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    content: Content | None = None
    messages: bool | None = None
    mentions: bool | None = None
    requests: bool | None = None
    follows: bool | None = None
    digest: bool | None = None
    likes: From | None = None
    comments: From | None = None
    post_mentions: From | None = None
    tags: From | None = None
