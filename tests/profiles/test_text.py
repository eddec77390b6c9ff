"""What people type, cleaned and folded."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperplane.core import text


@pytest.mark.parametrize(("typed", "kept"), [
    ("  Ana   Luz \n", "Ana Luz"),
    ("e\u0301", "é"),
    ("a\u202eb\u2066c", "abc"),
    ("a\x00b\x1b[31m", "ab[31m"),
    ("zero\u200bwidth\ufeff", "zerowidth"),
    ("👩\u200d👧", "👩\u200d👧"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"),
])
def test_a_line(typed: str, kept: str) -> None:
    assert text.line(typed) == kept


def test_paragraphs_keep_their_ends_and_little_air() -> None:
    assert text.paragraphs("one \r\n two\n\n\n\n\nthree\u202e\n") == "one\ntwo\n\nthree"


@given(st.text())
def test_cleaning_again_changes_nothing(typed: str) -> None:
    for clean in (text.line, text.paragraphs):
        assert clean(clean(typed)) == clean(typed)
    assert not any(unicodedata.category(c) == "Cc" for c in text.line(typed))


@pytest.mark.parametrize(("one", "other"), [
    ("Zoë", "ZOE"), ("Ñandú", "nandu"), ("Straße", "STRASSE"), ("ﬁn", "FIN"), ("Åsa", "a\u030asa"), ("Ⅳ", "iv"),
])
def test_folding_forgets_case_and_marks(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


@given(st.text())
def test_folding_again_changes_nothing(typed: str) -> None:
    assert text.fold(text.fold(typed)) == text.fold(typed)


def test_words() -> None:
    assert text.words("Ana María  O'Neill-Luz, ana") == ["ana", "maria", "o", "neill", "luz"]
    assert text.words("…!") == []


@pytest.mark.parametrize(("typed", "seen"), [("a", True), ("👋", True), ("", False), ("\u200d\u200e", False), (" ", False),
                                              ("\u3164\u115f \u2800", False), ("\u3164a", True)])
def test_visible(typed: str, seen: bool) -> None:
    assert text.visible(typed) is seen


@given(st.text(alphabet=st.characters(max_codepoint=127)) | st.text())
def test_words_are_those_between_what_is_no_letter_or_digit(typed: str) -> None:
    assert text.words(typed) == list(dict.fromkeys(re.findall(r"\w+", text.fold(typed))))
