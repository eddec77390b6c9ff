"""Statements on groups, who is in them, and who is asked."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import History, Permissions, Role
from paperplane.messages.groups.types import Aged, Group, InvitationRow, InvitedRow, MemberRow, Place

RANKED = "case m.role when 'owner' then 0 when 'admin' then 1 else 2 end"
NOT_BLOCKED = """not exists (
  select from blocks b where (b.blocker_id, b.blocked_id) in ((i.account_id, i.inviter_id), (i.inviter_id, i.account_id)))"""


async def made_before(tx: Tx, creator: UUID, client_id: UUID) -> UUID | None:
    found: UUID | None = await tx.value(
        "select id from conversations where created_by = $1 and client_id = $2", creator, client_id)
    return found


async def insert_group(tx: Tx, group: UUID, creator: UUID, title: str, words: str, permissions: Permissions,
                       client_id: UUID | None) -> bool:
    """False when one with this client id was made in the same moment."""
    return await tx.do("""
insert into conversations (id, kind, created_by, title, title_words, permissions, client_id, member_count)
values ($1, 'group', $2, $3, $4, $5, $6, 0)
on conflict (created_by, client_id) where client_id is not null do nothing""",
                       group, creator, title, words, permissions, client_id) == 1


async def group(tx: Tx, viewer: UUID, conversation: UUID) -> Group | None:
    """For a member who is in it; None for all others, and for direct conversations."""
    return await tx.one(Group, """
select c.id, m.role, c.permissions, c.history, c.title, c.picture_id, c.last_seq, c.last_n, c.member_count
from conversations c join members m on m.conversation_id = c.id and m.account_id = $1
where c.id = $2 and c.kind = 'group' and m.to_seq is null""", viewer, conversation)


async def unseen(tx: Tx, conversation: UUID) -> Group | None:
    """As a newcomer will stand in it."""
    return await tx.one(Group, """
select id, 'member' as role, permissions, history, title, picture_id, last_seq, last_n, member_count
from conversations where id = $1 and kind = 'group'""", conversation)


async def insert_members(tx: Tx, conversation: UUID, people: list[UUID], role: Role, from_seq: int, last: tuple[int, int]) -> None:
    """People come, or come back: they read above `from_seq`, and `last` (seq, n) is no news to them."""
    seq, n = last
    await tx.do("""
with come as (
  insert into members as m (conversation_id, account_id, role, from_seq, read_seq, read_n, receipt_seq, delivered_seq)
  select $1, a.id, $3, $4, $5, $6, $5, $5 from unnest($2::uuid[]) a (id) order by a.id
  on conflict (conversation_id, account_id) do update set
    role = excluded.role, from_seq = excluded.from_seq, read_seq = excluded.read_seq, read_n = excluded.read_n,
    receipt_seq = excluded.receipt_seq, delivered_seq = excluded.delivered_seq, to_seq = null, to_n = null,
    left_at = null, left_title = null, parting = null, joined_at = now(), changed_at = now(), archived_n = null
  returning 1
), asked as (
  delete from invitations where conversation_id = $1 and account_id = any($2)
)
update conversations set member_count = member_count + (select count(*) from come) where id = $1""",
                conversation, people, role, from_seq, seq, n)


async def part(tx: Tx, conversation: UUID, account: UUID, parting: Literal["left", "removed"], seq: int) -> None:
    """Somebody reads up to `seq` and no further; whom they had asked is asked no longer."""
    await tx.do("""
with gone as (
  update members m set to_seq = $4, to_n = c.last_n, left_at = now(), left_title = c.title, parting = $3, role = 'member',
    pinned_at = null, changed_at = now()
  from conversations c where c.id = m.conversation_id and m.conversation_id = $1 and m.account_id = $2
  returning 1
), asked as (
  delete from invitations where conversation_id = $1 and inviter_id = $2 and not ignored
), unheard as (
  update invitations set withdrawn = true where conversation_id = $1 and inviter_id = $2 and ignored
)
update conversations set member_count = member_count - (select count(*) from gone) where id = $1""",
                conversation, account, parting, seq)


async def role_of(tx: Tx, conversation: UUID, account: UUID) -> MemberRow | None:
    return await tx.one(MemberRow, """
