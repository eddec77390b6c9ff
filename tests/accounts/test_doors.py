"""Cookies for browsers, tokens for others; devices; and other sites' pages kept out."""

from typing import Any

import httpx
import pytest

from paperplane.accounts import credential
from tests.api import API, PASSWORD, Server, good, refusal, sign_up

WEB = {"x-paperplane-web": "1"}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"


async def browser(server: Server, handle: str = "ana") -> httpx.Response:
    return await server.post("/accounts", sign_up(handle, 22), headers={**WEB, "user-agent": FIREFOX})


async def test_a_browser_gets_a_cookie_and_never_a_token(server: Server) -> None:
    answer = await browser(server)
    assert good(answer)["token"] is None
    cookie = answer.headers["set-cookie"].lower()
    for part in ("paperplane_session=", "httponly", "samesite=lax", "path=/", "max-age=15552000"):
        assert part in cookie
    assert "secure" not in cookie       # this server is reached by plain http
    assert good(await server.client.get(f"{API}/me"))["handle"] == "ana"
    assert good(await server.client.get(f"{API}/me/devices"))["devices"][0]["name"] == "Firefox on Linux"


async def test_a_client_gets_a_token_and_never_a_cookie(server: Server) -> None:
    answer = await server.post("/accounts", sign_up("ana", 22))
    assert len(good(answer)["token"]) >= 43
    assert "set-cookie" not in answer.headers


FOREIGN = [
    {},
    {"origin": "http://127.0.0.1:1"},
    {**WEB, "origin": "https://evil.example"},
    {**WEB, "origin": "null"},
    {**WEB, "sec-fetch-site": "cross-site"},
    {**WEB, "sec-fetch-site": "same-site"},
]


@pytest.mark.parametrize(("headers", "origin", "own"), [
    ({}, "https://pp.example", True),
    ({"origin": "https://pp.example"}, "https://pp.example", True),
    ({"origin": "https://pp.example", "host": "pp.example"}, "http://127.0.0.1:8000", True),
    ({"origin": "http://localhost:5173", "host": "localhost:5173"}, "http://127.0.0.1:8000", True),
    ({"origin": "http://pp.example", "host": "pp.example"}, "https://pp.example", False),
    ({"origin": "https://pp.example.evil", "host": "pp.example"}, "https://pp.example", False),
    ({"origin": "https://evil.example", "host": "pp.example"}, "https://pp.example", False),
    ({"origin": "null", "host": "pp.example"}, "https://pp.example", False),
    ({"origin": "https://pp.example", "sec-fetch-site": "cross-site"}, "https://pp.example", False),
])
def test_whose_page_asks(headers: dict[str, str], origin: str, own: bool) -> None:
    assert credential.is_own_origin(headers, origin) is own


async def test_another_sites_page_changes_nothing(server: Server) -> None:
    good(await browser(server))
    for headers in FOREIGN:
        for method, path, body in (("PATCH", "/me", {"private": True}), ("DELETE", "/sessions/current", None),
                                   ("PUT", "/me/password", {"current_password": PASSWORD, "new_password": "x" * 12}),
                                   ("PUT", "/me/avatar", None), ("PUT", "/users/chidi/block", None)):
            answer = await server.client.request(method, API + path, json=body, headers=headers)
            assert refusal(answer) == "403 csrf", (headers, path)
    me = good(await server.client.get(f"{API}/me"))
    assert not me["private"]


async def test_another_sites_page_signs_nobody_in(server: Server) -> None:
    foreign = {**WEB, "origin": "https://evil.example"}
    assert refusal(await server.post("/accounts", sign_up("ana", 22), headers=foreign)) == "403 csrf"
    await server.person("ana")
    credentials = {"handle": "ana", "password": PASSWORD}
    assert refusal(await server.post("/sessions", credentials, headers=foreign)) == "403 csrf"


async def test_our_own_page_may(server: Server) -> None:
    good(await browser(server))
    own = {**WEB, "origin": str(server.client.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}
    good(await server.client.patch(f"{API}/me", json={"private": True}, headers=own))
    gone = await server.client.delete(f"{API}/sessions/current", headers=own)
    assert (gone.status_code, "max-age=0" in gone.headers["set-cookie"].lower()) == (204, True)
    assert refusal(await server.client.get(f"{API}/me")) == "401 signed_out"


async def test_a_token_counts_before_a_cookie(server: Server) -> None:
    good(await browser(server))
    chidi = await server.person("chidi")
    assert (await chidi.get("/me"))["handle"] == "chidi"


@pytest.mark.parametrize("other", ['x={"a":1}', "bad", "a@b=1", "x=a b", 'x="', "path=/", "paperplane_session_2=x"])
async def test_other_cookies_of_this_host_do_no_harm(server: Server, other: str) -> None:
    ana = await server.person("ana")
    for cookie in (f"{other}; paperplane_session={ana.token}", f"paperplane_session={ana.token}; {other}"):
        assert good(await server.client.get(f"{API}/me", headers={"cookie": cookie})) == ana.me


async def test_devices_are_ones_own(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    (mine,) = (await ana.get("/me/devices"))["devices"]
    path = f"/me/devices/{mine['id']}"
    assert await eve.refused("DELETE", path) == "404 not_found"
    assert await eve.refused("PATCH", path, {"name": "Eve's"}) == "404 not_found"
    assert (await ana.patch(path, {"name": " My \u202elaptop "}))["name"] == "My laptop"
    assert (await ana.get("/me/devices"))["devices"][0]["name"] == "My laptop"


async def test_signing_out_elsewhere(server: Server) -> None:
    ended: list[Any] = []
    server.app.db.on_signal(ended.append)
    ana = await server.person("ana")
    tokens = [good(await server.post("/sessions", {"handle": "ana", "password": PASSWORD}))["token"] for _ in range(3)]

    async def status(token: str) -> int:
        return (await server.client.get(f"{API}/me", headers={"authorization": f"Bearer {token}"})).status_code

    devices = (await ana.get("/me/devices"))["devices"]
    assert [device["current"] for device in devices].count(True) == 1
    other = next(device["id"] for device in devices if not device["current"])
    await ana.delete(f"/me/devices/{other}")
    assert sorted([await status(token) for token in tokens]) == [200, 200, 401]
    await ana.delete("/me/devices")
    assert [await status(token) for token in tokens] == [401, 401, 401]
    assert await status(ana.token) == 200
    assert sum(len(event.session_ids) for event in ended) == 3


async def test_a_session_not_used_for_long_is_over(server: Server) -> None:
    ana = await server.person("ana")
    async with server.app.db.tx() as tx:
        await tx.do("update sessions set last_seen_at = now() - interval '2 hours'")
    await ana.get("/me")
    async with server.app.db.tx() as tx:
        assert await tx.value("select last_seen_at > now() - interval '1 minute' from sessions")
        await tx.do("update sessions set last_seen_at = now() - interval '181 days'")
    assert await ana.refused("GET", "/me") == "401 signed_out"


async def test_the_demos_doors_are_shut_without_a_demo(server: Server) -> None:
    await server.person("ana")
    assert refusal(await server.post("/demo/sessions", {"handle": "ana"})) == "404 not_found"
    assert refusal(await server.client.get(f"{API}/demo/outbox")) == "404 not_found"
