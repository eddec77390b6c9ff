"""What goes wrong on the way: services that are slow, dead, false or gone; devices that are somebody else's; a kill."""

import asyncio
import shutil
import tempfile
from pathlib import Path

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from paperplane.notifications.push.actions import push_now
from paperplane.notifications.push.types import Notice
from tests.api import Someone
from tests.client import befriend, chat, device, post
from tests.core.test_fetching import Names
from tests.kill.process import people_of, process
from tests.notifications.house import House, later, two
from tests.notifications.pushing import Device, PushService, coded, decoded, listens, push_service
from tests.realtime.test_slow import counted


async def test_a_device_that_signs_out_or_is_signed_out_is_told_no_more(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    laptop = await device(house.server, ana)
    desk = await listens(laptop, house.service)
    assert (await laptop.get("/me/push"))["endpoint"] == desk.subscription["endpoint"]
    assert await house.server.count("push_subscriptions") == 2
    await laptop.delete("/sessions/current")
    await post(chidi, room, "to the phone alone")
    await phone.told(1)
    await ana.delete("/me/push")
    await post(chidi, room, "to nobody")
    await house.settled()
    assert (desk.tries, len(phone.got)) == (0, 1)
    assert await house.server.count("push_told") == 0


async def test_a_subscription_is_its_sessions_alone_and_who_signs_in_next_takes_the_browser_over(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    await chidi.delete("/me/push")                                  # theirs: there is none
    assert (await chidi.get("/me/push"))["endpoint"] is None
    assert (await ana.get("/me/push"))["endpoint"] == phone.subscription["endpoint"]
    eve = await house.server.person("eve")
    await eve.put("/me/push", phone.subscription)
    assert (await ana.get("/me/push"))["endpoint"] is None
    await post(chidi, room, "for Ana only")
    await house.settled()
    assert phone.got == []


async def test_what_the_service_knows_no_more_is_forgotten(house: House) -> None:
    _, chidi, room, phone = await two(house)
    for status in (404, 410):
        phone.status = status
        await post(chidi, room, "hello")
        await house.settled()
        assert await house.server.count("push_subscriptions") == 0
        phone = await listens(_, house.service)
    assert phone.got == []


@pytest.mark.parametrize("endpoint", [
    "https://127.0.0.1/x", "https://10.0.0.7/x", "https://[::1]/x", "https://169.254.169.254/latest", "http://push.example/x",
    "https://push.example:8443/x", "https://me:secret@push.example/x", "ftp://push.example/x", "nonsense", "https://[/x", "https://push.example:99999/x"])
async def test_nothing_is_pushed_to_an_address_that_is_not_public(house: House, endpoint: str) -> None:
    fresh = type(house.server.app.fetcher)("test")
    for name in ("allowed", "ports", "schemes_given_to"):
        setattr(house.server.app.fetcher, name, getattr(fresh, name))
    ana = await house.server.person("ana")
    asked = {**Device(house.service).subscription, "endpoint": endpoint}
    assert await ana.refused("PUT", "/me/push", asked) == "400 push_endpoint_invalid"
    assert await house.server.count("push_subscriptions") == 0


async def test_a_name_that_leads_inside_is_found_out_when_it_is_connected_to(house: House) -> None:
    ana, chidi, room, phone = await two(house)
    fetcher = house.server.app.fetcher
    fetcher.resolver = lambda: Names("127.0.0.1")
    inside = {**phone.subscription, "endpoint": phone.subscription["endpoint"].replace("127.0.0.2", "push.example")}
    await ana.put("/me/push", inside)
    await post(chidi, room, "hello")
    await house.settled()
    assert phone.tries == 0
    async with house.server.app.db.tx() as tx:
        assert await tx.value("select failures from push_subscriptions") >= 1


async def test_keys_that_are_none_are_refused(house: House) -> None:
    ana = await house.server.person("ana")
    good = Device(house.service).subscription
    for keys in ({"p256dh": coded(b"\x04" + b"\x01" * 64), "auth": good["keys"]["auth"]}, {"p256dh": good["keys"]["p256dh"], "auth": coded(b"short")},
                 {"p256dh": "AAAAA", "auth": good["keys"]["auth"]}):
        assert await ana.refused("PUT", "/me/push", {**good, "keys": keys}) == "400 push_keys_invalid"


async def test_a_service_that_fails_is_asked_again_later_and_nothing_is_lost(house: House) -> None:
    _, chidi, room, phone = await two(house)
    for status in (500, 429, 302):
        phone.status = status
        await post(chidi, room, f"while it answers {status}")
        await house.settled()
    assert phone.got == []
    assert phone.tries == 1                 # and not once a message: it waits
    phone.status = 201
    async with house.server.app.db.tx() as tx:
        await tx.do("update push_subscriptions set wait_until = now()")
    await later(house, seconds=8000)
    told = await phone.told(1)
    assert (told["title"], told["body"]) == ("Chidi (3)", "while it answers 302")
    await house.settled()
    async with house.server.app.db.tx() as tx:
        assert await tx.value("select failures from push_subscriptions") == 0


async def test_a_service_that_does_not_answer_keeps_nobody_waiting(house: House) -> None:
    _, chidi, room, phone = await two(house)
    async with push_service() as deaf:
        deaf.open.clear()
        service = house.service
        house.server.app.fetcher.ports = frozenset({service.port, deaf.port})
        for number in range(12):
            fan = await house.server.person(f"fan{number}", 30)
            await listens(fan, deaf)
            await befriend(fan, chidi)
            await post(chidi, (await chidi.put(f"/users/fan{number}/conversation"))["id"], "hello")
        await house.server.app.teller.step()
        await post(chidi, room, "hello Ana")
        assert (await phone.told(1))["body"] == "hello Ana"
        assert sum(one.tries for one in deaf.devices.values()) <= 8
        for task in tuple(house.server.app.teller._under_way):
            task.cancel()


async def test_who_was_removed_is_told_no_more(house: House) -> None:
    ana, chidi, _, phone = await two(house)
    group = (await chidi.ask("POST", "/conversations", {"kind": "group", "title": "The lake", "members": ["ana"]})).json()["id"]
    await post(chidi, group, "with you")
    await phone.told(1)
    await chidi.delete(f"/conversations/{group}/members/{ana.me['id']}")
    await post(chidi, group, "without you")
    await house.settled()
    assert [one["kind"] for one in phone.got] in (["show"], ["show", "clear"])
    assert "without" not in str(phone.got)


async def test_however_many_are_told_it_costs_the_same_statements(house: House) -> None:
    _, chidi, room, _ = await two(house)

    async def looked(conversations: list[str]) -> int:
        for one in conversations:
            await post(chidi, one, "hello")
        await house.settled()
        async with house.server.app.db.tx() as tx:
            await tx.do("update push_told set told_n = 0, shown = null")
        house.server.app.teller._round_at = 0
        async with counted(house.server) as said:
            await house.server.app.teller.step()
        await house.settled()
        return len([sql for sql in said if "push_told" in sql or "push_subscriptions" in sql])

    for number in range(8):
        fan = await house.server.person(f"fan{number}", 30)
        await listens(fan, house.service)
    few = await looked([room])
    many = await looked([room, *[await chat(chidi, await _again(house, f"fan{number}")) for number in range(8)]])
    assert many <= few + 1


async def _again(house: House, handle: str) -> Someone:
    who = await house.server.post("/sessions", {"handle": handle, "password": "a fine long password"})
    return Someone(house.server.client, who.json())


async def test_what_cannot_wait_is_pushed_at_once_past_quiet_hours(house: House) -> None:
    ana, chidi, _, phone = await two(house)
    other = await listens(await device(house.server, ana), house.service)
    await listens(chidi, house.service)
    await ana.patch("/me", {"quiet_hours": {"from": "00:00", "to": "23:59", "zone": "UTC"}})
    async with house.server.app.db.tx() as tx:
        push_now(tx, [ana.me["id"]], Notice(kind="call", tag="call-1", title="Chidi", body="is calling", fresh=True), ttl_s=30)
        assert phone.got == []              # nothing before the commit
    for one in (phone, other):
        assert (await one.told(1))["kind"] == "call"
        assert (one.heads[0]["urgency"], one.heads[0]["ttl"]) == ("high", "30")


def test_what_rfc_8291_seals_is_opened() -> None:
    """Its own example (appendix A): what devices here open is what browsers open."""
    body = ("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1"
            "CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")
    key = ec.derive_private_key(int.from_bytes(decoded("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")), ec.SECP256R1())
    opened = http_ece.decrypt(decoded(body), private_key=key, auth_secret=decoded("BTBZMqHH6r4Tts7J_aSIgg"), version="aes128gcm")
    assert opened == b"When I grow up, I want to be a watermelon"


@pytest.mark.timeout(120)
async def test_a_kill_between_commit_and_push_loses_nothing() -> None:
    folder = Path(tempfile.mkdtemp(prefix="paperplane-kill-"))
    folder.chmod(0o711)
    try:
        async with push_service() as service:
            await _killed(folder / "data", service)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _killed(data: Path, service: PushService) -> None:
    starting = ("tests.notifications.let_in", str(service.port))
    async with process(data, *starting) as running, people_of(running) as server:
        ana, chidi = await server.people("ana", "chidi")
        room = await chat(ana, chidi)
        phone = await listens(ana, service)
        service.open.clear()
        await post(chidi, room, "on its way")
        async with asyncio.timeout(30):
            while not phone.tries:
                await asyncio.sleep(0.02)
        await post(chidi, room, "committed")
        running.kill()
        await running.gone()
    assert phone.got == []
    service.open.set()
    async with process(data, *starting):
        async with asyncio.timeout(30):
            while not any(one["body"] == "committed" for one in phone.got):
                await asyncio.sleep(0.02)
    told = phone.got[-1]
    assert told["title"] == "Chidi (2)"
    assert len(phone.got) <= 3
