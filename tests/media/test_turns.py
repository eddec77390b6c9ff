"""Whose video is made well next, and whose cover: each in turn, however many one of them has brought."""

from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.core.ids import new_id
from paperplane.media.ladder import queries
from tests.api import Someone, serving


async def waits(tx: Tx, who: Someone, count: int) -> list[UUID]:
    """Videos that are to be made well, with a moment of each."""
    ids = [new_id() for _ in range(count)]
    await tx.do("""
insert into media (id, owner_id, kind, name, bytes, state, width, height, duration_ms)
select id, $2, 'video', 'v.mp4', 1, 'ready', 640, 360, 1000 from unnest($1::uuid[]) o (id)""", ids, UUID(who.me["id"]))
    await queries.want(tx, ids)
    for one in ids:
        await queries.want_still(tx, one, 100)
    return ids


async def test_each_in_turn(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, jobs_in_serve=False) as server:
        ana, ben, chidi = await server.people("ana", "ben", "chidi")
        async with server.app.db.tx() as tx:
            hers = await waits(tx, ana, 5)
        async with server.app.db.tx() as tx:
            his, theirs = await waits(tx, ben, 2), await waits(tx, chidi, 1)
        owner = {one: name for name, ids in (("ana", hers), ("ben", his), ("chidi", theirs)) for one in ids}
        for take in (queries.take, queries.take_still):
            taken: list[Any] = []
            while True:
                async with server.app.db.autocommit() as tx:
                    at = await take(tx, 60)
                if at is None:
                    break
                taken.append(at.media_id)
            names = [owner[one] for one in taken]
            assert set(taken) == set(owner)
            assert len(taken) == len(owner)
            assert sorted(names[:3]) == [*sorted(names[3:5]), "chidi"] == ["ana", "ben", "chidi"]
            assert not any(one == other for one, other in pairwise(names[:5])), "while somebody waits, nobody has two turns"


async def test_who_has_had_a_turn_gives_way_between_two_renditions(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, jobs_in_serve=False) as server:
        ana, ben = await server.people("ana", "ben")

        async def gives_way(who: Someone) -> bool:
            async with server.app.db.autocommit() as tx:
                return await queries.others_wait(tx, UUID(who.me["id"]))
        async with server.app.db.tx() as tx:
            await waits(tx, ana, 2)
        async with server.app.db.autocommit() as tx:
            first = await queries.take(tx, 60)
        assert first is not None
        assert not await gives_way(ana), "her own others do not count"
        async with server.app.db.tx() as tx:
            await waits(tx, ben, 1)
        assert await gives_way(ana)
        async with server.app.db.autocommit() as tx:
            await queries.let_go(tx, first.media_id, untried=True)
        async with server.app.db.autocommit() as tx:
            second = await queries.take(tx, 60)
        assert second is not None
        assert second.owner_id == UUID(ben.me["id"])
        assert await gives_way(ben)
        async with server.app.db.autocommit() as tx:
            third = await queries.take(tx, 60)
        assert third is not None
        assert (third.media_id, third.tries) == (first.media_id, 1)
        async with server.app.db.autocommit() as tx:
            await queries.let_go(tx, second.media_id, untried=True, rest_s=60)
        assert not await gives_way(ana), "what rests waits for nobody"
