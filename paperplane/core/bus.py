"""The hint that something is new. Postgres holds the truth; whoever misses a hint asks it."""

from collections.abc import Callable, Iterable
from typing import Protocol
from uuid import UUID

Deliver = Callable[[Iterable[UUID], str, object], None]


class Bus(Protocol):
    """Carries a frame, encoded once, to every process that serves one of the accounts, or in which one looks at the post, that it
    is addressed to.

    `origin` is the socket that caused it and need not hear it; it means something in its own process only.
    """

    def publish(self, to: Iterable[UUID], frame: str, origin: object = None) -> None: ...

    def subscribe(self, deliver: Deliver) -> None: ...

    def ready(self) -> bool: ...


class LocalBus:
    """The bus of a single process: a function call."""

    def __init__(self) -> None:
        self._subscribers: list[Deliver] = []

    def publish(self, to: Iterable[UUID], frame: str, origin: object = None) -> None:
        for deliver in self._subscribers:
            deliver(to, frame, origin)

    def subscribe(self, deliver: Deliver) -> None:
        self._subscribers.append(deliver)

    def ready(self) -> bool:
        return True
