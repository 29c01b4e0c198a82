"""A session as it is read: how far it is, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from services.people import users
from services.reviews.calibration import members
from services.reviews.calibration.figures import MACHINE, Figures, Rating, compare
from services.reviews.calibration.ratings import keys_of, ratings_of, settled_of, verdicts
from services.scoring.card import ScorecardBody
from services.scoring.results import Verdict
from services.tables import (
    Agent,
    Calibration,
    CalibrationKeyKind,
    Call,
    ReviewState,
    ReviewTask,
    RuleAnswer,
    Scorecard,
    ScorecardVersion,
    User,
)


@dataclass(frozen=True, slots=True)
class Rater:
    """Somebody who judges, or the machine, which has no id."""

    id: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class RaterProgress:
    id: UUID
    name: str
    done: int
    """Calls that they finished."""


@dataclass(frozen=True, slots=True)
class CalledOn:
    """A call of the session."""

    call_id: UUID
    started_at: datetime
    agent_name: str | None
    talk_s: float


@dataclass(frozen=True, slots=True)
class CalibrationReading:
    calibration: Calibration
    created_by_name: str
    scorecard_id: UUID
    scorecard_name: str
    scorecard_version: int
    raters: Sequence[RaterProgress]
    calls: Sequence[CalledOn]
    own_tasks: Sequence[ReviewTask]
    """Of the one who reads."""


@dataclass(frozen=True, slots=True)
class ItemWords:
    """One item of one call: what each said, and what counts as right."""

    rule_key: str
    rule_name: str
    said: Mapping[str, Verdict]
    """By rater: a user's id, or `machine`."""
    key: Verdict | None
    """None where a tie is not settled yet, or the expert did not finish."""
    settled: RuleAnswer | None
    note: str | None
    at_s: Sequence[float]
    """Where the machine or a rater found it, in seconds, ascending."""


@dataclass(frozen=True, slots=True)
class CallWords:
    """One call of a closed session, side by side."""

    call: CalledOn
    scores: Mapping[str, float | None]
    key_score: float | None
    spread: float
    """Between the highest and the lowest score that people gave, in points."""
    items: Sequence[ItemWords]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a closed session. Calls are those with the widest spread first."""

    figures: Figures
    raters: Mapping[str, Rater]
    rules: Mapping[str, str]
    calls: Sequence[CallWords]


def read_session(
    session: Session, calibration: Calibration, reader_id: UUID | None
) -> CalibrationReading:
    version = session.get_one(ScorecardVersion, calibration.scorecard_version_id)
    scorecard = session.get_one(Scorecard, version.scorecard_id)
    finished = [
        review.reviewer_id
        for review in members.reviews_of(session, calibration.id)
        if review.state is ReviewState.FINAL
    ]
    return CalibrationReading(
        calibration=calibration,
        created_by_name=users.names_of(session, [calibration.created_by])[calibration.created_by],
        scorecard_id=scorecard.id,
        scorecard_name=scorecard.name,
        scorecard_version=version.number,
        raters=[
            RaterProgress(user.id, user.name, finished.count(user.id))
            for user in _people(session, calibration)
        ],
        calls=_calls(session, calibration),
        own_tasks=[
            task
            for task in members.tasks_of(session, calibration.id)
            if task.assignee_id == reader_id
        ],
    )


def read_outcome(session: Session, calibration: Calibration) -> Outcome:
    """Raises CalibrationOpen."""
    ratings = ratings_of(session, calibration)
    keys = keys_of(session, calibration, ratings)
    version = session.get_one(ScorecardVersion, calibration.scorecard_version_id)
    body = ScorecardBody.model_validate(version.body)
    rules = {rule.key: rule.name for rule in body.rules}
    raters = {str(user.id): Rater(user.id, user.name) for user in _people(session, calibration)}
    calls = [
        _call_words(session, calibration, call, ratings, keys.get(call.call_id), rules)
        for call in _calls(session, calibration)
    ]
    return Outcome(
        figures=compare(ratings, keys),
        raters={**raters, MACHINE: Rater(None, MACHINE)},
        rules=rules,
        calls=sorted(calls, key=lambda each: -each.spread),
    )


def _call_words(
    session: Session,
    calibration: Calibration,
    call: CalledOn,
    ratings: Sequence[Rating],
    key: Rating | None,
    rules: Mapping[str, str],
) -> CallWords:
    own = [rating for rating in ratings if rating.call_id == call.call_id]
    settled = settled_of(session, calibration.id).get(call.call_id, {})
    by_people = verdicts(own, call.call_id)
    found = members.places_of(session, calibration.id, call.call_id)
    people = [each.score for each in own if each.rater != MACHINE and each.score is not None]
    return CallWords(
        call=call,
        scores={each.rater: each.score for each in own},
        key_score=key.score if key else None,
        spread=max(people) - min(people) if people else 0.0,
        items=[
            ItemWords(
                rule_key=rule,
                rule_name=name,
                said={each.rater: each.items[rule].verdict for each in own if rule in each.items},
                key=key.items[rule].verdict if key and rule in key.items else None,
                settled=settled[rule].answer if rule in settled else None,
                note=settled[rule].note if rule in settled else None,
                at_s=found.get(rule, ()),
            )
            for rule, name in rules.items()
            if rule in by_people
        ],
    )


def ties(outcome: Outcome, calibration: Calibration) -> int:
    """Items on which a consensus is still to be found."""
    if calibration.key is CalibrationKeyKind.EXPERT:
        return 0
    return sum(item.key is None for call in outcome.calls for item in call.items)


def _people(session: Session, calibration: Calibration) -> list[User]:
    ids = members.raters_of(session, calibration.id)
    return list(session.exec(select(User).where(col(User.id).in_(ids)).order_by(col(User.name))))


def _calls(session: Session, calibration: Calibration) -> list[CalledOn]:
    ids = [each.call_id for each in members.calls_of(session, calibration.id)]
    found = {
        call.id: CalledOn(call.id, call.started_at, name, call.talk_s)
        for call, name in session.exec(
            select(Call, Agent.name)
            .outerjoin(Agent, col(Agent.id) == Call.agent_id)
            .where(col(Call.id).in_(ids))
        )
    }
    return [found[call_id] for call_id in ids if call_id in found]
