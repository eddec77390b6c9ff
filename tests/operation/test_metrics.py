"""What /metrics shows: named by Prometheus' conventions, said in sentences, and nobody in it."""

import asyncio
import re
from uuid import uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families

from paperplane.core.clock import now
from paperplane.operation.samples import Reading
from tests.api import API, Server
from tests.client import chat, live, opened, post

OURS = re.compile(r"paperplane_[a-z]+(_[a-z]+)*")
STANDARD = re.compile(r"(process|python)_[a-z_]+")
UNITS = ("_seconds", "_bytes", "_messages", "_marks", "_total", "_info")
# What is no rate, no time and no size is a plain number of things, and named by them.
THINGS = ("_waiting", "_open", "_in_use", "_held")
UNIT_WORDS = re.compile(r"_(ms|msec|millis|milliseconds|us|minutes|hours|kb|mb|kib|mib|percent)\b")


async def shown(server: Server) -> str:
    answer = await server.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    return answer.text


async def busy(server: Server) -> list[str]:
    """Something of everything happens; the names and ids of those it happened to."""
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(server, ana) as hers, live(server, chidi) as his:
        await hers.send(room)
        await hers.send(str(uuid4()))       # refused
        await his.say("read", conversation_id=room, seq=1)
        await hers.take("receipt")
        await his.say("nonsense")
        await his.take("error")
    async with opened(server) as nobody:
        await nobody.say("hello", token="none at all")
        assert await nobody.ended() == 4002
    await post(ana, room, "a secret word")
    await ana.ask("GET", f"/conversations/{uuid4()}")
    for path in (f"/nowhere/{uuid4()}", f"{API}/users/chidi", f"{API}/users/nobody.here", f"/media/avatars/{uuid4()}/small.webp"):
        await server.client.get(path)
    await server.client.request("PROPFIND", f"{API}/me")
    await server.app.watch.look()
    return [ana.handle, chidi.handle, "nobody.here", ana.me["id"], chidi.me["id"], room, "secret", "PROPFIND"]


async def test_every_figure_is_named_and_explained(server: Server) -> None:
    await busy(server)
    families = list(text_string_to_metric_families(await shown(server)))
    assert len({family.name for family in families}) == len(families)
    for family in families:
        assert family.documentation, family.name
        assert family.type != "unknown", family.name
        assert OURS.fullmatch(family.name) or STANDARD.fullmatch(family.name), family.name
        if not family.name.startswith("paperplane_"):
            continue
        assert re.fullmatch(r"[A-Z].*\.", family.documentation), f"{family.name}: {family.documentation} is no sentence"
        assert not UNIT_WORDS.search(family.name), family.name
        names = {sample.name for sample in family.samples}
        if family.type == "counter":
            assert names <= {family.name + "_total"}
        else:
            assert family.name.endswith(UNITS + THINGS), f"{family.name} says no unit"
            assert not family.name.endswith("_total"), family.name


async def test_nobody_is_in_a_figure(server: Server) -> None:
    named = await busy(server)
    text = await shown(server)
    for word in named:
        assert word not in text, word
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-|@|\b\d+\.\d+\.\d+\.\d+", text)
    routes = {sample.labels["route"] for family in text_string_to_metric_families(text) for sample in family.samples
              if family.name == "paperplane_http_route_seconds"}
    known = {route.path_format for route in server.app.api.routes} | {"none"}
    assert routes <= known
    assert "none" in routes
    assert f"{API}/users/{{handle}}" in routes


def grown(before: Reading, name: str, **labels: str) -> float:
    return Reading(now()).total(name, **labels) - before.total(name, **labels)


async def test_what_happens_is_counted_once(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    before = Reading(now())
    async with live(server, ana) as hers, live(server, chidi) as his:
        first = str(uuid4())
        await hers.send(room, client_id=first)
        await hers.send(room, client_id=first)      # a retry is no second message
        await hers.send(room)
        await hers.send(str(uuid4()))
        await (await his.settled()).take("message")
        assert grown(before, "paperplane_messages_sent_total") == 2
        assert grown(before, "paperplane_sends_refused_total", code="not_found") == 1
        assert grown(before, "paperplane_sends_refused_total") == 1
        assert grown(before, "paperplane_send_batch_messages_sum") == 4
        assert grown(before, "paperplane_send_commit_seconds_count") == grown(before, "paperplane_send_batch_messages_count")
        assert grown(before, "paperplane_sockets_open") == 2
        assert grown(before, "paperplane_frames_delivered_total") >= 2
    assert (await ana.ask("GET", "/users/nobody.here")).status_code == 404
    at = {"route": f"{API}/users/{{handle}}", "method": "GET"}
    assert grown(before, "paperplane_http_route_seconds_count", status="4xx", **at) == 1
    assert grown(before, "paperplane_http_route_seconds_count", status="2xx", **at) == 0


async def test_sockets_are_counted_by_why_they_ended(server: Server) -> None:
    ana = await server.person("ana")
    before = Reading(now())
    async with live(server, ana):
        pass
    async with live(server, ana) as out:
        await ana.delete("/sessions/current")
        assert await out.ended() == 4001
    async with opened(server) as nobody:
        await nobody.say("hello", token="none at all")
        await nobody.ended()
    async with asyncio.timeout(30):
        while grown(before, "paperplane_sockets_open"):
            await asyncio.sleep(0.02)
    ended = {reason: grown(before, "paperplane_sockets_closed_total", reason=reason)
             for reason in ("gone", "signed_out", "not_signed_in", "slow", "silent", "bad_frames")}
    assert ended == {"gone": 1, "signed_out": 1, "not_signed_in": 1, "slow": 0, "silent": 0, "bad_frames": 0}


async def test_a_statement_that_fails_is_counted_and_one_that_finds_out_is_not(server: Server) -> None:
    await server.person("ana")
    before = Reading(now())
    assert (await server.post("/accounts", {"handle": "ana", "password": "a fine long password",
                                            "birth_date": "1990-01-01", "display_name": "Ana"})).status_code == 409
    assert grown(before, "paperplane_database_failures_total") == 0
    with pytest.raises(Exception, match="division by zero"):
        async with server.app.db.tx() as tx:
            await tx.value("select 1 / 0")
    assert grown(before, "paperplane_database_failures_total", reason="error") == 1


async def test_who_waits_for_a_connection_is_seen(server: Server) -> None:
    """In the pool of the lines: nobody else takes of it."""
    pool, db = {"pool": "lines"}, server.app.lines_db

    async def one() -> None:
        async with db.autocommit() as tx:
            await tx.value("select 1")
    held = [db.autocommit() for _ in range(2)]
    for tx in held:
        await (await tx.__aenter__()).value("select 1")
    assert Reading(now()).total("paperplane_database_connections_in_use", **pool) == 2
    assert Reading(now()).total("paperplane_database_connections_waiting", **pool) == 0
    waits = asyncio.create_task(one())
    async with asyncio.timeout(5):
        while Reading(now()).total("paperplane_database_connections_waiting", **pool) != 1:
            await asyncio.sleep(0.01)
    for tx in held:
        await tx.__aexit__(None, None, None)
    await waits
    assert Reading(now()).total("paperplane_database_connections_in_use", **pool) == 0
