"""Activity is what one gets by going through everything that was done, one by one, and asking the rules each time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from paperplane.core import clock
from tests.api import Server, Someone
from tests.notifications.world import Doings
from tests.posts.world import AGES, Drawn

SEEDS = range(6)


async def whole(who: Someone) -> list[Any]:
    found: list[Any] = []
    cursor = ""
    while True:
        page = await who.get(f"/activity{cursor}")
        found += page["activity"]
        if page["next_cursor"] is None:
            return found
        cursor = f"?cursor={page['next_cursor']}"


async def test_it_is_what_a_recount_says(server: Server) -> None:
    world = await Drawn(server).settle_in()
    yesterday = clock.now().astimezone(UTC) - timedelta(days=1)
    for seed in SEEDS:
        await world.draw(seed)
        doings = Doings(world, yesterday.replace(hour=12, minute=0, second=0, microsecond=0))
        await doings.draw()
        for name in AGES:
            found = await whole(world.people[name])
            expected = doings.expected(name)
            told = {key_of(one): one for one in found}
            assert len(told) == len(found), (seed, name)
            assert {key: one["count"] for key, one in told.items()} == {key: len(who) for key, who in expected.items()}, (seed, name)
            for key, one in told.items():
                shown = [each["person"]["handle"] for each in one["people"]]
                assert len(set(shown) & expected[key]) == len(shown) == min(3, one["count"]), (seed, name, key)


def key_of(one: Any) -> tuple[str, str | None, str | None, Any]:
    kind, comment = one["kind"], one["comment"]
    place = comment and (comment["parent_id"] if kind in ("comment", "reply") else comment["id"])
    return kind, one["post"]["id"], place, datetime.fromisoformat(one["at"]).astimezone(UTC).date()
