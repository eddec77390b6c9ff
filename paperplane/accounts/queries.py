"""Statements on accounts, their words, sessions and mailed tokens."""

from datetime import datetime
from uuid import UUID

import asyncpg
from msgspec import UNSET

from paperplane.accounts.types import (
    Claim,
    DeviceRow,
    MeRow,
    NewAccount,
    Purpose,
    Reachable,
    Secret,
    SessionRow,
    Settings,
)
from paperplane.core.db import Tx


async def insert_account(tx: Tx, new: NewAccount) -> bool:
    """False when the handle is somebody's."""
    return await tx.do("""
insert into accounts (id, handle, display_name, password_hash, birth_date, email, private, locale)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (handle) do nothing""",
                       new.id, new.handle, new.display_name, new.password_hash, new.birth_date, new.email,
                       new.private, new.locale) == 1


async def replace_words(tx: Tx, account: UUID, words: list[str]) -> None:
    await tx.do("""
with gone as (delete from account_words where account_id = $1 and word <> all($2::text[]))
insert into account_words (account_id, word) select $1, unnest($2::text[]) on conflict do nothing""", account, words)


async def me(tx: Tx, account: UUID) -> MeRow | None:
    return await tx.one(MeRow, """
select id, handle, display_name, avatar_id, email, email_verified_at is not null as email_verified, private,
       show_typing, show_recording, show_presence, show_receipts, mentions_reach, relay_calls, quiet_hours, locale, birth_date, operator, created_at
from accounts where id = $1""", account)


async def secret_by_handle(tx: Tx, handle: str) -> Secret | None:
    return await tx.one(Secret, "select id, handle, password_hash from accounts where handle = $1", handle)


async def secret_of(tx: Tx, account: UUID) -> Secret | None:
    return await tx.one(Secret, "select id, handle, password_hash from accounts where id = $1", account)


async def lock_unchanged(tx: Tx, secret: Secret) -> bool:
    """Hold the account; False when its password was changed since the secret was read."""
    return await tx.value("select true from accounts where id = $1 and password_hash = $2 for no key update",
                          secret.id, secret.password_hash) is not None


async def set_password(tx: Tx, account: UUID, password_hash: str) -> None:
    await tx.do("update accounts set password_hash = $2 where id = $1", account, password_hash)


async def set_handle(tx: Tx, account: UUID, handle: str) -> bool:
    """False when the handle is somebody else's; the transaction is then lost."""
    try:
        await tx.do("update accounts set handle = $2 where id = $1", account, handle)
    except asyncpg.UniqueViolationError:
        return False
    return True


async def set_display_name(tx: Tx, account: UUID, display_name: str) -> None:
    await tx.do("update accounts set display_name = $2 where id = $1", account, display_name)


async def set_avatar(tx: Tx, account: UUID, avatar: UUID | None) -> UUID | None:
    """The avatar it had before."""
    before: UUID | None = await tx.value("""
with before as (select id, avatar_id from accounts where id = $1 for no key update)
update accounts a set avatar_id = $2 from before where a.id = before.id returning before.avatar_id""", account, avatar)
    return before


async def set_created_at(tx: Tx, account: UUID, at: datetime) -> None:
    """For an account that was somewhere else before."""
    await tx.do("update accounts set created_at = $2 where id = $1", account, at)


async def set_settings(tx: Tx, account: UUID, wish: Settings) -> bool:
    """None leaves as it is; quiet hours alone can be None. Whether receipts are shown otherwise than before."""
    return bool(await tx.value("""
with before as (select id, show_receipts from accounts where id = $1 for no key update)
update accounts a set
  private = coalesce($2, a.private), show_typing = coalesce($3, a.show_typing), show_recording = coalesce($4, a.show_recording),
  show_presence = coalesce($5, a.show_presence), show_receipts = coalesce($6, a.show_receipts),
  mentions_reach = coalesce($7, a.mentions_reach), relay_calls = coalesce($11, a.relay_calls), quiet_hours = case when $9 then $10 else a.quiet_hours end, locale = coalesce($8, a.locale)
from before where a.id = before.id returning a.show_receipts <> before.show_receipts""",
                               account, wish.private, wish.show_typing, wish.show_recording, wish.show_presence,
                               wish.show_receipts, wish.mentions_reach, wish.locale, wish.quiet_hours is not UNSET,
                               None if wish.quiet_hours is UNSET else wish.quiet_hours, wish.relay_calls))


async def set_last_seen(tx: Tx, accounts: list[UUID], at: datetime) -> None:
    await tx.do("update accounts set last_seen_at = $2 where id = any($1::uuid[])", accounts, at)


# Operators


async def set_operator(tx: Tx, handle: str, operator: bool) -> bool:
    """False when nobody has this handle."""
    return await tx.do("update accounts set operator = $2 where handle = $1", handle, operator) == 1


