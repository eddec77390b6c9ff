"""Statements on profiles, and on people as lists show them: one statement a list, facts included."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.profiles.types import ListedRow, MutualRow, Person, PersonRow, Place, ProfileRow
from paperplane.relations.queries import FACTS

PERSON = "a.id, a.handle, a.display_name, a.avatar_id"

# A list newest first: rows of `l` (person, at), continued after the sort key ($3, $4).
LIST = """
select {person}, l.at, {facts}
from (select {column} as person, created_at as at from {table}
      where {owner} = $2 and ($3::timestamptz is null or (created_at, {column}) < ($3, $4)) {more}
      order by created_at desc, {column} desc limit $5) l
join accounts a on a.id = l.person order by l.at desc, a.id desc"""


async def people(tx: Tx, ids: list[UUID]) -> dict[UUID, Person]:
    """Those of the ids that exist. Who may see whom was decided by the caller."""
    rows = await tx.all(PersonRow, f"select {PERSON} from accounts a where a.id = any($1)", ids)  # noqa: S608
    return {row.id: row.person() for row in rows}


async def profile(tx: Tx, viewer: UUID, account: UUID) -> ProfileRow | None:
    return await tx.one(ProfileRow, f"""
select {PERSON}, a.created_at as at, {FACTS}, coalesce(p.bio, '') as bio, coalesce(p.pronouns, '') as pronouns,
       coalesce(p.links, '[]') as links, coalesce(c.followers, 0) as follower_count,
       coalesce(c.following, 0) as following_count
from accounts a left join profiles p on p.account_id = a.id left join follow_counts c on c.account_id = a.id
where a.id = $2""", viewer, account)  # noqa: S608


async def mutuals(tx: Tx, viewer: UUID, account: UUID, limit: int) -> list[MutualRow]:
    """Whom the viewer follows of those who follow the account, the newest such follow first.

    Between the viewer and them there is no block, which would have ended the follow. `invites`: they follow the
    viewer, or have opened the door.
    """
    return await tx.all(MutualRow, f"""
select {PERSON}, a.birth_date,
       exists (select from follows where follower_id = a.id and followee_id = $1)
       or exists (select from reaches where minor_id = a.id and adult_id = $1) as invites
from follows mine join follows l on l.follower_id = mine.followee_id and l.followee_id = $2
join accounts a on a.id = mine.followee_id
where mine.follower_id = $1 order by l.created_at desc, a.id desc limit $3""", viewer, account, limit)  # noqa: S608


async def save_profile(tx: Tx, account: UUID, bio: str | None, pronouns: str | None, links: list[str] | None) -> None:
    """None leaves as it is."""
    await tx.do("""
insert into profiles as p (account_id, bio, pronouns, links)
values ($1, coalesce($2, ''), coalesce($3, ''), coalesce($4, '[]'::jsonb))
on conflict (account_id) do update
set bio = coalesce($2, p.bio), pronouns = coalesce($3, p.pronouns), links = coalesce($4, p.links)""",
                account, bio, pronouns, links)


# Lists


async def followers(tx: Tx, viewer: UUID, account: UUID, after: Place | None, limit: int) -> list[ListedRow]:
    return await _list(tx, "follows", "followee_id", "follower_id", viewer, account, after, limit)


async def following(tx: Tx, viewer: UUID, account: UUID, after: Place | None, limit: int) -> list[ListedRow]:
    return await _list(tx, "follows", "follower_id", "followee_id", viewer, account, after, limit)


async def requests(tx: Tx, viewer: UUID, account: UUID, after: Place | None, limit: int) -> list[ListedRow]:
    return await _list(tx, "follow_requests", "followee_id", "follower_id", viewer, account, after, limit,
                       more="and not ignored")


async def blocked(tx: Tx, viewer: UUID, account: UUID, after: Place | None, limit: int) -> list[ListedRow]:
    return await _list(tx, "blocks", "blocker_id", "blocked_id", viewer, account, after, limit)


async def muted(tx: Tx, viewer: UUID, account: UUID, after: Place | None, limit: int) -> list[ListedRow]:
    return await _list(tx, "mutes", "muter_id", "muted_id", viewer, account, after, limit)


async def close_friends(tx: Tx, viewer: UUID, account: UUID, after: Place | None, limit: int) -> list[ListedRow]:
    return await _list(tx, "close_friends", "owner_id", "friend_id", viewer, account, after, limit)


async def friends(tx: Tx, viewer: UUID, account: UUID, after: Place | None, limit: int) -> list[ListedRow]:
    return await _list(tx, "follows mine", "follower_id", "followee_id", viewer, account, after, limit, more="""
