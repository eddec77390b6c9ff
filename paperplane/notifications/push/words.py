"""What a notification says, in the language of whom it tells. Pure."""

from typing import Any, NamedTuple

from paperplane.accounts.types import Avatar, Locale
from paperplane.core.text import line
from paperplane.notifications.push.types import (
    COMMENTS,
    FOLLOWS,
    LIKES,
    MENTIONS,
    REQUESTS,
    TAGS,
    Notice,
    Told,
    ToldMessages,
)

TEXT_CHARS = 240
NAME_CHARS = 60
TAGGED = {REQUESTS: "requests", FOLLOWS: "follows", LIKES: "likes", COMMENTS: "comments", MENTIONS: "mentions", TAGS: "tags"}


class Words(NamedTuple):
    something: str
    message: str
    messages: str
    request: str
    requests: str
    follower: str
    followers: str
    posts: dict[str, tuple[str, str]]
    once: str
    kinds: dict[str, str]
    reply: str
    read: str
    failed: str


WORDS: dict[Locale, Words] = {
    "en": Words("Something new", "New message", "{count} new messages", "1 request", "{count} requests", "1 new follower",
                "{count} new followers",
                {"likes": ("Somebody liked something of yours", "{count} people liked something of yours"),
                 "comments": ("Somebody commented", "{count} people commented"),
                 "mentions": ("Somebody mentioned you", "{count} people mentioned you"),
                 "tags": ("Somebody says you are in a picture", "{count} people say you are in a picture")},
                "Something to be seen once",
                {"poll": "Poll", "location": "A place", "contact": "A contact", "voice": "Voice message", "video_note": "Video message",
                 "photo": "Photo", "video": "Video", "file": "File", "sticker": "Sticker", "gif": "GIF", "card": "Shared a post"},
                "Reply", "Mark as read", "Your reply was not sent. It is kept: open the conversation to send it."),
    "es": Words("Hay algo nuevo", "Mensaje nuevo", "{count} mensajes nuevos", "1 solicitud", "{count} solicitudes", "1 seguidor nuevo",
                "{count} seguidores nuevos",
                {"likes": ("A alguien le gusta algo tuyo", "A {count} personas les gusta algo tuyo"),
                 "comments": ("Alguien ha comentado", "{count} personas han comentado"),
                 "mentions": ("Alguien te ha mencionado", "{count} personas te han mencionado"),
                 "tags": ("Alguien dice que sales en una foto", "{count} personas dicen que sales en una foto")},
                "Algo para ver una sola vez",
                {"poll": "Encuesta", "location": "Un lugar", "contact": "Un contacto", "voice": "Mensaje de voz",
                 "video_note": "Mensaje de vídeo", "photo": "Foto", "video": "Vídeo", "file": "Archivo", "sticker": "Sticker", "gif": "GIF",
                 "card": "Ha compartido una publicación"},
                "Responder", "Marcar como leído", "Tu respuesta no se ha enviado. Está guardada: abre la conversación para enviarla."),
}


def notice(told: Told, server: str, badge: int, *, fresh: bool) -> Notice:
    """What stands there from now on."""
    words = WORDS[told.locale]
    if told.content == "nothing":
        return Notice(kind="show", tag="new", title=server, body=words.something, fresh=fresh, badge=badge)
    if isinstance(told, ToldMessages):
        return _messages(told, words, badge, fresh=fresh)
    one, many = {"requests": (words.request, words.requests), "follows": (words.follower, words.followers), **words.posts}[tag(told)]
    return Notice(kind="show", tag=tag(told), title=server, body=_counted(told, one, many),
                  url="/inbox/requests" if told.about == REQUESTS else "/inbox/activity", fresh=fresh, badge=badge)


def cleared(told: Told, badge: int) -> Notice:
    return Notice(kind="clear", tag=tag(told), badge=badge)


def tag(told: Told) -> str:
    return TAGGED.get(told.about, str(told.about))


def _messages(told: ToldMessages, words: Words, badge: int, *, fresh: bool) -> Notice:
    sender = line(told.sender_name or "")[:NAME_CHARS]
    title = sender if told.kind == "direct" else line(told.title or "")[:NAME_CHARS]
    said = _counted(told, words.message, words.messages) if told.content == "sender" else _said(told.body, words)
    picture = Avatar.of(told.sender_avatar if told.kind == "direct" else told.picture_id)
    return Notice(
        kind="show", tag=tag(told), title=f"{title} ({told.count})" if told.count > 1 else title,
        body=said if told.kind == "direct" or (told.content == "sender" and told.count > 1) else f"{sender}: {said}",
        url=f"/inbox/{told.about}", icon=picture.medium if picture else None, fresh=fresh, badge=badge,
        conversation_id=told.about, seq=told.seq, reply=words.reply, read=words.read, failed=words.failed)


def _said(body: Any, words: Words) -> str:
    """A line of it. What can be seen once is not shown before; of what is not known here, only that it came."""
    kind = body.get("type") if isinstance(body, dict) else None
    if kind is None or body.get("view_once"):
        return words.message if kind is None else words.once
    text = line(body.get("question") or body.get("text") or body.get("label") or body.get("emoji") or body.get("name") or "")
    kind = body["look"] if kind == "sticker" else kind
    name = words.kinds.get(kind) or (words.kinds.get(body["items"][0]["kind"]) if kind == "media" else None)
    if name is None and kind != "text":
        return words.message
    said = f"{name}: {text}" if name and text else name or text
    return said if len(said) <= TEXT_CHARS else said[:TEXT_CHARS - 1] + "…"


def _counted(told: Told, one: str, many: str) -> str:
    return one if told.count == 1 else many.format(count=told.count)
