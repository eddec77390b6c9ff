"""A conversation at rest: what the disk holds, and what each member is shown through a door that nothing disturbs."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import msgspec

from tests.checker.folding import fold
from tests.checker.ledger import EVENT_FIELDS, Json, Ledger
from tests.checker.world import Account, World

# As much of a log as the server replays.
REPLAYED = 2_000
PAGED = 300


@dataclass
class View:
    """One membership: its row, and what is shown: `log` and `pages`, each above a seq."""

    account: Account
    member: Json
    head: Json = field(default_factory=dict)
    log_after: int = 0
    pages_after: int = 0
    log: list[Json] = field(default_factory=list)
    pages: list[Json] = field(default_factory=list)

    @property
    def window(self) -> range:
        """The seqs this member may read."""
        until = self.member["to_seq"]
        return range(self.member["from_seq"] + 1, (self.member["last_seq"] if until is None else until) + 1)


@dataclass
class Truth:
    """A conversation as it is stored, and as it is shown. `log` is the whole of it, as events."""

    room: str
    row: Json
    log: list[Json]
    views: list[View]
    ledger: Ledger

    @property
    def is_group(self) -> bool:
        return bool(self.row["kind"] == "group")

    def shown(self, view: View) -> list[Json]:
        """What a member's log comes to, as far as it goes back."""
        return fold([], view.log, view.account.id)

    def gone(self, view: View) -> set[int]:
        """What was taken back since somebody left: it is shown to nobody, and their log, which ends before, does not say so."""
        if view.member["to_seq"] is None:
            return set()
        return {event["seq"] for event in self.log if event["kind"] == "message" and event["message"]["gone_at"] is not None}

    @property
    def is_timed(self) -> bool:
        """Whether something in it had an end: what a head shows of it then depends on the moment."""
        return any(event["kind"] == "message" and event["message"]["expires_at"] for event in self.log)

    def within(self, view: View) -> list[Json]:
        """The events a member may read."""
        return [event for event in self.log if event["seq"] in view.window]


async def fetch(world: World, *, whole: bool) -> list[Truth]:
    """Every conversation. `whole`: with all pages, not only the newest."""
    connection = await asyncpg.connect(world.host.cluster.dsn())
    try:
        await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
        return [await _truth(world, connection, _plain(row), whole) for row in await connection.fetch(
            "select id, kind, last_seq, last_n, member_count from conversations order by id")]
    finally:
        await connection.close()


async def _truth(world: World, connection: asyncpg.Connection, row: Json, whole: bool) -> Truth:
    log = [_event(_plain(event)) for event in await connection.fetch("""
select e.*, m.body, m.gone_at, m.expires_at from events e left join messages m using (conversation_id, seq)
where e.conversation_id = $1 order by e.seq""", row["id"])]
    members = await connection.fetch(
        "select m.*, c.last_seq from members m join conversations c on c.id = $1 where conversation_id = $1", row["id"])
    views = [View(world.account(str(member["account_id"])), _plain(member)) for member in members]
    await asyncio.gather(*(_show(row["id"], view, whole) for view in views))
    return Truth(row["id"], row, log, views, world.ledger)


async def _show(room: str, view: View, whole: bool) -> None:
    someone, path = view.account.someone, f"/conversations/{room}"
    view.head = await someone.get(path)
    first = view.window.start - 1
    view.log_after = max(first, view.window.stop - 1 - REPLAYED)
    view.pages_after = first if whole else max(first, view.window.stop - 1 - PAGED)
    after, more = view.log_after, True
    while more:
        page = await someone.get(f"{path}/events?after={after}&limit=500")
        view.log += page["events"]
        after, more = after + 500, bool(page["events"])
    after, more = view.pages_after, True
    while more:
        page = await someone.get(f"{path}/messages?after={after}&limit=100")
        view.pages += page["messages"]
        after, more = view.pages[-1]["seq"] if view.pages else after, page["more"]


def _plain(row: asyncpg.Record) -> Json:
    """As the server would say it in JSON."""
    plain: Json = msgspec.json.decode(msgspec.json.encode(dict(row)))
    return plain


def _event(row: Json) -> Json:
    event: dict[str, Any] = {"kind": row["kind"], **{name: row[name] for name in EVENT_FIELDS}}
    if row["kind"] in ("message", "system"):
        event["message"] = {**{name: row[name] for name in EVENT_FIELDS}, "body": row["body"],
                            "gone_at": row["gone_at"], "expires_at": row["expires_at"]}
    return {**event, "about": row["about"]}
