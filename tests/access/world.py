"""The same few people before every door, and a way to put everything back as it was."""

from typing import Any, NamedTuple
from uuid import uuid4

import asyncpg

from tests.api import Server, Someone, good
from tests.client import befriend, chat, post, text
from tests.media.uploading import begun
from tests.messages.times import ahead
from tests.posts.saying import comment, say

# Who knocks. All look at ana, but `adult`, who looks at ben.
CALLERS = ("nobody", "stranger", "blocked", "blocker", "minor", "adult", "friend", "owner")


# Which tables were written to, since a look at each after every door would take most of the time.
KEEPING = """
create schema kept;
create table kept.touched (name text not null);
create function kept.touch() returns trigger language plpgsql as $$ begin
  insert into kept.touched values (quote_ident(tg_table_name));
  return null;
end $$"""


class Caller(NamedTuple):
    """Somebody (None: not signed in), and what of somebody else's they name in their requests."""

    who: Someone | None
    handle: str
    account_id: str
    conversation_id: str
    device_id: str
    group_id: str
    invited_id: str
    scheduled_id: str
    folder_id: str
    upload_id: str
    call_id: str
    post_id: str
    comment_id: str
    collection_id: str


class World:
    """ana with a friend (chidi), a stranger (eve), one she blocks (gil), one who blocks her (fatou), and two minors.

    gil and fatou were friends of hers before, and have an old conversation with her each; it is theirs to name.
    ana calls chidi, and ben cleo: it rings.
    ana and ben have posted something, and said something to it.
    ana has a group with chidi and fatou, from which gil was removed, and asks eve to come to another; ben has one with cleo.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.people: dict[str, Someone] = {}
        self.rooms: dict[str, str] = {}
        self.later: dict[str, str] = {}
        self.folders: dict[str, str] = {}
        self.uploads: dict[str, str] = {}
        self.calls: dict[str, str] = {}
        self.posts: dict[str, tuple[str, str, str]] = {}

    async def settle_in(self) -> "World":
        for name in ("ana", "ben", "cleo", "chidi", "dana", "eve", "fatou", "gil"):
            self.people[name] = await self.server.person(name)
        ana, ben, cleo, chidi, _, _, fatou, gil = self.people.values()
        for name, one, other in (("ana", ana, chidi), ("gil", ana, gil), ("fatou", fatou, ana), ("ben", ben, cleo)):
            self.rooms[name] = await chat(one, other)
            await post(one, self.rooms[name], "hello")
        await self._make_groups()
        for name, one in (("ana", ana), ("ben", ben)):
            asked = {**text("later"), "send_at": ahead(days=1)}
            self.later[name] = good(await one.ask("POST", f"/conversations/{self.rooms[name]}/scheduled", asked))["id"]
            folder = {"name": "Close", "rule": "manual", "client_id": str(uuid4())}
            self.folders[name] = good(await one.ask("POST", "/me/folders", folder))["id"]
            self.uploads[name] = (await begun(one, 10)).rpartition("/")[2]
            made = await say(one)
            kept = good(await one.ask("POST", "/me/collections", {"client_id": str(uuid4()), "name": "Lakes"}))
            self.posts[name] = (made["id"], (await comment(one, made))["id"], kept["id"])
        await self._ring("ana", ana, chidi)
        await self._ring("ben", ben, cleo)
        await ana.put("/users/gil/block")
        await fatou.put("/users/ana/block")
        await befriend(cleo, chidi)
        async with self.server.app.db.tx() as tx:
            await tx.do(KEEPING)
            for table in await self._tables():
                await tx.do(f"create table kept.{table} as table public.{table}")
                await tx.do(f"create trigger kept after insert or update or delete or truncate on {table} "
                            "execute function kept.touch()")
        return self

    async def _ring(self, name: str, caller: Someone, callee: Someone) -> None:
        """A call that rings for longer than any test takes."""
        self.calls[name] = str(uuid4())
        (session,) = (await caller.get("/me/devices"))["devices"]
        later = "now() + interval '1 day'"
        async with self.server.app.db.tx() as tx:
            await tx.do(f"""
