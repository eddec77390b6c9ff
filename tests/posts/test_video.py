"""A video in a post, made well after it can be seen: renditions of its size and smaller, playlists, stills, an even loudness;
for those who see the post, and gone with it."""

import asyncio
import io
from typing import Any

import av
import pytest

from tests.api import Server, Someone
from tests.media.sounds import video
from tests.media.uploading import ready
from tests.posts.saying import say

H264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-c:a", "aac")


async def whole(who: Someone, post: str) -> Any:
    """The post, once all is made of its video."""
    async with asyncio.timeout(120):
        while (now := await who.get(f"/posts/{post}"))["video"]["made"] is not None or not now["video"]["renditions"]:
            await asyncio.sleep(0.1)
    return now


async def fetched(who: Someone, path: str) -> bytes:
    answer = await who.ask("GET", path)
    assert answer.status_code == 302, (path, answer.text)
    answer = await who.client.get(answer.headers["location"])
    assert answer.status_code == 200, path
    return answer.content


async def posted(who: Someone, content: bytes, **more: Any) -> Any:
    media = await ready(who, content, "a clip.mp4", kind="video")
    return await say(who, "", kind="video", media=[{"media_id": media["id"]}], **more)


def looked(content: bytes) -> tuple[int, int, float, list[str]]:
    """Decoded to its end."""
    with av.open(io.BytesIO(content)) as opened:
        stream = opened.streams.video[0]
        assert sum(1 for _ in opened.decode(video=0)) > 1
        return stream.width, stream.height, opened.duration / 1_000_000, [one.codec_context.name for one in opened.streams]


# What is brought, and (lines, width, height) of what is made of it.
CLIPS: dict[str, tuple[bytes, list[tuple[int, int, int]]]] = {}


def clips() -> dict[str, tuple[bytes, list[tuple[int, int, int]]]]:
    portrait = video(*H264, size="406x720")
    return {
        "landscape": (video(*H264, size="640x360"), [(360, 640, 360)]),
        "portrait": (portrait, [(360, 360, 638), (406, 406, 720)][1:]),
        "no sound": (video(*H264[:-2], "-an", size="256x144"), [(144, 256, 144)]),
        "frames that come as they like": (video(*H264, "-vf", "select='not(mod(n,3))+lt(random(0),0.3)'", "-fps_mode", "vfr", size="320x180"), [(180, 320, 180)]),
        "HEVC": (video("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p", "-tag:v", "hvc1", "-c:a", "aac"), [(90, 160, 90)]),
        "VP9 and Opus": (video("-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "libopus", ending="webm"), [(90, 160, 90)]),
    }


@pytest.mark.timeout(240)
async def test_renditions_of_whatever_is_brought(server: Server) -> None:
    (ana,) = await server.people("ana")
    made = {name: await posted(ana, content) for name, (content, _) in clips().items()}
    for name, (_, wanted) in clips().items():
        now = await whole(ana, made[name]["id"])
        item, carried = now["media"][0], now["video"]
        path = f"/posts/{now['id']}/media/{item['media_id']}"
        assert [(one["lines"], one["width"], one["height"]) for one in carried["renditions"]] == wanted, name
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
        assert (await fetched(ana, f"{path}/sprite"))[:4] == b"RIFF"
        assert sprite["count"] <= sprite["columns"] * sprite["rows"] <= 100
