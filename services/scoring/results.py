"""What scoring a call gives: a score, its arithmetic, and the reason for every verdict."""

from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import model_validator

from services.scoring.card import Effect, Severity
from services.scoring.conditions import Frozen, Op, Speaker, Value


class Truth(StrEnum):
    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
"""By names of their own: Python 3.11 takes some thirty times as long to find them in the enum."""


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_MEASURABLE = "not_measurable"
    """It hangs on something that is not known."""
    NOT_APPLICABLE = "not_applicable"
    """Its `when` is not true of this call."""
    UNANSWERED = "unanswered"
    """Only a person can answer it, and nobody has."""


PASSED, FAILED = Verdict.PASSED, Verdict.FAILED


class Unsure(StrEnum):
    """Why something is not known."""

    DOUBTFUL = "doubtful"
    """It may not have been said."""
    MIXED_CHANNEL = "mixed_channel"
    """Somebody else may have said it."""
    NOT_MEASURED = "not_measured"
    """The sound does not tell: one channel, too little speech, no recording."""
    NO_FACT = "no_fact"
    """Nobody told this fact of the call."""
    NO_CUSTOMER = "no_customer"
    """The customer's number is not known, so neither are earlier calls."""
    NO_JUDGE = "no_judge"
    """No judge is set up, its budget is spent, or it gave no answer that holds."""


class Evidence(Frozen):
    """A place that proves something: words, or a stretch of sound without any.

    Of words: characters `char_start:char_end` of utterance number `utterance`.
    """

    utterance: int | None
    char_start: int | None
    char_end: int | None
    start_s: float
    end_s: float
    quote: str = ""
    call_id: UUID | None = None
    """Where it is a place in an earlier call."""
    detail: str = ""
    """What was found where the quote does not tell: the phrase of a homophone, an entity's value,
    the similarity of a script line."""


class Measured(Frozen):
    """A figure, what was wanted of it, and its unit."""

    name: str
    """A `Measure`, a `FactName`, or what is counted: `places`, `phrases`, `similarity`."""
    value: Value | None
    op: Op | None = None
    wanted: Value | tuple[Value, ...] | None = None


class Finding(Frozen):
    """What a condition is of a call, and why: the tree of conditions, answered."""

    type: str
    """Of the condition, `said`, `near`, ..."""
    truth: Truth
    reason: Unsure | None = None
    """Why it is unknown."""
    detail: str | None = None
    """What more there is to say about the reason: `one_channel`, the name of the fact."""
    speaker: Speaker | None = None
    looked_from_s: float | None = None
    looked_to_s: float | None = None
    expected: tuple[str, ...] = ()
    """What was looked for: phrases, the pattern, script lines, the name of a step. At most 20."""
    missing: tuple[str, ...] = ()
    """What of it was not found. At most 20."""
    places: tuple[Evidence, ...] = ()
    """What was found; of what is unknown the places that may be it. At most 50."""
    measured: tuple[Measured, ...] = ()
    opinion: bool = False
    """A model said so."""
    children: tuple["Finding", ...] = ()


class Line(Frozen):
    """One rule's verdict and what it did to the score."""

    rule_key: str
    rule_name: str
    section: str | None = None
    severity: Severity = Severity.MAJOR
    effect: Effect
    forbids: bool = False
    verdict: Verdict
    reason: Unsure | None = None
    """Why it was not measurable."""
    fatal: Literal["section", "card"] | None = None
    weight: float = 0
    """Points that could be earned; 0 for a rule that was not measurable or not applicable."""
    share: float = 0
    """What the weight is of the score, in percent, once rules without a verdict are left out."""
    earned: float = 0
    added: float = 0
    deducted: float = 0
    capped: bool = False
    """Less than its places would add or deduct: `most` held it."""
    finding: Finding | None = None
    """None for what only a person answers."""
    when: Finding | None = None
    evidence: tuple[Evidence, ...] = ()
    """The places that decided it, by time."""
    needs_review: bool = True

    @model_validator(mode="before")
    @classmethod
    def _from_former(cls, line: Any) -> Any:
        """Lines of the engines `phrases-1` and `phrases-2`, which stay as they were stored."""
        if not isinstance(line, dict) or "rule_type" not in line:
            return line
        forbids = line["rule_type"] == "must_not_say"
        kept = ("rule_key", "rule_name", "verdict", "weight", "earned", "deducted", "evidence")
        return {
            **{key: line[key] for key in kept},
            "reason": line.get("reason"),
            "effect": Effect.DEDUCT if forbids else Effect.EARN,
            "forbids": forbids,
            "fatal": "card" if line["fatal"] else None,
            "finding": {
                "type": "sequence" if line["rule_type"] == "in_order" else "said",
                "truth": _former_truth(line["verdict"], forbids=forbids),
                "reason": line.get("reason"),
                "looked_from_s": line["looked_from_s"],
                "looked_to_s": line["looked_to_s"],
                "expected": tuple(line["expected"])[:20],
                "places": line["evidence"],
            },
        }


class SectionScore(Frozen):
    """One section's part of the score."""

    key: str
    name: str
    weight: float | None
    earned: float
    possible: float
    percent: float | None
    """None where nothing of it was measurable."""
    fatal: bool


class Score(Frozen):
    """`score = max(0, min(100, earned % + additions - deductions))`, or 0 when `fatal`.

    Where sections have weights, earned % is the mean of the sections' percents by
    weight, over those in which something was measurable; else 100 x earned / weight of
    all rules. A card without rules that earn starts at 100. Rounded to two decimals.
    None when there are rules that earn and none of them was measurable.
    """

    score: float | None
    passed: bool | None
    fatal: bool
    grade: str | None = None
    earned_percent: float | None = None
    added: float = 0
    deducted: float = 0
    sections: tuple[SectionScore, ...] = ()
    lines: tuple[Line, ...]


def _former_truth(verdict: str, *, forbids: bool) -> Truth:
    if verdict == Verdict.NOT_MEASURABLE:
        return Truth.UNKNOWN
    return Truth.TRUE if (verdict == Verdict.PASSED) != forbids else Truth.FALSE
