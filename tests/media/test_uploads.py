"""tus 1.0.0, as its text says; what of it is ours; and that nobody else gets at an upload."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from paperplane.core.errors import Unavailable
from paperplane.core.limits import Limits, Sizes
from paperplane.core.storage import Storage
from paperplane.media.uploads import actions
from tests.api import API, Server, Someone, refusal, serving
from tests.media.uploading import CHUNK, begun, brought, chunk, made, metadata, objects, tus

BYTES = bytes(range(256)) * 40


async def place_of(who: Someone, place: str) -> int:
    return int((await tus(who, who.client, "HEAD", place)).headers["upload-offset"])


async def test_what_is_spoken(server: Server) -> None:
    for path in ("/uploads", "/uploads/00000000-0000-4000-8000-000000000000"):
        answer = await server.client.options(API + path)
        assert answer.status_code == 204
        assert answer.headers["tus-version"] == answer.headers["tus-resumable"] == "1.0.0"
        assert set(answer.headers["tus-extension"].split(",")) == {"creation", "creation-with-upload", "expiration", "termination", "checksum"}
        assert answer.headers["tus-max-size"] == str(1024**3)
        assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256"


async def test_a_file_in_chunks(server: Server, tmp_path: Path) -> None:
    ana = await server.person("ana")
    place = await begun(ana, len(BYTES), "C:\\tmp\\../notes?.bin", kind="file")
    answer = await tus(ana, ana.client, "HEAD", place)
    assert (answer.headers["upload-offset"], answer.headers["upload-length"]) == ("0", str(len(BYTES)))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["upload-expires"].endswith("GMT")
    for start in (0, 4000):
        answer = await chunk(ana, place, start, BYTES[start:start + 4000])
        assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(start + 4000))
    assert refusal(await chunk(ana, place, 0, BYTES[:100])) == "409 offset"
    assert await place_of(ana, place) == 8000
    assert len([name for name in objects(tmp_path) if name.startswith("uploads/")]) == 2, "an object a chunk"
    assert (await ana.get(place.removeprefix(API)))["media"] is None
    assert (await chunk(ana, place, 8000, BYTES[8000:])).headers["upload-offset"] == str(len(BYTES))
    media = await made(ana, place.rpartition("/")[2])
    assert (media["state"], media["kind"], media["name"], media["bytes"]) == ("ready", "file", "notes_.bin", len(BYTES))
    now = await ana.get(place.removeprefix(API))
    assert (now["offset"], now["media"]) == (len(BYTES), media)
    assert await place_of(ana, place) == len(BYTES), "who missed the last answer asks, and learns that it is whole"
    assert objects(tmp_path) == {f"media/{media['id']}/file": BYTES}


async def test_with_the_first_chunk(server: Server) -> None:
    ana = await server.person("ana")
    said = {"upload_length": str(len(BYTES)), "upload_metadata": metadata(filename="x")}
    answer = await tus(ana, ana.client, "POST", "/uploads", BYTES[:100], **said)
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "100")
    answer = await tus(ana, ana.client, "POST", "/uploads", BYTES, **said)
    assert answer.headers["upload-offset"] == str(len(BYTES))
    assert (await made(ana, answer.headers["location"].rpartition("/")[2]))["state"] == "ready"


async def test_a_chunk_that_is_not_what_was_meant(server: Server, tmp_path: Path) -> None:
    ana = await server.person("ana")
    for algorithm in ("sha1", "sha256"):
        place = await begun(ana, len(BYTES) + 1)
        digest = base64.b64encode(hashlib.new(algorithm, BYTES).digest()).decode()
        wrong = await chunk(ana, place, 0, BYTES[:-1] + b"x", upload_checksum=f"{algorithm} {digest}")
        assert refusal(wrong) == "460 checksum_mismatch"
        assert await place_of(ana, place) == 0
        assert not [name for name in objects(tmp_path) if place.rpartition("/")[2] in name]
        assert refusal(await chunk(ana, place, 0, BYTES, upload_checksum=f"md5 {digest}")) == "400 checksum_unknown"
        assert (await chunk(ana, place, 0, BYTES, upload_checksum=f"{algorithm} {digest}")).status_code == 204


CREATIONS: list[tuple[dict[str, str], str]] = [
    ({"tus_resumable": "0.2.2"}, "412 tus_version"), ({"tus_resumable": ""}, "412 tus_version"),
    ({"upload_length": ""}, "400 header_invalid"), ({"upload_length": "-1"}, "400 header_invalid"),
    ({"upload_length": "1e3"}, "400 header_invalid"), ({"upload_length": "0"}, "400 upload_empty"),
    ({"upload_length": str(1024**3 + 1)}, "413 too_large"), ({"upload_metadata": "filename !!!"}, "400 metadata_invalid"),
    ({"upload_metadata": metadata(kind="program")}, "400 kind_unknown"),
]


async def test_what_cannot_be_begun(server: Server) -> None:
    ana = await server.person("ana")
    for said, code in CREATIONS:
        assert refusal(await tus(ana, ana.client, "POST", "/uploads", **{"upload_length": "10", **said})) == code
    assert await server.count("uploads") == 0


CHUNKS: list[tuple[bytes, dict[str, str], str]] = [
    (b"x", {"content_type": "application/json"}, "415 unsupported_media_type"), (b"x", {"upload_offset": ""}, "400 header_invalid"),
    (b"x", {"upload_offset": "1"}, "409 offset"), (b"x" * 101, {}, "413 too_large"), (b"x", {"tus_resumable": ""}, "412 tus_version"),
]


async def test_what_is_no_chunk(server: Server, tmp_path: Path) -> None:
    ana = await server.person("ana")
    place = await begun(ana, 100)
    for content, said, code in CHUNKS:
        assert refusal(await tus(ana, ana.client, "PATCH", place, content, **{"upload_offset": "0", **said})) == code
        assert await place_of(ana, place) == 0
    assert objects(tmp_path) == {}


async def test_no_other_door_takes_as_much(server: Server) -> None:
    ana = await server.person("ana")
    room = 512 * 1024
    place = await begun(ana, room)
    assert refusal(await ana.ask("PATCH", "/me", {"x": "y" * room})) == "413 too_large"
    assert (await chunk(ana, place, 0, bytes(room))).status_code == 204


async def test_of_two_at_once_one_wins(server: Server, tmp_path: Path) -> None:
    ana = await server.person("ana")
    content = bytes(4 * 1024 * 1024)
    place = await begun(ana, len(content))
    answers = await asyncio.gather(*(chunk(ana, place, 0, content) for _ in range(4)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 204
    assert set(codes[1:]) <= {409, 423}
    media = await made(ana, place.rpartition("/")[2])
    assert objects(tmp_path) == {f"media/{media['id']}/file": content}


async def test_a_chunk_cut_short_is_kept_as_far_as_it_came(server: Server) -> None:
    ana = await server.person("ana")
    place = await begun(ana, 3_000_000)

    async def half() -> Any:
        yield b"x" * 1_000_000
        raise httpx.ReadError("gone")

    with pytest.raises(httpx.HTTPError):
        await ana.client.patch(place, content=half(), headers={
            "tus-resumable": "1.0.0", **CHUNK, "upload-offset": "0", "authorization": f"Bearer {ana.token}", "content-length": "3000000"})
    async with asyncio.timeout(30):
        while (answer := await tus(ana, ana.client, "HEAD", place)).headers["upload-offset"] == "0":
            await asyncio.sleep(0.05)
    assert int(answer.headers["upload-offset"]) <= 1_000_000


async def test_somebody_elses_is_not_there(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    place = await begun(ana, 10)
    nowhere = f"{API}/uploads/00000000-0000-4000-8000-000000000000"
    for who, code in ((eve, 404), (None, 401)):
        for where in (place, nowhere):
            for method, content in (("HEAD", None), ("PATCH", b"x" * 10), ("DELETE", None), ("GET", None)):
                answer = await tus(who, server.client, method, where, content, upload_offset="0")
                assert answer.status_code == code, (method, where)
    assert await place_of(ana, place) == 0
    media = await brought(ana, b"mine")
    assert (await eve.ask("GET", f"/media/{media}")).status_code == 404
    assert (await ana.ask("GET", f"/media/{media}")).status_code == 200


async def test_another_sites_page_uploads_nothing(server: Server) -> None:
    ana = await server.person("ana")
    cookie = {"cookie": f"paperplane_session={ana.token}", "origin": "https://evil.example", "x_paperplane_web": "1"}
    assert refusal(await tus(None, server.client, "POST", "/uploads", upload_length="10", **cookie)) == "403 csrf"
    place = await begun(ana, 10)
    assert refusal(await tus(None, server.client, "PATCH", place, b"x" * 10, upload_offset="0", **cookie)) == "403 csrf"
    assert await place_of(ana, place) == 0


async def test_taken_back(server: Server, tmp_path: Path) -> None:
    ana = await server.person("ana")
    place = await begun(ana, len(BYTES))
    await chunk(ana, place, 0, BYTES[:500])
    assert (await tus(ana, ana.client, "DELETE", place)).status_code == 204
    assert (await tus(ana, ana.client, "HEAD", place)).status_code == 404
    assert objects(tmp_path) == {}
    assert await server.count("upload_parts") == 0


async def test_limits(database: str, tmp_path: Path) -> None:
    sizes = Sizes(uploads_open=2, upload_parts=2, upload_chunk_bytes=1000)
    async with serving(database, tmp_path, limits=Limits(sizes=sizes)) as server:
        ana, chidi = await server.people("ana", "chidi")
        place, _ = await begun(ana, 5000), await begun(ana, 10)
        assert refusal(await tus(ana, ana.client, "POST", "/uploads", upload_length="10")) == "429 rate_limited"
        await begun(chidi, 10)
        assert refusal(await chunk(ana, place, 0, bytes(1001))) == "413 too_large"
        for start in (0, 1000):
            assert (await chunk(ana, place, start, bytes(1000))).status_code == 204
        assert refusal(await chunk(ana, place, 2000, bytes(1000))) == "409 too_many_parts"


async def test_so_much_a_day(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, limits_enabled=True) as server:
        ana = await server.person("ana")
        asked = {"upload_length": str(1024**3)}
        for _ in range(5):
            assert (await tus(ana, ana.client, "POST", "/uploads", **asked)).status_code == 201
        assert refusal(await tus(ana, ana.client, "POST", "/uploads", **asked)) == "429 rate_limited"


async def test_what_nobody_finishes_goes(server: Server, tmp_path: Path) -> None:
    from paperplane.media.uploads.actions import expire

    ana = await server.person("ana")
    place, other = await begun(ana, len(BYTES)), await begun(ana, len(BYTES))
    for one in (place, other):
        await chunk(ana, one, 0, BYTES[:500])
    async with server.app.db.tx() as tx:
        await tx.do("update uploads set expires_at = now() where id = $1", place.rpartition("/")[2])
    assert (await tus(ana, ana.client, "HEAD", place)).status_code == 404
    assert refusal(await chunk(ana, place, 500, BYTES[500:])) == "404 not_found"
    expiring = asyncio.create_task(expire(server.app.db, server.app.storage))
    async with asyncio.timeout(30):
        while await server.count("uploads") == 2:
            await asyncio.sleep(0.02)
    expiring.cancel()
    assert [name.split("/")[1] for name in objects(tmp_path)] == [other.rpartition("/")[2]]
    assert await place_of(ana, other) == 500


async def test_a_part_whose_answer_is_lost_is_still_there(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is noted in the database is on disk, also where nobody heard that it was."""
    ana = await server.person("ana")
    place = await begun(ana, len(BYTES), "notes.bin", kind="file")
    note = actions._noted

    async def unheard(*given: Any) -> None:
        await note(*given)
        raise Unavailable
    monkeypatch.setattr(actions, "_noted", unheard)
    assert (await chunk(ana, place, 0, BYTES[:4000])).status_code == 503
    monkeypatch.undo()
    assert await place_of(ana, place) == 4000
    assert (await chunk(ana, place, 4000, BYTES[4000:])).status_code == 204
    media = await made(ana, place.rpartition("/")[2])
    assert (media["state"], media["bytes"]) == ("ready", len(BYTES))


