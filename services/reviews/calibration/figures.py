"""How far raters agree with a key, and with each other. Pure.

- Criterion alignment of an item: 1 - |a - b| / most, where a and b are the points that
  two raters gave it and most is what it can be worth; 1 where neither has a verdict for
  the same reason, 0 where only one of them has one.
- Agreement of scores: the share of calls on which two scores lie within 10 points.
- Cohen's kappa (1960) for two raters of an item, Fleiss' kappa (1971) for all raters of
  it, over the calls that all of them finished: (observed - expected) / (1 - expected).
  Where everybody always gave one and the same answer, expected agreement is 1 and kappa
  is not defined.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum
from uuid import UUID

from services.scoring.results import Line, Verdict

WITHIN_POINTS = 10.0
MACHINE = "machine"
"""The machine as one more rater."""

_DECIDED = (Verdict.PASSED, Verdict.FAILED)


@dataclass(frozen=True, slots=True)
class Item:
    """One rater's word on one rule of one call, and what it was worth."""

    verdict: Verdict
    points: float
    most: float


@dataclass(frozen=True, slots=True)
class Rating:
    """One rater's word on one call. `rater` is a user's id, or `MACHINE`."""

    rater: str
    call_id: UUID
    score: float | None
    items: Mapping[str, Item]
    """By rule key."""


@dataclass(frozen=True, slots=True)
class AgainstKey:
    """One rater against the key; each figure None where nothing could be compared."""

    rater: str
    calls: int
    alignment: float | None
    """Mean of the items', 0 to 1."""
    within: float | None
    """Share of calls whose score is within 10 points of the key's."""
    bias: float | None
    """Mean of score - key: above 0 is milder than the key."""
    items: Mapping[str, float]
    """Alignment by rule."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two raters with each other."""

    raters: tuple[str, str]
    calls: int
    within: float | None
    kappas: Mapping[str, float | None]
    """Cohen's, by rule; None where it is not defined."""


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One rule over all raters, the machine left out."""

    rule_key: str
    ratings: int
    alignment: float | None
    agreement: float | None
    """Share of pairs of raters that gave the same verdict."""
    kappa: float | None
    """Fleiss'; None where it is not defined, or fewer than two raters finished."""


@dataclass(frozen=True, slots=True)
class Figures:
    raters: Sequence[AgainstKey]
    pairs: Sequence[Pair]
    items: Sequence[ItemFigures]


def item_of(line: Line) -> Item:
    points = line.earned + line.added - line.deducted
    return Item(line.verdict, points, max(line.weight, line.added, line.deducted))


def compare(ratings: Sequence[Rating], keys: Mapping[UUID, Rating]) -> Figures:
    """All figures of a session; `keys` are by call, and may lack some."""
    raters = _by_rater(ratings)
    people = [own for rater, own in raters.items() if rater != MACHINE]
    rules = sorted({rule for rating in ratings for rule in rating.items})
    against = [_against(rater, own, keys) for rater, own in raters.items()]
    return Figures(
        raters=against,
        pairs=[_pair(a, b, raters[a], raters[b], rules) for a, b in combinations(raters, 2)],
        items=[_item(rule, people, keys) for rule in rules],
    )


def alignment(a: Item, b: Item) -> float:
    """1 where both say the same; 0 where they are as far apart as they can be."""
    if a.verdict not in _DECIDED or b.verdict not in _DECIDED:
        return float(a.verdict is b.verdict)
    worth = max(a.most, b.most, abs(a.points - b.points))
    if worth == 0:
        return float(a.verdict is b.verdict)
    return 1 - abs(a.points - b.points) / worth


def is_within(a: float, b: float) -> bool:
    return abs(a - b) <= WITHIN_POINTS


def cohen(a: Sequence[str], b: Sequence[str]) -> float | None:
    """Of two raters' answers to the same things, in the same order."""
    return _chance_corrected({"a": a, "b": b}, is_pair=True)


def fleiss(answers: Mapping[str, Sequence[str]]) -> float | None:
    """Of several raters' answers to the same things, in the same order."""
    return _chance_corrected(answers, is_pair=len(answers) == 1)


def majority(verdicts: Iterable[Verdict]) -> Verdict | None:
    """What most say; None when it is a tie, or nobody says anything."""
    counts: dict[Verdict, int] = {}
    for verdict in verdicts:
        counts[verdict] = counts.get(verdict, 0) + 1
    if not counts:
        return None
    most = max(counts.values())
    leading = [verdict for verdict, count in counts.items() if count == most]
    return leading[0] if len(leading) == 1 else None


