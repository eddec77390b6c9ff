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
# The last of a block is said when so much of the time until now is gone.
MOST_GONE = 0.8
LEAST_GAP = timedelta(seconds=4)


class Message(msgspec.Struct, frozen=True):
    sender: str
    text: str


class Block(msgspec.Struct):
    """Messages that follow each other quickly. `minutes` before now, or `days` before today at `hour`:`minute`."""

    minutes: int
    days: int
    hour: int
    minute: int
    messages: list[Message]

    def begins(self, now: datetime) -> datetime:
        if self.minutes:
            return now - timedelta(minutes=self.minutes)
        day = now.astimezone() - timedelta(days=self.days)
        return day.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0).astimezone(now.tzinfo)


class Dialogue(msgspec.Struct):
    first: str
    second: str
    unread: dict[str, int]
    blocks: list[Block]

    @property
    def messages(self) -> list[Message]:
        return [message for block in self.blocks for message in block.messages]

    def times(self, now: datetime) -> list[datetime]:
        """When each message was sent: rising, and before now."""
        found: list[datetime] = []
        for block in self.blocks:
            for at in _paced(block, now):
                found.append(max(at, found[-1] + LEAST_GAP) if found else at)
        return found


@lru_cache
def dialogues() -> tuple[Dialogue, ...]:
    """All of them, in the order of their names."""
    folder = resources.files(__package__) / "dialogues"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(read(file.read_text(encoding="utf-8")) for file in files if file.name.endswith(".txt"))


def read(text: str) -> Dialogue:
    """A dialogue as written. Raises ValueError, naming the line."""
    head, _, body = text.partition("\n\n")
    (_, first, second), *unread = (line.split() for line in head.splitlines())
    dialogue = Dialogue(first, second, {handle: int(count) for _, handle, count in unread}, [])
    for line in filter(str.strip, body.splitlines()):
        if line.startswith("  "):
            block = dialogue.blocks[-1].messages
            block[-1] = Message(block[-1].sender, f"{block[-1].text}\n{line.strip()}")
        elif when := WHEN.fullmatch(line):
            days, hour, minute, minutes = (int(number or 0) for number in when.groups())
            dialogue.blocks.append(Block(minutes, days, hour, minute, []))
        elif (said := SAID.fullmatch(line)) and said[1] in (first, second) and dialogue.blocks:
            dialogue.blocks[-1].messages.append(Message(said[1], said[2]))
        else:
            raise ValueError(f"neither a time nor something {first} or {second} says: {line}")
    return dialogue


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
    for message in block.messages:
        chance = zlib.crc32(message.text.encode()) % 100 / 100     # always the same for the same words
        thinking = 6 + 20 * chance if message.sender == before else 12 + 140 * chance**2
        gaps.append(thinking + 0.18 * len(message.text))
        before = message.sender
    return gaps
