"""What people say, and what they make of it: each leaves as from an outbox, and again until it is answered."""

import asyncio
from contextlib import suppress

from tests.checker.device import Device
from tests.checker.keeper import Away, Refused
from tests.checker.ledger import Json, Sending, some_id

MOST_WAITING = 4
# Whether it is a message that leaves: the frame's op, and the path over HTTP.
DOORS = {True: ("send", "messages"), False: ("change", "changes")}


def some_room(device: Device) -> str | None:
    """A conversation this device knows."""
    return device.rng.choice(sorted(device.rooms)) if device.rooms else None


async def write(device: Device) -> None:
    _send(device, 1)


async def burst(device: Device) -> None:
    """Several at once, the next before the last is answered."""
    _send(device, device.rng.randint(2, 8))


async def write_over_http(device: Device) -> None:
    _send(device, 1, doors=("http",))


async def write_twice(device: Device) -> None:
    """Impatient: through both doors at once, with the same client id."""
    _send(device, 1, doors=("socket", "http", "socket"))


def _send(device: Device, count: int, doors: tuple[str, ...] = ("socket",)) -> None:
    room = some_room(device)
    if room is None or device.waiting >= MOST_WAITING:
        return
    sends = [Sending(room, some_id(device.rng), {"body": some_body(device, number)}) for number in range(count)]
    device.ledger.figures["messages"] += count
    _leave(device, room, sends, doors)


def _leave(device: Device, room: str, sends: list[Sending], doors: tuple[str, ...]) -> None:
    device.waiting += 1
    task = asyncio.create_task(_deliver(device, room, sends, doors))
    device.world.sending.add(task)
    task.add_done_callback(device.world.sending.discard)
    task.add_done_callback(lambda _: device.sent())


async def _deliver(device: Device, room: str, sends: list[Sending], doors: tuple[str, ...]) -> None:
    """As an outbox does: in order, the next only when these are answered, with the same client ids until they are."""
    async with device.locks[room]:
        device.ledger.entries[(device.name, room)].append(sends)
        while waiting := [one for one in sends if not one.answered]:
            await device.awake.wait()
            if doors == ("socket",):
                await device.online.wait()
            tries = [asyncio.create_task(_try(device, one, door)) for door in doors for one in waiting]
            await asyncio.wait(tries)
            for one in tries:
                one.result()
            if any(not one.answered for one in waiting):
                device.ledger.figures["retries"] += 1
                await asyncio.sleep(device.rng.uniform(0.05, 0.4))


async def _try(device: Device, sending: Sending, door: str) -> None:
    sending.tries += 1
    if sending.tries == 1:
        sending.socket = device.sockets if door == "socket" else -1
    asked, (op, path) = {"client_id": sending.client_id, **sending.said}, DOORS["body" in sending.said]
    if door == "socket":
        _, answered = device.unanswered.setdefault(sending.client_id, (sending, asyncio.Event()))
        answered.clear()
        if await device.say(op, conversation_id=sending.room, **asked):
            with suppress(TimeoutError):
                await asyncio.wait_for(answered.wait(), device.rng.uniform(0.5, 3))
        return
    try:
        answer = await device.ask("POST", f"/conversations/{sending.room}/{path}", asked)
        device.ledger.acked(sending, answer)
    except Away:
        pass
    except Refused as error:
        sending.refused = sending.refused or str(error)


def some_body(device: Device, number: int) -> Json:
    if device.rng.random() < 0.06:
        anonymous = {"anonymous": True} if device.rng.random() < 0.5 else {}
        return {"type": "poll", "question": f"{device.name} asks", "options": ["this", "that", "neither"], **anonymous}
    last = max([room.last for room in device.rooms.values()])
    reply = {"reply_to": 1} if last and device.rng.random() < 0.1 else {}
    if device.rng.random() < 0.05:
        return {"type": "card", "post_id": device.world.post, "text": f"{device.name} shows {number}", **reply}
    if device.rng.random() < 0.1:
        named = device.rng.choice([*device.world.accounts, None])
        mention = {"at": 0, "length": 4, "account_id": named and named.id}
        return {"type": "text", "text": f"@you {device.name} says {number}", "mentions": [mention], **reply}
    return {"type": "text", "text": f"{device.name} says {number}", **reply}


# changing what was said

async def change(device: Device) -> None:
    """Edit, unsend, react, pin, vote, close: mostly on one of the newest messages, whoever wrote it."""
    room = some_room(device)
    messages = device.rooms[room].messages[-8:] if room is not None else []
    if room is None or not messages or device.waiting >= MOST_WAITING:
        return
    message = device.rng.choice(messages)
    kind, more = some_change(device, message)
    asked = Sending(room, some_id(device.rng), {"change": {"type": kind, "seq": message["seq"], **more}})
    device.ledger.figures[f"changes {kind}"] += 1
    _leave(device, room, [asked], device.rng.choice((("socket",), ("http",), ("socket", "http", "socket"))))


def some_change(device: Device, message: Json) -> tuple[str, Json]:
    if (message["body"] or {}).get("type") == "poll" and device.rng.random() < 0.7:
        choices = device.rng.choice(([0], [1], [2], []))
        return ("close", {}) if device.rng.random() < 0.1 else ("vote", {"choices": choices})
    on = device.rng.random() < 0.7
    emoji = device.rng.choice(("👍", "❤️", "😂"))
    mine: list[tuple[str, Json]] = [("edit", {"text": f"{device.name} changes {device.rng.random()}"}), ("unsend", {})]
    anybody: list[tuple[str, Json]] = [("react", {"emoji": emoji, "on": on}), ("react", {"emoji": emoji, "on": on}), ("pin", {"on": on})]
    return device.rng.choice(mine + anybody if message["sender"] == device.account.id else anybody)
