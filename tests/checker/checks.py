"""What must hold at rest. Each check is given one conversation and yields what is wrong with it."""

from collections import Counter
from collections.abc import Callable, Iterator

from tests.checker.folding import FOLD, lean
from tests.checker.ledger import Json, Sending, alive, lasting
from tests.checker.truth import Truth

# What a head says of others, which may change without a word to this conversation.
ABOUT_OTHERS = ("person", "faces", "origin")


# what is stored

def dense_seq(truth: Truth) -> Iterator[str]:
    """Every event has a number, without a hole; the head says the last."""
    seqs = [event["seq"] for event in truth.log]
    if seqs != list(range(1, truth.row["last_seq"] + 1)):
        yield f"last_seq {truth.row['last_seq']}, stored {_holes(seqs)}"


def dense_n(truth: Truth) -> Iterator[str]:
    """So have those that count as unread."""
    ns = [event["n"] for event in truth.log if event["n"] is not None]
    if ns != list(range(1, truth.row["last_n"] + 1)):
        yield f"last_n {truth.row['last_n']}, stored {_holes(ns)}"


def known_kinds(truth: Truth) -> Iterator[str]:
    yield from sorted({event["kind"] for event in truth.log} - set(FOLD))


def no_duplicate(truth: Truth) -> Iterator[str]:
    counts = Counter((event["sender"], event["client_id"]) for event in truth.log)
    yield from (f"{name} is stored {count} times" for name, count in counts.items() if count > 1)


# what was said of it

def acknowledged_is_stored(truth: Truth) -> Iterator[str]:
    stored = {event["client_id"]: event for event in truth.log}
    for client_id, ack in truth.ledger.acks.items():
        if ack["conversation_id"] == truth.room:
            event = stored.get(client_id, {})
            if any(event.get(name) != ack[name] for name in ack):
                yield f"acknowledged {ack}, stored {event}"


def seen_is_stored(truth: Truth) -> Iterator[str]:
    """Nothing was told, or shown, that could still be lost."""
    stored = {event["seq"]: event for event in truth.log}
    for (room, seq), event in truth.ledger.seen.items():
        if room == truth.room and (seq not in stored or lasting(stored[seq]) != lasting(event)):
            told = any((room, seq) in told for told in truth.ledger.told.values())
            yield f"{'told' if told else 'shown'} {event}, stored {stored.get(seq)}"


def in_sending_order(truth: Truth) -> Iterator[str]:
    """A device's sends stand in its order: the next was sent when the last was answered, or behind it on one socket."""
    for (device, room), entries in truth.ledger.entries.items():
        if room != truth.room:
            continue
        last = 0
        for entry in entries:
            seqs = [sending.ack["seq"] for sending in entry if sending.ack]
            if seqs and min(seqs) <= last:
                yield f"{device}: {seqs} after {last}"
            straight = [sending.ack["seq"] for sending in entry if sending.ack and _first_try(sending, entry)]
            if straight != sorted(straight):
                yield f"{device} sent one after the other what stands at {straight}"
            last = max([last, *seqs])


def _first_try(sending: Sending, entry: list[Sending]) -> bool:
    return sending.tries == 1 and sending.socket == entry[0].socket > 0


# what is shown of it

def log_is_shown(truth: Truth) -> Iterator[str]:
    for view in truth.views:
        stored = [lasting(event) for event in truth.within(view) if event["seq"] > view.log_after]
        yield from _differ(f"the log of {view.account.handle}", stored, [lasting(event) for event in view.log])


def fold_is_refetch(truth: Truth) -> Iterator[str]:
    """The pages say what the events come to."""
    for view in truth.views:
        first = max(view.log_after, view.pages_after)
        gone = truth.gone(view)
        yield from _differ(f"the pages of {view.account.handle}", _above(first, truth.shown(view), gone),
                           _above(first, view.pages, gone))


