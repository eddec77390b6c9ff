"""What its author gives to a posted video: captions, read strictly and written anew, and what stands for it until it plays."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperplane.core.db import Tx
from paperplane.core.errors import Invalid
from paperplane.core.limits import Limits, Rate, Rates, Sizes
from paperplane.media.ladder import steps
from paperplane.media.ladder.types import Stepped
from paperplane.media.making.worker import ChildDied
from paperplane.posts.video import actions
from paperplane.posts.video.rules import language
from paperplane.posts.video.types import CoverRequest
from paperplane.posts.video.webvtt import rewritten
from tests.api import Server, Someone, serving
from tests.client import live
from tests.media.pictures import opened, photo
from tests.media.sounds import video
from tests.media.uploading import objects, ready, until_gone
from tests.posts.saying import meanwhile, say, viewer, words
from tests.posts.test_video import fetched, posted

SAID = """WEBVTT - made by hand
Kind: captions

STYLE
::cue { background: url(https://evil.example) }

NOTE nobody sees this

1
00:02.000 --> 00:03.500 align:start region:r position:10% line:<script>
<v.loud Ana &amp; co><i>Hello</i>, <c.yellow>you</c> <00:00:02.500>& I &lt;3

00:00:00.500 --> 00:01.000
First
"""
SHOWN = """WEBVTT

00:00:00.500 --> 00:00:01.000
First

00:00:02.000 --> 00:00:03.500 align:start position:10%
<v Ana &amp; co><i>Hello</i>, you &amp; I &lt;3
"""
WRONG = [
    ("", 1), ("1\n00:01.000 --> 00:02.000\nx", 1), ("WEBVTT", 1), ("WEBVTT\n\n00:02.000 --> 00:01.000\nx", 3), ("WEBVTT\n\n00:01.000 --> 00:01.000\nx", 3),
    ("WEBVTT\n\n00:61.000 --> 00:62.000\nx", 3), ("WEBVTT\n\n1:2 --> 3\nx", 3), ("WEBVTT\n\n00:01,000 --> 00:02,000\nx", 3), ("WEBVTT\n\njust words", 4),
    ("WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script>", 4), ("WEBVTT\n\n00:01.000 --> 00:02.000\n<img src=x onerror=y>", 4),
    ("WEBVTT\n\n00:01.000 --> 00:02.000\na < b", 4), ("WEBVTT\n\n00:01.000 --> 00:02.000\n<i", 4),
    ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v &#" + "9" * 5_000 + ";", 4),
    ("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:03.000 --> 00:04.000\ny", 3), ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "x" * 501, 3),
]


def test_they_are_written_anew() -> None:
    assert rewritten(SAID, Sizes()) == SHOWN
    assert rewritten(SHOWN.replace("\n", "\r\n"), Sizes()) == SHOWN
    assert rewritten("WEBVTT\n\n00:01.000 --> 00:02.000\nمرحبا \u202eabc\u202c\x07", Sizes()).splitlines()[3] == "مرحبا abc"


def test_a_number_without_an_end_is_no_character() -> None:
    assert rewritten("WEBVTT\n\n00:01.000 --> 00:02.000\na &#" + "9" * 5_000 + "; b &#65;", Sizes()).splitlines()[3] == "a \ufffd b A"


@pytest.mark.parametrize(("said", "line"), WRONG)
def test_what_is_wrong_is_said_with_its_line(said: str, line: int) -> None:
    with pytest.raises(Invalid) as wrong:
        rewritten(said, Sizes())
    assert (wrong.value.code, wrong.value.data["line"]) == ("captions_invalid", line)


@given(st.text(alphabet="WEBVTT\n <>/&;-0123456789:.ivbscript\x00", max_size=200))
def test_whatever_comes_is_refused_or_harmless(said: str) -> None:
    try:
        out = rewritten("WEBVTT\n\n00:01.000 --> 00:02.000\n" + said, Sizes())
    except Invalid:
        return
    assert rewritten(out, Sizes()) == out
    assert "<s" not in out
    assert "\x00" not in out


def test_languages() -> None:
    assert [language(one) for one in ("EN", "pt-br", "zh-HANT-tw", "es-419", "sl-rozaj")] == ["en", "pt-BR", "zh-Hant-TW", "es-419", "sl-rozaj"]
    for wrong in ("e", "english", "en_US", "en-", "x-private", "../en", "en-US-" + "a" * 60, "ſl", "en-\u0661\u0661\u0661"):
        with pytest.raises(Invalid):
            language(wrong)


async def test_captions_in_several_languages(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await chidi.put("/users/ana/follow")
    post = await posted(ana, video(), audience="followers")
    path = f"/posts/{post['id']}/captions"
    async with live(server, ana) as hers:
        await ana.put(f"{path}/es", {"vtt": SHOWN.replace("First", "Primero")})
        await hers.take("post", id=post["id"])
    now = await ana.put(f"{path}/EN", {"vtt": SAID, "label": "English, by hand"})
    assert now["video"]["captions"] == [{"lang": "en", "label": "English, by hand"}, {"lang": "es", "label": ""}]
    answer = await chidi.ask("GET", f"{path}/en")
    assert (answer.text, answer.headers["content-type"].split(";")[0], answer.headers["x-content-type-options"]) == (SHOWN, "text/vtt", "nosniff")
    assert [await who.refused("GET", f"{path}/{lang}") for who, lang in ((eve, "en"), (chidi, "de"))] == ["404 not_found"] * 2
    for who in (chidi, eve):
        assert await who.refused("PUT", f"{path}/de", {"vtt": SHOWN}) == "404 not_found"
        assert await who.refused("DELETE", f"{path}/en") == "404 not_found"
    for asked, code in (({"vtt": "<b>"}, "captions_invalid"), ({"vtt": SHOWN + "x" * 100_000}, "captions_too_long"), ({"vtt": SHOWN, "label": "x" * 41}, "text_too_long")):
        assert await ana.refused("PUT", f"{path}/en", asked) == f"400 {code}"
    assert await ana.refused("PUT", f"{path}/english", {"vtt": SHOWN}) == "400 language_invalid"
    assert await ana.refused("PUT", f"/posts/{(await say(ana))['id']}/captions/en", {"vtt": SHOWN}) == "400 not_a_video"
    assert (await ana.delete(f"{path}/en"))["video"]["captions"] == [{"lang": "es", "label": ""}]
    assert await chidi.refused("GET", f"{path}/en") == "404 not_found"


async def poster(who: Someone, post: Any) -> bytes:
    return await fetched(who, f"/posts/{post['id']}/media/{post['media'][0]['media_id']}/poster")


async def covered(who: Someone, post: Any) -> Any:
    async with asyncio.timeout(120):
        while not (now := await who.get(f"/posts/{post['id']}"))["video"]["cover"]["ready"]:
            await asyncio.sleep(0.05)
    return now


async def test_a_moment_or_a_photo_stands_for_it(server: Server, tmp_path: Path) -> None:
    ana, chidi = await server.people("ana", "chidi")
    post = await posted(ana, video(seconds=2), cover={"at_ms": 1500})
    assert (post["video"]["cover"]["at_ms"], post["media"][0]["duration_ms"] >= 2000) == (1500, True)
    now = await covered(ana, post)
    first = await poster(chidi, post)
    picture, his = await ready(ana, photo((300, 200)), "p.jpg"), await ready(chidi, photo(), "p.jpg")
    path = f"/posts/{post['id']}/cover"
    assert await chidi.refused("PUT", path, {"at_ms": 0}) == "404 not_found"
    for wrong, code in (({}, "cover_invalid"), ({"at_ms": 0, "media_id": picture["id"]}, "cover_invalid"), ({"at_ms": 2_500}, "cover_invalid"),
                        ({"media_id": his["id"]}, "media_unknown"), ({"media_id": str(uuid4())}, "media_unknown"), ({"media_id": post["media"][0]["media_id"]}, "media_kind")):
        assert await ana.refused("PUT", path, wrong) == f"400 {code}", wrong
    later = await ana.put(path, {"media_id": picture["id"]})
    assert later["video"]["cover"] == {"at_ms": None, "media_id": picture["id"], "ready": True}
    assert later["media"][0]["blurhash"] == picture["blurhash"] != now["media"][0]["blurhash"]
    assert (opened(await poster(chidi, post)).size, opened(first).size) == ((300, 200), (160, 90))
    assert (await ana.delete(path))["video"]["cover"] is None
    assert opened(await poster(chidi, post)).size == (160, 90)
    assert await poster(chidi, post) != first
    for gone in (picture["id"], "cover-1500"):
        await until_gone(tmp_path, gone)


async def test_the_picture_of_a_moment_stays_for_as_long_as_it_is_a_cover(server: Server, tmp_path: Path) -> None:
    ana = await server.person("ana")
    one = await posted(ana, video(seconds=2), cover={"at_ms": 1500})
    other = await say(ana, "", kind="video", media=[{"media_id": one["media"][0]["media_id"]}], cover={"at_ms": 1500})
    for post in (one, other):
        await covered(ana, post)
    for at in (500, 1000, 500):
        await ana.put(f"/posts/{one['id']}/cover", {"at_ms": at})
    assert (await covered(ana, one))["video"]["cover"]["at_ms"] == 500
    await until_gone(tmp_path, "cover-1000")
    assert {name.rpartition("/")[2] for name in objects(tmp_path) if "cover-" in name} == {"cover-500", "cover-1500"}
    assert await poster(ana, one) != await poster(ana, other)
    assert await server.count("pgqueuer") == 0, "nothing was made in the place of a job"
    await ana.delete(f"/posts/{other['id']}/cover")
    await until_gone(tmp_path, "cover-1500")
    await ana.delete(f"/posts/{one['id']}")
    async with server.app.db.tx() as tx:
        await tx.do("update posts set deleted_at = deleted_at - interval '31 seconds' where deleted_at is not null")
    await until_gone(tmp_path, "cover-500")
    assert await poster(ana, other), "the video itself is another post's too"


async def test_a_moment_left_by_one_post_while_another_takes_it_stays(server: Server) -> None:
    ana = await server.person("ana")
    one = await posted(ana, video(seconds=2), cover={"at_ms": 1500})
    other = await say(ana, "", kind="video", media=[{"media_id": one["media"][0]["media_id"]}])

    async def taken(tx: Tx) -> None:
        await actions.cover(tx, server.app.keys, viewer(ana), UUID(other["id"]), CoverRequest(at_ms=1500))
    assert (await meanwhile(server, taken, lambda: ana.ask("DELETE", f"/posts/{one['id']}/cover"))).status_code == 200
    assert await server.count("stills") == 1
    await covered(ana, other)


async def test_a_moment_that_cannot_be_read_is_no_cover(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    async def dies(*_: Any, **__: Any) -> Stepped:
        tried.append(1)
        raise ChildDied(slow=False)
    ana = await server.person("ana")
    post = await posted(ana, video(seconds=2), cover={"at_ms": 0})
    await covered(ana, post)
    monkeypatch.setattr(steps, "run", dies)
    async with live(server, ana) as hers:
        await ana.put(f"/posts/{post['id']}/cover", {"at_ms": 700})
        for _ in "sm":      # that it was chosen, and that it is none
            await hers.take("post", id=post["id"])
    assert ((await ana.get(f"/posts/{post['id']}"))["video"]["cover"], len(tried)) == (None, 2)
    assert opened(await poster(ana, post)).size == (160, 90)


async def test_a_draft_has_its_cover_when_it_is_published(server: Server) -> None:
    ana = await server.person("ana")
    picture = await ready(ana, photo((300, 200)), "p.jpg")
    draft = await posted(ana, video(), cover={"media_id": picture["id"]}, draft=True)
    other = await ready(ana, video(size="320x180"), "v.mp4")
    await ana.patch(f"/posts/{draft['id']}", {"media": [{"media_id": other["id"]}]})
    now = await ana.patch(f"/posts/{draft['id']}", {"draft": False})
    assert (now["state"], now["video"]["cover"]["media_id"]) == ("published", picture["id"])
    assert opened(await poster(ana, now)).size == (300, 200)


async def test_a_moment_is_made_as_seldom_as_a_file_is_brought(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, limits_enabled=True, limits=Limits(rates=Rates(uploads_account=Rate(1, 3600)))) as server:
        ana = await server.person("ana")
        path = f"/posts/{uuid4()}/cover"
        assert [await ana.refused("PUT", path, {"at_ms": at}) for at in (0, 1)] == ["404 not_found", "429 rate_limited"]
        assert await ana.refused("PUT", path, {"media_id": str(uuid4())}) == "404 not_found"
        chidi = await server.person("chidi")
        assert await chidi.refused("POST", "/posts", words(kind="video", cover={"at_ms": 0})) == "400 media_missing"
        assert await chidi.refused("POST", "/posts", words(kind="video", cover={"at_ms": 0})) == "429 rate_limited"


async def test_a_moment_of_another_video_is_one_more(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, limits_enabled=True, limits=Limits(rates=Rates(uploads_account=Rate(3, 36_000)))) as server:
        ana = await server.person("ana")
        draft = await posted(ana, video(), cover={"at_ms": 0}, draft=True)
        other = await ready(ana, video(size="320x180"), "v.mp4")
        swapped = {"media": [{"media_id": other["id"]}], "text": "another"}
        assert await ana.refused("PATCH", f"/posts/{draft['id']}", swapped) == "429 rate_limited"
        now = await ana.get(f"/posts/{draft['id']}")
        assert (now["text"], now["media"][0]["media_id"]) == ("", draft["media"][0]["media_id"])


async def test_all_captions_of_a_video_are_bounded_together(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, limits=Limits(sizes=Sizes(captions_bytes=2 * len(SHOWN)))) as server:
        ana = await server.person("ana")
        path = f"/posts/{(await posted(ana, video()))['id']}/captions"
        for lang in ("en", "es", "en"):
            await ana.put(f"{path}/{lang}", {"vtt": SHOWN})
        assert await ana.refused("PUT", f"{path}/de", {"vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nx"}) == "400 captions_too_long"
        await ana.delete(f"{path}/es")
        await ana.put(f"{path}/de", {"vtt": SHOWN})
