"""In which calls a condition can find anything at all, as the index of words can tell.

Sound, not complete: a call that is left out gives the condition no place, so that it is
false there. A call that is not left out may still turn out to have none.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from services.scoring.card import Pack, Rule
from services.scoring.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Near,
    Said,
    Sequence,
)
from services.transcripts.tokens import tokens_of_phrase

Alternatives: TypeAlias = frozenset[frozenset[int]]
"""Sets of tokens: a call needs all of at least one of them."""
_MOST = 500
"""More alternatives than that are slower to look for than calls are to be judged."""


def alternatives(condition: Condition, packs: Mapping[str, Pack]) -> Alternatives | None:
    """What a call must have for the condition to be anything but false.

    None: words do not tell, every call must be looked into.
    """
    match condition:
        case Said(homophones=False):
            return _of_phrases(condition, packs)
        case Sequence():
            needed = (step.condition for step in condition.steps if not step.optional)
            return _narrowest(alternatives(each, packs) for each in needed)
        case Near():
            both = (condition.condition, condition.anchor)
            return _narrowest(alternatives(each, packs) for each in both)
        case AllOf():
            return _narrowest(alternatives(each, packs) for each in condition.conditions)
        case AnyOf():
            return _together(alternatives(each, packs) for each in condition.conditions)
        case _:
            return None


def alternatives_of_rules(rules: Iterable[Rule], packs: Mapping[str, Pack]) -> Alternatives | None:
    """Of rules that are judged together. A rule that applies only sometimes tells nothing."""
    found: list[Alternatives | None] = [
        None
        if rule.condition is None or rule.when is not None
        else alternatives(rule.condition, packs)
        for rule in rules
    ]
    return _together(found)


def _of_phrases(said: Said, packs: Mapping[str, Pack]) -> Alternatives | None:
    phrases = [*said.phrases, *(each for key in said.packs for each in packs[key].phrases)]
    synonyms = {synonym for phrase in phrases for synonym in phrase.split("|")}
    found = frozenset(tokens_of_phrase(each) for each in synonyms)
    return found if len(found) <= _MOST and all(found) else None


def _narrowest(each: Iterable[Alternatives | None]) -> Alternatives | None:
    """Of conditions that must all be met: the one that leaves the fewest calls, by its words."""
    known = [found for found in each if found is not None]
    return min(known, key=len, default=None)


def _together(each: Iterable[Alternatives | None]) -> Alternatives | None:
    """Of conditions of which any may be met: the words of all of them."""
    known: Alternatives = frozenset()
    for found in each:
        if found is None or len(known | found) > _MOST:
            return None
        known |= found
    return known
