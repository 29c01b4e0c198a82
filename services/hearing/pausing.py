"""Pausing: of one campaign, or of all, nothing is begun until somebody resumes."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from services import db, jobs
from services.errors import Forbidden, NotFound
from services.jobs import SettlePauses
from services.people import audit, organisation
from services.people.access import Caller, Scope
from services.recordings import lanes
from services.tables import HearingPause, RecordingState

_BATCH = 500
"""Recordings at a time: uploads of their campaigns wait for some tenths of a second."""


class PauseNotFound(NotFound):
    """This pause is not there, or is over."""


class PauseBeyondScope(Forbidden):
    """A pause stops recordings of every team. Only those who see all calls set and end one."""


class Place(NamedTuple):
    """Where settling has got to."""

    created_at: datetime
    recording_id: UUID


def pause(session: Session, caller: Caller, campaign_id: UUID | None) -> HearingPause:
    """Begin no recording of the campaign, or none at all; what is being heard is finished.

    Safe to repeat. Raises CampaignNotFound, PauseBeyondScope.
    """
    _require_everything(caller.scope)
    if campaign_id is not None:
        organisation.get_campaign(session, campaign_id)
    row = HearingPause(campaign_id=campaign_id, paused_by=caller.actor)
    statement = insert(HearingPause).values(**row.model_dump()).on_conflict_do_nothing()
    made = session.execute(statement.returning(col(HearingPause.id))).first()
    if made is not None:
        _note(session, caller, "hearing.paused", campaign_id)
        jobs.enqueue(session, SettlePauses())
    query = select(HearingPause).where(
        col(HearingPause.campaign_id).is_not_distinct_from(campaign_id)
    )
    return session.exec(query).one()


def resume(session: Session, caller: Caller, pause_id: UUID) -> None:
    """End a pause: what it kept back is queued again, in order, soon after.

    Raises PauseNotFound, PauseBeyondScope.
    """
    _require_everything(caller.scope)
    found = session.get(HearingPause, pause_id, with_for_update=True)
    if found is None:
        raise PauseNotFound(pause_id=pause_id)
    session.delete(found)
    _note(session, caller, "hearing.resumed", found.campaign_id)
    jobs.enqueue(session, SettlePauses())


def settle(session: Session, state: RecordingState, after: Place | None) -> Place | None:
    """Take some recordings that are PAUSED, or WAITING, and should not be, to the other state.

    Returns where to go on; None when there are no more. In the order in which they came.
    """
    found = db.rows(
        session,
        """
        SELECT recording.id, recording.created_at
        FROM recording LEFT JOIN call ON call.id = recording.call_id
        WHERE recording.state = %(state)s
            AND (%(at)s::timestamptz IS NULL
                OR (recording.created_at, recording.id) > (%(at)s, %(id)s::uuid))
            AND (%(state)s = 'waiting') = EXISTS (
                SELECT FROM hearing_pause AS pause
                WHERE pause.campaign_id IS NULL OR pause.campaign_id = call.campaign_id
            )
        ORDER BY recording.created_at, recording.id
        LIMIT %(batch)s
        FOR UPDATE OF recording
        """,
        {
            "state": state,
            "at": after.created_at if after else None,
            "id": after.recording_id if after else None,
            "batch": _BATCH,
        },
    )
    lanes.queue_all(session, [row["id"] for row in found])
    return Place(found[-1]["created_at"], found[-1]["id"]) if len(found) == _BATCH else None


def _require_everything(scope: Scope) -> None:
    if scope != Scope():
        raise PauseBeyondScope()


def _note(session: Session, caller: Caller, act: str, campaign_id: UUID | None) -> None:
    subject = "everything" if campaign_id is None else str(campaign_id)
    audit.record(session, actor=caller.actor, act=act, subject=subject)
