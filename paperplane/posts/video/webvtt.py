"""Captions as people bring them (WebVTT, https://www.w3.org/TR/webvtt1/), read strictly and written anew. Pure."""

import html
import re
from dataclasses import dataclass

from paperplane.core import text
from paperplane.core.errors import Invalid
from paperplane.core.limits import Sizes

TIME = r"(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+(.*))?")
# Where a piece may stand; anything else that is said of it is left out.
SETTING = re.compile(r"(?:line|position|size):-?\d{1,3}(?:\.\d{1,2})?%?(?:,(?:start|center|end|line-left|line-right))?|align:(?:start|center|end|left|right)")
TAG = re.compile(r"<([^<>]*)>?")
SPOKEN = re.compile(r"v(?:\.[\w.-]+)?[ \t]+(.+)")
# Kept; or left out, with what stands in them kept: classes, languages, moments of a word, ruby.
KEPT, DROPPED = re.compile(r"/?[biu]|/v"), re.compile(r"/?(?:c|lang|ruby|rt|[biu])(?:[. ].*)?|(?:\d{2,3}:)?\d\d:\d\d\.\d{3}")
ENDLESS = re.compile(r"&#\d{100,};?")
# What is no piece: styles and regions could lead elsewhere.
ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")


@dataclass(frozen=True)
class Cue:
    """What is said from when to when, in ms."""

    start: int
    end: int
    settings: str
    words: str


def rewritten(said: str, sizes: Sizes) -> str:
    """The same captions, of what is known alone. Raises Invalid."""
    if len(said) > sizes.caption_chars:
        raise Invalid("captions_too_long", f"Captions can have at most {sizes.caption_chars} characters.", limit="caption_chars", most=sizes.caption_chars)
    lines = said.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]) is None:
        raise _wrong(1, "It does not begin with WEBVTT.")
    cues = []
    for at, block in _blocks(lines):
        if (cue := _cue(at, block, sizes)) is not None:
            cues.append(cue)
    if not cues:
        raise _wrong(1, "There is nothing in it.")
    if len(cues) > sizes.caption_cues:
        raise Invalid("captions_too_long", f"Captions can have at most {sizes.caption_cues} pieces.", limit="caption_cues", most=sizes.caption_cues)
    cues.sort(key=lambda cue: (cue.start, cue.end))
    return "\n\n".join(["WEBVTT", *(f"{_time(one.start)} --> {_time(one.end)}{one.settings}\n{one.words}" for one in cues)]) + "\n"


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """What stands together, with the number of its first line; the head is none."""
    found: list[tuple[int, list[str]]] = []
    together = True
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            together = False
        elif not together:
            found.append((number, [line]))
            together = True
        elif found:
            found[-1][1].append(line)
    return found


def _cue(at: int, block: list[str], sizes: Sizes) -> Cue | None:
    if ASIDE.fullmatch(block[0]):
        return None
    if "-->" not in block[0]:       # a name of the piece
        at, block = at + 1, block[1:]
    timing = TIMING.fullmatch(block[0].strip()) if block else None
    if timing is None:
        raise _wrong(at, "A time is written as 00:01.000 --> 00:02.500.")
    start, end = _ms(timing.groups()[:4]), _ms(timing.groups()[4:8])
    if start >= end:
        raise _wrong(at, "It ends before it begins.")
    if any("-->" in line for line in block[1:]):
        raise _wrong(at, "Between two of them stands an empty line.")
    words = "\n".join(_words(at + 1 + number, line) for number, line in enumerate(block[1:])).strip()
    if len(words) > sizes.caption_cue_chars:
        raise _wrong(at, f"At most {sizes.caption_cue_chars} characters are shown at once.")
    settings = "".join(f" {one}" for one in (timing[9] or "").split() if SETTING.fullmatch(one))
    return Cue(start, end, settings, words) if words else None


def _words(at: int, line: str) -> str:
    """A line of words, with the few tags that are shown."""
    written, last = [], 0
    for tag in TAG.finditer(line):
        written += [_plain(line[last:tag.start()]), _tag(at, tag[1].strip(), closed=tag[0].endswith(">"))]
        last = tag.end()
    return "".join([*written, _plain(line[last:])])


def _tag(at: int, said: str, *, closed: bool) -> str:
    spoken = SPOKEN.fullmatch(said)
    if closed and spoken is not None:
        return f"<v {_plain(spoken[1])}>"
    if closed and KEPT.fullmatch(said):
        return f"<{said}>"
    if closed and DROPPED.fullmatch(said):
        return ""
    raise _wrong(at, "This sign begins a tag that captions do not have.")


def _plain(said: str) -> str:
    # A number of thousands of digits is no character, and Python refuses to read it (sys.int_info).
    cleaned = text.line(html.unescape(ENDLESS.sub("\ufffd", said)))
    edges = [" " if said[:1].isspace() else "", " " if said[-1:].isspace() and cleaned else ""]
    return edges[0] + cleaned.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + edges[1]


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, ms = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _time(ms: int) -> str:
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def _wrong(line: int, why: str) -> Invalid:
    return Invalid("captions_invalid", f"These captions cannot be read. {why}", line=line)
