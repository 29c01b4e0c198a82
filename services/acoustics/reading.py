"""Measures as they are read back."""

from uuid import UUID

from sqlmodel import Session

from services.errors import NotFound
from services.tables import Measurement
from services.transcripts.reading import newest_transcript


class AcousticsNotMeasured(NotFound):
    """The sound of this call was not measured with that transcript, or not yet."""


def get_measurement(
    session: Session, call_id: UUID, transcript_id: UUID | None = None
) -> Measurement:
    """Of the newest transcript of a call, or of the one given. Raises AcousticsNotMeasured."""
    if transcript_id is None:
        newest = newest_transcript(session, call_id)
        transcript_id = newest.id if newest is not None else None
    found = session.get(Measurement, transcript_id) if transcript_id is not None else None
    if found is None or found.call_id != call_id:
        raise AcousticsNotMeasured(call_id=call_id, transcript_id=transcript_id)
    return found
