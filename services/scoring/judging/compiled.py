"""A scorecard made ready to judge calls with."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.scoring.card import ScorecardBody
from services.scoring.conditions import Condition
from services.scoring.judging.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a `Said` looks for, as numbers of the lexicon."""

    names: tuple[str, ...]
    """As they were written, synonyms together."""
    names_of: Mapping[int, tuple[int, ...]]
    """By number of a spelling: which names it spells."""
    exclusions: frozenset[int]
    wanted: int
    """How many different ones."""


@dataclass(frozen=True, slots=True)
class CompiledCard:
    """Made by `compile_card`, once for a version. Shared by threads: nothing in it changes."""

    body: ScorecardBody
    lexicon: Lexicon
    phrases: Mapping[int, Phrases]
    """By `id` of the condition in `body`."""
    conditions: Mapping[str, Condition]
    """By key of the rule; rules that only a person answers have none."""
