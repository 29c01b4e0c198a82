"""Places of words, and whether there are as many as were asked for."""

from collections.abc import Sequence
from typing import NamedTuple

from services.scoring.conditions import Op, Spoken
from services.scoring.judging.looks import Look
from services.scoring.judging.places import (
    Answer,
    Hit,
    Place,
    answer_of,
    named,
    of_sure_words,
    reason_of,
    shown,
    sure,
)
from services.scoring.judging.windows import Row, held
from services.scoring.results import Finding, Measured, Truth, Unsure


class Asked(NamedTuple):
    """What a finding says about a condition whose places are counted."""

    type: str
    expected: Sequence[str]
    times: int = 1
    measured: tuple[Measured, ...] = ()
    opinion: bool = False


def judge_places(condition: Spoken, asked: Asked, places: Row[Place], look: Look) -> Answer:
    """True when there are enough sure places in the windows, unknown when there may be."""
    windows = look.windows_of(condition)
    found = held(places.near(windows), windows)
    if not found:
        return Answer(finding_of(condition, asked, look, Truth.FALSE))
    believed, truth, reason = sure(found), Truth.TRUE, None
    if len(believed) < asked.times:
        believed, truth = found, Truth.FALSE
        if len(found) >= asked.times:
            truth, reason = Truth.UNKNOWN, reason_of(len(of_sure_words(found)) >= asked.times)
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
    expected = named(asked.expected)
    measured = asked.measured
    if asked.times > 1:
        count = Measured(name="places", value=len(places), op=Op.GE, wanted=asked.times)
        measured = (*measured, count)
    return Finding(
        type=asked.type,
        truth=truth,
        reason=reason,
        detail=detail,
        speaker=condition.speaker,
        looked_from_s=looked_from_s,
        looked_to_s=looked_to_s,
        expected=expected,
        missing=() if places else expected,
        places=shown(places),
        measured=measured,
        opinion=asked.opinion,
    )
