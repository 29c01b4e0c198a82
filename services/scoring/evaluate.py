"""From a stored transcript to a stored score."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session, select

from services.calls.locks import lock
from services.calls.scores import apply_score
from services.privacy.keeping import spans_of
from services.privacy.spans import Span
from services.scoring import scorecards
from services.scoring.campaigns import card_for
from services.scoring.card import ScorecardBody, questions_of
from services.scoring.conditions import Judged
from services.scoring.engine import ENGINE, score
from services.scoring.gathering import Opinions, digest, heard_call, utterances_of
from services.scoring.judging import CompiledCard, compile_card
from services.scoring.masked import masked_quote
from services.scoring.readings import hits_of
from services.scoring.results import Evidence, Line, Score, Verdict
from services.scoring.violations import count_fatal, is_violation
from services.tables import (
    Call,
    Campaign,
    Evaluation,
    Hit,
    Scorecard,
    ScorecardVersion,
    Transcript,
)
from services.transcripts import Utterance
from services.transcripts.reading import newest_transcript

_LINES = TypeAdapter(tuple[Line, ...])
_MOST_COMPILED = 64
_compiled: dict[UUID, CompiledCard] = {}
"""By version: what is published never changes."""


class Asked(NamedTuple):
    """What a judge must be asked before a call can be scored."""

    questions: Sequence[Judged]
    utterances: Sequence[Utterance]


def what_to_ask(session: Session, call_id: UUID) -> Asked | None:
    """None when the call cannot be scored yet, or its card asks a judge nothing."""
    call = session.get(Call, call_id)
    version = _published_for(session, call) if call else None
    if version is None:
        return None
    questions = questions_of(ScorecardBody.model_validate(version.body))
    transcript = newest_transcript(session, call_id) if questions else None
    return Asked(questions, utterances_of(transcript)) if transcript else None


def score_call(
    session: Session, call_id: UUID, opinions: Opinions | None = None
) -> Evaluation | None:
    """Score the newest transcript of a call by the card of its campaign on its day.

    None while the call, its transcript, campaign or scorecard is missing, and once its text
    was deleted: the score that it has then stays. Recording and events arrive in any order,
    and whoever brings the missing part queues scoring again.
    Safe to repeat: equal words and facts, version and engine give the evaluation there is.
    `opinions` are a judge's answers to what the card asks, see `what_to_ask`.
    """
    lock(session, [call_id])
    call = session.get(Call, call_id, populate_existing=True)
    version = _version_for(session, call) if call else None
    transcript = newest_transcript(session, call_id)
    if call is None or version is None or transcript is None or call.text_deleted_at:
        return None
    evaluation = evaluate(session, call, transcript, version, opinions)
    _apply(session, call, evaluation)
    return evaluation


def evaluate(
    session: Session,
    call: Call,
    transcript: Transcript,
    version: ScorecardVersion,
    opinions: Opinions | None = None,
) -> Evaluation:
    """Score a transcript by a published version; the call's current score stays. Repeatable."""
    card = compiled(version)
    heard = heard_call(session, call, transcript, card.body, opinions)
    inputs = digest(heard, card.body)
    known = _find(session, transcript, version, inputs)
    return known or _store(session, transcript, version, inputs, score(heard, card))


def make_current(session: Session, call_id: UUID, evaluation: Evaluation) -> None:
    """Make one of the call's evaluations the one that boards and reports count."""
    lock(session, [call_id])
    _apply(session, session.get_one(Call, call_id, populate_existing=True), evaluation)


def compiled(version: ScorecardVersion) -> CompiledCard:
    """Of a published version. Raises CardNotUsable."""
    if version.id not in _compiled:
        while len(_compiled) >= _MOST_COMPILED:
            _compiled.pop(next(iter(_compiled)), None)
        _compiled[version.id] = compile_card(ScorecardBody.model_validate(version.body), {})
    return _compiled[version.id]


def _version_for(session: Session, call: Call) -> ScorecardVersion | None:
    return _published_for(session, call) or _published_by_now(session, call)


def _published_for(session: Session, call: Call) -> ScorecardVersion | None:
    scorecard_id = card_for(session, call)
    return scorecards.published_version(session, scorecard_id) if scorecard_id else None


def _published_by_now(session: Session, call: Call) -> ScorecardVersion | None:
    """Look again, once nobody is giving the campaign a scorecard or publishing its version.

    Who does that queues the calls that wait, and has looked for them already: a call
    that found nothing to be scored with in the meantime would wait for ever.
    """
    if call.campaign_id is None:
        return None
    campaign = session.get_one(Campaign, call.campaign_id)
    session.refresh(campaign, with_for_update={"read": True})
    if scorecard_id := card_for(session, call):
        session.get(Scorecard, scorecard_id, with_for_update={"read": True})
    return _published_for(session, call)


def _find(
    session: Session, transcript: Transcript, version: ScorecardVersion, inputs: str
) -> Evaluation | None:
    return session.exec(
        select(Evaluation).where(
            Evaluation.transcript_id == transcript.id,
            Evaluation.scorecard_version_id == version.id,
            Evaluation.engine == ENGINE,
            Evaluation.inputs == inputs,
        )
    ).one_or_none()


def _store(
    session: Session,
    transcript: Transcript,
    version: ScorecardVersion,
    inputs: str,
    scored: Score,
) -> Evaluation:
    told = scored.model_dump(mode="json")
    sums = ("score", "passed", "fatal", "grade", "earned_percent", "added", "deducted")
    evaluation = Evaluation(
        call_id=transcript.call_id,
        transcript_id=transcript.id,
        scorecard_version_id=version.id,
        engine=ENGINE,
        inputs=inputs,
        sections=told["sections"],
        lines=told["lines"],
        **{name: told[name] for name in sums},
    )
    session.add(evaluation)
    session.flush()
    spans = spans_of(session, transcript)
    session.add_all(
        _hit(evaluation, line, place, spans)
        for line in scored.lines
        if line.verdict in (Verdict.PASSED, Verdict.FAILED)
        for place in line.evidence
        if place.call_id is None
    )
    session.flush()
    return evaluation


def _hit(evaluation: Evaluation, line: Line, place: Evidence, spans: Sequence[Span]) -> Hit:
    """A place in this call that met or broke a rule."""
    is_fault = is_violation(line)
    return Hit(
        evaluation_id=evaluation.id,
        call_id=evaluation.call_id,
        rule_key=line.rule_key,
        rule_name=line.rule_name,
        violation=is_fault,
        fatal=line.fatal == "card" and is_fault,
        severity=line.severity.value,
        needs_review=line.needs_review,
        masked_quote=masked_quote(place, spans),
        **place.model_dump(include=_PLACE),
    )


_PLACE = {"utterance", "char_start", "char_end", "start_s", "end_s", "quote"}


def _apply(session: Session, call: Call, evaluation: Evaluation) -> None:
    """Make the evaluation the one that counts. A person's review still counts for more."""
    if call.review_id is not None:
        call.evaluation_id = evaluation.id
        session.add(call)
        session.flush()
        return
    fatal_hits = count_fatal(_LINES.validate_python(evaluation.lines))
    current = (evaluation.score, evaluation.passed, fatal_hits, evaluation.id)
    if (call.score, call.passed, call.fatal_hits, call.evaluation_id) == current:
        return
    fatal = [hit.id for hit in hits_of(session, [evaluation.id]) if hit.fatal]
    apply_score(
        session,
        call.id,
        score=evaluation.score,
        passed=evaluation.passed,
        fatal_hits=fatal_hits,
        announce=fatal,
        evaluation_id=evaluation.id,
    )
    session.refresh(call)
