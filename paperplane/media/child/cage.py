"""What this process gives up before it reads a stranger's byte. What a system does not offer is left out: each is one
wall of several, and the limits of resources are always there."""

import ctypes
import os
import resource
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path

from paperplane.media.making.types import Bounds

NEW_USER, NEW_NET = 0x10000000, 0x40000000          # unshare(2)
DIE_WITH_PARENT, NO_NEW_PRIVILEGES = 1, 38          # prctl(2)
# Landlock (landlock(7)): the same numbers on every architecture.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF, PATH_BENEATH = 444, 445, 446, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
BITS_BY_VERSION = (0, 13, 14, 15, 15, 16)           # what may be said of files, by Landlock's version
PROGRAM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/dev/urandom", "/dev/zero", "/proc/self")


def close(folder: Path, bounds: Bounds, *programs: str) -> None:
    """From here on there is only this folder. `programs`: what else is run."""
    for limit, most in ((resource.RLIMIT_AS, bounds.memory), (resource.RLIMIT_CPU, bounds.cpu_s),
                        (resource.RLIMIT_FSIZE, bounds.file), (resource.RLIMIT_NOFILE, 64), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    _stand_back(bounds.nice)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_NET) != 0:
        libc.unshare(NEW_USER | NEW_NET)
    libc.prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    installed = (sys.prefix, sys.base_prefix, Path(__file__).parents[2], *programs)
    _wall(libc, folder, [*PROGRAM, *map(str, installed)])


def _stand_back(nice: int) -> None:
    """Whoever writes a message goes first. Where Linux shares processors between sessions (sched(7), autogroup), this
    process is one of its own, and its niceness says nothing to others: the session's does."""
    os.nice(nice)
    if os.getsid(0) == os.getpid():     # else the session is that of whoever started this, and not to be slowed down
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(nice))


def _wall(libc: ctypes.CDLL, folder: Path, program: list[str]) -> None:
    """Landlock: this folder, the program to be read and run, no TCP, no signals to others."""
    version = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if version < 1:
        return
    everything = (1 << BITS_BY_VERSION[min(version, len(BITS_BY_VERSION) - 1)]) - 1
    asked = struct.pack("QQQ", everything, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    ruleset = libc.syscall(CREATE_RULESET, asked, ctypes.c_size_t(8 if version < 4 else 16 if version < 6 else 24), ctypes.c_uint(0))
    if ruleset < 0:
        return
    _allow(libc, ruleset, str(folder), everything)
    _allow(libc, ruleset, os.devnull, READ_FILE | WRITE_FILE)
    for path in program:
        _allow(libc, ruleset, path, EXECUTE | READ_FILE | READ_DIR)
    libc.syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint(0))
    os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, access: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    of_a_file = access if Path(path).is_dir() else access & (EXECUTE | READ_FILE | WRITE_FILE)
    libc.syscall(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(PATH_BENEATH), struct.pack("=Qi", of_a_file, opened), ctypes.c_uint(0))
    os.close(opened)
