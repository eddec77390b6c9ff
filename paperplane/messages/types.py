"""What is said of conversations: requests, answers, pushed frames."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, Avatar, Person
from paperplane.messages.bodies.sent.types import Sent
from paperplane.messages.bodies.types import History, Permissions, Role, Seq
from paperplane.messages.events.types import Event, Message
from paperplane.messages.streaks.types import Streak

State = Literal["accepted", "request", "pending", "ignored"]
Mute = Literal["1h", "8h", "1w", "always", "off"]
Colour = Literal["blue", "teal", "green", "amber", "rose", "violet"]
Tab = Literal["conversations", "requests", "archived"]
Sending = Literal["open", "one_text", "waiting", "closed", "read_only"]


class Marks(msgspec.Struct, frozen=True):
    """How far somebody else has got and read, as far as they tell. `read_seq` is null where one of us shows no receipts."""

    account_id: UUID
    delivered_seq: int
    read_seq: int | None


class Known(msgspec.Struct, frozen=True):
    """Friends of the viewer, of whom at most three are named."""

    count: int
    people: list[Person]


class SharedGroups(msgspec.Struct, frozen=True):
    count: int
    titles: list[str]


class Origin(msgspec.Struct, frozen=True):
    """Where a stranger comes from, without saying who they are. `created_at`: the day their account is from."""

    mutuals: Known
    shared_groups: SharedGroups
    created_at: datetime


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation's head, as one member sees it. `unread` is `last_n` minus `read_n`."""

    id: UUID
    kind: Literal["direct", "group"]
    title: str
    person: Person | None
    picture: Avatar | None
    faces: list[Person]
    member_count: int
    role: Role | None
    permissions: Permissions | None
    history: History
    from_seq: int
    to_seq: int | None
    last_seq: int
    last_n: int
    read_seq: int
    read_n: int
    unread: int
    state: State
    sending: Sending
    can_call: bool
    marks: list[Marks]
    last_message: Message | None
    active_at: datetime
    created_at: datetime
    pinned: bool
    archived: bool
    muted_until: datetime | None
    marked_unread: bool
    mentioned: bool
    timer_s: int | None
    hidings: int
    colour: Colour | None
    origin: Origin | None
    streak: Streak | None


class Counts(msgspec.Struct, frozen=True):
    """`unread`: conversations with something unread, neither muted nor archived. `requests`: message requests,
    invitations and follow requests waiting."""

    unread: int
    requests: int


class Inbox(msgspec.Struct, frozen=True):
    conversations: list[Conversation]
    next_cursor: str | None
    counts: Counts


class Sync(msgspec.Struct, frozen=True):
    """Heads that changed since a cursor. `gap`: too many; these are the newest, fetch the inbox for the rest.
    `at`: the server's time of this answer."""

    conversations: list[Conversation]
    cursor: str
    gap: bool
    at: datetime


class MessagePage(msgspec.Struct, frozen=True):
    """Ascending by seq. `more`: there are further ones in the direction asked for."""

    messages: list[Message]
    more: bool


class EventPage(msgspec.Struct, frozen=True):
    """The log after a seq, without a hole. `gap`: too far behind to replay; take the pages anew."""

    events: list[Event]
    gap: bool
    last_seq: int


class SendRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    client_id: UUID
    body: Sent


class MarksRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    read_seq: Seq | None = None
    delivered_seq: Seq | None = None


class MineChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How I keep a conversation; what is left out stays as it is."""

    pinned: bool | None = None
    archived: bool | None = None
    mute: Mute | None = None
    marked_unread: bool | None = None
    colour: Colour | msgspec.UnsetType | None = msgspec.UNSET


class AcceptanceRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    accepted: bool


class ProofPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seq: Seq
    hash: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Held(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The log of a conversation above `base_seq`, as a client holds it: its hash at some points, rising."""

    id: UUID
    base_seq: Seq
    points: Annotated[list[ProofPoint], msgspec.Meta(min_length=1, max_length=SIZES.proof_points)]


class ProofRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    conversations: Annotated[list[Held], msgspec.Meta(max_length=SIZES.sync_conversations)]


class Proved(msgspec.Struct, frozen=True):
    """`good_seq`: the highest point (else the base) up to which the server's log has that hash."""

    id: UUID
    last_seq: int
    good_seq: int


class Proof(msgspec.Struct, frozen=True):
    """`at`: the server's time of this answer."""

    conversations: list[Proved]
    at: datetime


# Pushed frames


class ReceiptFrame(msgspec.Struct, frozen=True, tag_field="op", tag="receipt"):
    conversation_id: UUID
    account_id: UUID
    delivered_seq: int
    read_seq: int | None


class MarkFrame(msgspec.Struct, frozen=True, tag_field="op", tag="mark"):
    conversation_id: UUID
    read_seq: int
    read_n: int


class ChangedFrame(msgspec.Struct, frozen=True, tag_field="op", tag="changed"):
    conversation_id: UUID


# Announced and signalled


class Said(msgspec.Struct, frozen=True):
    """Something was said in these conversations."""

    conversation_ids: list[UUID]


class Unsaid(msgspec.Struct, frozen=True):
    """Signalled: something was read in these conversations, or says something else now, or nothing."""

    conversation_ids: list[UUID]


class TiesChanged(msgspec.Struct, frozen=True):
    """Signalled: with whom these share a conversation, and so who may see that they are here."""

    account_ids: list[UUID]


class Resaid(msgspec.Struct, frozen=True):
    """These messages say something else now, or nothing."""

    conversation_id: UUID
    seqs: list[int]


# Rows


class Facts(msgspec.Struct, kw_only=True):
    """What decides whether a member may send: the membership, in a group its rule, in a direct one the other's side."""

    kind: Literal["direct", "group"]
    last_n: int
    state: Literal["accepted", "request", "ignored"]
    to_seq: int | None
    role: Role
    send_role: Role | None
    everyone_role: Role | None
    other_id: UUID | None
    other_state: Literal["accepted", "request", "ignored"] | None
    other_birth_date: bytes | None
    friends: bool
    blocked: bool
    door_open: bool


class Head(Facts, kw_only=True):
    """A conversation's row joined with the viewer's membership and, in a direct one, the other's."""

    id: UUID
    title: str | None
    picture_id: UUID | None
    member_count: int
    permissions: Permissions | None
    history: History
    last_seq: int
    read_seq: int
    read_n: int
    from_seq: int
    active_at: datetime
    created_at: datetime
    pinned: bool
    archived: bool
    muted_until: datetime | None
    marked_unread: bool
    mentioned: bool
    timer_s: int | None
    hidings: int
    colour: Colour | None
    marks: list[Marks]
    other_name: str | None


class OriginRow(msgspec.Struct, frozen=True):
    """An origin, with its people as ids."""

    account_id: UUID
    created_at: datetime
    known: int
    known_ids: list[UUID]
    groups: int
    titles: list[str]
