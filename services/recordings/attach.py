"""From received bytes to a recording of a call, with its transcription queued."""

from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from services.recordings import lanes
from services.recordings.probe import AudioFacts, RecordingUnreadable, probe
from services.recordings.spool import Content, Upload
from services.recordings.storage import get_storage
from services.tables import BeepedSound, Call, Lane, Recording

_NAME_MAX = 200


def store(upload: Upload) -> AudioFacts:
    """Make sure `upload` is sound we can decode, and put it into storage.

    Takes as long as reading the file: call it with no transaction open.
    Raises RecordingUnreadable, RecordingTooLong, StorageDown.
    """
    if upload.size_bytes == 0:
        raise RecordingUnreadable(field="file", size_bytes=0)
    facts = probe(upload.path)
    get_storage().put(upload.path, upload.sha256)
    return facts


def attach(
    session: Session,
    *,
    call_id: UUID,
    source_id: UUID,
    upload: Upload | Content,
    facts: AudioFacts,
    file_name: str | None = None,
    lane: Lane | None = None,
    agent_channel: int | None = None,
    agent_channel_by: str | None = None,
    match: dict[str, Any] | None = None,
) -> tuple[Recording, bool]:
    """Attach stored sound to a call and queue its transcription.

    Without a `lane` it goes before or behind others by how old its call is. An
    `agent_channel` says where the agent is in this recording, whatever its source says,
    and `match` how its call was found when nobody named it.

    Returns the recording and whether the same sound was attached before; then nothing
    changes. The call itself may arrive later.
    """
    recording = Recording(
        call_id=call_id,
        source_id=source_id,
        sha256=upload.sha256,
        size_bytes=upload.size_bytes,
        file_name=_plain(file_name),
        match=match,
        **facts.model_dump(),
    )
    if agent_channel is not None and facts.channels == 2:
        recording.agent_channel, recording.agent_channel_by = agent_channel, agent_channel_by
    if (known := _was_replaced(session, recording)) is not None:
        return known, True
    if _insert_once(session, recording):
        stored = session.get_one(Recording, recording.id)
        lanes.queue(session, stored, lane=lane or lanes.lane_for(session.get(Call, call_id)))
        return stored, False
    return _same(session, recording), True


def _was_replaced(session: Session, recording: Recording) -> Recording | None:
    """The recording that this was before tones took its place."""
    return session.exec(
        select(Recording)
        .join(BeepedSound, col(BeepedSound.recording_id) == Recording.id)
        .where(
            Recording.call_id == recording.call_id,
            BeepedSound.original_sha256 == recording.sha256,
        )
    ).first()


def _insert_once(session: Session, recording: Recording) -> bool:
    values = recording.model_dump(exclude={"waveform"})
    statement = insert(Recording).values(**values).on_conflict_do_nothing()
    return bool(session.execute(statement.returning(Recording.id)).first())  # type: ignore[call-overload]


def _same(session: Session, recording: Recording) -> Recording:
    query = select(Recording).where(
        Recording.call_id == recording.call_id, Recording.sha256 == recording.sha256
    )
    return session.exec(query).one()


def _plain(file_name: str | None) -> str | None:
    """The last part of a name, printable; only ever shown, never opened."""
    last = (file_name or "").replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:_NAME_MAX] or None
