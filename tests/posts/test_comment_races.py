"""What is done to a comment in the same moment by two, and by one after another who may both delete it."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from paperplane.core.db import Tx
from paperplane.core.ids import new_id
from paperplane.posts.comments import actions, queries
from paperplane.posts.comments.types import CommentRequest
from tests.api import Server, good
from tests.posts.saying import comment, meanwhile, say, viewer


async def test_what_stands_now_is_found_by_an_index(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every screen that listens asks for it."""
    said: list[tuple[str, tuple[object, ...]]] = []
    run = Tx._run

    async def kept(self: Tx, method: str, sql: str, args: tuple[object, ...]) -> Any:
        said.append((sql, args))
        return await run(self, method, sql, args)
    monkeypatch.setattr(Tx, "_run", kept)
    async with server.app.db.tx() as tx:
        await queries.comments(tx, new_id(), [new_id()])
        sql, args = next(one for one in said if "from comments c" in one[0])
        await tx.do("set local enable_seqscan = off")
        plan = "\n".join(row[0] for row in await tx.rows(f"explain (costs off) {sql}", *args))
    assert re.search(r" on comments c\n\s+(Index|Recheck) Cond: \(id = ANY", plan), plan


async def test_nothing_answers_what_is_deleted_meanwhile(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await say(ana)
    app = server.app
    first, second = await comment(chidi, made, "first"), await comment(chidi, made, "second")

    async def deleted(tx: Tx) -> None:
        await actions.delete(tx, app.keys, viewer(chidi), UUID(first["id"]))

    async def answered(tx: Tx) -> None:
        await actions.say(tx, app.keys, app.config.limits.sizes, viewer(eve), UUID(made["id"]),
                          CommentRequest(client_id=uuid4(), text="to you", parent_id=UUID(second["id"])))
    late = await meanwhile(server, deleted, lambda: eve.ask("POST", f"/posts/{made['id']}/comments", {
        "client_id": str(uuid4()), "text": "too late", "parent_id": first["id"]}))
    assert late.status_code == 404
    assert (await meanwhile(server, answered, lambda: chidi.ask("DELETE", f"/comments/{second['id']}"))).status_code == 204
    assert (await ana.get(f"/posts/{made['id']}"))["comment_count"] == 0
    assert (await eve.get("/me/comments"))["comments"] == []


async def test_who_changes_what_is_hidden_meanwhile_does_not_show_it(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    said = await comment(chidi, await say(ana), "rude")

    async def hidden(tx: Tx) -> None:
        await actions.put(tx, server.app.keys, viewer(ana), UUID(said["id"]), "hidden")
    good(await meanwhile(server, hidden, lambda: chidi.ask("PATCH", f"/comments/{said['id']}", {"text": "ruder"})))
    there = await ana.get(f"/comments/{said['id']}")
    assert (there["state"], there["text"]) == ("hidden", "ruder")
    assert await eve.refused("GET", f"/comments/{said['id']}") == "404 not_found"


async def test_what_its_writer_deletes_too_is_brought_back_by_nobody(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await say(ana)
    first = await comment(chidi, made)
    answer = await comment(eve, made, parent_id=first["id"])
    await ana.delete(f"/comments/{first['id']}")
    assert await ana.refused("DELETE", f"/comments/{first['id']}") == "404 not_found"
    await eve.delete(f"/comments/{answer['id']}")           # gone with what it answers, and by her own wish too
    good(await ana.ask("POST", f"/comments/{first['id']}/restore"))
    assert [one["reply_count"] for one in (await ana.get(f"/posts/{made['id']}/comments"))["comments"]] == [0]
    await ana.delete(f"/comments/{first['id']}")
    await chidi.delete(f"/comments/{first['id']}")
    for who in (ana, chidi):        # nor does he undo by it what she did
        assert await who.refused("POST", f"/comments/{first['id']}/restore") == "404 not_found"
    assert await chidi.refused("DELETE", f"/comments/{first['id']}") == "404 not_found"


async def test_what_is_taken_back_is_pinned_as_it_was_unless_another_is(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    made = await say(ana)
    one, other = await comment(chidi, made, "one"), await comment(chidi, made, "other")
    for pinned in (True, False):
        await ana.put(f"/comments/{one['id']}/pin")
        await ana.delete(f"/comments/{one['id']}")
        if not pinned:
            await ana.put(f"/comments/{other['id']}/pin")
        good(await ana.ask("POST", f"/comments/{one['id']}/restore"))
        assert (await chidi.get(f"/comments/{one['id']}"))["pinned"] == pinned
