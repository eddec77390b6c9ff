"""Profiles, lists and search, each through its viewer."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from paperplane.accounts import birth
from paperplane.core.db import Tx
from tests.api import API, Server, Someone, born, good, refusal, serving
from tests.media.pictures import photo

HIDDEN = "404 not_found"


async def names(viewer: Someone, path: str) -> list[str]:
    return [one["person"]["handle"] for one in (await viewer.get(path))["people"]]


async def test_a_profile(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    changed = await ana.patch("/me/profile", {
        "display_name": "Ana  Luz\u202e", "bio": "Trains.\r\n\r\n\r\nAnd\x00 planes.", "pronouns": "she/her",
        "links": ["https://example.org/ana", "https://example.org/ana"]})
    assert changed == {**changed, "display_name": "Ana Luz", "bio": "Trains.\n\nAnd planes.", "pronouns": "she/her",
                       "links": ["https://example.org/ana"], "is_me": True, "can_message": False}
    assert (await ana.patch("/me/profile", {"bio": ""}))["pronouns"] == "she/her"
    await chidi.put("/users/eve/follow")
    await eve.put("/users/ana/follow")
    seen = await chidi.get("/users/ANA")
    assert seen["mutuals"] == {"count": 1, "people": [{"id": eve.me["id"], "handle": "eve", "display_name": "Eve",
                                                       "avatar": None}]}
    assert (seen["is_me"], seen["can_message"], seen["follower_count"]) == (False, True, 1)
    assert not {"email", "birth_date", "minor", "locale"} & seen.keys()
    assert await names(chidi, "/people?q=luz") == ["ana"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"display_name": " "}, "display_name_empty"),
    ({"bio": "x" * 301}, "bio_too_long"),
    ({"pronouns": "x" * 31}, "pronouns_too_long"),
    ({"links": ["javascript:alert(1)"]}, "link_invalid"),
    ({"links": ["data:text/html,x"]}, "link_invalid"),
    ({"links": ["//example.org"]}, "link_invalid"),
    ({"links": ["https://"]}, "link_invalid"),
    ({"links": ["https://ana:secret@example.org"]}, "link_invalid"),
    ({"links": ["https://example.org/\u202egpj.exe"]}, "link_invalid"),
    ({"links": ["https://example.org/a b"]}, "link_invalid"),
    ({"links": ["https://[::1"]}, "link_invalid"),
    ({"links": ["https://example.org:port/"]}, "link_invalid"),
    ({"links": [f"https://example.org/{n}" for n in range(6)]}, "invalid"),
    ({"handle": "eve"}, "invalid"),
]


async def test_what_a_profile_may_not_say(server: Server) -> None:
    ana = await server.person("ana")
    before = await ana.get("/users/ana")
    for change, code in WRONG:
        assert await ana.refused("PATCH", "/me/profile", change) == f"400 {code}", change
    assert await ana.get("/users/ana") == before


async def test_search_by_the_beginning_of_every_word(server: Server) -> None:
    ana = await server.person("ana")
    for handle, name in (("zoe", "Zoë Müller"), ("zora", "Zora Okafor"), ("m.zola", "Émile Zola"), ("pilot", "Zo")):
        await server.person(handle, 30, display_name=name)
    assert set(await names(ana, "/people?q=zo")) == {"zoe", "zora", "m.zola", "pilot"}
    assert (await names(ana, "/people?q=zo"))[:2] == ["zoe", "zora"]     # handles that begin so come first
    assert await names(ana, "/people?q=MULLER zoe") == ["zoe"]
    assert await names(ana, "/people?q=emile%20z") == ["m.zola"]
    assert (await names(ana, "/people?q=%40m.zo"))[0] == "m.zola"
    assert await names(ana, "/people?q=oe") == []
    await ana.put("/users/pilot/follow")
    assert (await names(ana, "/people?q=zo"))[2] == "pilot"
    assert "ana" not in await names(ana, "/people?q=ana")


async def test_strange_searches_find_nobody(server: Server) -> None:
    ana, _ = await server.people("ana", "chidi")
    for q in ("%25", "_", "\\", "'", "%00", "....", "%F0%9F%91%8B", "zo%00e", "%ff"):
        assert await ana.get(f"/people?q={q}") == {"people": []}, q
    assert await ana.refused("GET", f"/people?q={'x' * 51}") == "400 invalid"
    assert await ana.refused("GET", "/people?q=") == "400 invalid"


async def test_lists_page_to_their_end(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await crowd(server, chidi.me["id"], 130)
    met: list[str] = []
    path = cursor = "/users/chidi/followers"
    for _ in range(10):
        page = await ana.get(cursor)
        met += [one["person"]["handle"] for one in page["people"]]
        assert len(page["people"]) <= 50
        if page["next_cursor"] is None:
            break
        cursor = f"{path}?cursor={page['next_cursor']}"
    assert len(met) == len(set(met)) == 130
    assert await ana.refused("GET", f"{path}?cursor=nonsense") == "400 bad_cursor"
    assert await ana.refused("GET", f"{path}?cursor=WzEsMl0") == "400 bad_cursor"


async def crowd(server: Server, followed: str, count: int, years: tuple[int, ...] = (30,)) -> None:
    """Accounts of these ages in turn that all follow one, all at the same moment."""
    ids = [uuid4() for _ in range(count)]
    ages = [years[n % len(years)] for n in range(count)]
    sealed = [birth.seal(server.app.keys, account, date.fromisoformat(born(age)))
              for account, age in zip(ids, ages, strict=True)]
    async with server.app.db.tx() as tx:
        await tx.do("""
