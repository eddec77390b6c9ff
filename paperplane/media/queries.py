"""Statements on media."""

from uuid import UUID

import msgspec

from paperplane.core.db import Tx
from paperplane.media.types import Made, Media
from paperplane.media.uploads.types import UploadRow

COLUMNS = "id, kind, state, reason, name, bytes, width, height, duration_ms, blurhash, waveform, created_at"


async def of(tx: Tx, owner: UUID, media: UUID) -> Media | None:
    """One of theirs."""
    return await tx.one(Media, f"select {COLUMNS} from media where id = $2 and owner_id = $1", owner, media)  # noqa: S608


async def there(tx: Tx, media: UUID) -> bool:
    found: bool = await tx.value("select exists (select from media where id = $1)", media)
    return found


async def owned(tx: Tx, asked: list[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Media]:
    """Those of these (owner, medium) that are there."""
    rows = await tx.rows(f"""
select a.owner_id, to_jsonb(m) as media from unnest($1::uuid[], $2::uuid[]) a (owner_id, id)
cross join lateral (select {COLUMNS} from media m where m.id = a.id and m.owner_id = a.owner_id) m""",  # noqa: S608
                         *map(list, zip(*asked, strict=True)))
    found = [(row["owner_id"], msgspec.convert(row["media"], Media)) for row in rows]
    return {(owner, media.id): media for owner, media in found}


async def insert(tx: Tx, upload: UploadRow) -> None:
    """What is to be made of an upload that is whole."""
    await tx.do("insert into media (id, owner_id, kind, name, bytes) values ($1, $2, $3, $4, $5)",
                upload.id, upload.owner_id, upload.wish, upload.name, upload.bytes)


async def begin(tx: Tx, media: UUID) -> tuple[UploadRow, int] | None:
    """One that is to be made, and how often that was tried, this time too; None where there is nothing to make."""
    rows = await tx.rows("""
update media m set tries = tries + 1 from uploads u where m.id = $1 and m.state = 'making' and u.id = m.id
returning m.tries, u.id, u.owner_id, u.name, u.wish, u.bytes, u.received, u.parts, u.expires_at, u.cut_start_ms, u.cut_end_ms""", media)
    return (UploadRow(*list(rows[0].values())[1:]), rows[0]["tries"]) if rows else None


async def untried(tx: Tx, media: UUID) -> None:
    """It was not its fault that it was not made."""
    await tx.do("update media set tries = tries - 1 where id = $1 and state = 'making'", media)


async def finish(tx: Tx, media: UUID, made: Made) -> list[UUID | None]:
    """It is ready, or refused; its owner, None where they are gone. Nothing where it was finished before."""
    rows = await tx.rows("""
update media set state = case when $2::text is null then 'ready' else 'refused' end, reason = $2,
  kind = case when $2 is null then $3 else kind end, bytes = case when $2 is null then $4 else bytes end,
  width = $5, height = $6, duration_ms = $7, blurhash = $8, waveform = $9
where id = $1 and state = 'making' returning owner_id""", media, made.refused, made.kind, made.bytes, made.width, made.height,
                         made.duration_ms, made.blurhash, made.waveform)
    return [row["owner_id"] for row in rows]


async def lock(tx: Tx, media: list[UUID]) -> None:
    """Nobody begins to refer to them meanwhile."""
    await tx.rows("select id from media where id = any($1) order by id for update", media)


async def delete(tx: Tx, media: list[UUID]) -> None:
    await tx.do("delete from media where id = any($1)", media)


async def settle(tx: Tx, media: list[UUID]) -> None:
    """These were sent: they go with the last message that refers to them, and need not be looked for."""
    await tx.do("update media set settled = true where id = any($1)", media)
