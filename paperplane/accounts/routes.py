"""The doors to accounts. Browsers are answered by cookie, other clients by token (docs/api.md)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response, delete, get, patch, post, put
from litestar.datastructures import Cookie
from litestar.di import NamedDependency as Given
from litestar.di import Provide
from litestar.params import FromPath, JSONBody

from paperplane.accounts import actions, credential, reads, recovery, rules
from paperplane.accounts.types import (
    Confirmation,
    Credential,
    DemoSignIn,
    Device,
    DeviceRename,
    Devices,
    Me,
    NewEmail,
    NewHandle,
    NewPassword,
    Reset,
    ResetRequest,
    Settings,
    SignedIn,
    SignIn,
    SignUp,
    Verification,
    Viewer,
)
from paperplane.core import clock, mail
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import NO_CONTENT, PROBLEM_JSON, problems

AnyRequest = Request[Any, Any, Any]


async def who_asks(request: AnyRequest, config: Given[Config]) -> Credential | None:
    return credential.of_request(request.method, request.headers, config.origin)


# For the whole application.
dependencies = {"who": Provide(who_asks)}


@post("/accounts", tags=["accounts"], responses=problems(400, 403, 409, 429, 503))
async def sign_up(request: AnyRequest, data: JSONBody[SignUp], tx: Given[Tx], config: Given[Config], keys: Given[Keys],
                  limiter: Given[RateLimiter], address: Given[str]) -> Response[SignedIn]:
    """Open an account and be signed in. The birth date is sealed and never shown."""
    _own_page(request, config)
    limiter.take("sign_up_address", address)
    try:
        if _refused_before(request, config, keys):
            raise rules.UnderMinimumAge(config.minimum_age)
        account = await actions.sign_up(tx, config, keys, data)
    except rules.UnderMinimumAge as refusal:
        return _refused(refusal, request, config, keys)
    token = await actions.open_session(tx, account, _device(request, config, data.device_name))
    return _signed_in(request, config, await reads.me(tx, keys, account), token)


@post("/sessions", tags=["accounts"], responses=problems(400, 401, 403, 429, 503))
async def sign_in(request: AnyRequest, data: JSONBody[SignIn], tx: Given[Tx], db: Given[Db], config: Given[Config],
                  keys: Given[Keys], limiter: Given[RateLimiter], address: Given[str]) -> Response[SignedIn]:
    """Sign in on this device."""
    _own_page(request, config)
    limiter.take("sign_in_address", address)
    limiter.take("sign_in_account_address", (rules.handle_of(data.handle), address))
    limiter.take("sign_in_account", rules.handle_of(data.handle))
    opened = await actions.prove(db, config, data)
    token = await actions.sign_in(tx, config.limits.sizes, opened, _device(request, config, data.device_name))
    return _signed_in(request, config, await reads.me(tx, keys, opened.id), token)


@delete("/sessions/current", tags=["accounts"], responses=problems(401, 403, 429, 503) | NO_CONTENT)
async def sign_out(tx: Given[Tx], viewer: Given[Viewer], config: Given[Config]) -> Response[None]:
    """Sign this device out; its sockets close."""
    await actions.end_session(tx, viewer, viewer.session_id)
    gone = _cookie(config, credential.SESSION_COOKIE, "", timedelta(0))
    return Response(None, status_code=204, cookies=[gone])


@post("/demo/sessions", tags=["accounts"], responses=problems(400, 403, 404, 429, 503))
async def demo_sign_in(request: AnyRequest, data: JSONBody[DemoSignIn], tx: Given[Tx], config: Given[Config],
                       keys: Given[Keys]) -> Response[SignedIn]:
    """Continue as one of a demo's people. Only in a demo."""
    if not config.demo or rules.handle_of(data.handle) not in config.demo_people:
        raise NotFound
    _own_page(request, config)
    account, token = await actions.demo_sign_in(tx, data.handle, _device(request, config, None))
    return _signed_in(request, config, await reads.me(tx, keys, account), token)


@get("/demo/outbox", tags=["accounts"], responses=problems(404, 429))
async def demo_outbox(config: Given[Config]) -> dict[str, list[mail.KeptMail]]:
    """The mails a demo would have sent, newest first. Only in a demo."""
    if not config.demo:
        raise NotFound
    return {"mails": mail.outbox(config.data_dir)}


