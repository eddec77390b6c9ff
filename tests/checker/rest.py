"""How the world comes to rest, and what is asked of it then."""

import asyncio
from collections.abc import Callable

import asyncpg

from tests.api import good
from tests.checker import truth
from tests.checker.checks import CHECKS
from tests.checker.device import Device
from tests.checker.ledger import Json, some_id
from tests.checker.proxy import CALM
from tests.checker.room import held_of
from tests.checker.world import Account, World

PATIENCE_S = 90
# Conversations proved at once: all of them may be more than the server takes.
PROVED = 4


async def rest(world: World, *, whole: bool) -> None:
    """Everything ends that was begun; all come back; all must agree. Then it can go on."""
    world.going.clear()
    world.host.rough.mood = CALM
    for device in world.devices:
        device.awake.set()
    await world.host.answers()
    await _until(world, "a send is answered", lambda: not world.sending)
    await _swept(world)
    await _quiet(world)
    await _told_live(world, "who was never cut off has heard everything", _untouched(world))
    await _come_back(world)
    await _quiet(world)
    for device in world.devices:
        await device.sync()
    await check(world, whole=whole)
    await _prove(world)
    await _probe(world)
    world.ledger.figures["rests"] += 1
    world.going.set()


async def check(world: World, *, whole: bool) -> None:
    for found in await truth.fetch(world, whole=whole):
        for law in CHECKS:
            for what in law(found):
                world.ledger.violation(law.__name__.replace("_", " "), f"{found.room}: {what}")
    for account in world.accounts:
        await _counts(world, account)
    complaints(world)


async def _prove(world: World) -> None:
    """Each device asks whether its logs are the server's, and they are."""
    for device in world.devices:
        held = [held for _, room in sorted(device.rooms.items()) if (held := held_of(room)) is not None]
        for begin in range(0, len(held), PROVED):
            asked = held[begin:begin + PROVED]
            answer = good(await device.account.someone.ask("POST", "/sync/proof", {"conversations": asked}))
            expected = [{"id": one["id"], "last_seq": one["points"][-1]["seq"], "good_seq": one["points"][-1]["seq"]}
                        for one in asked]
            if answer["conversations"] != expected:
                world.ledger.violation("a proof proves", f"{device.name} holds {asked}, the server says {answer}")


def complaints(world: World) -> None:
    for said in world.host.complaints():
        world.ledger.violation("no error is logged", said)


async def _counts(world: World, account: Account) -> None:
    """The inbox counts what it shows."""
    page = await account.someone.get("/inbox?limit=50")
    heads = page["conversations"]
    while page["next_cursor"]:
        page = await account.someone.get(f"/inbox?limit=50&cursor={page['next_cursor']}")
        heads += page["conversations"]
    unread = sum((head["unread"] > 0 or head["marked_unread"]) and (head["muted_until"] is None or head["mentioned"]) for head in heads)
    if page["counts"]["unread"] != unread:
        said = f"the inbox of {account.handle} counts {page['counts']['unread']}, shows {unread}"
        world.ledger.violation("unread is truth", said)


async def _until(world: World, law: str, holds: Callable[[], bool]) -> None:
    """Wait for what must come; a violation if it does not."""
    end = asyncio.get_running_loop().time() + PATIENCE_S
    while not holds():
        if asyncio.get_running_loop().time() > end:
            world.ledger.violation(law, f"not within {PATIENCE_S} s")
            return
        await asyncio.sleep(0.05)


async def _swept(world: World) -> None:
    """What somebody wants to have taken back is gone."""
    connection = await asyncpg.connect(world.host.cluster.dsn())
    try:
        async with asyncio.timeout(PATIENCE_S):
            while await connection.fetchval("select exists (select from sweeps)"):
                await asyncio.sleep(0.1)
    except TimeoutError:
        world.ledger.violation("a sweep ends", f"not within {PATIENCE_S} s")
    finally:
        await connection.close()


async def _heads(world: World) -> dict[tuple[str, str], Json]:
    """Every conversation, as everybody in it has it in their list now."""
    found = {}
    for account in world.accounts:
        for head in (await account.someone.get("/sync"))["conversations"]:
            found[(account.id, head["id"])] = head
    return found


async def _quiet(world: World) -> None:
    """Until nothing moves on the server: marks are written a moment after they were said."""
    before: dict[tuple[str, str], Json] = {}
    while before != (now := await _heads(world)):
        before = now
        await asyncio.sleep(0.5)


def _untouched(world: World) -> list[Device]:
    """Devices on a link that the bad network leaves alone: what is pushed to them arrives."""
    clean = {link.port for link in world.host.rough.links if link.clean}
    return [device for device in world.devices if device.online.is_set() and device.port in clean]


async def _told_live(world: World, law: str, devices: list[Device]) -> None:
    heads = await _heads(world)
    end = asyncio.get_running_loop().time() + 15
    behind = ["?"]
    while behind and asyncio.get_running_loop().time() < end:
        behind = [f"{device.name} is at {device.rooms[room].last} of {head['last_seq']} in {room}"
                  for device in devices for (account, room), head in heads.items()
                  if account == device.account.id and room in device.rooms and device.rooms[room].last < head["last_seq"]]
        await asyncio.sleep(0.05)
    for what in behind:
        world.ledger.violation(law, what)
    world.ledger.figures["untouched devices checked"] += len(devices)


async def _come_back(world: World) -> None:
    for device in world.devices:
        device.online.clear()
        device.drop()
    await _until(world, "everybody comes back", lambda: all(device.online.is_set() for device in world.devices))


async def _probe(world: World) -> None:
    """One more message in each conversation reaches every open device by itself: no repair, no sync."""
    live = [device for device in world.devices if not device.syncs_only]
    before = {device.name: device.repairs for device in live}
    may = {room: account for (account, room), head in (await _heads(world)).items() if head["sending"] == "open"}
    for room in sorted(may):
        account = world.account(may[room])
        body = {"client_id": some_id(world.rng), "body": {"type": "text", "text": "does everybody hear me?"}}
        await account.someone.ask("POST", f"/conversations/{room}/messages", body)
    await _told_live(world, "everybody hears", live)
    for device in live:
        if device.repairs != before[device.name]:
            world.ledger.violation("everybody hears", f"{device.name} had to ask {device.repairs - before[device.name]} times")
