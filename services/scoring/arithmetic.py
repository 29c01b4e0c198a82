"""From verdicts to a score: weights, points, caps and grades. Pure; the formula is `Score`'s."""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import NamedTuple

from services.scoring.card import ADD, DEDUCT, EARN, Rule, ScorecardBody
from services.scoring.results import (
    FAILED,
    PASSED,
    Evidence,
    Finding,
    Line,
    Score,
    SectionScore,
    Unsure,
    Verdict,
)
from services.scoring.unchecked import unchecked

_new_line = unchecked(Line)
DECIDED = (PASSED, FAILED)
WHOLE = 100.0


class Answer(NamedTuple):
    """What a rule is of a call, before points."""

    rule: Rule
    verdict: Verdict
    reason: Unsure | None = None
    finding: Finding | None = None
    when: Finding | None = None
    evidence: tuple[Evidence, ...] = ()
    places: int = 1
    """How many there are, `evidence` shows no more than some of them."""


def add_up(body: ScorecardBody, answers: Sequence[Answer]) -> Score:
    """One line per answer, in their order. The score does not depend on that order."""
    carries = _carries(body)
    shares = _shares(body, carries, answers)
    void = {a.rule.section for a in answers if a.rule.fatal == "section" and _is_broken(a)}
    lines = tuple(_line(a, shares.get(a.rule.key, 0.0), a.rule.section in void) for a in answers)
    fatal = any(a.rule.fatal == "card" and _is_broken(a) for a in answers)
    earned_percent = _earned_percent(carries, shares, lines)
    added = _at_most(fsum(line.added for line in lines), body.most_added)
    deducted = _at_most(fsum(line.deducted for line in lines), body.most_deducted)
    total = _total(earned_percent, added, deducted, fatal=fatal)
    return Score(
        score=total,
        passed=None if total is None else not fatal and total >= body.pass_score,
        fatal=fatal,
        grade=_grade(body, total),
        earned_percent=earned_percent,
        added=added,
        deducted=deducted,
        sections=tuple(_section_scores(body, lines, void)),
        lines=lines,
    )


def _is_broken(answer: Answer) -> bool:
    return answer.verdict is FAILED


def _weights_of_sections(body: ScorecardBody) -> dict[str | None, float]:
    """By section; where none has a weight, all rules are of one."""
    weights: dict[str | None, float] = {
        section.key: section.weight for section in body.sections if section.weight is not None
    }
    return weights or {None: WHOLE}


def _carries(body: ScorecardBody) -> dict[str, str | None]:
    """By rule that can earn something: the section whose weight it shares."""
    weights = _weights_of_sections(body)
    together = None in weights
    found: dict[str, str | None] = {}
    for rule in body.rules:
        section = None if together else rule.section
        if rule.effect is EARN and rule.points > 0 and weights.get(section, 0) > 0:
            found[rule.key] = section
    return found


def _shares(
    body: ScorecardBody, carries: Mapping[str, str | None], answers: Sequence[Answer]
) -> Mapping[str, float]:
    """By rule with a verdict: what it carries of the score in percent. They sum to 100.

    Without one, a rule leaves its weight to the others of its section; a section without
    any leaves its own to the other sections.
    """
    weights = _weights_of_sections(body)
    points: dict[str | None, dict[str, float]] = {}
    for answer in answers:
        key = answer.rule.key
        if key in carries and answer.verdict in DECIDED:
            points.setdefault(carries[key], {})[key] = answer.rule.points
    whole = fsum(weights[section] for section in points)
    shares: dict[str, float] = {}
    for section, rules in points.items():
        weight, total = WHOLE * (weights[section] / whole), fsum(rules.values())
        shares |= {key: weight * (worth / total) for key, worth in rules.items()}
    return shares


def _line(answer: Answer, share: float, is_void: bool) -> Line:
    rule = answer.rule
    is_kept = answer.verdict is PASSED
    weight = float(rule.points) if share > 0 else 0.0
    points, capped = _points(answer)
    return _new_line(
        rule_key=rule.key,
        rule_name=rule.name,
        section=rule.section,
        severity=rule.severity,
        effect=rule.effect,
        forbids=rule.forbids,
        verdict=answer.verdict,
        reason=answer.reason,
        fatal=rule.fatal,
        weight=weight,
        share=share,
        earned=weight if is_kept and not is_void else 0.0,
        added=points if rule.effect is ADD and is_kept and not is_void else 0.0,
        deducted=points if rule.effect is DEDUCT and _is_broken(answer) else 0.0,
        capped=capped,
        finding=answer.finding,
        when=answer.when,
        evidence=answer.evidence,
        needs_review=rule.needs_review,
    )


def _points(answer: Answer) -> tuple[float, bool]:
    """What the rule adds or deducts when it does, and whether `most` held it."""
    rule = answer.rule
    does = PASSED if rule.effect is ADD else FAILED
    if rule.effect not in (ADD, DEDUCT) or answer.verdict is not does:
        return 0.0, False
    if not rule.per_place:
        return float(rule.points), False
    points = float(rule.points) * max(1, answer.places)
    held = float(_at_most(points, rule.most))
    return held, held < points


def _at_most(points: float, most: float | None) -> float:
    return points if most is None else min(points, most)


def _earned_percent(
    carries: Mapping[str, str | None], shares: Mapping[str, float], lines: Sequence[Line]
) -> float | None:
    """None where nothing that earns has a verdict; 100 on a card on which nothing earns."""
    if not carries:
        return WHOLE
    if not shares:
        return None
    return min(WHOLE, fsum(line.share for line in lines if line.earned > 0))


def _total(
    earned_percent: float | None, added: float, deducted: float, *, fatal: bool
) -> float | None:
    if fatal:
        return 0.0
    if earned_percent is None:
        return None
    return round(max(0.0, min(WHOLE, earned_percent + added - deducted)), 2)


def _grade(body: ScorecardBody, total: float | None) -> str | None:
    reached = [grade for grade in body.grades if total is not None and grade.from_score <= total]
    return max(reached, key=lambda grade: grade.from_score).name if reached else None


def _section_scores(
    body: ScorecardBody, lines: Sequence[Line], void: set[str | None]
) -> list[SectionScore]:
    found: list[SectionScore] = []
    for section in body.sections:
        own = [line for line in lines if line.section == section.key]
        earned, possible = (
            fsum(line.earned for line in own),
            fsum(line.weight for line in own),
        )
        found.append(
            SectionScore(
                key=section.key,
                name=section.name,
                weight=section.weight,
                earned=earned,
                possible=possible,
                percent=WHOLE * earned / possible if possible else None,
                fatal=section.key in void,
            )
        )
    return found
