"""The API is as its OpenAPI document says, whatever is asked: no 5xx, no status, type or shape it does not name."""

import asyncio
from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from paperplane.accounts.queries import set_operator
from tests.api import API, Server, Someone
from tests.client import chat, device, post
from tests.posts.saying import comment, say

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
          response_schema_conformance]
EXAMPLES = 12
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
MODES = list(schemathesis.GenerationMode)


def operations(schema: dict[str, Any]) -> list[Any]:
    found = list(schemathesis.openapi.from_dict(schema).get_all_operations())
    return [one.ok() for one in found if isinstance(one, Ok)]


def probe(base_url: str, headers: dict[str, str], operation: Any, known: dict[str, str]) -> None:
    """Ask one operation what its description allows, and what it does not; of people and things that are there too."""
    strategies = [operation.as_strategy(mode) for mode in MODES]
    wrong: list[str] = []

    with requests.Session() as session:
        @hypothesis.settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
                             phases=[hypothesis.Phase.generate], suppress_health_check=list(hypothesis.HealthCheck))
        @hypothesis.given(case=st.one_of(strategies), there=st.booleans())
        def ask(case: Any, there: bool) -> None:
            if there:
                case.path_parameters = {**case.path_parameters, **{
                    name: value for name, value in known.items() if name in case.path_parameters}}
            answer = case.call(base_url=base_url, headers=headers, session=session)
            try:
                case.validate_response(answer, checks=CHECKS, headers=headers)
            except FailureGroup as found:
                wrong.extend(f"{operation.label}: {answer.status_code} {one.title}: {one.message}\n{answer.text[:300]}"
                             for one in found.exceptions)
        ask()
    assert not wrong, "\n".join(dict.fromkeys(wrong))


@pytest.mark.timeout(800)     # every door, some dozens of times
async def test_the_document_is_true(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(chidi, room)
    posted = await say(chidi)
    said = await comment(ana, posted)
    async with server.app.db.tx() as tx:
        await set_operator(tx, "ana", True)
    schema = (await server.client.get(f"{API}/openapi.json")).json()
    wrong = []
    assert len(operations(schema)) == sum(len(methods) for methods in schema["paths"].values())
    for operation in operations(schema):
        who: Someone = await device(server, ana)       # some of what is asked signs out
        (other, *_) = [one["id"] for one in (await who.get("/me/devices"))["devices"] if not one["current"]] or [room]
        known = {"handle": "chidi", "conversation_id": room, "device_id": other, "name": "small.webp", "post_id": posted["id"],
                 "comment_id": said["id"]}
        headers = {"authorization": f"Bearer {who.token}"}
        try:
            await asyncio.to_thread(probe, str(server.client.base_url), headers, operation, known)
        except AssertionError as error:
            wrong.append(str(error))
    assert not wrong, "\n\n".join(wrong)


async def test_every_route_is_described(server: Server) -> None:
    schema = (await server.client.get(f"{API}/openapi.json")).json()
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            answers = operation["responses"]
            assert operation["summary"], where
            assert any(status.startswith(("2", "3")) for status in answers), where
            if path.startswith("/api/") and path not in ("/api/v1/server",):
                assert "429" in answers, where
            for status, answer in answers.items():
                if status.startswith("4"):
                    assert list(answer["content"]) == ["application/problem+json"], where


@pytest.mark.parametrize("path", ["/openapi", "/openapi/openapi.json", "/schema", "/api/v1/nowhere", "/media/nowhere"])
async def test_there_is_no_other_description(server: Server, path: str) -> None:
    assert "openapi" not in (await server.client.get(path)).text
