"""Statements on conversations and who is in them."""

from datetime import datetime
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.folders.types import Rule
from paperplane.messages.types import Colour, Counts, Head, OriginRow, Tab

Place = tuple[datetime, UUID]
# Above this many members nobody is told of delivery or reading one by one: it would cost members² frames.
MOST_TOLD = 50

BLOCKED = """
       exists (select from blocks b where b.blocker_id = m.account_id and b.blocked_id = o.account_id)
         or exists (select from blocks b where b.blocker_id = o.account_id and b.blocked_id = m.account_id)"""

# The facts that say what a member may send (rules.sending), from one membership `m` of a conversation `c`.
FACTS = f"""
       m.state, m.to_seq, m.role, c.permissions ->> 'send' as send_role, c.permissions ->> 'everyone' as everyone_role, o.account_id as other_id, o.state as other_state, a.birth_date as other_birth_date,
       exists (select from follows f where f.follower_id = m.account_id and f.followee_id = o.account_id)
         and exists (select from follows f where f.follower_id = o.account_id and f.followee_id = m.account_id)
         as friends,
       {BLOCKED} as blocked,
       exists (select from reaches r where r.minor_id = o.account_id and r.adult_id = m.account_id) as door_open"""  # noqa: S608

OTHER = """
left join lateral (
  select * from members o where c.kind = 'direct' and o.conversation_id = c.id and o.account_id <> m.account_id
  offset 0) o on true
left join lateral (select birth_date, display_name from accounts a where a.id = o.account_id offset 0) a on true"""

# How far the others have got and read, where they may be told: the same members whom a receipt reaches. What is read
# is told between those who both tell it.
# Of a member `x`, whose account is `xa`, to the viewer $1.
READ_SHOWN = "xa.show_receipts and (select v.show_receipts from accounts v where v.id = $1)"
MARKS = f"""
left join lateral (
  select jsonb_agg(jsonb_build_object('account_id', x.account_id, 'delivered_seq', x.delivered_seq,
                                      'read_seq', case when {READ_SHOWN} then x.receipt_seq end)) as marks
  from members x join accounts xa on xa.id = x.account_id where x.conversation_id = c.id and x.account_id <> m.account_id and x.to_seq is null
    and c.member_count <= {MOST_TOLD} and m.to_seq is null) x on true"""  # noqa: S608

# Whoever came later finds the group where they came; whoever left, where they left it.
ACTIVE = "coalesce(m.left_at, case when c.kind = 'group' then greatest(c.active_at, m.joined_at) else c.active_at end)"
LAST_N = "coalesce(m.to_n, c.last_n)"
MUTED = "coalesce(m.muted_until > now(), false)"
# By subtraction: a message that comes later brings it back, and no message has to touch every member's row.
ARCHIVED = f"coalesce(m.archived_n >= {LAST_N} or m.archived_n is not null and {MUTED}, false)"
UNREAD = f"({LAST_N} > m.read_n or m.marked_unread)"
# A conversation in which nothing was said or happened is nothing to list; a group is, before its first word. Of answered
# calls, none counts as unread.
BEGUN = "(c.last_seq > 0 or c.kind = 'group')"

# Somebody named the member, or everybody, in what they have not read.
MENTIONED = f"""
({LAST_N} > m.read_n and exists (
  select from mentions t where t.conversation_id = m.conversation_id and (t.account_id = m.account_id or t.account_id is null)
    and t.seq > greatest(m.read_seq, m.from_seq) and t.seq <= coalesce(m.to_seq, 9223372036854775807)))"""

HEADS = f"""
select c.id, c.kind, coalesce(m.left_title, c.title) as title, c.member_count,
       case when m.to_seq is null then c.permissions end as permissions,
       case when m.to_seq is null then c.history else 'joined' end as history,
       case when m.to_seq is null then c.picture_id end as picture_id, coalesce(m.to_seq, c.last_seq) as last_seq,
       {LAST_N} as last_n, {ACTIVE} as active_at, c.created_at, m.read_seq, m.read_n, m.from_seq,
       m.pinned_at is not null as pinned, {ARCHIVED} as archived, case when {MUTED} then m.muted_until end as muted_until,
       m.marked_unread, {MENTIONED} as mentioned, case when m.to_seq is null then c.timer_s end as timer_s, m.hidings, m.colour, coalesce(x.marks, '[]') as marks, a.display_name as other_name, {FACTS}
from members m join conversations c on c.id = m.conversation_id {OTHER} {MARKS}
where m.account_id = $1 """  # noqa: S608


