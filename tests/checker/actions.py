"""What people do on their devices. Each action is one row of ACTIONS: how likely, and what."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from tests.checker.device import Device
from tests.checker.keeper import Away, Refused
from tests.checker.ledger import some_id
from tests.checker.saying import burst, change, some_room, write, write_over_http, write_twice
from tests.checker.world import Account

PAUSE_S = 0.08


async def act(device: Device) -> None:
    """Do one thing after another while the world is going; until cancelled."""
    names, weights = list(ACTIONS), [weight for weight, _ in ACTIONS.values()]
    while True:
        await device.world.going.wait()
        await device.awake.wait()
        (name,) = device.rng.choices(names, weights)
        with suppress(Away, Refused):
            await ACTIONS[name][1](device)
        device.ledger.figures["actions"] += 1
        await asyncio.sleep(device.rng.expovariate(1 / PAUSE_S))


# marking

async def read(device: Device) -> None:
    await _mark(device, "read")


async def delivered(device: Device) -> None:
    await _mark(device, "delivered")


async def _mark(device: Device, which: str) -> None:
    """Forwards, backwards, and beyond the end; by either door."""
    room = some_room(device)
    if room is None:
        return
    last = device.rooms[room].last
    seq = max(0, last - device.rng.choice((0, 0, 0, 1, 2, 5, 50, last, -3)))
    at = (room, device.account.id)
    if which == "read":
        device.ledger.marks_asked[at] = max(device.ledger.marks_asked[at], seq)
    if device.rng.random() < 0.7:
        await device.say(which, conversation_id=room, seq=seq)
        return
    answer = await device.ask("PUT", f"/conversations/{room}/marks", {f"{which}_seq": seq})
    if which == "read":
        told = {"op": "mark", "conversation_id": room, "read_seq": answer["read_seq"], "read_n": answer["read_n"]}
        device.ledger.mark_told(told, device.account.id)


# looking

async def turn_pages(device: Device) -> None:
    """A page from anywhere says what everybody saw."""
    room = some_room(device)
    if room is None:
        return
    bound = f"{device.rng.choice(('before', 'after'))}={device.rng.randint(0, device.rooms[room].last + 1)}"
    page = await device.ask("GET", f"/conversations/{room}/messages?{bound}&limit={device.rng.randint(1, 50)}")
    for message in page["messages"]:
        seen = device.ledger.seen.get((room, message["seq"]))
        if seen is not None and any(seen[name] != message[name] for name in ("id", "sender", "client_id", "sent_at", "n")):
            device.ledger.violation("seen alike", f"a page shows {message}, the log {seen}")


async def sync_between(device: Device) -> None:
    await device.sync()


async def typing(device: Device) -> None:
    if room := some_room(device):
        await device.say("typing", conversation_id=room)


# coming and going

async def hang_up(device: Device) -> None:
    device.drop()


async def doze(device: Device) -> None:
    """Away for a while, and back with the cursor of before."""
    device.awake.clear()
    device.drop()
    asyncio.get_running_loop().call_later(device.rng.choice((1, 3, 6, 17)), device.awake.set)


async def install_anew(device: Device) -> None:
    await device.forget()
    device.drop()


# getting to know each other

async def open_direct(device: Device) -> None:
    other = device.rng.choice([one for one in device.world.accounts if one is not device.account])
    turn = device.turn()
    head = await device.ask("PUT", f"/users/{other.handle}/conversation")
    await device.world.open(device.account, other, head)
    await device.fill(head, turn)


async def answer_request(device: Device) -> None:
    requests = [room.id for _, room in sorted(device.rooms.items()) if room.head["state"] in ("request", "ignored")]
    if requests:
        room = device.rng.choice(requests)
        await device.ask("PUT", f"/conversations/{room}/acceptance", {"accepted": device.rng.random() < 0.6})


# keeping order

async def keep(device: Device) -> None:
    """Pin, archive, mute, mark as unread: one's own affair, on all of one's devices."""
    if room := some_room(device):
        wish = device.rng.choice(({"pinned": True}, {"pinned": False}, {"archived": True}, {"archived": False},
                                  {"mute": "always"}, {"mute": "off"}, {"marked_unread": True}, {"marked_unread": False}))
        await device.ask("PATCH", f"/conversations/{room}/mine", wish)


# taking away

async def sweep(device: Device) -> None:
    """All that one has said in a conversation."""
    if room := some_room(device):
        await device.ask("DELETE", f"/conversations/{room}/messages/mine")


async def set_timer(device: Device) -> None:
    """What is said from then on disappears within the run, or stays again."""
    if room := some_room(device):
        await device.ask("PUT", f"/conversations/{room}/timer", {"timer_s": device.rng.choice((60, None, None))})


async def hide(device: Device) -> None:
    """For oneself, on all of one's devices."""
    room = some_room(device)
    seqs = [message["seq"] for message in device.rooms[room].messages[-20:]] if room is not None else []
    if seqs:
        asked = {"seqs": device.rng.sample(seqs, k=min(len(seqs), device.rng.randint(1, 3)))}
        await device.ask("POST", f"/conversations/{room}/hidden", asked)


