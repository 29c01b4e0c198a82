"""Conditions made of others: not, all, at least so many, and the condition of another rule."""

from collections.abc import Iterable, Sequence

from services.scoring.conditions import AllOf, AnyOf, Not, Op, OtherRule
from services.scoring.judging.looks import Look
from services.scoring.judging.places import Answer, Hit, answer_of, in_order
from services.scoring.results import Finding, Measured, Truth, Unsure

_OPPOSITE = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def judge_not(condition: Not, look: Look) -> Answer:
    """Its places are those of what is denied: they are why it is not so."""
    denied = look.ask(condition.condition).finding
    truth = _OPPOSITE[denied.truth]
    finding = Finding(
        type=condition.type,
        truth=truth,
        reason=denied.reason,
        detail=denied.detail,
        places=() if truth is Truth.TRUE else denied.places,
        opinion=denied.opinion,
        children=(denied,),
    )
    return Answer(finding)


def judge_all_of(condition: AllOf, look: Look) -> Answer:
    """Met from the first place of the earliest part to the last place of the latest."""
    answers = [look.ask(each) for each in condition.conditions]
    finding = _combined(condition.type, _all(answers), answers)
    return answer_of(finding, _spanning(answers))


def judge_any_of(condition: AnyOf, look: Look) -> Answer:
    """Met wherever enough of its parts are."""
    answers = [look.ask(each) for each in condition.conditions]
    count = sum(answer.truth is Truth.TRUE for answer in answers)
    figure = Measured(name="conditions", value=count, op=Op.GE, wanted=condition.at_least)
    measured = (figure,) if condition.at_least > 1 else ()
    truth = _at_least(answers, condition.at_least)
    finding = _combined(condition.type, truth, answers, measured)
    hits = sorted((hit for answer in answers for hit in answer.hits), key=_begins)
    return answer_of(finding, hits)


def judge_other_rule(condition: OtherRule, look: Look) -> Answer:
    answer = look.ask(look.talk.card.conditions[condition.rule])
    found = answer.finding
    finding = Finding(
        type=condition.type,
        truth=found.truth,
        reason=found.reason,
        detail=found.detail,
        expected=(condition.rule,),
        places=found.places,
        opinion=found.opinion,
        children=(found,),
    )
    return Answer(finding, answer.hits)


def decisive(answers: Iterable[Answer]) -> Answer | None:
    """The first of those that are unknown, whose reason is the reason of the whole."""
    return next((answer for answer in answers if answer.truth is Truth.UNKNOWN), None)


def _all(answers: Sequence[Answer]) -> Truth:
    return _at_least(answers, len(answers))


def _at_least(answers: Sequence[Answer], count: int) -> Truth:
    """Kleene's: true when enough surely are, false when too few can be."""
    sure = sum(answer.truth is Truth.TRUE for answer in answers)
    possible = sure + sum(answer.truth is Truth.UNKNOWN for answer in answers)
    if sure >= count:
        return Truth.TRUE
    return Truth.UNKNOWN if possible >= count else Truth.FALSE


def _combined(
    kind: str, truth: Truth, answers: Sequence[Answer], measured: tuple[Measured, ...] = ()
) -> Finding:
    unknown = decisive(answers) if truth is Truth.UNKNOWN else None
    wanted = (Truth.TRUE,) if truth is Truth.TRUE else (Truth.TRUE, Truth.UNKNOWN)
    return Finding(
        type=kind,
        truth=truth,
        reason=unknown.finding.reason if unknown else None,
        detail=unknown.finding.detail if unknown else None,
        places=in_order(
            place for answer in answers if answer.truth in wanted for place in answer.finding.places
        ),
        measured=measured,
        opinion=any(answer.finding.opinion for answer in answers),
        children=tuple(answer.finding for answer in answers),
    )


def _spanning(answers: Sequence[Answer]) -> Sequence[Hit]:
    firsts = [answer.hits[0] for answer in answers if answer.hits]
    if not firsts:
        return ()
    why: Unsure | None = next((hit.unsure for hit in firsts if hit.unsure), None)
    first = min(firsts, key=_begins).first
    last = max(firsts, key=lambda hit: hit.last.moment).last
    return (Hit(first, last, why),)


def _begins(hit: Hit) -> tuple[float, int, int]:
    return hit.first.moment
