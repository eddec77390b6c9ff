"""Everything a socket can say, either way: two closed unions, told apart by `op`."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from paperplane.calls.types import CallFrame, CallOkFrame, Candidate, Description, SignalFrame
from paperplane.core.limits import Sizes
from paperplane.media.ladder.types import VideoFrame
from paperplane.media.types import MediaFrame
from paperplane.messages.bodies.sent.types import Sent
from paperplane.messages.bodies.types import Seq
from paperplane.messages.changes.types import Wish
from paperplane.messages.drafts.types import DraftFrame
from paperplane.messages.events.types import EventFrame, MessageFrame
from paperplane.messages.folders.types import FoldersFrame
from paperplane.messages.groups.types import InvitationFrame
from paperplane.messages.hidden.types import HiddenFrame
from paperplane.messages.manners.types import Doing, SyncFrame, TypingFrame
from paperplane.messages.packs.types import PacksFrame
from paperplane.messages.scheduled.types import ScheduledFrame
from paperplane.messages.types import ChangedFrame, MarkFrame, ReceiptFrame
from paperplane.notifications.settings.types import NotificationsFrame
from paperplane.notifications.types import ActivityFrame
from paperplane.posts.cards.types import CardFrame
from paperplane.posts.comments.types import CommentSettingsFrame, CommentsFrame
from paperplane.posts.types import PostFrame
from paperplane.presence.types import PresenceFrame
from paperplane.relations.nicknames.types import NicknamesFrame


class Hello(msgspec.Struct, frozen=True, tag_field="op", tag="hello", forbid_unknown_fields=True):
    token: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    cursor: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class Send(msgspec.Struct, frozen=True, tag_field="op", tag="send", forbid_unknown_fields=True):
    conversation_id: UUID
    client_id: UUID
    body: Sent


class Change(msgspec.Struct, frozen=True, tag_field="op", tag="change", forbid_unknown_fields=True):
    conversation_id: UUID
    client_id: UUID
    change: Wish


class Read(msgspec.Struct, frozen=True, tag_field="op", tag="read", forbid_unknown_fields=True):
    conversation_id: UUID
    seq: Seq


class Delivered(msgspec.Struct, frozen=True, tag_field="op", tag="delivered", forbid_unknown_fields=True):
    conversation_id: UUID
    seq: Seq


class Typing(msgspec.Struct, frozen=True, tag_field="op", tag="typing", forbid_unknown_fields=True):
    conversation_id: UUID
    doing: Doing = "writing"


class Watch(msgspec.Struct, frozen=True, tag_field="op", tag="watch", forbid_unknown_fields=True):
    account_ids: Annotated[list[UUID], msgspec.Meta(max_length=Sizes().watched_people)]


class Look(msgspec.Struct, frozen=True, tag_field="op", tag="look", forbid_unknown_fields=True):
    post_ids: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=Sizes().cards)]


class Listen(msgspec.Struct, frozen=True, tag_field="op", tag="listen", forbid_unknown_fields=True):
    post_ids: Annotated[list[UUID], msgspec.Meta(max_length=Sizes().listened_posts)]


class StartCall(msgspec.Struct, frozen=True, tag_field="op", tag="call", forbid_unknown_fields=True):
    client_id: UUID
    call_id: UUID
    conversation_id: UUID
    video: bool = False


class AnswerCall(msgspec.Struct, frozen=True, tag_field="op", tag="call_answer", forbid_unknown_fields=True):
    client_id: UUID
    call_id: UUID


class InCall(msgspec.Struct, frozen=True, tag_field="op", tag="call_here", forbid_unknown_fields=True):
    client_id: UUID
    call_id: UUID
    talking: bool = False


class EndCall(msgspec.Struct, frozen=True, tag_field="op", tag="call_end", forbid_unknown_fields=True):
    client_id: UUID
    call_id: UUID


class Signal(msgspec.Struct, frozen=True, tag_field="op", tag="call_signal", forbid_unknown_fields=True):
    call_id: UUID
    description: Description | None = None
    candidate: Candidate | None = None


class Ping(msgspec.Struct, frozen=True, tag_field="op", tag="ping", forbid_unknown_fields=True):
    pass


CallAsk = StartCall | AnswerCall | InCall | EndCall
ClientFrame = Hello | Send | Change | Read | Delivered | Typing | Watch | Look | Listen | CallAsk | Signal | Ping


class Ready(msgspec.Struct, frozen=True, tag_field="op", tag="ready"):
    account_id: UUID
    cursor: str
    heartbeat_s: float


class Ok(msgspec.Struct, frozen=True, tag_field="op", tag="ok", omit_defaults=True):
    """The message, or the change, is on disk."""

    client_id: UUID
    conversation_id: UUID
    seq: int
    n: int | None
    id: UUID
    sent_at: datetime
    expires_at: datetime | None = None


class Pong(msgspec.Struct, frozen=True, tag_field="op", tag="pong"):
    cursor: str


ServerFrame = (
    Ready | Ok | Pong | MessageFrame | EventFrame | ReceiptFrame | MarkFrame | TypingFrame | ChangedFrame | PresenceFrame
    | InvitationFrame | MediaFrame | ActivityFrame | HiddenFrame | ScheduledFrame | DraftFrame | FoldersFrame | PacksFrame
    | NicknamesFrame | NotificationsFrame | SyncFrame | PostFrame | CommentsFrame | CommentSettingsFrame | CardFrame | VideoFrame | CallFrame | CallOkFrame | SignalFrame
)

decode = msgspec.json.Decoder(ClientFrame).decode
encode = msgspec.json.Encoder().encode
