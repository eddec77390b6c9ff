"""kill -9 in the middle of making renditions: what is made stays, and the next server goes on with what is missing."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api import Someone
from tests.kill.process import people_of, process
from tests.kill.settled import settled
from tests.media.sounds import video
from tests.posts.test_video import H264, fetched, looked, posted, whole


@pytest.fixture
def data() -> Iterator[Path]:
    with settled("") as folder:
        yield folder


async def until_begun(who: Someone, post: str) -> Any:
    """One rendition is there, and others are not."""
    async with asyncio.timeout(120):
        while not (now := (await who.get(f"/posts/{post}"))["video"])["renditions"]:
            await asyncio.sleep(0.02)
    return now


@pytest.mark.timeout(300)
async def test_the_ladder_goes_on(data: Path) -> None:
    config = data.parent / "settings.toml"
    async with process(data, "tests.kill.at_once", config=config) as first, people_of(first) as server:
        ana = await server.person("ana")
        # Long enough that the largest is not there at once.
        post = await posted(ana, video(*H264, size="960x540", seconds=8))
        begun = await until_begun(ana, post["id"])
        first.kill()
        await first.gone()
    assert ([one["lines"] for one in begun["renditions"]], begun["sprite"]) == ([360], None)
    media = post["media"][0]["media_id"]
    kept = data / "objects" / "media" / media / "360p"
    made_at = kept.stat().st_mtime_ns
    async with process(data, "tests.kill.at_once", config=config) as again, people_of(again) as server:
        her = Someone(server.client, {"account": ana.me, "token": ana.token})
        now = await whole(her, post["id"])
        assert [one["lines"] for one in now["video"]["renditions"]] == [360, 540]
        assert looked(await fetched(her, f"/posts/{post['id']}/media/{media}/540p"))[:2] == (960, 540)
        assert now["video"]["sprite"] is not None
    assert kept.stat().st_mtime_ns == made_at, "what was made is not made again"
