"""A video in a post, made well after it can be seen: renditions of its size and smaller, playlists, stills, an even loudness;
for those who see the post, and gone with it."""

import asyncio
import io
import re
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import imageio_ffmpeg
import pytest

from paperplane.core import clock
from paperplane.media.ladder import actions as ladder
from paperplane.media.ladder import steps
from paperplane.media.ladder.rules import rungs
from paperplane.media.ladder.types import Stepped
from paperplane.media.making import worker
from paperplane.media.making.worker import ChildDied
from tests.api import Server, Someone
from tests.client import Socket, live
from tests.media.pictures import opened
from tests.media.sounds import video
from tests.media.uploading import objects, ready, until_gone
from tests.posts.saying import say

H264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-c:a", "aac")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that is busy with other tests it would wait for minutes."""
    monkeypatch.setattr(ladder, "BEHIND", 0)


async def whole(who: Someone, post: str) -> Any:
    """The post, once all is made of its video."""
    async with asyncio.timeout(120):
        while (now := await who.get(f"/posts/{post}"))["video"]["made"] is not None or not now["video"]["renditions"]:
            await asyncio.sleep(0.1)
    return now


@asynccontextmanager
async def awake(socket: Socket) -> AsyncIterator[None]:
    """It is kept, however long a busy machine is at work."""
    async def say() -> None:
        while True:
            await socket.say("ping")
            await asyncio.sleep(5)
    saying = asyncio.create_task(say())
    try:
        yield
    finally:
        saying.cancel()


async def fetched(who: Someone, path: str) -> bytes:
    answer = await who.ask("GET", path)
    assert answer.status_code == 302, (path, answer.text)
    answer = await who.client.get(answer.headers["location"])
    assert answer.status_code == 200, path
    return answer.content


async def posted(who: Someone, content: bytes, **more: Any) -> Any:
    media = await ready(who, content, "a clip.mp4", kind="video")
    return await say(who, "", kind="video", media=[{"media_id": media["id"]}], **more)


def turned(content: bytes) -> bytes:
    """A quarter turn, which is only written down."""
    with TemporaryDirectory() as folder:
        lying, standing = Path(folder) / "lying.mp4", Path(folder) / "standing.mp4"
        lying.write_bytes(content)
        subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-display_rotation", "90", "-i", str(lying), "-c", "copy", str(standing)], check=True)
        return standing.read_bytes()


def loudness(content: bytes) -> float:
    done = subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-i", "-", "-af", "ebur128=framelog=quiet", "-f", "null", "-"],
                          input=content, capture_output=True, check=True)
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", done.stderr.decode())[-1])


def looked(content: bytes) -> tuple[int, int, float, list[str]]:
    """Decoded to its end."""
    with av.open(io.BytesIO(content), mode="r") as playing:
        stream = playing.streams.video[0]
        assert sum(1 for _ in playing.decode(video=0)) > 1
        return stream.width, stream.height, (playing.duration or 0) / 1_000_000, [one.codec_context.name for one in playing.streams]


