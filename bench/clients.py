"""Lean clients of the API in docs/api.md: the generator shares the machine with what it measures."""

import asyncio
import time
from collections.abc import Callable
from typing import cast

import msgspec
import uuid_utils
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

HOST = "127.0.0.1"
API = "/api/v1"


class Told(msgspec.Struct):
    """What the generator reads of a pushed message, or of any frame a floor passes on."""

    client_id: str


class Frame(msgspec.Struct):
    """Any frame, as far as the generator looks at it."""

    op: str
    client_id: str = ""
    code: str = ""
    heartbeat_s: float = 0
    message: Told | None = None


read_frame = msgspec.json.Decoder(Frame).decode


class Socket(WSListener):
    """One WebSocket. `on_frame` gets every frame once `greeted`."""

    def __init__(self) -> None:
        self.on_frame: Callable[[Frame], None] = lambda frame: None
        self.greeted: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self.lost = False

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.lost = True
        if not self.greeted.done():
            self.greeted.set_exception(ConnectionError("the server closed the socket"))

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()
        elif frame.msg_type is WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif frame.msg_type is WSMsgType.TEXT:
            heard = read_frame(frame.get_payload_as_memoryview())
            if not self.greeted.done():
                self.greeted.set_result(heard)
            else:
                self.on_frame(heard)

    def send(self, frame: bytes) -> None:
        self.transport.send(WSMsgType.TEXT, frame)

    def close(self) -> None:
        self.transport.disconnect()


async def open_socket(port: int, path: str) -> Socket:
    _, socket = await ws_connect(Socket, f"ws://{HOST}:{port}{path}")
    return cast("Socket", socket)


async def sign_on(port: int, token: str) -> Socket:
    """A gateway connection past its hello."""
    socket = await open_socket(port, f"{API}/gateway")
    socket.send(msgspec.json.encode({"op": "hello", "token": token}))
    ready = await asyncio.wait_for(socket.greeted, 30)
    if ready.op != "ready":
        raise ConnectionError(f"hello was answered by {ready}")
    return socket


class Pair:
    """One person who writes to another over two sockets; keeps the time of every message."""

    def __init__(self, sender: Socket, receiver: Socket, conversation_id: str, text: str) -> None:
        self.sender, self.receiver = sender, receiver
        self.head = f'{{"op":"send","conversation_id":"{conversation_id}","client_id":"'.encode()
        self.tail = f'","body":{{"type":"text","text":"{text}"}}}}'.encode()
        self.arrived: Callable[[], None] = lambda: None
        self.delivery_ms: list[float] = []
        self.answer_ms: list[float] = []
        self.refused: list[str] = []
        self.sent = 0
        self._unheard: dict[str, int] = {}
        self._unanswered: dict[str, int] = {}
        sender.on_frame, receiver.on_frame = self._at_sender, self._at_receiver

    def send(self) -> None:
        client_id = str(uuid_utils.uuid7())
        self.sent += 1
        self._unheard[client_id] = self._unanswered[client_id] = time.perf_counter_ns()
        self.sender.send(self.head + client_id.encode() + self.tail)

    def _at_sender(self, frame: Frame) -> None:
        if frame.op == "ok":
            if (sent := self._unanswered.pop(frame.client_id, None)) is not None:
                self.answer_ms.append((time.perf_counter_ns() - sent) / 1e6)
        elif frame.op == "error":
            self.refused.append(frame.code)

    def _at_receiver(self, frame: Frame) -> None:
        client_id = frame.message.client_id if frame.message else frame.client_id
        if (sent := self._unheard.pop(client_id, None)) is not None:
            self.delivery_ms.append((time.perf_counter_ns() - sent) / 1e6)
            self.arrived()

    def forget(self) -> None:
        """Drop the times taken so far."""
        self.delivery_ms, self.answer_ms = [], []

    @property
    def in_flight(self) -> int:
        return len(self._unheard)


class Http(asyncio.Protocol):
    """One kept connection, one request at a time; answers carry Content-Length, anything else is an error."""

    def __init__(self) -> None:
        self.heard = bytearray()
        self.answer: asyncio.Future[tuple[int, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.answer and not self.answer.done():
            self.answer.set_exception(exc or ConnectionError("the server closed the connection"))

    def data_received(self, data: bytes) -> None:
        self.heard += data
        split = self.heard.find(b"\r\n\r\n")
        if split < 0 or self.answer is None:
            return
        head = bytes(self.heard[:split]).lower()
        status, at = int(head[9:12]), head.find(b"\r\ncontent-length:")
        size = int(head[at + 17:].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if b"\r\ntransfer-encoding:" in head:
            self.answer.set_exception(ConnectionError("an answer of unknown length"))
        elif len(self.heard) >= split + 4 + size:
            body = bytes(self.heard[split + 4:split + 4 + size])
            self.heard.clear()
            self.answer.set_result((status, body))

    async def request(self, method: str, path: str, token: str = "", body: bytes = b"") -> tuple[int, bytes]:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", f"Content-Length: {len(body)}"]
        if body:
            lines.append("Content-Type: application/json")
        if token:
            lines.append(f"Authorization: Bearer {token}")
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write("\r\n".join([*lines, "", ""]).encode() + body)
        return await asyncio.wait_for(self.answer, 60)

    async def call(self, method: str, path: str, token: str = "", body: object = None) -> bytes:
        """A call of the API that must succeed."""
        sent = b"" if body is None else msgspec.json.encode(body)
        status, answer = await self.request(method, API + path, token, sent)
        if status >= 300:
            raise ConnectionError(f"{method} {path} was answered {status}: {answer[:300]!r}")
        return answer


async def open_http(port: int) -> Http:
    _, http = await asyncio.get_running_loop().create_connection(Http, HOST, port)
    return http
