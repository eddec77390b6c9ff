"""Signing up and in: what it gives, and what it must not tell."""

from tests.api import PASSWORD, Server, born, good, refusal, sign_up


async def test_a_new_account_is_signed_in(server: Server) -> None:
    ana = await server.person("ana", device_name="Ana's phone")
    assert ana.me == {**ana.me, "handle": "ana", "display_name": "Ana", "avatar": None, "email": None,
                      "email_verified": False, "private": False, "show_presence": True, "locale": "en", "minor": False}
    assert await ana.get("/me") == ana.me
    (device,) = (await ana.get("/me/devices"))["devices"]
    assert (device["name"], device["current"]) == ("Ana's phone", True)
