"""Who is away is told of what others do with their posts: as a number, by whom they chose, and not again and again."""

import asyncio
from datetime import UTC, datetime

from tests.api import Server, Someone
from tests.notifications.house import House
from tests.notifications.pushing import Device, listens
from tests.posts.saying import comment, follow, say


async def done(house: House) -> None:
    """Whatever was announced has been done, and whoever is to be told of it has been."""
    while await house.server.count("pgqueuer"):
        await asyncio.sleep(0.05)
    await house.settled()


async def three(house: House) -> tuple[Someone, Someone, Someone, Device]:
    ana, chidi, eve = await house.server.people("ana", "chidi", "eve")
    return ana, chidi, eve, await listens(ana, house.service)


async def a_while_later(server: Server) -> None:
    """What was told was told so long ago that it may be told anew."""
    async with server.app.db.tx() as tx:
        await tx.do("update push_told set told_n = told_n - 3600000000, due_at = due_at - interval '1 hour'")


async def test_comments_and_mentions_are_told_as_a_number_and_likes_are_not(house: House) -> None:
    ana, chidi, eve, phone = await three(house)
    made = await say(ana, "a secret plan")
    await chidi.put(f"/posts/{made['id']}/like")
    await done(house)
    assert phone.got == []
    await comment(chidi, made, "I know")
    await done(house)
    told = await phone.told(1)
    assert (told["kind"], told["tag"], told["body"], told["url"], told["fresh"]) == ("show", "comments", "Somebody commented", "/inbox/activity", True)
    await say(eve, "look, @ana")
    await done(house)
    told = await phone.told(2)
    assert (told["tag"], told["body"]) == ("mentions", "Somebody mentioned you")
    await ana.put("/activity/seen")
    await done(house)
    await phone.told(4)
    assert [one["kind"] for one in phone.got[2:]] == ["clear", "clear"]
    assert not [one for one in phone.got if "secret" in str(one) or "I know" in str(one) or "chidi" in str(one).lower()]


async def test_a_hundred_likes_are_not_a_hundred_pushes_and_what_is_undone_goes(house: House) -> None:
    ana, chidi, eve, phone = await three(house)
    await ana.patch("/me/notifications", {"likes": "everyone"})
    made = await say(ana)
    await chidi.put(f"/posts/{made['id']}/like")
    await done(house)
    assert (await phone.told(1))["body"] == "Somebody liked something of yours"
    await eve.put(f"/posts/{made['id']}/like")
    await done(house)
    assert len(phone.got) == 1
    await a_while_later(house.server)
    await done(house)
    assert (await phone.told(2))["body"] == "2 people liked something of yours"
    for who in (chidi, eve):
        await who.delete(f"/posts/{made['id']}/like")
        await done(house)
    assert phone.got[-1]["kind"] == "clear"


async def test_nobody_is_told_of_whom_they_did_not_choose_or_may_not_know(house: House) -> None:
    ana, chidi, eve, phone = await three(house)
    ben = await house.server.person("ben", 14)
    await ana.patch("/me/notifications", {"likes": "following", "comments": "following", "post_mentions": "nobody"})
    await ana.patch("/me/comment-settings", {"filter_words": ["rude"]})
    await ana.put("/users/chidi/mute")
    await follow(ana, eve)
    made = await say(ana)
    for who in (chidi, ben):
        await who.put(f"/posts/{made['id']}/like")
        await comment(who, made, "hm, @ana")
    await say(eve, "look, @ana")
    await comment(eve, made, "how rude")                # waits to be approved
    await done(house)
    assert phone.got == []
    await comment(eve, made, "how kind")
    await done(house)
    assert (await phone.told(1))["body"] == "Somebody commented"


async def test_in_quiet_hours_nothing_is_told(house: House) -> None:
    ana, chidi, _, phone = await three(house)
    now = datetime.now(UTC)
    await ana.patch("/me", {"quiet_hours": {"from": f"{(now.hour - 1) % 24:02}:00", "to": f"{(now.hour + 2) % 24:02}:00", "zone": "UTC"}})
    await comment(chidi, await say(ana))
    await done(house)
    assert phone.got == []
