"""From a stored transcript to a stored score, and back to those who read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from services.calls.locks import lock
from services.calls.scores import apply_score
from services.scoring import scorecards
from services.scoring.campaigns import card_for
from services.scoring.engine import ENGINE, score
from services.scoring.rules import CallFacts, Line, Score, ScorecardBody, Verdict
from services.tables import (
    Call,
    Campaign,
    Evaluation,
    Hit,
    Recording,
    Scorecard,
    ScorecardVersion,
    Transcript,
)
from services.transcripts import Utterance
from services.transcripts.reading import newest_transcript

_UTTERANCES = TypeAdapter(tuple[Utterance, ...])
_LINES = TypeAdapter(tuple[Line, ...])


@dataclass(frozen=True, slots=True)
class EvaluationReading:
    """An evaluation with the names behind its ids, and its hits by time."""

    id: UUID
    scorecard_name: str
    scorecard_version: int
    transcript_id: UUID
    engine: str
    score: float | None
    passed: bool | None
    fatal: bool
    lines: tuple[Line, ...]
    hits: list[Hit]
    created_at: datetime


def score_call(session: Session, call_id: UUID) -> Evaluation | None:
    """Score the newest transcript of a call by its campaign's newest published scorecard.

    None while the call, its transcript, campaign or scorecard is missing: recording and
    events arrive in any order, and whoever brings the missing part queues scoring again.
    Safe to repeat: the same transcript, version and engine give the evaluation there is.
    """
    lock(session, [call_id])
    call = session.get(Call, call_id, populate_existing=True)
    version = _version_for(session, call) if call else None
    transcript = newest_transcript(session, call_id)
    if call is None or version is None or transcript is None:
        return None
    evaluation = _find(session, transcript, version) or _evaluate(session, transcript, version)
    _apply(session, call, evaluation)
    return evaluation


def evaluations_of(session: Session, call_id: UUID) -> list[EvaluationReading]:
    """Every evaluation of a call, newest first."""
    found = session.exec(
        select(Evaluation, ScorecardVersion.number, Scorecard.name)
        .join(ScorecardVersion, col(Evaluation.scorecard_version_id) == ScorecardVersion.id)
        .join(Scorecard, col(ScorecardVersion.scorecard_id) == Scorecard.id)
        .where(Evaluation.call_id == call_id)
        .order_by(col(Evaluation.created_at).desc(), col(Evaluation.id))
    ).all()
    hits = _hits_of(session, [evaluation.id for evaluation, _, _ in found])
    return [
        EvaluationReading(
            id=evaluation.id,
            scorecard_name=name,
            scorecard_version=number,
            transcript_id=evaluation.transcript_id,
            engine=evaluation.engine,
            score=evaluation.score,
            passed=evaluation.passed,
            fatal=evaluation.fatal,
            lines=_LINES.validate_python(evaluation.lines),
            hits=[hit for hit in hits if hit.evaluation_id == evaluation.id],
            created_at=evaluation.created_at,
        )
        for evaluation, number, name in found
    ]


def _version_for(session: Session, call: Call) -> ScorecardVersion | None:
    if call.campaign_id is None:
        return None
    campaign = session.get_one(Campaign, call.campaign_id)
    return _published_for(session, call) or _published_by_now(session, call, campaign)


def _published_for(session: Session, call: Call) -> ScorecardVersion | None:
    scorecard_id = card_for(session, call)
    return scorecards.published_version(session, scorecard_id) if scorecard_id else None


def _published_by_now(session: Session, call: Call, campaign: Campaign) -> ScorecardVersion | None:
    """Look again, once nobody is giving the campaign a scorecard or publishing its version.

    Who does that queues the calls that wait, and has looked for them already: a call
    that found nothing to be scored with in the meantime would wait for ever.
    """
    session.refresh(campaign, with_for_update={"read": True})
    if scorecard_id := card_for(session, call):
        session.get(Scorecard, scorecard_id, with_for_update={"read": True})
    return _published_for(session, call)


def _find(session: Session, transcript: Transcript, version: ScorecardVersion) -> Evaluation | None:
    return session.exec(
        select(Evaluation).where(
            Evaluation.transcript_id == transcript.id,
            Evaluation.scorecard_version_id == version.id,
            Evaluation.engine == ENGINE,
        )
    ).one_or_none()


def _evaluate(session: Session, transcript: Transcript, version: ScorecardVersion) -> Evaluation:
    said = _UTTERANCES.validate_python(transcript.utterances)
    scored = score(
        CallFacts(duration_s=_duration_s(session, transcript, said)),
        said,
        ScorecardBody.model_validate(version.body),
    )
    evaluation = Evaluation(
        call_id=transcript.call_id,
        transcript_id=transcript.id,
        scorecard_version_id=version.id,
        engine=ENGINE,
        score=scored.score,
        passed=scored.passed,
        fatal=scored.fatal,
        lines=[line.model_dump(mode="json") for line in scored.lines],
    )
    session.add(evaluation)
    session.flush()
    session.add_all(_hits(evaluation, scored))
    session.flush()
    return evaluation


def _duration_s(session: Session, transcript: Transcript, said: Sequence[Utterance]) -> float:
    """Of the recording; where words came without one, until the last of them."""
    if transcript.recording_id is not None:
        return session.get_one(Recording, transcript.recording_id).duration_s
    return max((utterance.end_s for utterance in said), default=0)


def _hits(evaluation: Evaluation, scored: Score) -> list[Hit]:
    """One per place that met or broke a rule; none for what could not be measured."""
    return [
        Hit(
            evaluation_id=evaluation.id,
            call_id=evaluation.call_id,
            rule_key=line.rule_key,
            rule_name=line.rule_name,
            violation=_is_violation(line),
            fatal=line.fatal and _is_violation(line),
            **place.model_dump(),
        )
        for line in scored.lines
        if line.verdict is not Verdict.NOT_MEASURABLE
        for place in line.evidence
    ]


def _is_violation(line: Line) -> bool:
    """Whether what was said is itself the fault: steps of a wrong order are not."""
    return line.rule_type == "must_not_say" and line.verdict is Verdict.FAILED


def _apply(session: Session, call: Call, evaluation: Evaluation) -> None:
    """Make the evaluation the call's current one, unless it is already."""
    fatal_hits = _count_fatal(_LINES.validate_python(evaluation.lines))
    current = (evaluation.score, evaluation.passed, fatal_hits)
    if (call.score, call.passed, call.fatal_hits) == current:
        return
    fatal = [hit.id for hit in _hits_of(session, [evaluation.id]) if hit.fatal]
    apply_score(
        session,
        call.id,
        score=evaluation.score,
        passed=evaluation.passed,
        fatal_hits=fatal_hits,
        announce=fatal,
    )
    session.refresh(call)


def _count_fatal(lines: Sequence[Line]) -> int:
    """Places that broke a fatal rule; one for a rule broken by what was not said."""
    broken = [line for line in lines if line.fatal and line.verdict is Verdict.FAILED]
    return sum(len(line.evidence) if _is_violation(line) else 1 for line in broken)


def _hits_of(session: Session, evaluation_ids: Sequence[UUID]) -> list[Hit]:
    query: Any = select(Hit).where(col(Hit.evaluation_id).in_(evaluation_ids))
    return list(session.exec(query.order_by(Hit.start_s, Hit.utterance, Hit.char_start)))
