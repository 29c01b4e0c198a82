"""Scoring is arithmetic: transcript and rules in, a score with its proof out. No database."""

from collections.abc import Iterable, Mapping, Sequence

from services.scoring.hearing import Heard, Span, hear
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
    Speaker,
    Verdict,
    Within,
)
from services.tables import Channel
from services.transcripts import Utterance

ENGINE = "phrases-1"
"""Goes up whenever the same transcript and scorecard could give another score."""

_CHANNELS: dict[Speaker, frozenset[Channel]] = {
    Speaker.AGENT: frozenset({Channel.AGENT}),
    Speaker.CUSTOMER: frozenset({Channel.CUSTOMER}),
    Speaker.ANYONE: frozenset(Channel),
}


def score(facts: CallFacts, utterances: Sequence[Utterance], body: ScorecardBody) -> Score:
    """Judge a call by every rule of a scorecard; one line per rule, in its order.

    On a channel that mixes both speakers a rule about one of them can still be sure
    that something was *not* said. What was said there could be anybody's: the rule is
    then not measurable, and the other rules carry the whole weight.
    """
    heard = hear(utterances)
    return _add_up(body, [_judge(rule, facts, heard) for rule in body.rules])


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


def _judge(rule: Rule, facts: CallFacts, heard: Mapping[Channel, Heard]) -> Line:
    verdict, evidence = _decide(rule, facts, heard)
    asks = not isinstance(rule, MustNotSay)
    weight = rule.points if asks and verdict is not Verdict.NOT_MEASURABLE else 0
    looked_from_s, looked_to_s = _window(rule.within, facts)
    return Line(
        rule_key=rule.key,
        rule_name=rule.name,
        rule_type=rule.type,
        verdict=verdict,
        fatal=rule.fatal,
        weight=weight,
        earned=weight if verdict is Verdict.PASSED else 0,
        deducted=rule.points if not asks and verdict is Verdict.FAILED else 0,
        looked_from_s=looked_from_s,
        looked_to_s=looked_to_s,
        expected=_expected(rule),
        evidence=tuple(evidence),
    )


def _decide(
    rule: Rule, facts: CallFacts, heard: Mapping[Channel, Heard]
) -> tuple[Verdict, list[Evidence]]:
    """Judge by those who certainly are the speaker, then by those who may be."""
    surely = _CHANNELS[rule.speaker]
    evidence = _evidence(rule, facts, [heard[c] for c in Channel if c in heard and c in surely])
    found = _is_found(rule, evidence)
    if not found and Channel.MIXED in heard and Channel.MIXED not in surely:
        maybe = surely | {Channel.MIXED}
        possible = _evidence(rule, facts, [heard[c] for c in Channel if c in heard and c in maybe])
        if _is_found(rule, possible):
            return Verdict.NOT_MEASURABLE, possible
    forbidden = isinstance(rule, MustNotSay)
    return (Verdict.FAILED if found == forbidden else Verdict.PASSED), evidence


def _is_found(rule: Rule, evidence: Sequence[Evidence]) -> bool:
    """Whether everything the rule speaks of was said, be it asked for or forbidden."""
    match rule:
        case MustSay() | MustNotSay():
            return bool(evidence)
        case InOrder():
            return len(evidence) == len(rule.steps)


def _evidence(rule: Rule, facts: CallFacts, heard: Sequence[Heard]) -> list[Evidence]:
    """The places the rule speaks of, by time; of steps in order, as many as came in order."""
    match rule:
        case MustSay():
            return _mentions(rule.phrases, (), rule.within, facts, heard)
        case MustNotSay():
            return _mentions(rule.phrases, rule.exclusions, rule.within, facts, heard)
        case InOrder():
            steps = [_mentions(step.phrases, (), rule.within, facts, heard) for step in rule.steps]
            return _in_order(steps)


def _in_order(steps: Iterable[Sequence[Evidence]]) -> list[Evidence]:
    """The earliest place of each step that begins after the step before it began."""
    taken: list[Evidence] = []
    for mentions in steps:
        later = (m for m in mentions if not taken or _moment(m) > _moment(taken[-1]))
        first = next(later, None)
        if first is None:
            return taken
        taken.append(first)
    return taken


def _mentions(
    phrases: Sequence[str],
    exclusions: Sequence[str],
    within: Within | None,
    facts: CallFacts,
    heard: Sequence[Heard],
) -> list[Evidence]:
    places = [
        said.locate(span)
        for said in heard
        for span in _apart(_uncovered(said.find(phrases), said.find(exclusions)))
    ]
    return sorted((p for p in places if _is_within(p, within, facts)), key=_moment)


def _uncovered(spans: Sequence[Span], covers: Sequence[Span]) -> list[Span]:
    """The spans that stand inside none of `covers`."""
    return [
        (start, end)
        for start, end in spans
        if not any(first <= start and end <= last for first, last in covers)
    ]


def _apart(spans: Iterable[Span]) -> list[Span]:
    """One span per place: of those that overlap the earliest, and of these the longest."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _window(within: Within | None, facts: CallFacts) -> tuple[float, float]:
    """Seconds from which and to which the rule looks."""
    match within:
        case Within(first_s=float(first_s)):
            return 0, min(first_s, facts.duration_s)
        case Within(last_s=float(last_s)):
            return max(0, facts.duration_s - last_s), facts.duration_s
        case _:
            return 0, facts.duration_s


def _is_within(place: Evidence, within: Within | None, facts: CallFacts) -> bool:
    """By when it began. The call's own ends do not count: word times may pass them a bit."""
    match within:
        case Within(first_s=float(first_s)):
            return place.start_s <= first_s
        case Within(last_s=float(last_s)):
            return place.start_s >= facts.duration_s - last_s
        case _:
            return True


def _moment(place: Evidence) -> tuple[float, int, int]:
    return place.start_s, place.utterance, place.char_start


def _expected(rule: Rule) -> tuple[str, ...]:
    match rule:
        case MustSay() | MustNotSay():
            return rule.phrases
        case InOrder():
            return tuple(step.name for step in rule.steps)
