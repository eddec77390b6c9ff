"""The send line: the one hot path, so it alone is batched. What arrives while a commit is in flight is the next batch.

A batch is two statements: load the facts of all, judge each by the pure rule, then append those allowed, which locks
the conversations in id order, finds that their numbers are still the ones judged by, and commits; and only then answer
and tell. One bad item is refused alone.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec
import structlog

from paperplane.accounts.types import Viewer
from paperplane.core.db import Db, Tx
from paperplane.core.errors import AppError, NotFound, Unavailable
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Sizes
from paperplane.messages import figures, rules
from paperplane.messages.attachments import rules as attachments
from paperplane.messages.bodies import rules as bodies
from paperplane.messages.bodies.sent.types import SentForward, Unresolved
from paperplane.messages.bodies.types import Spoken
from paperplane.messages.events.types import Appended, Message, MessageFrame
from paperplane.messages.previews.types import LinkSaid
from paperplane.messages.sending import queries
from paperplane.messages.sending.audiences import Audiences
from paperplane.messages.sending.referring import Referred, SeenPosts
from paperplane.messages.types import Facts, Said
from paperplane.relations.actions import open_door

MAX_BATCH = 256
# A commit costs the same for one message as for several. So a few that come alone wait this long for company: at
# 500 messages a second that halves their cost, and a busy line never waits.
GATHER_S = 0.002
ENOUGH = 8
# How often a batch is judged again because another writer was quicker.
TRIES = 10
# More than this many waiting for the disk: the database is away or overwhelmed, and saying so is kinder than a queue.
MOST_WAITING = 20_000
# Messages of which nobody knows whether they were written, remembered until their senders try again.
MOST_UNTOLD = 10_000
# A pushed frame, encoded once; whom it is for; the socket that need not hear it.
Frame = tuple[str, tuple[UUID, ...], object]
log = structlog.get_logger(__name__)
encoder = msgspec.json.Encoder()


class Item(NamedTuple):
    """One message to send. `done` is called once, after the commit. `origin` is the socket it came from, not told."""

    conversation_id: UUID
    viewer: Viewer
    client_id: UUID
    body: Spoken | Unresolved
    done: Callable[[Appended | AppError], None]
    origin: object = None


class SendLine:
    """Takes messages from every door; `run` writes them, until it is cancelled."""

    def __init__(self, db: Db, keys: Keys, limiter: RateLimiter, sizes: Sizes, seen_posts: SeenPosts, *,
                 previews: bool = False) -> None:
        self._previews = previews
        self._db = db
        self._keys = keys
        self._limiter = limiter
        self._sizes = sizes
        self._seen_posts = seen_posts
        self._audiences = Audiences()
        self._untold: dict[UUID, Frame] = {}
        self._waiting: deque[Item] = deque()
        self._arrived = asyncio.Event()

    def put(self, item: Item) -> None:
        if len(self._waiting) >= MOST_WAITING:
            item.done(Unavailable())
            return
        self._waiting.append(item)
        self._arrived.set()

    def waiting(self) -> int:
        return len(self._waiting)

    async def run(self) -> None:
        while True:
            await self._arrived.wait()
            if len(self._waiting) < ENOUGH:
                await asyncio.sleep(GATHER_S)
            batch = [self._waiting.popleft() for _ in range(min(MAX_BATCH, len(self._waiting)))]
            if not self._waiting:
                self._arrived.clear()
            await self._write(batch)

    async def _write(self, items: list[Item]) -> None:
        """Write a batch and answer everybody in it; if it fails as a whole, each item alone."""
        started = perf_counter()
        try:
            answers = await self._settle(items)
        except Unavailable as error:
            answers = [error] * len(items)
        except Exception as error:
            if len(items) > 1:
                for item in items:
                    await self._write([item])
                return
            log.exception("send_failed", error=type(error).__name__)
            answers = [Unavailable()]
        figures.batch_answered(answers, started)
        for item, answer in zip(items, answers, strict=True):
            item.done(answer)
        if self._previews:
            await self._announce(items, answers)

    async def _announce(self, items: list[Item], answers: list[Appended | AppError]) -> None:
        """What links lead to is fetched later. Where that cannot even be noted down, a message lacks a preview and nothing else."""
        links = [link for item, answer in zip(items, answers, strict=True)
                 if isinstance(answer, Appended) and answer.link and not answer.repeat
                 for link in [LinkSaid(item.conversation_id, answer.seq, item.viewer.account_id, answer.link)]]
        if not links:
            return
        try:
            async with self._db.tx() as tx:
                for link in links:
                    tx.announce(link)
        except Unavailable:
            return

    async def _settle(self, items: list[Item]) -> list[Appended | AppError]:
        """Judge and append, again from the start while another writer is quicker."""
        for _ in range(TRIES):
            async with self._db.autocommit() as tx:
                batch = await self._judged(tx, items)
                if await self._appended(tx, batch):
                    if batch.expected:
                        tx.signal(Said(list(batch.expected)))
                    for message, frame in batch.frames.items():
                        tx.push_encoded(*frame)
                        self._untold.pop(message, None)
                    return batch.answers
        raise Unavailable

    async def _judged(self, tx: Tx, items: list[Item]) -> "Batch":
        batch = Batch(items, self._keys, self._limiter, self._sizes, self._audiences, self._untold)
        rows = await queries.facts(tx, [item.conversation_id for item in items],
                                   [item.viewer.account_id for item in items], [item.client_id for item in items])
        groups = {items[row["ord"] - 1].conversation_id: row["members_seq"] for row in rows if row["kind"] == "group"}
        if groups:
            await self._audiences.learn(tx, groups)
        await batch.referred.load(tx, items, self._seen_posts)
        for row in rows:
            batch.judge(row)
        return batch

    async def _appended(self, tx: Tx, batch: "Batch") -> bool:
        written = False
        try:
            for minor, adult in batch.doors:
                await open_door(tx, minor, adult)
            written = not batch.rows or await queries.append_messages(tx, batch.rows, batch.named, batch.attached, batch.at, batch.expected)
            return written
        except Exception:
            # It may be written, and only the answer lost on its way: whoever tries again finds it, and it is told then.
            self._untold.update(batch.frames)
            while len(self._untold) > MOST_UNTOLD:
                del self._untold[next(iter(self._untold))]
            raise
        finally:
            if not written:     # it is judged again, here or when its sender tries again, and counts once
                for rate, key in batch.taken:
                    self._limiter.give_back(rate, key)


class Batch:
    """What a batch has come to so far."""

    at: datetime

    def __init__(self, items: list[Item], keys: Keys, limiter: RateLimiter, sizes: Sizes, audiences: Audiences,
                 untold: dict[UUID, Frame]) -> None:
        self._items = items
        self._untold = untold
        self._keys = keys
        self._limiter = limiter
        self._sizes = sizes
        self._audiences = audiences
        self._spoke: set[tuple[UUID, UUID]] = set()
        self._first: dict[tuple[UUID, UUID, UUID], Appended] = {}
        self._last: dict[UUID, tuple[int, int]] = {}
        self.expected: dict[UUID, int] = {}
        self.answers: list[Appended | AppError] = [NotFound()] * len(items)
        self.referred = Referred()
        self.rows: list[queries.Row] = []
        self.named: list[queries.Named] = []
        self.attached: list[queries.Attached] = []
        self.frames: dict[UUID, Frame] = {}
        self.doors: set[tuple[UUID, UUID]] = set()
        self.taken: list[tuple[str, object]] = []

    def judge(self, row: asyncpg.Record) -> None:
        """Decide one item by its facts: number it, or say why not."""
        self.at = row["at"]
        place = row["ord"] - 1
        item = self._items[place]
        try:
            self.answers[place] = self._known(item, row) or self._allow(item, row)
        except AppError as error:
            self.answers[place] = error

    def _known(self, item: Item, row: asyncpg.Record) -> Appended | None:
        """The answer to an earlier try: a retry must not burn a number, nor be judged again."""
        if row["known_seq"] is not None:
            if row["known_id"] in self._untold:
                self.frames[row["known_id"]] = self._untold[row["known_id"]]
            return Appended(row["known_seq"], row["known_n"], row["known_id"], row["known_sent_at"], repeat=True,
                            expires_at=row["known_expires_at"])
        first = self._first.get((item.conversation_id, item.viewer.account_id, item.client_id))
        return first and msgspec.structs.replace(first, repeat=True)

    def _allow(self, item: Item, row: asyncpg.Record) -> Appended:
        viewer, conversation = item.viewer, item.conversation_id
        seq, n = self._last.get(conversation) or (row["last_seq"], row["last_n"])
        facts = _facts(row, last_n=n, answered=(conversation, row["other_id"]) in self._spoke)
        other_minor = rules.other_is_minor(self._keys, facts)
        allowed = rules.sending(facts, viewer_minor=viewer.minor, other_minor=other_minor)
        body = self.referred.body(item)
        rules.may_send(allowed, body, self._sizes, last_seq=seq, at=self.at)
        rules.may_name(facts, body)
        if isinstance(item.body, SentForward):
            self._count(item.body, viewer.account_id, body)
        if allowed == "one_text":
            self._take("strangers_account", viewer.account_id)
        if viewer.minor and facts.other_id is not None and not other_minor and not row["door_mine"]:
            self.doors.add((viewer.account_id, facts.other_id))
        to = (viewer.account_id, facts.other_id) if facts.other_id is not None else self._audiences.of(conversation)
        stays = [timedelta(seconds=row["timer_s"])] if row["timer_s"] is not None else []
        stays += [timedelta(days=self._sizes.view_once_days)] if bodies.once(body) else []
        expires_at = self.at + min(stays) if stays else None
        return self._append(item, body, seq + 1, n + 1, to, expires_at, rules.followed_link(facts, allowed, body))

    def _count(self, source: SentForward, viewer: UUID, body: Spoken) -> None:
        """One message goes to a few conversations; what has gone through many hands, to one."""
        self._take("forwards_message", (viewer, source.conversation_id, source.seq))
        if body.forwarded > self._sizes.forward_hands:
            self._take("forwards_many_hands", (viewer, source.conversation_id, source.seq))

    def _take(self, rate: str, key: object) -> None:
        self._limiter.take(rate, key)
        self.taken.append((rate, key))

    def _append(self, item: Item, body: Spoken, seq: int, n: int, to: tuple[UUID, ...], expires_at: datetime | None,
                link: str | None) -> Appended:
        conversation, sender = item.conversation_id, item.viewer.account_id
        answer = Appended(seq, n, new_id(), self.at, expires_at=expires_at, link=link)
        message = Message(answer.id, item.client_id, conversation, seq, n, sender, body, self.at, expires_at)
        self.expected.setdefault(conversation, seq - 1)
        self._last[conversation] = (seq, n)
        self._spoke.add((conversation, sender))
        self._first[(conversation, sender, item.client_id)] = answer
        self.rows.append((conversation, seq, answer.id, n, sender, item.client_id, encoder.encode(body).decode(), expires_at))
        self.attached += [(conversation, seq, one.media_id) for one in attachments.items(body)]
        if isinstance(body, bodies.NAMING) and body.mentions:
            self.named += [(conversation, seq, n, mention.account_id) for mention in body.mentions]
        self.frames[answer.id] = (encoder.encode(MessageFrame(message)).decode(), to, item.origin)
        return answer


def _facts(row: asyncpg.Record, *, last_n: int, answered: bool) -> Facts:
    return Facts(
        kind=row["kind"], last_n=last_n, state=row["state"], to_seq=row["to_seq"], role=row["role"],
        send_role=row["send_role"], everyone_role=row["everyone_role"], other_id=row["other_id"],
        other_state="accepted" if answered else row["other_state"], other_birth_date=row["other_birth_date"],
        friends=row["friends"], blocked=row["blocked"], door_open=row["door_open"])
