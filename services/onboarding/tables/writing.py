"""The organisation as a workbook, or as CSV files in a ZIP file."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import import_module
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services.onboarding.tables.shapes import (
    NO,
    SHAPES,
    UNIT_KINDS,
    YES,
    Cells,
    Kind,
    Language,
    Shape,
    escaped,
)
from services.onboarding.tables.standing import Standing
from services.people.access import Scope

_WIDTH = 24


def tables(session: Session, scope: Scope, language: Language) -> dict[Kind, list[Cells]]:
    """What `scope` sees of the organisation, as cells. Rows come by name or code."""
    standing = Standing.read(session, scope)
    return {
        "units": [dict(row) for row in _units(standing, language)],
        "agents": [dict(row) for row in _agents(standing, language)],
        "memberships": [dict(row) for row in _memberships(standing)],
        "identities": [dict(row) for row in _identities(standing, language)],
    }


def headings(shape: Shape, language: Language) -> list[str]:
    return [both[language] for both in shape.columns.values()]


def as_workbook(rows: dict[Kind, list[Cells]], language: Language) -> bytes:
    """Each table on a sheet of its own; every cell is text."""
    openpyxl = import_module("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for shape in SHAPES:
        sheet = book.create_sheet(shape.title[language])
        sheet.freeze_panes = "A2"
        for line in _lines(shape, rows.get(shape.kind, []), language):
            sheet.append(line)
        for column in sheet.columns:
            sheet.column_dimensions[column[0].column_letter].width = _WIDTH
            for cell in column:
                cell.number_format = "@"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_csv(rows: dict[Kind, list[Cells]], language: Language) -> bytes:
    """A ZIP file with one CSV file for each table, in UTF-8 with a mark that Excel wants."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for shape in SHAPES:
            text = io.StringIO(newline="")
            csv.writer(text).writerows(_lines(shape, rows.get(shape.kind, []), language))
            packed.writestr(f"{shape.title['en'].lower()}.csv", text.getvalue().encode("utf-8-sig"))
    return content.getvalue()


def local(since: datetime, timezone: str) -> str:
    """A day where it begins with one in the zone, else the instant."""
    at = since.astimezone(ZoneInfo(timezone))
    midnight = (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
    return f"{at:%Y-%m-%d}" if midnight else at.isoformat()


def _lines(shape: Shape, rows: Sequence[Cells], language: Language) -> Iterator[list[str]]:
    yield headings(shape, language)
    for row in rows:
        yield [escaped(row.get(column, "")) for column in shape.columns]


def _units(standing: Standing, language: Language) -> Iterator[Cells]:
    for unit in standing.units.values():
        if unit.archived_at is None:
            yield {
                "id": str(unit.id),
                "name": unit.name,
                "kind": UNIT_KINDS[unit.kind.value][language],
                "parent": standing.reference(unit.parent_id),
                "timezone": unit.timezone,
            }


def _agents(standing: Standing, language: Language) -> Iterator[Cells]:
    for agent in standing.agents.values():
        active = YES if agent.active else NO
        yield {"code": agent.code, "name": agent.name, "active": active[language]}


def _memberships(standing: Standing) -> Iterator[Cells]:
    for agent in standing.agents.values():
        for membership in standing.memberships.get(agent.id, []):
            unit = standing.units.get(membership.unit_id)
            if unit is not None:
                yield {
                    "agent": agent.code,
                    "unit": standing.reference(unit.id),
                    "since": local(membership.since, unit.timezone),
                }


def _identities(standing: Standing, language: Language) -> Iterator[Cells]:
    codes: dict[UUID | None, str] = {agent.id: agent.code for agent in standing.agents.values()}
    for (source, name), identity in standing.identities.items():
        if identity.agent_id in codes or (identity.agent_id is None and standing.sees_everything):
            ignored = YES if identity.ignored_at else NO
            yield {
                "source": source,
                "name": name,
                "agent": codes.get(identity.agent_id, ""),
                "ignored": ignored[language],
            }
