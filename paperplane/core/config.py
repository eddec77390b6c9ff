"""Settings: read once, frozen. Flags win over `PAPERPLANE_*`, which wins over the TOML file."""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import msgspec

from paperplane.core.limits import Limits

PREFIX = "PAPERPLANE_"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class ConfigError(Exception):
    """A setting is wrong; the message is one sentence that names it."""


class Argon2(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cost of a password hash: RFC 9106's second recommended option by default (64 MiB, 3 passes, 4 lanes)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting, with its default. URLs are empty where the built-in part is used."""

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("paperplane-data")
    public_url: str = ""
    database_url: str = ""
    database_pool: int = 10
    nats_url: str = ""
    storage_url: str = ""
    storage_origin: str = ""            # of a bucket's addresses, for the web client's content security policy
    stun_urls: list[str] = []
    turn_urls: list[str] = []           # relays for calls, which believe what turn_secret signs
    turn_secret: str = ""
    smtp_url: str = ""
    mail_from: str = "Paperplane <paperplane@localhost>"
    contact: str = ""                   # mailto: or https:, by which push services reach whoever runs this
    server_name: str = "Paperplane"
    minimum_age: int = 13
    demo: bool = False
    demo_people: tuple[str, ...] = ("ana", "ben", "chidi", "dana", "eve", "fatou", "gil")
    previews: bool = True               # the server fetches what links in messages lead to
    jobs_in_serve: bool = True
    trusted_proxies: list[str] = []
    limits_enabled: bool = True
    log_level: str = "info"
    log_json: bool = False
    argon2: Argon2 = Argon2()
    limits: Limits = Limits()

    @property
    def origin(self) -> str:
        """Where people reach this server, without a trailing slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def reached_by(self) -> str:
        """The contact, or the address that mails come from."""
        return self.contact or f"mailto:{parseaddr(self.mail_from)[1]}"

    @property
    def agent(self) -> str:
        """Who asks, where this server fetches something elsewhere."""
        return f"Paperplane (link previews; {self.origin})"


def load(flags: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None,
         file: Path | None = None) -> Config:
    """The settings of this run. `flags` with the value None count as not given. Raises ConfigError."""
    environ = os.environ if environ is None else environ
    named = file or (Path(environ[PREFIX + "CONFIG"]) if PREFIX + "CONFIG" in environ else None)
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    merged = _over(given, _over(_from_environ(environ), _from_file(named)))
    try:
        config = msgspec.convert(merged, Config, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise ConfigError(f"A setting is wrong: {error}.") from error
    _check(config)
    return config


def _over(upper: dict[str, Any], lower: dict[str, Any]) -> dict[str, Any]:
    """What `upper` says, and what only `lower` says; tables are merged, not replaced."""
    tables = {name: _over(upper[name], table) for name, table in lower.items()
              if isinstance(table, dict) and isinstance(upper.get(name), dict)}
    return {**lower, **upper, **tables}


def _path(kind: type, value: Any) -> Any:
    """msgspec knows no paths."""
    if kind is Path and isinstance(value, str | Path):
        return Path(value)
    raise NotImplementedError


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text())
    except OSError as error:
        raise ConfigError(f"The settings file {path} cannot be read: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The settings file {path} is not TOML: {error}.") from error


def _from_environ(environ: Mapping[str, str]) -> dict[str, Any]:
    """Settings by name; `PAPERPLANE_ARGON2__PASSES` reaches into a table.

    A name that nearly is a setting is a mistake, and an error. Others are left alone: tools use the prefix too.
    """
    found: dict[str, Any] = {}
    for name, value in environ.items():
        if not name.startswith(PREFIX) or name == PREFIX + "CONFIG":
            continue
        head, *path = name[len(PREFIX):].lower().split("__")
        if head not in Config.__struct_fields__:
            near = difflib.get_close_matches(head, Config.__struct_fields__, 1, 0.75)
            if near:
                raise ConfigError(f"{name} is not a setting. Did you mean {PREFIX}{near[0].upper()}?")
            continue
        _put(found, [head, *path], value)
    return found


def _put(tree: dict[str, Any], path: list[str], value: str) -> None:
    *tables, last = path
    for table in tables:
        tree = tree.setdefault(table, {})
    tree[last] = value.split(",") if last in ("trusted_proxies", "demo_people", "stun_urls", "turn_urls") else value


def _check(config: Config) -> None:
    if config.host not in LOOPBACK and not config.limits_enabled:
        raise ConfigError("Rates can be lifted only on a loopback address: set host to 127.0.0.1, or leave limits on.")
    if config.host not in LOOPBACK and config.demo:
        raise ConfigError("A demo lets anybody in without a password: it listens on 127.0.0.1 only.")
    if config.log_level not in ("debug", "info", "warning", "error"):
        raise ConfigError("log_level is one of debug, info, warning, error.")
    if config.contact and not config.contact.startswith(("mailto:", "https://")):
        raise ConfigError("contact is an address that begins with mailto: or https://.")
    _check_calls(config)
    _check_storage(config)
    if config.nats_url:
        raise ConfigError("This version runs in one process and has no use for nats_url: remove it.")


def _check_storage(config: Config) -> None:
    # It goes into a header of every page, as it is.
    if config.storage_origin and not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+", config.storage_origin):
        raise ConfigError("storage_origin is where the bucket's addresses lead, as https://bucket.s3.example.org, without a path.")
    if config.storage_url and not config.storage_origin:
        raise ConfigError("A bucket (storage_url) needs storage_origin too: browsers load pictures from nowhere else.")


def _check_calls(config: Config) -> None:
    for name, urls, schemes in (("stun_urls", config.stun_urls, ("stun:", "stuns:")), ("turn_urls", config.turn_urls, ("turn:", "turns:"))):
        if not all(url.startswith(schemes) for url in urls):
            raise ConfigError(f"{name} is a list of addresses that begin with {' or '.join(schemes)}.")
    if bool(config.turn_urls) != bool(config.turn_secret):
        raise ConfigError("A relay for calls needs both turn_urls and turn_secret.")
