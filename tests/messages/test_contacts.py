"""Contact cards: each viewer learns of the person only what they may, and only from a card that they may read."""

from tests.api import Server, Someone
from tests.client import befriend, change, chat, post, say, talk
from tests.messages.groups import add, group


async def seen(who: Someone, room: str, *people: Someone) -> list[str]:
    asked = "&".join(f"ids={one.me['id']}" for one in people)
    return [one["handle"] for one in (await who.get(f"/conversations/{room}/people?{asked}"))["people"]]


async def test_a_card_names_who_may_be_known(server: Server) -> None:
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room = await chat(ana, chidi)
    assert await seen(chidi, room, dana) == []                       # nobody has shown her
    await say(ana, room, type="contact", account_id=dana.me["id"])
    assert await seen(chidi, room, dana, eve) == ["dana"]
    assert (await eve.ask("GET", f"/conversations/{room}/people?ids={dana.me['id']}")).status_code == 404
    await dana.put("/users/chidi/block")
    assert await seen(chidi, room, dana) == []
    assert await seen(ana, room, dana) == ["dana"]
    await dana.delete("/users/chidi/block")
    await chidi.put("/users/dana/block")
    assert await seen(chidi, room, dana) == []


async def test_a_minor_is_not_shown_to_an_adult_they_do_not_know(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    gil = await server.person("gil", age=14)
    await gil.put("/users/ana/follow")
    room = await chat(ana, chidi)
    await say(ana, room, type="contact", account_id=gil.me["id"])
    assert await seen(ana, room, gil) == ["gil"]
    assert await seen(chidi, room, gil) == []
    await gil.put("/users/chidi/follow")
    assert await seen(chidi, room, gil) == ["gil"]


async def test_a_card_that_cannot_be_read_names_nobody(server: Server) -> None:
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room = await group(ana, chidi)
    card = await say(ana, room, type="contact", account_id=eve.me["id"])
    await befriend(ana, dana)
    await add(ana, room, dana)
    assert await seen(chidi, room, eve) == ["eve"]
    assert await seen(dana, room, eve) == []                         # it was there before she came
    await change(ana, room, "unsend", card["seq"])
    assert await seen(chidi, room, eve) == []


async def test_a_request_names_nobody(server: Server) -> None:
    eve, ana = await server.people("eve", "ana")
    room = await talk(eve, ana)
    await post(eve, room, "may I?")
    assert await seen(ana, room, eve) == []
    assert await seen(eve, room, ana) == []
