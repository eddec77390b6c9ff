"""Statements on drafts."""

from datetime import datetime
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.drafts.types import Draft

COLUMNS = "conversation_id, text, at"


async def write(tx: Tx, account: UUID, conversation: UUID, text: str, at: datetime) -> bool:
    """Unless one was written later. A time that has not come yet counts as now, or it would win for good."""
    return await tx.do("""
insert into drafts as d (account_id, conversation_id, text, at) values ($1, $2, $3, least($4, now()))
on conflict (account_id, conversation_id) do update set text = excluded.text, at = excluded.at where d.at < excluded.at""",
                       account, conversation, text, at) == 1


async def of(tx: Tx, account: UUID, conversation: UUID) -> Draft | None:
    return await tx.one(Draft, f"select {COLUMNS} from drafts where account_id = $1 and conversation_id = $2",  # noqa: S608
                        account, conversation)


async def drafts(tx: Tx, account: UUID, limit: int) -> list[Draft]:
    return await tx.all(Draft, f"select {COLUMNS} from drafts where account_id = $1 order by at desc limit $2",  # noqa: S608
                        account, limit)
