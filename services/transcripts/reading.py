"""Transcripts as they are read back."""

from uuid import UUID

from sqlmodel import Session, col, select

from services.errors import NotFound
from services.tables import Transcript


class TranscriptNotFound(NotFound):
    """Nothing has been heard in this call yet."""


def newest_transcript(session: Session, call_id: UUID) -> Transcript | None:
    """What was heard last in the call; earlier hearings stay beside it."""
    return session.exec(
        select(Transcript)
        .where(Transcript.call_id == call_id)
        .order_by(col(Transcript.created_at).desc(), col(Transcript.id))
        .limit(1)
    ).first()


def get_newest_transcript(session: Session, call_id: UUID) -> Transcript:
    """Raises TranscriptNotFound."""
    transcript = newest_transcript(session, call_id)
    if transcript is None:
        raise TranscriptNotFound(call_id=call_id)
    return transcript
