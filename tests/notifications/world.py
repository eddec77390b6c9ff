"""Things done to posts, as drawn by a seed, and what Activity must then say of them, counted one by one."""

import random
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec

from paperplane.core.ids import new_id
from paperplane.relations import rules
from tests.posts.world import AGES, Drawn, Shown


class Talk(NamedTuple):
    """A comment of the world."""

    id: UUID
    post: Shown
    parent: "Talk | None"
    author: str
    state: str
    named: tuple[str, ...]
    at: datetime


class Doings:
    """What people did with the posts of a drawn world, all of them before noon, on some days."""

    def __init__(self, world: Drawn, noon: datetime) -> None:
        self.world = world
        self.noon = noon
        self.likes: list[tuple[str, Shown, datetime]] = []
        self.talks: list[Talk] = []
        self.talk_likes: list[tuple[str, Talk, datetime]] = []
        self.tags: list[tuple[str, Shown, datetime]] = []

    def _at(self) -> datetime:
        chance = self.world.random
        return self.noon - timedelta(days=chance.randrange(3), microseconds=chance.randrange(6 * 3_600_000_000))

    def _some(self, share: float) -> list[str]:
        return [name for name in AGES if self.world.random.random() < share]

    async def draw(self) -> None:
        chance: random.Random = self.world.random
        posts = chance.sample([one for one in self.world.posts if one.state == "published"], 14)
        self.likes = [(name, post, self._at()) for post in posts for name in self._some(0.4)]
        self.tags = [(name, post, self._at()) for post in posts for name in self._some(0.2) if name != post.author]
        for post in posts:
            tops = [self._talk(post, None, name) for name in self._some(0.4)]
            self.talks += tops + [self._talk(post, top, name) for top in tops for name in self._some(0.25)]
        self.talk_likes = [(name, talk, self._at()) for talk in self.talks for name in self._some(0.15)]
        await self._write()

    def _talk(self, post: Shown, parent: Talk | None, name: str) -> Talk:
        state = self.world.random.choice(("shown", "shown", "shown", "waiting", "hidden"))
        return Talk(new_id(), post, parent, name, state, tuple(self._some(0.15)), self._at())

    async def _write(self) -> None:
        who = self.world.id
        async with self.world.server.app.db.tx() as tx:
            # Who follows whom is no part of it, and all was published before anything was done.
            await tx.do("update follows set created_at = now() - interval '1 year'")
            await tx.do("update posts set published_at = now() - interval '1 year' where state = 'published'")
            await tx.do("""
insert into comments (id, post_id, parent_id, author_id, client_id, text, mentions, state, created_at)
select id, post, parent, author, client, 'said', mentions::jsonb, state, at
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[])
  c (id, post, parent, author, client, mentions, state, at)""", *map(list, zip(*[
                (one.id, UUID(one.post.id), one.parent and one.parent.id, who(one.author), uuid4(),
                 msgspec.json.encode([{"at": 0, "length": 1, "account_id": who(name)} for name in one.named]).decode(), one.state, one.at)
                for one in self.talks], strict=True)))
            for table, column, rows in (
                    ("post_likes", "post_id", [(UUID(post.id), who(name), at) for name, post, at in self.likes]),
                    ("comment_likes", "comment_id", [(talk.id, who(name), at) for name, talk, at in self.talk_likes])):
                await tx.do(f"insert into {table} ({column}, account_id, created_at) select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[])",
                            *map(list, zip(*rows, strict=True)))
            await tx.do("""
insert into post_people (post_id, account_id, media_id, x, y, created_at)
select post, account, gen_random_uuid(), 0, 0, at from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) p (post, account, at)""",
                        *map(list, zip(*[(UUID(post.id), who(name), at) for name, post, at in self.tags], strict=True)))

    # What a viewer must be told, one by one

    def expected(self, viewer: str) -> dict[tuple[str, str | None, str | None, Any], set[str]]:
        """By kind, post, comment and day: who did it."""
        told: dict[tuple[str, str | None, str | None, Any], set[str]] = defaultdict(set)
        for kind, post, comment, name, at in self._done_to(viewer):
            if name != viewer and self._knows(viewer, name) and self.world.sees(viewer, post):
                told[kind, post.id, comment and str(comment.id), at.date()].add(name)
        return dict(told)

    def _done_to(self, me: str) -> list[tuple[str, Shown, Talk | None, str, datetime]]:
        done: list[tuple[str, Shown, Talk | None, str, datetime]] = []
        done += [("like", post, None, name, at) for name, post, at in self.likes if post.author == me]
        done += [("comment_like", talk.post, talk, name, at) for name, talk, at in self.talk_likes
                 if talk.author == me and self._readable(me, talk)]
        done += [("tag", post, None, post.author, at) for name, post, at in self.tags if name == me]
        for talk in self.talks:
            kind = self._kind(me, talk)
            if kind is not None and talk.state == "shown" and self._readable(me, talk):
                done.append((kind, talk.post, talk if kind == "mention" else talk.parent, talk.author, talk.at))
        return done

    def _kind(self, me: str, talk: Talk) -> str | None:
        if talk.parent is not None and talk.parent.author == me:
            return "reply"
        if talk.post.author == me:
            return None if talk.parent is not None and talk.parent.state != "shown" else "comment"
        return "mention" if me in talk.named else None

    def _readable(self, me: str, talk: Talk) -> bool:
        if talk.parent is None:
            return True
        mine = talk.post.author == me or talk.parent.author == me
        return (mine or talk.parent.state == "shown") and (talk.parent.author == me or self._knows(me, talk.parent.author))

    def _knows(self, viewer: str, name: str) -> bool:
        return rules.sees(self.world.facts(viewer, name))