def clips() -> dict[str, tuple[bytes, list[tuple[int, int, int]]]]:
    """What is brought, and (lines, width, height) of what is made of it."""
    return {
        "landscape": (video(*H264, size="960x540"), [(360, 640, 360), (540, 960, 540)]),
        "portrait, and turned by whoever plays it": (turned(video(*H264, size="320x180")), [(180, 180, 320)]),
        "no sound": (video(*H264[:-2], "-an", size="144x256"), [(144, 144, 256)]),
        "frames that come as they like": (video(*H264, "-vf", "select=lt(random(0)\\,0.5)", "-fps_mode", "vfr"), [(90, 160, 90)]),
        "HEVC": (video("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p", "-c:a", "aac"), [(90, 160, 90)]),
        "VP9 and Opus": (video("-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "libopus", ending="webm"), [(90, 160, 90)]),
    }


@pytest.mark.timeout(240)
async def test_renditions_of_whatever_is_brought(server: Server) -> None:
    (ana,) = await server.people("ana")
    for name, (brought_as, wanted) in clips().items():
        now = await whole(ana, (await posted(ana, brought_as))["id"])
        item, carried = now["media"][0], now["video"]
        path = f"/posts/{now['id']}/media/{item['media_id']}"
        assert [(one["lines"], one["width"], one["height"]) for one in carried["renditions"]] == wanted, name
        assert (item["width"], item["height"]) == wanted[-1][1:], name
        assert (carried["hls"], carried["captions"], carried["cover"]) == (False, [], None)
        assert (carried["loudness"] is None) == (name == "no sound")
        for one in carried["renditions"]:
            content = await fetched(ana, f"{path}/{one['lines']}p")
            width, height, lasts_s, codecs = looked(content)
            assert (width, height, len(content)) == (one["width"], one["height"], one["bytes"]), name
            assert codecs == (["h264"] if name == "no sound" else ["h264", "aac"]), name
            assert abs(lasts_s * 1000 - item["duration_ms"]) < 300, name
            assert content.index(b"moov") < content.index(b"mdat"), "it begins to play before it is there"
        sprite = carried["sprite"]
        still = opened(await fetched(ana, f"{path}/sprite"))
        assert still.size == (sprite["columns"] * sprite["width"], sprite["rows"] * sprite["height"])
        assert sprite["count"] <= sprite["columns"] * sprite["rows"] <= 100
        assert await ana.refused("GET", f"{path}/2160p") == "404 not_found"
        assert carried["peaks"] == (name != "no sound")
        if carried["peaks"]:
            peaks = await fetched(ana, f"{path}/peaks")
            assert abs(len(peaks) * 50 - item["duration_ms"]) < 300, name
            assert max(peaks) == 255, name
        else:
            assert await ana.refused("GET", f"{path}/peaks") == "404 not_found"


@pytest.mark.timeout(240)
async def test_ten_minutes_come_part_by_part_to_who_may_see_them(server: Server, tmp_path: Path) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await chidi.put("/users/ana/follow")
    async with live(server, ana) as hers, awake(hers):
        made = await posted(ana, video(*H264, size="256x144", seconds=600, rate=5), audience="followers")
        now = await whole(ana, made["id"])
        assert [(await hers.take("video", done=done))["of"] for done in (1, 2, 3)] == [3, 3, 3]
    assert ([one["lines"] for one in now["video"]["renditions"]], now["video"]["hls"], now["video"]["sprite"]["count"]) == ([144], True, 100)
    assert (await chidi.get(f"/posts/{made['id']}"))["video"]["made"] is None
    lists = f"/posts/{made['id']}/hls"
    main = (await chidi.ask("GET", f"{lists}/main.m3u8")).text
    assert re.findall(r"RESOLUTION=(\S+),CODECS=\"(.*)\"\n(.*)", main) == [("256x144", "avc1.64000d,mp4a.40.2", "144p.m3u8")]
    one = (await chidi.ask("GET", f"{lists}/144p.m3u8")).text
    places = re.findall(r"#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.*)", one)
    assert abs(sum(float(lasts) for lasts, *_ in places) - 600) < 1
    head, (address,) = int(re.findall(r'BYTERANGE="(\d+)@0"', one)[0]), {where for *_, where in places}
    begin = (await chidi.client.get(address, headers={"range": f"bytes=0-{head - 1}"})).content
    for _, size, at in [places[0][:3], places[77][:3], places[-1][:3]]:
        part = await chidi.client.get(address, headers={"range": f"bytes={at}-{int(at) + int(size) - 1}"})
        assert part.status_code == 206
        assert looked(begin + part.content)[:2] == (256, 144)
    for who, name in ((eve, "main.m3u8"), (eve, "144p.m3u8"), (chidi, "360p.m3u8"), (chidi, "..%2Fx")):
        assert await who.refused("GET", f"{lists}/{name}") == "404 not_found"
    await ana.delete("/users/chidi/follower")
    media = now["media"][0]["media_id"]
    for path in (f"{lists}/main.m3u8", f"{lists}/144p.m3u8", f"/posts/{made['id']}/media/{media}/144p", f"/posts/{made['id']}/media/{media}/sprite", f"/posts/{made['id']}/media/{media}/peaks"):
        assert await chidi.refused("GET", path) == "404 not_found"
    assert {f"media/{media}/{name}" for name in ("video", "poster", "144p", "sprite", "peaks")} == {name for name in objects(tmp_path) if media in name}
    await ana.delete(f"/posts/{made['id']}")
    async with server.app.db.tx() as tx:
        await tx.do("update posts set deleted_at = $1", clock.now() - timedelta(seconds=31))
    await until_gone(tmp_path, media)
    async with asyncio.timeout(60):     # the rows go after the objects
        while any([await server.count(table) for table in ("video_ladders", "renditions", "media")]):
            await asyncio.sleep(0.05)


async def test_as_loud_as_the_others(server: Server) -> None:
    ana = await server.person("ana")
    for volume in ("-22dB", "12dB"):
        now = await whole(ana, (await posted(ana, video(*H264, "-af", f"volume={volume},alimiter", seconds=3)))["id"])
        content = await fetched(ana, f"/posts/{now['id']}/media/{now['media'][0]['media_id']}/90p")
        # What is very quiet is lifted by nine, no more.
        assert abs(loudness(content) - max(-16 if volume == "12dB" else -99, min(-16, now["video"]["loudness"] + 9))) < 1.5, volume


async def test_a_message_gets_no_renditions(server: Server) -> None:
    ana = await server.person("ana")
    await ready(ana, video(), "x.mp4")
    draft = await posted(ana, video(), draft=True)
    assert (draft["video"]["renditions"], await server.count("video_ladders")) == ([], 0)
    await ana.patch(f"/posts/{draft['id']}", {"draft": False})
    await whole(ana, draft["id"])


async def test_what_cannot_be_made_is_tried_twice(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    async def dies(_: Any) -> Stepped:
        tried.append(1)
        raise ChildDied(slow=False)
    monkeypatch.setattr(steps, "run_step", dies)
    ana = await server.person("ana")
    post = await posted(ana, video())
    async with asyncio.timeout(60):
        while not tried or (now := await ana.get(f"/posts/{post['id']}"))["video"]["made"] is not None:
            await asyncio.sleep(0.05)
    assert (now["state"], now["video"]["renditions"], len(tried)) == ("published", [], 2)


def test_which_sizes() -> None:
    assert [rungs(*size) for size in ((1920, 1080), (1080, 1920), (3840, 2160), (1280, 720), (480, 848), (640, 361), (37, 100))] == [
        [360, 720, 1080], [360, 720, 1080], [360, 720, 1080], [360, 720], [360, 480], [360], [36]]


@pytest.mark.parametrize("said", [b'{"codecs":"avc1\\"\\n#EXTM3U"}', b'{"codecs":"avc1\\n"}', b'{"width":40000}', b'{"parts":[[-1,5]]}', b'{"head":3000000000}', b'{"loudness":1e999}', b"{}x"])
def test_what_a_child_says_that_cannot_be_is_as_if_it_had_died(said: bytes) -> None:
    with pytest.raises(ChildDied):
        worker._read(said, Stepped)


def test_what_a_child_says() -> None:
    made = worker._read(b'{"codecs":"avc1.64001f,mp4a.40.2","width":640,"height":360,"bytes":5000000000,"head":900,"parts":[[4000,70000]]}', Stepped)
    assert (made.codecs, made.parts) == ("avc1.64001f,mp4a.40.2", [(4000, 70000)])
