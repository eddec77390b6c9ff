"""The client's fold of events is what the server answers to a refetch: for each action, on the events as they are sent."""

import json
import os
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.api import Server, Someone
from tests.client import befriend, change, page, post, say
from tests.media.pictures import photo
from tests.messages.groups import add, group, leave, log, remove
from tests.messages.times import set_timer, until
from tests.posts.saying import say as publish

WEB = Path(__file__).parents[2] / "web"
FOLD = "src/lib/features/messages/refetch.test.ts"


class Watching:
    """Two who look at a group, what each was told at every step, and what each would have fetched."""

    def __init__(self, room: str, *viewers: Someone) -> None:
        self.room, self.viewers, self.told = room, viewers, list[dict[str, Any]]()

    async def see(self, step: str, doing: Awaitable[object]) -> None:
        before = [await viewer.get(f"/conversations/{self.room}") for viewer in self.viewers]
        await doing
        for viewer, head in zip(self.viewers, before, strict=True):
            events = await log(viewer, self.room, head["last_seq"])
            after = await viewer.get(f"/conversations/{self.room}")
            self.told.append({"step": f"{step}, seen by {viewer.handle}", "viewer": viewer.me["id"], "before": head,
                              "events": events, "after": after, "log": await log(viewer, self.room, after["from_seq"]),
                              "messages": await page(viewer, self.room)})


def folded(told: list[dict[str, Any]], path: Path) -> "subprocess.CompletedProcess[str]":
    path.write_text(json.dumps(told))
    return subprocess.run(["npx", "vitest", "run", FOLD], cwd=WEB, capture_output=True, text=True, check=False,
                          env={**os.environ, "PAPERPLANE_TOLD": str(path)})


async def change_messages(see: Callable[[str, Awaitable[object]], Awaitable[None]], room: str, ana: Someone, chidi: Someone) -> None:
    """Everything that can become of a message, on Ana's last but one, a poll of hers, and her last."""
    poll = {"type": "poll", "question": "Where?", "options": ["lake", "wood"], "anonymous": True}
    first, asked, last = [(await say(ana, room, **body))["seq"] for body in (
        {"type": "text", "text": "see you at sevn"}, poll, {"type": "text", "text": "oops", "reply_to": 1})]
    made = await publish(ana, "rain on the lake")
    await see("a post", say(chidi, room, type="card", post_id=made["id"], text="look"))
    await see("its words edited", change(chidi, room, "edit", (await page(chidi, room))[-1]["seq"], text="look there"))
    await see("its post deleted: no event", ana.delete(f"/posts/{made['id']}"))
    await see("edited", change(ana, room, "edit", first, text="see you at seven"))
    await see("a place", say(chidi, room, type="location", latitude=1.5, longitude=2, label="The lake"))
    for emoji, on in (("👍", True), ("❤️", True), ("👍", False), ("👍", True)):
        await see(f"reacted {emoji} {on}", change(chidi, room, "react", first, emoji=emoji, on=on))
    await see("reacted the same", change(ana, room, "react", first, emoji="👍", on=True))
    await see("pinned", change(chidi, room, "pin", first, on=True))
    await see("unpinned", change(chidi, room, "pin", first, on=False))
    await see("voted", change(chidi, room, "vote", asked, choices=[1]))
    await see("voted otherwise", change(chidi, room, "vote", asked, choices=[0]))
    await see("took the vote back", change(chidi, room, "vote", asked, choices=[]))
    await see("voted again", change(ana, room, "vote", asked, choices=[0]))
    await see("the poll ended", change(ana, room, "close", asked))
    await see("mentioned", say(chidi, room, type="text", text="@ana?", mentions=[{"at": 0, "length": 4, "account_id": ana.me["id"]}]))
    await see("unsent at once", change(ana, room, "unsend", last))
    await see("unsent by an admin", change(chidi, room, "unsend", first))


async def swept(server: Server, who: Someone, room: str) -> None:
    await who.ask("DELETE", f"/conversations/{room}/messages/mine")
    await until(server, "select not exists (select from sweeps)")


async def test_the_fold_of_the_events_is_the_refetch(server: Server, tmp_path: Path) -> None:
    ana, chidi, dana, eve, gil = await server.people("ana", "chidi", "dana", "eve", "gil")
    room = await group(chidi, ana, dana)
    await befriend(chidi, gil)
    at, see = f"/conversations/{room}", (watching := Watching(room, ana, chidi)).see
    await see("a message", post(dana, room, "hello"))
    await see("my own message, or Ana's", post(ana, room, "hello too"))
    await see("title", chidi.patch(at, {"title": "Lake house weekend"}))
    await see("history", chidi.patch(at, {"history": "all"}))
    await see("closed to members", chidi.patch(at, {"permissions": {"send": "admin"}}))
    await see("Ana an admin", chidi.put(f"{at}/members/{ana.me['id']}/role", {"role": "admin"}))
    await see("Dana an admin", chidi.put(f"{at}/members/{dana.me['id']}/role", {"role": "admin"}))
    await see("Ana a member again", chidi.put(f"{at}/members/{ana.me['id']}/role", {"role": "member"}))
    await see("open again, with two changes at once", chidi.patch(at, {"permissions": {"send": "member"}, "history": "joined"}))
    await see("picture", chidi.ask("PUT", f"{at}/picture", content=photo(), headers={"content-type": "image/jpeg"}))
    await see("added", add(chidi, room, gil))
    await see("asked: nothing happens yet", add(chidi, room, eve))
    await see("joined", eve.put(f"/me/invitations/{room}"))
    await see("no picture", chidi.delete(f"{at}/picture"))
    await see("left", leave(dana, room))
    await see("removed", remove(chidi, room, gil))
    await see("added once more", add(chidi, room, gil))
    await change_messages(see, room, ana, chidi)
    await see("a timer", set_timer(chidi, room, 3600))
    await see("said with a timer", post(ana, room, "for an hour"))
    await see("no timer", set_timer(chidi, room, None))
    await see("swept", swept(server, ana, room))
    await see("said after that", post(ana, room, "anew"))
    await see("another timer", set_timer(chidi, room, 7200))
    await see("Ana removed", remove(chidi, room, ana))
    await see("said after Ana", post(chidi, room, "she cannot hear this"))

    answer = folded(watching.told, tmp_path / "told.json")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"{len(watching.told)} passed" in answer.stdout, answer.stdout
    # It bites: a head that says something else is not the fold.
    watching.told[0]["after"]["last_n"] += 1
    assert folded(watching.told, tmp_path / "told.json").returncode != 0
