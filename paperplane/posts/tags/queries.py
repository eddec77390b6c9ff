"""Statements on tags."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.posts.queries import SURE, VISIBLE
from paperplane.posts.tags.types import TagRow


async def beginning(tx: Tx, viewer: UUID, minor: bool, words: str, tags: int, looked: int, most: int, steps: int) -> list[TagRow]:
    """The first tags that begin so, the word itself before them all; of each its newest posts, as many as are looked at.
    From one tag to the next by the index: what stands between them, however much, is not read. A tag that stands in
    nothing they see is stepped over and takes no place, else what is found would tell of it."""
    return await tx.all(TagRow, f"""
with recursive next (tag, step) as (
  select $3, 0
  union all
  select (select t.tag from post_tags t where t.tag ~>~ n.tag order by t.tag using ~<~ limit 1), step + 1
  from next n where starts_with(n.tag, $3) and step < $7
), begun as materialized (
  select tag from next where starts_with(tag, $3) and exists (
    select from post_tags t join posts p on p.id = t.post_id join accounts a on a.id = p.author_id
    where t.tag = next.tag and p.state = 'published' and {VISIBLE}) limit $4)
select b.tag, count(*) filter (where s.sure) as sure, coalesce(array_agg(s.id) filter (where not s.sure), '{{}}') as ids,
  coalesce(array_agg(s.birth_date) filter (where not s.sure), '{{}}') as births
from begun b cross join lateral (
  select a.id, a.birth_date, {SURE} as sure
  from (select post_id, published_at from post_tags where tag = b.tag order by published_at desc, post_id desc limit $5) t
  join posts p on p.id = t.post_id join accounts a on a.id = p.author_id
  where p.state = 'published' and {VISIBLE} order by t.published_at desc limit $6
) s group by b.tag""", viewer, minor, words, tags, looked, most, steps)  # noqa: S608
