"""Mail: by SMTP, or without a mail server into `<data_dir>/outbox`, where the demo shows it."""

import email.policy
import os
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, make_msgid, parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec
import structlog

from paperplane.core.config import Config

log = structlog.get_logger()

TIMEOUT_S = 30


class Mail(msgspec.Struct, frozen=True):
    """A mail to one person: an address, a line, plain text. `stop`: where a POST ends mails of this kind (RFC 8058)."""

    to: str
    subject: str
    text: str
    stop: str = ""


class KeptMail(msgspec.Struct, frozen=True):
    """A mail in the outbox."""

    id: str
    to: str
    subject: str
    text: str
    sent_at: datetime


class Mailer:
    """Sends mail as the configuration says."""

    def __init__(self, config: Config) -> None:
        self._config = config
        if not config.smtp_url and not config.demo:
            log.warning("no smtp_url: mails are kept in the outbox, and nobody gets them", outbox=str(self._outbox))

    async def send(self, mail: Mail) -> None:
        """Hand over to the mail server. Raises aiosmtplib.SMTPException or OSError; the job tries again."""
        message = EmailMessage(policy=email.policy.SMTP)
        message["From"], message["To"], message["Subject"] = self._config.mail_from, mail.to, mail.subject
        message["Date"], message["Message-ID"] = format_datetime(datetime.now(UTC)), make_msgid(domain="paperplane")
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office replies stay away
        if mail.stop:
            message["List-Unsubscribe"], message["List-Unsubscribe-Post"] = f"<{mail.stop}>", "List-Unsubscribe=One-Click"
        message.set_content(mail.text)
        if self._config.smtp_url:
            await self._hand_over(message, self._config.smtp_url)
        else:
            self._keep(message)

    async def _hand_over(self, message: EmailMessage, url: str) -> None:
        """`smtp://` upgrades by STARTTLS where the server offers it, `smtps://` is TLS from the start."""
        server = urlsplit(url)
        await aiosmtplib.send(
            message,
            hostname=server.hostname,
            port=server.port,
            username=unquote(server.username) if server.username else None,
            password=unquote(server.password) if server.password else None,
            use_tls=server.scheme == "smtps",
            timeout=TIMEOUT_S,
        )

    @property
    def _outbox(self) -> Path:
        return self._config.data_dir / "outbox"

    def _keep(self, message: EmailMessage) -> None:
        self._outbox.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.eml"
        with os.fdopen(os.open(self._outbox / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(message.as_bytes())


def outbox(data_dir: Path, limit: int = 100) -> list[KeptMail]:
    """The mails kept in the outbox, newest first."""
    paths = sorted((data_dir / "outbox").glob("*.eml"), reverse=True)[:limit]
    return [_read(path) for path in paths]


def _read(path: Path) -> KeptMail:
    with path.open("rb") as file:
        message = BytesParser(policy=email.policy.default).parse(file)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return KeptMail(path.stem, message["To"], message["Subject"], text, parsedate_to_datetime(message["Date"]))
