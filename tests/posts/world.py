"""A world of people who stand to each other in every way, and of posts of every kind, as drawn by a seed."""

import random
from datetime import timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

from paperplane.core import clock
from paperplane.core.ids import new_id
from paperplane.posts import rules
from paperplane.posts.types import Audience, Seen
from paperplane.relations.types import Facts
from tests.api import Server, Someone

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
AGES = {"ana": 22, "chidi": 31, "dana": 40, "eve": 28, "gil": 27, "ben": 14, "cleo": 15, "max": 17}
# What no audience is asked about.
UNSEEN = ("draft", "scheduled", "making", "deleted")
PAIRS = {"follows": ("follower_id", "followee_id"), "blocks": ("blocker_id", "blocked_id"), "mutes": ("muter_id", "muted_id"),
         "close_friends": ("owner_id", "friend_id"), "follow_requests": ("follower_id", "followee_id"), "reaches": ("minor_id", "adult_id")}
LIKELY = {"follows": 0.45, "blocks": 0.06, "mutes": 0.1, "close_friends": 0.25, "follow_requests": 0.1, "reaches": 0.15}
Pair = tuple[str, str]


class Shown:
    """A post of the world."""

    def __init__(self, author: str, audience: str, state: str) -> None:
        self.id = str(new_id())
        self.author = author
        self.audience: Any = audience
        self.state: Any = "published" if state == "deleted" else state
        self.deleted = state == "deleted"


class Drawn:
    """Five grown-ups, of whom two are private, and three minors. Relations are drawn, whether or not the app would let them come
    about: what a rule says must not hang on that."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.random = random.Random()
        self.people: dict[str, Someone] = {}
        self.pairs: dict[str, set[Pair]] = {}
        self.private: set[str] = {"dana", "gil", "ben", "cleo", "max"}
        self.posts: list[Shown] = []

    async def settle_in(self) -> "Drawn":
        for name, age in AGES.items():
            self.people[name] = await self.server.person(name, age)
        return self

    async def draw(self, seed: int) -> None:
        """Another world, of the same people."""
        self.random.seed(seed)
        couples = [(one, other) for one in AGES for other in AGES if one != other]
        self.pairs = {table: {pair for pair in couples if self.random.random() < LIKELY[table]} for table in PAIRS}
        self.posts = [Shown(name, self.random.choice(AUDIENCES) if state in UNSEEN else state, state if state in UNSEEN else "published")
                      for name in AGES for state in (*AUDIENCES, *UNSEEN)]
        self.random.shuffle(self.posts)
        await self._write()

    async def _write(self) -> None:
        """A statement a table: a transaction may not take long, however busy the machine is."""
        async with self.server.app.db.tx() as tx:
            for table in ("posts", *PAIRS):
                await tx.do(f"delete from {table}")
            await tx.do("update accounts set private = handle = any($1)", list(self.private))
            for table, columns in PAIRS.items():
                ones, others = [[self.id(pair[at]) for pair in self.pairs[table]] for at in (0, 1)]
                await tx.do(f"insert into {table} ({', '.join(columns)}) select * from unnest($1::uuid[], $2::uuid[])", ones, others)
            # What is being made has no medium here, and would be published at once.
            rows = [(UUID(post.id), self.id(post.author), uuid4(), "draft" if post.state == "making" else post.state, post.audience,
                     post.deleted, clock.now() - timedelta(minutes=number)) for number, post in enumerate(self.posts)]
            await tx.do("""
insert into posts (id, author_id, client_id, kind, state, text, tags, audience, comments, published_at, publish_at, deleted_at, created_at)
select id, author, client, 'text', state, 'as drawn', '{all}', audience, 'everyone', at,
  case when state = 'scheduled' then at + interval '1 day' end, case when deleted then now() end, at
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::boolean[], $7::timestamptz[])
  p (id, author, client, state, audience, deleted, at)""", *map(list, zip(*rows, strict=True)))
            await tx.do("insert into post_tags (tag, published_at, post_id) select 'all', published_at, id from posts")

    def id(self, name: str) -> UUID:
        return UUID(self.people[name].me["id"])

    def facts(self, viewer: str, other: str) -> Facts:
        def there(table: str, one: str, two: str) -> bool:
            return (one, two) in self.pairs[table]
        return Facts(
            is_me=viewer == other, viewer_minor=AGES[viewer] < 18, other_minor=AGES[other] < 18,
            i_follow=there("follows", viewer, other), follows_me=there("follows", other, viewer),
            requested_me=there("follow_requests", other, viewer), i_block=there("blocks", viewer, other),
            blocks_me=there("blocks", other, viewer), opened_to_me=there("reaches", other, viewer),
            other_private=other in self.private, i_mute=there("mutes", viewer, other))

    def sees(self, viewer: str, post: Shown) -> bool:
        """What the pure rule says."""
        close = (post.author, viewer) in self.pairs["close_friends"]
        return rules.sees(Seen(self.facts(viewer, post.author), close, post.audience, post.state, post.deleted))
