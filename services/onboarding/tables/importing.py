"""A table from its upload to its end: looked at, kept, and applied while it still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from services import paging
from services.calls import refold
from services.clock import utc_now
from services.errors import Conflict, NotFound
from services.onboarding.tables import applying
from services.onboarding.tables.planned import Outcome, PlannedRow
from services.onboarding.tables.planning import plan
from services.onboarding.tables.reading import ReadRow, read_tables
from services.onboarding.tables.shapes import SHAPES
from services.onboarding.tables.standing import Standing
from services.paging import Paged
from services.people import audit, reach
from services.people.access import Caller
from services.tables import OrganisationImport

_NAMED = 3
"""Rows that an answer names."""
_ORDER: tuple[Outcome, ...] = ("new", "changed", "unchanged", "refused")


class OrganisationImportNotFound(NotFound):
    """There is no such import, or somebody else began it."""


class ImportAppliedAlready(Conflict):
    """This file has been applied already."""


class ImportRowsRefused(Conflict):
    """Some rows are refused. Nothing was stored: correct them, and upload the file again."""


class OrganisationChanged(Conflict):
    """The organisation was changed since this was looked at. Upload the file again."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What applying a file would do."""

    id: UUID
    file_name: str
    created_by: str
    created_at: datetime
    applied_by: str | None
    applied_at: datetime | None
    counts: dict[str, dict[Outcome, int]]
    """Rows by table and outcome."""


def begin(session: Session, caller: Caller, file: Path, file_name: str) -> Preview:
    """Look at a file and keep what it would do; nothing of it is done.

    Raises PayloadUnreadable, TableUnknown, TooManyRows.
    """
    rows = read_tables(file)
    planned = plan(Standing.read(session, caller.scope), rows)
    kept = OrganisationImport(
        file_name=file_name,
        rows=[row.model_dump(mode="json") for row in rows],
        plan=_as_json(planned),
        created_by=caller.actor,
    )
    session.add(kept)
    session.flush()
    return _preview(kept)


def read(session: Session, caller: Caller, import_id: UUID) -> Preview:
    """Raises OrganisationImportNotFound."""
    return _preview(_own(session, caller, import_id))


def list_rows(
    session: Session,
    caller: Caller,
    import_id: UUID,
    *,
    outcome: Outcome | None = None,
    cursor: str | None = None,
    limit: int = 100,
) -> Paged[PlannedRow]:
    """In the order of the file. Raises OrganisationImportNotFound, CursorBroken."""
    kept = _own(session, caller, import_id)
    first = paging.decode(cursor, int)[0] if cursor is not None else 0
    rows = [
        (place, row)
        for place, row in enumerate(kept.plan)
        if place >= first and outcome in (None, row["outcome"])
    ]
    shown = [PlannedRow.model_validate(row) for _, row in rows[:limit]]
    following = paging.encode([rows[limit][0]]) if len(rows) > limit else None
    return Paged(shown, following)


def apply(session: Session, caller: Caller, import_id: UUID) -> Preview:
    """Do what the preview says, in the transaction at hand.

    Raises OrganisationImportNotFound, ImportAppliedAlready, ImportRowsRefused,
    OrganisationChanged.
    """
    applying.hold(session)
    refold.hold_events(session)
    reach.hold_tree(session)
    kept = _own(session, caller, import_id)
    session.refresh(kept, with_for_update=True)
    if kept.applied_at is not None:
        raise ImportAppliedAlready(import_id=import_id)
    if any(row["outcome"] == "refused" for row in kept.plan):
        raise ImportRowsRefused(import_id=import_id)
    rows = [ReadRow.model_validate(row) for row in kept.rows]
    planned = plan(Standing.read(session, caller.scope), rows)
    _require_same(kept.plan, planned)
    applying.apply(session, caller, planned)
    kept.applied_by, kept.applied_at = caller.actor, utc_now()
    session.add(kept)
    audit.record(
        session,
        actor=caller.actor,
        act="organisation.imported",
        subject=str(kept.id),
        file_name=kept.file_name,
        counts=_preview(kept).counts,
    )
    return _preview(kept)


def _own(session: Session, caller: Caller, import_id: UUID) -> OrganisationImport:
    kept = session.get(OrganisationImport, import_id)
    if kept is None or kept.created_by != caller.actor:
        raise OrganisationImportNotFound(import_id=import_id)
    return kept


def _require_same(before: Sequence[dict[str, object]], after: Sequence[PlannedRow]) -> None:
    """Raises OrganisationChanged, naming the first rows that would do something else now."""
    known = zip(after, _as_json(after), before, strict=True)
    different = [row for row, now, was in known if now != was]
    if different:
        named = ", ".join(f"{row.kind} {row.key}" for row in different[:_NAMED])
        more = f" and {len(different) - _NAMED} more" if len(different) > _NAMED else ""
        detail = f"{OrganisationChanged.message()} Different now: {named}{more}."
        raise OrganisationChanged(detail=detail)


def _as_json(planned: Sequence[PlannedRow]) -> list[dict[str, object]]:
    return [row.model_dump(mode="json", by_alias=True) for row in planned]


def _preview(kept: OrganisationImport) -> Preview:
    counts: dict[str, dict[Outcome, int]] = {
        shape.kind: dict.fromkeys(_ORDER, 0) for shape in SHAPES
    }
    for row in kept.plan:
        counts[row["kind"]][row["outcome"]] += 1
    return Preview(
        id=kept.id,
        file_name=kept.file_name,
        created_by=kept.created_by,
        created_at=kept.created_at,
        applied_by=kept.applied_by,
        applied_at=kept.applied_at,
        counts=counts,
    )
