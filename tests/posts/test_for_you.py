"""The feed that is chosen: what it may hold, how it explains itself, what is drawn, and what wanting less of something does."""

import math
from itertools import pairwise
from typing import Any

from paperplane.feed.queries import count_popular
from paperplane.feed.weights import WEIGHTS
from tests.api import Server, Someone
from tests.posts.saying import comment, friends, say
from tests.posts.world import AGES, Drawn


async def chosen(who: Someone) -> list[Any]:
    """One look at the whole feed."""
    found: list[Any] = []
    cursor = ""
    while True:
        page = await who.get(f"/feed/for-you{cursor}")
        found += page["posts"]
        if page["next_cursor"] is None:
            return found
        cursor = f"?cursor={page['next_cursor']}"


async def test_it_holds_nothing_that_may_not_be_seen_or_was_meant_for_few(server: Server) -> None:
    world = await Drawn(server).settle_in()
    for seed in (1, 2):
        await world.draw(seed)
        for viewer in AGES:
            shown = await chosen(world.people[viewer])
            for one in shown:
                (post,) = [each for each in world.posts if each.id == one["id"]]
                facts = world.facts(viewer, post.author)
                assert world.sees(viewer, post)
                assert (post.state, post.author == viewer, facts.i_mute) == ("published", False, False)
                assert facts.i_follow or post.audience == "everyone"
            assert len({one["id"] for one in shown}) == len(shown)
            authors = [one["author"]["handle"] for one in shown]
            assert all(one != other for one, other in pairwise(authors))


async def test_why_adds_up_and_is_kept(server: Server) -> None:
    ana, chidi, eve, gil = await server.people("ana", "chidi", "eve", "gil")
    await friends(ana, chidi)
    by_friend, liked, other = await say(chidi, "by a friend #lake"), await say(eve, "a friend likes it #lake"), await say(gil, "just new")
    await chidi.put(f"/posts/{liked['id']}/like")
    await comment(chidi, liked)
    weights = await ana.get("/feed/weights")
    shown = await chosen(ana)
    assert [one["id"] for one in shown] == [by_friend["id"], liked["id"], other["id"]]
    for one in shown:
        assert math.isclose(sum(part["points"] for part in one["why"]["parts"]), one["why"]["score"])
    assert {part["name"] for part in shown[1]["why"]["parts"]} == {"fresh", "liked_by_followed", "new_creator"}
    points = {part["name"]: part["points"] for part in shown[1]["why"]["parts"]}
    assert points["liked_by_followed"] == weights["liked_by_followed"]
    async with server.app.db.tx() as tx:
        rows = await tx.rows("select post_id, place, propensity, score, parts, weights from impressions order by place")
    assert [(str(row["post_id"]), row["place"], row["propensity"], row["weights"]) for row in rows] == [
        (one["id"], place, 1, weights["version"]) for place, one in enumerate(shown)]
    assert [row["parts"] for row in rows] == [one["why"]["parts"] for one in shown]


async def test_a_score_tells_of_nobody_out_of_sight(server: Server) -> None:
    ana, eve, *others = await server.people("ana", "eve", "ben", "chidi", "dana", "fatou")
    made = await say(eve)
    ben, chidi, dana, fatou = others
    async with server.app.db.tx() as tx:
        await tx.do("update accounts set private = true where handle = 'dana'")

    async def popular() -> float:
        async with server.app.db.tx() as tx:
            await count_popular(tx, WEIGHTS.popular_h, WEIGHTS.comment, WEIGHTS.few, 10)
        return sum(part["points"] for part in (await chosen(ana))[0]["why"]["parts"] if part["name"] == "popular")
    for one in (ben, dana, chidi, fatou, eve):      # a minor, somebody private, two open ones, and the author
        await one.put(f"/posts/{made['id']}/like")
    assert await popular() == 0
    await ana.put(f"/posts/{made['id']}/like")
    assert math.isclose(await popular(), WEIGHTS.popular * math.log(4), rel_tol=1e-3)


async def test_what_was_looked_at_does_not_come_again(server: Server) -> None:
    ana, eve, gil = await server.people("ana", "eve", "gil")
    first, second = await say(eve), await say(gil)
    await ana.ask("POST", "/views", {"post_ids": [first["id"]]})
    assert [one["id"] for one in await chosen(ana)] == [second["id"]]


async def test_wanting_less_has_an_effect_until_it_is_taken_back(server: Server) -> None:
    ana, chidi, eve, gil = await server.people("ana", "chidi", "eve", "gil")
    first, second = await say(eve, "one #cars"), await say(chidi, "two #cars")
    lake = await say(gil, "three")
    await ana.put(f"/posts/{first['id']}/not-interested")
    assert [one["id"] for one in await chosen(ana)] == [lake["id"], second["id"]]
    again = await say(eve, "another of hers")
    assert [one["id"] for one in await chosen(ana)] == [lake["id"], second["id"], again["id"]]
    assert {"less_author"} < {part["name"] for part in (await chosen(ana))[-1]["why"]["parts"]}
    await say(chidi, "between two of hers")
    await ana.delete(f"/posts/{first['id']}/not-interested")
    assert {one["id"] for one in await chosen(ana)} >= {first["id"], second["id"], lake["id"], again["id"]}


async def test_one_place_in_ten_is_drawn(server: Server) -> None:
    ana, *others = await server.people("ana", "chidi", "eve", "gil")
    for number in range(27):
        await say(others[number % 3], str(number))
    page = (await ana.get("/feed/for-you"))["posts"]
    assert [one["why"]["reason"] for one in page] == (["chosen"] * 9 + ["explored"]) * 2
    async with server.app.db.tx() as tx:
        rows = await tx.rows("select propensity from impressions where propensity < 1 order by place")
    # Of those below the page seven are left, less those by whom stands above.
    assert all(math.isclose(1 / row["propensity"], round(1 / row["propensity"]), rel_tol=1e-5) and 2 <= 1 / row["propensity"] <= 7 for row in rows)
    assert len(rows) == 2
