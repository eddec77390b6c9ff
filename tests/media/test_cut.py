"""Of a video only a stretch is kept, where the device that brings it could not cut it itself."""

import io
from pathlib import Path

import av
import pytest

from tests.api import Server
from tests.media.sounds import video
from tests.media.uploading import metadata, objects, ready, tus


async def test_only_the_stretch_is_kept(server: Server, tmp_path: Path) -> None:
    ana = await server.person("ana")
    clip = video(seconds=4)
    now = await ready(ana, clip, "v.mp4", kind="video", start_ms="1200", end_ms="2700")
    assert now["duration_ms"] == pytest.approx(1500, abs=120)
    with av.open(io.BytesIO(objects(tmp_path)[f"media/{now['id']}/video"]), "r") as made:
        # Exact, also where no key frame stands: handing streams on would begin at the one before.
        assert made.duration is not None
        assert made.duration / 1e6 == pytest.approx(1.5, abs=0.12)
        assert {stream.type for stream in made.streams} == {"video", "audio"}


async def test_a_stretch_that_is_none_is_refused(server: Server) -> None:
    ana = await server.person("ana")
    wrong = ({"kind": "video", "start_ms": "1"}, {"kind": "video", "start_ms": "900", "end_ms": "1000"}, {"kind": "video", "start_ms": "-1", "end_ms": "2000"},
             {"kind": "video", "start_ms": "0", "end_ms": "600001"}, {"kind": "photo", "start_ms": "0", "end_ms": "2000"}, {"start_ms": "0", "end_ms": "2000"})
    for said in wrong:
        answer = await tus(ana, ana.client, "POST", "/uploads", upload_length="10", upload_metadata=metadata(filename="v.mp4", **said))
        assert (answer.status_code, answer.json()["code"]) == (400, "cut_invalid"), said
