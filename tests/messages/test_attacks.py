"""Eve at the doors of groups: what those outside, those who left and those who were ignored must not learn or do."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from paperplane.core.limits import Limits
from paperplane.core.paging import cursor_of
from tests.api import PASSWORD, Server, good, serving
from tests.client import befriend, chat, live, post
from tests.messages.groups import add, group, leave, remove, roles


async def test_an_adult_does_not_see_the_minor_who_was_asked(server: Server) -> None:
    ana, ben, eve = await server.people("ana", "ben", "eve")
    await befriend(ben, ana)
    room = await group(ana, eve)
    assert await add(ana, room, ben) == ([], ["ben"])
    answer = await eve.ask("GET", f"/conversations/{room}/members")
    assert good(answer)["invited"] == []
    assert ben.me["id"] not in answer.text
    seen = (await ana.get(f"/conversations/{room}/members"))["invited"]
    assert [one["person"]["handle"] for one in seen] == ["ben"]


async def test_who_left_learns_no_later_members_and_no_later_rules(server: Server) -> None:
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room = await group(ana, chidi)
    await ana.patch(f"/conversations/{room}", {"history": "all"})
    await remove(ana, room, chidi)
    await ana.patch(f"/conversations/{room}", {"permissions": {"send": "owner"}})
    await befriend(ana, eve)
    await add(ana, room, eve)
    asked = f"/conversations/{room}/people?ids={eve.me['id']}&ids={ana.me['id']}"
    assert [one["handle"] for one in (await chidi.get(asked))["people"]] == ["ana"]
    left = await chidi.get(f"/conversations/{room}")
    assert (left["permissions"], left["history"], left["sending"]) == (None, "joined", "closed")
    await ana.patch(f"/conversations/{room}", {"history": "joined"})
    await befriend(ana, dana)
    await add(ana, room, dana)
    past = f"/conversations/{room}/people?ids={chidi.me['id']}&ids={eve.me['id']}"
    assert [one["handle"] for one in (await dana.get(past))["people"]] == ["eve"]         # chidi went before dana came
    assert [one["handle"] for one in (await eve.get(past))["people"]] == ["chidi", "eve"]   # who may read of him


async def test_who_ignored_is_not_asked_anew(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await group(ana, chidi)
    async with live(server, eve) as hers:
        await add(chidi, room, eve)
        await eve.delete(f"/me/invitations/{room}")
        await ana.delete(f"/conversations/{room}/members/{eve.me['id']}")
        assert await eve.refused("PUT", f"/me/invitations/{room}") == "404 not_found"
        assert await ana.refused("DELETE", f"/conversations/{room}/members/{eve.me['id']}") == "404 not_found"
        assert (await ana.get(f"/conversations/{room}/members"))["invited"] == []
        for _ in range(2):
            await hers.settled()
            before = len(hers.said("invitation"))
            assert await add(chidi, room, eve) == ([], ["eve"])
            await hers.settled()
            assert len(hers.said("invitation")) == before
            assert (await eve.get("/me/invitations"))["invitations"] == []
            assert (await eve.get("/inbox"))["counts"]["requests"] == 0
            (seen,) = (await ana.get(f"/conversations/{room}/members"))["invited"]
            assert (seen["person"]["handle"], seen["by"]) == ("eve", chidi.me["id"])
            await leave(chidi, room)
            assert (await ana.get(f"/conversations/{room}/members"))["invited"] == []
            assert await add(ana, room, chidi) == ([], ["chidi"])
            await chidi.put(f"/me/invitations/{room}")
        await add(ana, room, eve)
    assert (await eve.put(f"/me/invitations/{room}"))["role"] == "member"       # and yet one can change one's mind


async def test_an_invitation_taken_back_is_told(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    room = await group(ana)
    await add(ana, room, eve)
    async with live(server, eve) as hers:
        await ana.delete(f"/conversations/{room}/members/{eve.me['id']}")
        assert (await hers.take("invitation"))["conversation_id"] == room


async def test_search_does_not_find_the_new_handle_of_who_blocked(server: Server) -> None:
    dana, eve = await server.people("dana", "eve")
    talked = await chat(eve, dana)
    await post(dana, talked)
    await dana.put("/me/handle", {"handle": "zz.new", "password": PASSWORD})
    assert len((await eve.get("/inbox?q=zz"))["conversations"]) == 1
    await dana.put("/users/eve/block")
    assert (await eve.get("/inbox?q=zz"))["conversations"] == []


@pytest.mark.parametrize("rank", [-1, 3, 2**40, 2**70])
async def test_a_made_up_cursor_is_refused(server: Server, rank: int) -> None:
    ana = await server.person("ana")
    room = await group(ana)
    cursor = cursor_of((rank, "2024-01-01T00:00:00Z", uuid4()))
    assert await ana.refused("GET", f"/conversations/{room}/members?cursor={cursor}") == "400 bad_cursor"


@pytest.mark.parametrize("title", ["\u3164", "\u200d", "\u0301", "\U000e0041"])
async def test_a_title_can_be_seen(server: Server, title: str) -> None:
    ana = await server.person("ana")
    assert await ana.refused("POST", "/conversations", {"kind": "group", "title": title, "members": []}) == "400 title_empty"


async def test_a_group_cannot_be_renamed_without_end(database: str, tmp_path: Path) -> None:
    most = Limits().rates.sends_account.count
    async with serving(database, tmp_path, limits_enabled=True) as server:
        ana = await server.person("ana")
        room = await group(ana)
        answers = [await ana.ask("PATCH", f"/conversations/{room}", {"title": f"Name {n}"}) for n in range(2 * most)]
    assert 429 in {answer.status_code for answer in answers}


async def test_nobody_blinks_without_end(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, limits_enabled=True) as server:
        eve = await server.person("eve")
        answers = [await eve.ask("PATCH", "/me", {"show_presence": ("nobody", "everyone")[turn % 2]}) for turn in range(21)]
        assert [one.status_code for one in answers] == [200] * 20 + [429]
        assert answers[-1].json()["limit"] == "presence_account"


async def test_the_last_owner_leaves_while_marks_move(server: Server) -> None:
    """Marks lock members in id order; leaving must not hold the heir while it waits for who leaves."""
    ana, chidi = await server.people("ana", "chidi")
    room = await group(ana, chidi)
    lock = "select from members where conversation_id = $1 and account_id = $2 for update"
    async with server.app.db.tx() as tx:
        await tx.do(lock, UUID(room), UUID(ana.me["id"]))
        leaving = asyncio.create_task(ana.ask("DELETE", f"/conversations/{room}/membership"))
        async with asyncio.timeout(30):
            while not await tx.value("select exists (select from pg_stat_activity where datname = current_database() "
                                     "and wait_event_type = 'Lock')"):
                await asyncio.sleep(0.02)
        await tx.do(lock, UUID(room), UUID(chidi.me["id"]))
    assert (await leaving).status_code == 204
    assert await roles(chidi, room) == {"chidi": "owner"}
