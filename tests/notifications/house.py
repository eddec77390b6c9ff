"""A server that may push to a service on this machine, and who is told there."""

import asyncio
from typing import NamedTuple

from tests.api import Server, Someone
from tests.client import chat
from tests.notifications.pushing import Device, PushService, listens


class House(NamedTuple):
    server: Server
    service: PushService

    async def settled(self) -> None:
        """Everything that there was to tell has been told: each step is done by hand until there is nothing left."""
        teller = self.server.app.teller
        for _ in range(3):
            while await teller.step():
                pass
            while teller._under_way:
                await asyncio.gather(*teller._under_way, return_exceptions=True)
            await teller.step()


async def two(house: House) -> tuple[Someone, Someone, str, Device]:
    """Ana, who listens on a device, and Chidi, her friend."""
    ana, chidi = await house.server.people("ana", "chidi")
    room = await chat(ana, chidi)
    return ana, chidi, room, await listens(ana, house.service)


async def later(house: House, seconds: int) -> None:
    """What is to be looked at later is due now."""
    async with house.server.app.db.tx() as tx:
        await tx.do("update push_told set due_at = due_at - make_interval(secs => $1)", seconds)


async def earlier(house: House, room: str, seconds: int) -> None:
    """Everything here was said earlier, as if the time had passed, but not before the device listened."""
    async with house.server.app.db.tx() as tx:
        await tx.do("update push_subscriptions set created_at = created_at - make_interval(secs => $1)", seconds * 2)
        await tx.do("update events set sent_at = sent_at - make_interval(secs => $2) where conversation_id = $1", room, seconds)