def said_is_stored(truth: Truth) -> Iterator[str]:
    """What was acknowledged last is what a message says: its text, the last edit of it, or nothing once it is unsent."""
    expected: dict[int, str | None] = {}
    for ack, said in sorted(((one.ack, one.said) for one in truth.ledger.sent(truth.room) if one.ack), key=lambda pair: pair[0]["seq"]):
        if "body" in said:
            expected[ack["seq"]] = said["body"].get("text", "?")
        elif said["change"]["type"] == "edit":
            expected[said["change"]["seq"]] = said["change"]["text"]
        elif said["change"]["type"] == "unsend":
            expected[said["change"]["seq"]] = None
    for event in truth.log:
        if event["kind"] == "swept":
            own = {one["seq"] for one in truth.log if one["sender"] == event["sender"] and one["seq"] <= event["about"]}
            expected |= dict.fromkeys(own & expected.keys())
    bodies = {event["seq"]: event["message"]["body"] for event in truth.log
              if event["kind"] == "message" and alive(event["message"])}
    for seq, text in expected.items():
        if seq not in bodies:
            continue
        stored = None if bodies[seq] is None else bodies[seq].get("text", "?")
        if stored != text:
            yield f"{seq} was acknowledged as {text}, and says {stored}"


def devices_agree(truth: Truth) -> Iterator[str]:
    """Every device has what a refetch gives: those that listen, and those that only sync."""
    for view in truth.views:
        for device in view.account.devices:
            room = device.rooms.get(truth.room)
            if room is None:
                if _is_listed(truth):
                    yield f"{device.name} does not know it"
                continue
            first = view.pages_after
            gone = truth.gone(view)
            yield from _differ(device.name, _above(first, view.pages, gone), _above(first, room.messages, gone))
            if room.last != view.window.stop - 1:
                yield f"{device.name} is at {room.last}, not at {view.window.stop - 1}"
            mine, theirs = _kept(room.head), _kept(view.head)
            for name in mine:
                if mine[name] != theirs[name] and not (name == "last_message" and (gone or truth.is_timed)):
                    yield f"{device.name} says {name} is {mine[name]}, the server {theirs[name]}"


def _is_listed(truth: Truth) -> bool:
    """Whether anything tells of it: where two have not said a word, nothing does."""
    return truth.is_group or truth.row["last_n"] > 0


def _kept(head: Json) -> Json:
    marks = sorted(head["marks"], key=lambda mark: str(mark["account_id"]))
    last = head["last_message"] and lean(head["last_message"])
    return {name: value for name, value in head.items() if name not in ABOUT_OTHERS} | {"marks": marks, "last_message": last}


def head_is_log(truth: Truth) -> Iterator[str]:
    for view in truth.views:
        last = view.window.stop - 1
        last_n = max([0, *(event["n"] for event in truth.log if event["n"] is not None and event["seq"] <= last)])
        messages = truth.shown(view)
        if truth.gone(view) or truth.is_timed:
            continue
        expected = {"last_seq": last, "last_n": last_n, "last_message": messages[-1] if messages else None}
        for name, value in expected.items():
            if _kept(view.head)[name] != value:
                yield f"to {view.account.handle} {name} is {view.head[name]}, not {value}"


# marks

def unread_is_truth(truth: Truth) -> Iterator[str]:
    """What is unread is counted in the log, above the mark."""
    for view in truth.views:
        read = view.head["read_seq"]
        counted = sum(event["n"] is not None and event["seq"] > read for event in truth.within(view))
        if view.head["unread"] != counted or view.head["unread"] != view.head["last_n"] - view.head["read_n"]:
            yield f"{view.account.handle} has {view.head['unread']} unread, not {counted}: {_marks(view.head)}"


def mentioned_is_truth(truth: Truth) -> Iterator[str]:
    """Whoever is named in what they have not read is told so, and nobody else."""
    for view in truth.views:
        if truth.is_timed or view.member["to_seq"] is not None:
            continue
        me = view.account.id
        named = [message["seq"] for message in truth.shown(view) if message["sender"] != me and message["seq"] > view.head["read_seq"]
                 and any(one["account_id"] in (me, None) for one in (message["body"] or {}).get("mentions", []))]
        if view.head["mentioned"] != bool(named):
            yield f"{view.account.handle} is told {view.head['mentioned']}, is named in {named}"


