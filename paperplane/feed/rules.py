"""How a feed is chosen: what a post's parts are worth, in which order they stand, which place is drawn. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log1p
from random import Random

from paperplane.feed.types import Candidate, Part, Placed
from paperplane.feed.weights import Weights

Scored = tuple[Candidate, list[Part]]


def may_be_recommended(candidate: Candidate) -> bool:
    """What the viewer follows, or what its author shows to everyone: nothing meant for few is put before who did not ask for it."""
    return candidate.row.i_follow or candidate.row.audience == "everyone"


def parts(candidate: Candidate, weights: Weights) -> list[Part]:
    """All that speaks for and against a post, each with its points; what is nothing is left out."""
    row = candidate.row
    found = {
        "following": weights.following * row.i_follow,
        "liked_by_followed": weights.liked_by_followed * ("liked_by_followed" in row.sources),
        "tags": weights.tag * min(row.tags_liked, weights.most_tags),
        "author": weights.author * min(row.author_liked, weights.most_author),
        "likes": weights.likes * log1p(candidate.likes),
        "comments": weights.comments * log1p(candidate.comments),
        "fresh": weights.fresh * 0.5 ** (max(row.hours, 0) / weights.fresh_h),
        "viewed": weights.viewed * row.viewed,
        "less_tags": weights.less_tag * min(row.tags_less, weights.most_tags),
        "less_author": weights.less_author * row.author_less,
    }
    return [Part(name, points) for name, points in found.items() if points]


def placed(candidates: Sequence[Candidate], most: int, weights: Weights, random: Random) -> list[Placed]:
    """The best first, each author's further ones lower; one place in ten is drawn among what is new and would not be here."""
    left = {one.row.post_id: (one, parts(one, weights)) for one in candidates}
    above: Counter[object] = Counter()
    chosen: list[Placed] = []
    while left and len(chosen) < most:
        drawn = (len(chosen) + 1) % weights.explore_every == 0
        pool = _unlikely(left.values(), most - len(chosen)) if drawn else []
        if pool:
            one, points = random.choice(pool)
        else:
            one, points = max(left.values(), key=lambda each: (_sum(_with_again(each[0], each[1], above, weights)), each[0].row.post_id))
        del left[one.row.post_id]
        points = _with_again(one, points, above, weights)
        chosen.append(Placed(one, points, _sum(points), 1 / len(pool) if pool else 1.0))
        above[one.row.id] += 1
    return chosen


def _unlikely(left: Iterable[Scored], most: int) -> list[Scored]:
    """What is new and stands below what the rest of the page would show."""
    ranked = sorted(left, key=lambda each: _sum(each[1]), reverse=True)
    return [each for each in ranked[most:] if "new" in each[0].row.sources]


def _with_again(one: Candidate, points: list[Part], above: Counter[object], weights: Weights) -> list[Part]:
    again = above[one.row.id]
    return [*points, Part("again", weights.again * again)] if again else points


def _sum(points: list[Part]) -> float:
    return sum(one.points for one in points)
