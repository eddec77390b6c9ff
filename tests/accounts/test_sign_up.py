"""Signing up and in: what it gives, and what it must not tell."""

from pathlib import Path

import httpx
from argon2 import PasswordHasher

from tests.api import API, PASSWORD, Server, born, good, refusal, serving, sign_up

REFUSED = "403 under_minimum_age"


async def test_a_new_account_is_signed_in(server: Server) -> None:
    ana = await server.person("ana", device_name="Ana's phone")
    assert ana.me == {**ana.me, "handle": "ana", "display_name": "Ana", "avatar": None, "email": None,
                      "email_verified": False, "private": False, "show_presence": "friends", "locale": "en", "minor": False}
    assert await ana.get("/me") == ana.me
    (device,) = (await ana.get("/me/devices"))["devices"]
    assert (device["name"], device["current"]) == ("Ana's phone", True)


async def test_a_minor_is_private_and_stays_so(server: Server) -> None:
    ben = await server.person("ben")
    assert (ben.me["minor"], ben.me["private"]) == (True, True)
    assert await ben.refused("PATCH", "/me", {"private": False}) == "403 minor_private"
    assert (await ben.patch("/me", {"private": True, "locale": "es"}))["locale"] == "es"


async def test_too_young_leaves_nothing_and_no_easy_retry(server: Server) -> None:
    answer = await server.post("/accounts", sign_up("tim", 9, email="tim@example.org"))
    assert refusal(answer) == REFUSED
    assert "httponly" in answer.headers["set-cookie"].lower()
    again = await server.post("/accounts", sign_up("tim", 30))
    assert (refusal(again), again.json()) == (REFUSED, answer.json())
    for table in ("accounts", "account_words", "sessions", "mailed_tokens", "profiles", "pgqueuer"):
        assert await server.count(table) == 0, table
    server.client.cookies.clear()
    assert (await server.person("tim", 30)).handle == "tim"


async def test_a_made_up_refusal_counts_for_nothing(server: Server) -> None:
    server.client.cookies.set("paperplane_refused", f"{2**33}.{'0' * 64}")
    assert (await server.person("ana")).handle == "ana"


WRONG: list[tuple[dict[str, object], str]] = [
    ({"birth_date": "2999-01-01"}, "400 birth_date_invalid"),
    ({"birth_date": born(130)}, "400 birth_date_invalid"),
    ({"birth_date": "yesterday"}, "400 invalid"),
    ({"handle": "A"}, "400 handle_invalid"),
    ({"handle": "a\x00na"}, "400 handle_invalid"),
    ({"handle": "ana-maria"}, "400 handle_invalid"),
    ({"handle": "..."}, "400 handle_invalid"),
    ({"handle": "admin"}, "400 handle_reserved"),
    ({"handle": "Paper.Plane_"}, "400 handle_reserved"),
    ({"password": "short"}, "400 password_too_short"),
    ({"password": "password1"}, "400 password_too_common"),
    ({"display_name": "\u202e\u200b "}, "400 display_name_empty"),
    ({"display_name": "x" * 51}, "400 display_name_too_long"),
    ({"email": "ana@nowhere"}, "400 email_invalid"),
    ({"email": "ana@example.org\r\nBcc: eve@example.org"}, "400 email_invalid"),
    ({"locale": "xx"}, "400 invalid"),
    ({"more": 1}, "400 invalid"),
]


async def test_what_is_not_right_is_said(server: Server) -> None:
    for change, code in WRONG:
        assert refusal(await server.post("/accounts", {**sign_up("ana", 22), **change})) == code, change
    assert await server.count("accounts") == 0


async def test_a_handle_is_one_person_whatever_the_case(server: Server) -> None:
    await server.person("ana")
    assert refusal(await server.post("/accounts", sign_up(" @ANA ", 30))) == "409 handle_taken"
    good(await server.post("/sessions", {"handle": "Ana", "password": PASSWORD}))


async def test_a_wrong_password_and_a_wrong_handle_are_one_answer(server: Server) -> None:
    await server.person("ana")
    wrong = await server.post("/sessions", {"handle": "ana", "password": "not the password"})
    nobody = await server.post("/sessions", {"handle": "nobody.at.all", "password": "not the password"})
    strange = await server.post("/sessions", {"handle": "no\x00body", "password": "not the password"})
    assert refusal(wrong) == "401 wrong_credentials"
    assert wrong.json() == nobody.json() == strange.json()
    assert names(wrong.headers) == names(nobody.headers) == names(strange.headers)


def names(headers: httpx.Headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "date"}


async def test_tries_are_counted_by_handle_even_of_nobody(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, limits_enabled=True) as server:
        for handle in ("nobody", "somebody"):
            for _ in range(10):
                assert refusal(await server.post("/sessions", {"handle": handle, "password": "x"})).startswith("401")
            last = await server.post("/sessions", {"handle": handle.upper(), "password": "x"})
            assert refusal(last) == "429 rate_limited"
            assert last.json()["limit"] == "sign_in_account_address"
            assert int(last.headers["retry-after"]) >= 1


async def test_nobody_is_somebody_without_a_session(server: Server) -> None:
    ana = await server.person("ana")
    for headers in ({}, {"authorization": "Bearer nonsense"}, {"authorization": f"Basic {ana.token}"},
                    {"cookie": "paperplane_session=nonsense"}, {"cookie": f"other={ana.token}"}):
        assert refusal(await server.client.get(f"{API}/me", headers=headers)) == "401 signed_out"


async def test_no_secret_is_at_rest(server: Server) -> None:
    ana = await server.person("ana")
    async with server.app.db.tx() as tx:
        (row,) = await tx.rows("select a.*, s.token_hash from accounts a join sessions s on s.account_id = a.id")
    kept = repr(dict(row))
    assert row["password_hash"].startswith("$argon2id$")
    for secret in (PASSWORD, ana.token, born(22), ana.token.encode().hex()):
        assert secret not in kept
    assert born(22).encode() not in row["birth_date"]


async def test_a_hash_is_renewed_when_the_cost_changes(server: Server) -> None:
    await server.person("ana")
    async with server.app.db.tx() as tx:
        await tx.do("update accounts set password_hash = $1", old_hash())
    good(await server.post("/sessions", {"handle": "ana", "password": PASSWORD}))
    async with server.app.db.tx() as tx:
        assert "m=8,t=1,p=1" in await tx.value("select password_hash from accounts")
    good(await server.post("/sessions", {"handle": "ana", "password": PASSWORD}))


def old_hash() -> str:
    return PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
