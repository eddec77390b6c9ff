"""Statements on follows, requests, doors, blocks, mutes and close friends."""

from datetime import datetime
from uuid import UUID

import msgspec

from paperplane.core.db import Tx
from paperplane.relations.types import FactsRow

# The facts between the viewer $1 and an account `a`, for any statement that shows people. One look-up each,
# all by primary key.
FACTS = """
a.birth_date, a.private as other_private,
exists (select from follows where follower_id = $1 and followee_id = a.id) as i_follow,
exists (select from follows where follower_id = a.id and followee_id = $1) as follows_me,
exists (select from follow_requests where follower_id = $1 and followee_id = a.id and not withdrawn) as i_requested,
exists (select from follow_requests where follower_id = a.id and followee_id = $1 and not ignored) as requested_me,
exists (select from blocks where blocker_id = $1 and blocked_id = a.id) as i_block,
exists (select from blocks where blocker_id = a.id and blocked_id = $1) as blocks_me,
exists (select from reaches where minor_id = a.id and adult_id = $1) as opened_to_me,
exists (select from mutes where muter_id = $1 and muted_id = a.id) as i_mute,
exists (select from close_friends where owner_id = $1 and friend_id = a.id) as close_friend"""


class Pair(msgspec.Struct, frozen=True):
    follower_id: UUID
    followee_id: UUID


async def facts(tx: Tx, viewer: UUID, handle: str) -> FactsRow | None:
    return await tx.one(FactsRow, f"select a.id, {FACTS} from accounts a where a.handle = $2",  # noqa: S608
                        viewer, handle)


async def facts_of_all(tx: Tx, viewer: UUID, handles: list[str]) -> list[FactsRow]:
    return await tx.all(FactsRow, f"select a.id, {FACTS} from accounts a where a.handle = any($2)",  # noqa: S608
                        viewer, handles)


async def facts_of_ids(tx: Tx, viewer: UUID, accounts: list[UUID]) -> list[FactsRow]:
    return await tx.all(FactsRow, f"select a.id, {FACTS} from accounts a where a.id = any($2)",  # noqa: S608
                        viewer, accounts)


async def facts_of(tx: Tx, viewer: UUID, account: UUID) -> FactsRow | None:
    return await tx.one(FactsRow, f"select a.id, {FACTS} from accounts a where a.id = $2",  # noqa: S608
                        viewer, account)


