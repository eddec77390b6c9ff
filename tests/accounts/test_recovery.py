"""Passwords, handles and addresses change by the one who proves it; mail is really sent, by a real mail server."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest_asyncio
from aiosmtpd.smtp import SMTP

from tests.api import API, PASSWORD, Server, Someone, good, refusal, serving

NEW = "another fine password"


class Postbox:
    """Takes every mail an SMTP server is handed."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.watch: Callable[[], object] = lambda: None

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802
        self.watch()
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[attr-defined]
        return "250 kept"

    async def next(self, count: int) -> EmailMessage:
        """The mail that makes so many."""
        async with asyncio.timeout(60):
            while len(self.mails) < count:
                await asyncio.sleep(0.02)
        return self.mails[count - 1]


def token_in(mail: EmailMessage) -> str:
    found = re.search(r"/(?:verify-email|reset-password)#(\S+)", mail.get_content())
    assert found, mail.get_content()
    return found[1]


@pytest_asyncio.fixture
async def post() -> AsyncIterator[tuple[Postbox, str]]:
    box = Postbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    yield box, f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


async def can_sign_in(server: Server, handle: str, password: str) -> bool:
    return (await server.post("/sessions", {"handle": handle, "password": password})).status_code == 201


async def with_address(server: Server, box: Postbox, handle: str, address: str, locale: str = "en") -> Someone:
    someone = await server.person(handle, email=address, locale=locale)
    good(await server.post("/email-verifications", {"token": token_in(await box.next(len(box.mails) + 1))}))
    return someone


async def test_a_forgotten_password(post: tuple[Postbox, str], database: str, tmp_path: Path) -> None:
    box, url = post
    async with serving(database, tmp_path, smtp_url=url) as server:
        ana = await server.person("ana", email="Ana@example.org", locale="es")
        assert (ana.me["email"], ana.me["email_verified"]) == ("Ana@example.org", False)
        verification = await box.next(1)
        assert (verification["to"], verification["subject"]) == ("Ana@example.org", "Confirma tu dirección de correo")
        good(await server.post("/email-verifications", {"token": token_in(verification)}))
        assert (await ana.get("/me"))["email_verified"]
        assert refusal(await server.post("/email-verifications", {"token": token_in(verification)})) == "400 bad_token"

        for nobody in ("nobody", "nobody@example.org", "a\x00b"):
            assert (await server.post("/password-resets", {"login": nobody})).status_code == 202
        first, second = [await ask(server, box, login) for login in ("ana@EXAMPLE.org", "ana")]
        assert len(box.mails) == 3
        assert refusal(await reset(server, first, NEW)) == "400 bad_token"
        assert refusal(await reset(server, second, "short")) == "400 password_too_short"
        assert await can_sign_in(server, "ana", PASSWORD)
        good(await reset(server, second, NEW))
        assert refusal(await reset(server, second, "and once more")) == "400 bad_token"
        assert await ana.refused("GET", "/me") == "401 signed_out"
        assert (await can_sign_in(server, "ana", PASSWORD), await can_sign_in(server, "ana", NEW)) == (False, True)


async def ask(server: Server, box: Postbox, login: str) -> str:
    answer = await server.post("/password-resets", {"login": login})
    assert (answer.status_code, answer.content) == (202, b"")
    return token_in(await box.next(len(box.mails) + 1))


async def reset(server: Server, token: str, password: str):  # type: ignore[no-untyped-def]
    return await server.post("/password-resets/complete", {"token": token, "password": password})


async def test_an_address_belongs_to_who_proves_it(post: tuple[Postbox, str], database: str, tmp_path: Path) -> None:
    box, url = post
    async with serving(database, tmp_path, smtp_url=url) as server:
        ana = await with_address(server, box, "ana", "ana@example.org")
        eve = await server.person("eve", email="ana@example.org")
        stolen = token_in(await box.next(2))
        assert refusal(await server.post("/email-verifications", {"token": stolen})) == "409 email_taken"
        assert not (await eve.get("/me"))["email_verified"]

        new = {"email": "ana@new.example.org", "password": PASSWORD}
        assert await ana.refused("PUT", "/me/email", {**new, "password": "wrong wrong"}) == "403 wrong_password"
        assert (await ana.ask("PUT", "/me/email", new)).status_code == 202
        assert (await ana.get("/me"))["email"] == "ana@example.org"     # until the new one is proven
        good(await server.post("/email-verifications", {"token": token_in(await box.next(3))}))
        assert (await ana.get("/me"))["email"] == "ana@new.example.org"
        told = await box.next(4)
        assert told["to"] == "ana@example.org"
        assert "#" not in told.get_content()

        assert await ana.refused("DELETE", "/me/email", {"password": "wrong wrong"}) == "403 wrong_password"
        await ana.client.request("DELETE", f"{API}/me/email", json={"password": PASSWORD},
                                 headers={"authorization": f"Bearer {ana.token}"})
        assert (await ana.get("/me"))["email"] is None
        assert (await box.next(5))["to"] == "ana@new.example.org"


