"""`python -m bench.feed`: what a page of the feed that is chosen costs, in a network that has talked for two months."""

import argparse
import asyncio
import gc
import logging
import sys
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import msgspec
import structlog
import uvloop

from bench.clients import open_http
from bench.meter import Cost, Meter, percentile
from bench.server import Running, paperplane
from bench.w1_pairs import sign_up

OUT = Path(__file__).parent / "FEED.md"
# Each follows, likes and has looked at so much: a busy network of a few thousand people, and everybody is open.
FOLLOWED, LIKES, VIEWS, TAGS, DAYS = 60, 150, 200, 400, 60
PEOPLE = """
insert into follows (follower_id, followee_id, created_at)
select a.id, b.id, now() - random() * interval '60 days' from accounts a
cross join lateral (select id from accounts where id <> a.id order by hashtextextended(id::text, hashtext(a.id::text)) limit $1) b on conflict do nothing"""
# Half of what is said carries tags; few are said often.
POSTS = """
with numbered as (select id, row_number() over () - 1 as n, count(*) over () as people from accounts)
insert into posts (id, author_id, client_id, kind, state, text, tags, audience, comments, published_at, created_at)
select uuidv7(), a.id, gen_random_uuid(), 'text', 'published', 'What the harbour looked like this morning, number ' || g, case when g % 2 = 0 then
    array['tag' || floor($3 * power(random(), 3)), 'also' || floor($3 * power(random(), 3))] else '{}' end,
  case when g % 10 = 0 then 'followers' else 'everyone' end, 'everyone', at, at
from generate_series(1, $1) g
join numbered a on a.n = floor(a.people * power(abs(hashint4(g)::bigint) / 2147483648.0, 2))
cross join lateral (select now() - make_interval(secs => $2 * 86400 * abs(hashint4(g + 7)::bigint) / 2147483648.0) as at) t"""
FILED = "insert into post_tags (tag, published_at, post_id) select distinct unnest(tags), published_at, id from posts"
NUMBERED = "create temp table numbered as select id, row_number() over (order by published_at desc) as n from posts"
# What is new is liked and looked at more than what is old.
LIKED = """
insert into post_likes (post_id, account_id, created_at)
select p.id, a.id, now() - random() * interval '60 days' from accounts a cross join generate_series(1, $1) g
join numbered p on p.n = 1 + floor($2 * power(abs(hashtextextended(a.id::text, g)) / 9223372036854775808.0, 3)) on conflict do nothing"""
VIEWED = """
insert into post_views (post_id, day, account_id)
select p.id, current_date - (g % 60), a.id from accounts a cross join generate_series(1, $1) g
join numbered p on p.n = 1 + floor($2 * power(abs(hashtextextended(a.id::text, g + 1000)) / 9223372036854775808.0, 3)) on conflict do nothing"""
IMPRESSIONS = """
insert into impressions (account_id, session_id, post_id, place, sources, parts, score, propensity, weights, served_at)
select a.id, md5(a.id::text || g / 20)::uuid, p.id, g % 20, '{new}', '[{"name": "fresh", "points": 1.5}]', 1.5, 1, 1, now() - g * interval '1 hour'
from accounts a cross join generate_series(1, $1) g
join numbered p on p.n = 1 + abs(hashtextextended(a.id::text, g + 9000)) % $2 on conflict do nothing"""


@dataclass(frozen=True)
class Pages:
    name: str
    cost: Cost
    wait_ms: tuple[float, float]
    posts: float


async def database(running: Running) -> asyncpg.Connection:
    """The server's own, by the file that PostgreSQL keeps in its directory (manual, 'Database File Layout')."""
    lines = (Path(f"/proc/{running.database}/cwd") / "postmaster.pid").read_text().splitlines()
    return await asyncpg.connect(host=lines[4], port=int(lines[3]), user="paperplane", database="paperplane")


async def fill(running: Running, asked: argparse.Namespace) -> None:
    """Everything but the people, by statements: nobody's way of posting is measured here."""
    base = await database(running)
    for sql, *given in ((PEOPLE, FOLLOWED), (POSTS, asked.posts, DAYS, TAGS), (FILED,), (NUMBERED,), (LIKED, LIKES, asked.posts),
                        (VIEWED, VIEWS, asked.posts), (IMPRESSIONS, asked.impressions // asked.people, asked.posts), ("vacuum analyze",)):
        print(sql.strip().split("\n")[0][:60], "…", file=sys.stderr, flush=True)
        await base.execute(sql, *given)
    for table in ("accounts", "follows", "posts", "post_likes", "post_views", "impressions"):
        print(f"{await base.fetchval(f'select count(*) from {table}'):>9,} {table}", file=sys.stderr)
    await base.close()


async def read(running: Running, tokens: list[str], path: str, pages: int) -> Pages:
    """So many pages, one after the other: each viewer's first, and what follows it."""
    http, waited, shown, cursors = await open_http(running.port), list[float](), 0, dict[str, str]()
    loop, meter = asyncio.get_running_loop(), Meter(running.server, running.database)
    for number in range(-len(tokens), pages):
        if number == 0:
            meter.start()
        token = tokens[number % len(tokens)]
        begun = loop.time()
        page = msgspec.json.decode(await http.call("GET", path + (f"?cursor={cursors[token]}" if token in cursors else ""), token))
        if number >= 0:
            waited.append((loop.time() - begun) * 1000)
            shown += len(page["posts"])
        cursors.pop(token, None)
        if page["next_cursor"] and number % 2:
            cursors[token] = page["next_cursor"]
    cost = meter.stop(pages)
    http.transport.close()
    return Pages(path, cost, (percentile(waited, 0.5), percentile(waited, 0.99)), shown / pages)


async def main(asked: argparse.Namespace) -> None:
    async with paperplane() as running:
        http = await open_http(running.port)
        tokens = [(await sign_up(http, f"person{number}")).token for number in range(asked.people)][:asked.viewers]
        http.transport.close()
        await fill(running, asked)
        found = [await read(running, tokens, path, asked.pages) for path in ("/feed/for-you", "/feed/following", "/feed/latest")]
    asked.out.write_text("\n".join(written(asked, found)) + "\n")
    print(asked.out.read_text())


def written(asked: argparse.Namespace, found: list[Pages]) -> list[str]:
    command = " ".join(["python -m bench.feed", *sys.argv[1:]])
    return ["# What a page of a feed costs", "", f"`{command}`: {asked.posts:,} posts, {asked.impressions:,} impressions, "
            f"{asked.people:,} people who each follow {FOLLOWED}, like {LIKES} and have looked at {VIEWS}; {asked.pages} pages, by "
            f"{asked.viewers} viewers in turn. CPU of the server and of its PostgreSQL.", "",
            "| page | CPU ms | server | database | waited ms p50 / p99 | posts a page | others' cores |", "|---|---|---|---|---|---|---|",
            *(f"| `{one.name}` | {one.cost.us / 1000:.1f} | {one.cost.server_us / 1000:.1f} | {one.cost.database_us / 1000:.1f} "
              f"| {one.wait_ms[0]:.1f} / {one.wait_ms[1]:.1f} | {one.posts:.1f} | {one.cost.other_cores:.2f} |" for one in found)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.feed", description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--impressions", type=int, default=1_000_000)
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--out", type=Path, default=OUT)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    gc.disable()
    uvloop.run(main(parser.parse_args()))
