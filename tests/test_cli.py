"""The command line, as an operator meets it."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from urllib.request import urlopen

import pytest

from paperplane.cli import commands, main
from tests.api import Server


def paperplane(*words: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "paperplane", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | variables, timeout=120)


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    """A command in this process: to start one takes longer than all that it does here."""
    commands([*map(str, words)], result_action="return_value")
    return capsys.readouterr().out


def refused(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """The sentence that a command ends with."""
    monkeypatch.setattr(sys, "argv", ["paperplane", *words])
    with pytest.raises(SystemExit) as end, pytest.warns(UserWarning, match="without tokens"):
        main()
    return str(end.value.code)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data directory that the database's user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="paperplane-cli-"))
    yield folder
    rmtree(folder)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["serve", "--workers", "2"], "one process"),
        (["serve", "--host", "192.0.2.1"], "cannot be listened on"),
        (["demo", "--database-url", "postgresql://x", "--config", "/nowhere.toml"], "cannot be read"),
        (["restore", "/nowhere.tar", "--data-dir", "/tmp/paperplane-none"], "cannot be read as a backup"),  # noqa: S108
    ],
)
def test_what_cannot_be_is_one_sentence(words: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERPLANE_PORT", "0")
    assert sentence in refused(monkeypatch, *words)


def test_rates_cannot_be_lifted_nor_a_demo_shown_beyond_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERPLANE_LIMITS_ENABLED", "false")
    assert "loopback" in refused(monkeypatch, "serve", "--host", "0.0.0.0")  # noqa: S104
    monkeypatch.delenv("PAPERPLANE_LIMITS_ENABLED")
    monkeypatch.setenv("PAPERPLANE_HOST", "0.0.0.0")  # noqa: S104
    assert "127.0.0.1 only" in refused(monkeypatch, "demo")


@pytest.mark.parametrize("command", ["serve", "work", "migrate", "demo", "backup", "restore", "admin"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], [command, "--help"]):
        commands(words, result_action="return_value")
        assert command in capsys.readouterr().out


def test_a_server_from_start_to_stop_with_commands_beside_it(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-m", "paperplane", "serve", "--data-dir", str(data_dir), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().removeprefix("Paperplane is at ").strip()
            assert urlopen(f"{url}/readyz").status == 200  # noqa: S310
            second = paperplane("serve", "--data-dir", data_dir, "--port", "0")
            assert second.returncode == 1
            assert "Another Paperplane is running" in second.stderr
            assert "Traceback" not in second.stderr
            assert "up to date" in said(capsys, "migrate", "--data-dir", data_dir)
            assert "No job is held" in said(capsys, "admin", "jobs", "list", "--data-dir", data_dir)
            said(capsys, "backup", data_dir / "one.tar", "--data-dir", data_dir)
            assert (data_dir / "one.tar").exists()
            assert urlopen(f"{url}/readyz").status == 200  # noqa: S310
        finally:
            server.send_signal(signal.SIGTERM)
            _, wrote = server.communicate(timeout=60)
    assert server.returncode == 0, wrote
    assert "Traceback" not in wrote
    assert not (data_dir / "postgres" / "data" / "postmaster.pid").exists()


@pytest.mark.timeout(400)
async def test_an_operator_is_made_and_unmade_beside_a_running_server(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    fatou = await server.person("fatou")
    url = server.app.config.database_url

    async def operator(*words: str) -> str:
        return await asyncio.to_thread(said, capsys, "admin", "operator", *words, "--database-url", url)

    unknown = await asyncio.to_thread(paperplane, "admin", "operator", "add", "nobody.here", "--database-url", url)
    assert unknown.returncode == 1
    assert "Nobody here has the handle nobody.here" in unknown.stderr
    assert "Traceback" not in unknown.stderr
    assert await operator("list") == "Nobody is an operator.\n"
    assert await fatou.refused("GET", "/operation") == "404 not_found"
    assert await operator("add", "@Fatou") == "fatou is an operator now.\n"
    assert await fatou.get("/operation")
    assert await operator("list") == "fatou\n"
    assert await operator("remove", "fatou") == "fatou is no operator now.\n"
    assert await fatou.refused("GET", "/operation") == "404 not_found"
