"""What breaks. Each is one row of CHAOS: how likely, and what. One thing at a time, without a pause worth the name."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import asyncpg

from tests.checker.proxy import CALM, ROUGH, Mood
from tests.checker.world import World

PAUSE_S = 1.0
STORM = Mood(drop=0.1, double=0.1, delay=0.2, cut=0.01, delay_s=1.0)


async def rage(world: World, rng: random.Random, for_s: float) -> None:
    """Break one thing after another for a while; at the end everything is whole again, though nobody is reconnected."""
    names, weights = list(CHAOS), [weight for weight, _ in CHAOS.values()]
    loop = asyncio.get_running_loop()
    end = loop.time() + for_s
    world.host.rough.mood = ROUGH
    while loop.time() < end:
        await asyncio.sleep(rng.expovariate(1 / PAUSE_S))
        (name,) = rng.choices(names, weights)
        await CHAOS[name][1](world, rng)
    world.host.rough.mood = CALM


async def kill_server(world: World, rng: random.Random) -> None:
    await world.host.kill()
    world.ledger.figures["server kills"] += 1
    await asyncio.sleep(rng.choice((0, 0, 1)))
    await world.host.start()


async def kill_postgres(world: World, rng: random.Random) -> None:
    world.host.kill_postgres()


async def cut(world: World, rng: random.Random) -> None:
    world.host.rough.cut(rng, rng.choice((0.1, 0.5, 1)))


async def weather(world: World, rng: random.Random) -> None:
    world.host.rough.mood = rng.choice((CALM, ROUGH, ROUGH, STORM))


async def hold(world: World, rng: random.Random) -> None:
    """Some conversations are locked: shortly, or for longer than a transaction may last."""
    world.ledger.figures["holds"] += 1
    rooms = rng.sample(world.rooms, k=min(len(world.rooms), rng.randint(1, 4)))
    try:
        await world.host.hold(rooms, rng.choice((0.05, 0.5, 2, 4.5, 6.5)), rng.choice((0, 0.1)))
    except asyncpg.DeadlockDetectedError:
        world.ledger.violation("no deadlock", f"who locked {sorted(rooms)} in id order was the victim")
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        pass        # the database was killed meanwhile


CHAOS: dict[str, tuple[float, Callable[[World, random.Random], Awaitable[None]]]] = {
    "kill server": (3, kill_server),
    "kill postgres": (2, kill_postgres),
    "cut": (6, cut),
    "weather": (4, weather),
    "hold": (5, hold),
}
