"""The demo as its visitors find it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from paperplane.accounts import rules
from paperplane.demo import people, talk
from paperplane.demo.seed import seed
from paperplane.demo.shown import posting
from tests.api import Server, Someone, good, refusal, serving
from tests.footing import leave_database, new_database

TABLES = ("accounts", "profiles", "follows", "follow_requests", "reaches", "conversations", "members", "events",
          "messages", "posts", "post_likes", "comments")
HANDLES = [person.handle for person in people.CAST]


@pytest_asyncio.fixture(scope="module")
async def demo(tmp_path_factory: Any) -> AsyncIterator[Server]:
    """One demo for all: these tests only look."""
    dsn = await new_database()
    async with serving(dsn, tmp_path_factory.mktemp("demo"), demo=True) as running:
        said = sum(len(shown.said) for shown in posting.SHOWN)
        while await running.count("comments") < said:
            await asyncio.sleep(0.1)
        yield running
    await leave_database(dsn)


async def who(server: Server, handle: str) -> Someone:
    return Someone(server.client, good(await server.post("/sessions", {"handle": handle, "password": people.PASSWORD})))


async def inbox(someone: Someone, tab: str = "conversations") -> list[dict[str, Any]]:
    return list((await someone.get(f"/inbox?tab={tab}&limit=50"))["conversations"])


async def rows(server: Server) -> dict[str, int]:
    return {table: await server.count(table) for table in TABLES}


async def test_a_second_seeding_changes_nothing(demo: Server) -> None:
    before, app = await rows(demo), demo.app
    assert before["accounts"] == len(HANDLES)
    assert before["events"] == sum(len(said.entries) for said in (*talk.dialogues(), *talk.groups()))
    await seed(app.db, app.config, app.keys, app.storage)
    assert await rows(demo) == before


async def test_a_seeding_cut_short_is_finished(demo: Server) -> None:
    """The last of the cast is missing, as after a kill: what was done is not done twice."""
    before, app = await rows(demo), demo.app
    async with app.db.tx() as tx:
        await tx.do("delete from accounts where handle = $1", HANDLES[-1])
    await seed(app.db, app.config, app.keys, app.storage)
    assert await rows(demo) == before


async def test_every_log_is_dense_and_in_its_time(demo: Server) -> None:
    for handle in HANDLES:
        someone = await who(demo, handle)
        for conversation in await inbox(someone):
            page = await someone.get(f"/conversations/{conversation['id']}/events?after=0&limit=500")
            numbers = list(range(conversation["from_seq"] + 1, conversation["last_seq"] + 1))
            assert [event["seq"] for event in page["events"]] == numbers
            counted = [event["n"] for event in page["events"] if event["kind"] == "message"]
            assert counted == list(range(conversation["last_n"] - len(counted) + 1, conversation["last_n"] + 1))
            times = [event["sent_at"] for event in page["events"]]
            assert times == sorted(times)
            assert conversation["active_at"] == times[-1]
            assert conversation["created_at"] <= times[0]


async def test_unread_is_as_written(demo: Server) -> None:
    for handle in HANDLES:
        written = {dialogue.second if handle == dialogue.first else dialogue.first: dialogue.unread.get(handle, 0)
                   for dialogue in talk.dialogues()
                   if handle in (dialogue.first, dialogue.second) and len(dialogue.messages) > 1}
        someone = await who(demo, handle)
        written |= {group.titled: group.unread.get(handle, 0) for group in talk.groups() if handle in group.people}
        found = {c["person"]["handle"] if c["person"] else c["title"]: c["unread"]
                 for c in await inbox(someone) if c["state"] == "accepted"}
        assert found == written


async def test_anas_inbox_is_the_one_to_look_at(demo: Server) -> None:
    ana = await who(demo, "ana")
    answer = await ana.get("/inbox?tab=conversations&limit=50")
    assert len(answer["conversations"]) >= 11
    assert answer["counts"] == {"unread": 6, "requests": 1}
    assert [c["title"] for c in answer["conversations"][:3]] == ["Lake house weekend", "Oskar Lund", "Night train book club"]
    assert all(c["sending"] == "open" for c in answer["conversations"])


async def test_a_group_tells_who_came_and_who_named_it(demo: Server) -> None:
    ana = await who(demo, "ana")
    [lake] = [c for c in await inbox(ana) if c["title"] == "Lake house weekend"]
    assert (lake["kind"], lake["member_count"], lake["role"], lake["sending"]) == ("group", 5, "owner", "open")
    page = await ana.get(f"/conversations/{lake['id']}/messages?limit=100")
    bodies = [message["body"] for message in page["messages"]]
    assert [body["action"] for body in bodies if body["type"] == "system"] == ["created", "added", "role", "title"]
    listed = (await ana.get(f"/conversations/{lake['id']}/members"))["members"]
    assert {(member["person"]["handle"], member["role"]) for member in listed} == {
        ("ana", "owner"), ("priya", "admin"), ("juno", "member"), ("oskar", "member"), ("mateo", "member")}


async def test_a_stranger_waits_and_is_told_nothing(demo: Server) -> None:
    ana, tomas = await who(demo, "ana"), await who(demo, "tomas")
    [request] = await inbox(ana, "requests")
    assert (request["state"], request["unread"], request["person"], request["title"]) == ("request", 1, None, "")
    [pending] = await inbox(tomas)
    assert (pending["state"], pending["sending"]) == ("pending", "waiting")
    assert all((mark["delivered_seq"], mark["read_seq"]) == (0, 0) for mark in pending["marks"])


async def test_one_follow_request_waits(demo: Server) -> None:
    hana = await who(demo, "hana")
    asking = (await hana.get("/me/follow-requests"))["people"]
    assert [listed["person"]["handle"] for listed in asking] == ["tomas"]
    assert (await demo_me(hana))["private"]


async def demo_me(someone: Someone) -> dict[str, Any]:
    return dict(await someone.get("/me"))


async def test_ana_and_ben_are_strangers(demo: Server) -> None:
    ana, ben = await who(demo, "ana"), await who(demo, "ben")
    assert not (await demo_me(ana))["minor"]
    assert (await demo_me(ben))["minor"]
    for method, path in (("GET", "/users/ben"), ("PUT", "/users/ben/follow"), ("PUT", "/users/ben/conversation")):
        assert await ana.refused(method, path) == "404 not_found"
    assert (await ana.get("/people?q=ben"))["people"] == []
    assert "ben" not in {listed["person"]["handle"] for listed in (await ana.get("/people/suggested"))["people"]}
    assert "ana" not in {c["person"]["handle"] for c in await inbox(ben) if c["person"]}
    assert (await ben.get("/users/ana"))["relation"]["following"] == "no"


async def test_minors_are_known_only_to_those_they_let_in(demo: Server) -> None:
    minors = {person.handle for person in people.CAST if person.age < rules.MAJORITY}
    known = {("fatou", "ben"), ("imani", "ben"), ("imani", "leo"), ("imani", "noor")}
    for handle in HANDLES:
        if handle in minors:
            continue
        someone = await who(demo, handle)
        for minor in minors:
            answer = await someone.ask("GET", f"/users/{minor}")
            assert answer.status_code == (200 if (handle, minor) in known else 404), (handle, minor)


async def test_everybody_has_a_face_and_a_profile(demo: Server) -> None:
    for person in people.CAST:
        someone = await who(demo, person.handle)
        profile = await someone.get(f"/users/{person.handle}")
        assert (profile["display_name"], profile["bio"], profile["pronouns"]) == (person.name, person.bio, person.pronouns)
        for path in profile["avatar"].values():
            picture = await demo.client.get(path)
            assert picture.headers["content-type"] == "image/webp"
            assert picture.content[:4] == b"RIFF"


async def test_the_server_names_its_people(demo: Server) -> None:
    answer = good(await demo.client.get("/api/v1/server"))
    assert (answer["demo"], answer["minimum_age"], answer["languages"]) == (True, 13, ["en", "es"])
    assert tuple(person["handle"] for person in answer["demo_people"]) == tuple(demo.app.config.demo_people)
    assert all(person["avatar"] for person in answer["demo_people"])
    entered = good(await demo.post("/demo/sessions", {"handle": "ana"}))
    assert entered["account"]["handle"] == "ana"


async def test_without_a_demo_there_is_none(server: Server) -> None:
    await server.person("ana")
    answer = good(await server.client.get("/api/v1/server"))
    assert (answer["demo"], answer["demo_people"]) == (False, [])
    assert refusal(await server.post("/demo/sessions", {"handle": "ana"})) == "404 not_found"
    assert refusal(await server.client.get("/api/v1/demo/outbox")) == "404 not_found"
    assert await server.count("accounts") == 1


async def test_every_post_has_its_day_and_its_likes(demo: Server) -> None:
    """No picture of the demo is of the moment at which somebody first looked at it; a minor's first screen is not empty either."""
    for handle in ("ana", "ben", "gil"):
        someone = await who(demo, handle)
        for post in (await someone.get("/feed/latest"))["posts"]:
            age = datetime.now(UTC) - datetime.fromisoformat(post["published_at"])
            assert age > timedelta(minutes=30), post["text"]
            assert post["like_count"], post["text"]
        assert (await someone.get("/feed/following"))["posts"]


async def test_a_server_for_older_people_has_no_younger_cast(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, demo=True, minimum_age=18) as server:
        answer = good(await server.client.get("/api/v1/server"))
        assert "ben" not in {person["handle"] for person in answer["demo_people"]}
        assert await server.count("accounts") == sum(person.age >= 18 for person in people.CAST)
