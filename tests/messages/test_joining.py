"""Who is added, who is asked, and who comes to no group: minors and adults above all, on every door to one."""

from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperplane.core.errors import Denied
from paperplane.messages.groups import rules
from paperplane.messages.groups.types import Candidate, Company
from tests.api import Server, Someone, good
from tests.client import befriend, live, post, talk
from tests.messages.groups import add, group, log, remove, roles, said


async def invitations(who: Someone) -> list[Any]:
    return list((await who.get("/me/invitations"))["invitations"])


async def requests(who: Someone) -> int:
    return int((await who.get("/inbox"))["counts"]["requests"])


async def test_who_is_no_friend_is_asked_and_sees_no_name(server: Server) -> None:
    ana, chidi, eve, gil = await server.people("ana", "chidi", "eve", "gil")
    await befriend(eve, chidi)
    room = await group(ana, chidi, title="Very rude name")
    async with live(server, eve) as hers, live(server, chidi) as his:
        assert await add(ana, room, eve) == ([], ["eve"])
        assert await add(ana, room, eve) == ([], ["eve"])       # asked once
        assert (await hers.take("invitation"))["conversation_id"] == room
        await post(ana, room, "not for eve")
        await his.take("message")
        await hers.settled()
        assert hers.told == []
        assert await requests(eve) == 1
        answer = await eve.ask("GET", "/me/invitations")
        for word in ("Very rude name", "ana", "Ana", ana.me["id"]):
            assert word not in answer.text
        (asked,) = answer.json()["invitations"]
        assert (asked["member_count"], asked["friends"]["count"], asked["by"]["shared_groups"]["count"]) == (2, 1, 0)
        assert [one["handle"] for one in asked["friends"]["people"]] == ["chidi"]
        for path in ("", "/messages", "/events?after=0", "/members", f"/people?ids={ana.me['id']}"):
            assert await eve.refused("GET", f"/conversations/{room}{path}") == "404 not_found"
        joined = await eve.put(f"/me/invitations/{room}")
        assert (joined["title"], joined["role"], joined["unread"]) == ("Very rude name", "member", 0)
        assert said((await his.take("event"))["event"]) == "joined"
    assert [said(event) for event in await log(eve, room)] == ["joined"]
    assert await requests(eve) == 0
    assert await gil.refused("PUT", f"/me/invitations/{room}") == "404 not_found"


async def test_ignoring_looks_like_waiting(server: Server) -> None:
    ana, eve, gil = await server.people("ana", "eve", "gil")
    room = await group(ana)
    assert await add(ana, room, eve, gil) == ([], ["eve", "gil"])
    await eve.delete(f"/me/invitations/{room}")
    assert (await invitations(eve), await requests(eve)) == ([], 0)
    seen = (await ana.get(f"/conversations/{room}/members"))["invited"]
    assert sorted(one["person"]["handle"] for one in seen) == ["eve", "gil"]
    assert [set(one) for one in seen] == [{"person", "by", "at"}] * 2
    assert await add(ana, room, eve) == ([], ["eve"])          # asking again does not nag
    assert (await invitations(eve), await requests(eve)) == ([], 0)
    assert (await eve.put(f"/me/invitations/{room}"))["role"] == "member"     # and yet one can change one's mind


async def test_an_invitation_ends(server: Server) -> None:
    ana, chidi, eve, gil, dana = await server.people("ana", "chidi", "eve", "gil", "dana")
    room = await group(ana, chidi)
    await add(ana, room, eve, dana)
    await add(chidi, room, gil)
    await ana.delete(f"/conversations/{room}/members/{eve.me['id']}")        # taken back
    await remove(ana, room, chidi)                                           # whom chidi asked is asked no longer
    await dana.put(f"/me/invitations/{room}/block")                          # blocked who asks
    for who in (eve, gil, dana):
        assert (await invitations(who), await requests(who)) == ([], 0)
        assert await who.refused("PUT", f"/me/invitations/{room}") == "404 not_found"
    assert await ana.refused("GET", "/users/dana") == "404 not_found"
    assert await roles(ana, room) == {"ana": "owner"}


