"""Statements of the search."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.search.types import Piece, Place, Range, Text, Wanted

READABLE = """
  and m.body is not null and not m.quiet and (m.expires_at is null or m.expires_at > now())"""


async def lock(tx: Tx, conversation: UUID) -> None:
    """A conversation's pieces are written one after the other, so that none keeps what an edit has taken away."""
    await tx.do("select pg_advisory_xact_lock(hashtextextended($1, 2))", str(conversation))


async def behind(tx: Tx) -> list[UUID]:
    """Conversations of which something is not indexed."""
    rows = await tx.rows("""
select c.id from conversations c left join search_progress p on p.conversation_id = c.id where c.last_seq > coalesce(p.upto, 0)""")
    return [row["id"] for row in rows]


async def progress(tx: Tx, conversation: UUID) -> tuple[int, int] | None:
    """How far it is indexed, and how far it goes; None where there is no such conversation."""
    rows = await tx.rows("""
select coalesce(p.upto, 0) as upto, c.last_seq from conversations c left join search_progress p on p.conversation_id = c.id
where c.id = $1""", conversation)
    return (rows[0]["upto"], rows[0]["last_seq"]) if rows else None


async def said(tx: Tx, conversation: UUID, after: int, upto: int, size: int) -> list[Piece]:
    """What is said in a part of a log, for whoever may read it, by pieces of `size` numbers: together, for it is much.
    Messages and their events are summed up apart: as a join, whole conversations were read for one piece while
    statistics were old, and looking up each message's event cost more than reading what it says."""
    return await tx.all(Piece, f"""
with spoken as (
  select m.seq / $4 as piece, string_to_array(string_agg(distinct concat_ws(' ', m.body ->> 'type', case when m.body ? 'items' then (
      select string_agg(i ->> 'kind', ' ') from jsonb_array_elements(m.body -> 'items') i) end), ' '), ' ') as kinds,
    coalesce(string_agg(case m.body ->> 'type'
      when 'text' then m.body ->> 'text'
      when 'card' then m.body ->> 'text'
      when 'poll' then (m.body ->> 'question') || E'\\n' || (select string_agg(o, E'\\n') from jsonb_array_elements_text(m.body -> 'options') o)
      when 'media' then concat_ws(E'\\n', m.body ->> 'text', (
        select string_agg(concat_ws(E'\\n', i ->> 'name', i ->> 'alt'), E'\\n') from jsonb_array_elements(m.body -> 'items') i))
      when 'sticker' then concat_ws(E'\\n', m.body ->> 'name', m.body ->> 'emoji', m.body -> 'item' ->> 'alt')
      else m.body ->> 'label' end, E'\\n'), '') as said
  from messages m where m.conversation_id = $1 and m.seq > $2 and m.seq <= $3 {READABLE} group by 1
), logged as materialized (
  select seq / $4 as piece, max(sent_at) as last_at, array_agg(distinct sender) as senders
  from events where conversation_id = $1 and seq > $2 and seq <= $3 group by 1
)
select piece, last_at, senders, kinds, said from spoken join logged using (piece)""",  # noqa: S608
                        conversation, after, upto, size)


async def put_pieces(tx: Tx, conversation: UUID, pieces: list[tuple[int, datetime, str]]) -> None:
    """Pieces as (number, last time, words with a space between)."""
    await tx.do("""
insert into search_pieces (conversation_id, piece, last_at, words)
select $1, piece, last_at, array_to_tsvector(string_to_array(words, ' '))
from unnest($2::integer[], $3::timestamptz[], $4::text[]) t (piece, last_at, words)
on conflict (conversation_id, piece) do update set last_at = excluded.last_at, words = excluded.words""",
                conversation, *map(list, zip(*pieces, strict=True)))


async def drop_piece(tx: Tx, conversation: UUID, piece: int) -> None:
    await tx.do("delete from search_pieces where conversation_id = $1 and piece = $2", conversation, piece)


async def set_progress(tx: Tx, conversation: UUID, upto: int) -> None:
    await tx.do("""
insert into search_progress (conversation_id, upto) values ($1, $2)
on conflict (conversation_id) do update set upto = excluded.upto""", conversation, upto)


async def pieces(tx: Tx, viewer: UUID, wanted: Wanted, query: str, size: int, before: Place | None, limit: int) -> list[Place]:
    """Pieces that the viewer may read of and that may hold it, the newest first; `size`: numbers a piece."""
    rows = await tx.rows("""
select s.last_at, s.conversation_id, s.piece from members v
join search_pieces s on s.conversation_id = v.conversation_id and s.words @@ $2::tsquery
  and (s.piece + 1) * $3::bigint > v.from_seq and s.piece * $3::bigint <= coalesce(v.to_seq, 9223372036854775807)
where v.account_id = $1 and v.state = 'accepted' and ($4::uuid is null or v.conversation_id = $4)
  and ($5::timestamptz is null or s.last_at >= $5)
  and ($6::timestamptz is null or (s.last_at, s.conversation_id, s.piece) < ($6, $7, $8))
order by s.last_at desc, s.conversation_id desc, s.piece desc limit $9""",
                         viewer, query, size, wanted.conversation, wanted.after, *(before or (None, None, None)), limit)
    return [Place(*row) for row in rows]


async def fresh(tx: Tx, viewer: UUID, conversation: UUID | None, limit: int) -> list[Range]:
    """What of the viewer's conversations is not indexed yet, those with the newest messages first."""
    rows = await tx.rows("""
select c.id, greatest(coalesce(p.upto, 0), v.from_seq) as after, coalesce(v.to_seq, c.last_seq) as upto
from members v join conversations c on c.id = v.conversation_id left join search_progress p on p.conversation_id = c.id
where v.account_id = $1 and v.state = 'accepted' and ($2::uuid is null or c.id = $2)
  and coalesce(v.to_seq, c.last_seq) > greatest(coalesce(p.upto, 0), v.from_seq)
order by c.active_at desc limit $3""", viewer, conversation, limit)
    return [Range(*row) for row in rows]


async def readable(tx: Tx, viewer: UUID, ranges: Sequence[Range], limit: int) -> list[Text]:
    """What is said in parts of logs, as far as the viewer may read it; the newest first."""
    return await tx.all(Text, f"""
select m.conversation_id, m.seq, e.sender, e.sent_at, m.body
from unnest($2::uuid[], $3::bigint[], $4::bigint[]) r (conversation_id, after, upto)
join members v on v.conversation_id = r.conversation_id and v.account_id = $1 and v.state = 'accepted'
join messages m on m.conversation_id = r.conversation_id and m.seq > greatest(r.after, v.from_seq)
  and m.seq <= least(r.upto, coalesce(v.to_seq, 9223372036854775807)) {READABLE}
join events e on e.conversation_id = m.conversation_id and e.seq = m.seq
order by e.sent_at desc, m.conversation_id desc, m.seq desc limit $5""",  # noqa: S608
                        viewer, *map(list, zip(*ranges, strict=True)), limit)
