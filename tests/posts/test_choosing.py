"""What is chosen, as rules: never two in a row by one author, scores that add up, draws whose probabilities do."""

import math
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from paperplane.feed import rules
from paperplane.feed.types import CandidateRow
from paperplane.feed.weights import WEIGHTS

WAYS = ("following", "liked_by_followed", "tags", "popular", "new", "new_creator", "random")
AUTHORS = [UUID(int=number) for number in range(6)]


def candidates() -> st.SearchStrategy[list[CandidateRow]]:
    """From a seed and a size: drawing each part of each post would take longer than what is tested."""
    return st.builds(_drawn, st.integers(0, 2**32), st.integers(0, 40))


def _drawn(seed: int, size: int) -> list[CandidateRow]:
    random = Random(seed)
    return [CandidateRow(
        post_id=UUID(int=1000 + number), author_id=random.choice(AUTHORS), sources=random.sample(WAYS, random.randint(1, len(WAYS))),
        i_follow=random.random() < 0.5, popular=random.choice([0, 10 ** random.uniform(-2, 4)]), tags_liked=random.randint(0, 6),
        author_liked=random.randint(0, 6), tags_less=random.choice([0, 0, 3]), author_less=random.random() < 0.2,
        hours=random.uniform(-1, 2000)) for number in range(size)]


class Told(Random):
    """Draws the place it was told, and remembers of how many."""

    def __init__(self, which: int) -> None:
        super().__init__(0)
        self.which = which
        self.of: int | None = None

    def choice(self, seq: Any) -> Any:
        self.of = self.of or len(seq)
        return seq[self.which % len(seq)]


@given(candidates(), st.sampled_from([None, *AUTHORS]), st.integers(1, 25), st.integers(0, 99))
def test_a_page(found: list[CandidateRow], last: UUID | None, most: int, seed: int) -> None:
    page = rules.placed(found, most, WEIGHTS, Random(seed), last)
    ids = [one.row.post_id for one in page]
    assert len(ids) == len(set(ids)) <= most
    authors = [last, *(one.row.author_id for one in page)]
    assert all(one != other for one, other in zip(authors, authors[1:], strict=False))
    left = {one.author_id for one in found if one.post_id not in ids}
    assert len(page) == most or left <= {authors[-1]}       # nothing that might have stood there is left out
    for place, one in enumerate(page):
        assert math.isclose(sum(part.points for part in one.parts), one.score)
        assert all(part.points for part in one.parts)
        assert one.propensity == 1 or (place + 1) % WEIGHTS.explore_every == 0
        if one.propensity < 1:
            assert not rules.UNTRIED.isdisjoint(one.row.sources)


@given(candidates())
def test_what_is_drawn_is_drawn_evenly(found: list[CandidateRow]) -> None:
    first = Told(0)
    page = rules.placed(found, 10, WEIGHTS, first)
    if first.of is None:        # nothing untried was left, or too little for a tenth place
        assert all(one.propensity == 1 for one in page)
        return
    drawn = [rules.placed(found, 10, WEIGHTS, Told(which))[9] for which in range(first.of)]
    assert len({one.row.post_id for one in drawn}) == first.of
    assert math.isclose(sum(one.propensity for one in drawn), 1)


@given(candidates(), st.integers(2, 9))
def test_the_best_stands_first_and_no_worse_one_before_it(found: list[CandidateRow], most: int) -> None:
    page = rules.placed(found, most, WEIGHTS, Random(1))
    if page:
        assert math.isclose(page[0].score, max(sum(part.points for part in rules.parts(one, WEIGHTS)) for one in found))
    for one, other in zip(page, page[2:], strict=False):        # two places apart, where no rule stands between them
        assert one.score >= other.score - 1e-9 or one.row.author_id == other.row.author_id


@given(st.lists(st.sampled_from(AUTHORS)), st.sampled_from([None, *AUTHORS]))
def test_what_is_left_apart(authors: list[UUID], last: UUID | None) -> None:
    stay = list(rules.apart(authors, last))
    kept = [last, *(one for one, stays in zip(authors, stay, strict=True) if stays)]
    assert all(one != other for one, other in zip(kept, kept[1:], strict=False))
