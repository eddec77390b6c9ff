"""Keys: made once, private, and of no use for anything but their purpose."""

from pathlib import Path

import pytest

from paperplane.core.keys import Keys


def test_keys_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    sealed = Keys.load(tmp_path).seal(b"2004-05-06", b"ana")
    assert Keys.load(tmp_path).open(sealed, b"ana") == b"2004-05-06"
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


def test_what_is_sealed_opens_only_beside_its_row_and_with_its_key(tmp_path: Path) -> None:
    keys = Keys.load(tmp_path / "a")
    sealed = keys.seal(b"2004-05-06", b"ana")
    assert b"2004" not in sealed
    assert keys.seal(b"2004-05-06", b"ana") != sealed
    for opened_by, row in ((keys, b"ben"), (Keys.load(tmp_path / "b"), b"ana")):
        with pytest.raises(ValueError, match="another key"):
            opened_by.open(sealed, row)


def test_a_signature_holds_for_its_purpose_alone(tmp_path: Path) -> None:
    keys = Keys.load(tmp_path)
    signature = keys.sign("cursor", "7")
    assert keys.verify("cursor", "7", signature)
    assert not keys.verify("cursor", "8", signature)
    assert not keys.verify("media", "7", signature)
    assert not keys.verify("cursor", "7", "é")


def test_half_a_key_is_refused(tmp_path: Path) -> None:
    Keys.load(tmp_path)
    (tmp_path / "keys" / "signing").write_bytes(b"short")
    with pytest.raises(ValueError, match="restore it from a backup"):
        Keys.load(tmp_path)
