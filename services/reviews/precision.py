"""How often each rule is right, by the verdicts of finished reviews; what it misses, by chance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func
from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select

from services import paging
from services.paging import Paged
from services.people.access import Caller
from services.reviews.opening import RESULTS
from services.reviews.trust import Trust, asks_to_be_muted, muted_rules, trust_of
from services.scoring.card import Rule, ScorecardBody
from services.scoring.precision import Interval, precision
from services.settings import get_settings
from services.tables import (
    AddedHit,
    Call,
    Evaluation,
    HitVerdict,
    Layer,
    Review,
    ReviewState,
    ReviewTask,
    ReviewVerdict,
    Scorecard,
    ScorecardVersion,
    VersionState,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What people said of hits."""

    confirmed: int = 0
    rejected: int = 0
    unsure: int = 0

    @property
    def precision(self) -> Interval | None:
        return precision(self.confirmed, self.rejected)

    @property
    def reviewed(self) -> int:
        """Those that people were sure of."""
        return self.confirmed + self.rejected

    def __add__(self, other: "Told") -> "Told":
        return Told(
            self.confirmed + other.confirmed,
            self.rejected + other.rejected,
            self.unsure + other.unsure,
        )


@dataclass(frozen=True, slots=True)
class OfVersion:
    number: int
    is_current: bool
    """Whether the rule says there what it says now."""
    told: Told


@dataclass(frozen=True, slots=True)
class OfWeek:
    monday: date
    told: Told


@dataclass(frozen=True, slots=True)
class RulePrecision:
    """One rule of a scorecard. `told` counts the versions in which it says what it says now."""

    scorecard_id: UUID
    scorecard_name: str
    rule_key: str
    rule_name: str
    fatal: bool
    told: Told
    trust: Trust
    asks_to_be_muted: bool
    muted_by: str | None
    muted_reason: str | None
    missed: int
    """Places that reviewers added in calls drawn blindly."""
    found: int
    """Places confirmed in the same calls."""
    recall: Interval | None
    versions: Sequence[OfVersion]
    weeks: Sequence[OfWeek]


@dataclass(frozen=True, slots=True)
class Period:
    """When reviews were finished; None is without bound."""

    from_at: datetime | None = None
    to_at: datetime | None = None

    def where(self) -> list[ColumnElement[bool]]:
        conditions = []
        if self.from_at is not None:
            conditions.append(col(Review.finalised_at) >= self.from_at)
        if self.to_at is not None:
            conditions.append(col(Review.finalised_at) < self.to_at)
        return conditions


def list_precision(
    session: Session,
    caller: Caller,
    *,
    scorecard_id: UUID | None = None,
    period: Period | None = None,
    cursor: str | None = None,
    limit: int = 100,
) -> Paged[RulePrecision]:
    """Every rule with a condition of what is published, by scorecard and key.

    Counts the reviews of calls in scope that give their calls the score: neither those
    superseded, nor second looks, nor calibration. Raises CursorBroken.
    """
    cards = _cards(session, scorecard_id)
    after = tuple(paging.decode(cursor, str, str)) if cursor else ("", "")
    keys = sorted(
        (card.name, rule.key, str(card.id))
        for card, versions in cards
        for rule in _current(versions).rules
        if rule.condition is not None and (card.name, rule.key) > after
    )
    shown = {(UUID(card_id), key) for _, key, card_id in keys[: limit + 1]}
    reading = _Reading(session, caller, period or Period())
    found = [
        reading.of(card, versions, rule)
        for card, versions in cards
        for rule in _current(versions).rules
        if (card.id, rule.key) in shown
    ]
    found.sort(key=lambda each: (each.scorecard_name, each.rule_key))
    return paging.cut(found, limit, lambda each: [each.scorecard_name, each.rule_key])


def asks_for_mute(session: Session, scorecard_id: UUID, rule_key: str) -> Rule | None:
    """The rule as it is now, if it is fatal and so often wrong that somebody must decide."""
    for card, versions in _cards(session, scorecard_id):
        own = (rule for rule in _current(versions).rules if rule.key == rule_key)
        rule = next((each for each in own if each.fatal == "card"), None)
        if rule is None:
            return None
        same = {number for number, body in versions if rule in body.rules}
        of_rule = (
            col(ScorecardVersion.scorecard_id) == card.id,
            col(ReviewVerdict.rule_key) == rule_key,
        )
        rows = session.execute(_verdicts(None, Period(), *of_rule)).all()
        told = _sum(_one(row[4], row[5]) for row in rows if row[2] in same)
        muted = (card.id, rule_key) in muted_rules(session)
        judged = (told.precision, told.reviewed, get_settings())
        return rule if asks_to_be_muted(*judged, fatal=True, muted=muted) else None
    return None


Versions = Sequence[tuple[int, ScorecardBody]]
"""Newest first; the first is the one that scores."""


