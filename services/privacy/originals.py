"""Originals that are not kept: the sound with tones takes their place after a while."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from services import db
from services.clock import utc_now
from services.people import audit
from services.privacy.policies import policy
from services.recordings import sweeping
from services.recordings.storage import Storage
from services.tables import BeepedSound, Originals, Recording

_CODEC, _CONTAINER, _SAMPLE_RATE_HZ = "opus", "ogg", 48_000


def due(session: Session, limit: int = 50) -> Sequence[UUID]:
    """Recordings whose originals are to go; none while the centre keeps them."""
    decided = policy(session)
    if decided.originals is not Originals.REPLACED:
        return []
    before = utc_now() - timedelta(days=decided.replace_after_days)
    found = db.rows(
        session,
        """
        SELECT r.id FROM recording r JOIN beeped_sound b ON b.recording_id = r.id
        WHERE b.replaced_at IS NULL AND r.state = 'transcribed'
            AND r.transcribed_at < %(before)s
        ORDER BY r.transcribed_at LIMIT %(limit)s
        """,
        {"before": before, "limit": limit},
    )
    return [row["id"] for row in found]


def replace(session: Session, recording_id: UUID) -> list[str]:
    """Let the sound with tones be the recording. Returns content that nothing speaks of now.

    The recording remembers what it was: sent again, the same file adds nothing.
    """
    recording = session.get(Recording, recording_id, with_for_update=True)
    made = session.get(BeepedSound, recording_id, with_for_update=True)
    if recording is None or made is None or made.replaced_at is not None:
        return []
    left = [recording.sha256]
    if rendition := (recording.waveform or {}).get("rendition"):
        left.append(rendition["sha256"])
    made.original_sha256, made.replaced_at = recording.sha256, utc_now()
    _become(recording, made)
    audit.record(
        session,
        actor="system",
        act="recording.original_replaced",
        subject=str(recording_id),
        call_id=str(recording.call_id),
        before={"sha256": made.original_sha256},
        after={"sha256": made.sha256},
    )
    session.flush()
    # The same file may be another call's recording, too, and its rendition with it.
    return left if sweeping.unspoken_of(session, left[:1]) else []


def remove(storage: Storage, contents: Sequence[str]) -> None:
    """Raises StorageDown."""
    for sha256 in contents:
        storage.delete(sha256)


def _become(recording: Recording, made: BeepedSound) -> None:
    recording.sha256, recording.size_bytes = made.sha256, made.size_bytes
    recording.codec, recording.container = _CODEC, _CONTAINER
    recording.sample_rate_hz = _SAMPLE_RATE_HZ
    recording.waveform = {**made.waveform, "rendition": None}
