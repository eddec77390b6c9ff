"""Statements on calls that are going on."""

from datetime import datetime
from uuid import UUID

from paperplane.calls.types import CallRow, Party
from paperplane.core.db import Tx

ROW = """c.id, c.conversation_id, c.caller_id, c.caller_session, c.callee_id, c.callee_session, c.video, c.caller_relay,
    c.callee_relay, c.began_at, c.answered_at, c.talking_at,
    greatest(0, extract(epoch from c.began_at - now()) + $2::float8)::float8 as rings_s"""


async def parties(tx: Tx, accounts: list[UUID]) -> dict[UUID, Party]:
    rows = await tx.all(Party, "select id, birth_date, relay_calls from accounts where id = any($1::uuid[])", accounts)
    return {row.id: row for row in rows}


async def call(tx: Tx, wanted: UUID, ring_s: float) -> CallRow | None:
    return await tx.one(CallRow, f"select {ROW} from calls c where c.id = $1", wanted, ring_s)  # noqa: S608


async def locked(tx: Tx, wanted: UUID, ring_s: float) -> CallRow | None:
    """The call, held: whoever else would answer or end it waits, and then finds how it stands."""
    return await tx.one(CallRow, f"select {ROW} from calls c where c.id = $1 for update", wanted, ring_s)  # noqa: S608


async def of_account(tx: Tx, account: UUID, ring_s: float) -> CallRow | None:
    """The one call that somebody is in."""
    return await tx.one(CallRow, f"""
select {ROW} from call_lines l join calls c on c.id = l.call_id where l.account_id = $1""", account, ring_s)  # noqa: S608


async def insert(tx: Tx, wanted: UUID, conversation: UUID, caller: UUID, session: UUID, callee: UUID, *, video: bool,
                 caller_relay: bool, callee_relay: bool) -> bool:
    """False where there is one of this name already."""
    return await tx.do("""
insert into calls (id, conversation_id, caller_id, caller_session, callee_id, video, caller_relay, callee_relay)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing""",
                       wanted, conversation, caller, session, callee, video, caller_relay, callee_relay) == 1


async def take_lines(tx: Tx, wanted: UUID, accounts: list[UUID]) -> bool:
    """Whether both are in this call now. In id order, so that two who call each other do not wait for each other."""
    return await tx.do("""
insert into call_lines (account_id, call_id) select a, $1 from unnest($2::uuid[]) a order by a on conflict do nothing""",
                       wanted, accounts) == len(accounts)


async def delete(tx: Tx, wanted: UUID) -> None:
    """With the lines of both."""
    await tx.do("delete from calls where id = $1", wanted)


async def answer(tx: Tx, wanted: UUID, session: UUID) -> None:
    await tx.do("update calls set callee_session = $2, answered_at = now(), callee_seen_at = now() where id = $1",
                wanted, session)


async def see(tx: Tx, wanted: UUID, account: UUID, *, talking: bool) -> None:
    """One of the two is there, and hears the other or does not."""
    await tx.do("""
update calls set caller_seen_at = case when caller_id = $2 then now() else caller_seen_at end,
  callee_seen_at = case when callee_id = $2 then now() else callee_seen_at end,
  talking_at = case when $3 and answered_at is not null then coalesce(talking_at, now()) else talking_at end where id = $1""",
                wanted, account, talking)


async def due(tx: Tx, since: datetime, ring_s: float, unseen_s: float) -> CallRow | None:
    """A call, held, that has rung for long enough, or of which one is gone: unseen for too long, or signed out.

    `since`: who could not be heard before then is not gone.
    """
    return await tx.one(CallRow, f"""
select {ROW} from calls c
where c.answered_at is null and c.began_at < now() - make_interval(secs => $2)
   or greatest(c.caller_seen_at, $1) < now() - make_interval(secs => $3)
   or c.answered_at is not null and greatest(c.callee_seen_at, $1) < now() - make_interval(secs => $3)
   or not exists (select from sessions s where s.id = c.caller_session)
   or c.callee_session is not null and not exists (select from sessions s where s.id = c.callee_session)
limit 1 for update skip locked""", since, ring_s, unseen_s)  # noqa: S608
