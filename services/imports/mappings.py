"""Mappings of columns that are kept under a name, so that next week's file is read alike."""

from uuid import UUID

from sqlmodel import Session, col, select

from services import paging
from services.clock import utc_now
from services.dialers.csv.mapping import Mapping
from services.dialers.sources import get_source
from services.errors import Conflict, NotFound
from services.paging import Paged
from services.people import audit
from services.people.access import Caller
from services.tables import ColumnMapping, Source


class MappingNotFound(NotFound):
    """There is no saved mapping of this name."""


class MappingNameTaken(Conflict):
    """Another source has a saved mapping of this name. Choose another one."""


def list_mappings(
    session: Session,
    *,
    source_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 100,
) -> Paged[tuple[ColumnMapping, str]]:
    """By name, each with its source's. Raises CursorBroken."""
    query = (
        select(ColumnMapping, Source.name)
        .join(Source)
        .order_by(col(ColumnMapping.name))
        .limit(limit + 1)
    )
    if source_id is not None:
        query = query.where(ColumnMapping.source_id == source_id)
    if cursor is not None:
        query = query.where(col(ColumnMapping.name) > paging.decode(cursor, str)[0])
    return paging.cut(session.exec(query).all(), limit, lambda pair: [pair[0].name])


def get_mapping(session: Session, name: str, source_id: UUID) -> Mapping:
    """Raises MappingNotFound, also for one of another source."""
    saved = session.get(ColumnMapping, name)
    if saved is None or saved.source_id != source_id:
        raise MappingNotFound(field="mapping", name=name)
    return Mapping.model_validate(saved.mapping)


def save(
    session: Session, name: str, source_id: UUID, mapping: Mapping, caller: Caller
) -> tuple[ColumnMapping, str]:
    """Keep `mapping`, in place of one of the same name; returns it with its source's name.

    Raises SourceNotFound, MappingNameTaken.
    """
    source = get_source(session, source_id)
    saved = session.get(ColumnMapping, name, with_for_update=True)
    if saved is not None and saved.source_id != source_id:
        raise MappingNameTaken(field="name", name=name)
    if saved is None:
        saved = ColumnMapping(name=name, source_id=source_id, mapping={}, updated_by=caller.actor)
        session.add(saved)
    changed = saved.mapping != (new := mapping.model_dump(mode="json"))
    saved.mapping, saved.updated_by, saved.updated_at = new, caller.actor, utc_now()
    session.flush()
    if changed:
        _note(session, caller, "mapping.saved", name, source_id)
    return saved, source.name


def delete(session: Session, name: str, caller: Caller, only: UUID | None) -> None:
    """Imports that were read with it keep what they were read with. Raises MappingNotFound."""
    saved = session.get(ColumnMapping, name, with_for_update=True)
    if saved is None or only not in (None, saved.source_id):
        raise MappingNotFound(name=name)
    session.delete(saved)
    _note(session, caller, "mapping.deleted", name, saved.source_id)


def _note(session: Session, caller: Caller, act: str, name: str, source_id: UUID) -> None:
    audit.record(session, actor=caller.actor, act=act, subject=name, source_id=str(source_id))
