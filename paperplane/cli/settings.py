"""What every command may be told, and how it runs and speaks."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import uvloop
from cyclopts import Group, Parameter

from paperplane.core import config as settings
from paperplane.core import log
from paperplane.core.config import Config


@Parameter(name="*", group=Group("Settings", sort_key=1))
@dataclass(frozen=True)
class Settings:
    """What every command may be told."""

    data_dir: Annotated[Path | None, Parameter(help="The folder for everything: database, pictures, keys.")] = None
    database_url: Annotated[str | None, Parameter(help="A PostgreSQL 18 of your own, instead of the built-in.")] = None
    config: Annotated[Path | None, Parameter(help="A TOML file with settings.")] = None

    def load(self, **flags: object) -> Config:
        found = settings.load({"data_dir": self.data_dir, "database_url": self.database_url, **flags}, file=self.config)
        log.configure(found.log_level, as_json=found.log_json)
        return found


DEFAULTS = Settings()


def run(work: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)


def say(text: str) -> None:
    print(text, flush=True)
