"""A sync that can be proved: equal logs are equal, and the first difference is found, for those who may read."""

import hashlib
import random
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from paperplane.core.limits import Limits, Rate, Rates
from paperplane.messages.proof import good_seq
from paperplane.messages.types import Held, ProofPoint
from tests.api import Server, Someone, serving
from tests.client import befriend, chat, post
from tests.messages.groups import add, group, log, remove

Log = list[tuple[int, UUID]]


def hash_of(room: UUID, base: int, events: Log, upto: int) -> str:
    """As docs/api.md says it."""
    parts = [room.bytes, base.to_bytes(8, "big")]
    parts += [seq.to_bytes(8, "big") + event.bytes for seq, event in events if base < seq <= upto]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def held(room: UUID, base: int, events: Log, seqs: list[int]) -> dict[str, Any]:
    return {"id": str(room), "base_seq": base,
            "points": [{"seq": seq, "hash": hash_of(room, base, events, seq)} for seq in seqs]}


@given(st.integers(0, 30), st.integers(0, 40), st.lists(st.integers(1, 40), min_size=1, max_size=6, unique=True),
       st.sets(st.integers(0, 69)), st.sampled_from(["lost", "other", "none"]))
def test_good_seq_is_the_last_point_before_the_first_difference(
        base: int, length: int, steps: list[int], places: set[int], fault: str) -> None:
    room = uuid4()
    true: Log = [(seq, uuid4()) for seq in range(base + 1, base + length + 1)]
    broken = sorted(places & {seq for seq, _ in true}) if fault != "none" else []
    mine = [(seq, uuid4() if seq in broken else event) for seq, event in true if fault != "lost" or seq not in broken]
    points = sorted({min(base + step, base + length) for step in steps})
    asked = Held(room, base, [ProofPoint(seq, hash_of(room, base, mine, seq)) for seq in points])
    first = broken[0] if broken else base + length + 1
    expected = max([seq for seq in points if seq < first], default=base)
    assert good_seq(asked, true) == expected


async def prove(who: Someone, *asked: dict[str, Any]) -> dict[str, tuple[int, int]]:
    answer = await who.ask("POST", "/sync/proof", {"conversations": list(asked)})
    assert answer.status_code == 200, answer.text
    return {one["id"]: (one["last_seq"], one["good_seq"]) for one in answer.json()["conversations"]}


async def test_what_a_client_holds_is_compared(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = UUID(await chat(ana, chidi))
    for number in range(12):
        await post(random.choice((ana, chidi)), str(room), str(number))
    mine: Log = [(event["seq"], UUID(event["id"])) for event in await log(ana, str(room))]
    whole = held(room, 0, mine, [4, 8, 12])
    assert await prove(ana, whole) == {str(room): (12, 12)}
    assert await prove(ana, held(room, 5, mine, [5, 12])) == {str(room): (12, 12)}
    assert await prove(ana, held(room, 12, mine, [12])) == {str(room): (12, 12)}
    swapped = [*mine[:5], (6, mine[6][1]), (7, mine[5][1]), *mine[7:]]
    assert await prove(ana, held(room, 0, swapped, [4, 8, 12])) == {str(room): (12, 4)}
    ahead = [*mine, (13, uuid4())]
    assert await prove(ana, held(room, 0, ahead, [12, 13])) == {str(room): (12, 12)}
    assert await prove(ana, held(room, 0, ahead, [13])) == {str(room): (12, 0)}
    assert await prove(eve, whole) == await prove(ana, {**whole, "id": str(uuid4())}) == await prove(ana) == {}


async def test_each_proves_what_they_may_read(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = UUID(await group(ana, chidi, title="A group"))
    await post(ana, str(room), "one")
    await add_friend(ana, dana, str(room))
    await remove(ana, str(room), chidi)
    await post(ana, str(room), "two")
    every: Log = [(event["seq"], UUID(event["id"])) for event in await log(ana, str(room))]
    assert await prove(ana, held(room, 0, every, [5])) == {str(room): (5, 5)}
    assert await prove(dana, held(room, 2, every, [5])) == {str(room): (5, 5)}
    assert await prove(dana, held(room, 0, every, [5])) == {str(room): (5, 0)}, "what came before is not compared"
    assert await prove(chidi, held(room, 0, every, [4])) == {str(room): (4, 4)}
    assert await prove(chidi, held(room, 0, every, [4, 5])) == {str(room): (4, 4)}, "nor what came after"


async def add_friend(ana: Someone, other: Someone, room: str) -> None:
    await befriend(ana, other)
    assert await add(ana, room, other) == ([other.handle], [])


async def test_nonsense_is_refused(server: Server) -> None:
    ana = await server.person("ana")
    room, nought = uuid4(), "0" * 64
    bad = [
        [{"id": str(room), "base_seq": 0, "points": []}],
        [{"id": str(room), "base_seq": 3, "points": [{"seq": 2, "hash": nought}]}],
        [{"id": str(room), "base_seq": 0, "points": [{"seq": 2, "hash": nought}, {"seq": 2, "hash": nought}]}],
        [{"id": str(room), "base_seq": 0, "points": [{"seq": seq, "hash": nought} for seq in range(17)]}],
        [{"id": str(room), "base_seq": 0, "points": [{"seq": 1, "hash": "x"}]}],
        [{"id": str(room), "base_seq": 0, "points": [{"seq": 2**53 - 1, "hash": nought}]}],
        [{"id": str(room), "base_seq": -1, "points": [{"seq": 1, "hash": nought}]}],
        [{"id": str(room), "base_seq": 0, "points": [{"seq": 1, "hash": nought}]}] * 2,
        [{"id": str(uuid4()), "base_seq": 0, "points": [{"seq": 0, "hash": nought}]} for _ in range(501)],
    ]
    for conversations in bad:
        assert (await ana.refused("POST", "/sync/proof", {"conversations": conversations})).startswith("400")


async def test_proving_has_the_rate_of_syncing(database: str, tmp_path: Path) -> None:
    limits = Limits(rates=Rates(syncs_account=Rate(2, 3600)))
    async with serving(database, tmp_path, limits_enabled=True, limits=limits) as server:
        ana = await server.person("ana")
        await ana.get("/sync")
        assert await prove(ana) == {}
        assert await ana.refused("POST", "/sync/proof", {"conversations": []}) == "429 rate_limited"
