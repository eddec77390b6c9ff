"""What tus lets a client say, and what may be uploaded. Pure: raises AppError with the status that tus wants."""

import base64
import binascii
from collections.abc import Mapping
from typing import get_args

from paperplane.core import text
from paperplane.core.errors import AppError, Conflict, Invalid, TooLarge
from paperplane.core.limits import Sizes
from paperplane.media.types import Cut, MediaKind
from paperplane.media.uploads.types import Checksum, UploadRow, UploadWish

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination,checksum"
ALGORITHMS = ("sha1", "sha256")
CHUNK = "application/offset+octet-stream"
KINDS: tuple[MediaKind, ...] = get_args(MediaKind)


def speaks_tus(headers: Mapping[str, str]) -> None:
    """Every request but OPTIONS says which version it speaks."""
    if headers.get("tus-resumable") != VERSION:
        raise AppError(412, "tus_version", f"Uploads speak tus {VERSION}: say so in Tus-Resumable.")


def wish(headers: Mapping[str, str], sizes: Sizes) -> UploadWish:
    """What a creation asks for."""
    size = _number(headers, "upload-length")
    if size == 0:
        raise Invalid("upload_empty", "This file is empty.")
    if size > sizes.upload_bytes:
        raise TooLarge(413, "upload_bytes")
    said = metadata(headers.get("upload-metadata", ""))
    kind = said.get("kind") or None
    if kind is not None and kind not in KINDS:
        raise Invalid("kind_unknown", "A file is brought as photo, video, voice, video_note, sticker or file.", field="kind")
    return UploadWish(size, name(said.get("filename", ""), sizes.media_name_chars), next((one for one in KINDS if one == kind), None),
                      _cut(said, kind, sizes))


def _cut(said: Mapping[str, str], kind: str | None, sizes: Sizes) -> Cut | None:
    if "start_ms" not in said and "end_ms" not in said:
        return None
    start, end = said.get("start_ms", ""), said.get("end_ms", "")
    whole = all(one.isascii() and one.isdigit() and len(one) <= 9 for one in (start, end))
    if kind != "video" or not whole or not sizes.cut_min_ms <= int(end) - int(start) <= sizes.video_s * 1000:
        raise Invalid("cut_invalid", "Of a video a stretch can be kept: from start_ms to end_ms, of half a second and more.", field="end_ms",
                      least=sizes.cut_min_ms, most=sizes.video_s * 1000)
    return Cut(int(start), int(end))


def metadata(header: str) -> dict[str, str]:
    """Pairs of a key and, in Base64, its value. What is not UTF-8 is read as far as it can be."""
    found = {}
    for pair in filter(None, (one.strip() for one in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value.strip(), validate=True).decode(errors="replace")
        except (binascii.Error, ValueError):
            raise Invalid("metadata_invalid", "Upload-Metadata is a list of keys and their values in Base64.") from None
    return found


def name(said: str, most: int) -> str:
    """A file's name that is one on every system: the last step of a path, without what no name may have."""
    last = said.replace("\\", "/").rpartition("/")[2]
    plain = "".join("_" if one in '<>:"|?*%' else one for one in text.line(last)).strip(" .")
    if len(plain) > most:
        stem, dot, ending = plain.rpartition(".")
        plain = stem[:most - len(ending) - 1] + dot + ending if stem and len(ending) < 20 else plain[:most]
    return plain or "file"


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    said = headers.get("upload-checksum")
    if said is None:
        return None
    algorithm, _, value = said.partition(" ")
    try:
        digest = base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if algorithm not in ALGORITHMS or not digest:
        raise Invalid("checksum_unknown", "A checksum is sha1 or sha256, and its value in Base64.", algorithms=list(ALGORITHMS))
    return Checksum(algorithm, digest)


def chunk(headers: Mapping[str, str], upload: UploadRow, sizes: Sizes) -> int:
    """How many bytes may come now. Raises Conflict where they do not begin where the last ended."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != CHUNK:
        raise AppError(415, "unsupported_media_type", f"A chunk comes as {CHUNK}.")
    if _number(headers, "upload-offset") != upload.received:
        raise Conflict("offset", "The upload is at another place by now.", offset=upload.received)
    if upload.parts >= sizes.upload_parts:
        raise Conflict("too_many_parts", "This upload came in too many parts. Begin anew, with larger ones.",
                       limit="upload_parts", most=sizes.upload_parts)
    room = min(upload.bytes - upload.received, sizes.upload_chunk_bytes)
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > room:
        raise TooLarge(413, "upload_chunk_bytes")
    return room


def _number(headers: Mapping[str, str], header: str) -> int:
    said = headers.get(header, "")
    if not (said.isascii() and said.isdigit() and len(said) <= 15):
        raise Invalid("header_invalid", f"{header.title()} is a number that must be there.", header=header)
    return int(said)


class Mismatch(AppError):
    def __init__(self) -> None:
        super().__init__(460, "checksum_mismatch", "These are not the bytes that were meant. Send them again.")


class Busy(AppError):
    def __init__(self) -> None:
        super().__init__(423, "upload_busy", "Another request is bringing a part of this file just now.")