# groups

def some_group(device: Device) -> str | None:
    """A group this device is in, as far as it knows."""
    groups = [room.id for _, room in sorted(device.rooms.items())
              if room.head["kind"] == "group" and room.head["to_seq"] is None]
    return device.rng.choice(groups) if groups else None


def some_people(device: Device) -> list[Account]:
    others = [one for one in device.world.accounts if one is not device.account]
    return device.rng.sample(others, k=device.rng.randint(1, 2))


async def make_group(device: Device) -> None:
    """With a client id, so that a retry makes no second one."""
    asked = {"kind": "group", "title": "Group", "members": [one.handle for one in some_people(device)],
             "client_id": some_id(device.rng)}
    for _ in range(5):
        with suppress(Away):
            turn = device.turn()
            head = await device.ask("POST", "/conversations", asked)
            device.account.rooms.add(head["id"])
            await device.fill(head, turn)
            return


async def add_people(device: Device) -> None:
    if group := some_group(device):
        asked = {"handles": [one.handle for one in some_people(device)]}
        answer = await device.ask("POST", f"/conversations/{group}/members", asked)
        for person in answer["added"]:
            device.world.by_handle(person["handle"]).rooms.add(group)


async def answer_invitation(device: Device) -> None:
    for one in (await device.ask("GET", "/me/invitations"))["invitations"]:
        yes = device.rng.random() < 0.8
        await device.ask("PUT" if yes else "DELETE", f"/me/invitations/{one['conversation_id']}")
        if yes:
            device.account.rooms.add(one["conversation_id"])


async def remove_somebody(device: Device) -> None:
    if group := some_group(device):
        await device.ask("DELETE", f"/conversations/{group}/members/{some_people(device)[0].id}")


async def leave(device: Device) -> None:
    if group := some_group(device):
        await device.ask("DELETE", f"/conversations/{group}/membership")


async def change_group(device: Device) -> None:
    if group := some_group(device):
        wish = device.rng.choice(({"title": f"Group {device.rng.randint(1, 9)}"}, {"history": "all"}, {"history": "joined"},
                                  {"permissions": {"send": "admin"}}, {"permissions": {"send": "member"}},
                                  {"permissions": {"remove": "admin"}}))
        await device.ask("PATCH", f"/conversations/{group}", wish)


async def change_role(device: Device) -> None:
    if group := some_group(device):
        role = {"role": device.rng.choice(("owner", "admin", "admin", "member"))}
        await device.ask("PUT", f"/conversations/{group}/members/{some_people(device)[0].id}/role", role)


Action = Callable[[Device], Awaitable[None]]

ACTIONS: dict[str, tuple[float, Action]] = {
    "write": (40, write),
    "burst": (8, burst),
    "write over http": (8, write_over_http),
    "write twice": (6, write_twice),
    "change": (24, change),
    "read": (20, read),
    "delivered": (10, delivered),
    "turn pages": (6, turn_pages),
    "sync between": (6, sync_between),
    "typing": (2, typing),
    "hang up": (2, hang_up),
    "doze": (2, doze),
    "install anew": (0.5, install_anew),
    "open direct": (2, open_direct),
    "answer request": (2, answer_request),
    "keep": (3, keep),
    "sweep": (0.15, sweep),
    "set timer": (0.3, set_timer),
    "hide": (2, hide),
    "make group": (0.7, make_group),
    "add people": (3, add_people),
    "answer invitation": (2, answer_invitation),
    "remove somebody": (1.5, remove_somebody),
    "leave": (0.5, leave),
    "change group": (2, change_group),
    "change role": (1, change_role),
}
