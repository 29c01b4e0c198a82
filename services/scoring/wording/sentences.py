"""From a line to its explanation: which template, and what fills its slots."""

from collections.abc import Sequence

from services.scoring.card import Effect
from services.scoring.results import Finding, Line, Truth, Unsure, Verdict
from services.scoring.wording.figures import (
    any_of,
    clock,
    figure,
    filled,
    listed,
    name_of,
    number,
    phrases,
    places,
    window,
)
from services.scoring.wording.words import Words

_DEEPEST = 4
_DECIDED = (Verdict.PASSED, Verdict.FAILED)


def explain_in(line: Line, words: Words) -> str:
    """What was found, what follows for the verdict, and for the points."""
    said = [_reason(line, words), *_consequences(line, words), _points(line, words)]
    return words.joint.join(each for each in said if each)


def tell(finding: Finding, words: Words, depth: int = 0) -> str:
    """What a condition is of the call, and why."""
    slots = _slots(finding, words, depth)
    told = filled(_template(finding, words, depth), slots).strip()
    if finding.opinion and depth == 0:
        told = words.joint.join((told, words.opinion))
    return " ".join(told.split()) if words.joint else told


def _reason(line: Line, words: Words) -> str:
    when = tell(line.when, words) if line.when else ""
    finding = tell(line.finding, words) if line.finding else ""
    match line.verdict:
        case Verdict.NOT_APPLICABLE:
            return words.verdicts["not_applicable"].format(when=when)
        case Verdict.UNANSWERED:
            return words.verdicts["unanswered"]
        case Verdict.NOT_MEASURABLE if line.finding is None:
            return words.verdicts["when_unknown"].format(when=when)
        case Verdict.NOT_MEASURABLE:
            return words.verdicts["not_measurable"].format(finding=finding)
        case _:
            return finding


def _consequences(line: Line, words: Words) -> list[str]:
    if line.verdict is not Verdict.FAILED:
        return []
    forbidden = [words.forbidden] if line.forbids else []
    return [*forbidden, words.fatal[line.fatal]] if line.fatal else forbidden


def _points(line: Line, words: Words) -> str:
    template = words.arithmetic.get(f"{line.effect.value}.{_outcome(line)}", "")
    share = words.share.format(percent=number(line.share)) if line.share else ""
    return template.format(
        weight=number(line.weight),
        earned=number(line.earned),
        added=number(line.added),
        deducted=number(line.deducted),
        share=share,
    )


def _outcome(line: Line) -> str:
    """What became of the line's points, as templates call it."""
    if line.verdict not in _DECIDED:
        return "open"
    if line.capped:
        return "capped"
    if not (line.weight or line.added or line.deducted):
        return ""
    if line.effect is Effect.EARN and line.verdict is Verdict.PASSED and not line.earned:
        return "void"
    return line.verdict.value


def _template(finding: Finding, words: Words, depth: int) -> str:
    if finding.truth is Truth.UNKNOWN:
        parts = finding.children and depth < _DEEPEST
        how = "parts" if parts else "some" if finding.places else "none"
        return words.tells[f"unknown.{how}"]
    key = f"{finding.type}.{finding.truth.value}"
    there = "some" if finding.places else "none"
    for known in (f"{key}.{there}", key):
        if known in words.tells:
            return words.tells[known]
    return words.tells[f"other.{finding.truth.value}"]


def _slots(finding: Finding, words: Words, depth: int) -> dict[str, str]:
    who = words.speakers[finding.speaker.value] if finding.speaker else words.speakers["anyone"]
    holding = [each for each in finding.children if each.truth is Truth.TRUE]
    return {
        "who": who,
        "from_s": clock(finding.looked_from_s or 0),
        "to_s": clock(finding.looked_to_s or 0),
        "window": window(finding.looked_from_s, finding.looked_to_s),
        "found": places(finding.places, finding.type, words),
        "expected": any_of(finding.expected, words),
        "expected_name": listed([name_of(each, words) for each in finding.expected], words),
        "missing": phrases(finding.missing, words),
        "counted": words.joint.join(figure(each, words) for each in finding.measured),
        "steps": _steps(finding, words),
        "reason": _unsure(finding, who, words),
        "parts": _parts(_deciding(finding), words, depth),
        "total": str(len(finding.children)),
        "met": str(len(holding)),
        "unmet": str(len(finding.children) - len(holding)),
        **_near(finding, words, depth),
    }


def _near(finding: Finding, words: Words, depth: int) -> dict[str, str]:
    if finding.type != "near" or len(finding.children) != 2 or depth >= _DEEPEST:
        return {"near": "", "anchor": ""}
    near, anchor = finding.children
    return {"near": tell(near, words, depth + 1), "anchor": tell(anchor, words, depth + 1)}


def _deciding(finding: Finding) -> Sequence[Finding]:
    """Those of the conditions inside that make it what it is."""
    if finding.type in ("not", "rule"):
        return finding.children
    same = [each for each in finding.children if each.truth is finding.truth]
    return same or finding.children


def _parts(findings: Sequence[Finding], words: Words, depth: int) -> str:
    if depth >= _DEEPEST:
        return ""
    told = list(dict.fromkeys(tell(each, words, depth + 1) for each in findings))
    if len(told) < 2:
        return "".join(told)
    return words.joint.join(f"({at}) {each}" for at, each in enumerate(told, 1))


def _steps(finding: Finding, words: Words) -> str:
    """Each with its place, where all of them were found."""
    if len(finding.expected) != len(finding.places):
        return places(finding.places, finding.type, words)
    return " → ".join(
        f"{name} {places([place], finding.type, words)}"
        for name, place in zip(finding.expected, finding.places, strict=True)
    )


def _unsure(finding: Finding, who: str, words: Words) -> str:
    reason = finding.reason or Unsure.DOUBTFUL
    detailed = f"{reason.value}.{finding.detail}"
    template = words.reasons.get(detailed, words.reasons[reason.value])
    what = listed([name_of(each, words) for each in finding.expected], words)
    return template.format(who=who, what=what, fact=name_of(finding.detail or "", words))
