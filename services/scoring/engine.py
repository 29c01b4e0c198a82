"""Scoring a call: every rule of a card gets a verdict with its reason. No database."""

from services.scoring.arithmetic import Answer, add_up
from services.scoring.card import Rule
from services.scoring.heard import HeardCall
from services.scoring.judging import CompiledCard, Talk, judge
from services.scoring.results import FAILED, FALSE, PASSED, TRUE, UNKNOWN, Score, Truth, Verdict

ENGINE = "conditions-1"
"""Goes up whenever the same call and scorecard could give another score."""


def score(call: HeardCall, card: CompiledCard) -> Score:
    """Judge a call by every rule of a scorecard; one line per rule, in its order.

    A rule that hangs on what is not known is not measurable, one whose `when` does not
    hold not applicable: neither earns nor costs anything, and the others carry its weight.
    """
    talk = Talk(call, card)
    return add_up(card.body, [_answer(rule, talk) for rule in card.body.rules])


def _answer(rule: Rule, talk: Talk) -> Answer:
    when = judge(rule.when, talk) if rule.when else None
    if when is not None and when.truth is FALSE:
        return Answer(rule, Verdict.NOT_APPLICABLE, when=when)
    if when is not None and when.truth is UNKNOWN:
        return Answer(rule, Verdict.NOT_MEASURABLE, reason=when.reason, when=when)
    if rule.condition is None:
        return Answer(rule, Verdict.UNANSWERED, when=when)
    finding = judge(rule.condition, talk)
    return Answer(
        rule,
        verdict_of(finding.truth, forbids=rule.forbids),
        reason=finding.reason,
        finding=finding,
        when=when,
        evidence=finding.places,
        places=len(finding.places) if finding.truth is TRUE else 1,
    )


def verdict_of(truth: Truth, *, forbids: bool) -> Verdict:
    """Kept when the condition is true, or false of what the rule forbids."""
    if truth is UNKNOWN:
        return Verdict.NOT_MEASURABLE
    return PASSED if (truth is TRUE) != forbids else FAILED