@get("/me", tags=["accounts"], responses=problems(401, 429, 503))
async def me(tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Me:
    """The viewer's own account."""
    return await reads.me(tx, keys, viewer.account_id)


@patch("/me", tags=["accounts"], responses=problems(400, 401, 403, 429, 503))
async def change_settings(data: JSONBody[Settings], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys],
                          limiter: Given[RateLimiter]) -> Me:
    """Privacy, manners and language. A minor's account stays private."""
    if data.show_receipts is not None:
        limiter.take("receipts_account", viewer.account_id)
    if data.show_presence is not None:
        limiter.take("presence_account", viewer.account_id)
    await actions.change_settings(tx, viewer, data)
    return await reads.me(tx, keys, viewer.account_id)


@put("/me/handle", tags=["accounts"], responses=problems(400, 401, 403, 409, 429, 503))
async def change_handle(data: JSONBody[NewHandle], tx: Given[Tx], db: Given[Db], config: Given[Config],
                        keys: Given[Keys], limiter: Given[RateLimiter], who: Given[Credential | None]) -> Me:
    """Take another handle; the old one is free again."""
    confirmed = await actions.confirm(db, config, keys, limiter, who, data.password)
    await actions.change_handle(tx, confirmed, data.handle)
    return await reads.me(tx, keys, confirmed.viewer.account_id)


@put("/me/password", status_code=204, tags=["accounts"], responses=problems(400, 401, 403, 429, 503))
async def change_password(data: JSONBody[NewPassword], tx: Given[Tx], db: Given[Db], config: Given[Config],
                          keys: Given[Keys], limiter: Given[RateLimiter], who: Given[Credential | None]) -> None:
    """Change the password. All other devices are signed out."""
    confirmed = await actions.confirm(db, config, keys, limiter, who, data.current_password)
    await actions.change_password(tx, config, confirmed, data.new_password)


@put("/me/email", status_code=202, media_type=MediaType.TEXT, tags=["accounts"],
     responses=problems(400, 401, 403, 429, 503))
async def change_email(data: JSONBody[NewEmail], tx: Given[Tx], db: Given[Db], config: Given[Config], keys: Given[Keys],
                       limiter: Given[RateLimiter], who: Given[Credential | None], address: Given[str]) -> None:
    """Send a mail to an address, which proves that it is the viewer's."""
    confirmed = await actions.confirm(db, config, keys, limiter, who, data.password)
    limiter.take("mail_account", confirmed.viewer.account_id)
    limiter.take("mail_address", address)
    await recovery.ask_verification(tx, keys, config.limits.sizes, confirmed, data.email)


@delete("/me/email", tags=["accounts"], responses=problems(400, 401, 403, 429, 503))
async def remove_email(data: JSONBody[Confirmation], tx: Given[Tx], db: Given[Db], config: Given[Config],
                       keys: Given[Keys], limiter: Given[RateLimiter], who: Given[Credential | None]) -> None:
    """Forget the address; a forgotten password cannot be replaced then."""
    confirmed = await actions.confirm(db, config, keys, limiter, who, data.password)
    await recovery.remove(tx, confirmed)


@post("/email-verifications", status_code=204, tags=["accounts"], responses=problems(400, 409, 429, 503))
async def verify_email(data: JSONBody[Verification], tx: Given[Tx], limiter: Given[RateLimiter],
                       address: Given[str]) -> None:
    """Prove an address by the token that was mailed to it."""
    limiter.take("mailed_tokens_address", address)
    await recovery.verify(tx, data.token)


@post("/password-resets", status_code=202, media_type=MediaType.TEXT, tags=["accounts"],
      responses=problems(400, 429, 503))
async def ask_reset(data: JSONBody[ResetRequest], tx: Given[Tx], limiter: Given[RateLimiter],
                    address: Given[str]) -> None:
    """Ask for a mail to choose a new password. The answer never tells whether there is such an account."""
    limiter.take("mail_address", address)
    limiter.take("mail_account", rules.handle_of(data.login))
    recovery.ask_reset(tx, data.login)


