"""Birth dates are sealed to their account."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from paperplane.accounts import birth
from paperplane.core.keys import Keys

BORN = date(2000, 2, 29)


def test_only_its_account_and_its_key_open_it(tmp_path: Path) -> None:
    keys, account = Keys.load(tmp_path / "a"), uuid4()
    sealed = birth.seal(keys, account, BORN)
    assert birth.unseal(keys, account, sealed) == BORN
    assert birth.seal(keys, account, BORN) != sealed
    for other_keys, other, content in ((keys, uuid4(), sealed), (Keys.load(tmp_path / "b"), account, sealed),
                                       (keys, account, sealed[:-1] + bytes([sealed[-1] ^ 1]))):
        with pytest.raises(ValueError, match="sealed"):
            birth.unseal(other_keys, other, content)
