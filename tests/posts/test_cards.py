"""Posts in conversations: each is shown what they may see now, nobody learns more, and whoever holds a card is told when it changes."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from paperplane.core.db import Tx
from paperplane.core.limits import Limits, Rate, Rates
from tests.api import Server, Someone, good, serving
from tests.client import Frame, befriend, change, chat, device, live, page, say, talk
from tests.messages.groups import add, group, remove
from tests.messages.times import ahead
from tests.posts.saying import follow
from tests.posts.saying import say as publish
from tests.posts.world import Drawn
from tests.search.test_search import found, index

GONE: Any = None


async def seen(who: Someone, *posts: Any) -> list[Any]:
    """What each card shows them."""
    asked = "&".join(f"ids={one['id']}" for one in posts)
    return [one["post"] and one["post"]["text"] for one in (await who.get(f"/cards?{asked}"))["cards"]]


async def share(who: Someone, room: str, post: Any, **more: Any) -> Frame:
    message: Frame = await say(who, room, type="card", post_id=post["id"], **more)
    return message


async def refused(who: Someone, room: str, post_id: str, **more: Any) -> str:
    body = {"type": "card", "post_id": post_id, **more}
    return await who.refused("POST", f"/conversations/{room}/messages", {"client_id": str(uuid4()), "body": body})


async def test_a_card_carries_nothing_of_the_post(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await publish(ana, "rain on the lake")
    room, other = await chat(chidi, eve), await chat(chidi, ana)
    async with live(server, eve) as hers:
        sent = await share(chidi, room, made, text="look, a *boat*", at_ms=14_000)
        assert (await hers.take("message"))["message"] == sent
    assert sent["body"] == {"type": "card", "post_id": made["id"], "at_ms": 14_000, "text": "look, a *boat*"}
    assert await seen(eve, made) == ["rain on the lake"]
    assert (await eve.get(f"/cards?ids={made['id']}"))["cards"][0]["post"] == await eve.get(f"/posts/{made['id']}")
    await change(chidi, room, "edit", sent["seq"], text="look there")
    (edited,) = await page(eve, room)
    assert edited["body"] == {**sent["body"], "text": "look there"}
    again = await say(chidi, other, type="forward", conversation_id=room, seq=sent["seq"])
    assert again["body"] == {**edited["body"], "forwarded": 1}
    answer = await say(eve, room, type="text", text="oh", reply_to=sent["seq"])
    assert answer["body"]["reply_to"] == sent["seq"]
    await index(server)
    for word, places in (("lake", []), ("there", [sent["seq"]])):
        assert [one["seq"] for one in await found(eve, f"q={word}")] == places


@pytest.mark.parametrize("wrong", [{"at_ms": -1}, {"at_ms": 86_400_001}, {"text": "x" * 8_001}, {"picture": "a.png"},
                                   {"mentions": [{"at": 0, "length": 4, "account_id": None}]}])
async def test_what_is_no_card(server: Server, wrong: dict[str, Any]) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    made = await publish(ana)
    assert (await refused(ana, room, made["id"], **wrong)).startswith("400")
    assert await page(chidi, room) == []


async def test_only_who_sees_a_post_can_send_it(tmp_path: Path, database: str) -> None:
    """Every relation to its author, every audience and state: the door of cards and that of sending say what the rule says."""
    async with serving(database, tmp_path, jobs_in_serve=False) as server:
        world = await Drawn(server).settle_in()
        await world.draw(3)
        rooms = {name: await group(who, title=name) for name, who in world.people.items()}
        for viewer, who in world.people.items():
            asked = world.random.sample(world.posts, 40)
            cards = (await who.get("/cards?" + "&".join(f"ids={one.id}" for one in asked)))["cards"]
            assert [one["post_id"] for one in cards] == [one.id for one in asked]
            for post, card in zip(asked, cards, strict=True):
                there = world.sees(viewer, post)
                assert (card["post"] is not None) == there, (viewer, post.author, post.audience, post.state)
            for post in asked[:12]:
                if world.sees(viewer, post) and post.state == "published":
                    await share(who, rooms[viewer], {"id": post.id})
                else:
                    assert await refused(who, rooms[viewer], post.id) == "404 not_found"
            assert await refused(who, rooms[viewer], str(uuid4())) == "404 not_found"


async def test_what_is_forwarded_or_sent_later_is_judged_by_who_sends_it_then(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await befriend(ana, chidi)
    made = await publish(ana, "for friends", audience="friends")
    room, other = await chat(chidi, eve), await group(eve)
    sent = await share(chidi, room, made)
    assert await seen(eve, made) == [GONE]
    body = {"type": "forward", "conversation_id": room, "seq": sent["seq"]}
    assert await eve.refused("POST", f"/conversations/{other}/messages", {"client_id": str(uuid4()), "body": body}) == "404 not_found"
    later = {"client_id": str(uuid4()), "body": {"type": "card", "post_id": made["id"]}, "send_at": ahead(hours=1)}
    assert (await eve.ask("POST", f"/conversations/{other}/scheduled", later)).status_code == 201
    async with live(server, eve) as hers:
        async with server.app.db.tx() as tx:
            await tx.do("update scheduled set send_at = now()")
        await hers.take("scheduled")
    assert [one["held"] for one in (await eve.get("/me/scheduled"))["scheduled"]] == ["not_found"]
    assert [one["body"]["type"] for one in await page(eve, other)] == ["system"]


async def test_a_retry_finds_the_card_although_the_post_is_gone(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    made = await publish(ana)
    asked = {"client_id": str(uuid4()), "body": {"type": "card", "post_id": made["id"]}}
    first = await chidi.ask("POST", f"/conversations/{room}/messages", asked)
    await ana.delete(f"/posts/{made['id']}")
    again = await chidi.ask("POST", f"/conversations/{room}/messages", asked)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert await refused(chidi, room, made["id"]) == "404 not_found"


async def test_a_stranger_sends_none_first(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    room = await talk(eve, ana)
    assert await refused(eve, room, (await publish(ana))["id"]) == "403 request_text_only"


async def test_a_grown_up_and_a_minor_see_each_their_own(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    ben, gil = await server.person("ben", 14), await server.person("gil", 15)
    await follow(ben, ana)
    await befriend(gil, ben)
    made = await publish(ben, "skateboard")
    assert made["audience"] == "followers"
    room = await group(ana, chidi)
    with_gil = await chat(ben, gil)
    await share(ben, with_gil, made)
    assert [await seen(who, made) for who in (gil, ana, chidi)] == [["skateboard"], [GONE], [GONE]]
    assert await refused(chidi, room, made["id"]) == "404 not_found"


async def test_whoever_holds_a_card_is_told_and_nobody_else(server: Server) -> None:
    """Deleted, restored, narrowed, edited; to members, to who was removed and still reads it; to no one who came too late."""
    ana, chidi, dana, eve, gil = await server.people("ana", "chidi", "dana", "eve", "gil")
    made, other = await publish(ana, "a boat"), await publish(ana, "another")
    for who in (chidi, gil):
        await follow(who, ana)
    room = await group(chidi, dana, gil)
    await share(chidi, room, made)
    await remove(chidi, room, gil)
    await befriend(chidi, eve)
    await add(chidi, room, eve)
    phone = await device(server, chidi)
    async with live(server, chidi) as his, live(server, phone) as phones, live(server, dana) as danas, live(server, gil) as gils, \
            live(server, eve) as eves, live(server, ana) as anas:
        steps = (("DELETE", "", None), ("POST", "/restore", None), ("PATCH", "", {"text": "a ship"}), ("PATCH", "", {"audience": "followers"}))
        shown = ([GONE, GONE], ["a boat", "a boat"], ["a ship", "a ship"], ["a ship", GONE])
        for (method, more, body), (chidis, danasees) in zip(steps, shown, strict=True):
            await ana.ask(method, f"/posts/{made['id']}{more}", body)
            for socket in (his, phones, danas, gils):
                assert await socket.take("card") == {"op": "card", "post_id": made["id"]}
            assert (await seen(chidi, made), await seen(dana, made)) == ([chidis], [danasees])
        await ana.delete(f"/posts/{other['id']}")
        await share(chidi, room, made)
        await ana.patch(f"/posts/{made['id']}", {"text": "a ship again"})
        await eves.take("card")      # hers too, from now on
        await gils.take("card")
        for socket in (eves, anas, gils):
            assert (await socket.settled()).said("card") == [], "who holds none is told nothing, its author neither"


async def test_who_blocks_or_is_followed_no_more_is_seen_no_more(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await befriend(ana, chidi)
    made, hers = await publish(ana, "for friends", audience="friends"), await publish(chidi, "his own")
    room = await group(chidi, ana, eve)
    await share(ana, room, made)
    await share(chidi, room, hers)
    async with live(server, ana) as anas, live(server, chidi) as his, live(server, eve) as eves:
        await ana.put("/users/chidi/block")
        assert await his.take("card") == {"op": "card", "post_id": made["id"]}
        assert await anas.take("card") == {"op": "card", "post_id": hers["id"]}
        assert (await seen(chidi, made, hers), await seen(ana, made, hers)) == ([GONE, "his own"], ["for friends", GONE])
        assert await seen(eve, made, hers) == [GONE, "his own"]
        await ana.patch(f"/posts/{made['id']}", {"text": "for friends!"})
        assert await eves.take("card") == {"op": "card", "post_id": made["id"]}
        assert (await his.settled()).said("card") == [], "who is kept from her hears of nothing that she does"
        await ana.patch(f"/posts/{made['id']}", {"text": "for friends"})
        await eves.take("card")
        await ana.delete("/users/chidi/block")
        await his.take("card")
        assert (await eves.settled()).said("card") == [], "what is between two is told to the two"
    await follow(chidi, ana)
    assert await seen(chidi, made) == [GONE]


async def test_the_author_is_not_told_and_no_count_says_it(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await publish(ana, "a boat")
    room = await chat(chidi, eve)
    async with live(server, ana) as anas:
        await share(chidi, room, made)
        await seen(eve, made)
        told = (await anas.settled()).told
    assert [one for one in told if one["op"] in ("card", "post", "message")] == []
    assert await ana.get(f"/posts/{made['id']}") == made


async def test_a_report_keeps_what_its_sender_saw_of_the_post(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await befriend(ana, chidi)
    made, close = await publish(ana, "a boat"), await publish(ana, "for friends", audience="friends")
    room = await chat(chidi, eve)
    for post in (made, close):
        sent = await share(chidi, room, post)
        asked = {"subject": {"kind": "message", "id": sent["id"]}, "reason": "spam", "client_id": str(uuid4()),
                 "evidence": {"conversation_id": room, "seqs": [sent["seq"]]}}
        assert (await eve.ask("POST", "/reports", asked)).status_code == 201
    async with server.app.db.tx() as tx:
        (_, last) = await tx.rows("select evidence from reports order by created_at")
    assert [(one["message"]["body"]["post_id"], one["post"]) for one in last["evidence"]] == [
        (made["id"], {"author_id": ana.me["id"], "text": "a boat"}), (close["id"], None)]


async def test_fifty_cards_cost_as_many_statements_as_one(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, chidi = await server.people("ana", "chidi")
    posts = [await publish(ana, f"number {number}, @chidi") for number in range(8)]
    asked: list[str] = []
    run = Tx._run

    async def counted(self: Tx, method: str, sql: str, args: tuple[object, ...]) -> Any:
        asked.append(str(args[0]) if args else "")
        return await run(self, method, sql, args)
    with monkeypatch.context() as patched:
        patched.setattr(Tx, "_run", counted)
        counts = []
        for some in (posts[:1], posts):
            asked.clear()
            assert len(await seen(chidi, *some)) == len(some)
            counts.append(asked.count(chidi.me["id"]))
    assert counts[0] == counts[1] > 0
    many = "&".join(f"ids={uuid4()}" for _ in range(51))
    assert (await chidi.refused("GET", f"/cards?{many}")).startswith("400")
    assert (await chidi.refused("GET", "/cards")).startswith("400")


async def test_what_every_card_is_told_of_has_a_rate(database: str, tmp_path: Path) -> None:
    limits = Limits(rates=Rates(post_changes_account=Rate(2, 3600)))
    async with serving(database, tmp_path, limits_enabled=True, limits=limits) as server:
        ana = await server.person("ana")
        path = f"/posts/{(await publish(ana))['id']}"
        await ana.delete(path)
        good(await ana.ask("POST", f"{path}/restore"))
        assert await ana.refused("DELETE", path) == "429 rate_limited"
        assert await ana.refused("POST", f"{path}/restore") == "429 rate_limited"
