"""Sealed files: AES-256-GCM in chunks, so that a part is read without the rest.

    48 bytes   magic, data key, salt, size of the content
    n times    64 KiB of content and the 16 bytes that prove it

Each file has a key of its own, made by HKDF of the data key and the salt; the chunk's
number is its nonce, the header is proven with every chunk.
"""

import hashlib
import os
import struct
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services import sealing
from services.sealing import DataKeyUse

CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
HEADER_BYTES = 48
_MAGIC = b"EARSHOT\x01"
_HEADER = struct.Struct(">8s16s16sQ")
_ABOUT = b"earshot recording"

ReadRange = Callable[[int, int], bytes]
"""The stored bytes from the first place up to, not including, the second."""


class SealBroken(Exception):
    """The stored bytes are not what was sealed."""


@dataclass(frozen=True, slots=True)
class Header:
    packed: bytes
    key_id: UUID
    salt: bytes
    size_bytes: int
    """Of the content, sealed no more."""


def read_header(packed: bytes) -> Header | None:
    """None for what is not sealed."""
    if len(packed) < HEADER_BYTES or not packed.startswith(_MAGIC):
        return None
    _, key_id, salt, size_bytes = _HEADER.unpack(packed[:HEADER_BYTES])
    return Header(packed[:HEADER_BYTES], UUID(bytes=key_id), salt, size_bytes)


def seal_file(plain: Path, target: Path, use: DataKeyUse | None = None) -> None:
    """With the present data key, unless another is given. Raises KeyUnavailable."""
    use = use or sealing.current_key()
    salt = os.urandom(16)
    packed = _HEADER.pack(_MAGIC, use.id.bytes, salt, plain.stat().st_size)
    cipher = AESGCM(_file_key(use.key, salt))
    with plain.open("rb") as source, target.open("wb") as sealed:
        sealed.write(packed)
        number = 0
        while chunk := source.read(CHUNK_BYTES):
            sealed.write(cipher.encrypt(_nonce(number), chunk, packed))
            number += 1


def opened(
    header: Header, read: ReadRange, start: int, end: int, key: bytes | None = None
) -> Iterator[bytes]:
    """Bytes `start` to `end` of the content. Raises KeyUnavailable, SealBroken.

    `key` is the data key, where the database does not have it.
    """
    end = min(end, header.size_bytes)
    cipher = AESGCM(_file_key(key or sealing.key_of(header.key_id), header.salt))
    for number in range(start // CHUNK_BYTES, -(-end // CHUNK_BYTES)):
        first = number * CHUNK_BYTES
        length = min(CHUNK_BYTES, header.size_bytes - first) + TAG_BYTES
        place = HEADER_BYTES + number * (CHUNK_BYTES + TAG_BYTES)
        try:
            chunk = cipher.decrypt(_nonce(number), read(place, place + length), header.packed)
        except InvalidTag as error:
            raise SealBroken from error
        yield chunk[max(0, start - first) : end - first]


def header_of_file(file: Path) -> Header | None:
    with file.open("rb") as stored:
        return read_header(stored.read(HEADER_BYTES))


def open_file(file: Path, header: Header, key: bytes | None = None) -> Iterator[bytes]:
    """All of the content. Raises KeyUnavailable, SealBroken."""
    with file.open("rb") as stored:

        def read(start: int, end: int) -> bytes:
            stored.seek(start)
            return stored.read(end - start)

        yield from opened(header, read, 0, header.size_bytes, key)


def _file_key(data_key: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=_ABOUT).derive(data_key)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


@contextmanager
def as_stored(file: Path, folder: Path) -> Iterator[Path]:
    """The file itself, or a sealed one in `folder`, which is gone after. Raises KeyUnavailable."""
    if not sealing.is_on():
        yield file
        return
    with tempfile.TemporaryDirectory(dir=folder, prefix="seal-") as own:
        target = Path(own) / file.name
        seal_file(file, target)
        yield target


def is_whole(file: Path, sha256: str) -> bool:
    """Whether it holds what it is named after, sealed if what is stored now would be."""
    if not file.exists():
        return False
    header = header_of_file(file)
    if header is None:
        return not sealing.is_on() and _digest(_plain(file)) == sha256
    try:
        return _digest(open_file(file, header)) == sha256
    except SealBroken:
        return False


def _plain(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stored:
        while chunk := stored.read(CHUNK_BYTES):
            yield chunk


def _digest(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
