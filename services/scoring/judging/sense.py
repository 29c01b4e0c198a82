"""What a condition's form allows and no call can answer, in sentences for whoever wrote it."""

from collections.abc import Mapping

from services.scoring.card import ScorecardBody
from services.scoring.conditions import (
    Condition,
    EarlierCall,
    Fact,
    Language,
    Near,
    Not,
    OtherRule,
    Sequence,
)
from services.scoring.conditions import children as children_of

MOST_DEEP = 12
"""Conditions within conditions."""
MOST_NEAR = 2
"""Conditions near something, one within the `condition` of the other."""

_PLACELESS = (Fact, Language, Not, EarlierCall)
_KINDS: Mapping[type, str] = {
    Fact: "A fact of the call",
    Language: "A language",
    Not: "Something that is not so",
    EarlierCall: "An earlier call",
}


def nonsense_in(condition: Condition, path: str, body: ScorecardBody) -> str | None:
    """Why no call can be judged by the condition, as a sentence. None when it can."""
    rules = {rule.key: rule.condition for rule in body.rules}
    if isinstance(condition, OtherRule) and rules[condition.rule] is None:
        return f"Only a person answers the rule {condition.rule}, so nothing can hang on it."
    if _is_root(path) and _depth(condition) > MOST_DEEP:
        return f"Conditions within conditions go more than {MOST_DEEP} deep."
    return _in_place(condition, rules)


def _in_place(condition: Condition, rules: Mapping[str, Condition | None]) -> str | None:
    match condition:
        case Near():
            if kind := _placeless(condition.anchor, rules):
                return f"{kind} has no place in a call that something could be near to."
            if _near(condition, rules) > MOST_NEAR:
                return f"Near something that is near something goes more than {MOST_NEAR} deep."
        case Sequence():
            for step in condition.steps:
                if kind := _placeless(step.condition, rules):
                    return f"{kind} has no place in a call, so it cannot be the step {step.name}."
    return None


def _placeless(condition: Condition, rules: Mapping[str, Condition | None]) -> str | None:
    """What kind of thing has no place, if this is one."""
    meant = _meant(condition, rules)
    return _KINDS[type(meant)] if isinstance(meant, _PLACELESS) else None


def _meant(condition: Condition | None, rules: Mapping[str, Condition | None]) -> Condition | None:
    """The condition of another rule where that is all it says. Rules never go in circles."""
    while isinstance(condition, OtherRule):
        condition = rules[condition.rule]
    return condition


def _depth(condition: Condition) -> int:
    return 1 + max((_depth(child) for child in children_of(condition)), default=0)


def _near(condition: Condition | None, rules: Mapping[str, Condition | None]) -> int:
    """How deep nearness goes: each multiplies the places that are looked at."""
    meant = _meant(condition, rules)
    if meant is None or isinstance(meant, EarlierCall):
        return 0
    if isinstance(meant, Near):
        return max(1 + _near(meant.condition, rules), _near(meant.anchor, rules))
    return max((_near(child, rules) for child in children_of(meant)), default=0)


def _is_root(path: str) -> bool:
    return path.count(".") == 2
