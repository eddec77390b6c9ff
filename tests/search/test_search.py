"""Finding what was said: everything that one may read, and nothing else."""

import asyncio
import random
import threading
from typing import Any
from uuid import UUID, uuid4

import pytest

from paperplane.core.text import words
from paperplane.search import actions, queries, rules
from paperplane.search.types import Piece
from tests.api import Server, Someone, good
from tests.client import befriend, change, change_of, chat, page, post, say, talk
from tests.messages.groups import add, group, leave, remove

WORDS = ("lake", "Zoë", "house", "tomorrow", "ÑANDÚ", "ba'ar", "東京駅", "2026")


async def index(server: Server) -> None:
    """All that the indexer would do in time."""
    async with server.app.db.tx() as tx:
        behind = await queries.behind(tx)
    for conversation in behind:
        more = True
        while more:
            async with server.app.db.tx() as tx:
                more = await actions.index(tx, conversation)
    async with asyncio.timeout(20):
        while await server.count("pgqueuer"):
            await asyncio.sleep(0.02)


async def found(who: Someone, bounds: str) -> list[Any]:
    """Every page of it."""
    cursor, messages = "", []
    while True:
        answer = await who.get(f"/search/messages?{bounds}{cursor}")
        messages += answer["messages"]
        if answer["next_cursor"] is None:
            return messages
        cursor = f"&cursor={answer['next_cursor']}"


def texts(messages: list[Any]) -> list[str]:
    return [message["body"]["text"] for message in messages]


@pytest.mark.parametrize("indexed", [False, True])
async def test_words_wherever_they_begin(server: Server, indexed: bool) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    for said in ("See you at the lake, Zoë!", "lakeside?", "nothing of it", "a snowflake"):
        await post(ana, room, said)
    if indexed:
        await index(server)
    assert texts(await found(chidi, "q=LAKE")) == ["lakeside?", "See you at the lake, Zoë!"]
    assert texts(await found(chidi, "q=zoe see")) == ["See you at the lake, Zoë!"]
    assert texts(await found(ana, "q=lake nothing")) == []       # not in one message
    assert texts(await found(ana, "q=lake%27%20%26%20%7C%20!(%3A*%5C")) == ["lakeside?", "See you at the lake, Zoë!"]


async def test_filters(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room, other = await chat(ana, chidi), await chat(ana, dana)
    await post(ana, room, "the lake https://example.org")
    await post(chidi, room, "the lake")
    await post(dana, other, "the lake too")
    await say(dana, other, type="poll", question="lake or wood?", options=["lake", "wood"])
    shown = good(await ana.ask("POST", "/posts", {"client_id": str(uuid4()), "text": "by the water"}))
    await say(chidi, room, type="card", post_id=shown["id"], text="see this")
    for _ in range(2):
        assert len(await found(ana, "q=lake")) == 4
        assert texts(await found(ana, f"q=lake&in={room}")) == ["the lake", "the lake https://example.org"]
        assert texts(await found(ana, f"q=lake&from={chidi.me['id']}")) == ["the lake"]
        assert texts(await found(ana, "has=link")) == ["the lake https://example.org"]
        assert [one["body"]["question"] for one in await found(ana, "has=poll")] == ["lake or wood?"]
        assert texts(await found(ana, "has=card")) == ["see this"]
        assert await found(ana, "q=lake&before=2020-01-01T00:00:00Z") == []
        assert len(await found(ana, "q=lake&after=2020-01-01T00:00:00Z")) == 4
        await index(server)
    for nothing in ("", "q=%20", f"in={room}"):
        answer = await ana.ask("GET", f"/search/messages?{nothing}")
        assert answer.json()["code"] == "nothing_asked"


@pytest.mark.parametrize("indexed", [False, True])
async def test_what_is_gone_is_not_found_and_not_kept(server: Server, indexed: bool) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room, "unspeakable")
    await post(ana, room, "sayable")
    if indexed:
        await index(server)
    await change(ana, room, "unsend", 1)
    await change(ana, room, "edit", 2, text="speakable")
    assert await found(chidi, "q=unspeakable") == []
    assert await found(chidi, "q=sayable") == []
    await index(server)
    assert texts(await found(chidi, "q=speakable")) == ["speakable"]
    async with server.app.db.tx() as tx:
        kept = await tx.value("select coalesce(string_agg(words::text, ' '), '') from search_pieces")
    assert "unspeakable" not in kept
    assert "sayable" not in kept


