"""What a delivery itself brings of a call: its sound, or somebody else's transcript of it."""

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from services import jobs
from services.calls.identity import call_id_for
from services.dialers import GivenTranscript, Note, RecordingBytes
from services.errors import Rejected
from services.jobs import ScoreCall
from services.privacy.keeping import look_through
from services.recordings.attach import attach, store
from services.recordings.play import find_recording_of
from services.recordings.spool import received
from services.tables import Source, Transcript, TranscriptOrigin
from services.transcripts.index import index

_DIALER = "dialer"
_MODEL = "given"
_TEXT_MAX = 4 * 1024 * 1024


def keep_recordings(
    session: Session, source: Source, recordings: Iterable[RecordingBytes]
) -> list[Note]:
    """Attach sound to its calls; returns what there is to say about what was refused.

    The bytes are in storage before any row says so: when the transaction fails they stay
    there without one, and the dialer's next try finds them. Raises StorageDown,
    DiskNearlyFull: then nothing of the delivery is kept.
    """
    notes = []
    for brought in recordings:
        try:
            _attach(session, source, brought)
        except Rejected as refusal:
            notes.append(Note(refusal.kind(), refusal.message(), "recording", refuses=True))
    return notes


def keep_transcripts(
    session: Session, source: Source, transcripts: Iterable[GivenTranscript]
) -> list[Note]:
    """Keep words that came along and have them scored. The same words again add nothing."""
    notes = []
    for given in transcripts:
        said = [utterance.model_dump(mode="json") for utterance in given.utterances]
        fault = _fault(said)
        if fault is not None:
            notes.append(Note("invalid", fault, "transcript", refuses=True))
        elif said:
            _keep(session, call_id_for(source.id, given.call_key), given, said)
    return notes


def _attach(session: Session, source: Source, brought: RecordingBytes) -> None:
    with received([brought.content]) as upload:
        attach(
            session,
            call_id=call_id_for(source.id, brought.call_key),
            source_id=source.id,
            upload=upload,
            facts=store(upload),
            file_name=brought.file_name,
            agent_channel=brought.agent_channel,
            agent_channel_by=_DIALER,
        )


def _keep(
    session: Session, call_id: UUID, given: GivenTranscript, said: Sequence[dict[str, Any]]
) -> None:
    recording = find_recording_of(session, call_id)
    content = json.dumps([given.engine, given.language, said], sort_keys=True)
    transcript = Transcript(
        # The same words of a call have the same id, however often they come and at once.
        id=uuid5(call_id, content),
        recording_id=recording.id if recording else None,
        call_id=call_id,
        origin=TranscriptOrigin.GIVEN,
        engine=given.engine,
        model=_MODEL,
        language=given.language,
        utterances=list(said),
    )
    statement = insert(Transcript).values(transcript.model_dump()).on_conflict_do_nothing()
    if session.execute(statement.returning(col(Transcript.id))).first():
        index(session, transcript)
        look_through(session, transcript)
        jobs.enqueue(session, ScoreCall(call_id=call_id))


def _fault(said: Sequence[dict[str, Any]]) -> str | None:
    """Why words cannot be stored. PostgreSQL keeps no NUL and no half of a character."""
    written = json.dumps(said, ensure_ascii=False)
    try:
        size_bytes = len(written.encode())
    except UnicodeEncodeError:
        return "The transcript has characters in it that cannot be stored."
    if size_bytes > _TEXT_MAX:
        return "The transcript is larger than 4 MiB."
    if r"\u0000" in written:
        return "The transcript has characters in it that cannot be stored."
    if not all(0 <= each["start_s"] <= each["end_s"] < math.inf for each in said):
        return "The transcript has an utterance that ends before it starts."
    return None
