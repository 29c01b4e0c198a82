"""What a language needs to explain a verdict: words and templates, no grammar of its own."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Templates name their slots in braces; see `sentences` for what there is to fill in."""

    joint: str
    """Between sentences."""
    comma: str
    """Between names."""
    apart: str
    """Between places."""
    either: str
    """Between phrases of which any will do."""
    quoted: str
    more: str
    """Behind a list that was cut: `count` is how many there are in all, where that is known."""
    place: str
    """Words: `at`, `quote`, `number` of the utterance, `first` and `last` character."""
    stretch: str
    """Sound: `from_s`, `to_s`."""
    in_earlier_call: str
    details: Mapping[str, str]
    """By type of the condition: what stands behind a place that has a detail."""
    speakers: Mapping[str, str]
    tells: Mapping[str, str]
    """By type, truth, and `some` or `none` as places were found: `said.false.some`."""
    reasons: Mapping[str, str]
    """By reason, or reason and detail: `not_measured.one_channel`."""
    opinion: str
    forbidden: str
    fatal: Mapping[str, str]
    verdicts: Mapping[str, str]
    arithmetic: Mapping[str, str]
    share: str
    """What a rule's weight is of the score, in percent."""
    names: Mapping[str, str]
    """Of measures, facts, kinds of entities."""
    extra: str
    stated: str
    numeric: str
    """Around a number and its unit."""
    units: Mapping[str, str]
    """By name of what is measured."""
    figures: Mapping[str, str]
    """`name`, `value`, `op`, `wanted`: with a value, without, and by name of what is counted."""
    ops: Mapping[str, str]
    values: Mapping[str, str]
