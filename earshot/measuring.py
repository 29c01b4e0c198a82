"""Measuring budgets."""

import importlib
import json
from pathlib import Path
from typing import Annotated

import typer

from earshot.console import console

app = typer.Typer()

BENCHES = Path(__file__).parents[1] / "tests" / "bench"


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="Which benchmark; `list` names them.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Measure a budget against its floor, both in this run."""
    known = sorted(path.stem for path in BENCHES.glob("*.py") if "def measure" in path.read_text())
    if name == "list":
        console.print("\n".join(known))
        return
    if name not in known:
        console.print(f"[red]No benchmark {name!r}. There are: {', '.join(known) or 'none'}.[/red]")
        raise typer.Exit(2)
    result = importlib.import_module(f"tests.bench.{name}").measure()
    print(json.dumps(result.as_dict())) if as_json else console.print(result)  # noqa: T201
    raise typer.Exit(0 if result.ok else 1)
