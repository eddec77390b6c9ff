"""Addresses, and the way back in by one: actions on e-mail and forgotten passwords."""

from paperplane.accounts import actions, credential, links, passwords, queries, rules
from paperplane.accounts.types import RESET, VERIFY, MailDue, MeRow, Reachable, Reset, ResetAsked
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.errors import Conflict, Invalid
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes


class BadToken(Invalid):
    def __init__(self) -> None:
        super().__init__("bad_token", "This link is used up or too old. Ask for a new one.", field="token")


async def ask_verification(tx: Tx, keys: Keys, sizes: Sizes, confirmed: actions.Confirmed, typed: str) -> None:
    """A mail goes to the address, whoever has it: nobody learns here whether another account does."""
    email, viewer = rules.address(typed), confirmed.viewer
    await actions.hold(tx, confirmed)
    await queries.set_first_email(tx, viewer.account_id, email)
    await links.send(tx, keys, sizes, VERIFY, Reachable(viewer.account_id, viewer.handle, email, viewer.locale))


async def verify(tx: Tx, token: str) -> None:
    claim = await queries.take_token(tx, credential.hash_of(token), VERIFY)
    before = await queries.me(tx, claim.account_id) if claim else None
    if claim is None or before is None:
        raise BadToken
    if not await queries.verify_email(tx, claim.account_id, claim.email):
        raise Conflict("email_taken", "This address belongs to another account here.")
    if before.email and before.email.lower() != claim.email.lower():
        await queries.forget_tokens(tx, claim.account_id, [RESET])
        _tell_old_address(tx, before)


async def remove(tx: Tx, confirmed: actions.Confirmed) -> None:
    account = confirmed.viewer.account_id
    await actions.hold(tx, confirmed)
    before = await queries.me(tx, account)
    await queries.clear_email(tx, account)
    await queries.forget_tokens(tx, account, [VERIFY, RESET])
    if before:
        _tell_old_address(tx, before)


def _tell_old_address(tx: Tx, before: MeRow) -> None:
    """An address that was proven hears that it no longer counts: its owner may not be who changed it."""
    if before.email and before.email_verified:
        tx.announce(MailDue("email_replaced", before.email, before.handle, before.locale))


def ask_reset(tx: Tx, login: str) -> None:
    """The same work for every login: whether a mail follows is decided later, out of sight."""
    if login.isprintable():
        tx.announce(ResetAsked(login))


async def reset(db: Db, tx: Tx, config: Config, asked: Reset) -> None:
    """A new password by a mailed token; all devices are signed out. Raises BadToken."""
    token_hash = credential.hash_of(asked.token)
    async with db.tx() as first:
        claim = await queries.claim(first, token_hash, RESET)
        secret = await queries.secret_of(first, claim.account_id) if claim else None
    if secret is None:
        raise BadToken
    rules.new_password(asked.password, secret.handle, config.limits.sizes)
    password_hash = await passwords.hashed(config.argon2, asked.password)
    if await queries.take_token(tx, token_hash, RESET) is None:
        raise BadToken
    await queries.set_password(tx, secret.id, password_hash)
    await actions.end_sessions(tx, secret.id, but=None)
