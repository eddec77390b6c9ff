"""How a feed is chosen: what a post's parts are worth, in which order they stand, which place is drawn. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log1p
from random import Random
from typing import NamedTuple
from uuid import UUID

from paperplane.feed.types import CandidateRow, Part, Placed
from paperplane.feed.weights import Weights

# The ways to what nobody has spoken for yet: a place that is drawn is drawn among these.
UNTRIED = {"new", "new_creator", "random"}
PARTS = ("following", "liked_by_followed", "tags", "author", "popular", "new_creator", "fresh", "less_tags", "less_author")


class Scored(NamedTuple):
    score: float
    row: CandidateRow


def points(row: CandidateRow, weights: Weights) -> tuple[float, ...]:
    """What speaks for and against a post, in the order of PARTS."""
    return (
        weights.following * row.i_follow,
        weights.liked_by_followed * ("liked_by_followed" in row.sources),
        weights.tag * min(row.tags_liked, weights.most_tags),
        weights.author * min(row.author_liked, weights.most_author),
        weights.popular * log1p(row.popular),
        weights.new_creator * ("new_creator" in row.sources),
        weights.fresh * 0.5 ** (max(row.hours, 0) / weights.fresh_h),
        weights.less_tag * min(row.tags_less, weights.most_tags),
        weights.less_author * row.author_less,
    )


def parts(row: CandidateRow, weights: Weights) -> list[Part]:
    """All that speaks for and against a post, each with its points; what is nothing is left out."""
    return [Part(name, worth) for name, worth in zip(PARTS, points(row, weights), strict=True) if worth]


def placed(candidates: Sequence[CandidateRow], most: int, weights: Weights, random: Random, last: UUID | None = None) -> list[Placed]:
    """The best first, each author's further ones lower and never two in a row (`last`: whose stands above); one place in ten
    is drawn among what is untried and would not be here. The page ends where one author alone is left."""
    ranked = sorted((Scored(sum(points(row, weights)), row) for row in candidates), key=_rank, reverse=True)
    above: Counter[UUID] = Counter()
    chosen: list[Placed] = []
    while ranked and len(chosen) < most:
        drawn = (len(chosen) + 1) % weights.explore_every == 0
        pool = _untried(ranked, most - len(chosen), last) if drawn else []
        place = random.choice(pool) if pool else _best(ranked, above, last, weights)
        if place is None:
            break
        row = ranked.pop(place).row
        why = parts(row, weights)
        if above[row.author_id]:
            why.append(Part("again", weights.again * above[row.author_id]))
        chosen.append(Placed(row, why, _sum(why), 1 / len(pool) if pool else 1.0))
        above[row.author_id] += 1
        last = row.author_id
    return chosen


def apart(authors: Sequence[UUID], last: UUID | None) -> Iterator[bool]:
    """Which stay, where some were left out between them: none beside its own author's."""
    for author in authors:
        yield author != last
        last = author


def _best(ranked: list[Scored], above: Counter[UUID], last: UUID | None, weights: Weights) -> int | None:
    """The place of the best that may stand next. They are ranked by what they are worth with nothing of their author above."""
    best, found = float("-inf"), None
    for place, (score, row) in enumerate(ranked):
        if score <= best:
            break       # no later one can be better
        worth = score + weights.again * above[row.author_id]
        if row.author_id != last and worth > best:
            best, found = worth, place
    return found


def _untried(ranked: list[Scored], most: int, last: UUID | None) -> list[int]:
    """The places of what nobody has spoken for and stands below what the rest of the page would show."""
    return [place for place, (_, row) in enumerate(ranked) if place >= most and row.author_id != last and not UNTRIED.isdisjoint(row.sources)]


def _rank(one: Scored) -> tuple[float, UUID]:
    return one.score, one.row.post_id


def _sum(why: list[Part]) -> float:
    return sum(one.points for one in why)
