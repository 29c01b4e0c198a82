"""Having a recording heard again: what was heard before stays beside it."""

from sqlmodel import Session

from services.errors import Conflict
from services.hearing.engines import engine_of, require_engine
from services.people import audit
from services.people.access import Caller
from services.recordings import lanes
from services.tables import Lane, Recording, RecordingState


class RecordingIsBeingHeard(Conflict):
    """This recording is being heard now. Wait until that is done, or cancel it."""


def hear_again(
    session: Session, recording: Recording, caller: Caller, *, engine: str | None, lane: Lane
) -> Recording:
    """Queue a recording, heard or not, with all its tries, as `caller` asks.

    `engine` None means its campaign's. Until it has been heard, what was heard before and
    its score are the call's. Raises EngineUnknown, RecordingIsBeingHeard.
    """
    if engine is not None:
        require_engine(engine)
    session.refresh(recording, with_for_update=True)
    if recording.state is RecordingState.TRANSCRIBING:
        raise RecordingIsBeingHeard(recording_id=recording.id)
    recording.engine = engine
    recording.asked_by = caller.actor
    recording.begun_at = None
    recording.attempts = 0
    recording.error = recording.error_kind = None
    audit.record(
        session,
        actor=caller.actor,
        act="recording.queued_again",
        subject=str(recording.id),
        call_id=str(recording.call_id),
        engine=engine_of(session, recording),
        lane=lane,
    )
    lanes.queue(session, recording, lane=lane)
    return recording
