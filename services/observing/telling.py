"""Telling administrators what turned bad with a part of the installation, and that it is over.

One reading is no news: it must have been so for `EARSHOT_SYSTEM_TOLD_AFTER`. What turns bad
with the part later, such as another dialer that is silent, is told too. Any number of
processes may look, and be started again, at any time: what was told is in the database. What
is bad on one machine is bad, however good it is on the others, and only the database's clock
counts.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString

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
_TOGETHER = timedelta(minutes=15)
"""So long after a notice of a part, what else turns bad with it gathers for the next one."""


def tell(session: Session, cards: Iterable[Card]) -> None:
    """Send those with `system:read` a notice of what turned bad with a part, or is all over.

    Safe to repeat. Does nothing while another process is at it.
    """
    now = _alone_since(session)
    if now is None:
        return
    known = list(session.exec(select(SystemTrouble)))
    for card in cards:
        of_part = {_key(each): each for each in known if each.part == card.name}
        bad = [of_part.pop(_key(each), each) for each in _found(card, now)]
        good = list(of_part.values())
        for each in bad:
            _note_bad(each, now)
        for each in good:
            _note_good(each, now)
        session.add_all([*bad, *good])
        _tell_bad(session, bad, good, now)
        _tell_good(session, bad, good, now)


def _alone_since(session: Session) -> datetime | None:
    """By the database's clock; None where another process tells."""
    [row] = db.rows(session, _LOCK, {})
    now: datetime = row["now"]
    return now if row["got"] else None


def _found(card: Card, now: datetime) -> Iterator[SystemTrouble]:
    """Each thing that is bad with a part, as it is noted first."""
    for told in card.told:
        if told.condition is SystemCondition.ACT:
            for name in sorted(set(told.names)) or [""]:
                part, reason = card.name.value, told.reason.value
                yield SystemTrouble(part=part, reason=reason, name=name, since=now, seen_at=now)


def _key(trouble: SystemTrouble) -> tuple[str, str]:
    return trouble.reason, trouble.name


def _note_bad(trouble: SystemTrouble, now: datetime) -> None:
    if trouble.told_at is None and _was_unseen(trouble, now):
        trouble.since = now
    trouble.seen_at, trouble.good_since = now, None


def _note_good(trouble: SystemTrouble, now: datetime) -> None:
    if trouble.good_since is None or _was_unseen(trouble, now):
        trouble.good_since = now
    trouble.seen_at = now


def _tell_bad(
    session: Session, bad: Sequence[SystemTrouble], good: Sequence[SystemTrouble], now: datetime
) -> None:
    due = [each for each in bad if each.told_at is None and _has_lasted(each.since, now)]
    told = [each.told_at for each in (*bad, *good) if each.told_at is not None]
    if not due or any(abs(now - at) < _TOGETHER for at in told):
        return
    for each in due:
        each.told_at = now
    _send(session, "system.bad", due)


def _tell_good(
    session: Session, bad: Sequence[SystemTrouble], good: Sequence[SystemTrouble], now: datetime
) -> None:
    """Once nothing is left of what was told."""
    over = [each for each in good if _is_over(each, now)]
    for each in over:
        session.delete(each)
    told = [each for each in over if each.told_at is not None]
    left = [each for each in (*bad, *good) if each.told_at and not _is_over(each, now)]
    if told and not left:
        _send(session, "system.good", told)


def _is_over(trouble: SystemTrouble, now: datetime) -> bool:
    if trouble.good_since is None or now - trouble.good_since < _EVERYBODY_LOOKED:
        return False
    return trouble.told_at is None or _has_lasted(trouble.good_since, now)


def _was_unseen(trouble: SystemTrouble, now: datetime) -> bool:
    """Or the clock was set."""
    return abs(now - trouble.seen_at) > _UNSEEN


def _has_lasted(since: datetime, now: datetime) -> bool:
    return now - since >= get_settings().system_told_after


def _send(session: Session, kind: str, troubles: Sequence[SystemTrouble]) -> None:
    """`names` only where there may be several, `until` only of what is over."""
    facts: dict[str, Any] = {
        "part": troubles[0].part,
        "reasons": list(dict.fromkeys(each.reason for each in troubles)),
        "since": min(each.since for each in troubles).isoformat(),
    }
    if names := [each.name for each in troubles if each.name]:
        facts["names"] = names
    if ends := [each.good_since for each in troubles if each.good_since is not None]:
        facts["until"] = max(ends).isoformat()
    notices.notify(session, kind=kind, permission=Permission.SYSTEM_READ, facts=facts)
    log.warning("%s: administrators are told", kind, extra=facts)


_LOCK: LiteralString = """
SELECT pg_try_advisory_xact_lock(hashtextextended('earshot system', 0)) AS got,
    clock_timestamp() AS now
"""
