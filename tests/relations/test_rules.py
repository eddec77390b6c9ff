"""Who reaches whom, as a table and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from paperplane.core.errors import AppError
from paperplane.relations import rules
from paperplane.relations.types import Facts

ANY = st.builds(Facts, **{name: st.booleans() for name in Facts.__struct_fields__ if name != "is_me"})
ADULT_TO_MINOR = Facts(viewer_minor=False, other_minor=True)


def mirrored(facts: Facts) -> Facts:
    """The same two people, seen from the other side."""
    return Facts(viewer_minor=facts.other_minor, other_minor=facts.viewer_minor, i_follow=facts.follows_me,
                 follows_me=facts.i_follow, i_requested=facts.requested_me, requested_me=facts.i_requested,
                 i_block=facts.blocks_me, blocks_me=facts.i_block)


@pytest.mark.parametrize(("facts", "sees"), [
    (Facts(), True),
    (Facts(is_me=True, other_minor=True), True),
    (Facts(i_block=True), False),
    (Facts(blocks_me=True), False),
    (Facts(blocks_me=True, follows_me=True, i_follow=True), False),
    (Facts(other_private=True), True),
    (ADULT_TO_MINOR, False),
    (replace(ADULT_TO_MINOR, i_follow=True), False),
    (replace(ADULT_TO_MINOR, i_requested=True), False),
    (replace(ADULT_TO_MINOR, follows_me=True), True),
    (replace(ADULT_TO_MINOR, requested_me=True), True),
    (replace(ADULT_TO_MINOR, opened_to_me=True), True),
    (replace(ADULT_TO_MINOR, opened_to_me=True, blocks_me=True), False),
    (Facts(viewer_minor=True), True),
    (Facts(viewer_minor=True, other_minor=True), True),
])
def test_who_sees_whom(facts: Facts, sees: bool) -> None:
    assert rules.sees(facts) is sees


@given(ANY)
def test_a_block_hides_each_from_the_other(facts: Facts) -> None:
    if facts.i_block or facts.blocks_me:
        assert not rules.sees(facts)
        assert not rules.sees(mirrored(facts))


@given(ANY)
def test_between_people_of_one_age_sight_is_mutual(facts: Facts) -> None:
    if facts.viewer_minor == facts.other_minor:
        assert rules.sees(facts) is rules.sees(mirrored(facts))


@given(ANY)
def test_a_minor_never_loses_sight_by_age(facts: Facts) -> None:
    assert rules.sees(replace(facts, viewer_minor=True)) is not (facts.i_block or facts.blocks_me)


@given(ANY)
def test_what_the_adult_does_invites_nobody(facts: Facts) -> None:
    own = {"i_follow": False, "i_requested": False, "i_mute": False, "close_friend": False}
    assert rules.sees(facts) is rules.sees(Facts(**{**asdict(facts), **own}))


@given(ANY)
def test_lists_are_seen_by_who_sees_the_person_and_is_let_in(facts: Facts) -> None:
    if rules.sees_lists(facts):
        assert rules.sees(facts)
        assert facts.i_follow or not (facts.other_private or facts.other_minor)


@pytest.mark.parametrize(("facts", "answer"), [
    (Facts(), "yes"),
    (Facts(other_private=True), "requested"),
    (Facts(viewer_minor=True, other_minor=True), "requested"),
    (Facts(other_private=True, i_follow=True), "yes"),
    (Facts(blocks_me=True), "not_found"),
    (ADULT_TO_MINOR, "not_found"),
    (replace(ADULT_TO_MINOR, follows_me=True), "requested"),
    (Facts(is_me=True), "yourself"),
])
def test_what_following_becomes(facts: Facts, answer: str) -> None:
    try:
        assert rules.follow_becomes(facts) == answer
    except AppError as error:
        assert error.code == answer
