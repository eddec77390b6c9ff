"""What a first visit loads stays small: the app shell within 90 kB of compressed JavaScript."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from paperplane.web import DIST

pytestmark = pytest.mark.e2e

WEB = Path(__file__).parents[2] / "web"


def measured(web: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["node", str(web / "scripts" / "size.mjs")], capture_output=True, text=True, check=False)


def test_the_shell_is_within_its_limit() -> None:
    assert (DIST / "index.html").exists(), "The web client is not built: run bin/setup."
    said = measured(WEB)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "the shell (limit 90.0 kB)" in said.stdout


def test_a_larger_one_is_refused(tmp_path: Path) -> None:
    web = tmp_path / "web"
    shutil.copytree(WEB / "scripts", web / "scripts")
    (web / ".svelte-kit").symlink_to(WEB / ".svelte-kit")
    shutil.copytree(DIST, tmp_path / "paperplane" / "web_dist")
    entry = next((tmp_path / "paperplane" / "web_dist" / "_app" / "immutable" / "entry").glob("start.*.js"))
    # Not to be compressed: this is 90 kB more.
    entry.write_bytes(entry.read_bytes() + os.urandom(90_000))
    said = measured(web)
    assert said.returncode == 1
    assert "Too large" in said.stderr
