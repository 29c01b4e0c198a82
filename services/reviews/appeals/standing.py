"""Which lines of a result its agent can appeal, where, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, func, select

from services.clock import utc_now
from services.reviews.marks import Marks, read_marks
from services.reviews.reading import stored_score
from services.reviews.result_policies import policy
from services.scoring.readings import hits_of
from services.scoring.results import Verdict
from services.tables import (
    AddedHit,
    Appeal,
    AppealState,
    Hit,
    HitVerdict,
    Purpose,
    ResultPolicy,
    Review,
)

WhyNot = Literal["passed", "not_current", "acknowledged", "too_late", "open", "no_rounds_left"]


@dataclass(frozen=True, slots=True)
class AppealablePlace:
    """A place that counts against a line: one of the two ids is set."""

    hit_id: UUID | None
    added_hit_id: UUID | None
    quote: str
    start_s: float
    end_s: float
    utterance: int | None


@dataclass(frozen=True, slots=True)
class AppealableLine:
    rule_key: str
    rule_name: str
    why_not: WhyNot | None
    places: Sequence[AppealablePlace]
    rounds_left: int

    @property
    def may_appeal(self) -> bool:
        return self.why_not is None


def appeal_until(session: Session, review: Review) -> datetime:
    """Results that appeals made begin no new time: it counts from the review before them."""
    begun = select(func.max(Review.released_at)).where(
        Review.call_id == review.call_id,
        col(Review.number) <= review.number,
        Review.purpose == Purpose.REVIEW,
    )
    since = session.exec(begun).one() or review.released_at or utc_now()
    return since + timedelta(days=policy(session).appeal_days)


def lines_of(session: Session, review: Review) -> list[AppealableLine]:
    """Every line of a released result, in the order of its arithmetic."""
    decided, marks = policy(session), read_marks(session, review)
    whole = _why_not_at_all(session, review)
    until = appeal_until(session, review)
    hits = hits_of(session, [review.evaluation_id])
    appeals = _appeals_by_rule(session, review.call_id)
    return [
        AppealableLine(
            rule_key=line.rule_key,
            rule_name=line.rule_name,
            why_not=_passed(line.verdict)
            or whole
            or _why_not(decided, appeals.get(line.rule_key, []), until),
            places=places_of(line.rule_key, hits, marks) if _passed(line.verdict) is None else (),
            rounds_left=_rounds_left(decided, appeals.get(line.rule_key, [])),
        )
        for line in stored_score(review).lines
    ]


def places_of(rule_key: str, hits: Sequence[Hit], marks: Marks) -> list[AppealablePlace]:
    """Where a rule was broken, as its result has it; by time."""
    rejected = {each.hit_id for each in marks.verdicts if each.verdict is HitVerdict.REJECTED}
    found = [
        _place(hit, hit_id=hit.id)
        for hit in hits
        if hit.rule_key == rule_key and hit.violation and hit.id not in rejected
    ]
    added = [_place(each, added_id=each.id) for each in marks.added if each.rule_key == rule_key]
    return sorted([*found, *added], key=lambda place: place.start_s)


def _passed(verdict: Verdict) -> WhyNot | None:
    """Nothing is held against the agent there."""
    return None if verdict is Verdict.FAILED else "passed"


def _why_not_at_all(session: Session, review: Review) -> WhyNot | None:
    newer = select(Review.id).where(
        Review.call_id == review.call_id,
        col(Review.number) > review.number,
        col(Review.released_at).is_not(None),
    )
    if session.exec(newer.limit(1)).first() is not None:
        return "not_current"
    return "acknowledged" if review.acknowledged_at is not None else None


def _why_not(decided: ResultPolicy, appeals: Sequence[Appeal], until: datetime) -> WhyNot | None:
    if any(each.state is AppealState.OPEN for each in appeals):
        return "open"
    if _rounds_left(decided, appeals) == 0:
        return "no_rounds_left"
    return "too_late" if utc_now() > _until(decided, appeals, until) else None


def _until(decided: ResultPolicy, appeals: Sequence[Appeal], until: datetime) -> datetime:
    """A further round has its own time, from when the one before was decided."""
    closed = [each.closed_at for each in _spent(appeals) if each.closed_at is not None]
    return max(until, *(at + timedelta(days=decided.appeal_days) for at in closed), until)


def _rounds_left(decided: ResultPolicy, appeals: Sequence[Appeal]) -> int:
    return max(0, decided.appeal_rounds - len(_spent(appeals)))


def _spent(appeals: Sequence[Appeal]) -> list[Appeal]:
    """Rounds that are over; what was taken back costs none, what was accepted is another line."""
    return [each for each in appeals if each.state is AppealState.DENIED]


def _appeals_by_rule(session: Session, call_id: UUID) -> dict[str, list[Appeal]]:
    found: dict[str, list[Appeal]] = {}
    for appeal in session.exec(select(Appeal).where(Appeal.call_id == call_id)).all():
        found.setdefault(appeal.rule_key, []).append(appeal)
    return found


def _place(
    place: Hit | AddedHit, *, hit_id: UUID | None = None, added_id: UUID | None = None
) -> AppealablePlace:
    return AppealablePlace(
        hit_id=hit_id,
        added_hit_id=added_id,
        quote=place.quote,
        start_s=place.start_s,
        end_s=place.end_s,
        utterance=place.utterance,
    )
