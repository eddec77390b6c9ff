"""The hint that something is new. Postgres holds the truth; whoever misses a hint asks it."""

from collections.abc import Callable, Iterable
from typing import Protocol
from uuid import UUID

Deliver = Callable[[Iterable[UUID], str], None]


class Bus(Protocol):
    """Carries a frame, encoded once, to every process that serves one of the accounts."""

    def publish(self, to: Iterable[UUID], frame: str) -> None: ...

    def subscribe(self, deliver: Deliver) -> None: ...

    def ready(self) -> bool: ...


class LocalBus:
    """The bus of a single process: a function call."""

    def __init__(self) -> None:
        self._subscribers: list[Deliver] = []

    def publish(self, to: Iterable[UUID], frame: str) -> None:
        for deliver in self._subscribers:
            deliver(to, frame)

    def subscribe(self, deliver: Deliver) -> None:
        self._subscribers.append(deliver)

    def ready(self) -> bool:
        return True
