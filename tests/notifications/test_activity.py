"""Who followed: grouped by day, seen once for all screens, and nobody whom the viewer may not know of."""

import base64
from datetime import date
from typing import Any

from paperplane.accounts import birth
from paperplane.core.ids import new_id
from tests.api import Server, Someone
from tests.client import befriend, device, live, post, talk


async def activity(who: Someone) -> Any:
    return await who.get("/activity")


async def days_ago(server: Server, follower: Someone, days: int) -> None:
    async with server.app.db.tx() as tx:
        await tx.do("update follows set created_at = now() - make_interval(days => $2) where follower_id = $1",
                    follower.me["id"], days)


async def test_follows_are_grouped_by_day_and_seen_everywhere(server: Server) -> None:
    ana = await server.person("ana")
    phone = await device(server, ana)
    fans = [await server.person(f"fan{number}", 30) for number in range(5)]
    async with live(server, ana) as one, live(server, phone) as two:
        for fan in fans:
            await fan.put("/users/ana/follow")
        await one.take("activity")
        await two.take("activity")
        await days_ago(server, fans[0], 3)
        found = await activity(ana)
        assert [(day["kind"], day["count"], day["new"]) for day in found["activity"]] == [("follow", 4, True), ("follow", 1, True)]
        assert [one["person"]["handle"] for one in found["activity"][0]["people"]] == ["fan4", "fan3", "fan2"]
        assert (found["new"], found["next_cursor"]) == (5, None)
        assert found["activity"][0]["people"][0]["relation"]["followed_by"] is True
        one.kept.clear()
        await phone.put("/activity/seen")
        await one.take("activity")
    found = await activity(ana)
    assert (found["new"], [day["new"] for day in found["activity"]]) == (0, [False, False])
    await fans[1].delete("/users/ana/follow")
    assert (await activity(ana))["activity"][0]["count"] == 3
    assert (await activity(fans[2])) == {"activity": [], "next_cursor": None, "new": 0}


async def test_no_conversation_and_nobody_who_is_gone_stands_there(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await post(eve, await talk(eve, ana), "hello")
    await eve.put("/users/ana/follow")
    await ana.put("/users/eve/block")
    assert (await activity(ana))["activity"] == []
    await befriend(ana, chidi)
    found = await activity(ana)
    assert [one["person"]["handle"] for day in found["activity"] for one in day["people"]] == ["chidi"]


async def test_it_pages(server: Server) -> None:
    ana = await server.person("ana")
    most = server.app.config.limits.sizes.activity_page
    ids = [new_id() for _ in range(most + 5)]
    sealed = [birth.seal(server.app.keys, one, date(1990, 1, 1)) for one in ids]
    async with server.app.db.tx() as tx:
        await tx.do("""
insert into accounts (id, handle, display_name, password_hash, birth_date)
select id, 'fan' || n, 'Fan', '', birth_date from unnest($1::uuid[], $2::bytea[]) with ordinality f (id, birth_date, n)""",
                    ids, sealed)
        await tx.do("""
insert into follows (follower_id, followee_id, created_at)
select id, $2, now() - make_interval(days => n::integer) from unnest($1::uuid[]) with ordinality f (id, n)""", ids, ana.me["id"])
    first = await activity(ana)
    second = await ana.get(f"/activity?cursor={first['next_cursor']}")
    assert [len(first["activity"]), len(second["activity"])] == [most, 5]
    times = [day["at"] for day in (*first["activity"], *second["activity"])]
    assert times == sorted(times, reverse=True)
    assert second["next_cursor"] is None
    nul = base64.urlsafe_b64encode(rb'["2026-11-26T10:00:00Z","\u0000"]').decode().rstrip("=")
    for cursor in ("x", nul):
        assert await ana.refused("GET", f"/activity?cursor={cursor}") == "400 bad_cursor"