TABS: dict[Tab, str] = {
    "conversations": f"m.state = 'accepted' and {BEGUN} and m.pinned_at is null and not {ARCHIVED}",
    "archived": f"m.state = 'accepted' and {BEGUN} and {ARCHIVED}",
    "requests": "m.state = 'request' and c.last_n > 0",
}
# Who has blocked, or is blocked, is found by the name that the title shows, and not by a handle they took since.
NAMED = f"""and not exists (select from unnest($2::text[]) w where strpos(' ' || coalesce(
    lower(a.display_name), case when m.to_seq is null then c.title_words else lower(m.left_title) end), ' ' || w) = 0
  and (({BLOCKED})
    or not exists (select from account_words k where k.account_id = o.account_id and starts_with(k.word, w))
    and not exists (select from accounts h where h.id = o.account_id and starts_with(h.handle, w))
    and not exists (select from nicknames n where n.owner_id = m.account_id and n.account_id = o.account_id
      and strpos(' ' || n.words, ' ' || w) > 0)))"""  # noqa: S608


async def head(tx: Tx, viewer: UUID, conversation: UUID) -> Head | None:
    return await tx.one(Head, HEADS + "and m.conversation_id = $2", viewer, conversation)


# What stands in a folder by its rule, $6; what is archived stands in none.
IN_FOLDER: dict[Rule, str] = {
    "manual": "exists (select from folder_conversations k where k.folder_id = $6 and k.conversation_id = c.id)",
    "unread": UNREAD,
    "groups": "c.kind = 'group'",
    "close_friends": "exists (select from close_friends k where k.owner_id = m.account_id and k.friend_id = o.account_id)",
}


async def inbox(tx: Tx, viewer: UUID, tab: Tab, words: list[str] | None, folder: tuple[UUID, Rule] | None,
                before: Place | None, limit: int) -> list[Head]:
    """A tab but for the pinned, or a folder, or, where there are words, all that each begins a word of the name of; newest first."""
    where, searched, (wanted, rule) = TABS[tab], "", folder or (None, None)
    only = [wanted] if rule == "manual" else []
    if rule is not None:
        where = f"m.state = 'accepted' and {BEGUN} and not {ARCHIVED} and {IN_FOLDER[rule]}"
    if words:
        where, searched = where if rule else f"m.state = 'accepted' and {BEGUN}", NAMED
    at, last = before or (None, None)
    return await tx.all(Head, HEADS + f"""
and {where} {searched} and coalesce(cardinality($2::text[]), 1) > 0 and ($3::timestamptz is null or ({ACTIVE}, c.id) < ($3, $4))
order by {ACTIVE} desc, c.id desc limit $5""", viewer, words, at, last, limit, *only)


async def pinned(tx: Tx, viewer: UUID) -> list[Head]:
    """The pinned ones that are not archived, the first pinned first."""
    return await tx.all(Head, HEADS + f"""
and m.state = 'accepted' and m.pinned_at is not null and not {ARCHIVED} order by m.pinned_at, c.id""", viewer)


async def changed(tx: Tx, viewer: UUID, since: datetime | None, limit: int) -> list[Head]:
    """Heads with an event, a mark of mine, or a public mark of another's since then; newest first.

    What the other does with a request, and what they do after a block, changes nothing that I may know of; nor does
    what happens in a group after I have left it.
    """
    return await tx.all(Head, HEADS + f"""
and {BEGUN}
and ($2::timestamptz is null or m.changed_at > $2 or m.to_seq is null and (
     c.changed_at > $2 or c.member_count <= {MOST_TOLD} and (c.kind = 'group' or o.state = 'accepted' and not ({BLOCKED})) and exists (
       select from members x join accounts xa on xa.id = x.account_id
       where x.conversation_id = c.id and x.account_id <> m.account_id
         and (x.told_at > $2 or x.receipt_at > $2 and {READ_SHOWN}))))
order by {ACTIVE} desc, c.id desc limit $3""", viewer, since, limit)


