"""What is found, for one viewer."""

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.paging import cursor_of, key_of
from paperplane.messages.events import queries as log
from paperplane.search import queries, rules
from paperplane.search.types import Found, Place, Range, Text, Wanted

# Looked through at once; what is asked for with every word of one message may stand in several of a piece.
PIECES = 40
TRIES = 5
# Of what is not indexed yet: a server that was away for long is still to catch up.
MOST_FRESH, MOST_FRESH_TEXTS = 200, 2_000


async def search(tx: Tx, viewer: Viewer, wanted: Wanted, cursor: str | None) -> Found:
    """A page. Nothing is found that the viewer cannot read, and everything that they can."""
    rules.must_ask(wanted)
    place = key_of(cursor, Place) if cursor else None
    hits: list[Text] = []
    if place is None and (fresh := await queries.fresh(tx, viewer.account_id, wanted.conversation, MOST_FRESH)):
        hits += await _looked_through(tx, viewer, wanted, fresh, MOST_FRESH_TEXTS)
    more = True
    for _ in range(TRIES):
        found = await queries.pieces(tx, viewer.account_id, wanted, rules.query(wanted), rules.PIECE, place, PIECES)
        more = len(found) == PIECES
        if found:
            place = found[-1]
            ranges = [Range(one.conversation_id, one.piece * rules.PIECE - 1, (one.piece + 1) * rules.PIECE - 1) for one in found]
            hits += await _looked_through(tx, viewer, wanted, ranges, PIECES * rules.PIECE)
        if hits or not more:
            break
    places = {(one.conversation_id, one.seq): one.sent_at for one in hits}
    messages = await log.placed(tx, viewer.account_id, list(places)) if places else []
    # Whoever has left reads what was said then, not what it was made into.
    messages = [one for one in messages if one.body is not None and rules.is_wanted(
        Text(one.conversation_id, one.seq, one.sender, one.sent_at, one.body), wanted)]
    messages.sort(key=lambda one: (one.sent_at, one.conversation_id, one.seq), reverse=True)
    return Found(messages, cursor_of(place) if more and place is not None else None)


async def _looked_through(tx: Tx, viewer: Viewer, wanted: Wanted, ranges: list[Range], limit: int) -> list[Text]:
    return [one for one in await queries.readable(tx, viewer.account_id, ranges, limit) if rules.is_wanted(one, wanted)]
