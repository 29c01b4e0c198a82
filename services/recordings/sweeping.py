"""Content in storage that nothing speaks of any more.

Bytes are stored before the row that speaks of them. Where the row never came, because a
process was killed or a transaction failed, they stay behind.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlmodel import Session

from services import db
from services.clock import utc_now
from services.recordings.storage import ContentMissing, Storage

_AGE = timedelta(days=1)
"""Younger content may still get its row."""


def old_contents(storage: Storage, age: timedelta = _AGE) -> Iterator[list[str]]:
    """What has been there for longer than `age`, in batches. Raises StorageDown."""
    for batch in storage.contents():
        yield [sha256 for sha256, since in batch if since < utc_now() - age]


def renditions(session: Session) -> frozenset[str]:
    """All that is stored to be played in place of a recording. Read it once: it takes long."""
    found = db.rows(
        session,
        """
        SELECT waveform -> 'rendition' ->> 'sha256' AS sha256 FROM recording
        WHERE waveform -> 'rendition' ->> 'sha256' IS NOT NULL
        UNION SELECT sha256 FROM beeped_sound
        """,
        {},
    )
    return frozenset(row["sha256"] for row in found)


def unspoken_of(session: Session, contents: Sequence[str]) -> list[str]:
    """Those of `contents` that belong to no recording, matched or not, import, or export."""
    imported = db.rows(
        session,
        "SELECT sha256 FROM bulk_import WHERE sha256 = ANY(%(contents)s)"
        " UNION SELECT sha256 FROM data_request WHERE sha256 = ANY(%(contents)s)",
        {"contents": list(contents)},
    )
    known = {row["sha256"] for row in imported}
    return [each for each in of_no_recording(session, contents) if each not in known]


def of_no_recording(session: Session, contents: Sequence[str]) -> list[str]:
    """Those of `contents` that belong to no recording, matched or not."""
    found = db.rows(
        session,
        """
        SELECT sha256 FROM unnest(%(contents)s::text[]) AS stored (sha256)
        WHERE NOT EXISTS (SELECT FROM recording WHERE recording.sha256 = stored.sha256)
            AND NOT EXISTS (
                SELECT FROM unmatched_recording AS waiting WHERE waiting.sha256 = stored.sha256
            )
        """,
        {"contents": list(contents)},
    )
    return [row["sha256"] for row in found]


def remove(storage: Storage, sha256: str, age: timedelta = _AGE) -> bool:
    """Remove content, unless it has been put again meanwhile. Raises StorageDown."""
    try:
        if storage.since(sha256) >= utc_now() - age:
            return False
    except ContentMissing:
        return False
    storage.delete(sha256)
    return True