async def test_an_adult_brings_no_minor_they_do_not_reach(server: Server) -> None:
    ana, ben, cleo, dana = await server.people("ana", "ben", "cleo", "dana")
    await befriend(ben, cleo)
    asked = {"kind": "group", "title": "Come", "members": ["ben"]}
    assert await dana.refused("POST", "/conversations", asked) == "404 not_found"
    assert await dana.refused("POST", "/conversations", {**asked, "members": ["nobody.here"]}) == "404 not_found"
    room = await group(dana)
    assert await dana.refused("POST", f"/conversations/{room}/members", {"handles": ["ben"]}) == "404 not_found"
    assert await invitations(ben) == []
    await befriend(ben, ana)                                # ben let ana in
    mixed = await group(ana, title="Mixed")
    assert await add(ana, mixed, ben) == (["ben"], [])
    await befriend(ana, dana)
    assert await ana.refused("POST", f"/conversations/{mixed}/members", {"handles": ["dana"]}) == "403 minors_here"
    assert await invitations(dana) == []
    adults = await group(ana, dana, title="Adults")
    assert await add(ana, adults, ben) == ([], ["ben"])     # a friend, and asked: dana is unknown to ben
    assert (await ben.put(f"/me/invitations/{adults}"))["role"] == "member"
    assert await dana.refused("GET", "/users/ben") == "404 not_found"       # a group opens no other door


async def test_an_adult_who_was_asked_comes_to_no_minor_who_came_meanwhile(server: Server) -> None:
    ana, ben, eve = await server.people("ana", "ben", "eve")
    await befriend(ben, ana)
    room = await group(ana)
    assert await add(ana, room, eve) == ([], ["eve"])
    assert await add(ana, room, ben) == (["ben"], [])
    assert await eve.refused("PUT", f"/me/invitations/{room}") == "403 minors_here"
    assert await roles(ana, room) == {"ana": "owner", "ben": "member"}
    await ben.put("/users/eve/follow")
    assert (await eve.put(f"/me/invitations/{room}"))["role"] == "member"


async def test_of_two_unknown_to_each_other_the_minor_is_asked(server: Server) -> None:
    ana, ben, dana = await server.people("ana", "ben", "dana")
    await befriend(ben, ana)
    await befriend(ana, dana)
    made = good(await ana.ask("POST", "/conversations", {"kind": "group", "title": "Both", "members": ["ben", "dana"]}))
    assert await roles(ana, made["id"]) == {"ana": "owner", "dana": "member"}
    assert len(await invitations(ben)) == 1


async def test_a_blocked_person_is_nobody_to_add(server: Server) -> None:
    ana, gil = await server.people("ana", "gil")
    room = await group(ana, gil, title="Old")
    await gil.put("/users/ana/block")
    new = await group(ana, title="New")
    assert await ana.refused("POST", f"/conversations/{new}/members", {"handles": ["gil"]}) == "404 not_found"
    async with live(server, gil) as his:
        await post(ana, room, "in a group nothing is hidden")
        await his.take("message")
    assert await talk(ana, await server.person("chidi"))


PEOPLE = [UUID(int=number) for number in range(6)]


@given(st.sets(st.sampled_from(PEOPLE)), st.sets(st.sampled_from(PEOPLE)), st.booleans(), st.booleans(),
       st.sets(st.tuples(st.sampled_from(PEOPLE), st.just(UUID(int=99)))), st.sets(st.sampled_from(PEOPLE)))
def test_nobody_meets_an_adult_unasked(minors: set[UUID], adults: set[UUID], minor: bool, friend: bool,
                                       letting_in: set[tuple[UUID, UUID]], let_in: set[UUID]) -> None:
    me = Candidate(id=UUID(int=99), minor=minor, friend=friend)
    ties = letting_in | {(me.id, adult) for adult in let_in}
    company = Company(frozenset(minors - adults), frozenset(adults - minors), frozenset(ties))
    try:
        standing = rules.joins(me, company)
    except Denied:
        assert not minor
        assert any((other, me.id) not in ties for other in company.minors)
        return
    if standing == "added":
        assert friend
        pairs = product(company.minors, [me.id]) if not minor else product([me.id], company.adults)
        assert all(pair in ties for pair in pairs)


@pytest.mark.parametrize("parted", [None, "left", "removed"])
def test_who_left_is_asked(parted: Any) -> None:
    me = Candidate(id=uuid4(), minor=False, friend=True, parted=parted)
    assert rules.joins(me, Company(frozenset(), frozenset(), frozenset())) == ("asked" if parted == "left" else "added")
