"""Scoring is arithmetic: transcript and rules in, a score with its proof out. No database."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.scoring.channels import texts_of
from services.scoring.rules import (
    CallFacts,
    Evidence,
    InOrder,
    Line,
    MustNotSay,
    MustSay,
    Rule,
    Score,
    ScorecardBody,
    Unsure,
    Verdict,
)
from services.scoring.search import Search, Talk, moment, window
from services.transcripts import Utterance

ENGINE = "phrases-2"
"""Goes up whenever the same transcript and scorecard could give another score."""


class Finding(NamedTuple):
    """What a rule makes of a call, before points."""

    verdict: Verdict
    evidence: Sequence[Evidence]
    reason: Unsure | None = None


def score(facts: CallFacts, utterances: Sequence[Utterance], body: ScorecardBody) -> Score:
    """Judge a call by every rule of a scorecard; one line per rule, in its order.

    Nothing is earned and nothing deducted for what may not have been said, or not by
    the speaker of the rule. What was not said is sure all the same: the text holds it
    nowhere. A rule that hangs on an unsure place is not measurable, and the other
    rules carry the whole weight.
    """
    talk = Talk(facts, texts_of(utterances), body.doubtful)
    return _add_up(body, [_line(rule, talk) for rule in body.rules])


def _add_up(body: ScorecardBody, lines: Sequence[Line]) -> Score:
    weight = sum(line.weight for line in lines)
    earned = sum(line.earned for line in lines)
    deducted = sum(line.deducted for line in lines)
    fatal = any(line.fatal and line.verdict is Verdict.FAILED for line in lines)
    share = 100 * earned / weight if weight else 100
    total = 0.0 if fatal else round(min(100.0, max(0.0, share - deducted)), 2)
    return Score(
        score=total,
        passed=not fatal and total >= body.pass_score,
        fatal=fatal,
        lines=tuple(lines),
    )


def _line(rule: Rule, talk: Talk) -> Line:
    verdict, evidence, reason = _judge(rule, talk)
    asks = not isinstance(rule, MustNotSay)
    weight = rule.points if asks and verdict is not Verdict.NOT_MEASURABLE else 0
    looked_from_s, looked_to_s = window(rule.within, talk.facts)
    return Line(
        rule_key=rule.key,
        rule_name=rule.name,
        rule_type=rule.type,
        verdict=verdict,
        reason=reason,
        fatal=rule.fatal,
        weight=weight,
        earned=weight if verdict is Verdict.PASSED else 0,
        deducted=rule.points if not asks and verdict is Verdict.FAILED else 0,
        looked_from_s=looked_from_s,
        looked_to_s=looked_to_s,
        expected=_expected(rule),
        evidence=tuple(evidence),
    )


def _judge(rule: Rule, talk: Talk) -> Finding:
    """By the places that are sure; where they do not decide, by those that are not."""
    evidence = _evidence(rule, Search(talk, rule))
    found = _is_found(rule, evidence)
    if not found:
        possible = _evidence(rule, Search(talk, rule, frozenset(Unsure)))
        if _is_found(rule, possible):
            return Finding(Verdict.NOT_MEASURABLE, possible, _reason(rule, talk))
    forbidden = isinstance(rule, MustNotSay)
    return Finding(Verdict.FAILED if found == forbidden else Verdict.PASSED, evidence)


def _reason(rule: Rule, talk: Talk) -> Unsure:
    """The speaker alone when the words are sure; else the words."""
    mixed = Search(talk, rule, frozenset({Unsure.MIXED_CHANNEL}))
    return Unsure.MIXED_CHANNEL if _is_found(rule, _evidence(rule, mixed)) else Unsure.DOUBTFUL


def _is_found(rule: Rule, evidence: Sequence[Evidence]) -> bool:
    """Whether everything the rule speaks of was said, be it asked for or forbidden."""
    match rule:
        case MustSay() | MustNotSay():
            return bool(evidence)
        case InOrder():
            return len(evidence) == len(rule.steps)


def _evidence(rule: Rule, search: Search) -> list[Evidence]:
    """The places the rule speaks of, by time; of steps in order, as many as came in order."""
    match rule:
        case MustSay():
            return search.apart(rule.phrases)
        case MustNotSay():
            return search.apart(rule.phrases, rule.exclusions)
        case InOrder():
            return _in_order(search.every(step.phrases) for step in rule.steps)


def _in_order(steps: Iterable[Sequence[Evidence]]) -> list[Evidence]:
    """The earliest place of each step that begins after the step before it began."""
    taken: list[Evidence] = []
    for mentions in steps:
        later = (m for m in mentions if not taken or _begins(m) > _begins(taken[-1]))
        first = next(later, None)
        if first is None:
            return taken
        taken.append(first)
    return taken


def _begins(place: Evidence) -> tuple[float, int, int]:
    return moment(place)[:3]


def _expected(rule: Rule) -> tuple[str, ...]:
    match rule:
        case MustSay() | MustNotSay():
            return rule.phrases
        case InOrder():
            return tuple(step.name for step in rule.steps)
