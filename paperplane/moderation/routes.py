"""HTTP doors of reports."""

from litestar import Response, get, post
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.moderation import actions, queries
from paperplane.moderation.types import Receipt, Receipts, Report, ReportRequest, Subject

MOST_SHOWN = 100


@post("/reports", tags=["safety"], responses=problems(400, 401, 403, 404, 429, 503) | {200: ResponseSpec(Receipt, description="Reported before")})
async def report(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], limiter: Given[RateLimiter],
                 data: JSONBody[ReportRequest]) -> Response[Receipt]:
    """Ask a human to look at a message, a person, a group, a post or a comment. Whom it is about is not told."""
    limiter.take("reports_account", viewer.account_id)
    made, repeat = await actions.report(tx, keys, viewer, data)
    return Response(_receipt(made), status_code=200 if repeat else 201)


@get("/me/reports", tags=["safety"], responses=problems(401, 429, 503))
async def reports(tx: Given[Tx], viewer: Given[Viewer]) -> Receipts:
    """What I have reported."""
    return Receipts([_receipt(one) for one in await queries.of(tx, viewer.account_id, MOST_SHOWN)])


def _receipt(row: Report) -> Receipt:
    return Receipt(row.id, Subject(row.subject_kind, row.subject_id), row.reason, row.note, row.messages, "received", row.created_at)


routes = [report, reports]
