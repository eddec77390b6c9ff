"""What a profile may say. Pure."""

from urllib.parse import urlsplit

from paperplane.core import text
from paperplane.core.errors import Invalid
from paperplane.core.limits import Sizes


def bio(typed: str, sizes: Sizes) -> str:
    return _fitting("bio", text.paragraphs(typed), sizes.bio_chars)


def pronouns(typed: str, sizes: Sizes) -> str:
    return _fitting("pronouns", text.line(typed), sizes.pronouns_chars)


def links(typed: list[str], sizes: Sizes) -> list[str]:
    """Web addresses, each once. Raises Invalid for any other scheme: a link must not run anything."""
    if len(typed) > sizes.links:
        raise Invalid("too_many_links", f"A profile can have at most {sizes.links} links.", field="links",
                      limit="links", most=sizes.links)
    return list(dict.fromkeys(_link(one.strip(), sizes) for one in typed))


def _link(typed: str, sizes: Sizes) -> str:
    _fitting("link", typed, sizes.link_chars)
    try:
        parts = urlsplit(typed)
        host = parts.hostname
        parts.port      # noqa: B018 -- reading it is the check
    except ValueError:
        host = None
    # Credentials in an address are there to pass one site off as another.
    if host is None or parts.scheme not in ("http", "https") or "@" in parts.netloc or text.line(typed) != typed \
            or " " in typed:
        raise Invalid("link_invalid", "A link is a web address that begins with https:// or http://.", field="links")
    return typed


def _fitting(field: str, value: str, most: int) -> str:
    if len(value) > most:
        raise Invalid(f"{field}_too_long", f"This can have at most {most} characters.", field=field,
                      limit=f"{field}_chars", most=most)
    return value
