"""The arithmetic of the audit chain. Pure, so that anybody can do it again elsewhere.

An entry's digest is SHA-256 over its fields as one JSON array in the canonical form of
RFC 8785: `[at, actor, act, subject, facts, address, user_agent]`, `at` in microseconds
since 1970 as text, numbers of 2^53 or more as text. Its link's hash is SHA-256 over the
hash before it (32 bytes; zeros for the first), `seq` and the entry's id (8 bytes each,
big-endian), and the digest. The database computes the same when the entry is committed,
see migration 0016.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import rfc8785

START = bytes(32)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXACT = 2**53
"""Beyond this, JSON's numbers are no longer exact everywhere."""


@dataclass(frozen=True, slots=True)
class Chained:
    """An entry with its link, as they are stored; `digest` is None where the entry is gone."""

    seq: int
    entry_id: int
    prev_hash: bytes
    hash: bytes
    digest: bytes | None
    fields: tuple[Any, ...]
    """`at, actor, act, subject, facts, address, user_agent`."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last link: note it elsewhere, and nobody can cut the chain's end off unseen."""

    seq: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash.hex()}"

    @classmethod
    def parse(cls, noted: str) -> "Head":
        """Raises ValueError."""
        seq, _, digest = noted.strip().partition(":")
        return cls(int(seq), bytes.fromhex(digest))


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the chain does not hold."""

    seq: int
    reason: str


def _exact(facts: Any) -> Any:
    """`facts` as JSON keeps them everywhere: numbers too large to be exact as text."""
    match facts:
        case dict():
            return {name: _exact(value) for name, value in facts.items()}
        case list() | tuple():
            return [_exact(value) for value in facts]
        case bool():
            return facts
        case int() | float() if abs(facts) >= _EXACT:
            # As jsonb writes it, whatever wrote it there.
            return str(int(Decimal(repr(facts))))
        case _:
            return facts


def digest(
    at: datetime,
    actor: str,
    act: str,
    subject: str,
    facts: dict[str, Any],
    address: str | None,
    user_agent: str | None,
) -> bytes:
    micros = str((at - _EPOCH) // timedelta(microseconds=1))
    fields = [micros, actor, act, subject, _exact(facts), address, user_agent]
    return sha256(rfc8785.dumps(fields)).digest()


def link(prev_hash: bytes, seq: int, entry_id: int, entry_digest: bytes) -> bytes:
    place = seq.to_bytes(8, "big", signed=True) + entry_id.to_bytes(8, "big", signed=True)
    return sha256(prev_hash + place + entry_digest).digest()


def follow(chain: Iterable[Chained], noted: Head | None = None) -> Iterator[Head | Broken]:
    """Go along the whole chain and yield each link that holds; end with the first that does not.

    A chain that ends before `noted`, or has another hash there, was cut or rewritten.
    """
    head = Head(0, START)
    for each in chain:
        reason = _fault(head, each) or _contradiction(each, noted)
        if reason is not None:
            yield Broken(each.seq if each.seq > 0 else head.seq + 1, reason)
            return
        head = Head(each.seq, each.hash)
        yield head
    if noted is not None and head.seq < noted.seq:
        yield Broken(head.seq + 1, "the chain ends before the head that was noted")


def _fault(head: Head, each: Chained) -> str | None:
    if each.seq != head.seq + 1:
        return f"links are missing before it: {head.seq + 1} to {each.seq - 1}"
    if each.prev_hash != head.hash:
        return "it does not continue the link before it"
    if each.digest is None:
        return "its entry is gone"
    if digest(*each.fields) != each.digest:
        return "its entry was changed"
    if link(each.prev_hash, each.seq, each.entry_id, each.digest) != each.hash:
        return "its hash is not that of its entry"
    return None


def _contradiction(each: Chained, noted: Head | None) -> str | None:
    if noted is not None and each.seq == noted.seq and each.hash != noted.hash:
        return "its hash is not the one that was noted"
    return None
