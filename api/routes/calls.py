"""Calls, what was said in them and how they were scored."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from api.deps import CallerDep, SessionDep
from api.schemas.calls import (
    AcousticsOut,
    CallDetailOut,
    CallOut,
    EvaluationOut,
    LegOut,
    RecordingOut,
    TranscriptOut,
)
from api.schemas.pages import Page
from api.schemas.privacy import NoticeOut
from services.acoustics.reading import get_measurement
from services.calls import queries
from services.calls.queries import CallFilter, ListedCall
from services.calls.shown_scores import sees_evaluations
from services.people.access import Permission
from services.privacy.revealing import sees, sees_in_lists, shown_number
from services.privacy.showing import show
from services.scoring import masked, notices, readings
from services.tables import Call, CallState, Campaign, NoticeState, Revealed
from services.transcripts.reading import get_newest_transcript

router = APIRouter(prefix="/api/v1/calls", tags=["calls"])

Text = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]
Percent = Annotated[float, Query(ge=0, le=100)]


def wanted_calls(
    unit_id: UUID | None = None,
    agent_id: UUID | None = None,
    campaign_id: UUID | None = None,
    state: CallState | None = None,
    outcome: Text | None = None,
    started_from: AwareDatetime | None = None,
    started_to: AwareDatetime | None = None,
    connected: bool | None = None,
    scored: bool | None = None,
    fatal: bool | None = None,
    passed: bool | None = None,
    score_min: Percent | None = None,
    score_max: Percent | None = None,
    notice: NoticeState | None = None,
    scorecard_version_id: UUID | None = None,
    q: Text | None = None,
) -> CallFilter:
    return CallFilter(
        unit_id=unit_id,
        agent_id=agent_id,
        campaign_id=campaign_id,
        state=state,
        outcome=outcome,
        started_from=started_from,
        started_to=started_to,
        connected=connected,
        scored=scored,
        fatal=fatal,
        passed=passed,
        score_min=score_min,
        score_max=score_max,
        notice=notice,
        scorecard_version_id=scorecard_version_id,
        q=q,
    )


@router.get("", operation_id="list_calls")
def list_calls(
    session: SessionDep,
    caller: CallerDep,
    wanted: Annotated[CallFilter, Depends(wanted_calls)],
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[CallOut]:
    """Calls in scope, newest first."""
    caller.require(Permission.CALLS_READ)
    page = queries.list_calls(session, caller, wanted, cursor=cursor, limit=limit)
    plain = sees_in_lists(session, caller)
    return Page(items=[_call_out(each, plain=plain) for each in page.items], next=page.next)


@router.get("/{call_id}", operation_id="read_call")
def read_call(session: SessionDep, caller: CallerDep, call_id: UUID) -> CallDetailOut:
    """One call with its legs and its newest recording."""
    caller.require(Permission.CALLS_READ)
    listed = queries.get_listed_call(session, caller, call_id)
    names = queries.agent_names(session, listed.call)
    plain = sees(session, caller, call_id, Revealed.CUSTOMER_NUMBER)
    notice = notices.find(session, call_id)
    recording = RecordingOut.model_validate(listed.recording) if listed.recording else None
    return CallDetailOut(
        **_call_out(listed, plain=plain).model_dump(),
        caller_number=listed.call.caller_number,
        amount=listed.call.amount,
        currency=listed.call.currency,
        legs=[LegOut(agent_name=names.get(leg["agent_id"]), **leg) for leg in listed.call.legs],
        extra=listed.call.extra if plain else {},
        version=listed.call.version,
        recording=recording,
        plain_number=plain,
        notice=NoticeOut.model_validate(notice) if notice else None,
        notice_required=_notice_required(session, listed.call),
    )


@router.get("/{call_id}/transcript", operation_id="read_transcript")
def read_transcript(session: SessionDep, caller: CallerDep, call_id: UUID) -> TranscriptOut:
    """The newest transcript. 404 until the recording has been heard."""
    caller.require(Permission.CALLS_READ)
    call = queries.get_visible_call(session, caller, call_id)
    return TranscriptOut.of(show(session, caller, get_newest_transcript(session, call.id)))


@router.get("/{call_id}/acoustics", operation_id="read_acoustics")
def read_acoustics(
    session: SessionDep, caller: CallerDep, call_id: UUID, transcript_id: UUID | None = None
) -> AcousticsOut:
    """Of the newest transcript, or of the one asked for. 404 when never measured."""
    caller.require(Permission.CALLS_READ)
    call = queries.get_visible_call(session, caller, call_id)
    found = get_measurement(session, call.id, transcript_id)
    return AcousticsOut(**found.body, transcript_id=found.transcript_id)


@router.get("/{call_id}/evaluations", operation_id="list_evaluations")
def list_evaluations(session: SessionDep, caller: CallerDep, call_id: UUID) -> Page[EvaluationOut]:
    """Every score this call was given, newest first, with its arithmetic and its evidence.

    Empty for agents while the centre shows them no score of the machine.
    """
    caller.require(Permission.CALLS_READ)
    call = queries.get_visible_call(session, caller, call_id)
    if not sees_evaluations(session, caller, call):
        return Page(items=[])
    scored = masked.shown(session, caller, readings.evaluations_of(session, call.id))
    return Page(items=[EvaluationOut.model_validate(each) for each in scored])


def _notice_required(session: SessionDep, call: Call) -> bool:
    campaign = session.get(Campaign, call.campaign_id) if call.campaign_id else None
    return campaign is None or campaign.notice_required


def _call_out(listed: ListedCall, *, plain: bool) -> CallOut:
    call, recording = listed.call, listed.recording
    facts = call.model_dump(include=set(CallOut.model_fields))
    return CallOut(
        **facts
        | {
            "customer_number": shown_number(call.customer_number, plain=plain),
            "source": listed.source,
            "agent_name": listed.agent_name,
            "unit_name": listed.unit_name,
            "campaign_name": listed.campaign_name,
            "score": listed.score,
            "passed": listed.passed,
            "fatal_hits": listed.fatal_hits,
            "recording_state": recording.state if recording else None,
            "recording_progress": recording.progress if recording else None,
        }
    )
