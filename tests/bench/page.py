"""The tables of docs/performance.md, written from the history."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.bench.history import Run, before, of_record
from tests.bench.roster import BENCHES, NOT_BUILT, Bench

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN = "<!-- written by make bench, from here -->"
END = "<!-- to here -->"


def with_figures(page: str, runs: Sequence[Run]) -> str:
    """The page with its tables as `runs` say; all outside the markers stays.

    Raises ValueError when a marker is missing.
    """
    above, rest = page.split(BEGIN)
    _, below = rest.split(END)
    return f"{above}{BEGIN}\n\n{tables(runs)}\n\n{END}{below}"


def tables(runs: Sequence[Run]) -> str:
    record = [(bench, of_record(runs, bench.name)) for bench in BENCHES]
    measured = [(bench, run) for bench, run in record if run]
    return "\n\n".join(
        (
            _table(
                ("bench", "goal", "ratio", "met", "before → now", "measured"),
                (
                    *(_result(bench, run, runs) for bench, run in record),
                    *((_code(each.name), each.goal, "not built", "", "", "") for each in NOT_BUILT),
                ),
            ),
            _machines([run for _, run in measured]),
            _table(
                ("bench", "work", "compared with", "figures"),
                (
                    *((_code(b.name), b.work, b.against, _said(b, run)) for b, run in record),
                    *((_code(e.name), e.work, e.against, "not built") for e in NOT_BUILT),
                ),
            ),
        )
    )


def goal(run: Run) -> str:
    sign = "≥" if run.higher_is_better else "≤"
    limits = [f"`{name}` ≤ {most:g}" for name, most in run.most.items()]
    return " and ".join((f"{sign} {run.goal:g}", *limits))


def ratio(run: Run) -> str:
    return f"{run.ratio:.4g}"


def figures(bench: Bench, found: dict[str, Any]) -> str:
    """The phrases of `bench` whose figures were found."""
    return "; ".join(filter(None, (_phrase(template, found) for template in bench.figures)))


def _phrase(template: str, found: dict[str, Any]) -> str:
    try:
        return template.format_map(found).replace("%", " %")
    except KeyError:
        return ""


def _result(bench: Bench, run: Run | None, runs: Sequence[Run]) -> tuple[str, ...]:
    if run is None:
        return (_code(bench.name), "", "not measured", "", "", "")
    return (
        _code(bench.name),
        goal(run),
        ratio(run),
        "yes" if run.ok else "**no**",
        _trend(before(runs, run), run),
        _measured(run),
    )


def _trend(earlier: Run | None, run: Run) -> str:
    if earlier is None:
        return ""
    then = f"{earlier.at:%Y-%m-%d}{', busy' if earlier.busy else ''}"
    return f"{ratio(earlier)} ({then}) → {ratio(run)}, {_direction(earlier, run)}"


def _direction(earlier: Run, run: Run) -> str:
    """A tenth is what one run differs from the next by itself."""
    gain = run.ratio / earlier.ratio if run.higher_is_better else earlier.ratio / run.ratio
    if 0.9 <= gain <= 1.1:
        return "the same"
    return "better" if gain > 1 else "worse"


def _measured(run: Run) -> str:
    commit = f", {_code(run.commit)}" if run.commit else ""
    load = "" if run.machine.load is None else f", load {run.machine.load:g}"
    return f"{run.at:%Y-%m-%d}{commit}{load}{', **busy**' if run.busy else ''}"


def _said(bench: Bench, run: Run | None) -> str:
    if run is None:
        return "not measured"
    return "; ".join(filter(None, (figures(bench, run.figures), run.note)))


def _machines(record: Iterable[Run]) -> str:
    """Which machine measured which benches."""
    benches: dict[str, list[str]] = {}
    for run in record:
        name = f"{run.machine.cpu}, {run.machine.cpus} cores, Python {run.machine.python}"
        benches.setdefault(name, []).append(_code(run.bench))
    return "\n".join(f"- {name}: {', '.join(names)}." for name, names in benches.items())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _code(name: str) -> str:
    return f"`{name}`"