async def _first(pieces: AsyncIterator[bytes], most: int) -> AsyncIterator[bytes]:
    """Of zeros: so many, or a little more."""
    came = 0
    while came < most:
        came += len(piece := await anext(pieces))
        yield piece


async def test_a_disk_that_is_slow_is_not_the_sender_s_fault(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the server itself keeps a body waiting, whoever looks at the connection forgets what has come of it so far."""
    async with serving(database, tmp_path, limits=Limits(sizes=Sizes(slow_s=2))) as server:
        ana = await server.person("ana")
        content = bytes(8 * 1024 * 1024)
        place = await begun(ana, len(content), "notes.bin", kind="file")
        put = Storage.put_stream

        async def slowly(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
            came = [len(piece) async for piece in _first(pieces, 1024 * 1024)]
            yield bytes(sum(came))
            async with asyncio.timeout(30):
                while not any(one.flow.read_paused and not one._moved for one in server.state.connections):  # type: ignore[union-attr]
                    await asyncio.sleep(0.02)
            async for piece in pieces:
                yield piece
        monkeypatch.setattr(Storage, "put_stream", lambda self, key, pieces, **how: put(self, key, slowly(aiter(pieces)), **how))
        answer = await chunk(ana, place, 0, content)
        assert answer.status_code == 204, answer.text
