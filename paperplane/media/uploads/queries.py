"""Statements on uploads and their parts."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.media.uploads.types import Part, UploadRow, UploadWish

COLUMNS = "id, owner_id, name, wish, bytes, received, parts, expires_at, cut_start_ms, cut_end_ms"


async def lock_owner(tx: Tx, owner: UUID) -> None:
    """One person's uploads begin one after the other, so that they can be counted."""
    await tx.do("select pg_advisory_xact_lock(hashtextextended($1, 3))", str(owner))


async def open_count(tx: Tx, owner: UUID) -> int:
    count: int = await tx.value("select count(*) from uploads where owner_id = $1 and received < bytes and expires_at > now()", owner)
    return count


async def insert(tx: Tx, upload: UUID, owner: UUID, wish: UploadWish, hours: int) -> None:
    await tx.do("""
insert into uploads (id, owner_id, name, wish, bytes, expires_at, cut_start_ms, cut_end_ms)
values ($1, $2, $3, $4, $5, now() + make_interval(hours => $6), $7, $8)""", upload, owner, wish.name, wish.kind, wish.bytes, hours,
                wish.cut and wish.cut.start_ms, wish.cut and wish.cut.end_ms)


async def of(tx: Tx, owner: UUID, upload: UUID) -> UploadRow | None:
    """One of theirs that has not had its time."""
    return await tx.one(UploadRow, f"select {COLUMNS} from uploads where id = $2 and owner_id = $1 and expires_at > now()",  # noqa: S608
                        owner, upload)


async def add_part(tx: Tx, upload: UUID, part: Part) -> UploadRow | None:
    """The upload with it; None where another came first, or it is gone."""
    return await tx.one(UploadRow, f"""
with further as (
  update uploads set received = received + $3, parts = parts + 1 where id = $1 and received = $2 returning *
), kept as (
  insert into upload_parts (upload_id, at, bytes, object) select id, $2, $3, $4 from further
)
select {COLUMNS} from further""", upload, part.at, part.bytes, part.object)  # noqa: S608


async def parts(tx: Tx, upload: UUID) -> list[Part]:
    return await tx.all(Part, "select at, bytes, object from upload_parts where upload_id = $1 order by at", upload)


async def drop_parts(tx: Tx, upload: UUID) -> None:
    await tx.do("delete from upload_parts where upload_id = $1", upload)


async def delete(tx: Tx, upload: UUID) -> None:
    await tx.do("delete from uploads where id = $1", upload)


async def expired(tx: Tx, limit: int) -> list[UUID]:
    """Those that have had their time, but for what is being made just now; nobody else takes them."""
    rows = await tx.rows("""
select u.id from uploads u where u.expires_at <= now()
  and not exists (select from media m where m.id = u.id and m.state = 'making')
order by u.expires_at limit $1 for update of u skip locked""", limit)
    return [row["id"] for row in rows]
