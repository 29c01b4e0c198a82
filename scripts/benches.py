"""Run the benchmarks, keep what they measured, and write the page of figures: `make bench`."""

import argparse
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.bench import history, page
from tests.bench.roster import BENCHES, NOT_BUILT, Bench
from tests.bench.running import Outcome, commit_here, measured, settle

# A log has no width of its own.
console = Console(width=None if sys.stdout.isatty() else 160)


def main(arguments: Sequence[str]) -> int:
    """Zero when all that was asked for could be measured, whether or not goals are met."""
    asked = _asked(arguments)
    if asked.list:
        _list()
        return 0
    if asked.page:
        _write_page()
        return 0
    outcomes = _measure(_chosen(asked.names), keep=not asked.dry)
    if not asked.dry:
        _write_page()
    console.print(_table(outcomes, all_asked=not asked.names))
    return int(any(outcome.trouble for outcome in outcomes))


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    names = [bench.name for bench in BENCHES]
    parser.add_argument("names", nargs="*", help=f"all, or some of: {', '.join(names)}")
    parser.add_argument("--list", action="store_true", help="say what there is, and stop")
    parser.add_argument("--page", action="store_true", help="only write docs/performance.md")
    parser.add_argument("--dry", action="store_true", help="measure, and keep nothing")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(names):
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are: {', '.join(names)}")
    return asked


def _chosen(names: Sequence[str]) -> list[Bench]:
    """As asked for, or all in their own order."""
    by_name = {bench.name: bench for bench in BENCHES}
    return [by_name[name] for name in names] if names else list(BENCHES)


def _list() -> None:
    table = Table("bench", "usually", "at most", "work", box=None)
    for bench in BENCHES:
        table.add_row(bench.name, _clock(bench.usual_s), _clock(bench.limit_s), bench.work)
    for each in NOT_BUILT:
        table.add_row(each.name, "not built", "", each.work)
    console.print(table)


def _measure(benches: Sequence[Bench], *, keep: bool) -> list[Outcome]:
    """One after the other; each is kept as soon as it is measured."""
    usual_s = sum(bench.usual_s for bench in benches)
    console.print(f"{len(benches)} benches, about {_clock(usual_s)} min on two quiet cores.")
    commit = commit_here()
    outcomes: list[Outcome] = []
    is_quiet = True
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task("", total=len(benches))
        for bench in benches:
            progress.update(task, description=f"{bench.name}: waiting for a quiet machine")
            # Waited for in vain once, it is not waited for again: runs are marked as busy.
            is_quiet = is_quiet and settle()
            doing = f"{bench.name}: {_clock(bench.usual_s)}, at most {_clock(bench.limit_s)}"
            progress.update(task, description=doing)
            if not console.is_terminal:
                console.print(f"{doing} ...", highlight=False)
            outcome = measured(bench, commit, bench.limit_s)
            if outcome.run is not None and keep:
                history.append(outcome.run)
            outcomes.append(outcome)
            progress.advance(task)
            progress.console.print(_sentence(outcome), highlight=False)
    return outcomes


def _sentence(outcome: Outcome) -> str:
    took = f"{outcome.bench.name} ({_clock(outcome.took_s)}): "
    if outcome.run is None:
        return f"[red]{took}{outcome.trouble}[/red]"
    return f"{took}{page.ratio(outcome.run)}, goal {page.goal(outcome.run)}: {_met(outcome)}"


def _met(outcome: Outcome) -> str:
    if outcome.run is None:
        return f"[red]{outcome.trouble}[/red]"
    met = "[green]met[/green]" if outcome.run.ok else "[red]not met[/red]"
    return f"{met}, [yellow]busy[/yellow]" if outcome.run.busy else met


def _table(outcomes: Sequence[Outcome], *, all_asked: bool) -> Table:
    table = Table("bench", "ratio", "goal", "", "load", "figures", box=None)
    for outcome in outcomes:
        run = outcome.run
        if run is None:
            table.add_row(outcome.bench.name, "", "", _met(outcome), "", "")
            continue
        said = page.figures(outcome.bench, run.figures)
        loads = f"{run.machine.load_before:g} to {run.machine.load:g}"
        table.add_row(run.bench, page.ratio(run), page.goal(run), _met(outcome), loads, said)
    if all_asked:
        for each in NOT_BUILT:
            table.add_row(each.name, "", each.goal, "not built", "", "")
    return table


def _write_page() -> None:
    page.PAGE.write_text(page.with_figures(page.PAGE.read_text(), history.read()))


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
