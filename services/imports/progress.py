"""How far imports are, and telling those who watch."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from services import db
from services.tables import BulkImport, ImportState, Source

CHANNEL = "earshot_imports"
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """An import with what can be reckoned from it."""

    kept: BulkImport
    source_name: str
    rows_per_s: float | None
    eta_s: float | None


def announce(session: Session, import_id: UUID) -> None:
    """Tell every API process, when the transaction commits, that an import went on."""
    db.run(
        session,
        "SELECT pg_notify(%(channel)s, %(id)s)",
        {"channel": CHANNEL, "id": str(import_id)},
    )


def shown(kept: BulkImport, source_name: str) -> Shown:
    rate = _rows_per_s(kept)
    eta_s = None
    if kept.state is ImportState.RUNNING and rate and kept.rows_total is not None:
        eta_s = round(max(0, kept.rows_total - kept.rows_read) / rate, 1)
    return Shown(kept, source_name, rate, eta_s)


def _rows_per_s(kept: BulkImport) -> float | None:
    """Since it was last taken up."""
    if kept.resumed_at is None or kept.moved_at is None:
        return None
    took_s = (kept.moved_at - kept.resumed_at).total_seconds()
    rows = kept.rows_read - kept.rows_before
    return round(rows / took_s, 1) if took_s > 0 and rows > 0 else None


def newest(session: Session, only: UUID | None) -> list[Shown]:
    """Those that wait or run, and the newest 50; of the source `only` when given."""
    query = select(BulkImport, Source.name).join(Source)
    if only is not None:
        query = query.where(BulkImport.source_id == only)
    latest = query.order_by(col(BulkImport.created_at).desc()).limit(_SHOWN)
    going = query.where(
        or_(BulkImport.state == ImportState.QUEUED, BulkImport.state == ImportState.RUNNING)
    )
    found = {kept.id: (kept, name) for kept, name in [*session.exec(latest), *session.exec(going)]}
    ordered = sorted(found.values(), key=lambda pair: pair[0].created_at, reverse=True)
    return [shown(kept, name) for kept, name in ordered]


def those(session: Session, ids: Collection[UUID], only: UUID | None) -> list[Shown]:
    """The imports `ids`, as they are now; of the source `only` when given."""
    query = select(BulkImport, Source.name).join(Source).where(col(BulkImport.id).in_(ids))
    if only is not None:
        query = query.where(BulkImport.source_id == only)
    return [shown(kept, name) for kept, name in session.exec(query)]