select account_id, role, joined_at from members
where conversation_id = $1 and account_id = $2 and to_seq is null""", conversation, account)


async def set_role(tx: Tx, conversation: UUID, account: UUID, role: Role) -> None:
    await tx.do("update members set role = $3, changed_at = now() where conversation_id = $1 and account_id = $2",
                conversation, account, role)


async def lock_members(tx: Tx, conversation: UUID, people: list[UUID]) -> None:
    """In id order, as marks are moved: unordered, the two deadlock."""
    await tx.do("""
select from members where conversation_id = $1 and account_id = any($2) order by account_id for update""", conversation, people)


async def owner_count(tx: Tx, conversation: UUID) -> int:
    count: int = await tx.value(
        "select count(*) from members where conversation_id = $1 and role = 'owner' and to_seq is null", conversation)
    return count


async def heir(tx: Tx, conversation: UUID, leaving: UUID) -> UUID | None:
    """Who owns the group when its last owner leaves: the eldest admin, else the eldest member."""
    found: UUID | None = await tx.value(f"""
select m.account_id from members m where m.conversation_id = $1 and m.account_id <> $2 and m.to_seq is null
order by {RANKED}, m.joined_at, m.account_id limit 1""", conversation, leaving)  # noqa: S608
    return found


async def members(tx: Tx, conversation: UUID, after: Place | None, limit: int) -> list[MemberRow]:
    rank, joined_at, last = (after.rank, after.joined_at, after.id) if after else (None, None, None)
    return await tx.all(MemberRow, f"""
select m.account_id, m.role, m.joined_at from members m
where m.conversation_id = $1 and m.to_seq is null
  and ($2::integer is null or ({RANKED}, m.joined_at, m.account_id) > ($2, $3::timestamptz, $4::uuid))
order by {RANKED}, m.joined_at, m.account_id limit $5""", conversation, rank, joined_at, last, limit)  # noqa: S608


async def known_in(tx: Tx, viewer: UUID, conversation: UUID, wanted: list[UUID]) -> list[UUID]:
    """Of the wanted, those who were in it while the viewer was or could read of them, and the viewer."""
    rows = await tx.rows("""
select m.account_id from members v join members m on m.conversation_id = v.conversation_id
where v.conversation_id = $2 and v.account_id = $1 and m.account_id = any($3)
  and (v.to_seq is null or m.joined_at <= v.left_at) and (m.to_seq is null or m.to_seq > v.from_seq)""", viewer, conversation, wanted)
    return [row["account_id"] for row in rows]


async def shared_in(tx: Tx, viewer: UUID, conversation: UUID, wanted: list[UUID]) -> list[UUID]:
    """Of the wanted, those whom a contact card shows that the viewer may read; none of a request's."""
    rows = await tx.rows("""
select w.id from members v, unnest($3::uuid[]) w (id)
where v.conversation_id = $2 and v.account_id = $1 and v.state = 'accepted' and exists (
  select from messages m where m.conversation_id = $2 and m.body ->> 'type' = 'contact' and m.body ->> 'account_id' = w.id::text
    and m.seq > v.from_seq and m.seq <= coalesce(v.to_seq, 9223372036854775807) and (m.expires_at is null or m.expires_at > now()))""",
                         viewer, conversation, wanted)
    return [row["id"] for row in rows]


async def set_group(tx: Tx, conversation: UUID, title: str, words: str, permissions: Permissions, history: History) -> None:
    await tx.do("""
update conversations set title = $2, title_words = $3, permissions = $4, history = $5, changed_at = now() where id = $1""",
                conversation, title, words, permissions, history)


async def set_picture(tx: Tx, conversation: UUID, picture: UUID | None) -> None:
    await tx.do("update conversations set picture_id = $2, changed_at = now() where id = $1", conversation, picture)


# Who may come


async def ages(tx: Tx, conversation: UUID) -> list[Aged]:
    """The members with their sealed birth dates."""
    return await tx.all(Aged, """
select a.id as account_id, a.birth_date from members m join accounts a on a.id = m.account_id
where m.conversation_id = $1 and m.to_seq is null""", conversation)


