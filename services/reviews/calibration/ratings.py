"""What everybody said in a session, and the key they are measured by."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session, select

from services.clock import utc_now
from services.errors import Conflict, Rejected
from services.people import audit
from services.people.access import Caller, Permission
from services.reviews.calibration import members, sessions
from services.reviews.calibration.figures import (
    MACHINE,
    Figures,
    Rating,
    compare,
    item_of,
    majority,
)
from services.reviews.scoring import Words, reviewed
from services.scoring.card import ScorecardBody
from services.scoring.results import Line, Verdict
from services.tables import (
    Calibration,
    CalibrationKeyKind,
    CalibrationState,
    Evaluation,
    ReviewState,
    RuleAnswer,
    ScorecardVersion,
    SettledItem,
)

_LINES = TypeAdapter(tuple[Line, ...])
_ANSWERS = {
    Verdict.PASSED: RuleAnswer.PASSED,
    Verdict.FAILED: RuleAnswer.FAILED,
    Verdict.NOT_APPLICABLE: RuleAnswer.NOT_APPLICABLE,
}
_VERDICTS = {answer: verdict for verdict, answer in _ANSWERS.items()}


class CalibrationOpen(Conflict):
    """Raters are still judging. What they said is shown once the calibration is closed."""


class NothingToSettle(Rejected):
    """Only items of a session whose key is its consensus are settled."""


def ratings_of(session: Session, calibration: Calibration) -> list[Rating]:
    """Of everybody who finished a call, and of the machine. Raises CalibrationOpen."""
    if calibration.state is not CalibrationState.CLOSED:
        raise CalibrationOpen(calibration_id=calibration.id)
    people = [
        _rating(str(review.reviewer_id), review.call_id, review.score, review.lines)
        for review in members.reviews_of(session, calibration.id)
        if review.state is ReviewState.FINAL
    ]
    machine = [
        _machine(session, call.call_id, call.evaluation_id)
        for call in members.calls_of(session, calibration.id)
    ]
    return [*people, *machine]


def keys_of(
    session: Session, calibration: Calibration, ratings: Sequence[Rating]
) -> dict[UUID, Rating]:
    """By call: the expert's word, or what most say with ties settled. Open ties are left out."""
    if calibration.key is CalibrationKeyKind.EXPERT:
        expert = str(calibration.expert_id)
        return {each.call_id: each for each in ratings if each.rater == expert}
    version = session.get_one(ScorecardVersion, calibration.scorecard_version_id)
    body = ScorecardBody.model_validate(version.body)
    settled = settled_of(session, calibration.id)
    calls = {each.call_id for each in ratings}
    return {
        call_id: _consensus(body, call_id, verdicts(ratings, call_id), settled.get(call_id, {}))
        for call_id in calls
    }


def figures_of(session: Session, calibration: Calibration) -> Figures:
    """Raises CalibrationOpen."""
    ratings = ratings_of(session, calibration)
    return compare(ratings, keys_of(session, calibration, ratings))


def verdicts(ratings: Sequence[Rating], call_id: UUID) -> dict[str, dict[str, Verdict]]:
    """What people said of a call, by rule and rater."""
    found: dict[str, dict[str, Verdict]] = {}
    for rating in ratings:
        if rating.call_id == call_id and rating.rater != MACHINE:
            for rule, item in rating.items.items():
                found.setdefault(rule, {})[rating.rater] = item.verdict
    return found


def settle(
    session: Session,
    caller: Caller,
    calibration_id: UUID,
    call_id: UUID,
    rule_key: str,
    answer: RuleAnswer,
    note: str | None = None,
) -> SettledItem:
    """Note what the session agreed on. Safe to repeat.

    Raises NotPermitted, CalibrationNotFound, CalibrationOpen, NothingToSettle.
    """
    caller.require(Permission.REVIEWS_MANAGE)
    calibration = sessions.get_session(session, caller, calibration_id)
    known = verdicts(ratings_of(session, calibration), call_id)
    if calibration.key is not CalibrationKeyKind.CONSENSUS or rule_key not in known:
        raise NothingToSettle(field="rule_key", rule_key=rule_key)
    place = (calibration_id, call_id, rule_key)
    item = session.get(SettledItem, place, with_for_update=True)
    before = item.answer.value if item else None
    if item is None:
        item = SettledItem(
            calibration_id=calibration_id,
            call_id=call_id,
            rule_key=rule_key,
            answer=answer,
            settled_by=caller.actor,
        )
    item.sqlmodel_update(
        {"answer": answer, "note": note, "settled_by": caller.actor, "settled_at": utc_now()}
    )
    session.add(item)
    session.flush()
    audit.record(
        session,
        actor=caller.actor,
        act="calibration.item_settled",
        subject=str(calibration_id),
        call_id=str(call_id),
        rule_key=rule_key,
        before={"answer": before},
        after={"answer": answer.value},
    )
    return item


def settled_of(session: Session, calibration_id: UUID) -> dict[UUID, dict[str, SettledItem]]:
    """By call and rule."""
    found: dict[UUID, dict[str, SettledItem]] = {}
    for item in session.exec(
        select(SettledItem).where(SettledItem.calibration_id == calibration_id)
    ):
        found.setdefault(item.call_id, {})[item.rule_key] = item
    return found


def _consensus(
    body: ScorecardBody,
    call_id: UUID,
    said: Mapping[str, Mapping[str, Verdict]],
    settled: Mapping[str, SettledItem],
) -> Rating:
    agreed = {
        rule: _VERDICTS[settled[rule].answer] if rule in settled else majority(by_rater.values())
        for rule, by_rater in said.items()
    }
    answers = {
        rule: Words(answer=_ANSWERS[verdict])
        for rule, verdict in agreed.items()
        if verdict in _ANSWERS
    }
    score = reviewed(body, (), answers)
    is_whole = answers.keys() == said.keys()
    return Rating(
        rater="consensus",
        call_id=call_id,
        score=score.score if is_whole else None,
        items={line.rule_key: item_of(line) for line in score.lines if line.rule_key in answers},
    )


def _machine(session: Session, call_id: UUID, evaluation_id: UUID) -> Rating:
    evaluation = session.get_one(Evaluation, evaluation_id)
    return _rating(MACHINE, call_id, evaluation.score, evaluation.lines)


def _rating(rater: str, call_id: UUID, score: float | None, lines: Sequence[object]) -> Rating:
    """An item that only people answer is none of the machine's."""
    read = _LINES.validate_python(lines)
    items = {
        line.rule_key: item_of(line) for line in read if line.verdict is not Verdict.UNANSWERED
    }
    return Rating(rater, call_id, score, items)
