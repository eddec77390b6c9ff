"""What was made to harm is refused with a reason, or handed on as bytes that nobody opens; and nothing of it stays."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from paperplane.core.limits import Sizes
from paperplane.media.making import actions, rules
from paperplane.media.making.types import Asked
from paperplane.media.making.worker import ENVIRONMENT, ChildDied, found, run
from paperplane.media.types import VARIANTS, Made
from tests.api import Server, serving
from tests.media import hostile
from tests.media.pictures import opened, photo
from tests.media.sounds import speech, video
from tests.media.uploading import begun, brought, chunk, made, objects, until_gone
from tests.messages.packs import moving

# Whatever can be said of a file that is broken in some way.
REASONS = {"picture_invalid", "picture_too_many_pixels", "media_invalid", "not_a_video", "not_a_sound", "too_many_streams",
           "video_too_large", "video_too_many_frames", "video_too_long", "voice_too_long"}
NICE = 10
SECRET = b"a word that stands in no upload"


def asked_of(folder: Path, content: bytes, wish: Any = None, **sizes: int) -> Asked:
    folder.mkdir(parents=True)
    (folder / "source").write_bytes(content)
    sniffed = rules.sniff(content[:rules.HEAD])
    assert sniffed
    return actions.asked_of(folder, sniffed, wish, rules.kind(sniffed, wish), Sizes(**sizes))


@pytest.mark.timeout(240)
def test_of_each_loop_its_own_places() -> None:
    """What was waited for in one loop, waits in another too, as in one test after the other."""
    async def crowd() -> list[int]:
        async def one(number: int) -> int:
            async with actions.places().light:
                await asyncio.sleep(0)
                return number
        return await asyncio.gather(*map(one, range(3 * actions.PHOTOS)))
    for _ in range(2):
        assert len(asyncio.run(crowd())) == 3 * actions.PHOTOS


async def test_the_table(server: Server, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(SECRET)
    ana = await server.person("ana")
    table = list(hostile.files())
    names = [await brought(ana, content, f"{place}.mp4", **({"kind": wish} if wish else {})) for place, (_, content, wish, _) in enumerate(table)]
    wrong = []
    for (what, content, wish, expected), name in zip(table, names, strict=True):
        now = await made(ana, name)
        became = now["reason"] if now["state"] == "refused" else now["kind"]
        if became not in expected.split():
            wrong.append((what, wish, became))
        kept = [key for key in objects(tmp_path) if name in key and key.startswith("media")]
        assert bool(kept) == (now["state"] == "ready"), what
        if now["kind"] == "file" and kept:
            assert objects(tmp_path)[f"media/{name}/file"] == content
    assert wrong == []
    for name in names:
        await until_gone(tmp_path, f"uploads/{name}")
    assert not [key for key, content in objects(tmp_path).items() if b"root:" in content or SECRET in content]
    assert (await server.client.get("/readyz")).status_code == 200
    assert (await made(ana, await brought(ana, photo())))["state"] == "ready", "and the worker goes on"


@pytest.mark.timeout(240)
def test_two_hundred_broken_files(tmp_path: Path) -> None:
    sniffed = [content for content in hostile.mutated(200) if rules.sniff(content[:rules.HEAD])]
    assert len(sniffed) == 200
    names = []
    for place, content in enumerate(sniffed):
        name = tmp_path / f"{place}.json"
        name.write_bytes(msgspec.json.encode(asked_of(tmp_path / str(place), content)))
        names.append(str(name))
    outcomes: list[str] = []
    while len(outcomes) < len(names):       # what ends a batch ends no more than itself
        done = subprocess.run([sys.executable, str(Path(__file__).with_name("batch.py")), *names[len(outcomes):]], env=ENVIRONMENT,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, timeout=200)
        outcomes += done.stdout.decode().splitlines()
        if done.returncode != 0:
            outcomes.append(f"died: {done.returncode}")
    died = [one for one in outcomes if one.startswith("died")]
    assert len(died) <= 2, died
    assert set(outcomes) - set(died) <= REASONS | {"photo", "video", "voice"}
    for place, kind in enumerate(outcomes):
        if kind == "photo":
            assert opened((tmp_path / str(place) / "large").read_bytes()).format == "WEBP"


async def test_where_it_was_taken_is_told_to_nobody(server: Server, tmp_path: Path) -> None:
    ana = await server.person("ana")
    filmed = video("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-metadata", "location=+52.5200+013.4050/", "-metadata",
                   "title=at home", "-metadata:s:v", "handler_name=A phone", "-movflags", "use_metadata_tags")
    assert b"+52.5200" in filmed
    assert b"A phone" in photo()
    for content, wish in ((photo((400, 300), 6), ""), (photo((400, 300), 6), "sticker"), (filmed, ""), (filmed, "video_note"), (filmed, "voice")):
        now = await made(ana, await brought(ana, content, **({"kind": wish} if wish else {})))
        assert now["state"] == "ready"
        await until_gone(tmp_path, "uploads/")
        for key, kept in objects(tmp_path).items():
            assert not any(word in kept for word in (b"A phone", b"taken at home", b"+52.5200", b"at home", b"Exif")), (wish, key)
        if now["kind"] in ("photo", "sticker"):
            assert (now["width"], now["height"]) == (300, 400), "upright"
            assert not opened(objects(tmp_path)[f"media/{now['id']}/{'large' if now['kind'] == 'photo' else 'sticker'}"]).getexif()


MADE: list[tuple[str, bytes, str | None]] = [
    ("video", video(), None),
    ("video", video("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", ending="webm"), None),
    ("video", video("-c:v", "libx264", "-pix_fmt", "yuv444p", "-an"), None), ("video_note", video(), "video_note"),
    ("voice", video("-vn", "-c:a", "libopus", ending="ogg"), None), ("voice", video("-vn", "-c:a", "libopus", ending="webm"), "voice"),
    ("voice", video("-vn", "-c:a", "aac", ending="m4a"), None), ("voice", video("-vn", ending="mp3"), None), ("voice", speech(), None),
]


async def test_what_browsers_play(tmp_path: Path) -> None:
    import av

    for place, (kind, content, wish) in enumerate(MADE):
        asked = asked_of(tmp_path / str(place), content, wish)
        now = await run(asked)
        assert (now.kind, now.refused) == (kind, None), (place, now)
        files = found(asked.folder, VARIANTS[now.kind])
        with av.open(str(files["audio" if kind == "voice" else "video"])) as played:
            codecs = {one.type: one.codec_context.name for one in played.streams}
            assert codecs == ({"audio": "aac"} if kind == "voice" else {"video": "h264"} | ({"audio": "aac"} if place != 2 else {}))
            if kind != "voice":
                assert played.streams.video[0].codec_context.pix_fmt == "yuv420p"
        whole = files["audio" if kind == "voice" else "video"].read_bytes()
        assert whole.index(b"moov") < whole.index(b"mdat"), "it begins to play before it is there"
        assert now.duration_ms is not None
        assert abs(now.duration_ms - (500 if place == 8 else 1000)) < 120
        if kind == "voice":
            assert now.waveform is not None
            assert len(now.waveform) == 100
            assert max(now.waveform) == 31
        else:
            assert (now.width, now.height) == ((480, 480) if kind == "video_note" else (160, 90))
            assert now.blurhash
    assert now.waveform
    assert now.waveform[5] < now.waveform[50] < now.waveform[95], "as it was spoken"


async def test_what_is_too_long_or_too_large(tmp_path: Path) -> None:
    for place, (content, wish, sizes, reason) in enumerate([
            (video(), None, {"video_s": 0}, "video_too_long"), (video(), None, {"video_pixels": 100}, "video_too_large"),
            (video(), None, {"video_fps": 10}, "video_too_many_frames"), (video(), None, {"media_streams": 1}, "too_many_streams"),
            (speech(3), None, {"voice_s": 1}, "voice_too_long"), (moving(), "sticker", {"sticker_frames": 2}, "sticker_too_long"),
            (photo(), "sticker", {"sticker_bytes": 100}, "sticker_too_large"), (photo(), None, {"photo_pixels": 1000}, "picture_too_many_pixels"),
            (video(seconds=3), "video_note", {"video_note_s": 1}, "video_too_long")]):
        assert (await run(asked_of(tmp_path / str(place), content, wish, **sizes))).refused == reason, place


async def test_the_child_reaches_nothing(tmp_path: Path) -> None:
    """Neither a file beside its folder, nor the network, nor what the server knows; and it is not left running."""
    (tmp_path / "secret").write_bytes(SECRET)
    asked = asked_of(tmp_path / "work", photo())
    script = f"""