@post("/password-resets/complete", status_code=204, tags=["accounts"], responses=problems(400, 429, 503))
async def reset(data: JSONBody[Reset], tx: Given[Tx], db: Given[Db], config: Given[Config], limiter: Given[RateLimiter],
                address: Given[str]) -> None:
    """Choose a new password by a mailed token. All devices are signed out."""
    limiter.take("mailed_tokens_address", address)
    await recovery.reset(db, tx, config, data)


@get("/me/devices", tags=["accounts"], responses=problems(401, 429, 503))
async def devices(tx: Given[Tx], viewer: Given[Viewer], config: Given[Config]) -> Devices:
    """Where the viewer is signed in, the last used first."""
    return await reads.devices(tx, viewer, config.limits.sizes)


@patch("/me/devices/{device_id:uuid}", tags=["accounts"], responses=problems(400, 401, 403, 404, 429, 503))
async def rename_device(device_id: FromPath[UUID], data: JSONBody[DeviceRename], tx: Given[Tx], viewer: Given[Viewer],
                        config: Given[Config]) -> Device:
    """Give a device another name."""
    row = await actions.rename_device(tx, viewer, config.limits.sizes, device_id, data.name)
    return reads.device(row, viewer)


@delete("/me/devices/{device_id:uuid}", tags=["accounts"], responses=problems(400, 401, 403, 404, 429, 503))
async def end_device(device_id: FromPath[UUID], tx: Given[Tx], viewer: Given[Viewer]) -> None:
    """Sign a device out; its sockets close."""
    await actions.end_session(tx, viewer, device_id)


@delete("/me/devices", tags=["accounts"], responses=problems(401, 403, 429, 503))
async def end_other_devices(tx: Given[Tx], viewer: Given[Viewer]) -> None:
    """Sign all devices out but this one; their sockets close."""
    await actions.end_sessions(tx, viewer.account_id, but=viewer.session_id)


def _own_page(request: AnyRequest, config: Config) -> None:
    """A page of another site must not sign anybody in or up here."""
    if credential.is_browser(request.headers):
        credential.same_site(request.headers, config.origin)


def _device(request: AnyRequest, config: Config, given: str | None) -> str:
    return rules.device_name(given, request.headers.get("user-agent", ""), config.limits.sizes)


def _signed_in(request: AnyRequest, config: Config, account: Me, token: str) -> Response[SignedIn]:
    if not credential.is_browser(request.headers):
        return Response(SignedIn(account, token))
    kept = timedelta(days=config.limits.sizes.session_days)
    return Response(SignedIn(account, None), cookies=[_cookie(config, credential.SESSION_COOKIE, token, kept)])


def _refused(refusal: rules.UnderMinimumAge, request: AnyRequest, config: Config, keys: Keys) -> Response[Any]:
    """The refusal, and a cookie by which the next try with another date is answered the same."""
    cookies = []
    if not _refused_before(request, config, keys):
        kept = timedelta(hours=config.limits.sizes.under_age_retry_h)
        value = rules.refusal_value(clock.now() + kept)
        signed = f"{value}.{keys.sign(credential.REFUSAL_COOKIE, value)}"
        cookies = [_cookie(config, credential.REFUSAL_COOKIE, signed, kept)]
    return Response(refusal.problem(), status_code=refusal.status, media_type=PROBLEM_JSON, cookies=cookies)


def _refused_before(request: AnyRequest, config: Config, keys: Keys) -> bool:
    value, _, signature = (credential.cookie_of(request.headers, credential.REFUSAL_COOKIE) or "").partition(".")
    kept = timedelta(hours=config.limits.sizes.under_age_retry_h)
    return (keys.verify(credential.REFUSAL_COOKIE, value, signature)
            and rules.refusal_stands(value, clock.now(), kept))


def _cookie(config: Config, name: str, value: str, kept: timedelta) -> Cookie:
    return Cookie(name, path="/", value=value, max_age=int(kept.total_seconds()), httponly=True, samesite="lax",
                  secure=config.origin.startswith("https://"))


routes = [
    sign_up, sign_in, sign_out, demo_sign_in, demo_outbox, me, change_settings, change_handle, change_password,
    change_email, remove_email, verify_email, ask_reset, reset, devices, rename_device, end_device, end_other_devices,
]
