"""One error for everything a person or a client can get wrong; its shape is a problem object (RFC 9457)."""

from http import HTTPStatus
from typing import Any


class AppError(Exception):
    """Raised by rules and actions; the doors turn it into a problem object.

    `code` is stable and for programs, `title` is one sentence for people, `data` is what a client can use.
    """

    def __init__(self, status: int, code: str, title: str, **data: Any) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title
        self.data = data

    def problem(self) -> dict[str, Any]:
        """The problem object: `type`, `title`, `status` of RFC 9457, and `code` with the error's own data."""
        return {"type": "about:blank", "title": self.title, "status": self.status, "code": self.code, **self.data}


class Denied(AppError):
    """A rule says no."""

    def __init__(self, code: str, title: str, **data: Any) -> None:
        super().__init__(HTTPStatus.FORBIDDEN, code, title, **data)


class NotFound(AppError):
    """It does not exist, or this viewer may not know that it does: the answer is the same."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.NOT_FOUND, "not_found", "There is nothing here that you can see.")


class Invalid(AppError):
    """The request is understood and wrong; `field` names the part."""

    def __init__(self, code: str, title: str, **data: Any) -> None:
        super().__init__(HTTPStatus.BAD_REQUEST, code, title, **data)


class Conflict(AppError):
    """It would clash with what is there."""

    def __init__(self, code: str, title: str, **data: Any) -> None:
        super().__init__(HTTPStatus.CONFLICT, code, title, **data)


class SignedOut(AppError):
    """Nobody is signed in, or the session is over."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.UNAUTHORIZED, "signed_out", "Sign in to do this.")


class TooMany(AppError):
    """A rate is used up. `limit` names it (see GET /limits); try again after `retry_after_s`."""

    def __init__(self, limit: str, retry_after_s: float) -> None:
        title = "That was too much at once. Wait a little and try again."
        super().__init__(HTTPStatus.TOO_MANY_REQUESTS, "rate_limited", title, limit=limit,
                         retry_after_s=round(retry_after_s, 1))


class TooLarge(AppError):
    """Something is larger than may be; `limit` names it (see GET /limits)."""

    def __init__(self, status: int, limit: str) -> None:
        super().__init__(status, "too_large", "That is too large.", limit=limit)


class TooSlow(AppError):
    """A request came too slowly; `limit` names how long it may take."""

    def __init__(self, limit: str) -> None:
        super().__init__(HTTPStatus.REQUEST_TIMEOUT, "too_slow", "That took too long to arrive. Try again.", limit=limit)


class Crowded(AppError):
    """One address has as many open as it may."""

    def __init__(self, limit: str) -> None:
        title = "Too many connections from your network are open. Close some, or wait a little."
        super().__init__(HTTPStatus.TOO_MANY_REQUESTS, "too_many_connections", title, limit=limit, retry_after_s=5)


class Full(AppError):
    """All together have as many open as there is room for."""

    def __init__(self, limit: str) -> None:
        title = "The server has no room for more connections just now. Try again in a moment."
        super().__init__(HTTPStatus.SERVICE_UNAVAILABLE, "full", title, limit=limit, retry_after_s=5)


class Unavailable(AppError):
    """A part the server needs is away; nothing was lost, and trying again is right."""

    def __init__(self) -> None:
        title = "The server cannot reach its database just now. Nothing is lost; try again in a moment."
        super().__init__(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", title, retry_after_s=2)
