"""Who sees a post: the pure rule, and that every way to a post keeps it, in worlds drawn at random."""

from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from paperplane.posts import rules
from paperplane.posts.queries import VISIBLE
from paperplane.posts.types import Seen, State
from paperplane.relations import rules as people
from paperplane.relations.types import Facts
from tests.api import Someone, serving
from tests.posts.saying import words
from tests.posts.world import AGES, AUDIENCES, Drawn, Shown

UNPUBLISHED: tuple[State, ...] = ("draft", "scheduled", "making")
STRANGER, FOLLOWER, FRIEND = Facts(), Facts(i_follow=True), Facts(i_follow=True, follows_me=True)


SEEDS = range(1, 9)


@pytest_asyncio.fixture
async def world(database: str, tmp_path: Path) -> AsyncIterator[Drawn]:
    async with serving(database, tmp_path, jobs_in_serve=False) as server:
        yield await Drawn(server).settle_in()


@pytest.mark.parametrize(("facts", "close", "sees"), [
    (STRANGER, False, "everyone"), (FOLLOWER, False, "everyone followers"), (FRIEND, False, "everyone followers friends"),
    (FRIEND, True, "everyone followers friends close_friends"), (Facts(is_me=True), False, " ".join(AUDIENCES)),
    (Facts(follows_me=True), False, "everyone"), (Facts(other_private=True), False, ""), (Facts(other_private=True, i_follow=True), False, "everyone followers"),
    (Facts(i_follow=True, follows_me=True, i_block=True), True, ""), (Facts(i_follow=True, follows_me=True, blocks_me=True), True, ""),
    (Facts(other_minor=True, i_follow=True), False, ""), (Facts(other_minor=True, i_follow=True, opened_to_me=True), False, "everyone followers"),
    (Facts(other_minor=True, opened_to_me=True), False, ""), (Facts(other_minor=True, viewer_minor=True), False, ""),
    (Facts(other_minor=True, viewer_minor=True, i_follow=True), False, "everyone followers"), (Facts(viewer_minor=True), False, "everyone"),
])
def test_the_rule(facts: Facts, close: bool, sees: str) -> None:
    assert [one for one in AUDIENCES if rules.sees(Seen(facts, close, one, "published", False))] == sees.split()
    for audience, state in product(AUDIENCES, UNPUBLISHED):
        assert rules.sees(Seen(facts, close, audience, state, False)) == facts.is_me
        assert not rules.sees(Seen(facts, close, audience, "published", True))


async def test_what_sql_lets_through_is_what_the_rule_does_but_for_ages(world: Drawn) -> None:
    for seed in SEEDS:
        await world.draw(seed)
        async with world.server.app.db.tx() as tx:
            for viewer in AGES:
                rows = await tx.rows(f"select p.id from posts p join accounts a on a.id = p.author_id where {VISIBLE}", world.id(viewer))
                let_through = {str(row["id"]) for row in rows}
                for post in world.posts:
                    if world.sees(viewer, post):
                        assert post.id in let_through, (seed, viewer, post.author, post.audience)
                    elif not world.facts(viewer, post.author).other_minor:
                        assert post.id not in let_through, (seed, viewer, post.author, post.audience)


async def test_every_way_to_a_post_keeps_the_rule(world: Drawn) -> None:
    await world.draw(SEEDS[0])
    await lists_show_what_the_rule_says(world)
    await counts_leave_out_who_is_out_of_sight(world)
    await doors_keep_the_rule(world)


