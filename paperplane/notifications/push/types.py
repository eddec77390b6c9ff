"""Subscriptions, what decides who is told what, and what is told."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.settings.types import QuietHours
from paperplane.accounts.types import Locale
from paperplane.notifications.settings.types import Content

Base64 = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]+={0,2}$", max_length=200)]
# What is told that belongs to no conversation.
REQUESTS, FOLLOWS, LIKES, COMMENTS, MENTIONS, TAGS = (UUID(int=number) for number in range(1, 7))
# Of what others do with one's posts.
OF_POSTS = (LIKES, COMMENTS, MENTIONS, TAGS)
OF_NO_CONVERSATION = (REQUESTS, FOLLOWS, *OF_POSTS)


class PushKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As browsers give them: a point of P-256 (65 bytes) and a secret of 16 bytes, in base64url."""

    p256dh: Base64
    auth: Base64


class PushRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `PushSubscription.toJSON()` gives, without its expirationTime."""

    endpoint: Annotated[str, msgspec.Meta(max_length=2_000, pattern="^[!-~]*$")]
    keys: PushKeys


class PushState(msgspec.Struct, frozen=True):
    """`public_key`: the server's, to subscribe with. `endpoint`: where this device is told; null: it is not."""

    public_key: str
    endpoint: str | None


# Signalled


class PushNow(msgspec.Struct, frozen=True, kw_only=True):
    """Signalled: to all devices of these, at once, past what is chosen and waited for: for what is over when it is late.

    A later one with the same `tag` replaces it, on the screen and at the push service.
    """

    account_ids: list[UUID]
    notice: "Notice"
    ttl_s: int


class Notice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the service worker is told. `tag`: what it replaces. `fresh`: it may make a sound; else it only changes what stands there."""

    kind: Literal["show", "clear", "call"]
    tag: str
    title: str = ""
    body: str = ""
    url: str = "/inbox"
    icon: str | None = None
    fresh: bool = False
    badge: int | None = None
    account_id: UUID | None = None      # whom it is for
    conversation_id: UUID | None = None
    seq: int | None = None
    reply: str | None = None            # the words on its buttons
    read: str | None = None
    failed: str | None = None           # what to say where a reply cannot be sent


# Rows


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription, whose it is, and how they want to be told."""

    subscription_id: UUID
    account_id: UUID
    endpoint: str
    p256dh: bytes
    auth: bytes
    failures: int
    wait_until: datetime | None
    locale: Locale
    quiet_hours: QuietHours | None
    content: Content


class Told(Device, frozen=True, kw_only=True):
    """A device and what it has been told of one thing, beside what there is to tell.

    `count`: how many there are to tell of, at most 30; `last_n` the newest's number. `since`: when the first of
    those came of which nothing was told. `busy`: it is being told just now.
    """

    about: UUID
    told_n: int
    shown: str | None
    busy: bool
    count: int
    last_n: int
    since: datetime | None


class ToldMessages(Told, frozen=True, kw_only=True):
    """Of a conversation: the newest message that may be told."""

    kind: Literal["direct", "group"]
    state: Literal["accepted", "request", "ignored"]
    title: str | None
    seq: int | None
    edited_at: datetime | None
    body: Any
    sender_name: str | None
    sender_avatar: UUID | None
    picture_id: UUID | None
    named: bool | None


class Due(msgspec.Struct, frozen=True):
    about: UUID
    account_id: UUID


class Waiting(msgspec.Struct, frozen=True):
    """Where something may not have been told yet."""

    conversation_ids: list[UUID]
    account_ids: list[UUID]


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One push. `told_n` and `shown`: what is true once it has been taken."""

    device: Device
    about: UUID
    notice: Notice
    told_n: int
    shown: str | None
    ttl_s: int
    urgency: Literal["low", "normal", "high"]


class Outcome(msgspec.Struct, frozen=True):
    """What became of it. `gone`: the push service knows the subscription no more. `late`: there was no room to send it.
    `after_s`: when the service wants to be asked again. `slow`: it kept others waiting."""

    delivery: Delivery
    result: Literal["taken", "gone", "failed", "late"]
    after_s: float | None = None
    slow: bool = False
