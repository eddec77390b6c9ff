"""Link previews: fetched by the server, told to everybody, and never for what is not there, not accepted or not said any more."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from paperplane.core.fetching import Fetched
from paperplane.messages.bodies.rules import first_link
from paperplane.messages.previews.rules import read
from tests.api import Server, Someone
from tests.client import change, chat, live, page, post, talk
from tests.messages.outside import House


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.02)


async def jobs_done(server: Server) -> None:
    async with asyncio.timeout(30):
        while await server.count("pgqueuer"):
            await asyncio.sleep(0.05)


async def test_a_link_gets_a_preview(looking: Server, outside: House) -> None:
    ana, chidi = await looking.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(looking, chidi) as his:
        await post(ana, room, f"look: {outside.url} and http://other.example/")
        event = (await his.take("event"))["event"]
    preview = event["preview"]
    assert (event["kind"], event["about"]) == ("previewed", 1)
    assert {**preview, "image_id": None} == {"url": outside.url, "title": "The <b>lake</b> & you", "description": "Still water.",
                                             "site": "lake.example", "image_id": None}
    assert (await page(chidi, room))[0]["preview"] == preview
    assert (await chidi.get(f"/conversations/{room}"))["unread"] == 1
    kept = await looking.client.get(f"/media/previews/{preview['image_id']}.webp")
    assert (kept.status_code, kept.headers["content-type"], kept.content[8:12]) == (200, "image/webp", b"WEBP")
    assert outside.asked == ["/", "/lake.png"]
    await change(ana, room, "edit", 1, text="never mind")
    assert "preview" not in (await page(chidi, room))[0]
    await jobs_done(looking)
    assert (await looking.client.get(f"/media/previews/{preview['image_id']}.webp")).status_code == 404
    log = await chidi.get(f"/conversations/{room}/events?after=0")
    assert "Still water" not in json.dumps(log)


async def test_an_edit_gets_the_preview_of_what_is_said_now(looking: Server, outside: House) -> None:
    ana, chidi = await looking.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room, "look")
    async with live(looking, chidi) as his:
        await change(ana, room, "edit", 1, text=f"look: {outside.url}")
        events = [(await his.take("event"))["event"] for _ in range(2)]
    assert [(event["kind"], event["about"]) for event in events] == [("edited", 1), ("previewed", 1)]
    assert (await page(chidi, room))[0]["preview"] == events[1]["preview"]


@pytest.mark.parametrize("becomes", ["unsend", "edit"])
async def test_what_is_not_said_any_more_gets_none(looking: Server, outside: House, becomes: str) -> None:
    ana, chidi = await looking.people("ana", "chidi")
    room = await chat(ana, chidi)
    outside.open.clear()
    await post(ana, room, outside.url)
    await until(lambda: bool(outside.asked))
    await change(ana, room, becomes, 1, **({"text": "no link"} if becomes == "edit" else {}))
    outside.open.set()
    await jobs_done(looking)
    events = (await chidi.get(f"/conversations/{room}/events?after=0"))["events"]
    assert "previewed" not in [event["kind"] for event in events]
    async with looking.app.db.tx() as tx:
        assert await tx.value("select count(*) from messages where preview is not null") == 0
    assert [key async for key in looking.app.storage.keys("previews")] == []


async def test_an_unsent_one_takes_its_preview_along(looking: Server, outside: House) -> None:
    ana, chidi = await looking.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(looking, chidi) as his:
        await post(ana, room, outside.url)
        await his.take("event")
    await change(ana, room, "unsend", 1)
    await jobs_done(looking)
    for table in ("messages", "events"):
        async with looking.app.db.tx() as tx:
            assert "Still water" not in await tx.value(f"select coalesce(string_agg(t::text, ' '), '') from {table} t")
    assert [key async for key in looking.app.storage.keys("previews")] == []


async def test_of_a_request_nothing_is_fetched(looking: Server, outside: House) -> None:
    ana, eve = await looking.people("ana", "eve")
    room = await talk(eve, ana)
    await post(eve, room, "may I?")
    answer: Any = await eve.ask("POST", f"/conversations/{room}/messages",
                                {"client_id": str(uuid4()), "body": {"type": "text", "text": outside.url}})
    assert answer.status_code == 403
    await jobs_done(looking)
    assert outside.asked == []


@pytest.mark.parametrize("content", [b"", b"<p>no head", b"<title></title>", b"<title>\xe2\xa0\x80</title>", b"\x00" * 1000])
async def test_a_page_that_says_nothing_gets_none(looking: Server, outside: House, content: bytes) -> None:
    ana, chidi = await looking.people("ana", "chidi")
    outside.pages["/"] = ("text/html", content)
    room = await chat(ana, chidi)
    await post(ana, room, outside.url)
    await until(lambda: bool(outside.asked))
    await jobs_done(looking)
    assert "preview" not in (await page(chidi, room))[0]


async def test_a_picture_that_harms_is_left_out(looking: Server, outside: House) -> None:
    ana, chidi = await looking.people("ana", "chidi")
    outside.pages["/lake.png"] = ("image/png", b"<svg onload=alert(1)>")
    room = await chat(ana, chidi)
    async with live(looking, chidi) as his:
        await post(ana, room, outside.url)
        assert (await his.take("event"))["event"]["preview"]["image_id"] is None


def fetched(content: bytes, charset: str | None = None) -> Fetched:
    return Fetched("https://www.lake.example/a", "text/html", charset, content)


@pytest.mark.parametrize(("content", "charset", "title"), [
    ("<title>Zoë</title>".encode("latin1"), "iso-8859-1", "Zoë"),
    ("<meta charset='windows-1251'><title>Озеро</title>".encode("cp1251"), None, "Озеро"),
    ("<title>Zoë</title>".encode(), "zip", "Zoë"), ("<title>Zoë</title>".encode(), "idna", "Zoë"), (b"<title>a\xff</title>", "utf-8", "a\ufffd"),
    (b"<title>+ADw-script+AD4-</title>", "utf-7", "+ADw-script+AD4-")])
def test_charsets(content: bytes, charset: str | None, title: str) -> None:
    found = read(fetched(content, charset))
    assert found is not None
    assert (found.title, found.site) == (title, "lake.example")


@pytest.mark.parametrize("image", ["javascript:alert(1)", "file:///etc/passwd", "data:image/png;base64,xx", "http://[", ""])
def test_where_a_picture_cannot_be(image: str) -> None:
    found = read(fetched(f'<title>a</title><meta property="og:image" content="{image}">'.encode()))
    assert found is not None
    assert found.image is None


@pytest.mark.parametrize("unit", ["<", "<a ", "<!", "<!--", "<![", "<meta ", "<meta a=", "<meta a='", "&", "&#", "<?", "</", "<title>", "<script>", "<a a=\"", "<! -"])
def test_no_page_is_slow_to_read(unit: str) -> None:
    read(fetched(unit.encode() * (500_000 // len(unit))))


@pytest.mark.parametrize(("said", "link"), [
    ("see example.org.", "https://example.org"), ("http://a.example/b", "http://a.example/b"), ("ana@example.org", None), ("no", None), ("ftp://a.example", None)])
def test_the_first_link(said: str, link: str | None) -> None:
    assert first_link(said) == link


async def test_whoever_is_not_in_it_gets_no_preview(looking: Server, outside: House) -> None:
    people: list[Someone] = await looking.people("ana", "chidi", "eve")
    ana, chidi, eve = people
    room = await chat(ana, chidi)
    async with live(looking, eve) as hers, live(looking, chidi) as his:
        await post(ana, room, outside.url)
        await his.take("event")
        assert (await hers.settled()).said("event") == []
