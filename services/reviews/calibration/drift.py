"""How raters and items move from month to month, over closed calibrations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from sqlmodel import Session, col, select

from services.people.access import Caller, Permission
from services.reviews.calibration.figures import AgainstKey
from services.reviews.calibration.reading import Outcome, read_outcome
from services.reviews.calibration.sessions import known_to
from services.tables import Calibration, CalibrationState

MOST_SESSIONS = 60
"""That one look takes in: five years of one a month."""


@dataclass(frozen=True, slots=True)
class Point:
    """A month of somebody, or of an item: `month` is `2026-11`, by when sessions closed (UTC)."""

    key: str
    name: str
    month: str
    calls: int
    alignment: float | None
    bias: float | None
    """None of items."""


@dataclass(frozen=True, slots=True)
class Drift:
    raters: Sequence[Point]
    items: Sequence[Point]


def drift(session: Session, caller: Caller) -> Drift:
    """Of the last sessions that the caller manages, oldest month first. Raises NotPermitted."""
    caller.require(Permission.REVIEWS_MANAGE)
    closed = session.exec(
        select(Calibration)
        .where(known_to(caller), Calibration.state == CalibrationState.CLOSED)
        .order_by(col(Calibration.closed_at).desc())
        .limit(MOST_SESSIONS)
    ).all()
    outcomes = [(_month(each), read_outcome(session, each)) for each in reversed(closed)]
    return Drift(
        raters=[point for month in _months(outcomes) for point in _of_raters(*month)],
        items=[point for month in _months(outcomes) for point in _of_items(*month)],
    )


_Month = tuple[str, list[Outcome]]


def _months(outcomes: Iterable[tuple[str, Outcome]]) -> list[_Month]:
    found: dict[str, list[Outcome]] = {}
    for month, outcome in outcomes:
        found.setdefault(month, []).append(outcome)
    return sorted(found.items())


def _of_raters(month: str, outcomes: Sequence[Outcome]) -> list[Point]:
    names = {key: rater.name for outcome in outcomes for key, rater in outcome.raters.items()}
    own: dict[str, list[AgainstKey]] = {}
    for outcome in outcomes:
        for figures in outcome.figures.raters:
            own.setdefault(figures.rater, []).append(figures)
    return [
        Point(
            key=rater,
            name=names[rater],
            month=month,
            calls=sum(each.calls for each in figures),
            alignment=_weighed([(each.alignment, each.calls) for each in figures]),
            bias=_weighed([(each.bias, each.calls) for each in figures]),
        )
        for rater, figures in own.items()
    ]


def _of_items(month: str, outcomes: Sequence[Outcome]) -> list[Point]:
    names = {key: name for outcome in outcomes for key, name in outcome.rules.items()}
    own: dict[str, list[tuple[float | None, int]]] = {}
    for outcome in outcomes:
        for item in outcome.figures.items:
            own.setdefault(item.rule_key, []).append((item.alignment, item.ratings))
    return [
        Point(
            key=rule,
            name=names.get(rule, rule),
            month=month,
            calls=sum(ratings for _, ratings in figures),
            alignment=_weighed(figures),
            bias=None,
        )
        for rule, figures in own.items()
    ]


def _weighed(values: Sequence[tuple[float | None, int]]) -> float | None:
    """Their mean, by how many calls or ratings each rests on."""
    known = [(value, weight) for value, weight in values if value is not None and weight]
    whole = sum(weight for _, weight in known)
    return fsum(value * weight for value, weight in known) / whole if whole else None


def _month(calibration: Calibration) -> str:
    return (calibration.closed_at or calibration.created_at).strftime("%Y-%m")
