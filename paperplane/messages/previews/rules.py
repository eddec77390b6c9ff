"""What a page says of itself, read from HTML that wants to harm. Pure."""

from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from paperplane.core import text
from paperplane.core.fetching import Fetched
from paperplane.messages.previews.types import Page

# All that is read of a page: what it says of itself stands at its beginning.
MOST_CHARS = 100_000
TITLE_CHARS, DESCRIPTION_CHARS, SITE_CHARS = 200, 300, 80
# Python has more encodings than the web, and some of them take a second for a kilobyte.
CHARSETS = frozenset(["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-15", "latin1", "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "koi8-r", "koi8-u", "shift_jis", "euc-jp", "euc-kr", "gb2312", "gbk", "gb18030", "big5", "utf-16", "utf-16le", "utf-16be"])


def read(page: Fetched) -> Page | None:
    """Its title, description, site and picture; None where it says nothing."""
    head = _Head()
    # The parser gives up on some broken declarations; what it read until then stands.
    with suppress(AssertionError, ValueError, LookupError):
        head.feed(_decoded(page)[:MOST_CHARS])
    said = head.said
    title = _short(said.get("og:title") or said.get("twitter:title") or head.title, TITLE_CHARS)
    if not text.visible(title):
        return None
    description = _short(said.get("og:description") or said.get("description", ""), DESCRIPTION_CHARS)
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    return Page(title, description, _short(said.get("og:site_name", ""), SITE_CHARS) or host, _picture(page.url, said.get("og:image")))


def _picture(base: str, image: str | None) -> str | None:
    if not image:
        return None
    try:
        url = urljoin(base, image.strip())
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None


def _decoded(page: Fetched) -> str:
    named = (page.charset or _declared(page.content)).strip().lower()
    return page.content.decode(named if named in CHARSETS else "utf-8", errors="replace")


def _declared(content: bytes) -> str:
    beginning = content[:1024].decode("ascii", errors="replace").lower()
    after = beginning.partition("charset=")[2].lstrip("\"' ")[:20]
    return after.split('"')[0].split("'")[0].split(">")[0].split(";")[0]


def _short(said: str, most: int) -> str:
    plain = text.line(said)
    return plain if len(plain) <= most else plain[:most - 1].rstrip() + "…"


class _Head(HTMLParser):
    """Its `title` and `meta`, the first of each name; nothing of its body."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title" and not self.title
        if tag == "meta":
            given = dict(attrs)
            name, content = given.get("property") or given.get("name"), given.get("content")
            if name and content:
                self.said.setdefault(name.lower(), content)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
