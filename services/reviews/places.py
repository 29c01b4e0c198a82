"""What is left of a finding once a reviewer has rejected some of its places. Pure."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from services.scoring.conditions import Op
from services.scoring.results import Evidence, Finding, Measured, Truth, Unsure

Spot: TypeAlias = tuple[int | None, int | None, int | None, float, float]
"""A place by where it is: utterance, its characters, seconds."""

_OPPOSITE = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}
_COUNTS = ("places", "phrases", "times")
"""Figures that are numbers of places."""


class Placed(Protocol):
    """A hit or a piece of evidence."""

    @property
    def utterance(self) -> int | None: ...
    @property
    def char_start(self) -> int | None: ...
    @property
    def char_end(self) -> int | None: ...
    @property
    def start_s(self) -> float: ...
    @property
    def end_s(self) -> float: ...


def spot_of(place: Placed) -> Spot:
    return place.utterance, place.char_start, place.char_end, place.start_s, place.end_s


def without(finding: Finding, rejected: frozenset[Spot]) -> Finding:
    """The finding as it would be had those places not been found.

    Conditions made of others are answered again from their parts; one whose places are
    counted is true while enough are left; any other while one is.
    """
    if not rejected or not _touches(finding, rejected):
        return finding
    children = tuple(without(child, rejected) for child in finding.children)
    kept = tuple(place for place in finding.places if not _is_gone(place, rejected))
    measured = tuple(_counted(each, len(kept), children) for each in finding.measured)
    truth = _truth(finding, children, kept, measured)
    return finding.model_copy(
        update={
            "truth": truth,
            "reason": _reason(children) if truth is Truth.UNKNOWN else None,
            "places": kept,
            "children": children,
            "measured": measured,
        }
    )


def _touches(finding: Finding, rejected: frozenset[Spot]) -> bool:
    return any(_is_gone(place, rejected) for place in finding.places) or any(
        _touches(child, rejected) for child in finding.children
    )


def _is_gone(place: Evidence, rejected: frozenset[Spot]) -> bool:
    """Places in earlier calls are nobody's to reject here."""
    return place.call_id is None and spot_of(place) in rejected


def _counted(figure: Measured, kept: int, children: Sequence[Finding]) -> Measured:
    if figure.name == "conditions":
        value = sum(child.truth is Truth.TRUE for child in children)
        return figure.model_copy(update={"value": value})
    if figure.name in _COUNTS and isinstance(figure.value, int | float):
        return figure.model_copy(update={"value": min(figure.value, kept)})
    return figure


def _truth(
    finding: Finding,
    children: Sequence[Finding],
    kept: Sequence[Evidence],
    measured: Sequence[Measured],
) -> Truth:
    match finding.type:
        case "not":
            return _OPPOSITE[children[0].truth]
        case "rule":
            return children[0].truth
        case "all_of":
            return _at_least(children, len(children))
        case "any_of":
            return _at_least(children, _wanted(measured))
        case "sequence":
            return Truth.FALSE if finding.truth is Truth.TRUE else finding.truth
        case _:
            return _of_places(finding, kept, measured)


def _at_least(children: Sequence[Finding], count: int) -> Truth:
    """Kleene's, as `judging.combined` has it."""
    sure = sum(child.truth is Truth.TRUE for child in children)
    possible = sure + sum(child.truth is Truth.UNKNOWN for child in children)
    if sure >= count:
        return Truth.TRUE
    return Truth.UNKNOWN if possible >= count else Truth.FALSE


def _wanted(measured: Sequence[Measured]) -> int:
    for figure in measured:
        if figure.name == "conditions" and isinstance(figure.wanted, int | float):
            return int(figure.wanted)
    return 1


def _of_places(finding: Finding, kept: Sequence[Evidence], measured: Sequence[Measured]) -> Truth:
    match finding.truth:
        case Truth.TRUE:
            return Truth.TRUE if kept and _is_enough(measured) else Truth.FALSE
        case Truth.FALSE if finding.type == "sound" and not kept:
            return Truth.TRUE
        case _:
            return finding.truth


def _is_enough(measured: Sequence[Measured]) -> bool:
    return all(
        figure.value >= figure.wanted
        for figure in measured
        if figure.name in _COUNTS
        and figure.op is Op.GE
        and isinstance(figure.value, int | float)
        and isinstance(figure.wanted, int | float)
    )


def _reason(children: Sequence[Finding]) -> Unsure | None:
    return next((child.reason for child in children if child.reason), None)
