"""Making a demo: the cast signs up, makes friends and talks, through the same actions as anybody.

Every step may be taken again, and the last of the cast signs up when all else is done: a seeding cut short is
finished by the next start, and one that was finished is left alone, whatever was made of the demo since.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from msgspec.structs import replace

from paperplane.accounts import actions as accounts
from paperplane.accounts.queries import set_created_at, set_operator
from paperplane.accounts.rules import MAJORITY
from paperplane.accounts.types import Settings, SignUp, Viewer
from paperplane.core import clock
from paperplane.core.config import Argon2, Config
from paperplane.core.db import Db, Tx
from paperplane.core.errors import AppError, Conflict
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.storage import Storage
from paperplane.demo import groups, people, queries, talk
from paperplane.demo.packs import making as packs
from paperplane.demo.portraits.drawing import portrait
from paperplane.demo.portraits.looks import LOOKS
from paperplane.demo.shown.posting import post_all, settle
from paperplane.media import actions as media
from paperplane.messages import actions as messages
from paperplane.messages.bodies.sent.types import SentSticker
from paperplane.messages.bodies.types import TextBody
from paperplane.messages.events.queries import redate
from paperplane.messages.events.types import Appended
from paperplane.messages.receipts.line import move
from paperplane.messages.sending.line import Item, SendLine
from paperplane.posts.cards import reads as cards
from paperplane.profiles import actions as profiles
from paperplane.profiles.types import ProfileChange
from paperplane.relations import actions as relations
from paperplane.relations.queries import redate_follows

# A password that stands in the source needs no costly hash; the first sign-in renews it at the configured cost.
CHEAP = Argon2(memory_kib=8, passes=1, lanes=1)


# They follow each other since they talk.
ACQUAINTED = timedelta(days=24)


Settling = Callable[[], Coroutine[Any, Any, None]]


class Parts(NamedTuple):
    """What the steps work with."""

    db: Db
    config: Config
    keys: Keys
    storage: Storage
    stickers: dict[str, SentSticker]


async def seed(db: Db, config: Config, keys: Keys, storage: Storage) -> Settling | None:
    """Make the demo, unless it is there. Takes some seconds; what it answers is done beside the jobs."""
    parts = Parts(db, config, keys, storage, {})
    *others, last = (person for person in people.CAST if person.age >= config.minimum_age)
    async with db.tx() as tx:
        if await queries.people_called(tx, [last.handle]):
            return None
    faces = await asyncio.gather(*(_face(parts, person) for person in (*others, last)))
    viewers = {person.handle: await _joined(parts, person, face)
               for person, face in zip(others, faces, strict=False)}
    said = [dialogue for dialogue in talk.dialogues() if {dialogue.first, dialogue.second} <= viewers.keys()]
    await _befriend(parts, viewers, said)
    if packs.MAKER in viewers:
        parts.stickers.update(await packs.make(db, config, storage, viewers[packs.MAKER], packs.TITLE, packs.PICTURES))
    gathered = [group for group in talk.groups() if viewers.keys() >= set(group.people)]
    await _talk(parts, viewers, said, gathered)
    waiting = await post_all(parts.db, parts.config, parts.keys, parts.storage, viewers)
    viewers[last.handle] = await _joined(parts, last, faces[-1])
    await _befriend(parts, viewers, said)
    return partial(settle, db, config, keys, viewers, waiting)


async def _face(parts: Parts, person: people.Cast) -> UUID:
    picture = await asyncio.to_thread(portrait, LOOKS[person.handle])
    return await media.keep_avatar(parts.storage, parts.config.limits.sizes, picture)


async def _joined(parts: Parts, person: people.Cast, avatar: UUID) -> Viewer:
    """Somebody with a profile and a face."""
    sizes = parts.config.limits.sizes
    async with parts.db.tx() as tx:
        account = await _signed_up(tx, parts, person, clock.today())
        viewer = Viewer(account, new_id(), person.handle, person.age < MAJORITY, person.locale)
        await set_created_at(tx, account, person.joined(clock.now()))
        await profiles.change(tx, viewer, sizes, ProfileChange(
            bio=person.bio, pronouns=person.pronouns, links=list(person.links)))
        await profiles.change_avatar(tx, viewer, avatar)
        if person.operator:
            await set_operator(tx, person.handle, True)
        if person.private:
            await accounts.change_settings(tx, viewer, Settings(private=True))
    return viewer


async def _signed_up(tx: Tx, parts: Parts, person: people.Cast, today: date) -> UUID:
    asked = SignUp(handle=person.handle, password=people.PASSWORD, birth_date=person.born(today),
                   display_name=person.name, locale=person.locale)
    try:
        return await accounts.sign_up(tx, replace(parts.config, argon2=CHEAP), parts.keys, asked)
    except Conflict:
        return (await queries.people_called(tx, [person.handle]))[0].id


async def _befriend(parts: Parts, viewers: dict[str, Viewer], said: list[talk.Dialogue]) -> None:
    """Who talks are friends, but for the stranger who asks; the others as the cast says."""
    talking = [f"{dialogue.first} {dialogue.second}" for dialogue in said if len(dialogue.messages) > 1]
    for one, other in map(str.split, [*talking, *people.FRIENDS]):
        if {one, other} <= viewers.keys():
            await _follow(parts, viewers[one], viewers[other])
            await _follow(parts, viewers[other], viewers[one])
    for one, other in map(str.split, [*people.FOLLOWERS, *people.ASKING]):
        if {one, other} <= viewers.keys():
            await _follow(parts, viewers[one], viewers[other], accepted=f"{one} {other}" not in people.ASKING)
    async with parts.db.tx() as tx:
        for viewer in viewers.values():
            await redate_follows(tx, viewer.account_id, clock.now() - ACQUAINTED)


async def _follow(parts: Parts, follower: Viewer, followee: Viewer, *, accepted: bool = True) -> None:
    """A follow; where the account is private, a request that its owner accepts, or leaves waiting."""
    async with parts.db.tx() as tx:
        relation = await relations.follow(tx, parts.keys, follower, followee.handle)
        if relation.following == "requested" and accepted:
            await relations.accept_request(tx, parts.keys, followee, follower.handle)


async def _talk(parts: Parts, viewers: dict[str, Viewer], said: list[talk.Dialogue], gathered: list[talk.Group]) -> None:
    """Send everything through a line of our own, without rates; then say when it was, and who has read it."""
    line = SendLine(parts.db, parts.keys, RateLimiter(parts.config.limits.rates, enabled=False),
                    parts.config.limits.sizes, partial(cards.seen, parts.keys))
    running = asyncio.create_task(line.run())
    try:
        for dialogue in said:
            async with parts.db.tx() as tx:
                conversation = await messages.open_direct(tx, parts.keys, viewers[dialogue.first], dialogue.second)
            await _told(parts, line, viewers, dialogue, conversation)
        for group in gathered:
            conversation = await groups.made(parts.db, parts.config, parts.keys, viewers, group)
            if packs.GROUP in group.title.lower():
                maker = viewers[group.entries[0].sender]
                await packs.make(parts.db, parts.config, parts.storage, maker, packs.GROUP_TITLE, packs.OF_GROUP, conversation)
            await _told(parts, line, viewers, group, conversation)
    finally:
        running.cancel()


async def _told(parts: Parts, line: SendLine, viewers: dict[str, Viewer], said: talk.Talk, conversation: UUID) -> None:
    """Everything in its order, then its times, and who has read how far."""
    seqs: list[int] = []
    waiting: list[talk.Message] = []
    for entry in said.entries:
        if isinstance(entry, talk.Message):
            waiting.append(entry)
            continue
        seqs += await _sent(parts, line, viewers, waiting, conversation, len(seqs))
        waiting = []
        seqs.append(len(seqs) + 1)
        await groups.done(parts.db, parts.config, parts.keys, viewers, entry, conversation, seqs[-1])
    seqs += await _sent(parts, line, viewers, waiting, conversation, len(seqs))
    last = seqs[-1]
    async with parts.db.tx() as tx:
        await redate(tx, conversation, list(zip(seqs, said.times(clock.now()), strict=True)))
        await move(tx, [(conversation, viewers[handle].account_id, last - said.unread.get(handle, 0), last)
                        for handle in said.people])


async def _sent(parts: Parts, line: SendLine, viewers: dict[str, Viewer], said: list[talk.Message], conversation: UUID, before: int) -> list[int]:
    """The seq of every message. The ids are made of their places, so that a second try sends nothing twice."""
    answers: list[asyncio.Future[Appended | AppError]] = []
    for place, message in enumerate(said, before):
        answers.append(asyncio.get_running_loop().create_future())
        line.put(Item(conversation, viewers[message.sender], uuid5(conversation, str(place)),
                      parts.stickers[message.sticker] if message.sticker else TextBody(message.text), answers[-1].set_result))
    found = []
    for answer in await asyncio.gather(*answers):
        if isinstance(answer, AppError):
            raise answer
        found.append(answer.seq)
    return found
