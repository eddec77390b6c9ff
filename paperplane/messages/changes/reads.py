"""What is shown of changes: who reacted, who chose what, what a message said before."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import Denied, NotFound
from paperplane.messages.bodies.types import PollBody
from paperplane.messages.changes import queries
from paperplane.messages.changes.types import Ballots, Choice, Reacted, Reactions, Target, Versions
from paperplane.profiles.queries import people

# More are not named one by one.
EACH = 100


async def readable(tx: Tx, viewer: Viewer, conversation: UUID, seq: int) -> Target:
    """The message, for who may read it and while it says something. Raises NotFound."""
    target = await queries.target(tx, viewer.account_id, conversation, seq)
    if target is None or target.body is None or (target.expires_at is not None and target.expires_at <= target.at):
        raise NotFound
    return target


async def versions(tx: Tx, viewer: Viewer, conversation: UUID, seq: int) -> Versions:
    await readable(tx, viewer, conversation, seq)
    return Versions(await queries.versions(tx, conversation, seq))


async def reactions(tx: Tx, viewer: Viewer, conversation: UUID, seq: int) -> Reactions:
    await readable(tx, viewer, conversation, seq)
    rows = await queries.reactors(tx, conversation, seq, EACH)
    found = await people(tx, list({one for _, _, ids in rows for one in ids}))
    return Reactions([Reacted(emoji, count, [found[one] for one in ids]) for emoji, count, ids in rows])


async def ballots(tx: Tx, viewer: Viewer, conversation: UUID, seq: int) -> Ballots:
    """NotFound where there is no poll, Denied where nobody may know."""
    poll = (await readable(tx, viewer, conversation, seq)).body
    if not isinstance(poll, PollBody):
        raise NotFound
    if poll.anonymous:
        raise Denied("anonymous", "Nobody learns who chose what in this poll.")
    counts, _ = await queries.vote_counts(tx, conversation, seq)
    chosen = await queries.voters(tx, conversation, seq, EACH)
    found = await people(tx, list({one for ids in chosen.values() for one in ids}))
    return Ballots([Choice(counts.get(place, 0), [found[one] for one in chosen.get(place, [])])
                    for place in range(len(poll.options))])
