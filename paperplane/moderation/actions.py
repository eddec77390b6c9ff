"""Reporting: what is reported is looked at through the reporter, and kept as they saw it."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import Invalid, NotFound
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.messages.attachments import queries as attachments
from paperplane.messages.attachments.rules import items
from paperplane.messages.bodies.types import CardBody
from paperplane.messages.changes import queries as changes
from paperplane.messages.events import queries as log
from paperplane.moderation import queries
from paperplane.moderation.types import Evidence, Kept, Report, ReportRequest, SharedPost, Shown
from paperplane.posts import reads as posts
from paperplane.posts.cards.reads import resolved
from paperplane.posts.comments import reads as comments
from paperplane.posts.types import Post
from paperplane.relations import reads as relations

# Messages before and after what is pointed at: what a person needs to understand it, and no more.
AROUND = 5


async def report(tx: Tx, keys: Keys, viewer: Viewer, asked: ReportRequest) -> tuple[Report, bool]:
    """The report, and whether it was there already. NotFound for what the reporter cannot know of."""
    if "\x00" in asked.note:
        raise Invalid("note_invalid", "This note contains a character that cannot be kept.", field="note")
    if before := await queries.by_client_id(tx, viewer.account_id, asked.client_id):
        return before, True
    evidence = await _evidence(tx, keys, viewer, asked.evidence) if asked.evidence is not None else []
    kept = await _kept(tx, keys, viewer, asked)
    if kept is None:
        await _must_know(tx, keys, viewer, asked, evidence)
    made_id = new_id()
    await queries.insert(tx, made_id, viewer.account_id, asked, evidence, kept)
    # What was seen is kept with it, although nobody else shows it any more.
    held = {item.media_id for one in evidence for item in items(one.message.body)}
    await attachments.hold(tx, made_id, list(held | _media(kept.post) if kept else held))
    made = await queries.by_client_id(tx, viewer.account_id, asked.client_id)
    assert made is not None
    return made, False


async def _kept(tx: Tx, keys: Keys, viewer: Viewer, asked: ReportRequest) -> Kept | None:
    """A post or a comment, as the reporter sees it now. Raises NotFound where they do not."""
    if asked.subject.kind == "post":
        kept = Kept(await posts.post(tx, keys, viewer, asked.subject.id))
    elif asked.subject.kind == "comment":
        comment = await comments.comment(tx, keys, viewer, asked.subject.id)
        answered = await comments.comment(tx, keys, viewer, comment.parent_id) if comment.parent_id else None
        kept = Kept(await posts.post(tx, keys, viewer, comment.post_id), comment, answered)
    else:
        return None
    if (kept.comment or kept.post).is_mine:
        raise Invalid("yourself", "That is yours.")
    return kept


def _media(post: Post) -> set[UUID]:
    """What is shown of it, and what stands for its video."""
    cover = post.video.cover if post.video else None
    return {item.media_id for item in post.media} | ({cover.media_id} if cover and cover.media_id else set())


async def _must_know(tx: Tx, keys: Keys, viewer: Viewer, asked: ReportRequest, evidence: list[Shown]) -> None:
    subject = asked.subject
    if subject.kind == "message":
        if not any(one.picked and one.message.id == subject.id for one in evidence):
            raise Invalid("evidence_missing", "A message is reported with itself among the evidence.", field="evidence")
    elif subject.kind == "group":
        if not await queries.knows_group(tx, viewer.account_id, subject.id):
            raise NotFound
    elif subject.id == viewer.account_id:
        raise Invalid("yourself", "That is you.")
    elif not await queries.have_met(tx, viewer.account_id, subject.id):
        await relations.in_sight_by_id(tx, keys, viewer, subject.id)


async def _evidence(tx: Tx, keys: Keys, viewer: Viewer, asked: Evidence) -> list[Shown]:
    """What is pointed at, and what stands around it. NotFound where the reporter cannot read one of them."""
    picked = set(asked.seqs)
    around = sorted({seq for one in picked for seq in range(one - AROUND, one + AROUND + 1) if seq > 0})
    messages = [one for one in await log.placed(tx, viewer.account_id, [(asked.conversation_id, seq) for seq in around])
                if one.body is not None]
    if not picked <= {one.seq for one in messages}:
        raise NotFound
    shared = await _posts(tx, keys, viewer, [one.body.post_id for one in messages if isinstance(one.body, CardBody)])
    return [Shown(one, one.seq in picked, await changes.versions(tx, one.conversation_id, one.seq) if one.seq in picked else [],
                  shared.get(one.body.post_id) if isinstance(one.body, CardBody) else None)
            for one in messages]


async def _posts(tx: Tx, keys: Keys, viewer: Viewer, cards: list[UUID]) -> dict[UUID, SharedPost]:
    """What the reporter sees of the posts that are shown."""
    shown = (await resolved(tx, keys, viewer, cards)).cards if cards else []
    return {one.post_id: SharedPost(one.post.author.id, one.post.text) for one in shown if one.post is not None}
