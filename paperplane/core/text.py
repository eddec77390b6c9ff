"""What people type, made safe to show and possible to find. Pure."""

import re
import unicodedata

from paperplane.core.errors import Invalid

# Marks that turn the reading direction around what follows them (Unicode TR 9): good for disguise only.
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Joiners make emoji families and Persian words; the two direction marks steer punctuation in Arabic and Hebrew.
KEPT_FORMATS = frozenset("\u200c\u200d\u200e\u200f")
# Tags spell the flags of England, Scotland and Wales inside an emoji.
TAGS = range(0xE0020, 0xE0080)
# Letters and signs by name, and yet nothing is drawn: the fillers of Hangul and the empty pattern of Braille.
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Where new emoji come: this Python's table may be older than the phone they were typed on.
PICTURES = range(0x1F000, 0x20000)
# Marks that are drawn with a letter alone: by themselves they are nothing (Unicode, Default_Ignorable_Code_Point).
ALONE = frozenset("\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f").union(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
WORD = re.compile(r"\w+")
# What stands between the words of ASCII: splitting there is five times as quick as looking for words.
BETWEEN = {code: " " for code in range(128) if not WORD.match(chr(code))}


def line(text: str) -> str:
    """One line: composed (NFC), without control characters and direction overrides, spaces single and inside only."""
    return " ".join(_clean(text, keep="").split())


def paragraphs(text: str) -> str:
    """As `line`, but line ends stay; never more than one empty line together."""
    lines = [" ".join(part.split()) for part in _clean(text, keep="\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def visible(text: str) -> bool:
    """Whether anything of it can be seen."""
    return any((unicodedata.category(character)[0] in "LNPS" or ord(character) in PICTURES) and character not in BLANKS
               for character in text)


def blank(text: str) -> bool:
    """Whether nothing of it can be seen on any device: unlike what is not `visible`, which a newer one may draw."""
    return all(character in BLANKS or character in ALONE or unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf") for character in text)


def name(typed: str, most: int, *, code: str, field: str, limit: str, empty: str) -> str:
    """A name somebody gives to something, cleaned. Raises Invalid: `<code>_empty`, with that sentence, where nothing
    of it can be seen, or `<code>_too_long`, with the limit's name."""
    cleaned = line(typed)
    if not visible(cleaned):
        raise Invalid(f"{code}_empty", empty, field=field)
    if len(cleaned) > most:
        raise Invalid(f"{code}_too_long", f"A name can have at most {most} characters.", field=field, limit=limit, most=most)
    return cleaned


def fold(text: str) -> str:
    """Letters without case and marks: `Zoë` and `ZOE` are the same."""
    if text.isascii():      # most of what is said in many languages, and a hundred times cheaper
        return text.lower()
    # Folding may compose and decompose anew (Unicode 3.13, compatibility caseless matching): hence twice.
    once = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", once) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words, in order, each once."""
    folded = fold(text)
    return list(dict.fromkeys(folded.translate(BETWEEN).split() if folded.isascii() else WORD.findall(folded)))


def _clean(text: str, keep: str) -> str:
    spaced = text.replace("\r\n", "\n").replace("\t", " ")
    if not keep:
        spaced = re.sub(r"[\n\r\v\f\x85\u2028\u2029]", " ", spaced)
    return unicodedata.normalize("NFC", "".join(c for c in spaced if c in keep or _shown(c)))


def _shown(character: str) -> bool:
    if character in KEPT_FORMATS or ord(character) in TAGS:
        return True
    return character not in TURNS and unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
