"""A scorecard made ready to judge calls with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.scoring.card import ScorecardBody
from services.scoring.conditions import Condition
from services.scoring.judging.candidates import LineIndex
from services.scoring.judging.lexicon import Lexicon
from services.scoring.judging.sieve import Sieve
from services.scoring.results import Finding


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a `Said` looks for, as numbers of the lexicon."""

    names: tuple[str, ...]
    """As they were written, synonyms together."""
    expected: tuple[str, ...]
    """Those of them that a finding tells."""
    names_of: Mapping[int, tuple[int, ...]]
    """By number of a spelling: which names it spells."""
    exclusions: frozenset[int]
    wanted: int
    """How many different ones."""
    homophones: bool
    """Whatever sounds like a spelling is it."""
    unsaid: Finding
    """What is found where none of them is said, but for the seconds looked at."""


@dataclass(frozen=True, slots=True)
class Regexes:
    """Expressions of RE2."""

    number: int
    """Of the one that matches, in the sieve."""
    matching: Any
    excluding: Any | None
    unsaid: Finding
    """What is found where nothing matches, but for the seconds looked at."""


@dataclass(frozen=True, slots=True)
class CompiledCard:
    """Made by `compile_card`, once for a version. Shared by threads: nothing in it changes."""

    body: ScorecardBody
    lexicon: Lexicon
    phrases: Mapping[int, Phrases]
    """By `id` of the condition in `body`."""
    regexes: Mapping[int, Regexes]
    sieve: Sieve
    """Of all the expressions that match something."""
    lines: Mapping[int, Sequence[int]]
    """Of a `ScriptLine`, as numbers of the index."""
    line_index: Mapping[bool, LineIndex]
    """By whether what sounds the same counts as the same."""
    ignored: Mapping[int, frozenset[str]]
    """Turns that a `Repeated` leaves out."""
    conditions: Mapping[str, Condition]
    """By key of the rule; rules that only a person answers have none."""
