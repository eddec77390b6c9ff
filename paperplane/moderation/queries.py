"""Statements on reports."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.moderation.types import Kept, Report, ReportRequest, Shown

COLUMNS = """id, subject_kind, subject_id, reason, note, created_at,
       (select count(*) from jsonb_array_elements(evidence) e where (e ->> 'picked')::boolean) as messages"""


async def insert(tx: Tx, report: UUID, reporter: UUID, asked: ReportRequest, evidence: list[Shown], kept: Kept | None) -> None:
    """Once for each client id."""
    await tx.do("""
insert into reports (id, reporter_id, client_id, subject_kind, subject_id, reason, note, evidence, shown)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (reporter_id, client_id) do nothing""",
                report, reporter, asked.client_id, asked.subject.kind, asked.subject.id, asked.reason, asked.note, evidence, kept)


async def by_client_id(tx: Tx, reporter: UUID, client_id: UUID) -> Report | None:
    return await tx.one(Report, f"select {COLUMNS} from reports where reporter_id = $1 and client_id = $2", reporter, client_id)  # noqa: S608


async def of(tx: Tx, reporter: UUID, limit: int) -> list[Report]:
    """What somebody has reported, the newest first."""
    return await tx.all(Report, f"""
select {COLUMNS} from reports where reporter_id = $1 order by created_at desc, id desc limit $2""", reporter, limit)  # noqa: S608


async def have_met(tx: Tx, viewer: UUID, other: UUID) -> bool:
    """Whether they are, or were, in a conversation with each other, or the other asks to be let into one."""
    met: bool = await tx.value("""
select exists (select from members m join members o on o.conversation_id = m.conversation_id and o.account_id = $2
               where m.account_id = $1)
    or exists (select from follow_requests where follower_id = $2 and followee_id = $1)
    or exists (select from invitations where inviter_id = $2 and account_id = $1)""", viewer, other)
    return met


async def knows_group(tx: Tx, viewer: UUID, group: UUID) -> bool:
    """Whether somebody is or was in a group, or was asked to join it."""
    known: bool = await tx.value("""
select exists (select from conversations where id = $2 and kind = 'group') and (
  exists (select from members where conversation_id = $2 and account_id = $1)
  or exists (select from invitations where conversation_id = $2 and account_id = $1))""", viewer, group)
    return known
