"""Who is called by whom, and how they want to be told."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.notifications.ringing.types import Rung


async def rung(tx: Tx, callee: UUID, caller: UUID) -> Rung | None:
    return await tx.one(Rung, """
select a.locale, a.quiet_hours, coalesce(w.content, 'text') as content, coalesce(i.name, p.display_name) as caller_name,
       p.avatar_id as caller_avatar
from accounts a join accounts p on p.id = $2
left join nicknames i on i.owner_id = a.id and i.account_id = p.id
left join notification_settings w on w.account_id = a.id where a.id = $1""", callee, caller)
