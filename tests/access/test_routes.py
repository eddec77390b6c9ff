"""Every door × everybody: what each may do. A door that is not in the table fails the test."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from tests.access.world import CALLERS, Caller, World, filled, nowhere
from tests.api import API, PASSWORD, serving
from tests.media.uploading import CHUNK, TUS
from tests.messages.times import ahead

#            nobody stranger blocked blocker minor adult friend owner
ALL =       "200    200      200     200     200   200   200    200"
SIGNED_IN = "401    200      200     200     200   200   200    200"
NOT_HERE =  "404    404      404     404     404   404   404    404"
PERSON =    "401    200      404     404     200   404   200    200"
RELATION =  "401    200      404     404     200   404   200    400:yourself"
CLOSE =     "401    403:not_friends 404 404 403:not_friends 404 200 400:yourself"
BLOCK =     "401    200      404     200     200   404   200    400:yourself"
UNBLOCK =   "401    200      404     200     200   404   200    200"
REQUEST =   "401    404      404     404     404   404   200    400:yourself"
IGNORE =    "401    404      404     404     404   404   404    400:yourself"
MEMBER =    "401    404      200     200     404   404   200    200"
SEND =      "401    404      404     404     404   404   201    201"
NO_REQUEST = "401   404      404     404     404   404   404    404"
GROUP =     "401    404      200     200     404   404   200    200"
IN_GROUP =  "401    404      403:not_in_group 200 404 404 200 200"
LEADS =     "401    404      403:not_in_group 403:not_allowed 404 404 403:not_allowed 200"
INVITED =   "401    200      404     404     404   404   404    404"
NO_STREAK = "401    404      403:not_friends 403:not_friends 404 404 409:no_streak 409:no_streak"
DEVICE =    "401    404      404     404     404   404   404    200"
CALLED =    "401    204      404     204     204   404   204    204"
TOKEN = ("400:bad_token " * 8).strip()

SAME: Any = {"password": PASSWORD}
TABLE: list[tuple[str, Any, str]] = [
    ("GET /healthz", None, ALL), ("GET /readyz", None, ALL), ("GET /metrics", None, ALL),
    ("GET /operation", None, NOT_HERE),
    (f"GET /media/avatars/{uuid4()}/small.webp", None, NOT_HERE), (f"GET /media/previews/{uuid4()}.webp", None, NOT_HERE),
    ("GET /limits", None, ALL), ("GET /openapi.json", None, ALL), ("GET /server", None, ALL),
    ("POST /accounts", {**SAME, "handle": "hugo", "birth_date": "1990-01-01", "display_name": "Hugo"},
     ALL.replace("200", "201")),
    ("POST /sessions", {**SAME, "handle": "{handle}"}, ALL.replace("200", "201")),
    ("DELETE /sessions/current", None, SIGNED_IN.replace("200", "204")),
    ("POST /demo/sessions", {"handle": "ana"}, NOT_HERE), ("GET /demo/outbox", None, NOT_HERE),
    ("GET /me", None, SIGNED_IN), ("PATCH /me", {"show_presence": "nobody"}, SIGNED_IN),
    ("PUT /me/handle", {**SAME, "handle": "another"}, SIGNED_IN),
    ("PUT /me/password", {"current_password": PASSWORD, "new_password": "another fine password"},
     SIGNED_IN.replace("200", "204")),
    ("PUT /me/email", {**SAME, "email": "somebody@example.org"}, SIGNED_IN.replace("200", "202")),
    ("DELETE /me/email", SAME, SIGNED_IN.replace("200", "204")),
    ("POST /email-verifications", {"token": "x"}, TOKEN),
    ("POST /password-resets", {"login": "{handle}"}, ALL.replace("200", "202")),
    ("POST /password-resets/complete", {"token": "x", "password": "another fine password"}, TOKEN),
    ("GET /me/devices", None, SIGNED_IN), ("DELETE /me/devices", None, SIGNED_IN.replace("200", "204")),
    ("PATCH /me/devices/{device_id}", {"name": "mine now"}, DEVICE),
    ("DELETE /me/devices/{device_id}", None, DEVICE.replace("200", "204")),
    ("PATCH /me/profile", {"bio": "here"}, SIGNED_IN),
    ("PUT /me/avatar", b"no picture", SIGNED_IN.replace("200", "400:picture_invalid")),
    ("DELETE /me/avatar", None, SIGNED_IN),
    ("GET /users/{handle}", None, PERSON), ("GET /users/{handle}/followers", None, PERSON),
    ("GET /users/{handle}/following", None, PERSON),
    ("PUT /users/{handle}/follow", None, RELATION), ("DELETE /users/{handle}/follow", None, RELATION),
    ("DELETE /users/{handle}/follower", None, RELATION),
    ("PUT /users/{handle}/block", None, BLOCK), ("DELETE /users/{handle}/block", None, UNBLOCK),
    ("PUT /users/{handle}/mute", None, RELATION), ("DELETE /users/{handle}/mute", None, RELATION),
    ("PUT /users/{handle}/close-friend", None, CLOSE), ("DELETE /users/{handle}/close-friend", None, RELATION),
    ("PUT /me/follow-requests/{handle}", None, REQUEST), ("DELETE /me/follow-requests/{handle}", None, IGNORE),
    ("GET /me/follow-requests", None, SIGNED_IN), ("GET /me/blocks", None, SIGNED_IN), ("GET /me/mutes", None, SIGNED_IN),
    ("GET /me/close-friends", None, SIGNED_IN), ("GET /me/friends", None, SIGNED_IN),
    ("GET /me/reports", None, SIGNED_IN),
    ("POST /reports", {"subject": {"kind": "person", "id": "{account_id}"}, "reason": "spam", "client_id": "{new}"},
     "401    201      201     201     201   404   201    400:yourself"),
    ("GET /search/messages?q=hello&in={conversation_id}&from={account_id}", None, SIGNED_IN),
    ("GET /activity", None, SIGNED_IN), ("PUT /activity/seen", None, SIGNED_IN.replace("200", "204")),
    ("GET /people?q={handle}", None, SIGNED_IN), ("GET /people/suggested", None, SIGNED_IN),
    ("PUT /users/{handle}/conversation", None, RELATION),
    ("GET /conversations/{conversation_id}", None, MEMBER), ("GET /inbox", None, SIGNED_IN), ("GET /sync", None, SIGNED_IN),
    ("GET /inbox?q={handle}", None, SIGNED_IN),
    ("POST /sync/proof", {"conversations": [{"id": "{conversation_id}", "base_seq": 0, "points": [{"seq": 0, "hash": "0" * 64}]}]},
     SIGNED_IN),
    ("PATCH /conversations/{conversation_id}/mine", {"pinned": True, "mute": "1h", "marked_unread": True}, MEMBER),
    ("GET /conversations/{conversation_id}/person", None, NO_REQUEST), ("PUT /conversations/{conversation_id}/block", None, NO_REQUEST),
    ("GET /conversations/{conversation_id}/messages", None, MEMBER),
    ("GET /conversations/{conversation_id}/messages?after=0", None, MEMBER),
    ("GET /conversations/{conversation_id}/messages?before=1", None, MEMBER),
    ("GET /conversations/{conversation_id}/events?after=0", None, MEMBER),
    ("POST /conversations/{conversation_id}/messages", {"client_id": "{new}", "body": {"type": "text", "text": "hi"}}, SEND),
    ("GET /conversations/{conversation_id}/messages?seqs=1", None, MEMBER),
    ("POST /conversations/{conversation_id}/changes",
     {"client_id": "{new}", "change": {"type": "react", "seq": 1, "emoji": "👍", "on": True}}, SEND),
    ("GET /conversations/{conversation_id}/messages/1/versions", None, MEMBER),
    ("GET /conversations/{conversation_id}/messages/1/reactions", None, MEMBER),
    ("GET /conversations/{conversation_id}/messages/1/votes", None, NO_REQUEST),
    ("GET /conversations/{conversation_id}/pins", None, MEMBER),
    ("PUT /conversations/{conversation_id}/marks", {"read_seq": 1, "delivered_seq": 1}, MEMBER),
    ("PUT /conversations/{conversation_id}/acceptance", {"accepted": True}, MEMBER),
    ("PUT /conversations/{conversation_id}/acceptance", {"accepted": False},
     MEMBER.replace("200", "409:not_a_request")),
]
STREAKS: list[tuple[str, Any, str]] = [
    ("PUT /conversations/{conversation_id}/streak", None, "401 404 403:not_friends 403:not_friends 404 404 200 200"),
    ("PUT /conversations/{group_id}/streak", None, "401 404 403:not_friends 403:not_friends 404 404 403:not_friends 403:not_friends"),
    ("DELETE /conversations/{conversation_id}/streak", None, MEMBER),
    ("PUT /conversations/{conversation_id}/streak/pause", None, NO_STREAK), ("DELETE /conversations/{conversation_id}/streak/pause", None, NO_STREAK),
]
TIME: list[tuple[str, Any, str]] = [
    ("PUT /conversations/{conversation_id}/timer", {"timer_s": 3600}, SEND.replace("201", "200")),
    ("PUT /conversations/{group_id}/timer", {"timer_s": 3600}, "401 404 404 403:not_allowed 404 404 403:not_allowed 200"),
    ("POST /conversations/{conversation_id}/hidden", {"seqs": [1]}, MEMBER.replace("200", "204")),
    ("GET /conversations/{conversation_id}/hidden", None, MEMBER),
    ("DELETE /conversations/{conversation_id}/messages/mine", None, MEMBER.replace("200", "202")),
    ("GET /conversations/{conversation_id}/messages/mine", None, MEMBER),
    ("POST /conversations/{conversation_id}/scheduled",
     {"client_id": "{new}", "body": {"type": "text", "text": "hi"}, "send_at": ahead(hours=1)}, SEND),
    ("GET /me/scheduled", None, SIGNED_IN),
    ("PATCH /me/scheduled/{scheduled_id}", {"send_at": ahead(hours=2)}, DEVICE), ("DELETE /me/scheduled/{scheduled_id}", None, DEVICE.replace("200", "204")),
    ("PUT /conversations/{conversation_id}/draft", {"text": "hi", "at": ahead()}, MEMBER), ("GET /me/drafts", None, SIGNED_IN),
]
GROUPS: list[tuple[str, Any, str]] = [
    ("POST /conversations", {"kind": "group", "title": "New", "members": []}, SIGNED_IN.replace("200", "201")),
    ("GET /conversations/{group_id}", None, GROUP), ("GET /conversations/{group_id}/messages", None, GROUP),
    ("GET /conversations/{group_id}/events?after=0", None, GROUP),
    ("GET /conversations/{group_id}/people?ids={account_id}", None, GROUP), ("GET /conversations/{group_id}/pins", None, GROUP),
    ("GET /conversations/{group_id}/members", None, IN_GROUP),
    ("POST /conversations/{group_id}/messages", {"client_id": "{new}", "body": {"type": "text", "text": "hi"}},
     "401 404 404 201 404 404 201 201"),
    ("PATCH /conversations/{group_id}", {"title": "Better"}, LEADS),
    ("PATCH /conversations/{group_id}", {"history": "all", "permissions": {"send": "admin"}}, LEADS),
    ("PUT /conversations/{group_id}/picture", b"no picture", LEADS.replace("200", "400:picture_invalid")),
    ("DELETE /conversations/{group_id}/picture", None, LEADS),
    ("POST /conversations/{group_id}/members", {"handles": ["dana"]}, IN_GROUP),
    ("DELETE /conversations/{group_id}/members/{account_id}", None, LEADS.replace("200", "403:not_allowed")),
    ("PUT /conversations/{group_id}/members/{account_id}/role", {"role": "member"}, LEADS.replace("200", "403:last_owner")),
    ("DELETE /conversations/{group_id}/membership", None, IN_GROUP.replace("200", "204")),
    ("GET /me/invitations", None, SIGNED_IN), ("PUT /me/invitations/{invited_id}", None, INVITED),
    ("DELETE /me/invitations/{invited_id}", None, INVITED.replace("200", "204")),
    ("PUT /me/invitations/{invited_id}/block", None, INVITED.replace("200", "204")),
]
FOLDER = "/me/folders/{folder_id}"
ORDER: list[tuple[str, Any, str]] = [
    ("GET /me/folders", None, SIGNED_IN),
    ("POST /me/folders", {"name": "Work", "rule": "manual", "client_id": "{new}"}, SIGNED_IN.replace("200", "201")),
    (f"PATCH {FOLDER}", {"name": "Mine now", "place": 0}, DEVICE), (f"DELETE {FOLDER}", None, DEVICE.replace("200", "204")),
    ("GET /inbox?folder={folder_id}", None, DEVICE),
    (f"PUT {FOLDER}/conversations/{{conversation_id}}", None, DEVICE), (f"DELETE {FOLDER}/conversations/{{conversation_id}}", None, DEVICE),
    ("GET /me/nicknames", None, SIGNED_IN),
    ("PUT /users/{handle}/nickname", {"name": "The boss"}, RELATION), ("DELETE /users/{handle}/nickname", None, CALLED),
    ("PATCH /conversations/{conversation_id}/mine", {"colour": "teal"}, MEMBER),
]
UPLOADS: list[tuple[str, Any, str]] = [
    ("POST /uploads", None, SIGNED_IN.replace("200", "201")), ("GET /uploads/{upload_id}", None, DEVICE),
    ("HEAD /uploads/{upload_id}", None, DEVICE), ("PATCH /uploads/{upload_id}", b"ten bytes.", DEVICE.replace("200", "204")),
    ("DELETE /uploads/{upload_id}", None, DEVICE.replace("200", "204")), ("GET /media/{upload_id}", None, NO_REQUEST),
    ("POST /conversations/{conversation_id}/messages/1/view", {"client_id": "{new}"}, NO_REQUEST),
    ("GET /conversations/{conversation_id}/messages/1/media/{upload_id}/large", None, NO_REQUEST),
    (f"GET /media/files/{uuid4()}/large?until=9999999999&sig=x", None, NOT_HERE),
    (f"HEAD /media/files/{uuid4()}/large?until=9999999999&sig=x", None, NOT_HERE),
]
PICTURE = "/packs/{pack_id}/pictures/{picture_id}"
GROUP_PACK = "401   404      404     403:not_allowed 404 404 403:not_allowed 200"
BY = "conversation_id={conversation_id}&seq=1"
PACKS: list[tuple[str, Any, str]] = [
    ("GET /me/packs", None, SIGNED_IN), ("GET /conversations/{group_id}/packs", None, IN_GROUP),
    ("POST /packs", {"title": "Cats", "client_id": "{new}"}, SIGNED_IN.replace("200", "201")),
    ("POST /packs", {"title": "Cats", "client_id": "{new}", "conversation_id": "{group_id}"}, LEADS.replace("200", "201")),
    ("GET /packs/{pack_id}", None, DEVICE), (f"GET /packs/{{pack_id}}?{BY}", None, DEVICE), ("PATCH /packs/{pack_id}", {"title": "Toads"}, DEVICE),
    ("DELETE /packs/{pack_id}", None, DEVICE.replace("200", "204")),
    (f"PUT {PICTURE}", {"kind": "sticker", "name": "toad"}, DEVICE), (f"DELETE {PICTURE}", None, DEVICE),
    (f"GET {PICTURE}/small", None, DEVICE.replace("200", "302")), (f"GET {PICTURE}/small?{BY}", None, DEVICE.replace("200", "302")),
    ("PUT /me/packs/{pack_id}", None, DEVICE.replace("200", "409:pack_yours")),
    (f"PUT /me/packs/{{pack_id}}?{BY}", None, DEVICE.replace("200", "409:pack_yours")), ("DELETE /me/packs/{pack_id}", None, NO_REQUEST),
    ("GET /packs/{group_pack_id}", None, "401   404      404     200     404   404   200    200"),
    ("PATCH /packs/{group_pack_id}", {"title": "Better"}, GROUP_PACK), ("DELETE /packs/{group_pack_id}", None, GROUP_PACK.replace("200", "204")),
]
CALLS: list[tuple[str, Any, str]] = [
    ("GET /calls/{call_id}/ice", None, DEVICE),
    ("DELETE /calls/{call_id}", None, "401 404 404 404 404 404 204 204"),
]
POINT = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"       # RFC 8291, appendix A
TELLING: list[tuple[str, Any, str]] = [
    ("GET /me/push", None, SIGNED_IN), ("DELETE /me/push", None, SIGNED_IN.replace("200", "204")),
    ("PUT /me/push", {"endpoint": "https://push.example/x", "keys": {"p256dh": POINT, "auth": "A" * 22}}, SIGNED_IN.replace("200", "204")),
    ("GET /me/notifications", None, SIGNED_IN), ("PATCH /me/notifications", {"content": "sender", "follows": True}, SIGNED_IN),
    ("GET /digests/{account_id}.x", None, NOT_HERE), ("POST /digests/{account_id}.x", None, NOT_HERE),
]
OWN =       "401    403:not_allowed 404 404     403:not_allowed 404 403:not_allowed 200"
POSTS: list[tuple[str, Any, str]] = [
    ("POST /posts", {"client_id": "{new}", "text": "hi"}, SIGNED_IN.replace("200", "201")), ("GET /me/posts", None, SIGNED_IN), ("POST /posts/previews", {"text": "hi"}, SIGNED_IN),
    ("GET /cards?ids={post_id}", None, SIGNED_IN), ("GET /posts/{post_id}", None, PERSON), ("PATCH /posts/{post_id}", {"text": "hi"}, DEVICE),
    ("DELETE /posts/{post_id}", None, DEVICE.replace("200", "204")), ("POST /posts/{post_id}/restore", None, NO_REQUEST),
    ("PUT /posts/{post_id}/pin", None, DEVICE), ("DELETE /posts/{post_id}/pin", None, DEVICE),
    ("PUT /posts/{post_id}/like", None, PERSON), ("DELETE /posts/{post_id}/like", None, PERSON), ("GET /posts/{post_id}/likes", None, PERSON),
    ("PUT /posts/{post_id}/repost", None, "401 200 404 404 200 404 200 403:yourself"), ("DELETE /posts/{post_id}/repost", None, PERSON),
    ("GET /posts/{post_id}/media/{upload_id}/large", None, NO_REQUEST),
    ("GET /posts/{post_id}/hls/main.m3u8", None, NO_REQUEST), ("GET /posts/{post_id}/captions/en", None, NO_REQUEST),
    ("PUT /posts/{post_id}/captions/en", {"vtt": "WEBVTT"}, DEVICE.replace("200", "400:not_a_video")),
    ("DELETE /posts/{post_id}/captions/en", None, DEVICE), ("PUT /posts/{post_id}/cover", {"at_ms": 0}, DEVICE.replace("200", "400:not_a_video")),
    ("DELETE /posts/{post_id}/cover", None, DEVICE.replace("200", "400:not_a_video")),
    ("GET /users/{handle}/posts", None, PERSON), ("GET /tags/hello/posts", None, SIGNED_IN), ("GET /tags?q=hello", None, SIGNED_IN),
    ("GET /posts/{post_id}/comments", None, PERSON),
    ("POST /posts/{post_id}/comments", {"client_id": "{new}", "text": "hi"}, PERSON.replace("200", "201")),
    ("GET /posts/{post_id}/comments/now?ids={comment_id}", None, PERSON), ("POST /comments/{comment_id}/restore", None, NO_REQUEST),
    ("GET /me/comments", None, SIGNED_IN), ("GET /comments/{comment_id}", None, PERSON), ("GET /comments/{comment_id}/replies", None, PERSON),
    ("PATCH /comments/{comment_id}", {"text": "hi"}, OWN), ("DELETE /comments/{comment_id}", None, OWN.replace("200", "204")),
    ("PUT /comments/{comment_id}/like", None, PERSON), ("DELETE /comments/{comment_id}/like", None, PERSON),
    ("PUT /comments/{comment_id}/pin", None, OWN), ("DELETE /comments/{comment_id}/pin", None, OWN),
    ("PUT /comments/{comment_id}/hidden", None, OWN), ("DELETE /comments/{comment_id}/hidden", None, OWN),
    ("PUT /comments/{comment_id}/waiting", None, OWN),
    ("PUT /posts/{post_id}/bookmark", {"collection_id": None}, PERSON), ("DELETE /posts/{post_id}/bookmark", None, SIGNED_IN.replace("200", "204")),
    ("GET /me/bookmarks", None, SIGNED_IN), ("GET /me/collections", None, SIGNED_IN),
    ("POST /me/collections", {"client_id": "{new}", "name": "Lakes"}, SIGNED_IN.replace("200", "201")),
    ("GET /me/bookmarks?collection={collection_id}", None, DEVICE),
    ("PATCH /me/collections/{collection_id}", {"name": "Seas"}, DEVICE), ("DELETE /me/collections/{collection_id}", None, DEVICE.replace("200", "204")),
    ("PUT /posts/{post_id}/bookmark", {"collection_id": "{collection_id}"}, DEVICE),
    ("PUT /posts/{post_id}/people", {"people": []}, DEVICE), ("PUT /posts/{post_id}/people/me", None, NO_REQUEST),
    ("DELETE /posts/{post_id}/people/me", None, SIGNED_IN.replace("200", "204")), ("GET /me/tagged", None, SIGNED_IN),
    ("POST /views", {"post_ids": ["{post_id}"]}, SIGNED_IN.replace("200", "204")),
    ("GET /me/comments/waiting", None, SIGNED_IN), ("GET /me/comment-settings", None, SIGNED_IN),
    ("PATCH /me/comment-settings", {"approve_first": True}, SIGNED_IN),
    ("GET /feed/following", None, SIGNED_IN), ("GET /feed/latest", None, SIGNED_IN),
    ("GET /feed/for-you", None, SIGNED_IN), ("GET /feed/weights", None, SIGNED_IN),
    ("PUT /posts/{post_id}/not-interested", None, PERSON.replace("200", "204")), ("DELETE /posts/{post_id}/not-interested", None, PERSON.replace("200", "204")),
]
TABLE += POSTS + PACKS + CALLS + TELLING + TIME + GROUPS + ORDER + STREAKS + UPLOADS
CODES = {"401": "signed_out", "404": "not_found"}


@pytest_asyncio.fixture
async def world(database: str, tmp_path: Path) -> AsyncIterator[World]:
    async with serving(database, tmp_path, jobs_in_serve=False) as server:
        yield await World(server).settle_in()


async def ask(world: World, caller: Caller, door: str, body: Any) -> httpx.Response:
    method, path = filled(door, caller).split(" ")
    root = "" if path.startswith(("/healthz", "/readyz", "/metrics", "/media/avatars", "/media/previews", "/media/files")) else API
    headers = {"authorization": f"Bearer {caller.who.token}"} if caller.who else {}
    if path.startswith("/uploads"):
        headers |= {**TUS, "upload-length": "10", "upload-offset": "0"} | (CHUNK if body else {})
    how = {"content": body} if isinstance(body, bytes) else {"json": filled(body, caller)} if body else {}
    return await world.server.client.request(method, root + path, headers=headers, **how)


def plain(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All of an answer that could tell something."""
    return answer.status_code, answer.content, [item for item in answer.headers.multi_items() if item[0] != "date"]


