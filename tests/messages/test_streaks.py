"""Kind streaks: both want it, either pauses or ends it, and nobody is ever told that one is at risk or lost."""

from typing import Any

import pytest

from tests.api import Server, Someone
from tests.client import chat, live, post
from tests.messages.groups import group
from tests.messages.times import until
from tests.realtime.test_slow import statements

# Who has become friends is told so, in a while.
NO_JOBS = "select not exists (select from pgqueuer)"


async def streak(who: Someone, room: str) -> Any:
    """As every head answers it."""
    heads = [await who.get(f"/conversations/{room}"), *(await who.get("/inbox"))["conversations"], *(await who.get("/sync"))["conversations"]]
    said = [one["streak"] for one in heads if one["id"] == room]
    assert all(one == said[0] for one in said)
    return said[0]


async def want(room: str, *people: Someone) -> Any:
    for who in people:
        answer = await who.put(f"/conversations/{room}/streak")
    return answer["streak"]


async def sql(server: Server, statement: str, *args: object) -> None:
    async with server.app.db.tx() as tx:
        await tx.do(statement, *args)


async def days_pass(server: Server, days: int) -> None:
    """Everything was so many days earlier."""
    await sql(server, "update events set sent_at = sent_at - make_interval(days => $1)", days)
    await sql(server, """
update streaks set last_day = last_day - $1::integer, paused_on = paused_on - $1::integer, frozen = coalesce((
  select jsonb_agg(jsonb_build_object('first', (one ->> 'first')::date - $1::integer, 'last', (one ->> 'last')::date - $1::integer))
  from jsonb_array_elements(frozen) one), '[]')""", days)


async def talked(server: Server, room: str, *people: Someone, days: int = 1) -> None:
    """Each wrote, day by day, and then a day passed."""
    for _ in range(days):
        for who in people:
            await post(who, room)
        await days_pass(server, 1)


async def test_both_have_to_want_it(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room)
    assert await streak(ana, room) is None
    assert await want(room, ana, ana) == {"state": "asked", "days": None}
    assert await streak(chidi, room) == {"state": "offered", "days": None}
    assert await want(room, chidi) == {"state": "on", "days": None}
    await post(chidi, room)
    assert await streak(ana, room) == await streak(chidi, room) == {"state": "on", "days": 1}
    await ana.delete(f"/conversations/{room}/streak")
    assert await streak(ana, room) is await streak(chidi, room) is None
    # Both opt-ins are gone: one alone is asking again.
    assert await want(room, chidi) == {"state": "asked", "days": None}


