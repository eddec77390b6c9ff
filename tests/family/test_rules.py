"""Between adults and minors, as a table."""

import pytest

from paperplane.family.rules import may_reach, may_suggest


@pytest.mark.parametrize(("viewer_minor", "other_minor", "invited", "reaches"), [
    (False, False, False, True),
    (False, True, False, False),
    (False, True, True, True),
    (True, False, False, True),
    (True, True, False, True),
])
def test_an_adult_reaches_a_minor_only_by_invitation(
        viewer_minor: bool, other_minor: bool, invited: bool, reaches: bool) -> None:
    assert may_reach(viewer_minor=viewer_minor, other_minor=other_minor, invited=invited) is reaches


@pytest.mark.parametrize(("viewer_minor", "other_minor", "in_common", "put_forward"), [
    (False, False, False, True),
    (True, True, False, True),
    (True, False, False, False),
    (False, True, False, False),
    (True, False, True, True),
])
def test_minors_and_adults_are_not_put_in_front_of_each_other(
        viewer_minor: bool, other_minor: bool, in_common: bool, put_forward: bool) -> None:
    assert may_suggest(viewer_minor=viewer_minor, other_minor=other_minor, in_common=in_common) is put_forward
