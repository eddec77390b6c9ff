"""Packs: who has them and who may use them where, what is said with their pictures, and that what was sent stays."""

import asyncio
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

from PIL import Image

from tests.api import Server, Someone, good
from tests.client import change, chat, device, live, page, say, talk
from tests.media.pictures import photo
from tests.media.test_messages import fetched, refused
from tests.media.uploading import brought, objects, ready, until_gone
from tests.messages.groups import group, remove
from tests.messages.packs import make, moving, names, packs, put, sticker
from tests.messages.times import ahead, expire, set_timer, until


async def seen(who: Someone, pack: str, media: str, by: str = "") -> tuple[int, int]:
    """What the doors of a pack and of its picture answer; of what is shown the bytes are there."""
    one = await who.ask("GET", f"/packs/{pack}{by}")
    door = await who.ask("GET", f"/packs/{pack}/pictures/{media}/sticker{by}")
    if door.status_code == 302:
        assert door.headers["cache-control"] == "no-store"
        assert (await who.client.get(door.headers["location"])).content[8:12] == b"WEBP"
    return one.status_code, door.status_code


async def test_made_filled_ordered_deleted(server: Server, tmp_path: Path) -> None:
    ana, eve = await server.people("ana", "eve")
    phone = await device(server, ana)
    async with live(server, phone) as hers, live(server, eve) as others:
        client_id = str(uuid4())
        pack = await make(ana, "  Frögs \n ", client_id=client_id)
        assert await hers.take("packs") == {"op": "packs", "conversation_id": None}
        assert (pack["title"], pack["shared"], pack["may_edit"], pack["conversation_id"]) == ("Frögs", True, True, None)
        again = await ana.ask("POST", "/packs", {"title": "Else", "client_id": client_id})
        assert (again.status_code, again.json()) == (200, pack)
        frog, wave = await put(ana, pack["id"], "Frog", emoji="🐸", alt="a frog"), await put(ana, pack["id"], "wave", "gif")
        await put(ana, pack["id"], "toad", "emoji")
        assert await names(phone) == [("Frögs", ["frog", "wave", "toad"])]
        await phone.patch(f"/packs/{pack['id']}", {"title": "Toads", "order": [wave, str(uuid4())]})
        assert await names(ana) == [("Toads", ["wave", "frog", "toad"])]
        await ana.put(f"/packs/{pack['id']}/pictures/{frog}", {"kind": "emoji", "name": "hop"})
        (first, second, _) = (await packs(phone))[0]["pictures"]
        assert (first["kind"], first["item"]["duration_ms"], second["kind"], second["name"], second["emoji"]) == ("gif", 300, "emoji", "hop", "")
        await ana.delete(f"/packs/{pack['id']}/pictures/{frog}")
        await until_gone(tmp_path, frog)
        await phone.delete(f"/packs/{pack['id']}")
        assert await names(ana) == []
        await others.settled()
        assert not others.said("packs")
    await until(server, "select not exists (select from media) and not exists (select from attachments)")
    assert objects(tmp_path) == {}