async def test_days_on_which_both_wrote(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await want(room, ana, chidi)
    for days in (1, 2, 3):
        await talked(server, room, ana, chidi)
        assert await streak(ana, room) == {"state": "on", "days": days}
    await talked(server, room, ana)
    assert (await streak(ana, room))["days"] == 3
    await talked(server, room, ana, chidi)
    assert (await streak(chidi, room))["days"] == 4
    await days_pass(server, 2)
    assert await streak(ana, room) == await streak(chidi, room) == {"state": "on", "days": None}
    await talked(server, room, ana, chidi)
    assert (await streak(chidi, room))["days"] == 1


async def test_counted_late_is_counted_the_same(server: Server) -> None:
    """Nobody looks for a week: the days are all there."""
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await want(room, ana, chidi)
    await talked(server, room, ana, chidi, days=7)
    assert (await streak(ana, room))["days"] == 7


async def test_a_pause_takes_nothing(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    at = f"/conversations/{room}/streak/pause"
    assert await ana.refused("PUT", at) == "409 no_streak"
    await want(room, ana, chidi)
    await talked(server, room, ana, chidi, days=2)
    assert (await chidi.put(at))["streak"] == {"state": "paused", "days": 2}
    await talked(server, room, ana, chidi, days=3)
    await days_pass(server, 30)
    assert await streak(ana, room) == {"state": "paused", "days": 2}
    assert (await ana.delete(at))["streak"] == {"state": "on", "days": 2}       # either of the two
    await talked(server, room, ana, chidi)
    assert (await streak(chidi, room))["days"] == 3
    await days_pass(server, 9)
    await ana.put(at)
    assert (await ana.delete(at))["streak"] == {"state": "on", "days": None}, "what was over does not come back"


async def test_nobody_is_told_of_a_loss(server: Server) -> None:
    """Not by a frame, not in activity, not in a log, however near the end: it is only no longer shown."""
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await want(room, ana, chidi)
    await talked(server, room, ana, chidi, days=2)
    before = [await ana.get("/activity"), (await ana.get(f"/conversations/{room}/events?after=0"))["events"]]
    await until(server, NO_JOBS)
    async with live(server, ana) as hers, live(server, chidi) as his:
        for _ in range(4):
            await days_pass(server, 1)
            for who, socket in ((ana, hers), (chidi, his)):
                await streak(who, room)
                assert (await socket.settled()).told == []
        assert await streak(ana, room) == {"state": "on", "days": None}
    after = [await ana.get("/activity"), (await ana.get(f"/conversations/{room}/events?after=0"))["events"]]
    assert [event["seq"] for event in after[1]] == [event["seq"] for event in before[1]]
    assert after[0]["new"] == before[0]["new"]
    assert await server.count("pgqueuer") == 0


async def test_what_one_does_reaches_the_screens_of_both(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    await until(server, NO_JOBS)
    async with live(server, ana) as hers, live(server, chidi) as his, live(server, eve) as strange:
        for method in ("PUT", "DELETE"):
            for _ in range(2):      # the second time nothing changes
                await ana.ask(method, f"/conversations/{room}/streak")
            for socket in (hers, his):
                assert (await socket.take("changed"))["conversation_id"] == room
        for socket in (hers, his, strange):
            assert (await socket.settled()).told == []


@pytest.mark.parametrize("end", ["unfollow", "block"])
async def test_only_among_friends(server: Server, end: str) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room, party = await chat(ana, chidi), await group(ana, chidi)
    await want(room, ana, chidi)
    assert await ana.refused("PUT", f"/conversations/{party}/streak") == "403 not_friends"
    assert await eve.refused("PUT", f"/conversations/{room}/streak") == "404 not_found"
    await (ana.delete("/users/chidi/follow") if end == "unfollow" else ana.put("/users/chidi/block"))
    assert await streak(ana, room) is await streak(chidi, room) is None
    assert await chidi.refused("PUT", f"/conversations/{room}/streak") == "403 not_friends"
    await chidi.delete(f"/conversations/{room}/streak")


async def test_quiet_hours(server: Server) -> None:
    ana = await server.person("ana")
    night = {"from": "22:00", "to": "07:00", "zone": "Europe/Madrid"}
    assert ana.me["quiet_hours"] is None
    assert (await ana.patch("/me", {"quiet_hours": night}))["quiet_hours"] == night
    assert (await ana.patch("/me", {"locale": "es"}))["quiet_hours"] == night
    for wrong in ({**night, "zone": "Europe/Nowhere"}, {**night, "zone": "../../etc/passwd"}, {**night, "to": "22:00"}):
        assert await ana.refused("PATCH", "/me", {"quiet_hours": wrong}) == "400 quiet_hours_invalid"
    for malformed in ({**night, "to": "24:00"}, {"from": "22:00"}, {**night, "from": "22:00\n"}, "night"):
        assert await ana.refused("PATCH", "/me", {"quiet_hours": malformed}) == "400 invalid"
    for elsewhere in ("localtime", "Factory"):      # what these mean is another thing on every machine
        assert await ana.refused("PATCH", "/me", {"quiet_hours": {**night, "zone": elsewhere}}) == "400 quiet_hours_invalid"
    assert (await ana.patch("/me", {"quiet_hours": None}))["quiet_hours"] is None


async def test_a_page_costs_the_same_however_many_have_one(server: Server) -> None:
    people = await server.people("ana", "chidi", "dana", "eve", "fatou")
    ana, others = people[0], people[1:]
    rooms = [await chat(ana, other) for other in others]
    for room, other in zip(rooms, others, strict=True):
        await post(ana, room)
        await post(other, room)
    costs = []
    for number, (room, other) in enumerate(zip(rooms, others, strict=True)):
        await want(room, ana, other)
        page = (await ana.get("/inbox"))["conversations"]
        assert sum(one["streak"] is not None for one in page) == number + 1
        costs.append(await statements(server, lambda: ana.get("/inbox")))
    assert len(set(costs)) == 1
