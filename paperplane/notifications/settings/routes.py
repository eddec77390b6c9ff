"""HTTP doors of how somebody wants to be told."""

from litestar import get, patch
from litestar.di import NamedDependency as Given
from litestar.params import JSONBody

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.openapi import problems
from paperplane.notifications.settings import queries
from paperplane.notifications.settings.types import NotificationChange, NotificationSettings, NotificationsFrame


@get("/me/notifications", tags=["notifications"], responses=problems(401, 429, 503))
async def settings(tx: Given[Tx], viewer: Given[Viewer]) -> NotificationSettings:
    """How the viewer wants to be told, on all devices."""
    return await queries.settings(tx, viewer.account_id)


@patch("/me/notifications", tags=["notifications"], responses=problems(400, 401, 403, 429, 503))
async def change(data: JSONBody[NotificationChange], tx: Given[Tx], viewer: Given[Viewer]) -> NotificationSettings:
    await queries.change(tx, viewer.account_id, data)
    tx.push(NotificationsFrame(), to=[viewer.account_id])
    return await queries.settings(tx, viewer.account_id)


routes = [settings, change]
