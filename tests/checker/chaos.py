"""What breaks. Each is one row of CHAOS: how likely, and what. Two hands at a time, with a second between."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import asyncpg

from tests.checker.proxy import CALM, ROUGH, Mood
from tests.checker.world import World

PAUSE_S = 1.0
HANDS = 2
LIFE_ACKS = 80
HELD_S = (0.05, 0.1, 0.3, 0.5, 1, 2, 4, 6.5)
STORM = Mood(drop=0.1, double=0.1, delay=0.2, cut=0.01, delay_s=1.0)


async def rage(world: World, rng: random.Random, for_s: float) -> None:
    """Break one thing after another for a while; at the end everything is whole again, though nobody is reconnected."""
    end = asyncio.get_running_loop().time() + for_s
    world.host.rough.mood = ROUGH
    seeds = [rng.random() for _ in range(HANDS)]
    await asyncio.gather(*(_hand(world, random.Random(seed), end) for seed in seeds))
    world.host.rough.mood = CALM


async def _hand(world: World, rng: random.Random, end: float) -> None:
    names, weights = list(CHAOS), [weight for weight, _ in CHAOS.values()]
    while asyncio.get_running_loop().time() < end and not world.ledger.violations:
        await asyncio.sleep(rng.expovariate(1 / PAUSE_S))
        (name,) = rng.choices(names, weights)
        await CHAOS[name][1](world, rng)


async def kill_server(world: World, rng: random.Random) -> None:
    if world.host.dying.locked():
        return
    async with world.host.dying:
        await world.host.kill()
        world.ledger.figures["server kills"] += 1
        await asyncio.sleep(rng.choice((0, 0, 1)))
        await world.host.start()
        await _some_life(world)


async def kill_postgres(world: World, rng: random.Random) -> None:
    if world.host.dying.locked():
        return
    async with world.host.dying:
        world.host.kill_postgres()
        await _some_life(world)


async def _some_life(world: World) -> None:
    """However slow the machine is: what was killed gets to do something before it is killed again."""
    before = world.ledger.figures["acks"]
    for _ in range(150):
        if world.ledger.figures["acks"] >= before + LIFE_ACKS:
            return
        await asyncio.sleep(0.1)


async def cut(world: World, rng: random.Random) -> None:
    world.host.rough.cut(rng, rng.choice((0.1, 0.5, 1)))


async def weather(world: World, rng: random.Random) -> None:
    world.host.rough.mood = rng.choice((CALM, ROUGH, ROUGH, STORM))


async def hold(world: World, rng: random.Random) -> None:
    """Some conversations are locked: shortly, or for longer than a transaction may last."""
    world.ledger.figures["holds"] += 1
    rooms = rng.sample(world.rooms, k=min(len(world.rooms), rng.randint(1, 6)))
    try:
        await world.host.hold(rooms, rng.choice(HELD_S), rng.choice((0, 0.1, 0.4)))
    except asyncpg.DeadlockDetectedError:
        world.ledger.violation("no deadlock", f"who locked {sorted(rooms)} in id order was the victim")
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        pass        # the database was killed meanwhile


CHAOS: dict[str, tuple[float, Callable[[World, random.Random], Awaitable[None]]]] = {
    "kill server": (2, kill_server),
    "kill postgres": (2, kill_postgres),
    "cut": (6, cut),
    "weather": (4, weather),
    "hold": (5, hold),
}
