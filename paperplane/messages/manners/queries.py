"""Statements on manners: each one for all the others at once."""

from typing import Literal
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.manners.types import Bond, Doing
from paperplane.messages.queries import MOST_TOLD

SETTING: dict[Doing, Literal["show_typing", "show_recording"]] = {"writing": "show_typing", "recording": "show_recording"}

# Between `v`, who asks, and somebody else `a`: both rows of accounts.
BETWEEN = """
exists (select from follows f where f.follower_id = v.id and f.followee_id = a.id)
  and exists (select from follows f where f.follower_id = a.id and f.followee_id = v.id) as friends,
exists (select from blocks b where (b.blocker_id, b.blocked_id) in ((v.id, a.id), (a.id, v.id))) as blocked,
exists (select from reaches r where (r.minor_id, r.adult_id) in ((v.id, a.id), (a.id, v.id))) as let_in,
v.birth_date as my_birth_date, a.birth_date"""

OPEN = """
(exists (
   select from direct_conversations d
   join members m on m.conversation_id = d.conversation_id and m.account_id = v.id and m.state = 'accepted'
   join members o on o.conversation_id = d.conversation_id and o.account_id = a.id and o.state = 'accepted'
   where d.low_id = least(v.id, a.id) and d.high_id = greatest(v.id, a.id))
 or exists (
   select from members m
   join conversations c on c.id = m.conversation_id and c.kind = 'group'
   join members o on o.conversation_id = m.conversation_id and o.account_id = a.id and o.to_seq is null
   where m.account_id = v.id and m.to_seq is null))"""


async def in_room(tx: Tx, viewer: UUID, conversation: UUID, doing: Doing) -> list[Bond]:
    """The others in an open conversation of the viewer's, where neither side shows it to nobody."""
    setting = SETTING[doing]
    return await tx.all(Bond, f"""
select a.id as account_id, v.{setting} as mine, a.{setting} as theirs, true as open, {BETWEEN}
from accounts v
join members o on o.conversation_id = $2 and o.account_id <> v.id and o.to_seq is null
join accounts a on a.id = o.account_id and a.{setting} <> 'nobody'
where v.id = $1 and v.{setting} <> 'nobody'""", viewer, conversation)  # noqa: S608


async def with_each(tx: Tx, viewer: UUID, wanted: list[UUID]) -> list[Bond]:
    """Of the wanted people, those who show presence to somebody, where the viewer does. Talking matters only to who shows everyone."""
    return await tx.all(Bond, f"""
select a.id as account_id, v.show_presence as mine, a.show_presence as theirs, {BETWEEN},
       v.last_seen_at as my_last_seen_at, a.last_seen_at,
       v.show_presence = 'everyone' and a.show_presence = 'everyone' and {OPEN} as open
from accounts v
join accounts a on a.id = any($2::uuid[]) and a.id <> v.id and a.show_presence <> 'nobody'
where v.id = $1 and v.show_presence <> 'nobody'""", viewer, wanted)  # noqa: S608


async def retell(tx: Tx, account: UUID) -> None:
    """Every head that this account is in is found by sync, by its members and by itself. In id order, as marks are moved."""
    await tx.do("""
with mine as (
  select conversation_id, account_id from members where account_id = $1 order by conversation_id for update
)
update members m set told_at = now(), changed_at = now()
from mine where m.conversation_id = mine.conversation_id and m.account_id = mine.account_id""", account)


async def readers(tx: Tx, account: UUID) -> list[UUID]:
    """Whose screens say what this account has read, or would: where marks are told, and they show their own."""
    rows = await tx.rows("""
select distinct o.account_id from members m
join conversations c on c.id = m.conversation_id and c.member_count <= $2
join members o on o.conversation_id = m.conversation_id and o.account_id <> m.account_id and o.to_seq is null
join accounts a on a.id = o.account_id and a.show_receipts
where m.account_id = $1 and m.to_seq is null and m.state = 'accepted'""", account, MOST_TOLD)
    return [row["account_id"] for row in rows]
