"""What can be seen once: by each to whom it was sent, and by nobody twice; gone after the last, or after two weeks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.api import Server, Someone, good
from tests.checker.folding import fold
from tests.client import chat, device, live, page, say
from tests.media.pictures import photo
from tests.media.sounds import speech
from tests.media.test_messages import fetched, refused, showing
from tests.media.uploading import objects, ready, until_gone
from tests.messages.groups import group, log
from tests.messages.times import expire, value


async def view(who: Someone, room: str, seq: int, client_id: str | None = None) -> Any:
    """The answer's media, or the code of a refusal."""
    answer = await who.ask("POST", f"/conversations/{room}/messages/{seq}/view", {"client_id": client_id or str(uuid4())})
    return good(answer)["media"] if answer.is_success else answer.json()["code"]


async def test_once_each_and_then_gone(server: Server, tmp_path: Path) -> None:
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room = await group(ana, chidi, dana)
    picture = await ready(ana, photo((400, 300)))
    message = await say(ana, room, **showing(picture, view_once=True))
    seq = message["seq"]
    assert message["body"]["view_once"] is True
    assert message["body"]["items"][0]["blurhash"] is None, "it shows nothing of itself before"
    left = datetime.fromisoformat(message["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=13) < left <= timedelta(days=14)
    before = await page(chidi, room)
    for who in (ana, chidi, eve):
        assert await fetched(who, room, seq, picture["id"], "large") == 404
    assert await view(ana, room, seq) == "not_allowed"
    assert await view(eve, room, seq) == "not_found"
    other = await device(server, chidi)
    async with live(server, other) as his, live(server, ana) as hers:
        name = str(uuid4())
        (opened,) = await view(chidi, room, seq, name)
        for socket in (his, hers):
            event = (await socket.take("event"))["event"]
            assert (event["kind"], event["about"], event["sender"], event["expires_at"]) == ("viewed", seq, chidi.me["id"], None)
    for variant, url in opened["addresses"].items():
        assert (await server.client.get(url)).content == objects(tmp_path)[f"media/{picture['id']}/{variant}"]
    assert (await view(chidi, room, seq, name))[0]["media_id"] == picture["id"], "the first answer may have been lost"
    assert await view(other, room, seq) == await view(chidi, room, seq) == "viewed"
    assert (await page(other, room))[-1]["viewed"] == [chidi.me["id"]]
    assert await view(dana, room, seq) != "viewed"
    ends = (await log(dana, room))[-1]["expires_at"]
    assert datetime.fromisoformat(ends) - datetime.now(UTC) < timedelta(minutes=11), "the last has opened it"
    assert fold(before, (await log(chidi, room))[seq:], chidi.me["id"]) == fold(await page(chidi, room), [], chidi.me["id"])
    await expire(server, room)
    assert await view(dana, room, seq) == "not_found"
    await until_gone(tmp_path, picture["id"])


async def test_it_goes_no_other_way(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room, other = await chat(ana, chidi), await chat(chidi, dana)
    spoken = await ready(ana, speech(), kind="voice")
    await say(ana, room, type="voice", media_id=spoken["id"], view_once=True)
    assert await refused(chidi, other, type="forward", conversation_id=room, seq=1) == "400 not_forwardable"
    message = (await page(chidi, room))[0]
    assert message["body"]["item"]["waveform"] is None
    await chidi.ask("POST", f"/conversations/{room}/hidden", {"seqs": [1]})
    assert await view(chidi, room, 1) == "not_found"
    assert await value(server, "select viewed is null from messages where seq = 1 and conversation_id = $1", room)
    usual = (await say(ana, room, type="voice", media_id=spoken["id"]))["seq"]
    assert await view(chidi, room, usual) == "not_found"
    assert isinstance(await fetched(chidi, room, usual, spoken["id"], "audio"), bytes)


async def test_who_is_out_opens_nothing(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = await group(ana, chidi, dana)
    seq = (await say(ana, room, **showing(await ready(ana, photo()), view_once=True)))["seq"]
    await ana.ask("DELETE", f"/conversations/{room}/members/{dana.me['id']}")
    assert await view(dana, room, seq) == "not_found"
    assert await view(chidi, room, seq) != "not_found"
    assert (await log(chidi, room))[-1]["expires_at"] is not None, "of those who are left, the last has opened it"
