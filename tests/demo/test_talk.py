"""The cast and its dialogues as data: nothing in them that a door would refuse, no message from the future."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from paperplane.accounts import rules
from paperplane.core.limits import Sizes
from paperplane.demo import people, talk
from paperplane.demo.portraits.drawing import portrait
from paperplane.demo.portraits.looks import LOOKS
from paperplane.profiles import rules as profiles

CAST = {person.handle: person for person in people.CAST}
NOWS = [datetime(2026, 3, 1, 0, 1, tzinfo=UTC), datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)]
POLITE = range(7, 24)


def test_the_cast_may_be_who_they_are() -> None:
    sizes = Sizes()
    for person in people.CAST:
        assert rules.new_handle(person.handle) == person.handle
        assert rules.display_name(person.name, sizes) == person.name
        assert profiles.bio(person.bio, sizes) == person.bio
        assert profiles.links(list(person.links), sizes) == list(person.links)
        rules.new_password(people.PASSWORD, person.handle, sizes)
    assert len(CAST) == len(people.CAST)
    assert LOOKS.keys() == CAST.keys()
    assert (CAST["ana"].age, CAST["ben"].age) == (22, 14)


@pytest.mark.parametrize("now", NOWS)
def test_ages_hold_whenever_the_demo_is_made(now: datetime) -> None:
    for person in people.CAST:
        assert rules.age_on(person.born(now.date()), now.date()) == person.age
        joined = person.joined(now)
        assert joined < min(dialogue.times(now)[0] for dialogue in talk.dialogues())
        assert rules.age_on(person.born(now.date()), joined.date()) >= 13


def test_who_is_named_is_there() -> None:
    pairs = [*people.FRIENDS, *people.FOLLOWERS, *people.ASKING]
    assert len(pairs) == len(set(pairs))
    for one, other in map(str.split, pairs):
        assert {one, other} <= CAST.keys()
        assert one != other


def test_nothing_stands_between_ana_and_ben() -> None:
    pairs = {frozenset((dialogue.first, dialogue.second)) for dialogue in talk.dialogues()}
    pairs |= {frozenset(pair.split()) for pair in (*people.FRIENDS, *people.FOLLOWERS, *people.ASKING)}
    assert {"ana", "ben"} not in pairs


def test_a_minor_reaches_out_first() -> None:
    """An adult never opens a conversation with a minor, nor follows one unasked."""
    minors = {handle for handle, person in CAST.items() if person.age < rules.MAJORITY}
    for dialogue in talk.dialogues():
        assert dialogue.second not in minors or dialogue.first in minors
    for one, other in map(str.split, [*people.FRIENDS, *people.FOLLOWERS, *people.ASKING]):
        assert other not in minors or one in minors


def test_dialogues_are_what_a_door_lets_through() -> None:
    pairs = [frozenset((dialogue.first, dialogue.second)) for dialogue in talk.dialogues()]
    assert len(pairs) == len(set(pairs))
    assert sum(len(dialogue.messages) for dialogue in talk.dialogues()) > 250
    for dialogue in talk.dialogues():
        assert {dialogue.first, dialogue.second} <= CAST.keys()
        assert all(0 < len(message.text) <= 500 for message in dialogue.messages)
        assert dialogue.messages[0].sender == dialogue.first or len(dialogue.messages) > 1
        for handle, count in dialogue.unread.items():
            assert {message.sender for message in dialogue.messages[-count:]} == {dialogue.first, dialogue.second} - {handle}


@pytest.mark.parametrize("now", NOWS + [
    datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=random.Random(number).randrange(525_600))
    for number in range(10)])
def test_times_rise_and_have_passed(now: datetime) -> None:
    for dialogue in (*talk.dialogues(), *talk.groups()):
        times = dialogue.times(now)
        assert len(times) == len(dialogue.entries)
        assert times == sorted(set(times))
        assert times[-1] < now
        assert now - times[0] < timedelta(days=22)
        assert dialogue.times(now) == times


def test_people_write_at_sensible_hours() -> None:
    now = datetime(2026, 11, 21, 18, 0).astimezone()
    for dialogue in (*talk.dialogues(), *talk.groups()):
        assert all(at.astimezone().hour in POLITE for at in dialogue.times(now))


def test_groups_are_what_a_door_lets_through() -> None:
    friends = {frozenset((dialogue.first, dialogue.second)) for dialogue in talk.dialogues() if len(dialogue.messages) > 1}
    friends |= {frozenset(pair.split()) for pair in people.FRIENDS}
    assert len({group.title for group in talk.groups()}) == len(talk.groups())
    for group in talk.groups():
        inside: set[str] = set()
        for entry in group.entries:
            assert not inside or entry.sender in inside, entry
            if isinstance(entry, talk.Step) and entry.does in ("makes it with", "adds"):
                # Who is no friend would be asked, and never answer.
                assert all(frozenset((entry.sender, other)) in friends for other in entry.what.split()), entry
                inside |= {entry.sender, *entry.what.split()}
            elif isinstance(entry, talk.Message):
                assert 0 < len(entry.text) <= 500
        assert inside == set(group.people)
        for handle, count in group.unread.items():
            assert all(isinstance(entry, talk.Message) and entry.sender != handle for entry in group.entries[-count:])


def test_a_line_that_is_nobodys_is_named() -> None:
    with pytest.raises(ValueError, match="chidi: hello"):
        talk.read("with ana juno\n\n-1 10:00\nana: hi\nchidi: hello")


def test_the_same_look_gives_the_same_picture() -> None:
    assert portrait(LOOKS["ana"]) == portrait(LOOKS["ana"])
    assert portrait(LOOKS["ana"]) != portrait(LOOKS["juno"])
