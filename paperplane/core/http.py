"""How errors leave by HTTP: every one as a problem object (RFC 9457), none with a stack trace."""

from collections.abc import AsyncGenerator
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException, ValidationException

from paperplane.core.errors import AppError, Invalid
from paperplane.core.openapi import PROBLEM_JSON

AnyRequest = Request[Any, Any, Any]
log = structlog.get_logger(__name__)

CODES = {400: "invalid", 401: "signed_out", 404: "not_found", 405: "method_not_allowed", 413: "too_large",
         415: "unsupported_media_type"}
TITLES = {
    400: "Something in this request is not right.", 404: "There is nothing here that you can see.",
    405: "This cannot be done here.", 413: "That is too large.", 415: "This kind of content is not understood here.",
}


class JsonRequest(AnyRequest):
    """A request whose body is JSON, and says so."""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body. Raises Invalid where the other side is gone before it was whole: no fault of the server's."""
        try:
            async for part in super().stream():
                yield part
        except InternalServerException as error:
            if not self.is_connected:
                raise       # a body is read only once: that would be ours
            raise Invalid(CODES[400], TITLES[400], detail="The connection ended before the body was whole.") from error

    async def json(self) -> Any:
        """The body. Raises AppError 415 for another kind of content, Invalid for what cannot be read."""
        # Another site's form can send what it calls plain text, but no JSON without asking first (Fetch, 2.2.2).
        if self.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise AppError(415, CODES[415], TITLES[415])
        try:
            return await super().json()
        except (UnicodeDecodeError, RecursionError) as error:
            raise Invalid(CODES[400], TITLES[400], detail="This is not JSON in UTF-8, or too deep.") from error


def app_error(_: AnyRequest, error: AppError) -> Response[dict[str, Any]]:
    return _problem(error)


def http_error(_: AnyRequest, error: HTTPException) -> Response[dict[str, Any]]:
    """What Litestar itself refuses: addresses, methods, sizes, and bodies that do not fit their struct."""
    status = error.status_code
    wrong = _wrong_in_body(error)
    if wrong is not None:
        return _problem(AppError(400, CODES[400], TITLES[400], fields=[wrong]))
    if status >= 500:
        log.error("request_failed", error=type(error).__name__, exc_info=error)
        return _problem(_internal())
    data: dict[str, Any] = {"detail": error.detail} if status not in (404, 405) else {}
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        data["fields"] = error.extra
    refusal = AppError(status, CODES.get(status, "refused"), TITLES.get(status, "This was refused."), **data)
    return _problem(refusal, error.headers)     # a 405 names the methods there are (RFC 9110, section 15.5.6)


def _wrong_in_body(error: HTTPException) -> dict[str, str] | None:
    """Litestar takes a part of the body that is called as a dependency is (`keys`) for the dependency, and blames itself."""
    if not isinstance(error, InternalServerException) or not isinstance(error.__cause__, msgspec.ValidationError):
        return None
    message, _, place = str(error.__cause__).rpartition(" - at `$.data.")
    return {"message": message, "key": place.removesuffix("`"), "source": "body"} if message else None


def unexpected(request: AnyRequest, error: Exception) -> Response[dict[str, Any]]:
    log.error("request_failed", method=request.method, route=request.scope.get("path_template"),
              error=type(error).__name__, exc_info=error)
    return _problem(_internal())


def _internal() -> AppError:
    return AppError(500, "internal", "Something went wrong on the server. It was written down; try again.")


def _problem(error: AppError, more: dict[str, str] | None = None) -> Response[dict[str, Any]]:
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff", **(more or {})}
    wait = error.data.get("retry_after_s")
    if wait is not None:
        headers["retry-after"] = str(max(1, round(wait)))
    return Response(msgspec.to_builtins(error.problem()), status_code=error.status, media_type=PROBLEM_JSON,
                    headers=headers)
