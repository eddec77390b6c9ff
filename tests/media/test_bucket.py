"""A bucket in the place of our folder: what comes lies there, is fetched from there, and is gone from there."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from paperplane.core import clock
from paperplane.core.config import ConfigError, load
from paperplane.media.ladder import actions as ladder
from paperplane.web import WebClient
from tests.api import Server, Someone, serving
from tests.client import chat, live, say
from tests.media.bucket import URL, bucket, gate
from tests.media.pictures import opened, photo
from tests.media.sounds import video
from tests.media.test_messages import showing
from tests.media.test_view_once import view
from tests.media.uploading import begun, brought, chunk, made, ready, tus
from tests.messages.times import expire
from tests.posts.test_video import posted, whole

ELSEWHERE = "https://paper.example.org"


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    with bucket() as said:
        yield said


@pytest_asyncio.fixture
async def server(s3: dict[str, str], database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    async with serving(database, tmp_path, storage_url=URL, storage_origin=s3["AWS_ENDPOINT"]) as running:
        yield running


async def kept(server: Server, under: str = "") -> set[str]:
    return {key async for key in server.app.storage.keys(under)}


async def gone(server: Server, under: str) -> None:
    async with asyncio.timeout(60):
        while await kept(server, under):
            await asyncio.sleep(0.05)


async def led_to(who: Someone, room: str, seq: int, media: str, variant: str) -> str:
    answer = await who.ask("GET", f"/conversations/{room}/messages/{seq}/media/{media}/{variant}")
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


async def test_brought_shown_in_parts_and_gone(server: Server, s3: dict[str, str], tmp_path: Path) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    picture, moving = await ready(ana, photo((900, 600))), await made(ana, await brought(ana, video(), "x.mp4", 10_000))
    note = await ready(ana, b"<script>alert(1)</script>", "Año.html")
    await say(ana, room, **showing(picture, moving, note))
    assert await kept(server, "media/") == {f"media/{media['id']}/{variant}" for media, variants in (
        (picture, ("small", "medium", "large")), (moving, ("video", "poster")), (note, ("file",))) for variant in variants}
    await gone(server, "uploads/")
    async with httpx.AsyncClient() as anybody:
        url = await led_to(chidi, room, 1, picture["id"], "medium")
        assert url.startswith(s3["AWS_ENDPOINT"] + "/")
        answer = await anybody.get(url, headers={"origin": ELSEWHERE})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
        assert opened(answer.content).size == (900, 600)
        assert answer.headers["access-control-allow-origin"] in ("*", ELSEWHERE)
        assert (await anybody.get(url.replace("/medium", "/large"))).status_code == 403
        whole = await anybody.get(clip := await led_to(chidi, room, 1, moving["id"], "video"))
        part = await anybody.get(clip, headers={"range": "bytes=100-199"})
        assert (part.status_code, part.content) == (206, whole.content[100:200])
        assert part.headers["content-range"] == f"bytes 100-199/{len(whole.content)}"
        kept_as = await anybody.get(await led_to(chidi, room, 1, note["id"], "file"))
        assert kept_as.headers["content-type"] == "application/octet-stream"
        assert kept_as.headers["content-disposition"].startswith("attachment;")
        await ana.ask("POST", f"/conversations/{room}/changes", {"client_id": str(uuid4()), "change": {"type": "unsend", "seq": 1}})
        await gone(server, "media/")
        assert (await anybody.get(url)).status_code == 404
    assert not (tmp_path / "objects").exists()


async def test_what_is_made_of_a_posted_video(server: Server, s3: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "BEHIND", 0)
    ana, chidi = await server.people("ana", "chidi")
    post = await whole(ana, (await posted(ana, video(seconds=61, rate=2), cover={"at_ms": 500}))["id"])
    media = post["media"][0]["media_id"]
    async with httpx.AsyncClient() as anybody:
        said = (await chidi.ask("GET", f"/posts/{post['id']}/hls/90p.m3u8")).text
        url = said.splitlines()[-2]
        assert url.startswith(s3["AWS_ENDPOINT"] + "/")
        part = await anybody.get(url, headers={"range": "bytes=0-99"})
        assert (part.status_code, part.headers["content-type"], part.content[4:8]) == (206, "video/mp4", b"ftyp")
        for name in ("sprite", "poster"):
            still = await anybody.get((await chidi.ask("GET", f"/posts/{post['id']}/media/{media}/{name}")).headers["location"])
            assert (still.status_code, still.headers["content-type"]) == (200, "image/webp")
    assert await kept(server, f"media/{media}/") >= {f"media/{media}/{name}" for name in ("video", "poster", "90p", "sprite")}
    await ana.delete(f"/posts/{post['id']}")
    async with server.app.db.tx() as tx:
        await tx.do("update posts set deleted_at = $1", clock.now() - timedelta(seconds=31))
    await gone(server, f"media/{media}/")


async def test_what_is_made_of_a_posted_video_waits_for_a_bucket_that_is_away(s3: dict[str, str], database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "BEHIND", 0)
    monkeypatch.setattr(ladder, "REST_S", 0.2)
    monkeypatch.setattr(ladder, "EVERY_S", 0.2)
    async with gate(s3["AWS_ENDPOINT"]) as (stands, endpoint):
        for name, value in {**s3, "AWS_ENDPOINT": endpoint}.items():
            monkeypatch.setenv(name, value)
        async with serving(database, tmp_path, storage_url=URL, storage_origin=endpoint) as server:
            ana = await server.person("ana")
            async with live(server, ana) as hers:
                post = await posted(ana, video(size="640x480"))
                await hers.take("video", done=1)
                stands.close()
                async with asyncio.timeout(60):
                    while stands.refused < 4:       # more often than what fails of itself is tried
                        await asyncio.sleep(0.05)
                now = await ana.get(f"/posts/{post['id']}")
                assert (now["state"], now["video"]["made"] is None) == ("published", False), "it is not given up"
                stands.shut = False
            assert [one["lines"] for one in (await whole(ana, post["id"]))["video"]["renditions"]] == [360, 480]
            assert not list((tmp_path / "making").glob("*"))
            for one in await kept(server):      # the bucket is that of all these tests, and some say what is in it
                await server.app.storage.delete(one)


async def test_seen_once_and_gone(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await say(ana, room, **showing(await ready(ana, photo()), view_once=True))
    (shown,) = await view(chidi, room, 1)
    async with httpx.AsyncClient() as anybody:
        for url in shown["addresses"].values():
            assert (await anybody.get(url)).status_code == 200
        await expire(server, room)
        await gone(server, "media/")
        assert {(await anybody.get(url)).status_code for url in shown["addresses"].values()} == {404}


async def test_taken_back_it_leaves_nothing(server: Server) -> None:
    ana = await server.person("ana")
    place = await begun(ana, 3_000_000)
    for start in (0, 1_000_000):
        assert (await chunk(ana, place, start, bytes(1_000_000))).status_code == 204
    assert len(await kept(server, "uploads/")) == 2
    assert (await tus(ana, ana.client, "DELETE", place)).status_code == 204
    assert await kept(server) == set()


def test_a_bucket_s_origin_is_said_and_is_one() -> None:
    for said in ({}, {"storage_origin": "albums.s3.example.org"}, {"storage_origin": "https://x; script-src *"}, {"storage_origin": "https://x/y"}):
        with pytest.raises(ConfigError, match="storage_origin"):
            load({"storage_url": URL, **said}, environ={})
    assert load({"storage_url": URL, "storage_origin": "https://x.example:9000"}, environ={}).storage_origin


async def test_its_origin_may_be_shown(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("x")
    told: list[dict[str, object]] = []

    async def send(message: object) -> None:
        told.append(message)  # type: ignore[arg-type]
    client = WebClient(tmp_path, "https://albums.s3.example.org")
    await client({"type": "http", "method": "GET", "path": "/", "headers": []}, None, send)
    policy = dict(told[0]["headers"])[b"content-security-policy"].decode()  # type: ignore[call-overload]
    assert "img-src 'self' https://albums.s3.example.org blob: data:;" in policy
    assert "media-src 'self' https://albums.s3.example.org blob:;" in policy
    assert "connect-src 'self' https://albums.s3.example.org;" in policy
    assert policy.count("example.org") == 3
    assert "script-src" not in policy
