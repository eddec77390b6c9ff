"""Hashtags are found by how they begin; what stands only in posts that one may not see is not there."""

from typing import Any
from urllib.parse import quote

import pytest

from paperplane.posts.tags import reads
from tests.api import Server, Someone
from tests.posts.saying import friends, say


async def found(who: Someone, typed: str) -> list[tuple[str, int, bool]]:
    answer: Any = await who.get(f"/tags?q={quote(typed)}")
    return [(one["tag"], one["post_count"], one["more"]) for one in answer["tags"]]


async def test_as_one_types_the_word_itself_first(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    for text in ("#Sea", "#seagull one", "#seagull two", "#seaside #sand", "#se", "#sf", "#SÉance"):
        await say(ana, text)
    for typed in ("sea", "#sea", " #SEA "):
        assert await found(chidi, typed) == [("sea", 1, False), ("seagull", 2, False), ("seance", 1, False), ("seaside", 1, False)]
    assert await found(chidi, "seag") == [("seagull", 2, False)]
    for typed in ("nothing", "#", "%", "sea%", "_ea", "ea"):
        assert await found(chidi, typed) == [], typed


async def test_what_may_not_be_seen_is_neither_found_nor_counted(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    ben = await server.person("ben", 14)
    await friends(ana, chidi)
    await say(ana, "#sea #seasecret", audience="friends")
    await say(ana, "#seamine", audience="only_me")
    await say(ana, "#seadraft", draft=True)
    gone = await say(ana, "#seagone")
    await ana.delete(f"/posts/{gone['id']}")
    await say(ben, "#seaben")
    await say(dana, "#sea")
    assert await found(chidi, "sea") == [("sea", 2, False), ("seasecret", 1, False)]
    assert await found(dana, "sea") == [("sea", 1, False)]
    assert [tag for tag, _, _ in await found(ana, "sea")] == ["sea", "seamine", "seasecret"]
    await dana.put("/users/chidi/block")
    assert await found(chidi, "sea") == [("sea", 1, False), ("seasecret", 1, False)]
    await ana.put("/users/dana/block")
    assert await found(ana, "sea") == [("sea", 1, False), ("seamine", 1, False), ("seasecret", 1, False)]
    await chidi.put("/users/ana/mute")
    assert await found(chidi, "seas") == [("seasecret", 1, False)], "as on the page of the tag"


async def test_no_more_are_counted_than_are_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "COUNTED", 2)
    ana, chidi = await server.people("ana", "chidi")
    await say(ana, "#sea", audience="only_me")
    for _ in range(2):
        await say(ana, "#sea")
    assert await found(chidi, "sea") == [("sea", 2, False)], "that there is one that is hidden shows nowhere"
    assert await found(ana, "sea") == [("sea", 2, True)]


async def test_hidden_tags_take_nobody_s_place(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "CANDIDATES", 3)
    ana, chidi = await server.people("ana", "chidi")
    for number in range(4):
        await say(ana, f"#cat{number}hidden", audience="only_me")
    for tag in ("cats", "catz"):
        await say(ana, f"#{tag}")
    assert [tag for tag, _, _ in await found(chidi, "cat")] == ["cats", "catz"]
    assert len(await found(ana, "cat")) == 3
