"""Stored sound of calls whose rows are deleted, which storage did not let go of at the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from services.people import audit
from services.retention import contents, selecting
from services.tables import RetentionItem, RetentionRun, RunState

_AT_ONCE = 100
_SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Leftover:
    run_id: UUID
    call_id: UUID
    sounds: Sequence[str]
    """SHA-256 of what nothing speaks of any more."""


def find(session: Session) -> list[Leftover]:
    """Of deletions that are over, what was tried least first; nothing that is held by now."""
    items = session.exec(
        select(RetentionItem)
        .join(RetentionRun, col(RetentionRun.id) == RetentionItem.run_id)
        .where(
            col(RetentionRun.state).in_([RunState.DONE, RunState.FAILED]),
            col(RetentionItem.done_at).is_(None),
            col(RetentionItem.contents) != [],
        )
        .order_by(col(RetentionItem.attempts), col(RetentionItem.call_id))
        .limit(_AT_ONCE)
    ).all()
    held = set(selecting.held_among(session, [item.call_id for item in items]))
    return [
        Leftover(item.run_id, item.call_id, contents.unshared(session, item.contents))
        for item in items
        if item.call_id not in held
    ]


def settle(session: Session, left: Leftover) -> None:
    """Its sound is gone. The certificate stays as it was written; the audit log tells the rest."""
    item = session.get_one(RetentionItem, (left.run_id, left.call_id), with_for_update=True)
    item.contents = []
    session.add(item)
    audit.record(
        session,
        actor=_SYSTEM,
        act="retention.sound_removed",
        subject=str(left.run_id),
        call_id=str(left.call_id),
        sounds=len(left.sounds),
    )


def note_failure(session: Session, left: Leftover) -> None:
    """Others go first the next time."""
    item = session.get_one(RetentionItem, (left.run_id, left.call_id), with_for_update=True)
    item.attempts += 1
    session.add(item)
