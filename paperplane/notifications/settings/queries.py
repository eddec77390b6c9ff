"""Statements on how somebody wants to be told."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.notifications.settings.types import NotificationChange, NotificationSettings


async def settings(tx: Tx, account: UUID) -> NotificationSettings:
    """Who has chosen nothing has the defaults."""
    found = await tx.one(NotificationSettings, """
select content, messages, mentions, requests, follows, digest, likes, comments, post_mentions, tags
from notification_settings where account_id = $1""", account)
    return found or NotificationSettings()


async def change(tx: Tx, account: UUID, wish: NotificationChange) -> None:
    """None leaves as it is."""
    await tx.do("""
insert into notification_settings as s (account_id, content, messages, mentions, requests, follows, digest, likes, comments, post_mentions, tags)
values ($1, coalesce($2, 'text'), coalesce($3, true), coalesce($4, true), coalesce($5, true), coalesce($6, false), coalesce($7, true),
  coalesce($8, 'nobody'), coalesce($9, 'everyone'), coalesce($10, 'everyone'), coalesce($11, 'everyone'))
on conflict (account_id) do update set content = coalesce($2, s.content), messages = coalesce($3, s.messages),
  mentions = coalesce($4, s.mentions), requests = coalesce($5, s.requests), follows = coalesce($6, s.follows), digest = coalesce($7, s.digest),
  likes = coalesce($8, s.likes), comments = coalesce($9, s.comments), post_mentions = coalesce($10, s.post_mentions),
  tags = coalesce($11, s.tags)""",
                account, wish.content, wish.messages, wish.mentions, wish.requests, wish.follows, wish.digest, wish.likes, wish.comments,
                wish.post_mentions, wish.tags)
