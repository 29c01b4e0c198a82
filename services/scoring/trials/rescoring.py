"""Running a re-score: evaluations beside those there are, then, when adopted, in their place."""

from uuid import UUID

from sqlmodel import Session, col, func, select

from services.clock import utc_now
from services.scoring import opinions
from services.scoring.evaluate import evaluate, make_current
from services.scoring.trials import RescoreSummary, calls, summing
from services.scoring.trials.calls import Known
from services.tables import (
    Call,
    Evaluation,
    Rescore,
    RescoreCall,
    ScorecardVersion,
    Transcript,
    TrialState,
)

CHUNK = 100
"""Calls whose scores are made the calls' own in one transaction: each stays locked in it."""


def advance(session: Session, rescore_id: UUID) -> bool:
    """Do the next calls; False when there are none left or it was cancelled."""
    rescore = session.get_one(Rescore, rescore_id, with_for_update=True)
    if rescore.state is TrialState.QUEUED:
        rescore.state, rescore.started_at = TrialState.RUNNING, utc_now()
        rescore.calls_total = calls.count(session, rescore)
    if rescore.state is TrialState.RUNNING:
        return _score_more(session, rescore)
    if rescore.adopted_by is not None and rescore.adopted_at is None:
        return _adopt_more(session, rescore)
    return False


def fail(session: Session, rescore_id: UUID, sentence: str) -> None:
    rescore = session.get_one(Rescore, rescore_id, with_for_update=True)
    rescore.state, rescore.error = TrialState.FAILED, sentence
    rescore.finished_at = utc_now()
    session.add(rescore)


def _score_more(session: Session, rescore: Rescore) -> bool:
    version = session.get_one(ScorecardVersion, rescore.version_id)
    known = calls.next_calls(session, rescore, version.id, CHUNK)
    if not known:
        _finish(session, rescore)
        return False
    session.add_all(_scored(session, rescore, version, each) for each in known)
    rescore.calls_done += len(known)
    rescore.place = calls.place_after(known)
    session.add(rescore)
    return True


def _scored(
    session: Session, rescore: Rescore, version: ScorecardVersion, known: Known
) -> RescoreCall:
    call = session.get_one(Call, known.call_id)
    transcript = session.get_one(Transcript, known.transcript_id)
    said = opinions.of_call(session, call.id)
    evaluation = evaluate(session, call, transcript, version, said)
    return RescoreCall(
        rescore_id=rescore.id,
        call_id=call.id,
        evaluation_id=evaluation.id,
        score_before=call.score,
        passed_before=call.passed,
        fatal_before=call.fatal_hits > 0,
    )


def _finish(session: Session, rescore: Rescore) -> None:
    teams, agents, totals = summing.of_rescore(session, rescore)
    kept = _count_reviewed(session, rescore)
    summary = RescoreSummary(teams=teams, agents=agents, totals=totals, keep_review=kept)
    rescore.summary = summary.model_dump(mode="json")
    rescore.state, rescore.finished_at = TrialState.DONE, utc_now()
    session.add(rescore)


def _count_reviewed(session: Session, rescore: Rescore) -> int:
    query = (
        select(func.count())
        .select_from(RescoreCall)
        .join(Call, col(Call.id) == RescoreCall.call_id)
        .where(RescoreCall.rescore_id == rescore.id, col(Call.review_id).is_not(None))
    )
    return session.exec(query).one()


def _adopt_more(session: Session, rescore: Rescore) -> bool:
    """In the order of ids, in which everybody locks calls."""
    after = UUID(rescore.place["id"]) if rescore.place else UUID(int=0)
    rows = session.exec(
        select(RescoreCall)
        .where(RescoreCall.rescore_id == rescore.id, col(RescoreCall.call_id) > after)
        .order_by(col(RescoreCall.call_id))
        .limit(CHUNK)
    ).all()
    for row in rows:
        make_current(session, row.call_id, session.get_one(Evaluation, row.evaluation_id))
    if rows:
        rescore.place = {"id": str(rows[-1].call_id)}
    else:
        rescore.adopted_at = utc_now()
        # Some may have been reviewed since it was done.
        rescore.summary = {**rescore.summary, "keep_review": _count_reviewed(session, rescore)}
    session.add(rescore)
    return bool(rows)