def marks_are_true(truth: Truth) -> Iterator[str]:
    """No mark is behind what was told of it or what its owner sent, nor beyond what they asked for."""
    for view in truth.views:
        at = (truth.room, view.account.id)
        sent = max([0, *(event["seq"] for event in truth.log
                         if event["sender"] == view.account.id and event["n"] is not None)])
        told = truth.ledger.marks_told.get(at, (0, 0))
        head = view.head
        if (head["read_seq"], head["read_n"]) < told or head["read_seq"] < sent:
            yield f"{view.account.handle} read up to {_marks(head)}, was told {told}, sent {sent}"
        came = max([0, *(since for since, _ in stays(truth.log, view.account.id))])
        if head["read_seq"] > max(sent, came, min(truth.ledger.marks_asked[at], truth.row["last_seq"])):
            yield f"{view.account.handle} read up to {head['read_seq']}, asked for {truth.ledger.marks_asked[at]}"
        delivered, receipt = truth.ledger.receipts_told.get(at, (0, 0))
        member = view.member
        if member["delivered_seq"] < delivered or member["receipt_seq"] < receipt:
            yield f"others were told {delivered}, {receipt} of {view.account.handle}: {member}"
        if not member["receipt_seq"] <= member["delivered_seq"] <= truth.row["last_seq"]:
            yield f"a receipt beyond what was got: {member}"


# groups

def windows_are_log(truth: Truth) -> Iterator[str]:
    """Who may read what is what the log says of their coming and going."""
    if not truth.is_group:
        return
    here = 0
    for view in truth.views:
        (_, until), since = stays(truth.log, view.account.id)[-1], read_from(truth.log, view.account.id)
        here += until is None
        if (view.member["from_seq"], view.member["to_seq"]) != (since, until):
            yield f"{view.account.handle} reads {view.window}, came at {since} and went at {until}"
    if truth.row["member_count"] != here:
        yield f"{truth.row['member_count']} are counted, {here} are in it"


def only_members_are_told(truth: Truth) -> Iterator[str]:
    """Nothing was pushed to who had not come yet, or had gone."""
    if not truth.is_group:
        return
    for account, told in truth.ledger.told.items():
        staying = stays(truth.log, account)
        for room, seq in told:
            if room == truth.room and not any(since < seq and (until is None or seq <= until) for since, until in staying):
                yield f"{account} was told {seq}, was in it {staying}"


def stays(log: list[Json], account: str) -> list[tuple[int, int | None]]:
    """When somebody was in a group: (after this seq, up to that one, or still)."""
    found: list[tuple[int, int | None]] = []
    for event in log:
        body = (event.get("message") or {}).get("body") or {}
        if event["kind"] != "system":
            continue
        by, action = event["sender"] == account, body["action"]
        if (action in ("created", "joined") and by) or (action in ("created", "added") and account in body["members"]):
            found.append((event["seq"] - 1, None))
        elif (action == "left" and by) or (action == "removed" and account in body["members"]):
            found[-1] = (found[-1][0], event["seq"])
    return found


def read_from(log: list[Json], account: str) -> int:
    """Above which seq somebody reads: as the group had it set when they last came."""
    since, history = 0, "joined"
    came = stays(log, account)[-1][0]
    for event in log:
        if event["seq"] == came + 1:
            since = came if history == "joined" else 0
        if event["kind"] == "system" and event["message"]["body"]["action"] == "history":
            history = event["message"]["body"]["history"]
    return since


def _marks(head: Json) -> str:
    return f"({head['read_seq']}, {head['read_n']}) of ({head['last_seq']}, {head['last_n']})"


def _holes(numbers: list[int]) -> str:
    missing = sorted(set(range(1, max([0, *numbers]) + 1)) - set(numbers))
    return f"up to {max([0, *numbers])} without {missing[:10]}" if missing else f"{len(numbers)} up to {max([0, *numbers])}"


def _above(seq: int, messages: list[Json], gone: set[int]) -> list[Json]:
    return [lean(message) for message in messages
            if message["seq"] > seq and message["seq"] not in gone and alive(message)]


def _differ(who: str, expected: list[Json], found: list[Json]) -> Iterator[str]:
    if expected == found:
        return
    wrong = next((pair for pair in zip(expected, found, strict=False) if pair[0] != pair[1]), None)
    yield f"{who}: {len(found)} for {len(expected)}, the first that differs: {wrong}"


Check = Callable[[Truth], Iterator[str]]
CHECKS: list[Check] = [
    dense_seq, dense_n, known_kinds, no_duplicate, acknowledged_is_stored, seen_is_stored, in_sending_order,
    log_is_shown, said_is_stored, fold_is_refetch, devices_agree, head_is_log, unread_is_truth, mentioned_is_truth, marks_are_true,
    windows_are_log, only_members_are_told,
]
