"""The statement on what had become of messages by then, and its fold."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import kept
from paperplane.messages.events.types import Message, Reaction, Votes
from paperplane.messages.previews.types import Preview


async def as_they_were(tx: Tx, viewer: UUID, seen: Sequence[tuple[Message, int]]) -> list[Message]:
    """Messages as they stood at a seq, each at its own: that of the viewer's parting."""
    rows = await tx.rows("""
select g.conversation_id, g.about, g.kind, g.sender, g.sent_at, g.detail, g.seq <= t.upto as known, x.body
from unnest($1::uuid[], $2::bigint[], $3::bigint[]) t (conversation_id, seq, upto)
join events g on g.conversation_id = t.conversation_id and g.about = t.seq and (g.seq <= t.upto or g.kind = 'edited')
left join edits x on x.conversation_id = g.conversation_id and x.seq = g.about and x.until = g.sent_at and g.seq > t.upto
order by g.conversation_id, g.seq""", [one.conversation_id for one, _ in seen], [one.seq for one, _ in seen],
                         [upto for _, upto in seen])
    became = defaultdict(list)
    for row in rows:
        became[(row["conversation_id"], row["about"])].append(row)
    return [_as_it_was(one, became[(one.conversation_id, one.seq)], viewer) for one, _ in seen]


def _as_it_was(message: Message, became: list[asyncpg.Record], viewer: UUID) -> Message:
    if message.body is None:
        return message
    was = replace(message, edited_at=None, pinned=False, closed_at=None, reactions=[], votes=None, preview=None, viewed=[])
    for row in became:
        if row["known"]:
            was = _after(was, row, viewer)
    later = next((row["body"] for row in became if row["body"] is not None), None)
    return was if later is None else replace(was, body=kept(later))


def _after(was: Message, row: asyncpg.Record, viewer: UUID) -> Message:
    detail, mine = row["detail"], row["sender"] == viewer
    match row["kind"]:
        case "edited":
            return replace(was, edited_at=row["sent_at"], preview=None)
        case "previewed":
            return replace(was, preview=None if detail is None else msgspec.convert(detail, Preview))
        case "viewed":
            return replace(was, viewed=[*was.viewed, row["sender"]])
        case "closed":
            return replace(was, closed_at=row["sent_at"])
        case "pinned":
            return replace(was, pinned=detail["on"])
        case "reacted":
            return replace(was, reactions=_reacted(was.reactions, detail, mine=mine))
        case "voted":
            chosen = detail["choices"] if mine else was.votes.mine if was.votes else []
            return replace(was, votes=Votes(detail["counts"], detail["voters"], chosen) if detail["voters"] else None)
    return was


def _reacted(before: list[Reaction], detail: dict[str, object], *, mine: bool) -> list[Reaction]:
    found = {one.emoji: one for one in before}
    emoji, count = str(detail["emoji"]), int(str(detail["count"]))
    was_mine = emoji in found and found[emoji].mine
    found[emoji] = Reaction(emoji, count, bool(detail["on"]) if mine else was_mine)
    return sorted((one for one in found.values() if one.count), key=lambda one: (-one.count, one.emoji))
