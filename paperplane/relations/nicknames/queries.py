"""Statements on nicknames."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.relations.nicknames.types import NicknameRow
from paperplane.relations.queries import FACTS


async def nicknames(tx: Tx, owner: UUID) -> list[NicknameRow]:
    return await tx.all(NicknameRow, f"""
select a.id, n.name, {FACTS} from nicknames n join accounts a on a.id = n.account_id
where n.owner_id = $1 order by a.id""", owner)  # noqa: S608


async def lock(tx: Tx, owner: UUID) -> None:
    """What one person calls others changes one after the other, or two devices would count past the limit."""
    await tx.do("select pg_advisory_xact_lock(hashtextextended($1, 2))", str(owner))


async def others(tx: Tx, owner: UUID, account: UUID) -> int:
    """How many people besides this one they have a name for."""
    found: int = await tx.value("select count(*) from nicknames where owner_id = $1 and account_id <> $2", owner, account)
    return found


async def put(tx: Tx, owner: UUID, account: UUID, name: str, words: str) -> None:
    await tx.do("""
insert into nicknames (owner_id, account_id, name, words) values ($1, $2, $3, $4)
on conflict (owner_id, account_id) do update set name = excluded.name, words = excluded.words""", owner, account, name, words)


async def delete(tx: Tx, owner: UUID, account: UUID) -> None:
    await tx.do("delete from nicknames where owner_id = $1 and account_id = $2", owner, account)
