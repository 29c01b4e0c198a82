"""Something after, or before, something else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.scoring.conditions import (
    Condition,
    Direction,
    Near,
    Not,
    Op,
    OtherRule,
    Sound,
    children,
)
from services.scoring.judging.looks import Look
from services.scoring.judging.places import Answer, Hit, answer_of, in_order
from services.scoring.judging.texts import Moment
from services.scoring.judging.windows import window_near
from services.scoring.results import Evidence, Finding, Measured, Truth, Unsure

_MOST_ANCHORS = 100
"""Nobody says anything that often; what a recogniser repeats without end must still end."""
_MOST_WITHIN = 5
"""Of an anchor that is itself looked for near something."""
_TOO_MANY = "too_many_places"


@dataclass(frozen=True, slots=True)
class Around:
    """A place where the anchor is, or may be, and what the condition is near it."""

    anchor: Hit
    near: Answer

    @property
    def truth(self) -> Truth:
        """Of both."""
        if self.anchor.unsure is None or self.near.truth is Truth.FALSE:
            return self.near.truth
        return Truth.UNKNOWN


def judge_near(condition: Near, look: Look) -> Answer:
    """The condition is looked for again near each place of the anchor that counts."""
    anchor = look.ask(condition.anchor)
    if anchor.truth is Truth.FALSE or not anchor.hits:
        return _without(condition, anchor, look)
    chosen = _telling(condition, _chosen(condition.occurrence, anchor))
    most = _MOST_WITHIN if look.windows else _MOST_ANCHORS
    around = [Around(hit, _near(condition, hit, look)) for hit in chosen[:most]]
    truth = _truth(condition, anchor, around)
    undecided = Truth.FALSE if condition.occurrence == "any" else Truth.TRUE
    if len(chosen) > most and truth is undecided:
        return _answer(condition, anchor, around, Truth.UNKNOWN, look, too_many=True)
    return _answer(condition, anchor, around, truth, look)


def _telling(condition: Near, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Without limits all that is near some place is near the outermost that is sure."""
    is_limited = condition.within_s is not None or condition.within_turns is not None
    if condition.occurrence != "any" or is_limited or not grows(condition.condition):
        return hits
    if condition.direction is Direction.BEFORE:
        return _nth(hits[::-1], 1)
    return _nth(hits, 1)


def grows(condition: Condition) -> bool:
    """Whether more of a call can only make it truer, as far as its form tells."""
    match condition:
        case Not() | Sound() | OtherRule():
            return False
        case _:
            return all(grows(child) for child in children(condition))


def _near(condition: Near, anchor: Hit, look: Look) -> Answer:
    window = window_near(
        anchor, condition.direction, condition.within_s, condition.within_turns, look.talk.extent
    )
    return look.through(window).ask(condition.condition)


def _chosen(occurrence: str | int, anchor: Answer) -> Sequence[Hit]:
    """The places that are the one that counts, or may be while others are not sure."""
    hits = anchor.hits
    match occurrence:
        case "any" | "every":
            return hits
        case "first":
            return _nth(hits, 1)
        case "last":
            return _nth(hits[::-1], 1)
        case _:
            return _nth(hits, int(occurrence))


def _nth(hits: Sequence[Hit], number: int) -> Sequence[Hit]:
    """Those that may be the n-th, counting from 1: as many sure ones as that are the end."""
    found: list[Hit] = []
    sure = 0
    for place, hit in enumerate(hits, 1):
        if place >= number:
            found.append(hit)
        sure += hit.unsure is None
        if sure >= number:
            break
    return found


def _truth(condition: Near, anchor: Answer, around: Sequence[Around]) -> Truth:
    if condition.occurrence == "any":
        return _any(each.truth for each in around)
    if condition.occurrence == "every":
        return _all(
            (_any(each.truth for each in around), *(_unless_missing(each) for each in around))
        )
    return _of_one(condition.occurrence, anchor, around)


def _of_one(occurrence: str | int, anchor: Answer, around: Sequence[Around]) -> Truth:
    """Of places of which one is the right one, if there is one at all."""
    if not around:
        return Truth.FALSE
    wanted = occurrence if isinstance(occurrence, int) else 1
    is_there = sum(hit.unsure is None for hit in anchor.hits) >= wanted
    truths = {each.near.truth for each in around}
    if truths == {Truth.FALSE}:
        return Truth.FALSE
    return Truth.TRUE if is_there and truths == {Truth.TRUE} else Truth.UNKNOWN