insert into accounts (id, handle, display_name, password_hash, birth_date)
select id, 'crowd' || n, 'Crowd', '', birth_date from unnest($1::uuid[], $2::bytea[]) with ordinality made (id, birth_date, n)
""", ids, sealed)
        await tx.do("insert into follows (follower_id, followee_id) select unnest($1::uuid[]), $2", ids, followed)


async def test_pages_of_people_one_may_not_see_end_too(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await crowd(server, chidi.me["id"], 240, years=(14, 14, 14, 14, 14, 30))
    met: list[str] = []
    path = "/users/chidi/followers"
    page = await ana.get(path)
    while True:
        met += [one["person"]["handle"] for one in page["people"]]
        if page["next_cursor"] is None:
            break
        page = await ana.get(f"{path}?cursor={page['next_cursor']}")
    assert sorted(met) == sorted(f"crowd{n}" for n in range(6, 241, 6))


async def test_a_list_asks_as_often_for_many_as_for_one(database: str, tmp_path: Path) -> None:
    paths = ("/users/chidi/followers", "/users/chidi", "/people?q=person", "/people/suggested", "/me/friends")
    async with serving(database, tmp_path, jobs_in_serve=False) as server:     # jobs ask too, at times of their own
        ana, _ = await server.people("ana", "chidi")
        few = [await statements(ana, path) for path in paths]
        for number in range(12):
            other = await server.person(f"person{number}", 30)
            await other.put("/users/chidi/follow")
            await ana.put(f"/users/{other.handle}/follow")
            await other.put("/users/ana/follow")
        assert len(await names(ana, "/me/friends")) == 12
        assert [await statements(ana, path) for path in paths] == few


async def statements(viewer: Someone, path: str) -> int:
    """How many statements one request runs: the fewest of some, since the server's own loops ask beside it."""
    return min([await _statements(viewer, path) for _ in range(5)])


async def _statements(viewer: Someone, path: str) -> int:
    run = Tx._run
    asked: list[str] = []

    async def counted(self: Tx, method: str, sql: str, args: tuple[object, ...]) -> Any:
        asked.append(sql)
        return await run(self, method, sql, args)
    Tx._run = counted  # type: ignore[method-assign]
    try:
        await viewer.get(path)
    finally:
        Tx._run = run  # type: ignore[method-assign]
    return len(asked)


DOORS = ("/users/ana", "/users/ana/followers", "/users/ana/following", "/me/friends", "/me/blocks", "/me/mutes",
         "/me/close-friends", "/me/follow-requests", "/people?q=ana", "/people/suggested")


async def test_who_is_not_signed_in_sees_nobody(server: Server) -> None:
    await server.person("ana")
    for path in DOORS:
        assert refusal(await server.client.get(API + path)) == "401 signed_out", path


async def test_a_private_account_shows_its_lists_to_followers_and_itself(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await eve.put("/users/ana/follow")
    await ana.put("/users/eve/follow")
    await ana.patch("/me", {"private": True})
    for path in ("/users/ana/followers", "/users/ana/following"):
        assert await chidi.refused("GET", path) == HIDDEN
        assert await names(eve, path) == ["eve"]
        assert await names(ana, path) == ["eve"]
    assert (await chidi.get("/users/ana"))["private"]


async def test_my_lists_are_mine(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    for one, other in ((ana, "chidi"), (chidi, "ana")):
        await one.put(f"/users/{other}/follow")
    await ana.put("/users/chidi/close-friend")
    await ana.put("/users/chidi/mute")
    for path in ("/me/friends", "/me/close-friends", "/me/mutes"):
        assert await names(ana, path) == ["chidi"]
        assert await names(eve, path) == []


async def test_suggestions_are_new_people_friends_of_friends_first(server: Server) -> None:
    ana, chidi, eve, fatou, _ = await server.people("ana", "chidi", "eve", "fatou", "gil")
    for one, other in ((ana, "chidi"), (chidi, "ana"), (chidi, "eve"), (eve, "chidi")):
        await one.put(f"/users/{other}/follow")
    assert await names(ana, "/people/suggested") == ["eve", "gil", "fatou"]
    await ana.put("/users/eve/block")
    await fatou.put("/users/ana/block")
    assert await names(ana, "/people/suggested") == ["gil"]
    good(await ana.ask("PUT", "/users/gil/follow"))
    assert await names(ana, "/people/suggested") == []


async def test_who_asks_to_follow_shows_no_picture_before_the_answer(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await ana.patch("/me", {"private": True})
    assert (await chidi.ask("PUT", "/me/avatar", content=photo(), headers={"content-type": "image/jpeg"})).is_success
    await chidi.put("/users/ana/follow")
    (asking,) = (await ana.get("/me/follow-requests"))["people"]
    assert (asking["person"]["handle"], asking["person"]["avatar"]) == ("chidi", None)
    await ana.put("/me/follow-requests/chidi")
    (follower,) = (await ana.get("/users/ana/followers"))["people"]
    assert follower["person"]["avatar"] is not None
