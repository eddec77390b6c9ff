"""A bucket's own addresses, as far as they can be looked at without one."""

from pathlib import Path
from uuid import uuid4

import pytest

from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.storage import Storage
from paperplane.media.files.actions import address
from paperplane.web import WebClient


async def test_signed_by_the_bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("AWS_ACCESS_KEY_ID", "x"), ("AWS_SECRET_ACCESS_KEY", "y"), ("AWS_REGION", "eu-central-1")):
        monkeypatch.setenv(name, value)
    media = uuid4()
    url = await address(Storage.open(tmp_path, "s3://albums/paper"), Keys.load(tmp_path), Sizes(), media, "large", "x")
    assert url.startswith("https://")
    assert f"/media/{media}/large?" in url
    assert "X-Amz-Signature=" in url
    assert "X-Amz-Expires=" in url
    assert not (tmp_path / "objects").exists()


async def test_its_origin_may_be_shown(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("x")
    told: list[dict[str, object]] = []

    async def send(message: object) -> None:
        told.append(message)  # type: ignore[arg-type]
    client = WebClient(tmp_path, "https://albums.s3.example.org")
    await client({"type": "http", "method": "GET", "path": "/", "headers": []}, None, send)
    policy = dict(told[0]["headers"])[b"content-security-policy"].decode()  # type: ignore[call-overload]
    assert "img-src 'self' https://albums.s3.example.org blob: data:;" in policy
    assert "media-src 'self' https://albums.s3.example.org blob:;" in policy
    assert "script-src" not in policy
