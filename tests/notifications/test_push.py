"""Who is away is told, once, in their words; what was read elsewhere is taken back; and nobody is told what is not theirs."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from paperplane.core.clock import now
from tests.client import change, chat, device, live, post, talk
from tests.notifications.house import House, earlier, later, two
from tests.notifications.pushing import listens


async def test_who_is_away_is_told_once_and_it_goes_when_it_is_read_elsewhere(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    await post(chidi, room, "Are you coming?")
    told = await phone.told(1)
    assert (told["kind"], told["title"], told["body"], told["url"], told["fresh"]) == (
        "show", "Chidi", "Are you coming?", f"/inbox/{room}", True)
    assert (told["tag"], told["conversation_id"], told["seq"], told["badge"]) == (room, room, 1, 1)
    assert (phone.heads[0]["urgency"], int(phone.heads[0]["ttl"]) > 3600) == ("high", True)
    await house.settled()
    assert len(phone.got) == 1
    await post(chidi, room, "Well?")
    told = await phone.told(2)
    assert (told["title"], told["body"], told["tag"]) == ("Chidi (2)", "Well?", room)
    await ana.put(f"/conversations/{room}/marks", {"read_seq": 2})
    told = await phone.told(3)
    assert (told["kind"], told["tag"], told["badge"]) == ("clear", room, 0)
    assert "title" not in told
    assert len({head["topic"] for head in phone.heads}) == 1       # one replaces the other where they wait
    await house.settled()
    assert len(phone.got) == 3


async def test_what_is_unsent_or_edited_is_put_right_and_never_makes_a_sound(house: House) -> None:
    _, chidi, room, phone = await two(house)
    for said in ("one", "two"):
        await post(chidi, room, said)
    await house.settled()
    so_far = len(phone.got)
    await change(chidi, room, "edit", 2, text="three")
    told = await phone.told(so_far + 1)
    assert (told["body"], told.get("fresh", False)) == ("three", False)
    await change(chidi, room, "unsend", 2)
    told = await phone.told(so_far + 2)
    assert (told["title"], told["body"], told.get("fresh", False)) == ("Chidi", "one", False)
    await change(chidi, room, "unsend", 1)
    assert (await phone.told(so_far + 3))["kind"] == "clear"


async def test_nothing_is_told_of_what_was_unsent_before_it_left(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    async with live(house.server, ana):         # somebody is here: it waits some seconds
        await post(chidi, room, "oops")
        await asyncio.sleep(0)
        await change(chidi, room, "unsend", 1)
        await house.settled()
    await post(chidi, room, "better")
    assert (await phone.told(1))["body"] == "better"
    assert (await phone.told(1))["title"] == "Chidi"


async def test_who_looks_at_it_is_not_told_and_who_is_here_without_looking_is(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    async with live(house.server, ana) as tab:
        await post(chidi, room, "seen")
        await house.settled()
        await tab.say("read", conversation_id=room, seq=1)
        await tab.take("mark")
        await later(house, seconds=10)
        await house.settled()
        assert phone.got == []
        await post(chidi, room, "not seen")
        await house.settled()
        assert phone.got == []
        await earlier(house, room, seconds=10)
        await later(house, seconds=10)
        assert (await phone.told(1))["body"] == "not seen"


async def test_muted_blocked_and_own_words_are_not_told(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    other = await device(house.server, ana)
    await post(other, room, "my own")
    await ana.patch(f"/conversations/{room}/mine", {"mute": "always"})
    await post(chidi, room, "muted")
    await house.settled()
    assert phone.got == []
    await ana.patch(f"/conversations/{room}/mine", {"mute": "off"})
    await post(chidi, room, "heard")
    assert (await phone.told(1))["body"] == "heard"
    await ana.patch(f"/conversations/{room}/mine", {"mute": "always"})
    assert (await phone.told(2))["kind"] == "clear", "what stood there goes with a mute"
    await ana.patch(f"/conversations/{room}/mine", {"mute": "off"})
    await post(chidi, room, "heard again")
    assert (await phone.told(3))["body"].endswith("heard again")
    await ana.put("/users/chidi/block")
    assert (await phone.told(4))["kind"] == "clear", "and with a block"
    await house.settled()
    assert len(phone.got) == 4


async def test_of_a_stranger_only_that_there_is_a_request(house: House) -> None:
    ana, eve, gil = await house.server.people("ana", "eve", "gil")
    phone = await listens(ana, house.service)
    room = await talk(eve, ana)
    await post(eve, room, "you do not know me")
    told = await phone.told(1)
    assert (told["tag"], told["body"], told["url"], told["title"]) == ("requests", "1 request", "/inbox/requests", "Paperplane")
    assert "know me" not in str(told)
    assert "Eve" not in str(told)
    assert "conversation_id" not in told
    await post(gil, await talk(gil, ana), "nor me")
    assert (await phone.told(2))["body"] == "2 requests"
    await ana.put(f"/conversations/{room}/acceptance", {"accepted": False})
    assert (await phone.told(3))["body"] == "1 request"
    assert phone.got[-1].get("fresh", False) is False
    await house.settled()
    assert len(phone.got) == 3


async def test_quiet_hours_hold_it_back_until_they_end(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    clock = now()
    hours = {"from": f"{clock - timedelta(hours=1):%H:%M}", "to": f"{clock + timedelta(hours=1):%H:%M}", "zone": "UTC"}
    await ana.patch("/me", {"quiet_hours": hours})
    await post(chidi, room, "late")
    await house.settled()
    assert phone.got == []
    async with house.server.app.db.tx() as tx:
        due = await tx.value("select due_at from push_told")
        assert timedelta(minutes=58) < due - clock < timedelta(minutes=61)
    await ana.patch("/me", {"quiet_hours": None})
    await later(house, seconds=2 * 3600)
    assert (await phone.told(1))["body"] == "late"


async def test_the_lock_screen_says_what_was_chosen(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    await ana.patch("/me/notifications", {"content": "sender"})
    await post(chidi, room, "a secret")
    told = await phone.told(1)
    assert (told["title"], told["body"]) == ("Chidi", "New message")
    await ana.patch("/me/notifications", {"content": "nothing"})
    await post(chidi, room, "another secret")
    told = await phone.told(2)
    assert (told["title"], told["body"], told["tag"], told.get("url", "/inbox")) == ("Paperplane", "Something new", "new", "/inbox")
    assert room not in str(told)
    assert "secret" not in str(phone.got)
    assert "Chidi" not in str(told)


async def test_categories_are_chosen_and_a_name_reaches_past_a_mute(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    await ana.patch("/me/notifications", {"messages": False, "follows": True})
    await post(chidi, room, "not wanted")
    await house.settled()
    assert phone.got == []
    group = (await chidi.ask("POST", "/conversations", {"kind": "group", "title": "The lake", "members": ["ana"]})).json()["id"]
    await ana.patch(f"/conversations/{group}/mine", {"mute": "always"})
    named = {"type": "text", "text": "@Ana come", "mentions": [{"at": 0, "length": 4, "account_id": ana.me["id"]}]}
    await chidi.ask("POST", f"/conversations/{group}/messages", {"client_id": str(uuid4()), "body": named})
    told = await phone.told(1)
    assert (told["title"], told["body"]) == ("The lake", "Chidi: @Ana come")
    await ana.patch("/me", {"mentions_reach": False})
    await post(chidi, group, "and again")
    await house.settled()
    assert [one["kind"] for one in phone.got[1:]] in ([], ["clear"])


async def test_what_came_before_the_device_listened_is_not_told(house: House) -> None:
    ana, chidi = await house.server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(chidi, room, "long ago")
    phone = await listens(ana, house.service)
    house.server.app.teller._round_at = 0
    await house.settled()
    assert phone.got == []