async def test_a_link_is_for_one_purpose(post: tuple[Postbox, str], database: str, tmp_path: Path) -> None:
    box, url = post
    async with serving(database, tmp_path, smtp_url=url) as server:
        await server.person("ana", email="ana@example.org")
        verification = token_in(await box.next(1))
        assert refusal(await reset(server, verification, NEW)) == "400 bad_token"
        async with server.app.db.tx() as tx:
            await tx.do("update mailed_tokens set expires_at = now()")
        assert refusal(await server.post("/email-verifications", {"token": verification})) == "400 bad_token"


async def test_no_connection_waits_for_a_mail_server(post: tuple[Postbox, str], database: str, tmp_path: Path) -> None:
    """A transaction that waits would be cut off, and the mail sent again."""
    box, url = post
    async with serving(database, tmp_path, smtp_url=url) as server:
        held: list[int] = []

        def busy() -> None:
            pool = server.app.db._pool
            assert pool is not None
            held.append(pool.get_size() - pool.get_idle_size())
        box.watch = busy
        await with_address(server, box, "ana", "ana@example.org")
        await ask(server, box, "ana")
        assert held == [0, 0]


async def test_a_database_alone_opens_no_link(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, jobs_in_serve=False) as server:
        await server.person("ana", email="ana@example.org")
        async with server.app.db.tx() as tx:
            (job,) = await tx.rows("select payload from pgqueuer")
            token_hash = await tx.value("select token_hash from mailed_tokens")
        due = json.loads(job["payload"])
        for found in (*due.values(), token_hash.hex()):
            assert refusal(await server.post("/email-verifications", {"token": found})) == "400 bad_token"


async def test_a_new_password_signs_others_out(server: Server) -> None:
    ana = await server.person("ana")
    other = Someone(server.client, good(await server.post("/sessions", {"handle": "ana", "password": PASSWORD})))
    change = {"current_password": "not this one", "new_password": NEW}
    assert await ana.refused("PUT", "/me/password", change) == "403 wrong_password"
    change = {"current_password": PASSWORD, "new_password": "short"}
    assert await ana.refused("PUT", "/me/password", change) == "400 password_too_short"
    assert await other.get("/me")
    await ana.put("/me/password", {"current_password": PASSWORD, "new_password": NEW})
    assert await ana.get("/me")
    assert await other.refused("GET", "/me") == "401 signed_out"
    assert (await can_sign_in(server, "ana", PASSWORD), await can_sign_in(server, "ana", NEW)) == (False, True)


async def test_a_new_handle(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    assert await ana.refused("PUT", "/me/handle", {"handle": "anna", "password": "not this one"}) == "403 wrong_password"
    assert await ana.refused("PUT", "/me/handle", {"handle": "CHIDI", "password": PASSWORD}) == "409 handle_taken"
    assert await ana.refused("PUT", "/me/handle", {"handle": "me", "password": PASSWORD}) == "400 handle_reserved"
    assert (await ana.put("/me/handle", {"handle": "Anna.Luz", "password": PASSWORD}))["handle"] == "anna.luz"
    assert await chidi.refused("GET", "/users/ana") == "404 not_found"
    assert (await chidi.get("/users/anna.luz"))["id"] == ana.me["id"]
    assert [found["person"]["handle"] for found in (await chidi.get("/people?q=luz"))["people"]] == ["anna.luz"]


async def test_a_switch_for_presence_is_told_to_this_process(server: Server) -> None:
    told: list[object] = []
    server.app.db.on_signal(told.append)
    ana = await server.person("ana")
    assert (await ana.patch("/me", {"show_presence": "nobody"}))["show_presence"] == "nobody"
    assert [(type(event).__name__, event.show) for event in told] == [("PresenceSwitched", "nobody")]  # type: ignore[attr-defined]
