"""Statements on messages that are sent later."""

from datetime import datetime
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import Spoken
from paperplane.messages.scheduled.types import DueRow, LockedRow, Scheduled

COLUMNS = "id, client_id, conversation_id, body, send_at, held"


async def count(tx: Tx, account: UUID) -> int:
    found: int = await tx.value("select count(*) from scheduled where account_id = $1", account)
    return found


async def insert(tx: Tx, account: UUID, one: Scheduled) -> None:
    await tx.do("""
insert into scheduled (id, account_id, conversation_id, client_id, body, send_at) values ($1, $2, $3, $4, $5, $6)""",
                one.id, account, one.conversation_id, one.client_id, one.body, one.send_at)


async def made_before(tx: Tx, account: UUID, conversation: UUID, client_id: UUID) -> Scheduled | None:
    return await tx.one(Scheduled, f"""
select {COLUMNS} from scheduled where account_id = $1 and conversation_id = $2 and client_id = $3""",  # noqa: S608
                        account, conversation, client_id)


async def of(tx: Tx, account: UUID, conversation: UUID | None) -> list[Scheduled]:
    return await tx.all(Scheduled, f"""
select {COLUMNS} from scheduled where account_id = $1 and ($2::uuid is null or conversation_id = $2)
order by send_at, id""", account, conversation)  # noqa: S608


async def lock(tx: Tx, account: UUID, scheduled: UUID) -> LockedRow | None:
    """One of theirs."""
    return await tx.one(LockedRow, f"select {COLUMNS}, leaving from scheduled where account_id = $1 and id = $2 for update",  # noqa: S608
                        account, scheduled)


async def update(tx: Tx, scheduled: UUID, body: Spoken, send_at: datetime) -> None:
    """With the change, why it was held is over."""
    await tx.do("update scheduled set body = $2, send_at = $3, held = null where id = $1", scheduled, body, send_at)


async def delete(tx: Tx, scheduled: UUID) -> None:
    await tx.do("delete from scheduled where id = $1", scheduled)


async def take_due(tx: Tx, limit: int) -> list[DueRow]:
    """Those whose time has come: nobody changes them from now on. What a server that was killed had taken is among them."""
    return await tx.all(DueRow, """
with due as (
  select id from scheduled where send_at <= now() and held is null order by send_at limit $1 for update skip locked
), taken as (
  update scheduled s set leaving = true from due where s.id = due.id returning s.*
)
select t.id, t.account_id, t.conversation_id, t.client_id, t.body, a.handle, a.birth_date, a.locale
from taken t join accounts a on a.id = t.account_id order by t.send_at, t.id""", limit)


async def hold(tx: Tx, scheduled: UUID, code: str) -> None:
    await tx.do("update scheduled set held = $2, leaving = false where id = $1", scheduled, code)
