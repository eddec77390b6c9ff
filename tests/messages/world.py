"""A database with a send line and people in it, without doors: for what the doors cannot provoke."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from paperplane.accounts import birth
from paperplane.accounts.types import Viewer
from paperplane.core.bus import LocalBus
from paperplane.core.db import Db
from paperplane.core.errors import AppError
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Rates, Sizes
from paperplane.messages.bodies.types import TextBody
from paperplane.messages.events.types import Appended
from paperplane.messages.sending.line import Item, SendLine
from paperplane.posts.cards.reads import seen
from paperplane.subscribers import enqueue_all

ADULT, MINOR = date(1990, 1, 1), date(2014, 1, 1)


class World:
    def __init__(self, db: Db, keys: Keys) -> None:
        self.db = db
        self.keys = keys
        self.told: list[tuple[tuple[UUID, ...], str]] = []
        db.bus.subscribe(lambda to, frame, origin: self.told.append((tuple(to), frame)))
        self.line = SendLine(db, keys, RateLimiter(Rates(), enabled=False), Sizes(), partial(seen, keys))

    async def person(self, born: date = ADULT) -> Viewer:
        account = new_id()
        async with self.db.tx() as tx:
            await tx.do("""
insert into accounts (id, handle, display_name, password_hash, birth_date) values ($1, $2, 'Somebody', 'x', $3)""",
                        account, f"p{account.hex[-20:]}", birth.seal(self.keys, account, born))
        return Viewer(account, new_id(), "somebody", born == MINOR, "en")

    async def befriend(self, one: Viewer, other: Viewer) -> None:
        async with self.db.tx() as tx:
            await tx.do("insert into follows (follower_id, followee_id) values ($1, $2), ($2, $1)",
                        one.account_id, other.account_id)

    async def conversation(self, one: Viewer, other: Viewer, *, theirs: str = "accepted") -> UUID:
        made = new_id()
        async with self.db.tx() as tx:
            await tx.do("insert into conversations (id, kind, created_by, member_count) values ($1, 'direct', $2, 2)", made, one.account_id)
            await tx.do("insert into members (conversation_id, account_id, state) values ($1, $2, 'accepted'), ($1, $3, $4)",
                        made, one.account_id, other.account_id, theirs)
        return made

    async def send(self, viewer: Viewer, conversation: UUID, text: str = "hello", client_id: UUID | None = None,
                   ) -> Appended | AppError:
        answered: asyncio.Future[Appended | AppError] = asyncio.get_running_loop().create_future()
        self.line.put(Item(conversation, viewer, client_id or uuid4(), TextBody(text), answered.set_result))
        return await answered


@asynccontextmanager
async def world(dsn: str, folder: Path) -> AsyncIterator[World]:
    db = Db(LocalBus(), enqueue_all)
    await db.open(dsn, size=5)
    made = World(db, Keys.load(folder))
    running = asyncio.create_task(made.line.run())
    try:
        yield made
    finally:
        running.cancel()
        await db.close()
