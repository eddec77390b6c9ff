"""What is found, for one viewer."""

import asyncio
from time import monotonic

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.paging import cursor_of, key_of
from paperplane.messages.events import queries as log
from paperplane.search import queries, rules
from paperplane.search.types import Found, Place, Range, Text, Wanted

# Looked through at once; what is asked for with every word of one message may stand in several of a piece.
PIECES = 40
TRIES = 5
# A page goes no further than the piece in which it has so many, or for which it has looked so long: one letter is in
# nearly everything, and a person can fill conversations with what takes long to fold.
ENOUGH = 50
LONG_S = 0.25
# Of what is not indexed yet: a server that was away for long is still to catch up.
MOST_FRESH, MOST_FRESH_TEXTS = 200, 2_000


async def search(tx: Tx, viewer: Viewer, wanted: Wanted, cursor: str | None) -> Found:
    """A page. Nothing is found that the viewer cannot read, and everything that they can."""
    rules.must_ask(wanted)
    place = key_of(cursor, Place) if cursor else None
    hits: list[Text] = []
    if place is None and (fresh := await queries.fresh(tx, viewer.account_id, wanted.conversation, MOST_FRESH)):
        hits += await _looked_through(await queries.readable(tx, viewer.account_id, fresh, MOST_FRESH_TEXTS), wanted)
    more, until = True, monotonic() + LONG_S
    for _ in range(TRIES):
        found = await queries.pieces(tx, viewer.account_id, wanted, rules.query(wanted), rules.PIECE, place, PIECES)
        upto, held = await _in_pieces(tx, viewer, wanted, found, until)
        hits += held
        more = upto < len(found) or len(found) == PIECES
        place = found[upto - 1] if found else place
        if hits or not more or monotonic() > until:
            break
    places = {(one.conversation_id, one.seq): one.body for one in hits}
    messages = await log.placed(tx, viewer.account_id, list(places)) if places else []
    # Whoever has left reads what was said then, not what it was made into.
    messages = [one for one in messages if one.body is not None and (
        one.body == places[(one.conversation_id, one.seq)]
        or rules.is_wanted(Text(one.conversation_id, one.seq, one.sender, one.sent_at, one.body), wanted))]
    messages.sort(key=lambda one: (one.sent_at, one.conversation_id, one.seq), reverse=True)
    return Found(messages, cursor_of(place) if more and place is not None else None)


async def _in_pieces(tx: Tx, viewer: Viewer, wanted: Wanted, pieces: list[Place], until: float) -> tuple[int, list[Text]]:
    """How many of these pieces were looked through, and what in them says it."""
    hits: list[Text] = []
    for looked, (_, conversation, piece) in enumerate(pieces, 1):
        texts = await queries.readable(
            tx, viewer.account_id, [Range(conversation, piece * rules.PIECE - 1, (piece + 1) * rules.PIECE - 1)], rules.PIECE)
        hits += await _looked_through(texts, wanted)
        if len(hits) >= ENOUGH or monotonic() > until:
            return looked, hits
    return len(pieces), hits


async def _looked_through(texts: list[Text], wanted: Wanted) -> list[Text]:
    """Those that say it. Between two of them everybody else gets their turn."""
    hits = []
    for one in texts:
        if rules.is_wanted(one, wanted):
            hits.append(one)
        await asyncio.sleep(0)
    return hits
