"""Who is here: the open sockets of this process by account, and who watches whose presence."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from paperplane.accounts.settings.types import PresenceSwitched
from paperplane.accounts.types import SessionsEnded
from paperplane.core.clock import now
from paperplane.core.sockets import framed
from paperplane.messages.manners.types import Bond
from paperplane.messages.types import TiesChanged
from paperplane.presence.types import PresenceFrame
from paperplane.realtime import figures
from paperplane.realtime.connection import REASONS, SIGNED_OUT, SILENT, TOO_MANY, Connection
from paperplane.realtime.frames import encode
from paperplane.realtime.looks import Looks
from paperplane.relations.types import Parted

# A reload or a change of network is no absence.
ABSENT_AFTER_S = 5.0
SWEEP_EVERY_S = 5.0
# A hello that looked its session up before a sign-out may arrive here after it, but not by more than this.
ENDED_KEPT_S = 60.0


class Hub:
    """Brings what the bus says to the sockets of whom it is for."""

    def __init__(self, most_sockets: int, silent_after_s: float, looks: Looks, left: Callable[[UUID], None], reshow: Callable[[UUID], None]) -> None:
        self.looks = looks
        self.partings = 0       # how often it has changed who may see whom
        self._most_sockets = most_sockets
        self._silent_after_s = silent_after_s
        self._left = left
        self._reshow = reshow
        self._by_account: dict[UUID, list[Connection]] = {}
        self._watchers: dict[UUID, set[Connection]] = {}
        self._watched: dict[Connection, list[UUID]] = {}
        self._wanted: dict[Connection, frozenset[UUID]] = {}      # those too whom it may not see
        self._leaving: dict[UUID, asyncio.TimerHandle] = {}
        self._ended: dict[UUID, float] = {}

    def deliver(self, to: Iterable[UUID], text: str, origin: object) -> None:
        written, frame = 0, framed(text.encode())
        for account in to:
            for connection in self._by_account.get(account, ()):
                if connection is not origin:
                    connection.write_frame(frame)
                    written += 1
        figures.frames_delivered.inc(written)

    def add(self, connection: Connection) -> None:
        """A socket is here. Above the most an account may have, its oldest goes."""
        account = connection.viewer.account_id
        here = self._by_account.setdefault(account, [])
        here.append(connection)
        figures.sockets_open.inc()
        if connection.viewer.session_id in self._ended:
            connection.close(SIGNED_OUT)
        staying = [one for one in here if not one.closing]
        for oldest in staying[:-self._most_sockets]:
            oldest.close(TOO_MANY)
        leaving = self._leaving.pop(account, None)
        if leaving is not None:
            leaving.cancel()
        elif len(here) == 1:
            self._tell(account, PresenceFrame(account, online=True, last_seen_at=None))

    def remove(self, connection: Connection) -> None:
        account = connection.viewer.account_id
        self.watch(connection, [], {})
        self.looks.remove(connection)
        here = self._by_account[account]
        here.remove(connection)
        figures.sockets_open.dec()
        figures.sockets_closed.labels(REASONS.get(connection.code, "other")).inc()
        if not here:
            del self._by_account[account]
            self._leaving[account] = asyncio.get_running_loop().call_later(ABSENT_AFTER_S, self._gone, account)

    def watch(self, connection: Connection, wanted: Iterable[UUID], seen: Mapping[UUID, datetime | None]) -> None:
        """Tell this socket of these people's presence, now and from now on; replaces whom it watched.

        Of those who were wanted, `seen` are shown, with when they were last seen.
        """
        for account in self._watched.pop(connection, ()):
            watchers = self._watchers[account]
            watchers.discard(connection)
            if not watchers:
                del self._watchers[account]
        self._wanted.pop(connection, None)
        if wanted := frozenset(wanted):
            self._wanted[connection] = wanted
        for account, last_seen_at in seen.items():
            self._show(connection, account, last_seen_at)

    def concerned(self, account: UUID) -> set[UUID]:
        """Who wants to be told of this account, and of whom it wants to be told."""
        asking = {one.viewer.account_id for one, wanted in self._wanted.items() if account in wanted}
        asked = (self._wanted.get(one, ()) for one in self._by_account.get(account, ()))
        return asking.union(*asked) - {account}

    def reshow(self, account: UUID, concerned: set[UUID], shown: Mapping[UUID, Bond]) -> None:
        """From now on the account shares presence with these of the people concerned, and with no others of them."""
        for connection, wanted in list(self._wanted.items()):
            viewer = connection.viewer.account_id
            if viewer == account:
                for other in wanted & concerned:
                    bond = shown.get(other)
                    self._set(connection, other, bond is not None, bond.last_seen_at if bond else None)
            elif account in wanted and viewer in concerned:
                bond = shown.get(viewer)
                self._set(connection, account, bond is not None, bond.my_last_seen_at if bond else None)

    def is_here(self, account: UUID) -> bool:
        return account in self._by_account or account in self._leaving

    def on_signal(self, event: msgspec.Struct) -> None:
        """What happened in this process that an open socket must feel at once."""
        self.looks.on_signal(event)
        match event:
            case SessionsEnded(session_ids=ended):
                self._sign_out(set(ended))
            case PresenceSwitched(account_id=account, show=show):
                self.partings += 1
                if show == "nobody":
                    self.reshow(account, self.concerned(account), {})
                else:
                    self._reshow(account)
            case Parted(one_id=one, other_id=other):
                self.partings += 1
                self._part(one, other)
                self._part(other, one)
                self._reshow(one)
            case TiesChanged(account_ids=accounts):
                self.partings += 1
                for account in accounts:
                    self._reshow(account)
            case _:
                pass

    def close(self) -> list[UUID]:
        """The server stops: nobody is here any more. Who was."""
        for leaving in self._leaving.values():
            leaving.cancel()
        here = [*self._by_account, *self._leaving]
        self._leaving.clear()
        return here

    async def sweep(self) -> None:
        """Close sockets that have said nothing for too long; until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(SWEEP_EVERY_S)
            oldest = loop.time() - self._silent_after_s
            self._ended = {one: at for one, at in self._ended.items() if at > loop.time() - ENDED_KEPT_S}
            for here in list(self._by_account.values()):
                for connection in list(here):
                    if connection.heard_at < oldest:
                        connection.close(SILENT)

    def _sign_out(self, ended: set[UUID]) -> None:
        self._ended.update(dict.fromkeys(ended, asyncio.get_running_loop().time()))
        for here in list(self._by_account.values()):
            for connection in list(here):
                if connection.viewer.session_id in ended:
                    connection.close(SIGNED_OUT)

    def _gone(self, account: UUID) -> None:
        del self._leaving[account]
        self._left(account)
        self._tell(account, PresenceFrame(account, online=False, last_seen_at=now()))

    def _tell(self, account: UUID, frame: PresenceFrame) -> None:
        watchers = self._watchers.get(account)
        if watchers:
            encoded = framed(encode(frame))
            for connection in watchers:
                connection.write_frame(encoded)

    def _show(self, connection: Connection, account: UUID, last_seen_at: datetime | None) -> None:
        self._watched.setdefault(connection, []).append(account)
        self._watchers.setdefault(account, set()).add(connection)
        online = self.is_here(account)
        connection.write(encode(PresenceFrame(account, online, None if online else last_seen_at)))

    def _set(self, connection: Connection, account: UUID, shown: bool, last_seen_at: datetime | None) -> None:
        """Tell it only where something changes."""
        if shown == (connection in self._watchers.get(account, ())):
            return
        if shown:
            self._show(connection, account, last_seen_at)
        else:
            self._unwatch(connection, account)

    def _part(self, watcher: UUID, account: UUID) -> None:
        for connection in list(self._watchers.get(account, ())):
            if connection.viewer.account_id == watcher:
                self._unwatch(connection, account)

    def _unwatch(self, connection: Connection, account: UUID) -> None:
        connection.write(encode(PresenceFrame(account, online=False, last_seen_at=None)))
        self._watched[connection].remove(account)
        if not self._watched[connection]:
            del self._watched[connection]
        self._watchers[account].discard(connection)
        if not self._watchers[account]:
            del self._watchers[account]
