"""What they say: a file a conversation in `dialogues/`, read into messages with times before any given now.

A file names the two (`with ana juno`; who is named first reached out first) and how many of the last messages wait
unread (`unread ana 2`). Then come blocks. A block begins with its time, `-12 18:36` (days before today, o'clock where
the server stands) or `~58` (minutes before now), and a message begins with its sender; deeper lines belong to it.
"""

import re
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources

import msgspec

WHEN = re.compile(r"-(\d+) (\d\d):(\d\d)|~(\d+)")
SAID = re.compile(r"([a-z]+): (.+)")
STICKER = re.compile(r"\[sticker ([a-z]+)\]")
DONE = re.compile(r"\* ([a-z]+) (makes it with|adds|promotes|names) (.+)")
# The last of a block is said when so much of the time until now is gone.
MOST_GONE = 0.8
LEAST_GAP = timedelta(seconds=4)


class Message(msgspec.Struct, frozen=True):
    sender: str
    text: str

    @property
    def sticker(self) -> str | None:
        """The name of the sticker that is said: `[sticker kite]`."""
        found = STICKER.fullmatch(self.text)
        return found and found[1]


class Step(msgspec.Struct, frozen=True):
    """What somebody does to a group: `what` names the people, or the title."""

    sender: str
    does: str
    what: str
    text: str = ""


class Block(msgspec.Struct):
    """Messages that follow each other quickly. `minutes` before now, or `days` before today at `hour`:`minute`."""

    minutes: int
    days: int
    hour: int
    minute: int
    entries: list[Message | Step]

    def begins(self, now: datetime) -> datetime:
        if self.minutes:
            return now - timedelta(minutes=self.minutes)
        day = now.astimezone() - timedelta(days=self.days)
        return day.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0).astimezone(now.tzinfo)


class Talk(msgspec.Struct):
    """What is said, and done, between `people`; `unread`: how many of the last of it wait for whom."""

    people: tuple[str, ...]
    unread: dict[str, int]
    blocks: list[Block]

    @property
    def entries(self) -> list[Message | Step]:
        return [entry for block in self.blocks for entry in block.entries]

    @property
    def messages(self) -> list[Message]:
        return [entry for entry in self.entries if isinstance(entry, Message)]

    def times(self, now: datetime) -> list[datetime]:
        """When each entry was made: rising, and before now."""
        found: list[datetime] = []
        for block in self.blocks:
            for at in _paced(block, now):
                found.append(max(at, found[-1] + LEAST_GAP) if found else at)
        return found


class Dialogue(Talk):
    """Between two; who is named first reached out first."""

    @property
    def first(self) -> str:
        return self.people[0]

    @property
    def second(self) -> str:
        return self.people[1]


class Group(Talk, kw_only=True):
    """Among several, from its making on, under this title at first."""

    title: str

    @property
    def titled(self) -> str:
        """What it is called in the end."""
        named = [entry.what for entry in self.entries if isinstance(entry, Step) and entry.does == "names"]
        return [self.title, *named][-1]


@lru_cache
def _all() -> tuple[Dialogue | Group, ...]:
    """All of them, in the order of their names."""
    folder = resources.files(__package__) / "dialogues"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(read(file.read_text(encoding="utf-8")) for file in files if file.name.endswith(".txt"))


def dialogues() -> tuple[Dialogue, ...]:
    return tuple(talk for talk in _all() if isinstance(talk, Dialogue))


def groups() -> tuple[Group, ...]:
    return tuple(talk for talk in _all() if isinstance(talk, Group))


def read(text: str) -> Dialogue | Group:
    """A dialogue or a group as written. Raises ValueError, naming the line."""
    head, _, body = text.partition("\n\n")
    (kind, *names), *rest = (line.split() for line in head.splitlines())
    people = tuple(rest.pop(0)[1:]) if kind == "group" else tuple(names)
    unread = {handle: int(count) for _, handle, count in rest}
    blocks: list[Block] = []
    for line in filter(str.strip, body.splitlines()):
        if when := WHEN.fullmatch(line):
            days, hour, minute, minutes = (int(number or 0) for number in when.groups())
            blocks.append(Block(minutes, days, hour, minute, []))
        elif not blocks or not _told(blocks[-1].entries, line, people, steps=kind == "group"):
            raise ValueError(f"neither a time nor something {' or '.join(people)} says: {line}")
    return Group(people, unread, blocks, title=" ".join(names)) if kind == "group" else Dialogue(people, unread, blocks)


def _told(entries: list[Message | Step], line: str, people: tuple[str, ...], *, steps: bool) -> bool:
    """Take one line in; False for one that is nobody's."""
    if line.startswith("  ") and entries:
        entries[-1] = Message(entries[-1].sender, f"{entries[-1].text}\n{line.strip()}")
    elif (said := SAID.fullmatch(line)) and said[1] in people:
        entries.append(Message(said[1], said[2]))
    elif steps and (done := DONE.fullmatch(line)) and done[1] in people:
        entries.append(Step(done[1], done[2], done[3]))
    else:
        return False
    return True


def _paced(block: Block, now: datetime) -> Iterator[datetime]:
    """A block's times, as people type; pressed together where there is not enough time left."""
    begins, gaps = block.begins(now), _gaps(block)
    room = (now - begins).total_seconds() * MOST_GONE
    pace = min(1.0, room / max(1.0, sum(gaps)))
    gone = 0.0
    for gap in gaps:
        gone += gap * pace
        yield begins + timedelta(seconds=gone)


def _gaps(block: Block) -> list[float]:
    """Seconds before each message: to type it, and to come back to the phone when the other had spoken."""
    gaps, before = [], ""
    for message in block.entries:
        chance = zlib.crc32(message.text.encode()) % 100 / 100     # always the same for the same words
        thinking = 6 + 20 * chance if message.sender == before else 12 + 140 * chance**2
        gaps.append(thinking + 0.18 * len(message.text))
        before = message.sender
    return gaps
