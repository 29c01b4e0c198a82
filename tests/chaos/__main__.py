"""`make chaos`: harm a whole installation in many ways, and see what becomes of it."""

import argparse
import asyncio
import json
import logging
import sys
from contextlib import suppress
from pathlib import Path

from rich.console import Console

from tests.chaos import clocks, cuts, full, harms, packets, report
from tests.chaos.attempt import Outcome, attempt
from tests.chaos.disks import disk
from tests.chaos.ledger import Ledger
from tests.chaos.scene import installation, set_up

HARM_SHARE = 0.3
"""Of a scenario's time; the rest is for recovery and judgement."""

SCENARIOS = {
    each.name: each
    for each in (*harms.SCENARIOS, *full.SCENARIOS, *clocks.SCENARIOS, *cuts.SCENARIOS)
}
console = Console(width=None if sys.stdout.isatty() else 160)


def main() -> int:
    """The exit code: 0 when nothing was lost, doubled or wrong for too long."""
    options = _options()
    if options.list:
        for each in SCENARIOS.values():
            console.print(f"{each.name:20} {each.story}", highlight=False)
        return 0
    packets.isolate()
    packets.raise_loopback()
    logging.basicConfig(level=logging.ERROR)
    names = options.names or list(SCENARIOS)
    outcomes: list[Outcome] = []
    # Interrupted, it tells of what was tried until then.
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(names, outcomes, options.minutes, options.keep))
    left_out = [each for name, each in SCENARIOS.items() if name not in _names(outcomes)]
    if options.docs:
        outcomes += [Outcome(each.name, each.story, skipped="not in this run") for each in left_out]
    told = report.report(outcomes, minutes=options.minutes, whole=not left_out)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    console.print(report.table(told))
    report.print_faults(told, console)
    console.print(f"Written to {options.json}", highlight=False)
    if options.docs:
        report.write_page(told)
    tried = [each for each in outcomes if not each.skipped]
    return 0 if tried and all(each.ok for each in tried) else 1


def _names(outcomes: list[Outcome]) -> set[str]:
    return {each.name for each in outcomes}


async def _run(
    names: list[str], outcomes: list[Outcome], minutes: float, keep: Path | None
) -> None:
    with disk() as place:
        console.print("Starting PostgreSQL, an object store, two APIs, two workers, a proxy ...")
        try:
            ledger = Ledger(place.folder.parent / "ledger.jsonl")
            async with set_up(installation(place.folder), place, ledger) as scene:
                scene.harm_s = minutes * 60 * HARM_SHARE
                for name in names:
                    console.print(f"[b]{name}[/b]: {SCENARIOS[name].story} ...")
                    outcomes.append(await attempt(SCENARIOS[name], scene))
                    console.print(report.line(outcomes[-1]), highlight=False)
        finally:
            if keep:
                report.keep_logs(place.folder, keep)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="SCENARIO", help="all when left out")
    parser.add_argument("--minutes", type=float, default=0.8, help="about so long for each")
    parser.add_argument("--json", type=Path, default=Path("var/chaos.json"), help="what was seen")
    parser.add_argument("--docs", action="store_true", help="write docs/reliability.md's table")
    parser.add_argument("--keep", type=Path, help="a folder for logs of all processes")
    parser.add_argument("--list", action="store_true", help="name the scenarios")
    options = parser.parse_args()
    if unknown := set(options.names) - SCENARIOS.keys():
        parser.error(f"no scenario {', '.join(sorted(unknown))}; there are: {' '.join(SCENARIOS)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
