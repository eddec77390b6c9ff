"""Each frame becomes one action. What goes wrong is answered on the same socket, as a problem object."""

from functools import partial
from uuid import UUID

import msgspec

from paperplane.accounts.types import Viewer
from paperplane.calls import actions as calls
from paperplane.calls import reads as calling
from paperplane.calls.types import Call, CallFrame, CallOkFrame
from paperplane.core.db import Db, Tx
from paperplane.core.errors import AppError, Invalid, Unavailable
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Sizes
from paperplane.messages.actions import type_in
from paperplane.messages.changes.actions import change
from paperplane.messages.events.types import Appended
from paperplane.messages.manners.reads import here
from paperplane.messages.manners.types import Bond
from paperplane.messages.reads import sync_cursor
from paperplane.messages.receipts.line import MarkLine
from paperplane.messages.sending.line import Item, SendLine
from paperplane.posts.cards import reads as cards
from paperplane.posts.cards.types import CardFrame
from paperplane.realtime.connection import Connection
from paperplane.realtime.frames import (
    AnswerCall,
    CallAsk,
    Change,
    ClientFrame,
    Delivered,
    EndCall,
    Hello,
    InCall,
    Listen,
    Look,
    Ok,
    Ping,
    Pong,
    Read,
    Send,
    Signal,
    StartCall,
    Typing,
    Watch,
    encode,
)
from paperplane.realtime.hearing import Hearing
from paperplane.realtime.hub import Hub

TRIES = 10


class Dispatch(msgspec.Struct, frozen=True):
    """What frames act on."""

    db: Db
    keys: Keys
    line: SendLine
    marks: MarkLine
    limiter: RateLimiter
    sizes: Sizes
    hub: Hub
    hearing: Hearing
    relayed: bool = False           # there is a relay for calls

    async def frame(self, connection: Connection, frame: ClientFrame) -> None:
        """Do what the frame asks. Raises AppError."""
        viewer = connection.viewer
        match frame:
            case Send():
                self._send(connection, frame)
            case Change():
                await self._change(connection, frame)
            case Read():
                self.marks.put(frame.conversation_id, viewer.account_id, read=frame.seq)
            case Delivered():
                self.marks.put(frame.conversation_id, viewer.account_id, delivered=frame.seq)
            case Typing():
                self.limiter.take("typing_account", viewer.account_id)
                async with self.db.tx() as tx:
                    await type_in(tx, self.keys, viewer, frame.conversation_id, frame.doing)
            case Watch():
                self.limiter.take("watches_account", viewer.account_id)
                seen = await self._shown(viewer.account_id, frame.account_ids)
                self.hub.watch(connection, frame.account_ids, {one.account_id: one.last_seen_at for one in seen})
            case Look():
                self.limiter.take("looks_account", viewer.account_id)
                await self._look(connection, frame.post_ids)
            case Listen():
                self.limiter.take("listens_account", viewer.account_id)
                await self.hearing.listen(connection, frame.post_ids)
            case StartCall() | AnswerCall() | InCall() | EndCall():
                await self._call(connection, frame)
            case Signal():
                self.limiter.take("call_signals_account", viewer.account_id)
                async with self.db.autocommit() as tx:
                    await calls.signal(tx, self.sizes, viewer, frame.call_id, frame.description, frame.candidate)
            case Ping():
                connection.write(encode(Pong(sync_cursor())))
            case Hello():
                raise Invalid("hello_twice", "This socket has said hello already.")

    async def greet(self, connection: Connection) -> None:
        """A device that comes while it rings, rings too."""
        async with self.db.autocommit() as tx:
            call = await calling.going_on(tx, self.sizes, connection.viewer)
        if call is not None:
            connection.write(encode(CallFrame(call)))

    async def reshow(self, account: UUID) -> None:
        """To whom this account shows itself, or whom it may see, has changed. Where that cannot be asked, it is gone for all."""
        others = self.hub.concerned(account)
        try:
            shown = await self._shown(account, list(others)) if others else []
        except Unavailable:
            shown = []
        self.hub.reshow(account, others, {one.account_id: one for one in shown})

    async def _shown(self, viewer: UUID, wanted: list[UUID]) -> list[Bond]:
        """With whom the viewer shares presence now: asked again where somebody parted or hid meanwhile, else with nobody."""
        for _ in range(TRIES):
            before = self.hub.partings
            async with self.db.tx() as tx:
                seen = await here(tx, self.keys, viewer, wanted)
            if self.hub.partings == before:
                return seen
        return []

    async def _look(self, connection: Connection, wanted: list[UUID]) -> None:
        """What the viewer does not see, or may not any more by now, is told at once: it was gone before this socket looked."""
        looks = self.hub.looks
        before = looks.changes
        async with self.db.autocommit() as tx:
            authors = await cards.authors(tx, self.keys, connection.viewer, wanted)
        looks.at(connection, authors)
        for post in wanted:
            if post not in authors or looks.changes != before:
                connection.write(encode(CardFrame(post)))

    def _send(self, connection: Connection, frame: Send) -> None:
        answer = partial(_answer, connection, frame.client_id, frame.conversation_id)
        try:
            self.limiter.take("sends_account", connection.viewer.account_id)
        except AppError as error:
            answer(error)
            return
        self.line.put(Item(frame.conversation_id, connection.viewer, frame.client_id, frame.body.body, answer, connection))

    async def _call(self, connection: Connection, frame: CallAsk) -> None:
        try:
            async with self.db.tx() as tx:
                call = await self._called(tx, connection.viewer, frame)
            connection.write(encode(CallOkFrame(frame.client_id, call)))
        except AppError as error:
            write_error(connection, error, frame.client_id)

    async def _called(self, tx: Tx, viewer: Viewer, frame: CallAsk) -> Call:
        match frame:
            case StartCall():
                self.limiter.take("calls_account", viewer.account_id)
                return await calls.start(tx, self.keys, self.sizes, viewer, frame.conversation_id, frame.call_id,
                                         video=frame.video, relayed=self.relayed)
            case AnswerCall():
                return await calls.answer(tx, self.keys, self.sizes, viewer, frame.call_id)
            case InCall():
                return await calls.here(tx, self.sizes, viewer, frame.call_id, talking=frame.talking)
            case EndCall():
                return await calls.end(tx, self.sizes, viewer, frame.call_id)

    async def _change(self, connection: Connection, frame: Change) -> None:
        try:
            self.limiter.take("changes_account", connection.viewer.account_id)
            async with self.db.tx() as tx:
                done = await change(tx, self.keys, self.sizes, connection.viewer, frame.conversation_id, frame.client_id, frame.change)
            _answer(connection, frame.client_id, frame.conversation_id, done)
        except AppError as error:
            write_error(connection, error, frame.client_id)


def _answer(connection: Connection, client_id: UUID, conversation_id: UUID, answer: Appended | AppError) -> None:
    if isinstance(answer, AppError):
        write_error(connection, answer, client_id)
    else:
        ok = Ok(client_id, conversation_id, answer.seq, answer.n, answer.id, answer.sent_at, answer.expires_at)
        connection.write(encode(ok))


def write_error(connection: Connection, error: AppError, client_id: UUID | None = None) -> None:
    problem = error.problem() if client_id is None else {"client_id": client_id, **error.problem()}
    connection.write(encode({"op": "error", **problem}))
