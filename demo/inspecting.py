"""How the demo's inspectors work through a call."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from demo import feedback
from services.people.access import Caller
from services.reviews import finalising, judging, noting, opening
from services.reviews.reading import machine_of
from services.reviews.reasons import Reason
from services.scoring.readings import get_evaluation
from services.scoring.results import Verdict
from services.tables import Hit, HitVerdict, Review, ReviewTask, RuleAnswer, Transcript

_ANSWERS = {Verdict.PASSED: RuleAnswer.PASSED, Verdict.FAILED: RuleAnswer.FAILED}


def review(session: Session, inspector: Caller, task: ReviewTask, *, active_s: float) -> None:
    """Judge every hit, say something at a second, praise, suggest, finish."""
    review = opening.open_review(session, inspector, task.call_id, task_id=task.id)
    language = session.get_one(Transcript, review.transcript_id).language
    hits = machine_of(session, review).hits
    broken = [hit for hit in hits if hit.violation]
    for hit in hits:
        _judge(session, inspector, review, hit, language)
    _comment(session, inspector, review, broken or hits, language)
    noting.write_feedback(
        session,
        inspector,
        review.id,
        {
            "praise": feedback.PRAISE.in_language(language) if _is_well_begun(hits) else None,
            "suggestion": feedback.suggestion([hit.rule_key for hit in broken], language),
        },
        active_s=active_s,
        revision=review.revision,
    )
    answer_open(session, inspector, review)
    finalising.finalise(session, inspector, review.id, revision=review.revision)


def answer_open(
    session: Session,
    reviewer: Caller,
    review: Review,
    unlike: Mapping[str, RuleAnswer] | None = None,
) -> None:
    """Answer what is left to a person, as the machine did but for the rules of `unlike`.

    In a blind review that is every rule.
    """
    machine = get_evaluation(session, review.evaluation_id)
    found = {line.rule_key: line.verdict for line in machine.lines}
    for shown in machine_of(session, review).lines:
        if shown.verdict is Verdict.UNANSWERED:
            key = shown.rule_key
            alike = _ANSWERS.get(found[key], RuleAnswer.NOT_APPLICABLE)
            judging.answer_rule(
                session,
                reviewer,
                review.id,
                key,
                answer=(unlike or {}).get(key, alike),
                note=None,
                revision=review.revision,
            )


def _judge(
    session: Session, inspector: Caller, review: Review, hit: Hit, language: str | None
) -> None:
    """Half a risk notice is none: the demo's one rule that finds more than it should."""
    is_wrong = hit.rule_key == "risk_notice" and hit.quote == "不保证收益"
    judging.give_verdict(
        session,
        inspector,
        review.id,
        hit.id,
        verdict=HitVerdict.REJECTED if is_wrong else HitVerdict.CONFIRMED,
        reason=Reason.RULE_TOO_WIDE if is_wrong else None,
        note=feedback.NOT_A_NOTICE.in_language(language) if is_wrong else None,
        revision=review.revision,
    )


def _comment(
    session: Session,
    inspector: Caller,
    review: Review,
    hits: Sequence[Hit],
    language: str | None,
) -> None:
    if not hits:
        return
    words = feedback.AT_THE_WORDS if hits[0].violation else feedback.AT_THE_OPENING
    noting.add_comment(
        session,
        inspector,
        review.id,
        start_s=hits[0].start_s,
        end_s=None,
        text=words.in_language(language),
        revision=review.revision,
    )


def _is_well_begun(hits: Sequence[Hit]) -> bool:
    found = {hit.rule_key for hit in hits if not hit.violation}
    return {"identification", "recording_notice"} <= found
