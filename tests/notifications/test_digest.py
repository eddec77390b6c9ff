"""Mails of what waits for a day: to who is away and has a verified address, once, with names alone; and one click ends them."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from msgspec.structs import replace

from paperplane.core.clock import now
from paperplane.core.mail import Mailer
from paperplane.notifications.digest.actions import look, token_of
from paperplane.notifications.jobs import send_digest
from tests.api import Server, Someone
from tests.client import chat, device, live, post, talk
from tests.core.test_mail import Postman


async def passed(server: Server, days: float) -> None:
    """Everything was so long ago."""
    async with server.app.db.tx() as tx:
        for table, column in (("events", "sent_at"), ("sessions", "last_seen_at"), ("accounts", "last_seen_at"), ("conversations", "active_at"),
                              ("follow_requests", "created_at"), ("notification_settings", "digest_at")):
            await tx.do(f"update {table} set {column} = {column} - make_interval(secs => $1)", days * 86_400.0)


async def due(server: Server) -> list[Any]:
    """The mails that a look announces, without being sent."""
    async with server.app.db.tx() as tx:
        await look(tx)
        announced = list(tx._announced)
        tx._announced.clear()
    return announced


async def reachable(server: Server, who: Someone) -> None:
    async with server.app.db.tx() as tx:
        await tx.do("update accounts set email = $2, email_verified_at = now() where id = $1", who.me["id"], f"{who.handle}@example.org")


async def waiting(server: Server) -> tuple[Someone, Someone, str]:
    """Chidi wrote to Ana some hours more than a day ago, and she has not been here since."""
    ana, chidi = await server.people("ana", "chidi")
    await reachable(server, ana)
    room = await chat(ana, chidi)
    await post(chidi, room, "a secret word")
    return ana, chidi, room


async def test_what_waits_for_a_day_is_told_once_by_name(server: Server) -> None:
    ana, chidi, room = await waiting(server)
    eve = await server.person("eve")
    await post(eve, await talk(eve, ana), "let me in")
    await passed(server, 0.9)
    assert await due(server) == []
    await passed(server, 0.2)
    (told,) = await due(server)
    assert (told.to, told.names, told.conversations, told.requests) == ("ana@example.org", ["Chidi"], 1, 1)
    await passed(server, 2)
    assert await due(server) == []              # nothing has come since
    await post(chidi, room, "another")
    await passed(server, 1.1)
    assert [one.names for one in await due(server)] == [["Chidi"]]


@pytest.mark.parametrize("why", ["been here", "read", "no address", "off", "muted", "blocked", "quiet", "unsent"])
async def test_nobody_is_mailed_without_a_reason(server: Server, why: str) -> None:
    ana, _, room = await waiting(server)
    match why:
        case "read":
            await ana.put(f"/conversations/{room}/marks", {"read_seq": 1})
        case "off":
            await ana.patch("/me/notifications", {"digest": False})
        case "muted":
            await ana.patch(f"/conversations/{room}/mine", {"mute": "always"})
        case "blocked":
            await ana.put("/users/chidi/block")
        case "quiet":
            await ana.patch("/me", {"quiet_hours": {"from": "00:00", "to": "23:59", "zone": "UTC"}})
        case "unsent":
            async with server.app.db.tx() as tx:
                await tx.do("update messages set body = null, gone_at = now()")
    await passed(server, 1.5)
    async with server.app.db.tx() as tx:
        if why == "been here":
            await tx.do("update sessions set last_seen_at = now()")
        if why == "no address":
            await tx.do("update accounts set email_verified_at = null")
    assert await due(server) == []


async def test_the_mail_says_names_only_and_one_click_ends_them(server: Server) -> None:
    ana, _, _ = await waiting(server)
    await passed(server, 1.5)
    postman = Postman()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        mail = await _sent(server, postman, f"smtp://127.0.0.1:{port}")
    finally:
        controller.stop()
    said = mail.get_content()
    assert (mail["To"], mail["List-Unsubscribe-Post"]) == ("ana@example.org", "List-Unsubscribe=One-Click")
    assert "Chidi" in said
    assert "secret" not in said
    link = urlsplit(str(mail["List-Unsubscribe"]).strip("<>")).path
    assert f"/unsubscribe#{link.rpartition('/')[2]}" in said
    answer = await server.client.get(link, follow_redirects=False)      # whoever only looks changes nothing
    assert (answer.status_code, answer.headers["location"]) == (302, f"/unsubscribe#{link.rpartition('/')[2]}")
    assert (await ana.get("/me/notifications"))["digest"] is True
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert (await server.client.post(link, content="List-Unsubscribe=One-Click", headers=form)).status_code == 204
    assert (await ana.get("/me/notifications"))["digest"] is False
    assert (await server.client.post(link, content="List-Unsubscribe=One-Click", headers=form)).status_code == 204


async def _sent(server: Server, postman: Postman, url: str) -> EmailMessage:
    """What the job of the announced mail hands to the mail server, over SMTP."""
    config = replace(server.app.config, smtp_url=url)
    (announced,) = await due(server)
    async with server.app.db.tx() as tx:
        await send_digest(Mailer(config), config, server.app.keys, tx, announced)
    (got,) = postman.got
    assert isinstance(got.content, bytes)
    return message_from_bytes(got.content, policy=policy.default)


async def test_a_link_is_for_one_account_alone(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    account = UUID(ana.me["id"])
    good, over = token_of(server.app.keys, account, now(), 90), token_of(server.app.keys, account, now() - timedelta(days=90), 90)
    _, until, signature = good.split(".")
    forged = [f"{UUID(chidi.me['id']).hex}.{until}.{signature}", f"{account.hex}.f{until}.{signature}", f"{account.hex}.{signature}", over]
    for token in forged:
        for method in ("GET", "POST"):
            assert await chidi.refused(method, f"/digests/{token}") == "404 not_found"
    assert (await chidi.get("/me/notifications"))["digest"] is True
    assert await server.count("notification_settings") == 0


async def test_what_is_chosen_reaches_the_other_devices_and_nobody_else(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    async with live(server, await device(server, ana)) as hers, live(server, chidi) as his:
        await ana.patch("/me/notifications", {"content": "sender"})
        await hers.take("notifications")
        assert (await his.settled()).said("notifications") == []