and exists (select from follows back where back.follower_id = mine.followee_id and back.followee_id = $2)""")


async def _list(tx: Tx, table: str, owner: str, column: str, viewer: UUID, account: UUID, after: Place | None,
                limit: int, more: str = "") -> list[ListedRow]:
    sql = LIST.format(person=PERSON, facts=FACTS, table=table, owner=owner, column=column, more=more)
    return await tx.all(ListedRow, sql, viewer, account, after and after.at, after and after.id, limit)


# Finding people. The embedded Postgres has no trigrams: words are found by their beginning, in an index.


async def search(tx: Tx, viewer: UUID, typed: str, words: list[str], adult: bool, limit: int) -> list[ListedRow]:
    """Everybody of whose words, and those of the viewer's nickname for them, each typed one begins some: the very handle
    first, whom the viewer has a nickname for, handles that begin so, friends.

    Closed accounts that have nothing to do with an adult come last, so that minors whom the rule will leave out
    do not crowd out the others.
    """
    return await tx.all(ListedRow, f"""
with found as (
  select a.id, row_number() over (order by
           a.handle = $2::text desc, mine.words is not null desc, $4::boolean and a.private and me.follower_id is null and them.follower_id is null,
           starts_with(a.handle, $2) desc,
           me.follower_id is not null and them.follower_id is not null desc, me.follower_id is not null desc,
           a.handle) as place
  from accounts a
  left join follows me on me.follower_id = $1 and me.followee_id = a.id
  left join follows them on them.follower_id = a.id and them.followee_id = $1
  left join nicknames mine on mine.owner_id = $1 and mine.account_id = a.id
  where a.id <> $1
    and a.id in (select account_id from account_words
                 where word ~>=~ ($3::text[])[1] and word ~<~ (($3::text[])[1] || chr(1114111))
                 union select account_id from nicknames
                 where owner_id = $1 and strpos(' ' || words, ' ' || ($3::text[])[1]) > 0)
    and not exists (
      select from unnest(($3::text[])[2:]) typed (word) where strpos(' ' || coalesce(mine.words, ''), ' ' || typed.word) = 0 and not exists (
        select from account_words w
        where w.account_id = a.id and w.word ~>=~ typed.word and w.word ~<~ (typed.word || chr(1114111))))
  order by place limit $5)
select {PERSON}, a.created_at as at, {FACTS}
from found join accounts a on a.id = found.id order by found.place""",  # noqa: S608
                        viewer, typed, words, adult, limit)


async def suggested(tx: Tx, viewer: UUID, limit: int) -> list[ListedRow]:
    """Friends of friends, those with most friends in common first; then the newest accounts."""
    return await tx.all(ListedRow, f"""
with friends as (
  select f.followee_id as id from follows f
  join follows back on back.follower_id = f.followee_id and back.followee_id = $1
  where f.follower_id = $1 order by f.created_at desc limit 200),
near as (
  select g.followee_id as id, count(*) as common from friends
  join follows g on g.follower_id = friends.id
  join follows back on back.follower_id = g.followee_id and back.followee_id = friends.id
  group by g.followee_id order by count(*) desc limit $2),
newest as (select id from accounts order by id desc limit $2)
select {PERSON}, a.created_at as at, near.common is not null as in_common, {FACTS}
from (select id from near union select id from newest) candidate
join accounts a using (id) left join near using (id)
where a.id <> $1 and not exists (select from follows where follower_id = $1 and followee_id = a.id)
  and not exists (select from follow_requests where follower_id = $1 and followee_id = a.id)
order by near.common desc nulls last, a.id desc""", viewer, limit)  # noqa: S608
