"""Media in messages: what is shown of them, who may send which, and that they go with the last that refers to them."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.api import API, Server, Someone, good, refusal
from tests.client import change, chat, live, page, post, say, talk
from tests.media.pictures import photo
from tests.media.sounds import speech
from tests.media.uploading import begun, brought, objects, ready, until_gone
from tests.messages.groups import group
from tests.messages.times import ahead, expire, set_timer, until


def showing(*media: Any, **more: object) -> dict[str, object]:
    return {"type": "media", "items": [{"media_id": one["id"]} for one in media], **more}


async def refused(who: Someone, room: str, **body: object) -> str:
    return await who.refused("POST", f"/conversations/{room}/messages", {"client_id": str(uuid4()), "body": body})


async def fetched(who: Someone, room: str, seq: int, media: str, variant: str) -> Any:
    """What a viewer gets who asks for it; the status of the first door where it does not open."""
    door = await who.ask("GET", f"/conversations/{room}/messages/{seq}/media/{media}/{variant}")
    if door.status_code != 302:
        return door.status_code
    assert door.headers["cache-control"] == "no-store"
    return (await who.client.get(door.headers["location"])).content


async def test_photos_files_and_words(server: Server, tmp_path: Path) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(server, ana) as hers, live(server, chidi) as his:
        picture = await ready(ana, photo((800, 400)), "lake.jpg")
        frame = await hers.take("media")
        assert frame == {"op": "media", "id": picture["id"], "state": "ready"}
        notes = await ready(ana, b"<svg onload=alert(1)>", "notes.svg")
        items = [{"media_id": picture["id"], "alt": "the lake"}, {"media_id": notes["id"]}]
        message = await say(ana, room, type="media", items=items, text="look")
        told = (await his.take("message"))["message"]
        assert not his.said("media")
    assert told["body"] == message["body"] == (await page(chidi, room))[0]["body"]
    first, second = told["body"]["items"]
    assert first == {"media_id": picture["id"], "kind": "photo", "name": "lake.jpg", "bytes": picture["bytes"], "width": 800, "height": 400,
                     "duration_ms": None, "blurhash": picture["blurhash"], "waveform": None, "alt": "the lake"}
    assert (second["kind"], second["name"]) == ("file", "notes.svg")
    for variant in ("small", "medium", "large"):
        assert await fetched(chidi, room, 1, picture["id"], variant) == objects(tmp_path)[f"media/{picture['id']}/{variant}"]
    assert await fetched(chidi, room, 1, notes["id"], "file") == b"<svg onload=alert(1)>"
    for media, variant in ((picture["id"], "file"), (notes["id"], "large"), (str(uuid4()), "large"), (picture["id"], "source")):
        assert await fetched(chidi, room, 1, media, variant) == 404


async def test_what_is_not_to_be_sent(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    mine, hers = await ready(ana, photo()), await ready(eve, photo())
    spoken = await ready(ana, speech(), kind="voice")
    half = (await begun(ana, 10)).rpartition("/")[2]
    wrong = await brought(ana, b"no picture at all", kind="photo")
    for media, code in ((hers["id"], "400 media_unknown"), (half, "400 media_unknown"), (str(uuid4()), "400 media_unknown"),
                        (wrong, "409 media_not_ready"), (spoken["id"], "400 media_kind")):
        assert await refused(ana, room, **showing({"id": media})) == code
    assert await refused(ana, room, **showing(mine, mine)) == "400 media_twice"
    assert await refused(ana, room, **showing(mine, {"id": hers["id"]})) == "400 media_unknown"
    for kind in ("voice", "video_note"):
        assert await refused(ana, room, type=kind, media_id=mine["id"]) == "400 media_kind"
    assert await refused(ana, room, **showing()) == "400 invalid"
    assert await refused(ana, room, **showing(*[{"id": str(uuid4())}] * 21)) == "400 invalid"
    assert await refused(ana, room, **showing(mine, text="x" * 8001)) == "400 text_too_long"
    stranger = await talk(ana, eve)
    assert await refused(ana, stranger, **showing(mine)) == "403 request_text_only"
    assert await refused(ana, stranger, type="voice", media_id=spoken["id"]) == "403 request_text_only"
    assert await page(ana, room) == []
    assert await server.count("attachments") == 0


async def test_a_voice_message(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    spoken = await ready(ana, speech(), "voice.wav", kind="voice")
    seq = (await post(chidi, room, "say it"))["seq"]
    message = await say(ana, room, type="voice", media_id=spoken["id"], reply_to=seq)
    item = message["body"]["item"]
    assert (item["kind"], item["duration_ms"], len(item["waveform"])) == ("voice", spoken["duration_ms"], 100)
    assert message["body"]["reply_to"] == seq
    assert (await fetched(chidi, room, message["seq"], spoken["id"], "audio"))[4:8] == b"ftyp"


async def test_words_with_a_photo_are_edited(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    picture = await ready(ana, photo())
    await say(ana, room, **showing(picture, text="the lake"))
    await change(ana, room, "edit", 1, text="the pond")
    (message,) = await page(chidi, room)
    assert (message["body"]["text"], [one["media_id"] for one in message["body"]["items"]]) == ("the pond", [picture["id"]])
    await change(ana, room, "edit", 1, text="")
    assert "text" not in (await page(chidi, room))[0]["body"]
    versions = (await chidi.get(f"/conversations/{room}/messages/1/versions"))["versions"]
    assert [one["body"].get("text") for one in versions] == ["the lake", "the pond"]


async def test_forwarded_it_is_the_same(server: Server, tmp_path: Path) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room, other = await chat(ana, chidi), await chat(chidi, dana)
    picture = await ready(ana, photo())
    await say(ana, room, **showing(picture))
    forward = {"type": "forward", "conversation_id": room, "seq": 1}
    message = await say(chidi, other, **forward)
    assert message["body"]["items"][0]["media_id"] == picture["id"]
    await change(ana, room, "unsend", 1)
    assert await fetched(chidi, room, 1, picture["id"], "large") == 404
    assert isinstance(await fetched(dana, other, 1, picture["id"], "large"), bytes), "the other message still shows it"
    await change(chidi, other, "unsend", 1)
    await until_gone(tmp_path, picture["id"])
    await until(server, "select not exists (select from media)")


async def test_with_the_message_the_bytes_go(server: Server, tmp_path: Path) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    pictures = [await ready(ana, photo((80 + place, 60))) for place in range(3)]
    await say(ana, room, **showing(pictures[0]))
    await change(ana, room, "unsend", 1)
    await until_gone(tmp_path, pictures[0]["id"])
    await set_timer(ana, room, 60)
    seq = (await say(ana, room, **showing(pictures[1])))["seq"]
    await expire(server, room)
    assert await fetched(chidi, room, seq, pictures[1]["id"], "small") == 404, "from the moment on, and not when it is emptied"
    await until_gone(tmp_path, pictures[1]["id"])
    await say(ana, room, **showing(pictures[2]))
    await ana.ask("DELETE", f"/conversations/{room}/messages/mine")
    await until_gone(tmp_path, pictures[2]["id"])
    await until(server, "select not exists (select from media) and not exists (select from attachments)")
    assert objects(tmp_path) == {}


async def test_what_a_report_shows_is_kept(server: Server, tmp_path: Path) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    picture = await ready(ana, photo())
    message = await say(ana, room, **showing(picture))
    report = {"subject": {"kind": "message", "id": message["id"]}, "reason": "other", "client_id": str(uuid4()),
              "evidence": {"conversation_id": room, "seqs": [1]}}
    good(await chidi.ask("POST", "/reports", report))
    await change(ana, room, "unsend", 1)
    await until(server, "select not exists (select from pgqueuer where status in ('queued', 'picked'))")
    assert f"media/{picture['id']}/large" in objects(tmp_path)
    assert await fetched(chidi, room, 1, picture["id"], "large") == 404


async def test_sent_later(server: Server, tmp_path: Path) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    one, other = await ready(ana, photo()), await ready(ana, photo((90, 90)))
    asked = {"client_id": str(uuid4()), "body": showing(one), "send_at": ahead(days=1)}
    later = good(await ana.ask("POST", f"/conversations/{room}/scheduled", asked))
    assert later["body"]["items"][0]["blurhash"] == one["blurhash"]
    later = await ana.patch(f"/me/scheduled/{later['id']}", {"body": showing(other, text="better")})
    await until_gone(tmp_path, one["id"])
    async with server.app.db.tx() as tx:
        await tx.do("update scheduled set send_at = now()")
    async with asyncio.timeout(30):
        while not (found := await page(chidi, room)):
            await asyncio.sleep(0.05)
    assert found[0]["body"] == later["body"]
    assert isinstance(await fetched(chidi, room, 1, other["id"], "small"), bytes)
    third = await ready(ana, photo((95, 90)))
    asked = {"client_id": str(uuid4()), "body": showing(third), "send_at": ahead(days=1)}
    later = good(await ana.ask("POST", f"/conversations/{room}/scheduled", asked))
    await ana.delete(f"/me/scheduled/{later['id']}")
    await until_gone(tmp_path, third["id"])


async def test_what_is_never_sent_goes(server: Server, tmp_path: Path) -> None:
    from paperplane.messages.attachments.actions import drop_unused

    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    sent, old, new = [await ready(ana, photo((80 + place, 60))) for place in range(3)]
    await say(ana, room, **showing(sent))
    async with server.app.db.tx() as tx:
        await tx.do("update media set created_at = now() - interval '25 hours' where id <> $1", new["id"])
    dropping = asyncio.create_task(drop_unused(server.app.db, server.app.storage, server.app.config.limits.sizes))
    await until_gone(tmp_path, old["id"])
    dropping.cancel()
    assert {name.split("/")[1] for name in objects(tmp_path) if name.startswith("media")} == {sent["id"], new["id"]}
    assert await refused(ana, room, **showing(old)) == "400 media_unknown"
    await say(ana, room, **showing(new))


async def test_found(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await say(ana, room, **showing(await ready(ana, photo()), text="the lake in June"))
    await say(ana, room, **showing(await ready(ana, b"1,2", "turnover.csv")))
    await say(ana, room, type="voice", media_id=(await ready(ana, speech(), kind="voice"))["id"])

    async def found(asked: str) -> list[int]:
        return [one["seq"] for one in (await chidi.get(f"/search/messages?{asked}"))["messages"]]
    for _ in range(2):
        assert await found("has=photo") == [1]
        assert await found("has=file") == await found("q=turnov") == [2]
        assert await found("has=voice") == [3]
        assert await found("has=video") == []
        assert await found("q=june&has=photo") == [1]
        assert await found("q=june&has=file") == []
        from paperplane.search.actions import index
        async with server.app.db.tx() as tx:
            await index(tx, room)     # type: ignore[arg-type]
    await change(ana, room, "unsend", 1)
    assert await found("has=photo") == []


async def test_who_comes_later_and_who_has_left(server: Server) -> None:
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room = await group(ana, chidi, dana)
    first, second = await ready(ana, photo()), await ready(ana, photo((90, 90)))
    seq = (await say(ana, room, **showing(first)))["seq"]
    await ana.ask("DELETE", f"/conversations/{room}/members/{dana.me['id']}")
    later = (await say(ana, room, **showing(second)))["seq"]
    for who, before, after in ((chidi, True, True), (dana, True, False), (eve, False, False)):
        assert isinstance(await fetched(who, room, seq, first["id"], "small"), bytes) is before, who.handle
        assert isinstance(await fetched(who, room, later, second["id"], "small"), bytes) is after, who.handle
    assert refusal(await chidi.client.get(f"{API}/conversations/{room}/messages/{seq}/media/{first['id']}/small")) == "401 signed_out"
    await chidi.ask("POST", f"/conversations/{room}/hidden", {"seqs": [seq]})
    assert await fetched(chidi, room, seq, first["id"], "small") == 404
    assert isinstance(await fetched(ana, room, seq, first["id"], "small"), bytes)
    # Nor by the number of another message.
    assert await fetched(chidi, room, later, first["id"], "small") == 404
    assert json.dumps(first["id"]) not in json.dumps(await page(eve, await talk(eve, ana)))



async def test_a_medium_is_not_dropped_under_a_send(server: Server, tmp_path: Path) -> None:
    """Sends of a medium and drops of it, side by side: either it is refused, or the bytes are there."""
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    for _ in range(6):
        picture = await ready(ana, b"bytes", "x.bin")
        first = await say(ana, room, **showing(picture))
        answers = await asyncio.gather(
            change(ana, room, "unsend", first["seq"]),
            *(ana.ask("POST", f"/conversations/{room}/messages", {"client_id": str(uuid4()), "body": showing(picture)}) for _ in range(4)))
        for answer in answers[1:]:
            if answer.is_success:
                assert await fetched(chidi, room, answer.json()["seq"], picture["id"], "file") == b"bytes"
            else:
                assert answer.json()["code"] == "media_unknown"
