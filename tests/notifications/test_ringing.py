"""A call on devices whose app is closed: it rings at once, and stops there when it is over."""

from uuid import uuid4

import pytest

from tests.calls.ringing import answered, asked, lines, rung, stands
from tests.client import befriend, device
from tests.notifications.house import House, two
from tests.notifications.pushing import listens


async def test_it_rings_and_is_missed(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    chidis = await listens(await device(house.server, chidi), house.service)
    async with lines(house.server, chidi) as [caller]:
        call = await rung(caller, room, video=True)
        told = await phone.told(1)
        assert {name: told[name] for name in ("kind", "tag", "title", "body", "url")} == {
            "kind": "call", "tag": f"call-{call}", "title": "Chidi", "body": "Video call", "url": f"/inbox/{room}"}
        assert (phone.heads[0]["urgency"], int(phone.heads[0]["ttl"])) == ("high", round(house.server.app.config.limits.sizes.call_ring_s))
        await asked(caller, "call_end", call)
    told = await phone.told(2)
    assert (told["kind"], told["tag"], told["body"]) == ("show", f"call-{call}", "Missed call")
    assert chidis.got == []     # who calls is not rung
    assert ana.me["id"] == told["account_id"]


async def test_it_stops_where_it_is_answered_or_declined_elsewhere(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    async with lines(house.server, chidi, ana) as [caller, callee]:
        call = await rung(caller, room)
        assert (await phone.told(1))["kind"] == "call"
        await answered(caller, callee, call)
        told = await phone.told(2)
        assert (told["kind"], told["tag"]) == ("clear", f"call-{call}")
        await asked(caller, "call_end", call)
        await stands(callee, call, "over")
        second = await rung(caller, room)
        assert (await phone.told(3))["kind"] == "call"
        await asked(callee, "call_end", second)
        assert (await phone.told(4))["kind"] == "clear"


@pytest.mark.parametrize("wish", ["nothing", "quiet"])
async def test_who_wants_to_be_told_less_is(house: House, wish: str) -> None:
    ana, chidi, room, phone = await two(house)
    if wish == "nothing":
        await ana.patch("/me/notifications", {"content": "nothing"})
    else:
        await ana.patch("/me", {"quiet_hours": {"from": "00:00", "to": "23:59", "zone": "UTC"}})
    async with lines(house.server, chidi) as [caller]:
        await rung(caller, room)
        if wish == "nothing":
            told = await phone.told(1)
            assert (told["title"], told["body"]) == (house.server.app.config.server_name, "Call")
            assert "Chidi" not in str(told)
        else:
            async with house.server.app.db.tx() as tx:
                while await tx.value("select count(*) from pgqueuer where entrypoint = 'ring'"):
                    pass
            await house.settled()
            assert phone.got == []


async def test_a_stranger_rings_nowhere(house: House) -> None:
    ana, chidi, _, phone = await two(house)
    [dana] = await house.server.people("dana")
    await befriend(chidi, dana)
    room = (await dana.put(f"/users/{ana.handle}/conversation"))["id"]
    async with lines(house.server, dana) as [caller]:
        answer = await asked(caller, "call", str(uuid4()), conversation_id=room, video=False)
        assert answer["op"] == "error"
    await house.settled()
    assert phone.got == []
