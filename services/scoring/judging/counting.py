"""Places of words, and whether there are as many as were asked for."""

from collections.abc import Sequence
from typing import NamedTuple

from services.scoring.conditions import Op, Pattern, Said, Spoken
from services.scoring.judging.looks import Look
from services.scoring.judging.places import (
    Answer,
    Hit,
    Place,
    answer_of,
    of_sure_words,
    reason_of,
    shown,
    sure,
)
from services.scoring.judging.windows import Row, held
from services.scoring.results import FALSE, TRUE, UNKNOWN, Finding, Measured, Truth, Unsure
from services.scoring.unchecked import changed, unchecked

_finding = unchecked(Finding)


class Asked(NamedTuple):
    """What a finding says about a condition whose places are counted."""

    type: str
    expected: tuple[str, ...]
    """As `named` tells them."""
    times: int = 1
    measured: tuple[Measured, ...] = ()
    opinion: bool = False


def unsaid(condition: Said | Pattern, expected: tuple[str, ...], *measured: Measured) -> Finding:
    """Where no place of it is found: the same in every call, but for the seconds looked at."""
    return _finding(
        type=condition.type,
        truth=FALSE,
        speaker=condition.speaker,
        expected=expected,
        missing=expected,
        measured=(*measured, *counted(0, condition.times)),
    )


def judge_unsaid(finding: Finding, condition: Spoken, look: Look) -> Answer:
    """The finding of `unsaid`: most conditions of a card are not met by a call."""
    looked_from_s, looked_to_s = look.looked_s(condition)
    return Answer(changed(finding, looked_from_s=looked_from_s, looked_to_s=looked_to_s))


def judge_places(condition: Spoken, asked: Asked, places: Row[Place], look: Look) -> Answer:
    """True when there are enough sure places in the windows, unknown when there may be."""
    windows = look.windows_of(condition)
    found = held(places.near(windows), windows) if places else ()
    if not found:
        return Answer(finding_of(condition, asked, look, FALSE))
    believed, truth, reason = sure(found), TRUE, None
    if len(believed) < asked.times:
        believed, truth = found, FALSE
        if len(found) >= asked.times:
            truth, reason = UNKNOWN, reason_of(len(of_sure_words(found)) >= asked.times)
    finding = finding_of(condition, asked, look, truth, believed, reason)
    return answer_of(finding, map(Hit.at, found))


def finding_of(
    condition: Spoken,
    asked: Asked,
    look: Look,
    truth: Truth,
    places: Sequence[Place] = (),
    reason: Unsure | None = None,
    detail: str | None = None,
) -> Finding:
    looked_from_s, looked_to_s = look.looked_s(condition)
    return _finding(
        type=asked.type,
        truth=truth,
        reason=reason,
        detail=detail,
        speaker=condition.speaker,
        looked_from_s=looked_from_s,
        looked_to_s=looked_to_s,
        expected=asked.expected,
        missing=() if places else asked.expected,
        places=shown(places),
        measured=(*asked.measured, *counted(len(places), asked.times)),
        opinion=asked.opinion,
    )


def counted(places: int, times: int) -> tuple[Measured, ...]:
    """How many there are, where more than one is wanted."""
    if times <= 1:
        return ()
    return (Measured(name="places", value=places, op=Op.GE, wanted=times),)


def different(phrases: int, wanted: int) -> tuple[Measured, ...]:
    """The same of different phrases."""
    if wanted <= 1:
        return ()
    return (Measured(name="phrases", value=phrases, op=Op.GE, wanted=wanted),)
