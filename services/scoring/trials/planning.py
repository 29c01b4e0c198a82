"""What two wordings of a card differ in, and on which calls that can show. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from services.scoring.card import Effect, Rule, ScorecardBody, references
from services.scoring.conditions import (
    Condition,
    EarlierCall,
    Entity,
    Fact,
    Judged,
    Said,
    Sound,
    walk,
)
from services.scoring.prefilter import Alternatives, alternatives_of_rules

Fate: TypeAlias = Literal["added", "removed", "changed", "same"]
_BESIDE_WORDS = (Sound, Fact, EarlierCall, Judged)


@dataclass(frozen=True)
class Plan:
    """How to settle calls that the former wording has scored already."""

    fates: Mapping[str, Fate]
    """By rule, those of the new wording in its order, then those that are gone."""
    judged: ScorecardBody | None
    """The rules of the new wording to judge again, and those that they refer to."""
    wanted: Alternatives | None
    """Calls without any of these words get the same verdicts from both; None: no call does."""
    moves_every_score: bool
    """Points or the card's own arithmetic differ, so that every call's score is reckoned."""
    needs_more_than_words: bool
    """A rule to judge asks for facts, sound, earlier calls or an opinion."""


def plan(before: ScorecardBody, after: ScorecardBody) -> Plan:
    """`before` and `after` with their word packs filled in."""
    old, new = _by_key(before), _by_key(after)
    fates: dict[str, Fate] = {key: _fate(key, before, after) for key in [*new, *old]}
    _spread(fates, after)
    again = {key for key, fate in fates.items() if fate in ("added", "changed")}
    judged = _with_references(again, after)
    differing = [key for key, fate in fates.items() if fate != "same"]
    needed = [new[key] for key in judged]
    looked_for = [
        alternatives_of_rules([rules[key] for key in differing if key in rules], body.packs)
        for rules, body in ((old, before), (new, after))
    ]
    return Plan(
        fates=fates,
        judged=_part(after, judged) if judged else None,
        wanted=None if None in looked_for else frozenset().union(*filter(None, looked_for)),
        moves_every_score=_arithmetic(before) != _arithmetic(after)
        or any(_when_false(old.get(key)) != _when_false(new.get(key)) for key in differing)
        or any(_worth(old[key]) != _worth(new[key]) for key in fates if fates[key] == "same"),
        needs_more_than_words=any(_asks_beside_words(rule) for rule in needed),
    )


def _by_key(body: ScorecardBody) -> dict[str, Rule]:
    return {rule.key: rule for rule in body.rules}


def _fate(key: str, before: ScorecardBody, after: ScorecardBody) -> Fate:
    old, new = _by_key(before).get(key), _by_key(after).get(key)
    if old is None or new is None:
        return "added" if old is None else "removed"
    same = _judged_by(old) == _judged_by(new) and before.doubtful is after.doubtful
    return "same" if same and _packs(old, before) == _packs(new, after) else "changed"


def _judged_by(rule: Rule) -> object:
    return rule.condition, rule.when, rule.forbids


def _spread(fates: dict[str, Fate], after: ScorecardBody) -> None:
    """A rule that refers to one that is no longer the same is not the same either."""
    refers = references(after)
    spreading = True
    while spreading:
        spreading = False
        for key, others in refers.items():
            if fates[key] == "same" and any(fates[other] != "same" for other in others):
                fates[key] = "changed"
                spreading = True


def _with_references(keys: set[str], body: ScorecardBody) -> set[str]:
    refers, found, waiting = references(body), set[str](), set(keys)
    while waiting:
        key = waiting.pop()
        found.add(key)
        waiting |= refers[key] - found
    return found


def _part(body: ScorecardBody, keys: set[str]) -> ScorecardBody:
    """Some of its rules, without the card's arithmetic: only their verdicts are wanted."""
    return ScorecardBody(
        doubtful=body.doubtful,
        sections=body.sections,
        rules=tuple(rule for rule in body.rules if rule.key in keys),
        packs=body.packs,
    )


def _conditions(rule: Rule) -> list[Condition]:
    return [each for root in (rule.condition, rule.when) if root for each in walk(root)]


def _packs(rule: Rule, body: ScorecardBody) -> list[object]:
    said = (each for each in _conditions(rule) if isinstance(each, Said))
    return [body.packs.get(key) for each in said for key in each.packs]


def _asks_beside_words(rule: Rule) -> bool:
    return any(
        isinstance(each, _BESIDE_WORDS)
        or (isinstance(each, Entity) and each.wanted is not None and each.wanted.fact is not None)
        for each in _conditions(rule)
    )


def _arithmetic(body: ScorecardBody) -> object:
    return body.model_dump(exclude={"rules", "packs", "doubtful"})


def _worth(rule: Rule) -> object:
    return rule.model_dump(include={"section", "effect", "points", "per_place", "most", "fatal"})


def _when_false(rule: Rule | None) -> object:
    """What a rule does to the score of a call in which its condition finds nothing."""
    if rule is None or rule.condition is None:
        return None
    if rule.forbids and rule.effect in (Effect.DEDUCT, Effect.NONE):
        return None
    if not rule.forbids and rule.effect in (Effect.ADD, Effect.NONE):
        return rule.fatal and (rule.fatal, rule.section)
    return rule.effect, rule.points, rule.section, rule.fatal, rule.forbids, rule.most
