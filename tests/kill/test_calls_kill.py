"""kill -9 while it rings, and while two talk: what rings is missed once, who talks talks on, and both are free for the next."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calls.ringing import answered, asked, lines, outcomes, rung, stands
from tests.client import chat
from tests.kill.process import people_of, process
from tests.kill.settled import settled

HASTY = """
call_ring_s = 3
call_unseen_s = 4
"""


@pytest.fixture
def data() -> Iterator[Path]:
    with settled(HASTY) as folder:
        yield folder


@pytest.mark.timeout(300)
async def test_the_server_is_killed_in_calls(data: Path) -> None:
    config = data.parent / "settings.toml"
    async with process(data, config=config) as first, people_of(first) as server:
        ana, chidi, dana, fatou = await server.people("ana", "chidi", "dana", "fatou")
        rings, talks = await chat(ana, chidi), await chat(dana, fatou)
        async with lines(server, ana, dana, fatou) as (hers, danas, fatous):
            call = await rung(danas, talks)
            await answered(danas, fatous, call)
            await asked(danas, "call_here", call, talking=True)
            missed = await rung(hers, rings)
            first.kill()
            await first.gone()
    async with process(data, config=config) as again, people_of(again) as server:
        for who in (ana, chidi, dana, fatou):
            who.client = server.client
        async with lines(server, ana, chidi, dana, fatou) as (hers, his, danas, fatous):
            for one in (danas, fatous):     # as clients do whose socket came back
                assert (await asked(one, "call_here", call, talking=True))["call"]["state"] == "active"
            async with asyncio.timeout(60):
                while await outcomes(chidi, rings) != ["missed"]:
                    await asyncio.sleep(0.1)
            assert (await asked(his, "call_answer", missed))["code"] == "not_found"
            assert (await asked(fatous, "call_end", call))["call"]["outcome"] == "ended"
            assert await outcomes(dana, talks) == ["ended"]
            assert await outcomes(ana, rings) == ["missed"]
            assert (await chidi.get(f"/conversations/{rings}"))["unread"] == 1
            await stands(his, await rung(hers, rings), "ringing")
            await rung(danas, talks)
