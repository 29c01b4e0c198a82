"""Telling administrators that a part of the installation turned bad, and that it is good again.

One reading is no news: it must have been so for `EARSHOT_SYSTEM_TOLD_AFTER`. Any number of
processes may look, and be started again, at any time: what was told is in the database. What
is bad on one machine is bad, however good it is on the others, and only the database's clock
counts.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import LiteralString

from sqlmodel import Session, select

from services import db
from services.observing.judging import Card, SystemCondition
from services.people import notices
from services.people.access import Permission
from services.settings import get_settings
from services.tables import SystemTrouble

log = logging.getLogger(__name__)

_UNSEEN = timedelta(minutes=2)
"""Where nobody looked for longer, nobody knows how it was: what must last begins anew."""
_EVERYBODY_LOOKED = timedelta(seconds=40)
"""Within that every process has looked twice: what one of them finds good may be bad elsewhere."""


def tell(session: Session, cards: Iterable[Card]) -> None:
    """Send those with `system:read` a notice of each part that turned bad, or good again.

    Safe to repeat. Does nothing while another process is at it.
    """
    now = _alone_since(session)
    if now is None:
        return
    known = {each.part: each for each in session.exec(select(SystemTrouble))}
    for card in cards:
        trouble = known.get(card.name)
        if card.condition is SystemCondition.ACT:
            _note_bad(session, trouble, card, now)
        elif trouble is not None:
            _note_good(session, trouble, now)


def _alone_since(session: Session) -> datetime | None:
    """By the database's clock; None where another process tells."""
    [row] = db.rows(session, _LOCK, {})
    now: datetime = row["now"]
    return now if row["got"] else None


def _note_bad(session: Session, trouble: SystemTrouble | None, card: Card, now: datetime) -> None:
    if trouble is None:
        trouble = SystemTrouble(part=card.name, since=now, seen_at=now)
    elif trouble.told_at is None and _was_unseen(trouble, now):
        trouble.since = now
    trouble.reasons = [
        each.reason.value for each in card.told if each.condition is SystemCondition.ACT
    ]
    trouble.seen_at, trouble.good_since = now, None
    if trouble.told_at is None and _has_lasted(trouble.since, now):
        trouble.told_at = now
        _send(session, "system.bad", trouble)
    session.add(trouble)


def _note_good(session: Session, trouble: SystemTrouble, now: datetime) -> None:
    if trouble.good_since is None or _was_unseen(trouble, now):
        trouble.good_since = now
    trouble.seen_at = now
    session.add(trouble)
    if now - trouble.good_since < _EVERYBODY_LOOKED:
        return
    if trouble.told_at is None:
        session.delete(trouble)
    elif _has_lasted(trouble.good_since, now):
        _send(session, "system.good", trouble)
        session.delete(trouble)


def _was_unseen(trouble: SystemTrouble, now: datetime) -> bool:
    """Or the clock was set."""
    return abs(now - trouble.seen_at) > _UNSEEN


def _has_lasted(since: datetime, now: datetime) -> bool:
    return now - since >= get_settings().system_told_after


def _send(session: Session, kind: str, trouble: SystemTrouble) -> None:
    facts = {"part": trouble.part, "reasons": trouble.reasons, "since": trouble.since.isoformat()}
    if trouble.good_since is not None:
        facts["until"] = trouble.good_since.isoformat()
    notices.notify(session, kind=kind, permission=Permission.SYSTEM_READ, facts=facts)
    log.warning("%s: administrators are told", kind, extra=facts)


_LOCK: LiteralString = """
SELECT pg_try_advisory_xact_lock(hashtextextended('earshot system', 0)) AS got,
    clock_timestamp() AS now
"""