async def test_words_without_end(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room, "x" * 8_000)
    await post(ana, room, "ü" * 3_000)
    await index(server)
    assert [one["seq"] for one in await found(chidi, "q=" + "x" * 50)] == [1]
    assert [one["seq"] for one in await found(chidi, "q=" + "u" * 50)] == [2]


async def test_requests_are_not_searched(server: Server) -> None:
    eve, ana = await server.people("eve", "ana")
    room = await talk(eve, ana)
    await post(eve, room, "unasked for")
    for _ in range(2):
        assert await found(ana, "q=unasked") == []
        assert texts(await found(eve, "q=unasked")) == ["unasked for"]
        await index(server)


async def test_a_long_conversation_in_pages(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with server.app.db.tx() as tx:
        await tx.do("""
with item as (select n, uuidv7() as id from generate_series(1, 4000) n), log as (
  insert into events (conversation_id, seq, id, kind, n, sender, client_id, sent_at)
  select $1, n, id, 'message', n, $2, id, now() - make_interval(secs => 4000 - n) from item
), fold as (
  insert into messages (conversation_id, seq, body)
  select $1, n, jsonb_build_object('type', 'text', 'text', 'number ' || n || case when n % 500 = 0 then ' round' else '' end) from item
) update conversations set last_seq = 4000, last_n = 4000 where id = $1""", room, ana.me["id"])
    await index(server)
    assert [int(one["seq"]) for one in await found(chidi, "q=round")] == list(range(4000, 0, -500))
    assert len(await found(chidi, "q=number")) == 4000
    assert 0 < len((await chidi.get("/search/messages?q=n"))["messages"]) < 100, "what is in everything comes in pages"


async def test_what_takes_long_to_look_through_keeps_nobody_waiting(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    room = await group(eve)
    async with server.app.db.tx() as tx:        # a sign that folds to eighteen letters, and one to two words
        await tx.do("""
with item as (select n, uuidv7() as id from generate_series(2, 400) n), log as (
  insert into events (conversation_id, seq, id, kind, n, sender, client_id, sent_at)
  select $1, n, id, 'message', n, $2, id, now() from item
), fold as (
  insert into messages (conversation_id, seq, body)
  select $1, n, jsonb_build_object('type', 'text', 'text', case when n % 2 = 0 then 'even ' else 'odd ' end || repeat(U&'\\FDFA', 4000)) from item
), head as (update conversations set last_seq = 400, last_n = 400 where id = $1)
insert into search_pieces (conversation_id, piece, last_at, words)
select $1, n / 32, now(), array_to_tsvector(array['even', 'odd']) from item group by n / 32""", room, eve.me["id"])
        await queries.set_progress(tx, UUID(room), 400)
    search = asyncio.create_task(eve.get("/search/messages?q=even%20odd"))
    assert await turns(ana, search) > 3
    assert (search.result()["messages"], search.result()["next_cursor"] is not None) == ([], True)


async def test_indexing_folds_beside_the_loop(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is slow to fold would hold up everybody."""
    ana = await server.person("ana")
    await post(ana, await group(ana), "a word")
    lexemes, threads = rules.lexemes, set()

    def seen(piece: Piece) -> set[str]:
        threads.add(threading.current_thread())
        return lexemes(piece)
    monkeypatch.setattr(rules, "lexemes", seen)
    await index(server)
    assert threads
    assert threading.main_thread() not in threads


async def turns(who: Someone, meanwhile: asyncio.Task[Any]) -> int:
    """How often somebody else is answered until this is done."""
    answered = 0
    while not meanwhile.done():
        await who.get("/limits")
        answered += 1
    return answered


@pytest.mark.parametrize("at", ["2026-01-01T00:00:00", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"])
async def test_a_time_that_is_none(server: Server, at: str) -> None:
    ana = await server.person("ana")
    for bound in ("before", "after"):
        assert await ana.refused("GET", f"/search/messages?q=x&{bound}={at}") == "400 time_invalid"


async def everything(who: Someone) -> dict[tuple[str, int], Any]:
    """All that somebody can read, by their pages."""
    heads = (await who.get("/sync"))["conversations"]
    return {(head["id"], one["seq"]): one for head in heads if head["state"] == "accepted"
            for one in await page(who, head["id"]) if (one["body"] or {}).get("type") == "text"}


@pytest.mark.parametrize("seed", range(4))
async def test_found_is_what_can_be_read(server: Server, seed: int) -> None:
    """People talk, come, go, edit and unsend; some of it is indexed, some not: a search finds what the pages hold."""
    rng = random.Random(seed)
    people = list(await server.people("ana", "chidi", "dana", "gil"))
    ana = people[0]
    rooms = [await group(ana, *people[1:]), await group(ana, people[1]), await chat(people[1], people[2])]
    await befriend(ana, people[3])
    edited: set[tuple[str, int]] = set()
    for _ in range(60):
        await something(server, rng, people, rooms, edited)
    for who in people:
        can = await everything(who)
        for word in ("lake", "zoe", "nandu", "tom", "東京", "2026"):
            expected = {at for at, one in can.items() if any(said.startswith(word) for said in words(one["body"]["text"]))}
            hits = {(one["conversation_id"], one["seq"]): one for one in await found(who, f"q={word}")}
            assert set(hits) <= expected, (who.handle, word)
            assert all(can[at] == one for at, one in hits.items())
            # What was edited after somebody left is found by its words of today, which they may not know.
            assert {at for at in expected - set(hits) if at not in edited} == set(), (who.handle, word)


async def something(server: Server, rng: random.Random, people: list[Someone], rooms: list[str], edited: set[tuple[str, int]]) -> None:
    """One thing happens; not all of it is allowed."""
    ana, who, room = people[0], rng.choice(people), rng.choice(rooms)
    text, seq = " ".join(rng.choices(WORDS, k=rng.randint(1, 4))), rng.randint(1, 20)
    at, other = f"/conversations/{room}", rng.choice(people[1:])
    match rng.choice(("say", "say", "say", "say", "edit", "unsend", "leave", "remove", "add", "index")):
        case "say":
            await who.ask("POST", f"{at}/messages", {"client_id": str(uuid4()), "body": {"type": "text", "text": text}})
        case "edit":
            edited.add((room, seq))
            await who.ask("POST", f"{at}/changes", change_of("edit", seq, text=text))
        case "unsend":
            await who.ask("POST", f"{at}/changes", change_of("unsend", seq))
        case "leave" if rng.random() < 0.3 and room != rooms[2] and who is not ana:
            await who.ask("DELETE", f"{at}/membership")
        case "remove" if rng.random() < 0.4 and room != rooms[2]:
            await ana.ask("DELETE", f"{at}/members/{other.me['id']}")
        case "add" if room != rooms[2]:
            await ana.ask("POST", f"{at}/members", {"handles": [other.handle]})
        case "index":
            await index(server)
        case _:
            pass


async def test_who_came_later_or_left_finds_only_their_part(server: Server) -> None:
    ana, chidi, gil = await server.people("ana", "chidi", "gil")
    room = await group(ana, chidi)
    await post(ana, room, "needle before")
    await befriend(ana, gil)
    await add(ana, room, gil)
    await post(ana, room, "needle between")
    await remove(ana, room, gil)
    await post(ana, room, "needle after")
    await leave(chidi, room)
    await post(ana, room, "needle alone")
    for _ in range(2):
        assert texts(await found(gil, "q=needle")) == ["needle between"]
        assert texts(await found(chidi, "q=needle")) == ["needle after", "needle between", "needle before"]
        assert len(await found(ana, "q=needle")) == 4
        await index(server)
