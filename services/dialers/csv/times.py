"""When a call began, was answered and ended, by whichever of it a row says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.dialers.csv.cells import Cells, Fault
from services.dialers.csv.mapping import Field, Mapping
from services.dialers.csv.words import UNANSWERED, ours_for

_ROUNDING = timedelta(seconds=1.5)
"""Tables have whole seconds, rounded one way or the other."""


@dataclass(frozen=True, slots=True)
class Times:
    started_at: datetime
    ringing_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime
    answer_estimated: bool
    end_estimated: bool


def times_of(cells: Cells, mapping: Mapping) -> Times | Fault:
    """Durations stand in for instants that the row leaves out."""
    started_at = cells.instant(Field.STARTED_AT) or _start(cells)
    if started_at is None:
        return Fault("missing", "the row does not say when the call began", _column(mapping))
    answered_at = cells.instant(Field.ANSWERED_AT)
    ended_at, end_estimated = _end(cells, started_at, answered_at)
    estimated = False
    if answered_at is None:
        answered_at, estimated = _answer(cells, mapping, started_at, ended_at)
    answered_at = _rounded(answered_at, started_at)
    ended_at = _rounded(ended_at, answered_at or started_at) or ended_at
    order = [at for at in (started_at, answered_at, ended_at) if at]
    if order != sorted(order):
        return Fault("order", "the call ends before it begins, or is answered outside of it")
    return Times(
        started_at,
        cells.instant(Field.RINGING_AT),
        answered_at,
        ended_at,
        answer_estimated=estimated,
        end_estimated=end_estimated,
    )


def _start(cells: Cells) -> datetime | None:
    ringing_at, answered_at = (cells.instant(f) for f in (Field.RINGING_AT, Field.ANSWERED_AT))
    ended_at = cells.instant(Field.ENDED_AT)
    wait_s = cells.seconds(Field.WAIT_S) or 0
    if ringing_at:
        return ringing_at
    if answered_at:
        return answered_at - timedelta(seconds=wait_s)
    duration_s = cells.seconds(Field.DURATION_S)
    if duration_s is None and (talk_s := cells.seconds(Field.TALK_S)) is not None:
        duration_s = talk_s + wait_s
    if ended_at is None or duration_s is None:
        return None
    return ended_at - timedelta(seconds=duration_s)


def _end(cells: Cells, started_at: datetime, answered_at: datetime | None) -> tuple[datetime, bool]:
    """The end, and whether nothing says it: then the call lasted until what is known last."""
    ended_at = cells.instant(Field.ENDED_AT)
    duration_s, talk_s = cells.seconds(Field.DURATION_S), cells.seconds(Field.TALK_S)
    if ended_at:
        return ended_at, False
    if duration_s is not None:
        return started_at + timedelta(seconds=duration_s), False
    if talk_s is not None:
        begun_at = answered_at or started_at + timedelta(seconds=cells.seconds(Field.WAIT_S) or 0)
        return begun_at + timedelta(seconds=talk_s), False
    return answered_at or cells.instant(Field.RINGING_AT) or started_at, True


def _answer(
    cells: Cells, mapping: Mapping, started_at: datetime, ended_at: datetime
) -> tuple[datetime | None, bool]:
    """When it was answered, and whether that is only likely."""
    talk_s = cells.seconds(Field.TALK_S)
    if talk_s:
        return ended_at - timedelta(seconds=talk_s), False
    if talk_s is not None or mapping.has(Field.ANSWERED_AT, Field.TALK_S):
        return None, False
    outcome = cells.values.get(Field.OUTCOME)
    if outcome and (ours_for(Field.OUTCOME, outcome) or outcome) in UNANSWERED:
        return None, False
    likely = started_at + timedelta(seconds=cells.seconds(Field.WAIT_S) or 0)
    return (likely, True) if likely < ended_at else (None, False)


def _rounded(at: datetime | None, not_before: datetime) -> datetime | None:
    """Not before what it follows, where that is a matter of rounding."""
    if at is not None and timedelta(0) < not_before - at <= _ROUNDING:
        return not_before
    return at


def _column(mapping: Mapping) -> str | None:
    found = mapping.column_of(Field.STARTED_AT) or mapping.column_of(Field.DATE)
    return found.column if found else None
