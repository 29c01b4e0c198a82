"""Taking a file in, and having it read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from sqlmodel import Session

from services.db import transaction
from services.dialers import Payload, PayloadUnreadable
from services.dialers.csv.mapping import Mapping
from services.dialers.delivering import setting_of
from services.dialers.registry import get_adapter
from services.dialers.sources import OWN_FORMAT
from services.errors import Rejected, TooLarge
from services.imports import files, keeping, mappings, progress
from services.imports.allowed import source_for
from services.imports.files import Look
from services.imports.previewing import complete
from services.people import audit
from services.people.access import Caller
from services.recordings import spool
from services.recordings.spool import Upload
from services.recordings.storage import get_storage
from services.settings import get_settings
from services.tables import BulkImport, ImportFormat, Source

TABLES = (ImportFormat.CSV, ImportFormat.XLSX)
CSV = "csv"
_TRIED_BYTES = 64 * 1024
_NAME_MAX = 255


class ImportTooLarge(TooLarge):
    """The file is larger than this installation accepts. Split it, or pack it with gzip."""


class FormatUnfit(Rejected):
    """The source has no dialer of its own, whose files could be read so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a file that is sent."""

    source_id: UUID | None
    file_name: str
    mapping: str | None = None
    """The name of a saved one."""
    format: ImportFormat | None = None
    start: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A file in storage, and what it is."""

    sha256: str
    size_bytes: int
    look: Look
    mapping: Mapping | None


@contextmanager
def receiving() -> Iterator[Upload]:
    """A place to write a file to. Raises DiskNearlyFull; writing raises ImportTooLarge."""
    with spool.receiving(get_settings().import_max_bytes, ImportTooLarge) as upload:
        yield upload


def check(session: Session, caller: Caller, asked: Asked) -> UUID:
    """Whether a file may be sent so; returns its source's id.

    Raises NotPermitted, SourceNeeded, SourceNotFound, MappingNotFound, FormatUnfit.
    """
    source = source_for(session, caller, asked.source_id)
    if asked.mapping is not None:
        mappings.get_mapping(session, asked.mapping, source.id)
    if asked.format is ImportFormat.PAYLOAD and not _has_own_dialer(source):
        raise FormatUnfit(field="format", dialer=source.dialer)
    return source.id


def look(source_id: UUID, asked: Asked, upload: Upload) -> Looked:
    """Look into the file and put it into storage. No transaction is open meanwhile.

    Raises PayloadUnreadable, FileGrowsTooLarge, MappingIncomplete, StorageDown.
    """
    with transaction() as session:
        source = session.get_one(Source, source_id)
        mapping = asked.mapping and mappings.get_mapping(session, asked.mapping, source_id)
    found = files.look_at(upload.path, asked.format, _dialer_of(source))
    if asked.start and found.format in TABLES:
        mapping = complete(upload.path, found, mapping or None, source)
    get_storage().put(upload.path, upload.sha256)
    return Looked(upload.sha256, upload.size_bytes, found, mapping or None)


def keep(
    session: Session, caller: Caller, source_id: UUID, asked: Asked, looked: Looked
) -> BulkImport:
    """Note that the file is there, and queue it when that was asked."""
    kept = BulkImport(
        source_id=source_id,
        file_name=_storable_name(asked.file_name) or looked.sha256[:12],
        size_bytes=looked.size_bytes,
        sha256=looked.sha256,
        format=looked.look.format,
        compression=looked.look.compression,
        encoding=looked.look.encoding,
        sheet=looked.look.sheet,
        mapping=looked.mapping.model_dump(mode="json") if looked.mapping else None,
        created_by=caller.actor,
    )
    session.add(kept)
    session.flush()
    facts = {"file": kept.file_name, "source_id": str(source_id), "sha256": kept.sha256}
    audit.record(session, actor=caller.actor, act="import.uploaded", subject=str(kept.id), **facts)
    if asked.start:
        keeping.start(session, kept, caller, looked.mapping)
    else:
        progress.announce(session, kept.id)
    return kept


def start(
    session: Session,
    kept: BulkImport,
    caller: Caller,
    mapping: Mapping | None,
    sheet: str | None,
    save_as: str | None,
) -> None:
    """Queue a file to be read with `mapping`, and keep that under a name where one is given.

    Raises ImportStartedAlready, MappingNameTaken.
    """
    if mapping is not None and save_as is not None:
        mappings.save(session, save_as, kept.source_id, mapping, caller)
    keeping.start(session, kept, caller, mapping, sheet)


def _has_own_dialer(source: Source) -> bool:
    return source.dialer not in (OWN_FORMAT, CSV)


def _dialer_of(source: Source) -> Callable[[bytes], bool]:
    """Whether the source's own adapter can make something of the beginning of a file."""

    def is_its_own(head: bytes) -> bool:
        if not _has_own_dialer(source):
            return False
        whole_lines = head[:_TRIED_BYTES].rpartition(b"\n")[0] or head[:_TRIED_BYTES]
        first_line = head.partition(b"\n")[0]
        return any(_says_something(source, body) for body in (whole_lines, first_line))

    return is_its_own


def _says_something(source: Source, body: bytes) -> bool:
    adapter = get_adapter(source.dialer)
    try:
        said = adapter.translate(Payload(body=body), setting_of(source))
    except PayloadUnreadable:
        return False
    except Rejected:
        return True
    return bool(said.events or said.links or said.transcripts or said.recordings)


def _storable_name(name: str) -> str:
    """Without folders, and characters that cannot be kept or shown."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(char for char in last if char.isprintable())
    return shown.encode("utf-8", "replace").decode()[:_NAME_MAX]
