"""Rows that were refused: kept with the import, and handed out as a file."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.db import transaction
from services.imports.refusal_words import in_language
from services.people import audit
from services.people.access import Caller
from services.tables import BulkImport

_BATCH = 5_000
_HEADING = ("line", "column", "value", "reason", "sentence")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run what begins so."""
_NEXT: LiteralString = """
    SELECT id, line, "column", value, reason, sentence FROM refused_row
    WHERE import_id = %(import_id)s AND id > %(after)s ORDER BY id LIMIT %(batch)s
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something in a file was not used."""

    line: int | None
    column: str | None
    value: str | None
    reason: str
    sentence: str


def store(session: Session, import_id: UUID, refusals: Sequence[Refusal]) -> None:
    if not refusals:
        return
    db.run(
        session,
        """
        INSERT INTO refused_row (import_id, line, "column", value, reason, sentence)
        SELECT %(import_id)s, line, "column", value, reason, sentence
        FROM json_to_recordset(%(refusals)s) AS new (
            line bigint, "column" text, value text, reason text, sentence text)
        """,
        {"import_id": import_id, "refusals": db.as_json(refusals)},
    )


def as_csv(import_id: UUID, language: str = "") -> Iterator[bytes]:
    """UTF-8 with a mark, so that spreadsheets show Chinese. No transaction is held open.

    Sentences are for who reads `language`, as `Accept-Language` has it.
    """
    yield "\ufeff".encode() + _written([_HEADING])
    after = 0
    while True:
        with transaction() as session:
            found = db.tuples(
                session, _NEXT, {"import_id": import_id, "after": after, "batch": _BATCH}
            )
        if not found:
            return
        yield _written([_shown(row[1:], language) for row in found])
        after = found[-1][0]


def note_download(session: Session, kept: BulkImport, caller: Caller) -> None:
    """What was refused has customers' numbers in it."""
    audit.record(
        session,
        actor=caller.actor,
        act="import.errors_downloaded",
        subject=str(kept.id),
        file=kept.file_name,
    )


def file_name(kept: BulkImport) -> str:
    """Of the report."""
    return f"{kept.file_name}-errors.csv"


def _shown(cells: Sequence[object], language: str) -> list[str]:
    *others, sentence = cells
    return [_harmless(cell) for cell in (*others, in_language(str(sentence), language))]


def _harmless(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _written(rows: Sequence[Sequence[str]]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()
