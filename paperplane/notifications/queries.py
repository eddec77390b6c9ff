"""Statements on what others did."""

from datetime import datetime
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.notifications.types import DayRow, FollowerRow
from paperplane.relations.queries import FACTS

MOST_COUNTED = 100
# Of a page: who has more followers in a month sees the older ones on the next.
MOST_LOOKED_AT = 10_000


async def days(tx: Tx, account: UUID, before: datetime | None, limit: int) -> list[DayRow]:
    """The days on which people began to follow who still do, newest first, before a day."""
    return await tx.all(DayRow, """
select date_trunc('day', created_at, 'UTC') as day, count(*), max(created_at) as at,
       (array_agg(follower_id order by created_at desc, follower_id desc))[1:3] as ids
from (select * from follows where followee_id = $1 and ($2::timestamptz is null or created_at < $2)
      order by created_at desc, follower_id desc limit $4) f
group by 1 order by 1 desc limit $3""", account, before, limit, MOST_LOOKED_AT)


async def followers(tx: Tx, viewer: UUID, ids: list[UUID]) -> list[FollowerRow]:
    return await tx.all(FollowerRow, f"""
select a.id, a.handle, a.display_name, a.avatar_id, {FACTS} from accounts a where a.id = any($2)""", viewer, ids)  # noqa: S608


async def seen_at(tx: Tx, account: UUID) -> datetime | None:
    at: datetime | None = await tx.value("select seen_at from activity_seen where account_id = $1", account)
    return at


async def new_count(tx: Tx, account: UUID, since: datetime | None) -> int:
    """How many followed since then; no more than are worth telling apart."""
    count: int = await tx.value("""
select count(*) from (select from follows where followee_id = $1 and ($2::timestamptz is null or created_at > $2)
                      limit $3) f""", account, since, MOST_COUNTED)
    return count


async def see(tx: Tx, account: UUID) -> None:
    await tx.do("""
insert into activity_seen (account_id, seen_at) values ($1, now())
on conflict (account_id) do update set seen_at = now()""", account)
