"""Settings: where they come from, and mistakes that are said in a sentence."""

from pathlib import Path

import pytest

from paperplane.core.config import ConfigError, load


def test_a_flag_wins_over_a_variable_over_the_file_over_the_default(tmp_path: Path) -> None:
    file = tmp_path / "paperplane.toml"
    file.write_text('port = 1\nminimum_age = 15\nserver_name = "Paper"\n[argon2]\npasses = 2\n')
    environ = {"PAPERPLANE_PORT": "2", "PAPERPLANE_MINIMUM_AGE": "16", "PAPERPLANE_ARGON2__LANES": "1"}
    config = load({"port": 3, "host": None}, environ, file)
    assert (config.port, config.minimum_age, config.server_name, config.host) == (3, 16, "Paper", "127.0.0.1")
    assert (config.argon2.passes, config.argon2.lanes) == (2, 1)


@pytest.mark.parametrize(
    ("flags", "environ", "file", "sentence"),
    [
        ({"prot": 1}, {}, "", "unknown field `prot`"),
        ({}, {"PAPERPLANE_PROT": "1"}, "", "Did you mean PAPERPLANE_PORT"),
        ({}, {"PAPERPLANE_PORT": "many"}, "", "port"),
        ({}, {}, "colour = 1", "unknown field `colour`"),
        ({}, {}, "port =", "is not TOML"),
        ({"host": "0.0.0.0", "limits_enabled": False}, {}, "", "lifted only on a loopback address"),  # noqa: S104
        ({"host": "0.0.0.0", "demo": True}, {}, "", "listens on 127.0.0.1 only"),  # noqa: S104
        ({"turn_urls": ["turn:relay.example.org"]}, {}, "", "both turn_urls and turn_secret"),
        ({"turn_secret": "secret"}, {}, "", "both turn_urls and turn_secret"),
        ({}, {"PAPERPLANE_STUN_URLS": "stun:one.example.org,https://two.example.org"}, "", "stun_urls is a list"),
        ({"log_level": "loud"}, {}, "", "log_level is one of"),
    ],
)
def test_a_mistake_is_a_sentence(
    flags: dict[str, object], environ: dict[str, str], file: str, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "paperplane.toml").write_text(file)
    with pytest.raises(ConfigError, match=sentence):
        load(flags, environ, tmp_path / "paperplane.toml")


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load({}, {}, tmp_path / "nowhere.toml")