async def counts(tx: Tx, viewer: UUID) -> Counts:
    found = await tx.one(Counts, f"""
select (select count(*) from members m join conversations c on c.id = m.conversation_id
        where m.account_id = $1 and m.state = 'accepted' and {UNREAD} and not {ARCHIVED} and (not {MUTED} or
          {MENTIONED} and (select mentions_reach from accounts where id = $1))) as unread,
       (select count(*) from members m join conversations c on c.id = m.conversation_id
        where m.account_id = $1 and m.state = 'request' and c.last_n > 0)
     + (select count(*) from follow_requests where followee_id = $1 and not ignored)
     + (select count(*) from invitations i where i.account_id = $1 and not i.ignored and not exists (
          select from blocks b where (b.blocker_id, b.blocked_id) in (
            (i.account_id, i.inviter_id), (i.inviter_id, i.account_id)))) as requests""", viewer)  # noqa: S608
    assert found is not None
    return found


async def shared(tx: Tx, one: UUID, other: UUID) -> list[UUID]:
    """The conversations that both are in."""
    rows = await tx.rows("""
select m.conversation_id from members m join members x on x.conversation_id = m.conversation_id and x.account_id = $2
where m.account_id = $1 and m.to_seq is null""", one, other)
    return [row["conversation_id"] for row in rows]


async def direct_between(tx: Tx, one: UUID, other: UUID) -> UUID | None:
    found: UUID | None = await tx.value(
        "select conversation_id from direct_conversations where low_id = $1 and high_id = $2",
        min(one, other), max(one, other))
    return found


async def insert_direct(tx: Tx, conversation: UUID, creator: UUID, other: UUID) -> bool:
    """False when somebody was quicker: there is one already."""
    return await tx.do("""
insert into direct_conversations (low_id, high_id, conversation_id) values ($1, $2, $3) on conflict do nothing""",
                       min(creator, other), max(creator, other), conversation) == 1


async def insert_conversation(tx: Tx, conversation: UUID, creator: UUID) -> None:
    """A direct one."""
    await tx.do("insert into conversations (id, kind, created_by, member_count) values ($1, 'direct', $2, 2)",
                conversation, creator)


async def delete_conversation(tx: Tx, conversation: UUID) -> None:
    """One that was made in this transaction, and that nobody has seen."""
    await tx.do("delete from conversations where id = $1", conversation)


async def insert_members(tx: Tx, conversation: UUID, members: list[tuple[UUID, str]]) -> None:
    """Members as (account, state)."""
    await tx.do("""
insert into members (conversation_id, account_id, state) select $1, * from unnest($2::uuid[], $3::text[])""",
                conversation, [account for account, _ in members], [state for _, state in members])


async def lock(tx: Tx, conversation: UUID) -> None:
    await tx.do("select from conversations where id = $1 for update", conversation)


async def set_state(tx: Tx, conversation: UUID, account: UUID, state: str) -> None:
    await tx.do("""
update members set state = $3, changed_at = now() where conversation_id = $1 and account_id = $2""",
                conversation, account, state)


async def request_from(tx: Tx, account: UUID, other: UUID) -> UUID | None:
    """The direct conversation that stands in account's Requests, or was ignored, with this other; none after a block."""
    found: UUID | None = await tx.value("""
select m.conversation_id from direct_conversations d
join members m on m.conversation_id = d.conversation_id and m.account_id = $1
where d.low_id = $2 and d.high_id = $3 and m.state <> 'accepted' and not exists (
  select from blocks b where (b.blocker_id, b.blocked_id) in (($2, $3), ($3, $2)))""", account, min(account, other), max(account, other))
    return found


