"""Files brought in as a whole: how they are read, and how far they are."""

from datetime import datetime
from itertools import chain
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.sources import NoteOut
from services.dialers.csv.mapping import Mapping
from services.imports.previewing import Preview
from services.imports.progress import Shown
from services.imports.refusal_words import in_language
from services.tables import ColumnMapping, ImportFormat, ImportState

Sheet = Annotated[str, Field(min_length=1, max_length=31, pattern=r"^[^\x00]*$")]
MappingName = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f/]+$")]


class ImportOut(BaseModel):
    """One file, and how far it is."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    source_id: UUID
    source_name: str
    file_name: str
    size_bytes: int
    sha256: str
    format: ImportFormat
    compression: Literal["gzip"] | None
    encoding: str | None
    """Of text, e.g. `utf-8` or `gb18030`."""
    sheet: str | None
    mapping: Mapping | None
    state: ImportState
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    rows_total: int | None
    """Known once the file was counted."""
    rows_read: int
    bytes_read: int
    """Of the file as it was sent."""
    calls_touched: int
    """A call whose rows lie far apart in the file may be counted more than once."""
    events_stored: int
    events_duplicate: int
    """Those that were known."""
    rows_refused: int
    error: str | None
    """Why it failed."""
    rows_per_s: float | None
    eta_s: float | None

    @classmethod
    def of(cls, shown: Shown) -> "ImportOut":
        kept = shown.kept.model_dump(include=set(cls.model_fields))
        return cls(
            **kept,
            source_name=shown.source_name,
            rows_per_s=shown.rows_per_s,
            eta_s=shown.eta_s,
        )


class ImportsSnapshot(BaseModel):
    """What the websocket says first: what runs, and the newest 50."""

    type: Literal["snapshot"] = "snapshot"
    imports: list[ImportOut]


class ImportsChanges(BaseModel):
    """Imports that went on, as they are now; none when nothing did for three seconds."""

    type: Literal["changes"] = "changes"
    imports: list[ImportOut]


class PreviewIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    mapping: Mapping | None = None
    """None: guess it from headings and the first rows."""
    sheet: Sheet | None = None


class StartIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    mapping: Mapping | None = None
    """None: guess it; that is refused when the guess is not complete."""
    sheet: Sheet | None = None
    save_as: MappingName | None = None
    """Keep the mapping under this name."""


class ColumnOut(BaseModel):
    """A column, and what its first rows hold."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    samples: list[str]


class PreviewedEventOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    type: str
    at: datetime
    data: dict[str, Any]


class PreviewedRowOut(BaseModel):
    """What a row would become; `call` is null where nothing of it can be used."""

    model_config = ConfigDict(from_attributes=True)

    line: int
    call: dict[str, Any] | None
    events: list[PreviewedEventOut]
    notes: list[NoteOut]


class PreviewOut(BaseModel):
    """The first rows, read with a mapping. Nothing is stored."""

    columns: list[ColumnOut]
    mapping: Mapping
    """As given, or guessed."""
    sheets: list[str]
    rows: list[PreviewedRowOut]
    problems: list[NoteOut]
    """Of the mapping itself."""

    @classmethod
    def of(cls, preview: Preview, language: str) -> "PreviewOut":
        """Sentences are for who reads `language`, as `Accept-Language` has it."""
        shown = cls.model_validate(preview, from_attributes=True)
        for note in chain(shown.problems, *(row.notes for row in shown.rows)):
            note.sentence = in_language(note.sentence, language)
        return shown


class SavedMappingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source_id: UUID
    mapping: Mapping


class SavedMappingOut(BaseModel):
    """A mapping that was kept for the files of a source."""

    name: str
    source_id: UUID
    source_name: str
    mapping: Mapping
    updated_by: str
    updated_at: datetime

    @classmethod
    def of(cls, saved: ColumnMapping, source_name: str) -> "SavedMappingOut":
        return cls(**saved.model_dump(), source_name=source_name)