async def operators(tx: Tx) -> list[str]:
    """Their handles, in order."""
    return [row["handle"] for row in await tx.rows("select handle from accounts where operator order by handle")]


# Sessions


async def insert_session(tx: Tx, session: UUID, account: UUID, token_hash: bytes, name: str) -> None:
    await tx.do("insert into sessions (id, account_id, token_hash, name) values ($1, $2, $3, $4)",
                session, account, token_hash, name)


async def session_by_token(tx: Tx, token_hash: bytes, days: int) -> SessionRow | None:
    """A session used within so many days, with whose it is. `stale`: last written down an hour ago or more."""
    return await tx.one(SessionRow, """
select s.id as session_id, a.id as account_id, a.handle, a.birth_date, a.locale, a.operator,
       s.last_seen_at < now() - interval '1 hour' as stale
from sessions s join accounts a on a.id = s.account_id
where s.token_hash = $1 and s.last_seen_at > now() - make_interval(days => $2)""", token_hash, days)


async def touch_session(tx: Tx, session: UUID) -> None:
    """Passed over where another request is writing the same just now: nobody waits for this."""
    await tx.do("""
update sessions set last_seen_at = now()
where id = (select id from sessions where id = $1 for no key update skip locked)""", session)


async def devices(tx: Tx, account: UUID, days: int) -> list[DeviceRow]:
    return await tx.all(DeviceRow, """
select id, name, created_at, last_seen_at from sessions
where account_id = $1 and last_seen_at > now() - make_interval(days => $2) order by last_seen_at desc, id desc""",
                        account, days)


async def rename_device(tx: Tx, account: UUID, session: UUID, name: str) -> DeviceRow | None:
    return await tx.one(DeviceRow, """
update sessions set name = $3 where account_id = $1 and id = $2 returning id, name, created_at, last_seen_at""",
                        account, session, name)


async def end_session(tx: Tx, account: UUID, session: UUID) -> bool:
    return await tx.do("delete from sessions where account_id = $1 and id = $2", account, session) == 1


async def end_sessions(tx: Tx, account: UUID, but: UUID | None) -> list[UUID]:
    """End every session, or all but one; which those were."""
    rows = await tx.rows("""
delete from sessions where account_id = $1 and ($2::uuid is null or id <> $2) returning id""", account, but)
    return [row["id"] for row in rows]


async def forget_old_sessions(tx: Tx, account: UUID, days: int) -> None:
    await tx.do("delete from sessions where account_id = $1 and last_seen_at <= now() - make_interval(days => $2)",
                account, days)


# E-mail


async def set_first_email(tx: Tx, account: UUID, email: str) -> None:
    """An address that is verified stays until the new one is: a slip of the finger must not lock anybody out."""
    await tx.do("update accounts set email = $2 where id = $1 and email_verified_at is null", account, email)


async def verify_email(tx: Tx, account: UUID, email: str) -> bool:
    """False when another account has verified the same address; the transaction is then lost."""
    try:
        await tx.do("update accounts set email = $2, email_verified_at = now() where id = $1", account, email)
    except asyncpg.UniqueViolationError:
        return False
    return True


async def clear_email(tx: Tx, account: UUID) -> None:
    await tx.do("update accounts set email = null, email_verified_at = null where id = $1", account)


async def reachable(tx: Tx, login: str) -> Reachable | None:
    """Whom a handle or a verified address names, if a mail reaches them."""
    return await tx.one(Reachable, """
select id, handle, email, locale from accounts
where email_verified_at is not null and (handle = lower($1) or lower(email) = lower($1))""", login)


async def replace_token(tx: Tx, token_hash: bytes, account: UUID, purpose: Purpose, email: str,
                        expires_at: datetime) -> None:
    """A newer mail makes the links of older ones useless."""
    await tx.do("""
with gone as (delete from mailed_tokens where account_id = $2 and purpose = $3)
insert into mailed_tokens (token_hash, account_id, purpose, email, expires_at) values ($1, $2, $3, $4, $5)""",
                token_hash, account, purpose, email, expires_at)


async def claim(tx: Tx, token_hash: bytes, purpose: Purpose) -> Claim | None:
    return await tx.one(Claim, """
select account_id, email from mailed_tokens where token_hash = $1 and purpose = $2 and expires_at > now()""",
                        token_hash, purpose)


async def take_token(tx: Tx, token_hash: bytes, purpose: Purpose) -> Claim | None:
    """As claim, and the token is used up."""
    return await tx.one(Claim, """
delete from mailed_tokens where token_hash = $1 and purpose = $2 and expires_at > now()
returning account_id, email""", token_hash, purpose)


async def forget_tokens(tx: Tx, account: UUID, purposes: list[Purpose]) -> None:
    await tx.do("delete from mailed_tokens where account_id = $1 and purpose = any($2)", account, purposes)
