"""The door that says whose server this is."""

from litestar import get
from litestar.di import NamedDependency as Given

from paperplane import __version__
from paperplane.accounts.types import LANGUAGES
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.openapi import problems
from paperplane.demo import queries
from paperplane.demo.types import Server


@get("/server", responses=problems(429, 503))
async def server(tx: Given[Tx], config: Given[Config]) -> Server:
    """Open to all."""
    people = await queries.people_called(tx, config.demo_people) if config.demo else []
    return Server(name=config.server_name, version=__version__, minimum_age=config.minimum_age,
                  languages=list(LANGUAGES), demo=config.demo, demo_people=people)


routes = [server]