async def member_ids(tx: Tx, conversation: UUID) -> list[UUID]:
    """Who is in it now."""
    rows = await tx.rows(
        "select account_id from members where conversation_id = $1 and to_seq is null", conversation)
    return [row["account_id"] for row in rows]


async def readers(tx: Tx, conversation: UUID, seq: int) -> tuple[list[UUID], list[UUID]]:
    """Who is in it now: those who may read this seq, and those who came after it."""
    rows = await tx.rows("""
select account_id, from_seq < $2 as reads from members where conversation_id = $1 and to_seq is null""", conversation, seq)
    return [row["account_id"] for row in rows if row["reads"]], [row["account_id"] for row in rows if not row["reads"]]


async def set_mine(tx: Tx, viewer: UUID, conversation: UUID, *, pinned: bool | None, archived: bool | None,
                   muted_until: datetime | None, unmute: bool, marked_unread: bool | None) -> None:
    """How a member keeps a conversation; None leaves as it is. The mark goes where the conversation stands now."""
    await tx.do("""
update members m set
  pinned_at = case when $3::boolean is null then m.pinned_at when $3 then coalesce(m.pinned_at, now()) end,
  archived_n = case when $4::boolean is null then m.archived_n when $4 then coalesce(m.to_n, c.last_n) end,
  muted_until = case when $6 then null else coalesce($5::timestamptz, m.muted_until) end,
  marked_unread = coalesce($7::boolean, m.marked_unread), changed_at = now()
from conversations c where c.id = m.conversation_id and m.conversation_id = $2 and m.account_id = $1""",
                viewer, conversation, pinned, archived, muted_until, unmute, marked_unread)


async def set_colour(tx: Tx, viewer: UUID, conversation: UUID, colour: Colour | None) -> None:
    await tx.do("""
update members set colour = $3, changed_at = now() where conversation_id = $2 and account_id = $1""", viewer, conversation, colour)


async def pinned_count(tx: Tx, viewer: UUID) -> int:
    count: int = await tx.value("select count(*) from members where account_id = $1 and pinned_at is not null", viewer)
    return count


async def lock_account(tx: Tx, viewer: UUID) -> None:
    """What one person changes of their own inbox happens one after the other."""
    await tx.do("select pg_advisory_xact_lock(hashtextextended($1, 1))", str(viewer))


async def origins(tx: Tx, viewer: UUID, strangers: list[UUID]) -> list[OriginRow]:
    """Where each comes from, for the viewer: friends who follow them, groups with both in, the day they joined."""
    return await tx.all(OriginRow, """
select s.id as account_id, date_trunc('day', a.created_at, 'UTC') as created_at, f.count as known, f.ids as known_ids,
       g.count as groups, g.titles
from unnest($2::uuid[]) s (id) join accounts a on a.id = s.id
cross join lateral (
  select count(*), coalesce((array_agg(mine.followee_id order by l.created_at desc))[1:3], '{}') as ids
  from follows mine join follows back on back.follower_id = mine.followee_id and back.followee_id = $1
  join follows l on l.follower_id = mine.followee_id and l.followee_id = s.id
  where mine.follower_id = $1) f
cross join lateral (
  select count(*), coalesce((array_agg(c.title order by c.active_at desc))[1:3], '{}') as titles
  from members v join conversations c on c.id = v.conversation_id and c.kind = 'group'
  join members t on t.conversation_id = c.id and t.account_id = s.id and t.to_seq is null
  where v.account_id = $1 and v.to_seq is null) g""", viewer, strangers)


async def faces(tx: Tx, viewer: UUID, groups: list[UUID]) -> dict[UUID, list[UUID]]:
    """Two other members of each, to show where there is no picture."""
    rows = await tx.rows("""
select g.id, array(select m.account_id from members m
  where m.conversation_id = g.id and m.account_id <> $1 and m.to_seq is null order by m.account_id limit 2) as ids
from unnest($2::uuid[]) g (id)""", viewer, groups)
    return {row["id"]: row["ids"] for row in rows}
