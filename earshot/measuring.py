"""Measuring: budgets, and how fast this machine hears."""

import importlib
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from earshot.console import console
from services.recordings.decode import decoded
from services.settings import get_asr_settings

app = typer.Typer()

BENCHES = Path(__file__).parents[1] / "tests" / "bench"


@app.command()
def bench(
    names: Annotated[list[str], typer.Argument(help="Which benchmarks; `list` names them.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
    minutes: Annotated[float, typer.Option(help="How long `soak` takes.", min=0.5)] = 10,
) -> None:
    """Measure a budget against its floor, both in this run."""
    known = benches()
    if names == ["list"]:
        console.print("\n".join(known))
        return
    for name in names:
        if name not in known:
            there = ", ".join(known) or "none"
            console.print(f"[red]No benchmark {name!r}. There are: {there}.[/red]")
            raise typer.Exit(2)
    met = True
    for name in names:
        measure = importlib.import_module(f"tests.bench.{known[name]}").measure
        result = measure(minutes) if name == "soak" else measure()
        print(json.dumps(result.as_dict())) if as_json else console.print(result)  # noqa: T201
        met = met and result.ok
    raise typer.Exit(0 if met else 1)


def benches() -> dict[str, str]:
    """Modules in `tests/bench` that measure something, by the names of their benchmarks."""
    return {
        path.stem.replace("_", "-"): path.stem
        for path in sorted(BENCHES.glob("*.py"))
        if "def measure(" in path.read_text()
    }


def measure_hearing(sample: Path | None, *, as_json: bool) -> None:
    """Try the speech model in some ways and say what to set."""
    # Loads the libraries of speech models, which other commands do without.
    from workers.asr import ModelUnavailable, measuring  # noqa: PLC0415

    settings = get_asr_settings()
    told = None if as_json else console.status("Measuring: this takes some minutes.")
    try:
        with ExitStack() as stack:
            if told is not None:
                stack.enter_context(told)
            sound = stack.enter_context(decoded(sample)) if sample is not None else None
            report = measuring.measure(settings, sound)
    except ModelUnavailable as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
    if as_json:
        print(report.model_dump_json())  # noqa: T201
        return
    table = Table("compute type", "threads", "streams", "batch", "real-time factor", box=None)
    for trial in report.trials:
        figures = (trial.threads, trial.streams, trial.batch_size, trial.factor)
        style = "green" if trial == report.best else None
        table.add_row(trial.compute_type, *map(str, figures), style=style)
    console.print(f"{report.model} on {report.device}, {report.work}", markup=False)
    console.print(f"Compute types here: {', '.join(report.compute_types)}", markup=False)
    console.print(table)
    console.print(report.advice, markup=False, highlight=False, soft_wrap=True)