import os, socket
from pathlib import Path
import msgspec
from paperplane.media.child import cage
from paperplane.media.child import cage
from paperplane.media.making.types import Bounds
cage.close(Path({str(asked.folder)!r}), msgspec.json.decode({msgspec.json.encode(asked.bounds)!r}, type=Bounds), "/bin/true")
said = []
for name in ({str(tmp_path / "secret")!r}, "/etc/passwd", "/root"):
    try:
        os.listdir(name) if os.path.isdir(name) else open(name).read()
        said.append(name)
    except PermissionError:
        pass
for what in (lambda: open({str(tmp_path / "written")!r}, "w"), lambda: socket.create_connection(("127.0.0.1", {{port}}), 2)):
    try:
        what()
        said.append("reached")
    except OSError:
        pass
open({str(asked.folder / "mine")!r}, "w").write("x")
said += [name for name in os.environ if name.startswith("PAPERPLANE")]
print(said)
"""
    listening = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    done = await asyncio.to_thread(subprocess.run, [sys.executable, "-I", "-c", script.replace("{port}", str(port))], env=ENVIRONMENT,
                                   capture_output=True, check=False)
    assert done.stdout.decode().strip() == "[]", done.stdout + done.stderr
    assert (asked.folder / "mine").exists()


def test_its_session_stands_back_too_and_nobody_elses() -> None:
    """Where Linux shares processors between sessions; elsewhere niceness alone says it."""
    shared = Path("/proc/self/autogroup")
    mine = shared.exists() and shared.read_text()
    script = f"import os; from paperplane.media.child import cage; cage._stand_back({NICE}); print(os.nice(0), {bool(mine)} and open('{shared}').read())"
    for own in (True, False):
        done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, check=True, start_new_session=own)
        nice, _, session = done.stdout.decode().strip().partition(" ")
        assert int(nice) >= NICE
        assert session.endswith(f"nice {NICE}") or not own or not mine
    assert (shared.exists() and shared.read_text()) == mine


async def test_a_child_that_never_ends(tmp_path: Path) -> None:
    asked = asked_of(tmp_path / "work", photo((4000, 3000)))
    hurried = msgspec.structs.replace(asked, bounds=msgspec.structs.replace(asked.bounds, wall_s=0.05))
    started = time.monotonic()
    with pytest.raises(ChildDied) as died:
        await run(hurried)
    assert died.value.slow
    assert time.monotonic() - started < 20
    short = msgspec.structs.replace(asked, bounds=msgspec.structs.replace(asked.bounds, memory=64 * 1024**2))
    with pytest.raises(ChildDied):
        await run(short)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(SECRET)
    for how in ("symlink_to", "hardlink_to"):
        folder = tmp_path / how
        folder.mkdir()
        getattr(folder / "audio", how)(tmp_path / "secret")
        with pytest.raises(ChildDied):
            found(folder, VARIANTS["voice"])


async def test_twice_and_no_more(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends its child is tried once more, and then refused: the owner hears of it."""
    tried = []

    async def dies(_: Asked) -> Made:
        tried.append(1)
        raise ChildDied(slow=False)
    monkeypatch.setattr(actions, "run", dies)
    async with serving(database, tmp_path) as server:
        ana = await server.person("ana")
        now = await made(ana, await brought(ana, photo()))
        assert (now["state"], now["reason"], len(tried)) == ("refused", "making_failed", 2)
        await until_gone(tmp_path, now["id"])
        assert await server.count("upload_parts") == 0


