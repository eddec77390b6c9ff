"""Posting what the cast shows, by the same actions as anybody."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from uuid import UUID, uuid5

import msgspec

from paperplane.accounts.types import Viewer
from paperplane.core.clock import now
from paperplane.core.config import Config
from paperplane.core.db import Db
from paperplane.core.keys import Keys
from paperplane.core.storage import Storage
from paperplane.demo.shown import drawing
from paperplane.media.uploads import actions as uploads
from paperplane.media.uploads.types import UploadWish
from paperplane.messages.bodies.types import SentItem
from paperplane.posts import actions as posts
from paperplane.posts import queries
from paperplane.posts.comments import actions as comments
from paperplane.posts.comments.types import CommentRequest
from paperplane.posts.likes import actions as likes
from paperplane.posts.types import Audience, Background, PostRequest

# Ids are made of their places, so that a second try posts nothing twice.
NAMES = UUID("6f1c3f0e-51b0-4a3e-9f0f-0f5b3a8c2d11")


class Shown(msgspec.Struct, frozen=True):
    """`hours` ago. `pictures` are names of scenes with what there is to see; `said`: who says what to it."""

    author: str
    text: str
    hours: float
    background: Background | None = None
    pictures: tuple[tuple[str, str], ...] = ()
    clip: str = ""
    audience: Audience = "everyone"
    liked: str = ""
    said: tuple[tuple[str, str], ...] = ()


# The eldest first.
SHOWN = (
    Shown("walt", "The Marguerite has a new gasket and an old opinion. She sails. #ferries", 118, "sand", liked="hana oskar"),
    Shown("imani", "Class 9b measured gravity with a bucket and a stopwatch. They were off by two per cent. I am not. #physics", 96,
          liked="fatou noor ben leo", said=(("noor", "It was the bucket."), ("ben", "Can we do it from the roof next?"))),
    Shown("juno", "If a book makes you miss your station, it was a good book.", 77, "dusk", liked="ana hana priya oskar",
          said=(("priya", "I have missed three this month."), ("ana", "The good ones are always two stops too long."))),
    Shown("gil", "Rye bread, day 3: the starter has opinions. #bread", 70, liked="dana chidi",
          said=(("chidi", "So does mine. We do not speak before six."),)),
    Shown("lucia", "El limonero ya tiene once limones. El doce se lo ha comido alguien. #patio", 54, "leaf", liked="mateo sofia",
          said=(("sofia", "Yo estaba de guardia, abuela."), ("mateo", "No digo nada."))),
    Shown("fatou", "Backups ran, restored one to be sure, all fine. Good night, cupboard.", 47, "ink", liked="gil dana eve ben"),
    Shown("leo", "landed it. ok almost", 30, audience="friends", liked="ben noor", said=(("ben", "almost counts"), ("noor", "It does not."))),
    Shown("ana", "Looking for somebody with a kite and an hour on Sunday. Wind from the south, says @chidi.", 26,
          liked="chidi juno dana fatou gil priya oskar",
          said=(("chidi", "South by six. Bring the long string."), ("dana", "I have an hour and no kite."),
                ("fatou", "@ana, we come with two children and four kites."))),
    Shown("hana", "The 18:40, frame thirty-six of thirty-six. #ferries", 21, audience="followers", liked="ana juno walt",
          pictures=(("ferry", "A small white ferry on dark water, the sun low behind it"),), said=(("walt", "That is my good side."),)),
    Shown("noor", "Science fair: my bridge of paper holds eleven kilos. Twelve was a mistake.", 9, "sky", audience="friends", liked="ben leo imani",
          said=(("ben", "ELEVEN"), ("imani", "We measured it twice."))),
    Shown("imani", "The tree is fine. The kite is in the tree. #physics", 6,
          pictures=(("kite", "A red paper kite with a tail of bows, high over the clouds"),), liked="ben noor leo chidi"),
    Shown("chidi", "A kite from one sheet of market paper. The plan is free, always. #kites #paper", 3.5, liked="ana amara juno fatou gil",
          pictures=(("plan", "A sheet of paper on a wooden table, two sticks crossed on it, a roll of red string"),
                    ("kite", "A red paper kite with a tail of bows, high over the clouds")),
          said=(("ana", "Cut mine last night. It flies better than my films."), ("dana", "What holds the cross?"))),
    Shown("ana", "Six seconds of the evening before the film ran out. #film", 0.7, clip="Orange light moves slowly into blue",
          liked="juno chidi mateo priya", said=(("juno", "Now do the other six."), ("hana", "Thirty-seven is always the one."))),
)


async def post_all(db: Db, config: Config, keys: Keys, storage: Storage, viewers: Mapping[str, Viewer]) -> list[tuple[UUID, Shown]]:
    """Everything by those who are there, once. What has media is answered once it is published: see `settle`."""
    waiting = []
    for place, shown in enumerate(SHOWN):
        author = viewers.get(shown.author)
        if author is None:
            continue
        client_id = uuid5(NAMES, str(place))
        async with db.tx() as tx:
            if await queries.by_client_id(tx, author.account_id, client_id):
                continue
        media = await _brought(db, config, storage, author, shown)
        async with db.tx() as tx:
            made, _ = await posts.create(tx, keys, config.limits.sizes, author, PostRequest(
                client_id=client_id, kind="video" if shown.clip else "photos" if shown.pictures else "text", text=shown.text,
                background=shown.background, media=media, audience=shown.audience))
        if media:
            waiting.append((made, shown))
        else:
            await _answered(db, config, keys, viewers, shown, made)
    return waiting


async def settle(db: Db, config: Config, keys: Keys, viewers: Mapping[str, Viewer], waiting: list[tuple[UUID, Shown]]) -> None:
    """Once the jobs have made its media, each is of its day, and is talked about."""
    while waiting:
        await asyncio.sleep(0.2)
        for post, shown in tuple(waiting):
            async with db.autocommit() as tx:
                state = await queries.state(tx, post)
            if state != "making":
                waiting.remove((post, shown))
            if state == "published":
                await _answered(db, config, keys, viewers, shown, post)


async def _brought(db: Db, config: Config, storage: Storage, author: Viewer, shown: Shown) -> list[SentItem]:
    if shown.clip:
        return [SentItem(await _upload(db, config, storage, author, await asyncio.to_thread(drawing.clip), "evening.mp4"), shown.clip)]
    drawn = await asyncio.gather(*(asyncio.to_thread(drawing.picture, name) for name, _ in shown.pictures))
    return [SentItem(await _upload(db, config, storage, author, content, f"{name}.jpg"), alt)
            for content, (name, alt) in zip(drawn, shown.pictures, strict=True)]


async def _upload(db: Db, config: Config, storage: Storage, author: Viewer, content: bytes, name: str) -> UUID:
    async def whole() -> AsyncIterator[bytes]:
        yield content
    async with db.tx() as tx:
        wish = UploadWish(len(content), name, "video" if name.endswith(".mp4") else "photo")
        upload = await uploads.found(tx, author.account_id, await uploads.begin(tx, config.limits.sizes, author.account_id, wish))
    await uploads.add(db, storage, upload, whole(), len(content), None)
    return upload.id


async def _answered(db: Db, config: Config, keys: Keys, viewers: Mapping[str, Viewer], shown: Shown, post: UUID) -> None:
    async with db.tx() as tx:
        for handle in filter(viewers.__contains__, shown.liked.split()):
            await likes.like(tx, keys, viewers[handle], post, True)
        for handle, text in shown.said:
            if handle in viewers:
                await comments.say(tx, keys, config.limits.sizes, viewers[handle], post, CommentRequest(client_id=uuid5(post, text), text=text))
        await queries.redate(tx, post, now() - timedelta(hours=shown.hours))
