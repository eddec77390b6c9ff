"""Statements on views."""

from uuid import UUID

from paperplane.core.db import Tx


async def count(tx: Tx, viewer: UUID, posts: list[UUID]) -> None:
    """All of them in one statement, in the order of their ids so that two such never wait for each other in a circle."""
    await tx.do("""
insert into post_views (post_id, day, account_id)
select post_id, (now() at time zone 'UTC')::date, $1 from unnest($2::uuid[]) p (post_id) order by post_id
on conflict do nothing""", viewer, posts)
