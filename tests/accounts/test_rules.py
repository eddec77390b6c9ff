"""Handles, passwords, ages, device names: as tables and as properties."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperplane.accounts import rules
from paperplane.core.errors import Invalid
from paperplane.core.limits import Sizes

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(st.text(max_size=40))
def test_a_handle_that_is_taken_in_is_one(typed: str) -> None:
    try:
        handle = rules.new_handle(typed)
    except Invalid:
        return
    assert rules.is_handle(handle)
    assert rules.new_handle(handle) == handle
    assert set(handle) <= set("abcdefghijklmnopqrstuvwxyz0123456789_.")


@pytest.mark.parametrize("handle", ["ana", "a1", "x_", "ana.luz", "__a", "0.0", "z" * 30])
def test_handles(handle: str) -> None:
    assert rules.new_handle(handle) == handle


@pytest.mark.parametrize("typed", ["a", "z" * 31, "añá", "ana luz", "..", "__", ".ana", "ana.", "a..b", "аna", "ａｎａ", ""])
def test_no_handles(typed: str) -> None:
    with pytest.raises(Invalid, match="handle_invalid"):
        rules.new_handle(typed)


@pytest.mark.parametrize("typed", ["admin", "Support", "paper.plane", "me_", "_root"])
def test_kept_handles(typed: str) -> None:
    with pytest.raises(Invalid, match="handle_reserved"):
        rules.new_handle(typed)


@pytest.mark.parametrize(("born", "day", "age"), [
    (date(2000, 2, 29), date(2018, 2, 28), 17), (date(2000, 2, 29), date(2018, 3, 1), 18),
    (date(2010, 6, 15), date(2023, 6, 14), 12), (date(2010, 6, 15), date(2023, 6, 15), 13),
])
def test_age(born: date, day: date, age: int) -> None:
    assert rules.age_on(born, day) == age


@given(DAYS, DAYS)
def test_age_grows_by_one_a_year(born: date, day: date) -> None:
    if day.month == 2 and day.day == 29:
        return
    assert rules.age_on(born, day.replace(year=day.year + 1)) == rules.age_on(born, day) + 1


@pytest.mark.parametrize(("password", "code"), [
    ("1234567", "password_too_short"), ("x" * 201, "password_too_long"), ("password1", "password_too_common"),
    ("aaaaaaaaaa", "password_too_common"), ("ana.luz.22", "password_too_common"), ("correct horse", None),
    ("contraseña ñandú", None),
])
def test_passwords(password: str, code: str | None) -> None:
    try:
        rules.new_password(password, "ana.luz.22", Sizes())
    except Invalid as refused:
        assert refused.code == code
        assert password not in refused.title
    else:
        assert code is None


@pytest.mark.parametrize(("user_agent", "name"), [
    ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on Linux"),
    ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36",
     "Chrome on Android"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E Safari/604.1",
     "Safari on iPhone"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
     "Edge on Windows"),
    ("python-httpx/0.28", "Another device"), ("", "Another device"),
])
def test_a_device_is_named_in_plain_words(user_agent: str, name: str) -> None:
    assert rules.device_name(None, user_agent, Sizes()) == name
    assert rules.device_name(" \u202e ", user_agent, Sizes()) == name
    assert rules.device_name("My phone", user_agent, Sizes()) == "My phone"


def test_a_refusal_ends() -> None:
    now, most = datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=24)
    value = rules.refusal_value(now + most)
    assert rules.refusal_stands(value, now, most)
    assert not rules.refusal_stands(value, now + most, most)
    for strange in ("", "x", "-1", "²", "9" * 11, "9" * 400):
        assert not rules.refusal_stands(strange, now, most)
