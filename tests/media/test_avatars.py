"""An avatar by the doors: put, shown to everybody by its random address, replaced, gone."""

import asyncio
from pathlib import Path

import httpx

from tests.api import API, Server, Someone, good, refusal
from tests.media.pictures import opened, photo


async def upload(someone: Someone, content: bytes) -> httpx.Response:
    headers = {"authorization": f"Bearer {someone.token}", "content-type": "image/jpeg"}
    return await someone.client.put(f"{API}/me/avatar", content=content, headers=headers)


async def test_an_avatar(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    avatar = good(await upload(ana, photo()))["avatar"]
    assert (await ana.get("/me"))["avatar"] == (await chidi.get("/users/ana"))["avatar"] == avatar
    assert (await chidi.get("/people?q=ana"))["people"][0]["person"]["avatar"] == avatar
    for size, pixels in (("small", 64), ("medium", 160), ("large", 480)):
        answer = await server.client.get(avatar[size])
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'"
        assert opened(answer.content).size == (pixels, pixels)
    second = good(await upload(ana, photo((90, 90))))["avatar"]
    assert second != avatar
    await gone(server, avatar)
    assert (await server.client.get(second["small"])).status_code == 200
    assert (await ana.delete("/me/avatar"))["avatar"] is None
    await gone(server, second)
    assert (await chidi.get("/users/ana"))["avatar"] is None
    assert (await ana.delete("/me/avatar"))["avatar"] is None


async def gone(server: Server, avatar: dict[str, str]) -> None:
    async with asyncio.timeout(60):
        for path in avatar.values():
            while (await server.client.get(path)).status_code != 404:
                await asyncio.sleep(0.05)


async def test_what_is_not_there_is_not_found(server: Server) -> None:
    ana = await server.person("ana")
    path = good(await upload(ana, photo()))["avatar"]["small"]
    for other in (path.replace("small", "huge"), path.replace(".webp", ""), path.replace("small.webp", "..%2f..%2fx"),
                  "/media/avatars/00000000-0000-4000-8000-000000000000/small.webp", "/media/avatars/x/small.webp"):
        assert refusal(await server.client.get(other)).startswith("404"), other


async def test_what_is_refused_changes_and_keeps_nothing(server: Server, tmp_path: Path) -> None:
    ana = await server.person("ana")
    assert refusal(await upload(ana, b"hello")) == "400 picture_invalid"
    assert refusal(await upload(ana, b"")) == "400 picture_invalid"
    assert refusal(await upload(ana, bytes(10 * 1024 * 1024 + 1))) == "413 picture_too_large"
    nobody = await server.client.put(f"{API}/me/avatar", content=photo())
    assert refusal(nobody) == "401 signed_out"
    assert (await ana.get("/me"))["avatar"] is None
    assert not [file for file in (tmp_path / "objects").rglob("*") if file.is_file()]
