"""Transcripts as they are read back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select, tuple_

from services import paging
from services.errors import NotFound
from services.paging import Paged
from services.tables import Recording, Transcript

_NEWEST_FIRST = (col(Transcript.created_at).desc(), col(Transcript.id).desc())


class TranscriptNotFound(NotFound):
    """Nothing has been heard in this call yet."""


class TranscriptNotOfCall(NotFound):
    """This call has no such transcript."""


def newest_transcript(session: Session, call_id: UUID) -> Transcript | None:
    """What was heard last in the call's newest recording; earlier hearings stay beside it.

    Of the recording that is played, that is: an older one that is heard again does not
    put words beside sound that they do not belong to.
    """
    arrived_at = func.coalesce(col(Recording.created_at), col(Transcript.created_at))
    return session.exec(
        select(Transcript)
        .join(Recording, col(Transcript.recording_id) == Recording.id, isouter=True)
        .where(Transcript.call_id == call_id)
        .order_by(arrived_at.desc(), *_NEWEST_FIRST)
        .limit(1)
    ).first()


def get_newest_transcript(session: Session, call_id: UUID) -> Transcript:
    """Raises TranscriptNotFound."""
    transcript = newest_transcript(session, call_id)
    if transcript is None:
        raise TranscriptNotFound(call_id=call_id)
    return transcript


def get_transcript(session: Session, call_id: UUID, transcript_id: UUID) -> Transcript:
    """One of a call's. Raises TranscriptNotOfCall."""
    transcript = session.get(Transcript, transcript_id)
    if transcript is None or transcript.call_id != call_id:
        raise TranscriptNotOfCall(call_id=call_id, transcript_id=transcript_id)
    return transcript


def list_transcripts(
    session: Session, call_id: UUID, *, cursor: str | None = None, limit: int = 50
) -> Paged[Transcript]:
    """Every transcript of a call, newest first, its words not read. Raises CursorBroken."""
    words = (Transcript.utterances, Transcript.left_out)
    query = (
        select(Transcript)
        .where(Transcript.call_id == call_id)
        .options(*(defer(column) for column in words))  # type: ignore[arg-type]
        .order_by(*_NEWEST_FIRST)
        .limit(limit + 1)
    )
    if cursor is not None:
        place = tuple_(col(Transcript.created_at), col(Transcript.id))
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    return paging.cut(session.exec(query).all(), limit, lambda row: [row.created_at, row.id])
