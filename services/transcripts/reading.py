"""Transcripts as they are read back."""

from uuid import UUID

from sqlmodel import Session, col, select

from services.tables import Transcript


def newest_transcript(session: Session, call_id: UUID) -> Transcript | None:
    """What was heard last in the call; earlier hearings stay beside it."""
    return session.exec(
        select(Transcript)
        .where(Transcript.call_id == call_id)
        .order_by(col(Transcript.created_at).desc(), col(Transcript.id))
        .limit(1)
    ).first()
