"""HTTP doors of a mail's one-click link (RFC 8058): no session, since it is a mail program that asks."""

from litestar import get, post
from litestar.di import NamedDependency as Given
from litestar.params import FromPath
from litestar.response import Redirect

from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.openapi import problems
from paperplane.notifications.digest import actions


@get("/digests/{token:str}", status_code=302, tags=["notifications"], responses=problems(400, 404, 429, 503))
async def ask(token: FromPath[str], keys: Given[Keys]) -> Redirect:
    """A page that asks; nothing is changed, since machines follow links too."""
    actions.whose(keys, token)
    return Redirect(f"/unsubscribe#{token}", status_code=302)


@post("/digests/{token:str}", status_code=204, tags=["notifications"], responses=problems(400, 404, 429, 503))
async def stop(token: FromPath[str], tx: Given[Tx], keys: Given[Keys]) -> None:
    """No more mails for whom this one was."""
    await actions.stop(tx, keys, token)


routes = [ask, stop]
