"""Only an operator finds the page's door; for everybody else there is nothing at that address."""

import httpx
import pytest

from paperplane.accounts.queries import operators, set_operator
from paperplane.operation.types import Sample
from tests.api import API, Server, Someone, good


def plain(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    return answer.status_code, answer.content, [item for item in answer.headers.multi_items() if item[0] != "date"]


async def make_operator(server: Server, who: Someone, *, operator: bool = True) -> None:
    async with server.app.db.tx() as tx:
        assert await set_operator(tx, who.handle, operator)


async def test_for_nobody_but_operators_is_there_anything(server: Server) -> None:
    ana, fatou = await server.people("ana", "fatou")
    await make_operator(server, fatou)
    unknown = plain(await ana.ask("GET", "/operations"))
    assert unknown[0] == 404
    cookie = {"cookie": f"paperplane_session={ana.token}", "x-paperplane-web": "1"}
    for headers in ({}, {"authorization": f"Bearer {ana.token}"}, {"authorization": "Bearer none"},
                    {"authorization": "nonsense"}, cookie):
        assert plain(await server.client.get(f"{API}/operation", headers=headers)) == unknown, headers
    assert good(await fatou.ask("GET", "/operation"))["version"]


async def test_it_is_taken_at_once(server: Server) -> None:
    fatou = await server.person("fatou")
    assert (await fatou.get("/me"))["operator"] is False
    await make_operator(server, fatou)
    assert (await fatou.get("/me"))["operator"] is True
    assert await fatou.get("/operation")
    await make_operator(server, fatou, operator=False)
    assert await fatou.refused("GET", "/operation") == "404 not_found"


async def test_no_door_makes_an_operator(server: Server) -> None:
    answer = await server.post("/accounts", {"handle": "mallory", "password": "a fine long password",
                                             "birth_date": "1990-01-01", "display_name": "M", "operator": True})
    assert answer.status_code == 400
    ana = await server.person("ana")
    assert await ana.refused("PATCH", "/me", {"operator": True}) == "400 invalid"
    assert await ana.refused("PATCH", "/me/profile", {"operator": True}) == "400 invalid"
    async with server.app.db.tx() as tx:
        assert await operators(tx) == []
        assert not await set_operator(tx, "nobody.here", True)


async def test_what_is_told(server: Server) -> None:
    fatou = await server.person("fatou")
    await make_operator(server, fatou)
    async with server.app.db.tx() as tx:
        await tx.do("insert into pgqueuer (priority, status, entrypoint, attempts) values (0, 'failed', 'send_mail', 7)")
    for _ in range(2):      # its own first look may come late
        await server.app.watch.look()
    told = await fatou.get("/operation")
    assert len(told["at"]) == len(server.app.watch.samples) >= 2
    assert told["at"] == sorted(told["at"])
    assert set(told["series"]) == set(Sample.__struct_fields__)
    assert {len(values) for values in told["series"].values()} == {len(told["at"])}
    assert [(job["name"], job["attempts"]) for job in told["held"]] == [("send_mail", 7)]
    assert told["last_backup_at"] is None
    assert told["uptime_s"] >= 0
    assert told["disk_bytes"] > told["series"]["disk_free_bytes"][-1] > 0
    assert told["connections_most"] == server.app.config.database_pool


@pytest.mark.parametrize("path", ["/operation/", "/operation/x"])
async def test_there_is_nothing_beside_it(server: Server, path: str) -> None:
    ana = await server.person("ana")
    assert (await ana.ask("GET", path)).status_code == 404
