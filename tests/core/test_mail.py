"""Mail reaches a real SMTP server, or is kept for the demo to show."""

from pathlib import Path
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from paperplane.core.config import Config
from paperplane.core.mail import Mail, Mailer, outbox

MAIL = Mail("chidi@example.org", "Bienvenida, Ñandú ✈", "Hello Chidi,\n\na link: https://paper.example.org/x?a=1&b=2\n")


class Postman:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.got.append(envelope)
        return "250 OK"


async def test_a_mail_is_handed_to_the_mail_server(tmp_path: Path) -> None:
    postman = Postman()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    config = Config(data_dir=tmp_path, smtp_url=f"smtp://127.0.0.1:{port}", mail_from="Paper <paper@example.org>")
    await Mailer(config).send(MAIL)
    controller.stop()
    (got,) = postman.got
    assert (got.mail_from, got.rcpt_tos) == ("paper@example.org", ["chidi@example.org"])
    assert isinstance(got.content, bytes)
    assert b"Auto-Submitted: auto-generated" in got.content
    assert outbox(tmp_path) == []


async def test_a_mail_server_that_is_away_is_an_error_for_the_job_to_try_again(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="connect"):
        await Mailer(Config(data_dir=tmp_path, smtp_url="smtp://127.0.0.1:1")).send(MAIL)
    assert outbox(tmp_path) == []


async def test_without_a_mail_server_mails_are_kept_newest_first_and_closed_to_others(tmp_path: Path) -> None:
    mailer = Mailer(Config(data_dir=tmp_path, demo=True))
    await mailer.send(MAIL)
    await mailer.send(Mail("ana@example.org", "Second", "later"))
    second, first = outbox(tmp_path)
    assert (second.to, second.subject) == ("ana@example.org", "Second")
    assert (first.to, first.subject, first.text) == (MAIL.to, MAIL.subject, MAIL.text)
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "outbox").iterdir()} == {0}


async def test_a_line_break_in_an_address_adds_no_header(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        await Mailer(Config(data_dir=tmp_path, demo=True)).send(Mail("a@example.org\nBcc: b@example.org", "x", "y"))
    assert outbox(tmp_path) == []