def test_names_are_names() -> None:
    from paperplane.media.uploads.rules import name

    for said, plain in (("../../etc/passwd", "passwd"), ("a\\b\\c.txt", "c.txt"), ("..", "file"), ("", "file"), ("a\x00b\n.txt", "ab .txt"),
                        ("\u202egpj.exe", "gpj.exe"), ('a"b<c>.txt', "a_b_c_.txt"), ("x" * 300 + ".pdf", "x" * 196 + ".pdf"), (" . ", "file")):
        assert name(said, 200) == plain, said


async def test_made_twice_it_is_what_it_was_first(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job taken up again beside itself takes nothing away from what the first has made."""
    ana = await server.person("ana")
    runs: list[asyncio.Task[None]] = []

    async def slow(asked: Asked) -> Made:
        if not runs:
            runs.append(asyncio.create_task(actions.make(server.app.storage, server.app.config, server.app.db, UUID(name))))
            return await run(asked)
        while (await ana.get(f"/media/{name}"))["state"] == "making":
            await asyncio.sleep(0.02)
        return Made(refused="picture_invalid")
    monkeypatch.setattr(actions, "run", slow)
    place = await begun(ana, len(photo()))
    name = place.rpartition("/")[2]
    await chunk(ana, place, 0, photo())
    assert (await made(ana, name))["state"] == "ready"
    await asyncio.gather(*runs)
    assert (await made(ana, name))["state"] == "ready"
    assert f"media/{name}/large" in objects(tmp_path)
