"""What is handed out: a wheel that holds all it needs, and a server that starts from it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree, which
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent
UV = next((str(path) for path in [ROOT / ".uv" / "bin" / "uv"] if path.exists()), None) or which("uv")


def run(*command: str | Path, **more: str) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | more)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that the database's user may pass through."""
    made = Path(tempfile.mkdtemp(prefix="paperplane-wheel-"))
    made.chmod(0o755)
    yield made
    rmtree(made)


@pytest.fixture(scope="module")
def wheel(folder: Path) -> Path:
    run(str(UV), "build", "--wheel", "--quiet", "--out-dir", folder / "dist")
    return next((folder / "dist").glob("*.whl"))


def test_the_wheel_holds_the_web_client_the_schema_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (r"paperplane/web_dist/index\.html", r"paperplane/web_dist/_app/.*\.js", r"paperplane/schema\.sql"):
        assert any(re.fullmatch(part, name) for name in names), part
    for part in (r"paperplane/migrations/0001_\w+\.sql", r"paperplane-.*/licenses/LICENSE"):
        assert any(re.fullmatch(part, name) for name in names), part
    assert not [name for name in names if name.startswith(("tests/", "web/", "bench/")) or "node_modules" in name]


def test_installed_into_an_empty_environment_it_serves(wheel: Path, folder: Path) -> None:
    python = folder / "venv" / "bin" / "python"
    run(str(UV), "venv", "--quiet", "--python", sys.executable, folder / "venv")
    locked = folder / "locked.txt"
    locked.write_text(run(str(UV), "export", "--locked", "--no-dev", "--no-default-groups", "--no-emit-project", "--quiet"))
    run(str(UV), "pip", "install", "--quiet", "--python", python, "--requirement", locked)
    run(str(UV), "pip", "install", "--quiet", "--python", python, "--no-deps", wheel)

    command: list[str | Path] = [folder / "venv" / "bin" / "paperplane", "serve", "--data-dir", folder / "data", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as server:
        assert server.stdout is not None
        url = server.stdout.readline().removeprefix("Paperplane is at ").strip()
        try:
            assert urlopen(f"{url}/healthz").status == 200  # noqa: S310
            assert urlopen(f"{url}/readyz").status == 200  # noqa: S310
            assert b"<html" in urlopen(url).read()  # noqa: S310
        finally:
            server.send_signal(signal.SIGTERM)
    assert server.returncode == 0
    assert not (folder / "data" / "postgres" / "data" / "postmaster.pid").exists()
