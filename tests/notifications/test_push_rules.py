"""What is told and when, without a database: the words, and the judgement on one device."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from paperplane.accounts.settings.types import QuietHours
from paperplane.notifications.push import rules, words
from paperplane.notifications.push.types import ToldMessages

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
ONE = UUID(int=7)
TOLD = ToldMessages(
    subscription_id=ONE, account_id=ONE, endpoint="https://push.example/x", p256dh=b"", auth=b"", failures=0, wait_until=None, locale="en",
    quiet_hours=None, content="text", about=ONE, told_n=0, shown=None, busy=False, count=1, last_n=1, since=NOW, kind="direct",
    state="accepted", title=None, seq=1, edited_at=None, body={"type": "text", "text": "hello"}, sender_name="Chidi",
    sender_avatar=None, picture_id=None, named=False)


@pytest.mark.parametrize(("changed", "here", "does"), [
    ({}, False, "tell"), ({"busy": True}, False, "nothing"), ({"count": 0}, False, "nothing"), ({"count": 0, "shown": "1.1.0"}, False, "clear"),
    ({"shown": "1.1.0", "told_n": 1}, False, "nothing"), ({"shown": "2.2.0", "told_n": 2}, False, "tell"), ({"told_n": 1}, False, "nothing"),
    ({}, True, "later"), ({"since": NOW - timedelta(seconds=5)}, True, "tell"), ({"wait_until": NOW + timedelta(seconds=1)}, False, "later"),
    ({"wait_until": NOW - timedelta(seconds=1)}, False, "tell"), ({"quiet_hours": QuietHours("22:00", "13:00", "UTC")}, False, "later"),
    ({"quiet_hours": QuietHours("22:00", "13:00", "America/Bogota")}, False, "later"), ({"quiet_hours": QuietHours("22:00", "07:00", "UTC")}, False, "tell"),
    ({"count": 0, "shown": "1.1.0", "endpoint": "https://web.push.apple.com/x"}, False, "nothing"),
    ({"endpoint": "https://web.push.apple.com/x"}, False, "tell"),
])
def test_what_is_done_for_a_device(changed: dict[str, Any], here: bool, does: str) -> None:
    assert rules.verdict(replace(TOLD, **changed), NOW, here=here).does == does


@pytest.mark.parametrize(("body", "english", "spanish"), [
    ({"type": "text", "text": "hello\nthere\u202e"}, "hello there", "hello there"),
    ({"type": "poll", "question": "Which?"}, "Poll: Which?", "Encuesta: Which?"),
    ({"type": "media", "items": [{"kind": "photo"}], "text": ""}, "Photo", "Foto"),
    ({"type": "media", "items": [{"kind": "video"}], "text": "look"}, "Video: look", "Vídeo: look"),
    ({"type": "media", "items": [{"kind": "photo"}], "text": "look", "view_once": True}, "Something to be seen once", "Algo para ver una sola vez"),
    ({"type": "voice", "item": {}, "view_once": True}, "Something to be seen once", "Algo para ver una sola vez"),
    ({"type": "voice", "item": {}}, "Voice message", "Mensaje de voz"),
    ({"type": "sticker", "look": "sticker", "name": "frog", "emoji": "🐸"}, "Sticker: 🐸", "Sticker: 🐸"),
    ({"type": "sticker", "look": "gif", "name": "hop"}, "GIF: hop", "GIF: hop"),
    ({"type": "card", "post_id": "x"}, "Shared a post", "Ha compartido una publicación"),
    ({"type": "card", "post_id": "x", "text": "look"}, "Shared a post: look", "Ha compartido una publicación: look"),
    ({"type": "sealed", "text": "never shown"}, "New message", "Mensaje nuevo"), (None, "New message", "Mensaje nuevo"),
])
def test_what_a_message_says_in_a_line(body: Any, english: str, spanish: str) -> None:
    for locale, said in (("en", english), ("es", spanish)):
        assert words.notice(replace(TOLD, body=body, locale=locale), "Paperplane", 1, fresh=True).body == said


def test_a_long_text_is_cut_and_a_group_says_who() -> None:
    told = replace(TOLD, body={"type": "text", "text": "x" * 8000}, kind="group", title="The lake", count=3)
    said = words.notice(told, "Paperplane", 1, fresh=True)
    assert (said.title, said.body[:9], len(said.body)) == ("The lake (3)", "Chidi: xx", 247)


def test_a_failing_service_is_asked_ever_later_within_bounds() -> None:
    waits = [rules.waits(failures, None) for failures in range(1, 50)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (rules.FIRST_WAIT, rules.LONGEST_WAIT)
    assert rules.waits(1, 600) == timedelta(seconds=600)
    assert rules.waits(1, 1e9) == rules.LONGEST_WAIT