@pytest.mark.parametrize("kind", CALLERS)
async def test_what_each_may_do(world: World, kind: str) -> None:
    column = CALLERS.index(kind)
    for door, body, cells in TABLE:
        expected, _, code = cells.split()[column].partition(":")
        caller = await world.caller(kind)
        answer = await ask(world, caller, door, body)
        where = f"{door} by {kind}: {answer.status_code} {answer.text[:300]}"
        assert str(answer.status_code) == expected, where
        if answer.is_client_error:
            assert answer.headers["content-type"] == "application/problem+json", where
            assert door.startswith("HEAD") or answer.json()["code"] == (code or CODES[expected]), where
            assert await world.changed() == [], where
        else:
            assert not code, where
            await world.restore()
        if expected == "404" and "{" in door:
            assert plain(answer) == plain(await ask(world, nowhere(caller), door, body)), where


def test_no_door_is_forgotten(tmp_path: Path) -> None:
    from paperplane.app import App
    from paperplane.core.config import Config

    app = App(Config(data_dir=tmp_path))
    there = {f"{method} {route.path_format.removeprefix(API)}" for route in app.api.routes
             if not route.path.startswith("/openapi") for method in route.methods - {"OPTIONS"}}
    table = {door.partition("?")[0] for door, _, _ in TABLE}
    table = {re.sub(r"\{(group|invited)_id\}", "{conversation_id}", door) for door in table}
    table = {re.sub(r"/media/avatars/[^/]+/.*", "/media/avatars/{avatar_id}/{name}", door) for door in table}
    table = {door.replace("/messages/1/", "/messages/{seq}/") for door in table}
    table = {re.sub(r"(/pictures/)\{picture_id\}(/small)?", lambda found: found[1] + "{media_id}" + ("/{variant}" if found[2] else ""), door) for door in table}
    table = {door.replace("{group_pack_id}", "{pack_id}") for door in table}
    table = {door.replace("/tags/hello/", "/tags/{tag}/") for door in table}
    table = {re.sub(r"/digests/.*", "/digests/{token}", door) for door in table}
    table = {re.sub(r"/hls/main.m3u8", "/hls/{name}", door).replace("/captions/en", "/captions/{lang}") for door in table}
    table = {re.sub(r"/media/previews/.*", "/media/previews/{name}", door) for door in table}
    table = {re.sub(r"/media/files/[^/]+/.*", "/media/files/{media_id}/{variant}", door) for door in table}
    table = {re.sub(r"/media/\{upload_id\}(/large)?", lambda found: "/media/{media_id}" + ("/{variant}" if found[1] else ""), door) for door in table}
    assert there == table
    assert all(len(cells.split()) == len(CALLERS) for _, _, cells in TABLE)
