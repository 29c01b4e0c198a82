"""One call under both wordings of a card. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from services.scoring.arithmetic import Answer, add_up
from services.scoring.card import Rule, ScorecardBody
from services.scoring.results import Line, Score, Truth, Verdict
from services.scoring.trials import Change, RuleHit
from services.scoring.trials.calls import Given
from services.scoring.trials.planning import Fate

_FATAL_IMPACT = 100
_MOST_PLACES = 20


class Outcome(NamedTuple):
    """What a score comes to."""

    score: float | None
    passed: bool | None
    fatal: bool


@dataclass(frozen=True)
class Compared:
    """What the draft makes of a call, beside what the version made of it."""

    before: Outcome
    after: Outcome
    hits: tuple[RuleHit, ...] = ()

    @property
    def impact(self) -> float:
        """How far the score moves; 100 more where the call begins or ceases to be fatal."""
        moved = abs((self.after.score or 0) - (self.before.score or 0))
        return moved + _FATAL_IMPACT * (self.after.fatal != self.before.fatal)


def reckon(
    body: ScorecardBody,
    given: Mapping[str, Given],
    judged: Mapping[str, Line],
    fates: Mapping[str, Fate],
) -> Outcome:
    """The score of verdicts that are known already, but for the rules judged anew.

    A rule that differs and was not judged has none of its words in the call: its
    condition is false.
    """
    answers = []
    for rule in body.rules:
        line, known = judged.get(rule.key), given.get(rule.key)
        if line is not None:
            answers.append(Answer(rule, line.verdict, places=max(1, len(line.evidence))))
        elif known is not None and fates[rule.key] == "same":
            answers.append(Answer(rule, known.verdict, places=max(1, known.places)))
        else:
            answers.append(Answer(rule, _when_false(rule)))
    return outcome(add_up(body, answers))


def outcome(score: Score) -> Outcome:
    return Outcome(score.score, score.passed, score.fatal)


def _when_false(rule: Rule) -> Verdict:
    if rule.condition is None:
        return Verdict.UNANSWERED
    return Verdict.PASSED if rule.forbids else Verdict.FAILED


def changed_hits(
    keys: Mapping[str, str], before: Mapping[str, Truth | None], after: Mapping[str, Line]
) -> tuple[RuleHit, ...]:
    """Of the rules that differ (`keys`: by rule its fate), those that hit before or after."""
    hits = []
    for key in keys:
        was = before.get(key) is Truth.TRUE
        line = after.get(key)
        found = line is not None and line.finding is not None
        now = found and line.finding.truth is Truth.TRUE  # type: ignore[union-attr]
        if was or now:
            change = Change.KEPT if was and now else Change.NEW if now else Change.LOST
            places = list(line.evidence[:_MOST_PLACES]) if line and now else []
            hits.append(RuleHit(rule_key=key, change=change, places=places))
    return tuple(hits)
