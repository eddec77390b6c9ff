"""Signed addresses: whole and in parts, good for some minutes, and worth nothing once a letter of them is another."""

import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from paperplane.media.files import rules
from tests.api import Server, Someone, refusal
from tests.client import chat, say
from tests.media.pictures import photo
from tests.media.uploading import objects, ready

BYTES = bytes(range(256)) * 2_000


async def address(who: Someone, room: str, media: Any, variant: str) -> str:
    await say(who, room, type="media", items=[{"media_id": media["id"]}])
    seq = (await who.get(f"/conversations/{room}"))["last_seq"]
    return (await who.ask("GET", f"/conversations/{room}/messages/{seq}/media/{media['id']}/{variant}")).headers["location"]


async def test_in_parts(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    url = await address(ana, await chat(ana, chidi), await ready(ana, BYTES, "Año «1».html"), "file")
    whole = await server.client.get(url)
    assert (whole.status_code, whole.content, whole.headers["content-length"]) == (200, BYTES, str(len(BYTES)))
    etag = whole.headers["etag"]
    for asked, first, last in (("bytes=0-99", 0, 99), ("bytes=100-", 100, len(BYTES) - 1), ("bytes=-5", len(BYTES) - 5, len(BYTES) - 1),
                               ("bytes=10-99999999", 10, len(BYTES) - 1)):
        for method in ("GET", "HEAD"):
            part = await server.client.request(method, url, headers={"range": asked})
            assert (part.status_code, part.headers["content-range"]) == (206, f"bytes {first}-{last}/{len(BYTES)}")
            assert part.headers["content-length"] == str(last - first + 1)
            assert part.content == (BYTES[first:last + 1] if method == "GET" else b"")
    for asked in (f"bytes={len(BYTES)}-", "bytes=-0"):
        none = await server.client.get(url, headers={"range": asked})
        assert (refusal(none), none.headers["content-range"]) == ("416 range_unknown", f"bytes */{len(BYTES)}")
    for asked in ("bytes=0-1,5-6", "lines=1-2", "bytes=9-1", "bytes=x-"):
        assert (await server.client.get(url, headers={"range": asked})).content == BYTES
    assert (await server.client.get(url, headers={"range": "bytes=0-9", "if-range": etag})).status_code == 206
    assert (await server.client.get(url, headers={"range": "bytes=0-9", "if-range": '"another"'})).status_code == 200
    assert (await server.client.get(url, headers={"if-none-match": etag})).status_code == 304


async def test_as_what_it_is_served(server: Server, tmp_path: Path) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    page, picture = await ready(ana, b"<script>alert(1)</script>", "Año «1».html", filetype="text/html"), await ready(ana, photo())
    for media, variant, kind in ((page, "file", "application/octet-stream"), (picture, "small", "image/webp")):
        answer = await server.client.get(await address(ana, room, media, variant))
        said = answer.headers
        assert (said["content-type"], said["x-content-type-options"]) == (kind, "nosniff")
        assert said["content-security-policy"] == "default-src 'none'; sandbox"
        assert said["cross-origin-resource-policy"] == "same-origin"
        assert said["cache-control"].startswith("private, max-age=")
        assert ("content-disposition" in said) == (variant == "file")
        assert "set-cookie" not in said
    told = (await server.client.get(await address(ana, room, page, "file"))).headers["content-disposition"]
    assert told == "attachment; filename=\"A_o _1_.html\"; filename*=UTF-8''A%C3%B1o%20%C2%AB1%C2%BB.html"
    assert objects(tmp_path)[f"media/{page['id']}/file"] == b"<script>alert(1)</script>"


async def test_a_letter_of_it_is_another(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    picture, file = await ready(ana, photo()), await ready(ana, BYTES, "x.txt")
    url, other = await address(ana, room, picture, "small"), await address(ana, room, file, "file")
    assert await address(ana, room, picture, "small") == url, "the same for some minutes, so that browsers find what they have"
    parts = urlsplit(url)
    said = {key: values[0] for key, values in parse_qs(parts.query).items()}
    later = {**said, "until": str(int(said["until"]) + 900)}
    wrong = [url.replace("/small", "/large"), url.replace(picture["id"], file["id"]), url[:-1] + ("0" if url[-1] != "0" else "1"),
             f"{parts.path}?{urlencode(later)}", f"{url}&name=page.html", other.replace("x.txt", "x.html"), url.replace("small", "source"),
             url.replace(said["sig"], parse_qs(urlsplit(other).query)["sig"][0])]
    for one in wrong:
        assert refusal(await server.client.get(one)) == "404 not_found", one
    for one in (parts.path, f"{parts.path}?until={said['until']}", f"{parts.path}?sig={said['sig']}&until=x"):
        assert refusal(await server.client.get(one)).startswith("400"), one
    assert (await server.client.get(url)).status_code == 200
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 1801)
    assert refusal(await server.client.get(url)) == "404 not_found"


def test_until_when() -> None:
    assert {rules.good_until(now, 900) for now in range(9000, 9900)} == {10_800}
    assert all(900 < rules.good_until(now, 900) - now <= 1_800 for now in range(9000, 12_000))
