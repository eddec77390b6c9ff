"""Tells who is away. Nothing waits for it: it hears where something happened, and what is to be told follows from how
things are then. What it has not heard of, as after a kill, it finds in the database.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from paperplane.core.clock import now
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.loops import repeat
from paperplane.messages.types import Said, Unsaid
from paperplane.notifications.push import queries, rules, words
from paperplane.notifications.push.sending import TOTAL_S, Sender
from paperplane.notifications.push.types import OF_NO_CONVERSATION, Delivery, Outcome, PushNow, Told
from paperplane.relations.types import Asked

EVERY_S = 1.0
# As a repair: what is heard of is told at once.
LOOK_ROUND_S = 600.0
AT_ONCE = 200
# Whoever sends has this long, and begins nothing in its last part; then another may.
RESERVED_S = 20.0
BEGUN_WITHIN_S = RESERVED_S - TOTAL_S - 2
TTL_S = 3 * 86_400


class Teller:
    """`run` tells, until it is cancelled. `is_here`: whether one of an account's devices is connected."""

    def __init__(self, db: Db, sender: Sender, config: Config, is_here: Callable[[UUID], bool]) -> None:
        self._db = db
        self._sender = sender
        self._config = config
        self._is_here = is_here
        self._conversations: set[UUID] = set()
        self._accounts: set[UUID] = set()
        self._outcomes: list[Outcome] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self._round_at = float("-inf")

    def on_signal(self, event: msgspec.Struct) -> None:
        match event:
            case Said(conversation_ids=ids) | Unsaid(conversation_ids=ids):
                self._conversations.update(ids)
            case Asked(account_ids=ids):
                self._accounts.update(ids)
            case PushNow():
                self._spawn(self._push_now(event))
            case _:
                pass

    async def run(self, every_s: float = EVERY_S) -> None:
        try:
            await repeat("push", self.step, every_s)
        finally:
            for task in tuple(self._under_way):
                task.cancel()
            await self._sender.close()

    async def step(self) -> bool:
        """Whether there is more. A fixed number of statements, however much there is to tell."""
        await self._note()
        await self._look_round()
        async with self._db.autocommit() as tx:
            for due in await queries.due(tx):
                (self._accounts.add(due.account_id) if due.about in OF_NO_CONVERSATION else self._conversations.add(due.about))
        conversations, accounts = _some(self._conversations), _some(self._accounts)
        try:
            await self._look(conversations, accounts)
        except BaseException:
            self._conversations.update(conversations)
            self._accounts.update(accounts)
            raise
        return bool(self._conversations or self._accounts)

    async def _look_round(self) -> None:
        clock = asyncio.get_running_loop().time()
        if clock < self._round_at:
            return
        async with self._db.autocommit() as tx:
            if self._round_at == float("-inf"):
                await queries.release(tx)
            found = await queries.waiting(tx)
        self._conversations.update(found.conversation_ids)
        self._accounts.update(found.account_ids)
        self._round_at = clock + LOOK_ROUND_S

    async def _look(self, conversations: Sequence[UUID], accounts: Sequence[UUID]) -> None:
        days = self._config.limits.sizes.session_days
        async with self._db.tx() as tx:
            found: list[Told] = []
            if conversations:
                messages = await queries.messages(tx, conversations, days)
                found += [one for one in messages if one.state == "accepted"]
                # A request says nothing of its own: all of them are told as one.
                accounts = [*accounts, *(one.account_id for one in messages if one.state == "request")]
            if accounts:
                found += await queries.others(tx, accounts, days)
                found += await queries.of_posts(tx, accounts, days, self._config.limits.sizes.activity_days)
            deliveries = await self._reserved(tx, found)
        begin_until = asyncio.get_running_loop().time() + BEGUN_WITHIN_S
        for delivery in deliveries:
            self._spawn(self._deliver(delivery, begin_until))

    async def _reserved(self, tx: Tx, found: Iterable[Told]) -> list[Delivery]:
        at = now()
        judged = [(one, rules.verdict(one, at, here=self._is_here(one.account_id))) for one in found]
        telling = [(one, said) for one, said in judged if said.does in ("tell", "clear")]
        until = at + timedelta(seconds=RESERVED_S)
        places = [(one.subscription_id, one.about, one.told_n, one.shown, said.at or until, said.does != "later")
                  for one, said in judged if said.does != "nothing"]
        if not places:
            return []
        mine = await queries.reserve(tx, places)
        badges = await queries.badges(tx, list({one.account_id for one, _ in telling})) if telling else {}
        return [self._delivery(one, said, badges.get(one.account_id, 0))
                for one, said in telling if (one.subscription_id, one.about) in mine]

    def _delivery(self, told: Told, said: rules.Verdict, badge: int) -> Delivery:
        clears = said.does == "clear"
        notice = words.cleared(told, badge) if clears else words.notice(told, self._config.server_name, badge, fresh=said.fresh)
        return Delivery(device=told, about=told.about, notice=replace(notice, account_id=told.account_id), told_n=max(told.last_n, told.told_n),
                        shown=rules.shows(told), ttl_s=TTL_S, urgency=rules.urgency(told) if said.fresh else "low")

    async def _deliver(self, delivery: Delivery, begin_until: float) -> None:
        outcome = await self._sender.send(delivery, begin_until)
        self._outcomes.append(outcome)

    async def _note(self) -> None:
        """What became of what was sent; and where it was, there may be more by now."""
        outcomes, self._outcomes = self._outcomes, []
        if not outcomes:
            return
        try:
            async with self._db.tx() as tx:
                await _write(tx, outcomes, now())
        except BaseException:
            self._outcomes += outcomes
            raise
        for one in outcomes:
            (self._accounts.add(one.delivery.device.account_id) if one.delivery.about in OF_NO_CONVERSATION
             else self._conversations.add(one.delivery.about))

    async def _push_now(self, event: PushNow) -> None:
        async with self._db.autocommit() as tx:
            devices = await queries.devices(tx, event.account_ids, self._config.limits.sizes.session_days)
        deliveries = [Delivery(device=one, about=one.account_id, notice=replace(event.notice, account_id=one.account_id), told_n=0, shown=None, ttl_s=event.ttl_s,
                               urgency="high") for one in devices]
        until = asyncio.get_running_loop().time() + event.ttl_s
        await asyncio.gather(*(self._sender.send(one, until) for one in deliveries), return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)


async def _write(tx: Tx, outcomes: Sequence[Outcome], at: datetime) -> None:
    gone = [one.delivery.device.subscription_id for one in outcomes if one.result == "gone"]
    fared: dict[UUID, tuple[UUID, int, datetime | None]] = {}
    told = []
    for one in outcomes:
        device = one.delivery.device
        again = None
        if one.result == "failed" or one.slow:
            again = at + rules.waits(device.failures + 1, one.after_s)
            fared[device.subscription_id] = (device.subscription_id, device.failures + 1, again)
        elif one.result == "taken" and device.failures:
            fared.setdefault(device.subscription_id, (device.subscription_id, 0, None))
        when = again if one.result == "failed" else at if one.result == "late" else None
        told.append((device.subscription_id, one.delivery.about, one.delivery.told_n, one.delivery.shown, when))
    await queries.note(tx, told)
    if fared or gone:
        await queries.fared(tx, list(fared.values()), gone)


def _some(waiting: set[UUID]) -> list[UUID]:
    taken: list[UUID] = []
    with suppress(KeyError):
        while len(taken) < AT_ONCE:
            taken.append(waiting.pop())
    return taken