async def lock_pair(tx: Tx, one: UUID, other: UUID) -> None:
    """Whatever changes between two people happens one after the other: a follow must not slip past a block."""
    await tx.do("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"{min(one, other)} {max(one, other)}")


# Follows


async def insert_follow(tx: Tx, follower: UUID, followee: UUID) -> bool:
    return await tx.do("insert into follows (follower_id, followee_id) values ($1, $2) on conflict do nothing",
                       follower, followee) == 1


async def redate_follows(tx: Tx, followee: UUID, since: datetime) -> None:
    """Those who follow somebody, as if they had begun one after the other from then until yesterday."""
    await tx.do("""
update follows f set created_at = $2::timestamptz + (now() - interval '1 day' - $2::timestamptz) * o.place
from (select follower_id, percent_rank() over (order by follower_id) as place from follows where followee_id = $1) o
where f.followee_id = $1 and f.follower_id = o.follower_id""", followee, since)


async def delete_follow(tx: Tx, follower: UUID, followee: UUID) -> bool:
    return await tx.do("delete from follows where follower_id = $1 and followee_id = $2", follower, followee) == 1


async def delete_follows_between(tx: Tx, one: UUID, other: UUID) -> list[Pair]:
    """Those that there were."""
    return await tx.all(Pair, """
delete from follows where (follower_id, followee_id) in (($1, $2), ($2, $1)) returning follower_id, followee_id""",
                        one, other)


async def count_follows(tx: Tx, follower: UUID, followee: UUID, change: int) -> None:
    """Both rows in the order of their ids, so that two such changes never wait for each other in a circle."""
    await tx.do("""
insert into follow_counts (account_id, followers, following)
select * from (values ($1::uuid, 0, $3::integer), ($2::uuid, $3, 0)) as change (account_id, followers, following)
order by account_id
on conflict (account_id) do update
set followers = follow_counts.followers + excluded.followers, following = follow_counts.following + excluded.following
""", follower, followee, change)


async def insert_request(tx: Tx, follower: UUID, followee: UUID) -> None:
    """Asking again after an ignored request was taken back stays ignored."""
    await tx.do("""
insert into follow_requests (follower_id, followee_id) values ($1, $2)
on conflict (follower_id, followee_id) do update set withdrawn = false""", follower, followee)


async def withdraw_request(tx: Tx, follower: UUID, followee: UUID) -> None:
    """An ignored one is remembered, so that nobody nags by asking again and again."""
    await tx.do("""
with gone as (delete from follow_requests where follower_id = $1 and followee_id = $2 and not ignored)
update follow_requests set withdrawn = true where follower_id = $1 and followee_id = $2 and ignored""",
                follower, followee)


async def take_request(tx: Tx, follower: UUID, followee: UUID) -> bool:
    """Remove a request to accept it; False where there is none, or it was taken back."""
    return await tx.do("""
delete from follow_requests where follower_id = $1 and followee_id = $2 and not withdrawn""", follower, followee) == 1


async def delete_request(tx: Tx, follower: UUID, followee: UUID) -> bool:
    return await tx.do("delete from follow_requests where follower_id = $1 and followee_id = $2",
                       follower, followee) == 1


async def delete_requests_between(tx: Tx, one: UUID, other: UUID) -> None:
    await tx.do("delete from follow_requests where (follower_id, followee_id) in (($1, $2), ($2, $1))", one, other)


async def ignore_request(tx: Tx, follower: UUID, followee: UUID) -> bool:
    return await tx.do("update follow_requests set ignored = true "
                       "where follower_id = $1 and followee_id = $2 and not withdrawn",
                       follower, followee) == 1


async def insert_reach(tx: Tx, minor: UUID, other: UUID) -> None:
    await tx.do("insert into reaches (minor_id, adult_id) values ($1, $2) on conflict do nothing", minor, other)


async def delete_reach(tx: Tx, minor: UUID, other: UUID) -> None:
    await tx.do("delete from reaches where minor_id = $1 and adult_id = $2", minor, other)


# Blocks, mutes, close friends


async def insert_block(tx: Tx, blocker: UUID, blocked: UUID) -> None:
    await tx.do("insert into blocks (blocker_id, blocked_id) values ($1, $2) on conflict do nothing", blocker, blocked)


async def delete_block(tx: Tx, blocker: UUID, blocked: UUID) -> None:
    await tx.do("delete from blocks where blocker_id = $1 and blocked_id = $2", blocker, blocked)


async def insert_mute(tx: Tx, muter: UUID, muted: UUID) -> None:
    await tx.do("insert into mutes (muter_id, muted_id) values ($1, $2) on conflict do nothing", muter, muted)


async def delete_mute(tx: Tx, muter: UUID, muted: UUID) -> None:
    await tx.do("delete from mutes where muter_id = $1 and muted_id = $2", muter, muted)


async def insert_close_friend(tx: Tx, owner: UUID, friend: UUID) -> bool:
    """False where they were one before."""
    return await tx.do("insert into close_friends (owner_id, friend_id) values ($1, $2) on conflict do nothing", owner, friend) == 1


async def delete_close_friend(tx: Tx, owner: UUID, friend: UUID) -> bool:
    """False where they were none."""
    return await tx.do("delete from close_friends where owner_id = $1 and friend_id = $2", owner, friend) == 1


async def delete_close_friends_between(tx: Tx, one: UUID, other: UUID) -> None:
    await tx.do("delete from close_friends where (owner_id, friend_id) in (($1, $2), ($2, $1))", one, other)
