"""From the machine's score and a reviewer's word on it to the reviewed score. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.reviews.places import Spot, without
from services.scoring.arithmetic import Answer, add_up
from services.scoring.card import Rule, ScorecardBody
from services.scoring.engine import verdict_of
from services.scoring.judging.places import in_order
from services.scoring.results import Evidence, Finding, Line, Score, Truth, Verdict
from services.scoring.violations import FAULTS
from services.tables import RuleAnswer

_VERDICTS = {
    RuleAnswer.PASSED: Verdict.PASSED,
    RuleAnswer.FAILED: Verdict.FAILED,
    RuleAnswer.NOT_APPLICABLE: Verdict.NOT_APPLICABLE,
}


class Words(NamedTuple):
    """What a reviewer says of one rule."""

    rejected: frozenset[Spot] = frozenset()
    added: tuple[Evidence, ...] = ()
    answer: RuleAnswer | None = None


def reviewed(body: ScorecardBody, lines: Sequence[Line], words: Mapping[str, Words]) -> Score:
    """The score of a call once a reviewer has spoken; `words` are by rule.

    A rejected place is gone: a condition without the places it stood on turns. An added
    place makes its condition true, or of what is false by its places false. An answer
    stands above both. Rules of which nothing is said keep the machine's verdict.
    """
    known = {line.rule_key: line for line in lines}
    answers = [
        _answer(rule, known.get(rule.key), words.get(rule.key, Words())) for rule in body.rules
    ]
    return add_up(body, answers)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the machine and the marks of places make of a rule, before any answer."""

    verdict: Verdict
    finding: Finding | None
    places: tuple[Evidence, ...]


def _answer(rule: Rule, line: Line | None, words: Words) -> Answer:
    if line is None:
        line = _never_asked(rule)
    standing = _standing(rule, line, words)
    if words.answer is not None:
        return _answered(rule, standing, words.answer)
    is_true = standing.finding is not None and standing.finding.truth is Truth.TRUE
    return Answer(
        rule,
        standing.verdict,
        reason=standing.finding.reason if standing.finding else line.reason,
        finding=standing.finding,
        when=line.when,
        evidence=standing.places,
        places=len(standing.places) if is_true else 1,
    )


def _standing(rule: Rule, line: Line, words: Words) -> _Standing:
    if not words.rejected and not words.added:
        return _Standing(line.verdict, line.finding, line.evidence)
    finding = line.finding and without(line.finding, words.rejected)
    if words.added:
        finding = _with_added(rule, finding, words.added)
    places = finding.places if finding else line.evidence
    if finding is None or rule.condition is None:
        return _Standing(line.verdict, finding, places)
    return _Standing(verdict_of(finding.truth, forbids=rule.forbids), finding, places)


def _with_added(rule: Rule, finding: Finding | None, added: Sequence[Evidence]) -> Finding:
    """A place of an item that only people answer says nothing of how it is answered."""
    if rule.condition is None:
        return Finding(type="answer", truth=Truth.UNKNOWN, places=in_order(added))
    known = finding or Finding(type=rule.condition.type, truth=Truth.UNKNOWN)
    truth = Truth.FALSE if rule.condition.type in FAULTS else Truth.TRUE
    # Places of what was unknown, or false in another way, did not prove it.
    proven = known.places if known.truth is truth else ()
    places = in_order([*proven, *added])
    if known.truth is truth:
        return known.model_copy(update={"places": places})
    return Finding(type="answer", truth=truth, places=places, children=(known,))


def _answered(rule: Rule, standing: _Standing, answer: RuleAnswer) -> Answer:
    verdict = _VERDICTS[answer]
    if verdict is Verdict.NOT_APPLICABLE:
        when = Finding(type="answer", truth=Truth.FALSE)
        return Answer(rule, verdict, when=when)
    places = standing.places if verdict is standing.verdict else ()
    truth = Truth.TRUE if (verdict is Verdict.PASSED) != rule.forbids else Truth.FALSE
    finding = Finding(
        type="answer",
        truth=truth,
        places=places,
        children=(standing.finding,) if standing.finding else (),
    )
    is_true = truth is Truth.TRUE
    return Answer(
        rule,
        verdict,
        finding=finding,
        evidence=places,
        places=max(1, len(places)) if is_true else 1,
    )


def _never_asked(rule: Rule) -> Line:
    return Line(
        rule_key=rule.key, rule_name=rule.name, effect=rule.effect, verdict=Verdict.UNANSWERED
    )
