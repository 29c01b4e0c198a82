"""Whether what was fetched is what its dialer announced, where it said by which hash."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path

from services.errors import Rejected

_KNOWN = frozenset({"sha512", "sha384", "sha256"})


class RecordingAltered(Rejected):
    """This is not the recording that the dialer announced: its hash differs."""


def check(path: Path, hashes: Sequence[str]) -> None:
    """Every hash of a kind that is known must be the file's; others are passed over.

    `hashes` are a kind, a hyphen and base64url, as in vCons: `sha512-GLy6...`. Raises
    RecordingAltered.
    """
    for given in hashes:
        kind, _, expected = given.partition("-")
        if kind in _KNOWN and _hash(path, kind) != expected.rstrip("="):
            raise RecordingAltered(announced=given)


def _hash(path: Path, kind: str) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, kind).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
