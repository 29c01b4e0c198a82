"""The audit log: who did what to what. Written in the transaction of the act itself.

The database chains the entries of a transaction when it commits, behind all its other
work: only from there until it is on disk do others wait who record something, too.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from services import db, paging
from services.clock import utc_now
from services.paging import Paged
from services.people.audit_chain import START, Chained, Head, digest
from services.people.origin import origin
from services.tables import AuditEntry, AuditLink

_BATCH = 2_000
_DEPUTY = "deputy"
_NUMBER = re.compile(r"(?!\d{4}-\d\d-\d\d(?!\d))(?<!\d)\d(?:[ -]?\d){6,}[xX]?(?!\d)")
"""Seven digits or more, in groups or not; ISO 8601 days are none."""


def record(session: Session, *, actor: str, act: str, subject: str, **facts: Any) -> None:
    """Note that `actor` did `act` (e.g. `key.created`) to `subject`; `facts` must be JSON.

    Long numbers in a `reason` are shortened: entries stay for good, also when the customer
    whose number somebody wrote into one is erased.
    """
    if isinstance(facts.get("reason"), str):
        facts["reason"] = without_numbers(facts["reason"])
    at, came = utc_now(), origin()
    facts |= session.info.get(_DEPUTY, {})
    session.add(
        AuditEntry(
            at=at,
            actor=actor,
            act=act,
            subject=subject,
            facts=facts,
            address=came.address,
            user_agent=came.user_agent,
            digest=digest(at, actor, act, subject, facts, came.address, came.user_agent),
        )
    )


def without_numbers(reason: str) -> str:
    """With every telephone, card or identity number as `138****00`; days stay. Pure."""
    return _NUMBER.sub(lambda found: f"{found[0][:3]}****{found[0][-2:]}", reason)


def note_deputy(session: Session, acts_for: Collection[str]) -> None:
    """Tell in what this session records whom its user stands in for, by login."""
    session.info[_DEPUTY] = {"acts_for": list(acts_for)} if acts_for else {}


def record_once(session: Session, *, actor: str, act: str, subject: str, within: timedelta) -> None:
    """Record an act that comes in many requests, such as playing a sound, as one."""
    known = session.exec(
        select(AuditEntry.id)
        .where(
            AuditEntry.subject == subject,
            AuditEntry.actor == actor,
            AuditEntry.act == act,
            AuditEntry.at > utc_now() - within,
        )
        .limit(1)
    ).first()
    if known is None:
        record(session, actor=actor, act=act, subject=subject)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries somebody looks for; what is None does not narrow."""

    actor: str | None = None
    act: str | None = None
    subject: str | None = None
    address: str | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    """Not included."""

    def where(self) -> list[ColumnElement[bool]]:
        exact = {
            AuditEntry.actor: self.actor,
            AuditEntry.act: self.act,
            AuditEntry.subject: self.subject,
            AuditEntry.address: self.address,
        }
        conditions = [col(column) == value for column, value in exact.items() if value is not None]
        if self.from_at is not None:
            conditions.append(col(AuditEntry.at) >= self.from_at)
        if self.until_at is not None:
            conditions.append(col(AuditEntry.at) < self.until_at)
        return conditions

    def as_facts(self) -> dict[str, Any]:
        named = {"actor": self.actor, "act": self.act, "subject": self.subject}
        instants = {"from_at": self.from_at, "until_at": self.until_at}
        told = named | {"from_address": self.address}
        return {name: value for name, value in told.items() if value is not None} | {
            name: at.isoformat() for name, at in instants.items() if at is not None
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its place in the chain, None until its transaction is over."""

    id: int
    at: datetime
    actor: str
    act: str
    subject: str
    facts: dict[str, Any]
    address: str | None
    user_agent: str | None
    seq: int | None
    hash: str | None


def list_entries(
    session: Session, wanted: Wanted, *, cursor: str | None = None, limit: int = 100
) -> Paged[Entry]:
    """Newest first. Raises CursorBroken."""
    query = (
        select(AuditEntry, AuditLink)
        .join(AuditLink, col(AuditLink.entry_id) == col(AuditEntry.id), isouter=True)
        .where(*wanted.where())
        .order_by(col(AuditEntry.id).desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        [last_id] = paging.decode(cursor, int)
        query = query.where(col(AuditEntry.id) < last_id)
    found = [_entry(entry, link) for entry, link in session.exec(query).all()]
    return paging.cut(found, limit, lambda entry: [entry.id])


def list_acts(session: Session) -> list[str]:
    """Every kind of act there is an entry of, in alphabetical order."""
    # One step through the index for each, however many entries there are.
    found = db.rows(
        session,
        """
        WITH RECURSIVE known AS (
            (SELECT act FROM audit_entry ORDER BY act LIMIT 1)
            UNION ALL
            SELECT (SELECT act FROM audit_entry WHERE act > known.act ORDER BY act LIMIT 1)
            FROM known WHERE known.act IS NOT NULL
        )
        SELECT act FROM known WHERE act IS NOT NULL
        """,
        {},
    )
    return [row["act"] for row in found]


def head(session: Session) -> Head:
    """The end of the chain; seq 0 while it is empty."""
    last = session.exec(select(AuditLink).order_by(col(AuditLink.seq).desc()).limit(1)).first()
    return Head(0, START) if last is None else Head(last.seq, last.hash)


def chain(session: Session, *, after: int = 0) -> Iterator[Chained]:
    """Every link behind `after`, in order, with its entry."""
    while batch := db.rows(session, _CHAIN, {"after": after, "limit": _BATCH}):
        yield from (_chained(row) for row in batch)
        after = batch[-1]["seq"]


def count_links(session: Session) -> int:
    return int(db.rows(session, "SELECT count(*) AS n FROM audit_link", {})[0]["n"])


def unchained(session: Session) -> int | None:
    """The id of the first entry that the chain does not know, as if it had been put in."""
    found = db.rows(session, _UNCHAINED, {})
    return found[0]["id"] if found else None


def _entry(entry: AuditEntry, link: AuditLink | None) -> Entry:
    assert entry.id is not None
    return Entry(
        id=entry.id,
        at=entry.at,
        actor=entry.actor,
        act=entry.act,
        subject=entry.subject,
        facts=entry.facts,
        address=entry.address,
        user_agent=entry.user_agent,
        seq=link.seq if link else None,
        hash=link.hash.hex() if link else None,
    )


_FIELDS = ("at", "actor", "act", "subject", "facts", "address", "user_agent")


def _chained(row: dict[str, Any]) -> Chained:
    return Chained(
        seq=row["seq"],
        entry_id=row["entry_id"],
        prev_hash=bytes(row["prev_hash"]),
        hash=bytes(row["hash"]),
        digest=None if row["digest"] is None else bytes(row["digest"]),
        fields=tuple(row[name] for name in _FIELDS),
    )


_CHAIN = """
SELECT link.seq, link.entry_id, link.prev_hash, link.hash, entry.at, entry.actor, entry.act,
  entry.subject, entry.facts, entry.address, entry.user_agent, entry.digest
FROM audit_link AS link LEFT JOIN audit_entry AS entry ON entry.id = link.entry_id
WHERE link.seq > %(after)s ORDER BY link.seq LIMIT %(limit)s
"""
_UNCHAINED = """
SELECT entry.id FROM audit_entry AS entry
WHERE NOT EXISTS (SELECT FROM audit_link WHERE entry_id = entry.id) ORDER BY entry.id LIMIT 1
"""