def _cards(session: Session, scorecard_id: UUID | None) -> list[tuple[Scorecard, Versions]]:
    query = (
        select(Scorecard, ScorecardVersion)
        .join(ScorecardVersion, col(ScorecardVersion.scorecard_id) == Scorecard.id)
        .where(ScorecardVersion.state != VersionState.DRAFT)
        .order_by(col(Scorecard.name), col(ScorecardVersion.number).desc())
    )
    if scorecard_id is not None:
        query = query.where(Scorecard.id == scorecard_id)
    cards: dict[UUID, tuple[Scorecard, list[tuple[int, ScorecardBody]]]] = {}
    for card, version in session.exec(query).all():
        body = ScorecardBody.model_validate(version.body)
        cards.setdefault(card.id, (card, []))[1].append((version.number, body))
    return list(cards.values())


def _current(versions: Versions) -> ScorecardBody:
    return versions[0][1]


_OF_CARD = col(ScorecardVersion.scorecard_id)
_WEEK = cast(func.date_trunc("week", col(Review.finalised_at), "UTC"), Date)


def _counted(query: Any, caller: Caller | None, period: Period) -> Any:
    """Of the results that count, in scope."""
    scope = [caller.scope.calls_where()] if caller else []
    return (
        query.join(Evaluation, col(Evaluation.id) == Review.evaluation_id)
        .join(ScorecardVersion, col(ScorecardVersion.id) == Evaluation.scorecard_version_id)
        .join(Call, col(Call.id) == Review.call_id)
        .where(
            col(Review.state) == ReviewState.FINAL,
            col(Review.purpose).in_(RESULTS),
            *period.where(),
            *scope,
        )
    )


def _verdicts(caller: Caller | None, period: Period, *more: ColumnElement[bool]) -> Any:
    keys = (_OF_CARD, col(ReviewVerdict.rule_key), col(ScorecardVersion.number), _WEEK)
    query = select_rows(*keys, col(ReviewVerdict.verdict), func.count()).join(
        Review, col(Review.id) == ReviewVerdict.review_id
    )
    return _counted(query, caller, period).where(*more).group_by(*keys, ReviewVerdict.verdict)


def _one(verdict: HitVerdict, count: int) -> Told:
    return Told(**{HitVerdict(verdict).value: count})


class _Reading:
    """What verdicts and missed hits say, read once for all rules."""

    def __init__(self, session: Session, caller: Caller, period: Period) -> None:
        drawn = col(Review.task_id).in_(
            select(ReviewTask.id).where(ReviewTask.layer == Layer.RANDOM)
        )
        self.verdicts = session.execute(_verdicts(caller, period)).all()
        self.found = self._by_rule(session.execute(_verdicts(caller, period, drawn)).all())
        keys = (_OF_CARD, col(AddedHit.rule_key))
        added = select_rows(*keys, func.count()).join(Review, col(Review.id) == AddedHit.review_id)
        rows = session.execute(_counted(added, caller, period).where(drawn).group_by(*keys))
        self.missed: dict[tuple[UUID, str], int] = {
            (card_id, key): count for card_id, key, count in rows
        }
        self.muted = muted_rules(session)
        self.settings = get_settings()

    def of(self, card: Scorecard, versions: Versions, rule: Rule) -> RulePrecision:
        same = {number for number, body in versions if rule in body.rules}
        own = [row for row in self.verdicts if (row[0], row[1]) == (card.id, rule.key)]
        told = _sum(_one(row[4], row[5]) for row in own if row[2] in same)
        mute = self.muted.get((card.id, rule.key))
        fatal = rule.fatal == "card"
        judged = (told.precision, told.reviewed, self.settings)
        missed = self.missed.get((card.id, rule.key), 0)
        found = self.found.get((card.id, rule.key), Told()).confirmed
        return RulePrecision(
            scorecard_id=card.id,
            scorecard_name=card.name,
            rule_key=rule.key,
            rule_name=rule.name,
            fatal=fatal,
            told=told,
            trust=trust_of(*judged, fatal=fatal, muted=mute is not None),
            asks_to_be_muted=asks_to_be_muted(*judged, fatal=fatal, muted=mute is not None),
            muted_by=mute.muted_by if mute else None,
            muted_reason=mute.reason if mute else None,
            missed=missed,
            found=found,
            recall=precision(found, missed),
            versions=[
                OfVersion(
                    number,
                    number in same,
                    _sum(_one(row[4], row[5]) for row in own if row[2] == number),
                )
                for number in sorted({row[2] for row in own}, reverse=True)
            ],
            weeks=[
                OfWeek(
                    monday,
                    _sum(
                        _one(row[4], row[5]) for row in own if row[3] == monday and row[2] in same
                    ),
                )
                for monday in sorted({row[3] for row in own if row[2] in same})
            ],
        )

    def _by_rule(self, rows: Iterable[Any]) -> dict[tuple[UUID, str], Told]:
        found: dict[tuple[UUID, str], Told] = {}
        for card_id, key, _, _, verdict, count in rows:
            found[card_id, key] = found.get((card_id, key), Told()) + _one(verdict, count)
        return found


def _sum(told: Iterable[Told]) -> Told:
    return sum(told, Told())
