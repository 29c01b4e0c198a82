"""Scorecards written before there were conditions, in today's words.

Published versions never change, so theirs are translated each time they are read.
"""

from collections.abc import Mapping
from typing import Any

_SPOKEN = ("speaker", "within", "min_confidence")
_TRANSLATED = ("type", "phrases", "exclusions", "steps", "fatal", *_SPOKEN)
_KINDS = ("must_say", "must_not_say", "in_order")


def upgraded(body: Any) -> Any:
    """A body with rules of the former kinds translated; anything else as it is."""
    if not isinstance(body, Mapping) or not isinstance(body.get("rules"), list | tuple):
        return body
    return {**body, "rules": [_rule(rule) for rule in body["rules"]]}


def _rule(rule: Any) -> Any:
    if not isinstance(rule, Mapping) or rule.get("type") not in _KINDS:
        return rule
    # What was never a field is refused where the rule is read.
    known = {key: value for key, value in rule.items() if key not in _TRANSLATED}
    forbids = rule["type"] == "must_not_say"
    return {
        **known,
        "forbids": forbids,
        "effect": "deduct" if forbids else "earn",
        "fatal": "card" if rule.get("fatal") else None,
        "condition": _condition(rule),
    }


def _condition(rule: Mapping[str, Any]) -> dict[str, Any]:
    spoken = {key: rule[key] for key in _SPOKEN if rule.get(key) is not None}
    if rule["type"] == "in_order":
        steps = [
            {
                "name": step.get("name"),
                "condition": {"type": "said", **spoken, "phrases": step.get("phrases")},
            }
            for step in rule.get("steps", ())
        ]
        return {"type": "sequence", "steps": steps}
    exclusions = {"exclusions": rule["exclusions"]} if rule.get("exclusions") else {}
    return {"type": "said", **spoken, "phrases": rule.get("phrases"), **exclusions}
