"""Bodies and cursors that are none of ours: refused, and never an error of the server."""

import asyncio
import base64
import json
import socket

import pytest

from tests.api import API, Server, refusal

BODIES = [b"[" * 100_000 + b"]" * 100_000, b'{"bio":' * 20_000 + b"1" + b"}" * 20_000, b'{"bio": "\xff\xfe"}', b"\xff",
          b'{"bio": "\\ud800"}', b'{"bio": NaN}', b'{"bio": ' + b"9" * 5_000 + b"}", b"{", b""]
TIMES = ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00", "2020-13-01T00:00:00Z"]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
async def test_what_is_no_json_is_refused(server: Server, body: bytes) -> None:
    ana = await server.person("ana")
    headers = {"authorization": f"Bearer {ana.token}", "content-type": "application/json"}
    assert refusal(await server.client.patch(f"{API}/me/profile", content=body, headers=headers)) == "400 invalid"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
async def test_a_form_of_another_site_is_no_request(server: Server, kind: str) -> None:
    child = {"handle": "tim", "password": "a fine long password", "birth_date": "2025-01-01", "display_name": "Tim"}
    answer = await server.client.post(f"{API}/accounts", content=json.dumps(child), headers={"content-type": kind})
    assert refusal(answer) == "415 unsupported_media_type"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/me/friends", "/inbox"])
async def test_a_cursor_of_impossible_times_is_none(server: Server, path: str) -> None:
    ana = await server.person("ana")
    for time in TIMES:
        key = json.dumps([time, "0192f0c1-1111-7111-8111-111111111111"]).encode()
        answer = await ana.ask("GET", f"{path}?cursor={base64.urlsafe_b64encode(key).decode().rstrip('=')}")
        assert answer.status_code in (200, 400), time


async def test_who_hangs_up_in_the_middle_is_no_failure_of_ours(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    ana = await server.person("ana")
    head = (f"PATCH {API}/me/profile HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {ana.token}\r\n"
            "content-type: application/json\r\ncontent-length: 100\r\n\r\n{\"bio\"")
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", server.app.config.port)) as half:
            half.sendall(head.encode())
            await asyncio.sleep(0.2)        # the server waits for the rest
    await asyncio.sleep(0.2)
    assert (await server.client.get("/healthz")).status_code == 200
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_part_of_the_body_may_be_called_as_what_the_server_is_made_of(server: Server) -> None:
    ana = await server.person("ana")
    answer = await ana.ask("PUT", "/me/push", {"endpoint": "https://push.example/x", "keys": {"p256dh": "A", "auth": "A", "more": 1}})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert [(one["key"], one["source"]) for one in answer.json()["fields"]] == [("keys", "body")]