async def lists_show_what_the_rule_says(world: Drawn) -> None:
    for viewer, who in world.people.items():
        seen = [post for post in world.posts if world.sees(viewer, post) and post.state == "published"]
        heard = [post for post in seen if not world.facts(viewer, post.author).i_mute]
        circle = [post for post in heard if post.author == viewer or world.facts(viewer, post.author).i_follow]
        assert await all_of(who, "/tags/all/posts") == ids(seen)
        found = [{"tag": "all", "post_count": len(seen), "more": False}] if seen else []
        assert (await who.get("/tags?q=%23al"))["tags"] == found, "muted people too, as on its page"
        assert await all_of(who, "/feed/latest") == ids(heard)
        assert await all_of(who, "/feed/following") == ids(circle)
        mine = [post for post in world.posts if post.author == viewer and post.state != "published" and not post.deleted]
        assert await all_of(who, "/me/posts") == ids(mine)
        for author in AGES:
            if people.sees(world.facts(viewer, author)):
                assert await all_of(who, f"/users/{author}/posts") == ids([post for post in seen if post.author == author]), (viewer, author)
            else:
                assert await who.refused("GET", f"/users/{author}/posts") == "404 not_found"


async def doors_keep_the_rule(world: Drawn) -> None:
    for viewer, who in world.people.items():
        for post in world.random.sample(world.posts, 10):
            path, there = f"/posts/{post.id}", world.sees(viewer, post)
            answers = [await who.ask(method, path + more, body) for method, more, body in (
                ("GET", "", None), ("GET", "/likes", None), ("GET", "/comments", None), ("PUT", "/like", None), ("DELETE", "/like", None),
                ("PUT", "/repost", None), ("DELETE", "/repost", None), ("POST", "/comments", words("so it is")))]
            if there:
                assert not {one.status_code for one in answers} & {404, 500}, (viewer, post.author, post.audience)
            else:
                assert {(one.status_code, one.json()["code"]) for one in answers} == {(404, "not_found")}, (viewer, post.author, post.audience)
    async with world.server.app.db.tx() as tx:
        for table in ("post_likes", "reposts", "comments"):
            column = "author_id" if table == "comments" else "account_id"
            for row in await tx.rows(f"select post_id, {column} as who from {table}"):
                (post,) = [one for one in world.posts if one.id == str(row["post_id"])]
                (viewer,) = [name for name in AGES if world.id(name) == row["who"]]
                assert world.sees(viewer, post)


async def counts_leave_out_who_is_out_of_sight(world: Drawn) -> None:
    """Everybody likes, reposts and comments on one post that everybody sees: each viewer counts whom they may know of."""
    post = next(one for one in world.posts if one.author == "ana" and one.audience == "everyone" and one.state == "published" and not one.deleted)
    async with world.server.app.db.tx() as tx:
        await tx.do("delete from blocks where $1 in (blocker_id, blocked_id)", world.id("ana"))
        for name in AGES:
            await tx.do("insert into post_likes values ($1, $2)", UUID(post.id), world.id(name))
            await tx.do("insert into reposts values ($1, $2)", UUID(post.id), world.id(name))
            await tx.do("insert into comments (id, post_id, author_id, client_id, text) values (uuidv7(), $1, $2, uuidv7(), 'hm')",
                        UUID(post.id), world.id(name))
    world.pairs["blocks"] -= {pair for pair in world.pairs["blocks"] if "ana" in pair}
    for viewer, who in world.people.items():
        known = {name for name in AGES if people.sees(world.facts(viewer, name))}
        there = await who.get(f"/posts/{post.id}")
        assert {there["like_count"], there["repost_count"], there["comment_count"]} == {len(known)}, viewer
        listed = await who.get(f"/posts/{post.id}/likes")
        assert {one["person"]["handle"] for one in listed["people"]} == known
        said = await who.get(f"/posts/{post.id}/comments")
        assert {one["author"]["handle"] for one in said["comments"]} == known


async def all_of(who: Someone, path: str) -> list[str]:
    """Every page of a list of posts, in order."""
    found: list[str] = []
    cursor = ""
    while True:
        page = await who.get(path + cursor)
        found += [one["id"] for one in page["posts"]]
        if page["next_cursor"] is None:
            return found
        cursor = f"?cursor={page['next_cursor']}"


def ids(posts: list[Shown]) -> list[str]:
    return [post.id for post in posts]
