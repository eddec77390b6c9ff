"""Statements on packs."""

from uuid import UUID

import asyncpg

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import MediaItem
from paperplane.messages.packs.types import Asked, PackRow, Picture, PictureRequest

BLOCKED = """exists (
  select from blocks b where (b.blocker_id, b.blocked_id) in ((p.account_id, {viewer}), ({viewer}, p.account_id)))"""
PACKS = f"""
select p.id, p.account_id, p.conversation_id, p.title, p.shared, a.at is not null as added, {BLOCKED.format(viewer='$1')} as blocked,
  m.role, case when m.role is not null then c.permissions end as permissions
from packs p left join packs_added a on a.pack_id = p.id and a.account_id = $1
left join conversations c on c.id = p.conversation_id
left join members m on m.conversation_id = p.conversation_id and m.account_id = $1 and m.to_seq is null """  # noqa: S608
SHOWN = """pp.kind, pp.name, pp.emoji, pp.alt, m.id as media_id, m.bytes, m.width, m.height, m.duration_ms, m.blurhash
from pack_pictures pp join media m on m.id = pp.media_id"""


async def mine(tx: Tx, viewer: UUID) -> list[PackRow]:
    """Their own, in their order; then those that they have added and may still use."""
    return await tx.all(PackRow, f"""{PACKS}
where p.account_id = $1 or (p.id in (select pack_id from packs_added where account_id = $1) and p.shared
  and not {BLOCKED.format(viewer='$1')})
order by p.account_id is distinct from $1, case when p.account_id = $1 then p.place end, a.at, p.id""", viewer)  # noqa: S608


async def of_group(tx: Tx, viewer: UUID, conversation: UUID) -> list[PackRow]:
    """A group's, as its member sees them."""
    return await tx.all(PackRow, PACKS + "where p.conversation_id = $2 and m.role is not null order by p.place, p.id", viewer, conversation)


async def pack(tx: Tx, viewer: UUID, wanted: UUID) -> PackRow | None:
    """Anybody's: whether the viewer sees it is for the rule."""
    return await tx.one(PackRow, PACKS + "where p.id = $2", viewer, wanted)


async def lock(tx: Tx, wanted: UUID) -> None:
    await tx.rows("select id from packs where id = $1 for update", wanted)


async def pictures(tx: Tx, packs: list[UUID]) -> dict[UUID, list[Picture]]:
    """Of each, in their order."""
    rows = await tx.rows(f"select pp.pack_id, {SHOWN} where pp.pack_id = any($1) order by pp.place, pp.media_id", packs)
    found: dict[UUID, list[Picture]] = {one: [] for one in packs}
    for row in rows:
        found[row["pack_id"]].append(_picture(row))
    return found


async def usable(tx: Tx, asked: list[Asked]) -> dict[Asked, Picture]:
    """Those of these that the viewer may use there: out of their own packs, of added ones, and of the group's own."""
    rows = await tx.rows(f"""
select u.ord, {SHOWN} join packs p on p.id = pp.pack_id
join unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) with ordinality u (viewer, conversation, pack_id, media_id, ord)
  on u.pack_id = pp.pack_id and u.media_id = pp.media_id
where p.account_id = u.viewer
  or (p.conversation_id = u.conversation and exists (
    select from members g where g.conversation_id = u.conversation and g.account_id = u.viewer and g.to_seq is null))
  or (p.shared and exists (select from packs_added a where a.account_id = u.viewer and a.pack_id = p.id)
    and not {BLOCKED.format(viewer='u.viewer')})""", *map(list, zip(*asked, strict=True)))  # noqa: S608
    return {asked[row["ord"] - 1]: _picture(row) for row in rows}


async def made_before(tx: Tx, viewer: UUID, client_id: UUID) -> UUID | None:
    found: UUID | None = await tx.value("select id from packs where made_by = $1 and client_id = $2", viewer, client_id)
    return found


async def count(tx: Tx, account: UUID | None, conversation: UUID | None) -> int:
    return int(await tx.value("select count(*) from packs where account_id = $1 or conversation_id = $2", account, conversation))


async def insert(tx: Tx, made: PackRow, made_by: UUID, client_id: UUID, place: int) -> None:
    await tx.do("""
insert into packs (id, account_id, conversation_id, made_by, client_id, title, shared, place) values ($1, $2, $3, $4, $5, $6, $7, $8)""",
                made.id, made.account_id, made.conversation_id, made_by, client_id, made.title, made.shared, place)


async def update(tx: Tx, pack: UUID, title: str, *, shared: bool) -> None:
    await tx.do("update packs set title = $2, shared = $3 where id = $1", pack, title, shared)


async def delete(tx: Tx, pack: UUID) -> None:
    await tx.do("delete from packs where id = $1", pack)


async def put_in_order(tx: Tx, pack: UUID, order: list[UUID]) -> None:
    await tx.do("""
update pack_pictures pp set place = o.place - 1 from unnest($2::uuid[]) with ordinality o (media_id, place)
where pp.pack_id = $1 and pp.media_id = o.media_id""", pack, order)


async def put_picture(tx: Tx, pack: UUID, media: UUID, said: PictureRequest) -> None:
    """At the end, or as it is called from now on."""
    await tx.do("""
insert into pack_pictures (pack_id, media_id, place, kind, name, emoji, alt)
select $1, $2, coalesce(max(place) + 1, 0), $3, $4, $5, $6 from pack_pictures where pack_id = $1
on conflict (pack_id, media_id) do update set kind = excluded.kind, name = excluded.name, emoji = excluded.emoji, alt = excluded.alt""",
                pack, media, said.kind, said.name, said.emoji, said.alt)


async def delete_picture(tx: Tx, pack: UUID, media: UUID) -> bool:
    """Whether it was in."""
    return await tx.do("delete from pack_pictures where pack_id = $1 and media_id = $2", pack, media) == 1


async def added_count(tx: Tx, account: UUID) -> int:
    return int(await tx.value("select count(*) from packs_added where account_id = $1", account))


async def add(tx: Tx, account: UUID, pack: UUID) -> None:
    await tx.do("insert into packs_added (account_id, pack_id) values ($1, $2) on conflict do nothing", account, pack)


async def leave(tx: Tx, account: UUID, pack: UUID) -> bool:
    """Whether they had added it."""
    return await tx.do("delete from packs_added where account_id = $1 and pack_id = $2", account, pack) == 1


async def leave_all(tx: Tx, pack: UUID) -> None:
    await tx.do("delete from packs_added where pack_id = $1", pack)


async def added_by(tx: Tx, pack: UUID) -> list[UUID]:
    rows = await tx.rows("select account_id from packs_added where pack_id = $1", pack)
    return [row["account_id"] for row in rows]


def _picture(row: asyncpg.Record) -> Picture:
    item = MediaItem(media_id=row["media_id"], kind="sticker", name=row["name"], bytes=row["bytes"], width=row["width"],
                     height=row["height"], duration_ms=row["duration_ms"], blurhash=row["blurhash"], alt=row["alt"])
    return Picture(row["kind"], row["name"], row["emoji"], item)