insert into calls (id, conversation_id, caller_id, caller_session, callee_id, video, caller_relay, callee_relay, began_at, caller_seen_at)
values ($1, $2, $3, $4, $5, false, false, false, {later}, {later})""",
                        self.calls[name], self.rooms[name], caller.me["id"], session["id"], callee.me["id"])
            await tx.do("insert into call_lines (account_id, call_id) values ($2, $1), ($3, $1)",
                        self.calls[name], caller.me["id"], callee.me["id"])

    async def _make_groups(self) -> None:
        made = (("group", "ana", ["chidi", "fatou", "gil"]), ("ben's group", "ben", ["cleo"]), ("asking", "ana", ["eve"]))
        for name, maker, members in made:
            asked = {"kind": "group", "title": name, "members": members}
            self.rooms[name] = good(await self.people[maker].ask("POST", "/conversations", asked))["id"]
            await post(self.people[maker], self.rooms[name], "hello")
        gone = self.people["gil"].me["id"]
        await self.people["ana"].delete(f"/conversations/{self.rooms['group']}/members/{gone}")

    async def caller(self, kind: str) -> Caller:
        who = {"stranger": "eve", "blocked": "gil", "blocker": "fatou", "minor": "ben", "adult": "dana",
               "friend": "chidi", "owner": "ana"}.get(kind)
        named = self.people["ben" if kind == "adult" else "ana"]
        room = self.rooms[{"blocked": "gil", "blocker": "fatou", "adult": "ben"}.get(kind, "ana")]
        (device,) = (await named.get("/me/devices"))["devices"]
        owner = "ben" if kind == "adult" else "ana"
        group = self.rooms["ben's group" if kind == "adult" else "group"]
        return Caller(self.people[who] if who else None, named.handle, named.me["id"], room, device["id"], group,
                      self.rooms["asking"], self.later[owner], self.folders[owner], self.uploads[owner],
                      self.calls[owner], *self.posts[owner])

    async def restore(self) -> None:
        """Everything as it was when all had settled in."""
        for last in (False, False, False, True):
            try:
                await self._restore()
                return
            except asyncpg.DeadlockDetectedError:       # the server's own loops look at tables in an order of theirs
                if last:
                    raise

    async def _restore(self) -> None:
        async with self.server.app.db.tx() as tx:
            # Foreign keys come back in any order, and what is put back here is no change.
            await tx.do("set local session_replication_role = replica")
            rows = await tx.rows("with seen as (delete from kept.touched returning name) select distinct name from seen order by 1")
            for row in rows:
                await tx.do(f"delete from public.{row['name']}")
                await tx.do(f"insert into public.{row['name']} select * from kept.{row['name']}")

    async def changed(self) -> list[str]:
        """The tables that are not as they were, but for what follows the logs by itself in time."""
        async with self.server.app.db.tx() as tx:
            touched = [row["name"] for row in await tx.rows("select distinct name from kept.touched order by 1")]
            return [table for table in touched if not table.startswith("search_") and await tx.value(f"""
select exists (table public.{table} except table kept.{table}) or exists (table kept.{table} except table public.{table})""")]

    async def _tables(self) -> list[str]:
        async with self.server.app.db.tx() as tx:
            rows = await tx.rows("""
select tablename from pg_tables where schemaname = 'public' and tablename not like all ('{pgqueuer_%,migration%}')
order by 1""")
        return [f'"{row["tablename"]}"' for row in rows]


def nowhere(caller: Caller) -> Caller:
    """The same caller, naming what does not exist."""
    return Caller(caller.who, "nobody.here", *(str(uuid4()) for _ in Caller._fields[2:]))


def filled(template: Any, caller: Caller) -> Any:
    """A path, or a frame's fields, with the caller's names in it."""
    if isinstance(template, str):
        names = {name: getattr(caller, name) for name in Caller._fields if name != "who"}
        for name, value in names.items():
            template = template.replace("{" + name + "}", value)
        return template.replace("{new}", str(uuid4()))
    if isinstance(template, dict):
        return {key: filled(value, caller) for key, value in template.items()}
    return [filled(value, caller) for value in template] if isinstance(template, list) else template
