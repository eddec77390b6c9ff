"""Indexing: which words stand in which piece of a log."""

import asyncio
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.search import queries, rules
from paperplane.search.types import Piece

# Read at once: a log that is far behind is caught up in steps, between which others get their turn.
STEP = 16 * rules.PIECE


async def index(tx: Tx, conversation: UUID) -> bool:
    """Index what came since; whether there is more to do."""
    await queries.lock(tx, conversation)
    found = await queries.progress(tx, conversation)
    if found is None or found[0] >= found[1]:
        return False
    upto, last = found
    end = min(last, upto + STEP)
    begin = rules.piece_of(upto + 1) * rules.PIECE      # a piece that has grown is made anew
    await _put(tx, conversation, await queries.said(tx, conversation, begin - 1, end, rules.PIECE))
    await queries.set_progress(tx, conversation, end)
    return end < last


async def index_again(tx: Tx, conversation: UUID, seqs: list[int]) -> None:
    """These messages say something else now, or nothing: nothing of what they said may be found, or kept."""
    await queries.lock(tx, conversation)
    found = await queries.progress(tx, conversation)
    if found is None:
        return
    for piece in sorted({rules.piece_of(seq) for seq in seqs if seq <= found[0]}):
        begin = piece * rules.PIECE
        said = await queries.said(tx, conversation, begin - 1, min(begin + rules.PIECE - 1, found[0]), rules.PIECE)
        if said:
            await _put(tx, conversation, said)
        else:
            await queries.drop_piece(tx, conversation, piece)


async def _put(tx: Tx, conversation: UUID, said: list[Piece]) -> None:
    if said:
        # Beside the loop: what folds slowly, in a few conversations, would hold up everybody for seconds.
        words = await asyncio.to_thread(lambda: [" ".join(sorted(rules.lexemes(one))) for one in said])
        await queries.put_pieces(tx, conversation, [
            (one.piece, one.last_at, found) for one, found in zip(said, words, strict=True)])
