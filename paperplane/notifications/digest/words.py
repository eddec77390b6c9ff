"""The mail, in the language of who gets it: names, and never a word of what was written. Pure."""

from paperplane.accounts.types import Locale
from paperplane.core.mail import Mail
from paperplane.core.text import line
from paperplane.notifications.digest.types import DigestDue

TEXTS: dict[Locale, dict[str, str]] = {
    "en": {"subject": "Something waits for you on {server}", "hello": "Hello @{handle},",
           "unread": "there are unread messages from {names}.", "more": "{names} and {more} more",
           "request": "1 request waits for your answer.", "requests": "{count} requests wait for your answer.",
           "open": "Read it when you like:", "stop": "You do not want these mails? Stop them here:"},
    "es": {"subject": "Algo te espera en {server}", "hello": "Hola, @{handle}:",
           "unread": "hay mensajes sin leer de {names}.", "more": "{names} y {more} más",
           "request": "1 solicitud espera tu respuesta.", "requests": "{count} solicitudes esperan tu respuesta.",
           "open": "Léelo cuando quieras:", "stop": "¿No quieres estos correos? Desactívalos aquí:"},
}


def written(due: DigestDue, *, origin: str, token: str, server: str) -> Mail:
    words = TEXTS[due.locale]
    said = []
    if due.names:
        names, more = ", ".join(line(one) for one in due.names), due.conversations - len(due.names)
        said.append(words["unread"].format(names=words["more"].format(names=names, more=more) if more > 0 else names))
    if due.requests:
        said.append(words["request" if due.requests == 1 else "requests"].format(count=due.requests))
    text = "\n\n".join([words["hello"].format(handle=due.handle), "\n".join(said), f"{words['open']}\n{origin}/inbox",
                        f"{words['stop']}\n{origin}/unsubscribe#{token}", server]) + "\n"
    return Mail(due.to, words["subject"].format(server=server), text, f"{origin}/api/v1/digests/{token}")
