"""What is shown: heads, inbox, sync, pages, as one viewer may see them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from paperplane.accounts.types import Avatar, Person, Viewer
from paperplane.core import text
from paperplane.core.clock import now
from paperplane.core.db import TRANSACTION_TIMEOUT_S, Tx
from paperplane.core.errors import Invalid, NotFound
from paperplane.core.keys import Keys
from paperplane.core.paging import cursor_of, key_of
from paperplane.messages import queries, rules
from paperplane.messages.events import queries as log
from paperplane.messages.events.types import Message
from paperplane.messages.folders.queries import rule_of
from paperplane.messages.streaks import reads as streaks
from paperplane.messages.streaks.types import Streak
from paperplane.messages.types import (
    Conversation,
    EventPage,
    Head,
    Inbox,
    Known,
    MessagePage,
    Origin,
    SharedGroups,
    Sync,
    Tab,
)
from paperplane.profiles.queries import people

# A cursor looks back by more than the longest transaction and the clocks' difference: nothing slips between.
OVERLAP = timedelta(seconds=TRANSACTION_TIMEOUT_S + 10)
EVENTS_REPLAYED = 2_000


async def conversation(tx: Tx, keys: Keys, viewer: Viewer, wanted: UUID) -> Conversation:
    head = await queries.head(tx, viewer.account_id, wanted)
    if head is None:
        raise NotFound
    return (await _shown(tx, keys, viewer, [head]))[0]


async def inbox(tx: Tx, keys: Keys, viewer: Viewer, tab: Tab, typed: str | None, folder: UUID | None, cursor: str | None,
                limit: int) -> Inbox:
    """A page of a tab, of a folder, or of what is called so; newest first. The first page of the conversations begins with the pinned."""
    rule = None if folder is None else await rule_of(tx, viewer.account_id, folder)
    if folder is not None and rule is None:
        raise NotFound
    within = None if folder is None or rule is None else (folder, rule)
    before = key_of(cursor, tuple[datetime, UUID]) if cursor else None
    words = text.words(typed) if typed is not None else None
    heads = await queries.inbox(tx, viewer.account_id, tab, words, within, before, limit + 1) if words != [] else []
    page = heads[:limit]
    following = cursor_of((page[-1].active_at, page[-1].id)) if len(heads) > limit else None
    if tab == "conversations" and cursor is None and words is None and folder is None:
        page = [*await queries.pinned(tx, viewer.account_id), *page]
    return Inbox(await _shown(tx, keys, viewer, page), following, await queries.counts(tx, viewer.account_id))


async def sync(tx: Tx, keys: Keys, viewer: Viewer, cursor: str | None, most: int) -> Sync:
    """What changed since the cursor. The new cursor is from before the question, so nothing can slip between."""
    at, following = now(), sync_cursor()
    since = datetime.fromtimestamp(_micros(cursor) / 1e6, UTC) if cursor else None
    heads = await queries.changed(tx, viewer.account_id, since, most + 1)
    return Sync(await _shown(tx, keys, viewer, heads[:most]), following, len(heads) > most, at)


def sync_cursor() -> str:
    """The high-water mark: a client that has synced from here has everything up to now."""
    return cursor_of(int((now() - OVERLAP).timestamp() * 1e6))


def _micros(cursor: str) -> int:
    micros = key_of(cursor, int)
    if not 0 <= micros < 2**53:
        raise Invalid("bad_cursor", "This cursor is not one that the server gave.")
    return micros


async def messages(tx: Tx, viewer: Viewer, wanted: UUID, before: int | None, after: int | None, seqs: Sequence[int] | None,
                   limit: int) -> MessagePage:
    """A page of the fold, or some by their seqs; an empty one costs a second look, to tell nothing from not found."""
    if seqs is not None:
        found = page = await log.placed(tx, viewer.account_id, [(wanted, seq) for seq in seqs[:limit]]) if seqs else []
    elif after is not None:
        found = await log.page_after(tx, viewer.account_id, wanted, after, limit + 1)
        page = found[:limit]
    else:
        found = await log.page_before(tx, viewer.account_id, wanted, before, limit + 1)
        page = found[:limit][::-1]
    if not found:
        await must_be_in(tx, viewer, wanted)
    return MessagePage(page, len(found) > limit)


async def events(tx: Tx, viewer: Viewer, wanted: UUID, after: int, limit: int) -> EventPage:
    head = await must_be_in(tx, viewer, wanted)
    if head.last_seq - max(after, head.from_seq) > EVENTS_REPLAYED:
        return EventPage([], gap=True, last_seq=head.last_seq)
    return EventPage(await log.log_after(tx, viewer.account_id, wanted, after, limit), gap=False, last_seq=head.last_seq)


async def must_be_in(tx: Tx, viewer: Viewer, wanted: UUID) -> Head:
    head = await queries.head(tx, viewer.account_id, wanted)
    if head is None:
        raise NotFound
    return head


async def origins(tx: Tx, viewer: Viewer, strangers: Sequence[UUID]) -> dict[UUID, Origin]:
    """Where each comes from, without saying who they are."""
    rows = await queries.origins(tx, viewer.account_id, list(set(strangers))) if strangers else []
    named = await people(tx, [one for row in rows for one in row.known_ids])
    return {row.account_id: Origin(Known(row.known, [named[one] for one in row.known_ids]),
                                   SharedGroups(row.groups, row.titles), row.created_at) for row in rows}


async def _shown(tx: Tx, keys: Keys, viewer: Viewer, heads: Sequence[Head]) -> list[Conversation]:
    """Heads as conversations: a handful of queries more, however many there are."""
    last = await log.last_messages(tx, viewer.account_id, [head.id for head in heads])
    faceless = [head.id for head in heads if head.kind == "group" and head.to_seq is None and head.picture_id is None]
    faces = await queries.faces(tx, viewer.account_id, faceless) if faceless else {}
    asking = [head.other_id for head in heads if head.other_id is not None and rules.is_stranger(head)]
    where = await origins(tx, viewer, asking)
    counted = await streaks.of(tx, viewer.account_id, heads)
    others = await people(tx, [head.other_id for head in heads if head.other_id is not None]
                          + [one for ids in faces.values() for one in ids])
    return [_conversation(keys, viewer, head, last.get(head.id), others, faces.get(head.id, []), where,
                          counted.get(head.id)) for head in heads]


def _conversation(keys: Keys, viewer: Viewer, head: Head, last: Message | None, others: dict[UUID, Person],
                  faces: list[UUID], origins: dict[UUID, Origin], streak: Streak | None) -> Conversation:
    """Where the other is gone for the viewer, the name in the title is all that stays of them; of who asks, not even that."""
    other_minor = rules.other_is_minor(keys, head)
    sending = rules.sending(head, viewer_minor=viewer.minor, other_minor=other_minor)
    stranger = rules.is_stranger(head)
    shown = head.other_id is not None and sending != "closed" and not stranger
    return Conversation(
        id=head.id, kind=head.kind, title="" if stranger else head.title or head.other_name or "",
        person=others.get(head.other_id) if shown and head.other_id else None, picture=Avatar.of(head.picture_id),
        faces=[others[one] for one in faces if one in others],
        member_count=0 if head.to_seq is not None else head.member_count,
        role=head.role if head.kind == "group" else None, permissions=head.permissions, history=head.history,
        from_seq=head.from_seq, to_seq=head.to_seq, last_seq=head.last_seq, last_n=head.last_n, read_seq=head.read_seq,
        read_n=head.read_n, unread=head.last_n - head.read_n, state=rules.state_of(head), sending=sending,
        can_call=rules.calling(head, viewer_minor=viewer.minor, other_minor=other_minor),
        marks=head.marks, last_message=last, active_at=head.active_at, created_at=head.created_at, pinned=head.pinned,
        archived=head.archived, muted_until=head.muted_until, marked_unread=head.marked_unread,
        mentioned=head.mentioned, timer_s=head.timer_s, hidings=head.hidings, colour=head.colour,
        origin=origins.get(head.other_id) if stranger and head.other_id else None, streak=streak)
