"""Stored sound that goes with a call, unless somebody else's is the same."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from services import db
from services.recordings import sweeping
from services.recordings.storage import Storage


def of_call(session: Session, call_id: UUID) -> set[str]:
    """SHA-256 of its recordings and of what is played in their place."""
    found = db.rows(
        session,
        """
        SELECT sha256 FROM recording WHERE call_id = %(call_id)s
        UNION SELECT waveform -> 'rendition' ->> 'sha256' FROM recording
            WHERE call_id = %(call_id)s
        UNION SELECT beeped.sha256 FROM beeped_sound AS beeped
            JOIN recording ON recording.id = beeped.recording_id
            WHERE recording.call_id = %(call_id)s
        UNION SELECT beeped.original_sha256 FROM beeped_sound AS beeped
            JOIN recording ON recording.id = beeped.recording_id
            WHERE recording.call_id = %(call_id)s
        """,
        {"call_id": call_id},
    )
    return {row["sha256"] for row in found if row["sha256"]}


def unshared(session: Session, contents: Iterable[str]) -> list[str]:
    """Those of `contents` that nothing speaks of any more."""
    return _unplayed(session, sweeping.unspoken_of(session, sorted(contents)))


def unspoken_now(session: Session, files: Iterable[str]) -> list[str]:
    """Those of `files`, imports and exports, that are no recording as well."""
    return _unplayed(session, sweeping.of_no_recording(session, sorted(files)))


def _unplayed(session: Session, contents: list[str]) -> list[str]:
    played = db.rows(
        session,
        """
        SELECT sha256 FROM beeped_sound WHERE sha256 = ANY(%(contents)s)
        UNION SELECT original_sha256 FROM beeped_sound
            WHERE original_sha256 = ANY(%(contents)s)
        UNION SELECT sha256 FROM data_request WHERE sha256 = ANY(%(contents)s)
        UNION SELECT waveform -> 'rendition' ->> 'sha256' FROM recording
            WHERE waveform -> 'rendition' ->> 'sha256' = ANY(%(contents)s)
        """,
        {"contents": contents},
    )
    spoken = {row["sha256"] for row in played}
    return [each for each in contents if each not in spoken]


def remove(storage: Storage, contents: Iterable[str]) -> int:
    """Raises StorageDown. Safe to repeat."""
    count = 0
    for sha256 in contents:
        storage.delete(sha256)
        count += 1
    return count