async def test_what_is_refused(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    pack = (await make(ana))["id"]
    await put(ana, pack, "frog")

    async def why(media: str, **said: str) -> str:
        return await ana.refused("PUT", f"/packs/{pack}/pictures/{media}", {"kind": "sticker", "name": "new", **said})
    mine, hers = await ready(ana, moving(), kind="sticker"), await ready(eve, moving(), kind="sticker")
    wrong = await brought(ana, b"<svg onload=alert(1)>", "x.svg", kind="sticker")
    still_one, plain = await ready(ana, photo(), kind="sticker"), await ready(ana, photo())
    await until(server, "select state = 'refused' from media where id = $1", wrong)
    for media, said, code in (
            (hers["id"], {}, "400 media_unknown"), (str(uuid4()), {}, "400 media_unknown"), (wrong, {}, "409 media_not_ready"),
            (plain["id"], {}, "400 media_kind"), (still_one["id"], {"kind": "gif"}, "400 gif_still"), (mine["id"], {"name": "two words"}, "400 picture_name"),
            (mine["id"], {"name": "x" * 33}, "400 picture_name"), (mine["id"], {"emoji": "frog"}, "400 emoji_invalid"),
            (mine["id"], {"name": "FROG"}, "409 picture_name_taken")):
        assert await why(media, **said) == code, (media, said)
    assert await refused(ana, await chat(ana, await server.person("chidi")), type="media", items=[{"media_id": mine["id"]}]) == "400 media_kind"
    assert await ana.refused("POST", "/packs", {"title": " ", "client_id": str(uuid4())}) == "400 pack_title_empty"
    limits = (await ana.get("/limits"))["sizes"]
    for _ in range(limits["packs"] - 1):
        await make(ana)
    assert await ana.refused("POST", "/packs", {"title": "x", "client_id": str(uuid4())}) == "409 too_many_packs"


async def test_a_sticker_is_sent_and_its_pack_added(server: Server) -> None:
    """The table of rights: pack and picture × owner, who got a sticker, who added it, stranger."""
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room, other = await chat(ana, chidi), await chat(chidi, dana)
    pack = (await make(ana))["id"]
    frog = await put(ana, pack, "frog", emoji="🐸", alt="a frog")
    by = f"?conversation_id={room}&seq=1"
    assert await seen(chidi, pack, frog, by) == (404, 404)
    async with live(server, chidi) as his:
        message = await say(ana, room, **sticker(pack, frog))
        told = (await his.take("message"))["message"]
    body = told["body"]
    assert body == message["body"] == (await page(chidi, room))[0]["body"]
    assert (body["look"], body["name"], body["emoji"], body["pack_id"], body["item"]["alt"]) == ("sticker", "frog", "🐸", pack, "a frog")
    assert "home" not in str(body)
    for who, plain, through, bytes_there in ((ana, 200, 200, True), (chidi, 404, 200, True), (dana, 404, 404, False), (eve, 404, 404, False)):
        answer = (await seen(who, pack, frog), await seen(who, pack, frog, by))
        code = {200: (200, 302), 404: (404, 404)}
        assert answer == (code[plain], code[through]), who.handle
        assert isinstance(await fetched(who, room, 1, frog, "sticker"), bytes) is bytes_there
    assert await refused(chidi, other, **sticker(pack, frog)) == "400 sticker_unknown", "got is not added"
    assert await eve.refused("PUT", f"/me/packs/{pack}{by}") == "404 not_found"
    assert await chidi.refused("PUT", f"/me/packs/{pack}") == "404 not_found"
    added = await chidi.put(f"/me/packs/{pack}{by}")
    assert (added["added"], added["may_edit"]) == (True, False)
    assert await chidi.refused("PATCH", f"/packs/{pack}", {"title": "mine"}) == "403 not_allowed"
    assert await chidi.refused("DELETE", f"/packs/{pack}") == "403 not_allowed"
    await say(chidi, other, **sticker(pack, frog, reply_to=None))
    async with live(server, chidi) as his:
        await ana.patch(f"/packs/{pack}", {"shared": False})
        await his.take("packs")
    assert await packs(chidi) == []
    assert await seen(chidi, pack, frog, by) == (404, 404)
    assert await refused(chidi, other, **sticker(pack, frog)) == "400 sticker_unknown"
    await ana.delete(f"/packs/{pack}")
    assert isinstance(await fetched(chidi, room, 1, frog, "sticker"), bytes), "what was sent stays"
    assert isinstance(await fetched(dana, other, 1, frog, "small"), bytes)


async def test_a_block_ends_an_added_pack(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room, other = await chat(ana, chidi), await chat(chidi, dana)
    pack = (await make(ana))["id"]
    frog = await put(ana, pack)
    await say(ana, room, **sticker(pack, frog))
    by = f"?conversation_id={room}&seq=1"
    await chidi.put(f"/me/packs/{pack}{by}")
    await chidi.delete(f"/me/packs/{pack}")
    assert (await packs(chidi), await chidi.refused("DELETE", f"/me/packs/{pack}")) == ([], "404 not_found")
    await chidi.put(f"/me/packs/{pack}{by}")
    await ana.put("/users/chidi/block")
    assert await packs(chidi) == []
    assert await seen(chidi, pack, frog) == await seen(chidi, pack, frog, by) == (404, 404)
    assert await refused(chidi, other, **sticker(pack, frog)) == "400 sticker_unknown"


async def test_a_groups_pack(server: Server) -> None:
    """For who is in it, there alone; its admins change it; who is removed has nothing of it but what they read."""
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room = await group(ana, chidi, dana)
    other = await chat(chidi, dana)
    assert await chidi.refused("POST", "/packs", {"title": "x", "client_id": str(uuid4()), "conversation_id": room}) == "403 not_allowed"
    async with live(server, chidi) as his:
        pack = (await make(ana, "Lake", conversation_id=room))["id"]
        assert (await his.take("packs"))["conversation_id"] == room
    fish = await put(ana, pack, "fish")
    assert await names(chidi, f"/conversations/{room}") == [("Lake", ["fish"])]
    assert await names(ana) == await names(chidi) == []
    seq = (await say(chidi, room, **sticker(pack, fish)))["seq"]
    assert await refused(chidi, other, **sticker(pack, fish)) == "400 sticker_unknown"
    await say(chidi, other, type="forward", conversation_id=room, seq=seq)
    assert await seen(eve, pack, fish) == await seen(eve, pack, fish, f"?conversation_id={room}&seq={seq}") == (404, 404)
    assert await chidi.refused("PUT", f"/me/packs/{pack}") == "409 pack_yours"
    await remove(ana, room, dana)
    assert await dana.refused("GET", f"/conversations/{room}/packs") == "403 not_in_group"
    assert await seen(dana, pack, fish) == await seen(dana, pack, fish, f"?conversation_id={other}&seq=1") == (404, 404)
    assert await dana.refused("PUT", f"/me/packs/{pack}?conversation_id={other}&seq=1") == "404 not_found"
    assert isinstance(await fetched(dana, room, seq, fish, "small"), bytes)
    assert isinstance(await fetched(dana, other, 1, fish, "small"), bytes)
    assert isinstance(await fetched(eve, room, seq, fish, "small"), int)


async def test_emoji_in_a_text(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    pack, hers = (await make(ana))["id"], (await make(chidi))["id"]
    frog, big, foreign = await put(ana, pack, "frog", "emoji"), await put(ana, pack, "big"), await put(chidi, hers, "cat", "emoji")
    named = [{"pack_id": pack, "media_id": frog}] * 2 + [{"pack_id": pack, "media_id": big}, {"pack_id": hers, "media_id": foreign}]
    message = await say(ana, room, type="text", text="a :frog: :big: :cat:", emoji=named)
    (only,) = message["body"]["emoji"]
    assert (only["name"], only["item"]["media_id"]) == ("frog", frog), "what is mine, an emoji, and stands in it"
    assert isinstance(await fetched(chidi, room, 1, frog, "small"), bytes)
    assert await refused(ana, room, **sticker(pack, frog)) == "400 sticker_unknown"
    assert "emoji" not in (await say(ana, room, type="text", text="none", emoji=named))["body"]
    await change(ana, room, "edit", 1, text="two :frog:")
    assert (await page(chidi, room))[0]["body"]["emoji"] == [only]
    await change(ana, room, "edit", 1, text="none")
    assert "emoji" not in (await page(chidi, room))[0]["body"]
    assert await fetched(chidi, room, 1, frog, "small") == 404
    asked = {"client_id": str(uuid4()), "body": {"type": "text", "text": ":frog:", "emoji": named[:1]}, "send_at": ahead(days=1)}
    later = good(await ana.ask("POST", f"/conversations/{room}/scheduled", asked))
    assert later["body"]["emoji"] == [only]


async def test_with_the_message_it_goes(server: Server, tmp_path: Path) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    pack = (await make(ana))["id"]
    one, other = await put(ana, pack, "one"), await put(ana, pack, "other")
    assert await refused(ana, await talk(ana, eve), **sticker(pack, one)) == "403 request_text_only"
    message = await say(ana, room, **sticker(pack, one))
    report: dict[str, Any] = {"subject": {"kind": "message", "id": message["id"]}, "reason": "other", "client_id": str(uuid4()),
                              "evidence": {"conversation_id": room, "seqs": [1]}}
    good(await chidi.ask("POST", "/reports", report))
    await set_timer(ana, room, 60)
    seq = (await say(ana, room, **sticker(pack, other)))["seq"]
    await ana.delete(f"/packs/{pack}")
    await expire(server, room)
    assert await fetched(chidi, room, seq, other, "small") == 404
    await until_gone(tmp_path, other)
    await change(ana, room, "unsend", 1)
    assert await fetched(chidi, room, 1, one, "small") == 404
    await until(server, "select not exists (select from pgqueuer where status in ('queued', 'picked'))")
    assert f"media/{one}/sticker" in objects(tmp_path), "the report keeps it"


async def test_found_by_its_name(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    pack = (await make(ana))["id"]
    await say(ana, room, **sticker(pack, await put(ana, pack, "frog", alt="a green one")))
    for _ in range(2):
        for asked, expected in (("has=sticker", [1]), ("q=frog", [1]), ("q=green", [1]), ("has=photo", []), ("q=toad", [])):
            assert [one["seq"] for one in (await chidi.get(f"/search/messages?{asked}"))["messages"]] == expected, asked
        from paperplane.search.actions import index
        async with server.app.db.tx() as tx:
            await index(tx, room)     # type: ignore[arg-type]


async def test_two_at_once(server: Server) -> None:
    """Shared no longer and added in the same moment: it is one or the other."""
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    pack = (await make(ana))["id"]
    await say(ana, room, **sticker(pack, await put(ana, pack)))
    await asyncio.gather(ana.ask("PATCH", f"/packs/{pack}", {"shared": False}), chidi.ask("PUT", f"/me/packs/{pack}?conversation_id={room}&seq=1"))
    assert (await packs(chidi), await server.count("packs_added")) == ([], 0)


async def test_what_is_made_of_it(server: Server, tmp_path: Path) -> None:
    ana = await server.person("ana")
    pack = (await make(ana))["id"]
    await put(ana, pack, "still")
    await put(ana, pack, "webp", "gif", moving(kind="WEBP"))
    large = await put(ana, pack, "large", content=photo((1600, 800), 6))
    made = {one["name"]: one["item"] for one in (await packs(ana))[0]["pictures"]}
    with Image.open(io.BytesIO(objects(tmp_path)[f"media/{made['still']['media_id']}/sticker"])) as still:
        assert (still.format, still.convert("RGBA").getpixel((2, 30))) == ("WEBP", (0, 0, 0, 0)), "as transparent as it came"
    with Image.open(io.BytesIO(objects(tmp_path)[f"media/{made['webp']['media_id']}/sticker"])) as shown:
        assert (shown.format, getattr(shown, "n_frames", 1), made["webp"]["duration_ms"]) == ("WEBP", 3, 300)
    assert (made["large"]["width"], made["large"]["height"]) == (256, 512)
    assert b"A phone" not in objects(tmp_path)[f"media/{large}/sticker"]
