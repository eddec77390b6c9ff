"""The systemd unit that docs/operate.md tells people to use: systemd takes it, and Paperplane runs with what it allows."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "paperplane.service"


def analyze(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    found = shutil.which("systemd-analyze")
    assert found, "The deploy tests need systemd-analyze: on Debian, apt install systemd."
    return subprocess.run([found, *map(str, words)], capture_output=True, text=True, check=False)


def of_this_clone(folder: Path, text: str) -> Path:
    """The unit with the command that is there on this machine: systemd complains of one that is not."""
    command = shutil.which("paperplane")
    assert command
    assert text.count("/opt/paperplane/bin/paperplane") == 1
    unit = folder / UNIT.name
    unit.write_text(text.replace("/opt/paperplane/bin/paperplane", command))
    return unit


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    done = analyze("verify", of_this_clone(tmp_path, UNIT.read_text()))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("right", "wrong"), [("ProtectSystem=strict", "ProtectSystem=strictly"), ("[Service]", "[Servise]")])
def test_a_slip_in_it_is_seen(right: str, wrong: str, tmp_path: Path) -> None:
    done = analyze("verify", of_this_clone(tmp_path, UNIT.read_text().replace(right, wrong)))
    assert done.returncode != 0 or done.stderr


def test_it_stands_open_to_little() -> None:
    done = analyze("security", "--offline=true", "--threshold=20", UNIT)
    said = re.search(r"exposure level for paperplane.service: ([0-9.]+)", done.stdout)
    assert said, done.stdout + done.stderr
    assert float(said[1]) <= 2.0, done.stdout


def test_the_database_gets_the_time_to_stop() -> None:
    from paperplane.core.postgres import STOP_S
    from paperplane.serving import GRACE_S

    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(UNIT)
    service = unit["Service"]
    assert service["KillMode"] == "mixed"       # else the database is told to stop behind Paperplane's back
    assert int(service["TimeoutStopSec"]) > GRACE_S + 2 * STOP_S
    assert service["OOMPolicy"] == "continue"
