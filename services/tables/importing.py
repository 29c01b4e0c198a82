"""Files that were brought in as a whole, and how their columns are read."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant


class ImportFormat(StrEnum):
    CSV = "csv"
    """Text in columns, whatever separates them."""
    NDJSON = "ndjson"
    """Earshot's own events, one to a line."""
    XLSX = "xlsx"
    PAYLOAD = "payload"
    """A file of the source's own dialer, for its adapter."""


class ImportState(StrEnum):
    UPLOADED = "uploaded"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class BulkImport(Row, table=True):
    """One file on its way in. `rows_read` is where it stands: rows before it are stored."""

    __table_args__ = (
        Index("ix_bulk_import_listing", "created_at", "id"),
        Index("ix_bulk_import_sha256", "sha256"),
    )

    source_id: UUID = Field(foreign_key="source.id")
    file_name: str
    size_bytes: int = Field(sa_type=BigInteger)
    sha256: str
    format: ImportFormat = choice(ImportFormat)
    compression: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    mapping: dict[str, Any] | None = document(default=None)
    """Written from and read through `services.dialers.csv.mapping.Mapping`."""
    state: ImportState = choice(ImportState, default=ImportState.UPLOADED)
    created_by: str
    created_at: datetime = instant(default_factory=utc_now)
    started_at: datetime | None = instant(default=None)
    """When it was first worked on."""
    resumed_at: datetime | None = instant(default=None)
    """When it was last taken up."""
    rows_before: int = Field(default=0, sa_type=BigInteger)
    """Where it stood then."""
    moved_at: datetime | None = instant(default=None)
    """When rows were last stored."""
    finished_at: datetime | None = instant(default=None)
    rows_total: int | None = Field(default=None, sa_type=BigInteger)
    rows_read: int = Field(default=0, sa_type=BigInteger)
    bytes_read: int = Field(default=0, sa_type=BigInteger)
    calls_touched: int = Field(default=0, sa_type=BigInteger)
    events_stored: int = Field(default=0, sa_type=BigInteger)
    events_duplicate: int = Field(default=0, sa_type=BigInteger)
    rows_refused: int = Field(default=0, sa_type=BigInteger)
    error: str | None = None


class RefusedRow(Table, table=True):
    """A row of an import that could not be used, and why."""

    __table_args__ = (Index("ix_refused_row_import_id", "import_id", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    import_id: UUID = Field(foreign_key="bulk_import.id")
    line: int | None = Field(default=None, sa_type=BigInteger)
    column: str | None = None
    value: str | None = None
    reason: str
    """A stable word."""
    sentence: str


class ColumnMapping(Table, table=True):
    """How the columns of a source's tables are read, saved under a name."""

    name: str = Field(primary_key=True)
    source_id: UUID = Field(foreign_key="source.id", index=True)
    mapping: dict[str, Any] = document()
    """Written from and read through `services.dialers.csv.mapping.Mapping`."""
    updated_by: str
    updated_at: datetime = instant(default_factory=utc_now)
