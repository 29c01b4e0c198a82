"""Adding scores up while the calls of a backtest pass by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TypeAlias

from services.scoring.trials.calls import Known
from services.scoring.trials.comparing import Outcome

Whose: TypeAlias = str | None
"""An id as text: a `UUID` is hashed in Python, and this is done for every call."""


@dataclass(slots=True)
class Sum:
    """Of some calls. Scores are of those that have one."""

    calls: int = 0
    before: float = 0.0
    scored_before: int = 0
    after: float = 0.0
    scored_after: int = 0
    passed_before: int = 0
    passed_after: int = 0
    fatal_before: int = 0
    fatal_after: int = 0

    def add(self, before: Outcome, after: Outcome) -> None:
        self.calls += 1
        if before.score is not None:
            self.before += before.score
            self.scored_before += 1
        if after.score is not None:
            self.after += after.score
            self.scored_after += 1
        self.passed_before += before.passed is True
        self.passed_after += after.passed is True
        self.fatal_before += before.fatal
        self.fatal_after += after.fatal

    def join(self, other: "Sum") -> None:
        for each in fields(Sum):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


class Tally:
    """What calls come to by team and agent. Kept by the worker that saw every one of them."""

    def __init__(self) -> None:
        self._sums: dict[tuple[Whose, Whose], Sum] = {}

    def add(self, call: Known, before: Outcome, after: Outcome) -> None:
        whose = call.unit_id, call.agent_id
        if whose not in self._sums:
            self._sums[whose] = Sum()
        self._sums[whose].add(before, after)

    def of_units(self) -> Mapping[Whose, Sum]:
        return _joined((unit_id, each) for (unit_id, _), each in self._sums.items())

    def of_agents(self) -> Mapping[Whose, Sum]:
        return _joined((agent_id, each) for (_, agent_id), each in self._sums.items())

    def of_all(self) -> Sum:
        whole = Sum()
        for each in self._sums.values():
            whole.join(each)
        return whole


def _joined(sums: Iterator[tuple[Whose, Sum]]) -> dict[Whose, Sum]:
    found: dict[Whose, Sum] = {}
    for whose, each in sums:
        found.setdefault(whose, Sum()).join(each)
    return found