async def ties(tx: Tx, minors: list[UUID], adults: list[UUID]) -> list[tuple[UUID, UUID]]:
    """The (minor, adult) pairs in which the minor has let the adult in: follows, has asked to, or has opened the door."""
    rows = await tx.rows("""
select follower_id as minor, followee_id as adult from follows where follower_id = any($1) and followee_id = any($2)
union select follower_id, followee_id from follow_requests
  where follower_id = any($1) and followee_id = any($2) and not withdrawn and not ignored
union select minor_id, adult_id from reaches where minor_id = any($1) and adult_id = any($2)""", minors, adults)
    return [(row["minor"], row["adult"]) for row in rows]


async def standing(tx: Tx, conversation: UUID, people: list[UUID]) -> dict[UUID, str]:
    """How each stands who was in it before or is in it: "here", "left" or "removed"."""
    rows = await tx.rows("""
select account_id, case when to_seq is null then 'here' else parting end as how from members
where conversation_id = $1 and account_id = any($2)""", conversation, people)
    return {row["account_id"]: row["how"] for row in rows}


# Invitations


async def invite(tx: Tx, conversation: UUID, inviter: UUID, people: list[UUID]) -> list[UUID]:
    """Ask people; who was asked before is not asked again. Who has a new invitation."""
    rows = await tx.rows("""
insert into invitations (conversation_id, account_id, inviter_id) select $1, a.id, $2 from unnest($3::uuid[]) a (id)
on conflict (conversation_id, account_id) do update
  set withdrawn = false, inviter_id = excluded.inviter_id, created_at = now() where invitations.withdrawn
returning account_id, ignored""", conversation, inviter, people)
    return [row["account_id"] for row in rows if not row["ignored"]]


async def invited(tx: Tx, conversation: UUID, limit: int) -> list[InvitedRow]:
    """Who was asked; the newest first. Ignored ones too: nobody can tell."""
    return await tx.all(InvitedRow, """
select account_id, inviter_id, created_at from invitations where conversation_id = $1 and not withdrawn
order by created_at desc, account_id limit $2""", conversation, limit)


async def uninvite(tx: Tx, conversation: UUID, account: UUID) -> bool:
    """An ignored one is remembered, so that nobody nags by asking again and again. False where there is none."""
    return bool(await tx.value("""
with gone as (
  delete from invitations where conversation_id = $1 and account_id = $2 and not ignored returning 1
), kept as (
  update invitations set withdrawn = true
  where conversation_id = $1 and account_id = $2 and ignored and not withdrawn returning 1
)
select exists (select from gone) or exists (select from kept)""", conversation, account))


INVITATIONS = f"""
select i.conversation_id, i.inviter_id, i.created_at, c.member_count, f.count as friends, f.ids as friend_ids
from invitations i join conversations c on c.id = i.conversation_id
cross join lateral (
  select count(*), coalesce((array_agg(m.account_id order by m.joined_at))[1:3], '{{}}') as ids from members m
  join follows a on a.follower_id = i.account_id and a.followee_id = m.account_id
  join follows b on b.follower_id = m.account_id and b.followee_id = i.account_id
  where m.conversation_id = i.conversation_id and m.to_seq is null) f
where i.account_id = $1 and not i.withdrawn and {NOT_BLOCKED} """  # noqa: S608


async def invitations(tx: Tx, account: UUID, before: tuple[datetime, UUID] | None, limit: int) -> list[InvitationRow]:
    """Those that wait, the newest first."""
    at, last = before or (None, None)
    return await tx.all(InvitationRow, INVITATIONS + """
and not i.ignored and ($2::timestamptz is null or (i.created_at, i.conversation_id) < ($2, $3))
order by i.created_at desc, i.conversation_id desc limit $4""", account, at, last, limit)


async def invitation(tx: Tx, account: UUID, conversation: UUID) -> InvitationRow | None:
    """One, whether it waits or was ignored."""
    return await tx.one(InvitationRow, INVITATIONS + "and i.conversation_id = $2", account, conversation)


async def ignore(tx: Tx, account: UUID, conversation: UUID) -> None:
    await tx.do("update invitations set ignored = true where account_id = $1 and conversation_id = $2", account, conversation)


async def handle_of(tx: Tx, account: UUID) -> str | None:
    found: str | None = await tx.value("select handle from accounts where id = $1", account)
    return found