def _unless_missing(around: Around) -> Truth:
    """Where the anchor is, the condition is near it."""
    if around.anchor.unsure is None or around.near.truth is Truth.TRUE:
        return around.near.truth
    return Truth.UNKNOWN


def _any(truths: Iterator[Truth] | Sequence[Truth]) -> Truth:
    found = set(truths)
    return next((each for each in (Truth.TRUE, Truth.UNKNOWN) if each in found), Truth.FALSE)


def _all(truths: Sequence[Truth]) -> Truth:
    found = set(truths)
    return next((each for each in (Truth.FALSE, Truth.UNKNOWN) if each in found), Truth.TRUE)


def _without(condition: Near, anchor: Answer, look: Look) -> Answer:
    """Nothing is near what is nowhere; what may be somewhere is not known."""
    truth = Truth.FALSE if anchor.truth is not Truth.UNKNOWN else Truth.UNKNOWN
    looked_from_s, looked_to_s = look.looked_s()
    return Answer(
        Finding(
            type=condition.type,
            truth=truth,
            reason=anchor.finding.reason if truth is Truth.UNKNOWN else None,
            detail=anchor.finding.detail if truth is Truth.UNKNOWN else None,
            looked_from_s=looked_from_s,
            looked_to_s=looked_to_s,
            opinion=anchor.finding.opinion,
            children=(look.ask(condition.condition).finding, anchor.finding),
        )
    )


def _answer(
    condition: Near,
    anchor: Answer,
    around: Sequence[Around],
    truth: Truth,
    look: Look,
    *,
    too_many: bool = False,
) -> Answer:
    if not around:
        return _without(condition, anchor, look)
    decisive = _decisive(around, truth)
    reason, detail = _reason(decisive) if truth is Truth.UNKNOWN else (None, None)
    if too_many:
        reason, detail = Unsure.NOT_MEASURED, _TOO_MANY
    near = decisive.near.finding
    met = [each for each in around if each.near.truth is not Truth.FALSE]
    finding = Finding(
        type=condition.type,
        truth=truth,
        reason=reason,
        detail=detail,
        looked_from_s=near.looked_from_s,
        looked_to_s=near.looked_to_s,
        expected=near.expected,
        missing=near.missing if truth is not Truth.TRUE else (),
        places=_places(around, truth),
        measured=_measured(condition, around),
        opinion=near.opinion or anchor.finding.opinion,
        children=(near, anchor.finding),
    )
    return answer_of(finding, _hits(met))


def _hits(around: Sequence[Around]) -> Sequence[Hit]:
    """Each place once, however many anchors it is near; sure when it is near a sure one."""
    found: dict[tuple[Moment, Moment], Hit] = {}
    for each in around:
        for hit in each.near.hits:
            key = hit.first.moment, hit.last.moment
            why = hit.unsure or each.anchor.unsure
            if key not in found or (found[key].unsure is not None and why is None):
                found[key] = hit if hit.unsure is why else hit._replace(unsure=why)
    return sorted(found.values(), key=lambda hit: hit.first.moment)


def _decisive(around: Sequence[Around], truth: Truth) -> Around:
    """The first that is why: of all that must be so, the first that is not."""
    return next((each for each in around if each.truth is truth), around[0])


def _reason(decisive: Around) -> tuple[Unsure | None, str | None]:
    if decisive.near.truth is Truth.UNKNOWN:
        return decisive.near.finding.reason, decisive.near.finding.detail
    return decisive.anchor.unsure or Unsure.DOUBTFUL, None


def _places(around: Sequence[Around], truth: Truth) -> tuple[Evidence, ...]:
    """Of what is near; where it is nowhere near, of the anchor that waits for it."""
    if truth is Truth.FALSE:
        waiting = (each for each in around if each.truth is Truth.FALSE)
        return in_order(each.anchor.first.evidence for each in waiting)
    met = (each for each in around if each.truth in (truth, Truth.TRUE))
    return in_order(place for each in met for place in each.near.finding.places)


def _measured(condition: Near, around: Sequence[Around]) -> tuple[Measured, ...]:
    if condition.occurrence != "every":
        return ()
    met = sum(each.truth is Truth.TRUE for each in around)
    return (Measured(name="places", value=met, op=Op.GE, wanted=len(around)),)
