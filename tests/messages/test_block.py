"""A block closes an open conversation on the blocker's screens, and lifting it opens it again."""

from tests.api import Server
from tests.client import live, talk


async def test_open_screens_are_told_to_look_again(server: Server) -> None:
    ana, eve, gil = await server.people("ana", "eve", "gil")
    room = await talk(ana, eve)
    elsewhere = await talk(ana, gil)
    async with live(server, ana) as mine, live(server, eve) as hers, live(server, gil) as others:
        for verb, blocked in (("PUT", True), ("DELETE", False)):
            await ana.ask(verb, f"/users/{eve.handle}/block")
            assert (await mine.take("changed"))["conversation_id"] == room != elsewhere
            for who in (ana, eve):
                head = await who.get(f"/conversations/{room}")
                assert (head["sending"] == "closed", head["person"] is None) == (blocked, blocked)
        for socket in (hers, others):
            await socket.settled()
            assert socket.told == []
