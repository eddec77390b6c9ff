"""Signing out closes exactly the sockets of who was signed out."""

from uuid import UUID

from paperplane.accounts.types import SessionsEnded
from tests.api import PASSWORD, Server
from tests.client import device, live, opened


async def test_a_device_signed_out_from_another(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    phone = await device(server, ana, "phone")
    async with live(server, ana) as here, live(server, phone) as there, live(server, phone) as there_too, \
            live(server, chidi) as his:
        (lost,) = [one["id"] for one in (await ana.get("/me/devices"))["devices"] if one["name"] == "phone"]
        assert await chidi.refused("DELETE", f"/me/devices/{lost}") == "404 not_found"
        await there.settled()
        await ana.delete(f"/me/devices/{lost}")
        assert [await there.ended(), await there_too.ended()] == [4001, 4001]
        for socket in (here, his):
            await socket.settled()
    assert await phone.refused("GET", "/me") == "401 signed_out"


async def test_signing_out_oneself(server: Server) -> None:
    ana = await server.person("ana")
    phone = await device(server, ana)
    async with live(server, ana) as here, live(server, phone) as there:
        await ana.delete("/sessions/current")
        assert await here.ended() == 4001
        await there.settled()


async def test_all_others(server: Server) -> None:
    ana = await server.person("ana")
    phone, tablet = await device(server, ana), await device(server, ana)
    async with live(server, ana) as here, live(server, phone) as one, live(server, tablet) as two:
        await ana.delete("/me/devices")
        assert [await one.ended(), await two.ended()] == [4001, 4001]
        await here.settled()


async def test_a_new_password_closes_the_others(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    phone = await device(server, ana)
    async with live(server, ana) as here, live(server, phone) as there, live(server, chidi) as his:
        changed = {"current_password": "not the password", "new_password": "another fine password"}
        assert await phone.refused("PUT", "/me/password", changed) == "403 wrong_password"
        await there.settled()
        await ana.put("/me/password", {**changed, "current_password": PASSWORD})
        assert await there.ended() == 4001
        for socket in (here, his):
            await socket.settled()


async def test_a_hello_that_a_sign_out_overtook(server: Server) -> None:
    """Its session was still there when it was looked up, and was ended before the socket stood among the others."""
    ana = await server.person("ana")
    (device,) = (await ana.get("/me/devices"))["devices"]
    server.app.hub.on_signal(SessionsEnded([UUID(device["id"])]))
    async with opened(server) as socket:
        await socket.say("hello", token=ana.token)
        assert await socket.ended() == 4001
