"""What came of the scenarios: on the screen, as JSON, and as the table of a page."""

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.frame import machine
from tests.chaos import packets
from tests.chaos.attempt import Outcome

PAGE = Path("docs/reliability.md")
_PLACE = re.compile(r"(<!-- chaos: begin -->\n).*?(<!-- chaos: end -->)", re.DOTALL)
_HEAD = (
    "scenario",
    "acknowledged",
    "told instead of 2xx",
    "longest wait",
    "all acknowledged",
    "boards right",
    "all heard",
    "lost or doubled",
)

Told = Mapping[str, Any]


def report(outcomes: Iterable[Outcome], *, minutes: float, whole: bool) -> dict[str, Any]:
    """Everything, as it is written to JSON."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "minutes_each": minutes,
        "all_scenarios": whole,
        "packets_dropped_for_real": packets.can_be_dropped(),
        "scenarios": [each.as_dict() for each in outcomes],
    }


def line(outcome: Outcome) -> str:
    """One scenario, while the others are still to come."""
    if outcome.skipped:
        return f"  not tried: {outcome.skipped}"
    state = "[green]ok[/green]" if outcome.ok else "[red]FAULTS[/red]"
    cells = zip(_HEAD[1:], _cells(outcome.as_dict())[1:], strict=True)
    faults = "".join(f"\n  [red]{each}[/red]" for each in outcome.faults)
    figures = "; ".join(f"{name}: {cell}" for name, cell in cells)
    return f"  {state} in {outcome.took_s:.0f} s; {figures}{faults}"


def table(told: Told) -> Table:
    shown = Table(*_HEAD, title="Chaos", show_lines=True)
    for each in told["scenarios"]:
        style = "dim" if each["skipped"] else None if each["ok"] else "red"
        shown.add_row(*_cells(each), style=style)
    return shown


def print_faults(told: Told, console: Console) -> None:
    for each in told["scenarios"]:
        for fault in each["faults"]:
            console.print(f"[red]{each['name']}[/red]: {fault}", highlight=False)


def write_page(told: Told, page: Path = PAGE) -> None:
    """Put the run's table where the page has its place for it."""
    text = page.read_text()
    if not _PLACE.search(text):
        raise ValueError(f"{page} has no place for the table")
    page.write_text(_PLACE.sub(lambda at: f"{at[1]}{_section(told)}{at[2]}", text))


def keep_logs(folder: Path, keep: Path) -> None:
    keep.mkdir(parents=True, exist_ok=True)
    for log in [*folder.glob("*.log"), folder.parent / "ledger.jsonl"]:
        if log.exists():
            shutil.copy(log, keep)


def _section(told: Told) -> str:
    cpus, cpu, system = (told["machine"][name] for name in ("cpus", "cpu", "system"))
    lost = "dropped by the kernel" if told["packets_dropped_for_real"] else "held by a relay"
    head = (
        f"Run on {told['at'][:10]} on {cpus} cores ({cpu}), {system}, load"
        f" {told['machine']['load']}; about {told['minutes_each']:g} min each; packets of a silent"
        f" network were {lost}.\n\n"
    )
    lines = [_row(_HEAD), _row(["---"] * len(_HEAD))]
    lines += [_row(_cells(each)) for each in told["scenarios"]]
    notes = [f"- `{each['name']}`: {note}" for each in told["scenarios"] for note in each["notes"]]
    stories = [f"- `{each['name']}`: {each['story']}." for each in told["scenarios"]]
    seen = "\n\nAlso seen:\n\n" + "\n".join(notes) if notes else ""
    return head + "\n".join(lines) + "\n\nWhat was done:\n\n" + "\n".join(stories) + seen + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(each: Told) -> list[str]:
    if each["skipped"]:
        return [each["name"], f"not tried: {each['skipped']}", *[""] * (len(_HEAD) - 2)]
    told = ", ".join(f"{times} × {what}" for what, times in _most(each["told"])) or "nothing"
    return [
        each["name"] if each["times"] == 1 else f"{each['name']} × {each['times']}",
        f"{each['events']:,} events, {each['sounds']} recordings",
        told,
        f"{each['silence_s']:.1f} s",
        _after(each["settled_s"]),
        _after(each["boards_s"]),
        _after(each["heard_s"]),
        "no" if each["ok"] else "; ".join(each["faults"]),
    ]


def _most(told: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(told.items(), key=lambda each: -each[1])


def _after(seconds: float | None) -> str:
    return "never" if seconds is None else f"after {seconds:.1f} s"
