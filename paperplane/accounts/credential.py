"""What a request brings along to say who asks: a bearer token, or a browser's cookie with its safeguards. Pure.

Headers come as a mapping of lower-case names, so that both Litestar's doors and the gateway can ask.
"""

import hashlib
import secrets
from collections.abc import Mapping

from paperplane.accounts.types import Credential
from paperplane.core.errors import Denied

SESSION_COOKIE = "paperplane_session"
REFUSAL_COOKIE = "paperplane_refused"
WEB_HEADER = "x-paperplane-web"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def new_token() -> str:
    """256 random bits; only their hash is stored."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def is_browser(headers: Mapping[str, str]) -> bool:
    """Whether the web client asks: it is answered by cookie, never by token."""
    return headers.get(WEB_HEADER) == "1"


def of_request(method: str, headers: Mapping[str, str], origin: str) -> Credential | None:
    """What the request says of who asks, or None. `origin` is where people reach this server.

    Raises Denied `csrf` where another site's page may be the one that asks.
    """
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return Credential(hash_of(token.strip()), by_cookie=False)
    cookie = cookie_of(headers, SESSION_COOKIE)
    if cookie is None:
        return None
    if method not in SAFE_METHODS:
        same_site(headers, origin)
    return Credential(hash_of(cookie), by_cookie=True)


def same_site(headers: Mapping[str, str], origin: str) -> None:
    """Raises Denied unless the web client's own page asks: other pages can neither send its header nor its Origin."""
    if not is_browser(headers) or not is_own_origin(headers, origin):
        raise Denied("csrf", "This request did not come from Paperplane's own pages.")


def is_own_origin(headers: Mapping[str, str], origin: str) -> bool:
    """Whether a browser's request comes from this server's pages; true where no browser says anything."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    asking = headers.get("origin")
    if asking is None or asking == origin:
        return True
    scheme, _, host = asking.partition("://")
    # Behind a proxy only the Host is known for sure; a server reached by https takes no plain http beside it.
    return host == headers.get("host") and scheme in ("https", origin.partition("://")[0])


def cookie_of(headers: Mapping[str, str], name: str) -> str | None:
    """The cookie's value. What else the browser sends along, say from another port of this host, must not hide it."""
    pairs = (pair.strip().partition("=") for pair in headers.get("cookie", "").split(";"))
    return {key: value for key, _, value in pairs}.get(name) or None
