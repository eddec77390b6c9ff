"""Whether a client's log is the server's: a hash over what it holds, point by point.

The hash of a point is SHA-256 over the conversation's id (16 bytes), the base (8 bytes, big-endian) and, for every event
above the base up to the point, ascending, its seq (8 bytes, big-endian) and its id (16 bytes).
"""

import hashlib
from collections.abc import Iterable
from itertools import pairwise
from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.clock import now
from paperplane.core.db import Tx
from paperplane.core.errors import Invalid
from paperplane.messages.events import queries as log
from paperplane.messages.types import Held, Proof, Proved

# A client that holds more proves the newest part.
MOST_EVENTS = 20_000


async def prove(tx: Tx, viewer: Viewer, held: list[Held]) -> Proof:
    """Compare; what the viewer cannot read is left out. Raises Invalid for points out of order, and for too much at once."""
    _check(held)
    at = now()      # before the question: what is answered is true at least for then
    if not held:
        return Proof([], at)
    rows = await log.ids_after(tx, viewer.account_id, [(one.id, one.base_seq, one.points[-1].seq) for one in held])
    found = {row["id"]: row for row in rows}
    return Proof([Proved(one.id, found[one.id]["last_seq"], good_seq(one, zip(found[one.id]["seqs"], found[one.id]["ids"], strict=True)))
                  for one in held if one.id in found], at)


def good_seq(held: Held, events: Iterable[tuple[int, UUID]]) -> int:
    """The highest point whose hash is that of these events, which stand above the base, ascending; else the base."""
    hashed = hashlib.sha256(held.id.bytes + held.base_seq.to_bytes(8))
    coming = iter(events)
    following = next(coming, None)
    good, last = held.base_seq, held.base_seq
    for point in held.points:
        while following is not None and following[0] <= point.seq:
            last = following[0]
            hashed.update(last.to_bytes(8) + following[1].bytes)
            following = next(coming, None)
        if last == point.seq and hashed.hexdigest() == point.hash:
            good = point.seq
    return good


def _check(held: list[Held]) -> None:
    if len({one.id for one in held}) < len(held):
        raise Invalid("bad_proof", "A conversation can be proved once at a time.")
    for one in held:
        seqs = [one.base_seq, *(point.seq for point in one.points)]
        if any(later <= sooner for sooner, later in pairwise(seqs[1:])) or seqs[1] < seqs[0]:
            raise Invalid("bad_proof", "The points of a conversation rise from its base.")
    if sum(one.points[-1].seq - one.base_seq for one in held) > MOST_EVENTS:
        raise Invalid("proof_too_long", f"At most {MOST_EVENTS} events can be proved at a time.", most=MOST_EVENTS)
