"""What was measured so far, one line of JSON per run, oldest first; and which run counts."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

HISTORY = Path(__file__).parents[2] / "docs" / "performance" / "history.jsonl"


class Machine(BaseModel):
    """`load` is the mean of runnable processes over the minute before the run ended."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cpus: int
    cpu: str
    system: str
    python: str
    load: float | None
    load_before: float | None = None


class Run(BaseModel):
    """One measurement. `most` are upper limits of `figures`, which count beside the ratio."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    bench: str
    ratio: float
    goal: float
    higher_is_better: bool
    most: dict[str, float] = {}
    ok: bool
    figures: dict[str, Any]
    machine: Machine
    version: str
    commit: str
    """Short; ends in `+` when files differed from it. Empty where it was not kept."""
    busy: bool
    taken_over: bool = False
    """From before there was a history: written down by hand."""
    note: str = ""


def is_busy(machine: Machine) -> bool:
    """Whether other work took part of the machine: a load over its cores and one more."""
    loads = [load for load in (machine.load_before, machine.load) if load is not None]
    return max(loads, default=0) > most_load(machine.cpus)


def most_load(cpus: int | None = None) -> int:
    return (cpus or os.cpu_count() or 1) + 1


def read(path: Path = HISTORY) -> list[Run]:
    if not path.exists():
        return []
    return [Run.model_validate_json(line) for line in path.read_text().splitlines()]


def append(run: Run, path: Path = HISTORY) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(run.model_dump_json(exclude_defaults=True) + "\n")


def of_record(runs: Sequence[Run], bench: str) -> Run | None:
    """The newest run on a quiet machine; where there is none, the newest."""
    own = [run for run in runs if run.bench == bench]
    counting = [run for run in own if not run.busy] or own
    return counting[-1] if counting else None


def before(runs: Sequence[Run], run: Run) -> Run | None:
    """The one of record before `run`, on the same kind of machine."""
    earlier = [
        each
        for each in runs[: runs.index(run)]
        if (each.machine.cpu, each.machine.cpus) == (run.machine.cpu, run.machine.cpus)
    ]
    return of_record(earlier, run.bench)
