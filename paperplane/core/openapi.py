"""The problem answers a route declares, so that the OpenAPI document tells the truth about errors."""

from http import HTTPStatus

import msgspec
from litestar.openapi import ResponseSpec

PROBLEM_JSON = "application/problem+json"


class Problem(msgspec.Struct, omit_defaults=True):
    """What went wrong (RFC 9457). Switch on `code`, show `title`; further members are the error's own data."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None


# For a route that answers 204 by a Response of its own: what it is annotated with would count as a body.
NO_CONTENT = {204: ResponseSpec(None, generate_examples=False, description=HTTPStatus.NO_CONTENT.phrase)}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """`responses=` of a route that may be answered with these statuses."""
    return {status: ResponseSpec(Problem, generate_examples=False, description=HTTPStatus(status).phrase,
                                 media_type=PROBLEM_JSON) for status in statuses}
