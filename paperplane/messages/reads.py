"""What is shown: heads, inbox, sync, pages, as one viewer may see them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from paperplane.accounts.types import Person, Viewer
from paperplane.core.clock import now
from paperplane.core.db import TRANSACTION_TIMEOUT_S, Tx
from paperplane.core.errors import Invalid, NotFound
from paperplane.core.keys import Keys
from paperplane.core.paging import cursor_of, key_of
from paperplane.messages import queries, rules
from paperplane.messages.events import queries as log
from paperplane.messages.types import (
    Conversation,
    Counts,
    EventPage,
    Head,
    Inbox,
    Marks,
    Message,
    MessagePage,
    Sync,
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


async def inbox(tx: Tx, keys: Keys, viewer: Viewer, tab: str, cursor: str | None, limit: int) -> Inbox:
    """A page of a tab, newest first."""
    before = key_of(cursor, tuple[datetime, UUID]) if cursor else None
    state = "accepted" if tab == "conversations" else "request"
    heads = await queries.inbox(tx, viewer.account_id, state, before, limit + 1)
    counts = Counts(await queries.unread_count(tx, viewer.account_id),
                    await queries.request_count(tx, viewer.account_id))
    page = heads[:limit]
    following = cursor_of((page[-1].active_at, page[-1].id)) if len(heads) > limit else None
    return Inbox(await _shown(tx, keys, viewer, page), following, counts)


async def sync(tx: Tx, keys: Keys, viewer: Viewer, cursor: str | None, most: int) -> Sync:
    """What changed since the cursor. The new cursor is from before the question, so nothing can slip between."""
    following = sync_cursor()
    since = datetime.fromtimestamp(_micros(cursor) / 1e6, UTC) if cursor else None
    heads = await queries.changed(tx, viewer.account_id, since, most + 1)
    return Sync(await _shown(tx, keys, viewer, heads[:most]), following, len(heads) > most)


def sync_cursor() -> str:
    """The high-water mark: a client that has synced from here has everything up to now."""
    return cursor_of(int((now() - OVERLAP).timestamp() * 1e6))


def _micros(cursor: str) -> int:
    micros = key_of(cursor, int)
    if not 0 <= micros < 2**53:
        raise Invalid("bad_cursor", "This cursor is not one that the server gave.")
    return micros


async def messages(tx: Tx, viewer: Viewer, wanted: UUID, before: int | None, after: int | None, limit: int) -> MessagePage:
    """A page of the fold; an empty one costs a second look, to tell nothing from not found."""
    if after is not None:
        found = await log.page_after(tx, viewer.account_id, wanted, after, limit + 1)
        page = found[:limit]
    else:
        found = await log.page_before(tx, viewer.account_id, wanted, before, limit + 1)
        page = found[:limit][::-1]
    if not found:
        await _must_be_in(tx, viewer, wanted)
    return MessagePage(page, len(found) > limit)


async def events(tx: Tx, viewer: Viewer, wanted: UUID, after: int, limit: int) -> EventPage:
    head = await _must_be_in(tx, viewer, wanted)
    last = head.last_seq if head.to_seq is None else head.to_seq
    if last - after > EVENTS_REPLAYED:
        return EventPage([], gap=True, last_seq=last)
    return EventPage(await log.log_after(tx, viewer.account_id, wanted, after, limit), gap=False, last_seq=last)


async def _must_be_in(tx: Tx, viewer: Viewer, wanted: UUID) -> Head:
    head = await queries.head(tx, viewer.account_id, wanted)
    if head is None:
        raise NotFound
    return head


async def _shown(tx: Tx, keys: Keys, viewer: Viewer, heads: Sequence[Head]) -> list[Conversation]:
    """Heads as conversations: two more queries, however many there are."""
    last = await log.last_messages(tx, viewer.account_id, [head.id for head in heads])
    others = await people(tx, [head.other_id for head in heads if head.other_id is not None])
    return [_conversation(keys, viewer, head, last.get(head.id), others) for head in heads]


def _conversation(keys: Keys, viewer: Viewer, head: Head, last: Message | None,
                  others: dict[UUID, Person]) -> Conversation:
    """Where the other is gone for the viewer, the name in the title is all that stays of them."""
    other_minor = rules.other_is_minor(keys, head)
    sending = rules.sending(head, viewer_minor=viewer.minor, other_minor=other_minor)
    person = others.get(head.other_id) if head.other_id is not None and sending != "closed" else None
    marks = [] if head.other_id is None else [Marks(head.other_id, head.other_delivered_seq, head.other_receipt_seq)]
    return Conversation(
        id=head.id, kind=head.kind, title=head.title or head.other_name or "", person=person,
        last_seq=head.last_seq, last_n=head.last_n, read_seq=head.read_seq, read_n=head.read_n,
        unread=head.last_n - head.read_n, state=rules.state_of(head), sending=sending, marks=marks,
        last_message=last, active_at=head.active_at, created_at=head.created_at)
