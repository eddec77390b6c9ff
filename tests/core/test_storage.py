"""Objects: whole or not there, and never outside their folder."""

from contextlib import suppress
from pathlib import Path

import pytest

from paperplane.core.storage import Storage


async def test_what_is_put_is_got_listed_replaced_and_deleted(tmp_path: Path) -> None:
    storage = Storage.open(tmp_path)
    assert await storage.get("avatars/1/small.webp") is None
    await storage.put("avatars/1/small.webp", b"one")
    await storage.put("avatars/1/small.webp", b"two")
    await storage.put("avatars/2/small.webp", b"other")
    assert await storage.get("avatars/1/small.webp") == b"two"
    assert [key async for key in storage.keys("avatars/1")] == ["avatars/1/small.webp"]
    await storage.delete("avatars/1/small.webp", "avatars/never.webp")
    assert [key async for key in storage.keys()] == ["avatars/2/small.webp"]  # noqa: SIM118


@pytest.mark.parametrize("key", ["../keys/signing", "/etc/passwd", "a/../../keys/signing"])
async def test_a_key_that_points_elsewhere_reads_nothing(key: str, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "signing").write_text("secret")
    storage = Storage.open(tmp_path)
    with suppress(ValueError):
        assert await storage.get(key) is None