def _chance_corrected(answers: Mapping[str, Sequence[str]], *, is_pair: bool) -> float | None:
    things = {len(given) for given in answers.values()}
    if len(answers) < 2 or things == {0}:
        return None
    if len({answer for given in answers.values() for answer in given}) == 1:
        return None
    # Costs two seconds: who starts the API and calibrates nothing should not wait for it.
    from nltk.metrics.agreement import AnnotationTask  # noqa: PLC0415

    task = AnnotationTask(
        data=[
            (rater, number, answer)
            for rater, given in answers.items()
            for number, answer in enumerate(given)
        ]
    )
    # What the library calls pi of several coders is Fleiss' kappa.
    return float(task.kappa_pairwise(*answers) if is_pair else task.pi())


_Own = Mapping[UUID, Rating]


def _by_rater(ratings: Sequence[Rating]) -> dict[str, dict[UUID, Rating]]:
    found: dict[str, dict[UUID, Rating]] = {}
    for rating in ratings:
        found.setdefault(rating.rater, {})[rating.call_id] = rating
    return found


def _against(rater: str, own: _Own, keys: Mapping[UUID, Rating]) -> AgainstKey:
    both = [(rating, keys[call_id]) for call_id, rating in own.items() if call_id in keys]
    by_rule: dict[str, list[float]] = {}
    for rating, key in both:
        for rule in rating.items.keys() & key.items.keys():
            by_rule.setdefault(rule, []).append(alignment(rating.items[rule], key.items[rule]))
    scores = _scores(both)
    return AgainstKey(
        rater=rater,
        calls=len(both),
        alignment=_mean([each for found in by_rule.values() for each in found]),
        within=_mean([float(is_within(a, b)) for a, b in scores]),
        bias=_mean([a - b for a, b in scores]),
        items={rule: fsum(found) / len(found) for rule, found in sorted(by_rule.items())},
    )


def _pair(a: str, b: str, own: _Own, other: _Own, rules: Sequence[str]) -> Pair:
    both = [(rating, other[call_id]) for call_id, rating in own.items() if call_id in other]
    return Pair(
        raters=(a, b),
        calls=len(both),
        within=_mean([float(is_within(x, y)) for x, y in _scores(both)]),
        kappas={
            rule: cohen(*zip(*answers, strict=True))
            for rule in rules
            if (answers := [_verdicts(rule, pair) for pair in both if _has(rule, pair)])
        },
    )


def _item(rule: str, people: Sequence[_Own], keys: Mapping[UUID, Rating]) -> ItemFigures:
    given = [
        (rating.items[rule], keys.get(call_id))
        for own in people
        for call_id, rating in own.items()
        if rule in rating.items
    ]
    shared = _finished_by_all(rule, people)
    answers = {
        str(number): [own[call_id].items[rule].verdict.value for call_id in shared]
        for number, own in enumerate(people)
    }
    pairs = [
        float(one == other)
        for verdicts in zip(*answers.values(), strict=True)
        for one, other in combinations(verdicts, 2)
    ]
    return ItemFigures(
        rule_key=rule,
        ratings=len(given),
        alignment=_mean(
            [alignment(item, key.items[rule]) for item, key in given if key and rule in key.items]
        ),
        agreement=_mean(pairs),
        kappa=fleiss(answers),
    )


def _finished_by_all(rule: str, people: Sequence[_Own]) -> list[UUID]:
    """Calls on which everybody has a word on the rule, in a fixed order."""
    if not people:
        return []
    calls = set.intersection(
        *({call_id for call_id, rating in own.items() if rule in rating.items} for own in people)
    )
    return sorted(calls)


def _has(rule: str, pair: tuple[Rating, Rating]) -> bool:
    return all(rule in rating.items for rating in pair)


def _verdicts(rule: str, pair: tuple[Rating, Rating]) -> tuple[str, str]:
    first, second = pair
    return first.items[rule].verdict.value, second.items[rule].verdict.value


def _scores(both: Sequence[tuple[Rating, Rating]]) -> list[tuple[float, float]]:
    return [(a.score, b.score) for a, b in both if a.score is not None and b.score is not None]


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None
