"""The server's secrets: files of `<data_dir>/keys`, made at the first start, part of every backup.

Who has them and the database reads birth dates and forges signatures; who loses them loses both for good.
"""

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SIZE = 32
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551     # FIPS 186-5, of its generator
NONCE = 12  # bytes, as NIST SP 800-38D recommends for GCM


class Keys:
    """Seals what must not be read from the database alone, and signs what comes back to us through others."""

    def __init__(self, birth_dates: bytes, signing: bytes, vapid: bytes) -> None:
        self._birth_dates = AESGCM(birth_dates)
        self._signing = signing
        # What push services know this server by (RFC 8292). Any number below the order of the curve is a key.
        self.vapid = ec.derive_private_key(int.from_bytes(vapid) % (P256_ORDER - 1) + 1, ec.SECP256R1())

    @classmethod
    def load(cls, data_dir: Path) -> "Keys":
        """Read the keys, making those that are missing."""
        data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        folder = data_dir / "keys"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(_key(folder / "birth_dates"), _key(folder / "signing"), _key(folder / "vapid"))

    def seal(self, plain: bytes, bound_to: bytes) -> bytes:
        """Encrypt (AES-256-GCM) so that it opens only beside `bound_to`, say the row's id."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._birth_dates.encrypt(nonce, plain, bound_to)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """What was sealed. Raises ValueError when the bytes, their row or the key are not those."""
        try:
            return self._birth_dates.decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
        except InvalidTag:
            raise ValueError("sealed with another key, or for another row") from None

    def sign(self, purpose: str, value: str) -> str:
        """A signature (HMAC-SHA-256, hex) that says nothing outside its purpose."""
        return hmac.new(self._signing, f"{purpose}\0{value}".encode(), sha256).hexdigest()

    def verify(self, purpose: str, value: str, signature: str) -> bool:
        """Whether `signature` is ours; takes the same time either way."""
        return hmac.compare_digest(self.sign(purpose, value).encode(), signature.encode())


def _key(path: Path) -> bytes:
    if not path.exists():
        # Written whole before it has its name: a start cut short must not leave half a key.
        fresh = path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(secrets.token_bytes(SIZE))
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    key = path.read_bytes()
    if len(key) != SIZE:
        raise ValueError(f"{path} is not a key of {SIZE} bytes: restore it from a backup.")
    return key
