"""What changes accounts. Where a password is hashed or compared, no transaction holds a connection meanwhile:
each `tx` here takes its connection at its first statement, which stands after the hashing."""

from uuid import UUID

import msgspec

from paperplane.accounts import birth, credential, links, passwords, queries, reads, rules
from paperplane.accounts.settings.types import PresenceSwitched, ReceiptsSwitched
from paperplane.accounts.types import (
    RESET,
    VERIFY,
    Credential,
    DeviceRow,
    NewAccount,
    Reachable,
    Secret,
    SessionsEnded,
    Settings,
    SignIn,
    SignUp,
    Viewer,
)
from paperplane.core import clock
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.errors import AppError, Conflict, Denied, NotFound
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Sizes


class WrongCredentials(AppError):
    """No such handle, or not its password: nobody learns which."""

    def __init__(self) -> None:
        super().__init__(401, "wrong_credentials", "The handle or the password is not right.")


class WrongPassword(Denied):
    def __init__(self) -> None:
        super().__init__("wrong_password", "This is not your password.", field="password")


class Confirmed(msgspec.Struct, frozen=True):
    """A viewer who has just said their password; `secret` is the hash it was compared with."""

    viewer: Viewer
    secret: Secret


class Opened(Secret, frozen=True):
    """An account that may be signed in to; `renewed` is its hash at today's cost, where that has changed."""

    renewed: str | None


async def sign_up(tx: Tx, config: Config, keys: Keys, asked: SignUp) -> UUID:
    """The new account. The age comes first: who is too young leaves no trace, not even by a taken handle."""
    sizes = config.limits.sizes
    rules.old_enough(asked.birth_date, clock.today(), config.minimum_age)
    handle, name = rules.new_handle(asked.handle), rules.display_name(asked.display_name, sizes)
    rules.new_password(asked.password, handle, sizes)
    email = rules.address(asked.email) if asked.email else None
    password_hash = await passwords.hashed(config.argon2, asked.password)
    account = new_id()
    new = NewAccount(account, handle, name, password_hash, birth.seal(keys, account, asked.birth_date), email,
                     rules.is_minor(asked.birth_date, clock.today()), asked.locale)
    if not await queries.insert_account(tx, new):
        raise Conflict("handle_taken", "Somebody has this handle already.", field="handle")
    await queries.replace_words(tx, account, rules.found_by(handle, name))
    if email:
        await links.send(tx, keys, sizes, VERIFY, Reachable(account, handle, email, asked.locale))
    return account


async def prove(db: Db, config: Config, asked: SignIn) -> Opened:
    """Compare handle and password. Raises WrongCredentials, after the same work whether or not the handle exists."""
    handle = rules.handle_of(asked.handle)
    async with db.tx() as tx:
        known = await queries.secret_by_handle(tx, handle) if rules.is_handle(handle) else None
    verdict = await passwords.verified(config.argon2, known.password_hash if known else None, asked.password)
    if known is None or not verdict.right:
        raise WrongCredentials
    return Opened(known.id, known.handle, known.password_hash, verdict.renewed)


async def sign_in(tx: Tx, sizes: Sizes, opened: Opened, device: str) -> str:
    """The token of a new session. Raises WrongCredentials when the password was changed in between."""
    if not await queries.lock_unchanged(tx, opened):
        raise WrongCredentials
    if opened.renewed:
        await queries.set_password(tx, opened.id, opened.renewed)
    await queries.forget_old_sessions(tx, opened.id, sizes.session_days)
    return await open_session(tx, opened.id, device)


async def open_session(tx: Tx, account: UUID, device: str) -> str:
    """The token, which is said this once."""
    token = credential.new_token()
    await queries.insert_session(tx, new_id(), account, credential.hash_of(token), device)
    return token


async def demo_sign_in(tx: Tx, handle: str, device: str) -> tuple[UUID, str]:
    """The account and its token, for a demo's people only; the door sees to that."""
    known = await queries.secret_by_handle(tx, rules.handle_of(handle)) if handle.isprintable() else None
    if known is None:
        raise NotFound
    return known.id, await open_session(tx, known.id, device)


async def confirm(db: Db, config: Config, keys: Keys, limiter: RateLimiter,
                  who: Credential | None, password: str) -> Confirmed:
    """The viewer, once it has said its password again. Raises SignedOut, or Denied `wrong_password`."""
    async with db.tx() as tx:
        viewer = await reads.viewer(tx, keys, config.limits.sizes, who)
        secret = await queries.secret_of(tx, viewer.account_id)
    limiter.take("secret_account", viewer.account_id)
    verdict = await passwords.verified(config.argon2, secret.password_hash if secret else None, password)
    if secret is None or not verdict.right:
        raise WrongPassword
    return Confirmed(viewer, secret)


async def hold(tx: Tx, confirmed: Confirmed) -> None:
    """Lock the account for the change; raises Denied where its password was changed meanwhile."""
    if not await queries.lock_unchanged(tx, confirmed.secret):
        raise WrongPassword


async def change_settings(tx: Tx, viewer: Viewer, asked: Settings) -> None:
    rules.may_choose(asked, viewer.minor)
    if asked.quiet_hours is not msgspec.UNSET:
        rules.quiet_hours(asked.quiet_hours)
    if await queries.set_settings(tx, viewer.account_id, asked):
        tx.announce(ReceiptsSwitched(viewer.account_id))
    if asked.show_presence is not None:
        tx.signal(PresenceSwitched(viewer.account_id, asked.show_presence))


async def change_handle(tx: Tx, confirmed: Confirmed, typed: str) -> None:
    handle, account = rules.new_handle(typed), confirmed.viewer.account_id
    await hold(tx, confirmed)
    if not await queries.set_handle(tx, account, handle):
        raise Conflict("handle_taken", "Somebody has this handle already.", field="handle")
    own = await queries.me(tx, account)
    if own is not None:
        await queries.replace_words(tx, account, rules.found_by(handle, own.display_name))


async def rename(tx: Tx, viewer: Viewer, sizes: Sizes, display_name: str) -> None:
    name = rules.display_name(display_name, sizes)
    await queries.set_display_name(tx, viewer.account_id, name)
    await queries.replace_words(tx, viewer.account_id, rules.found_by(viewer.handle, name))


async def change_password(tx: Tx, config: Config, confirmed: Confirmed, password: str) -> None:
    """All other devices are signed out, and links to choose a new password no longer work."""
    rules.new_password(password, confirmed.secret.handle, config.limits.sizes)
    password_hash = await passwords.hashed(config.argon2, password)
    await hold(tx, confirmed)
    viewer = confirmed.viewer
    await queries.set_password(tx, viewer.account_id, password_hash)
    await queries.forget_tokens(tx, viewer.account_id, [RESET])
    await end_sessions(tx, viewer.account_id, but=viewer.session_id)


# Devices


async def rename_device(tx: Tx, viewer: Viewer, sizes: Sizes, session: UUID, name: str) -> DeviceRow:
    shown = rules.device_name(name, "", sizes)
    found = await queries.rename_device(tx, viewer.account_id, session, shown)
    if found is None:
        raise NotFound
    return found


async def end_session(tx: Tx, viewer: Viewer, session: UUID) -> None:
    """Sign a device out; its sockets close."""
    if not await queries.end_session(tx, viewer.account_id, session):
        raise NotFound
    tx.signal(SessionsEnded([session]))


async def end_sessions(tx: Tx, account: UUID, but: UUID | None) -> None:
    """Sign all devices out, or all but one; their sockets close."""
    ended = await queries.end_sessions(tx, account, but)
    if ended:
        tx.signal(SessionsEnded(ended))
