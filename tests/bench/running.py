"""Running benchmarks one after the other, each in a process of its own that has a limit."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version

from tests.bench.history import Machine, Run, is_busy, most_load
from tests.bench.roster import Bench

_ENDS_WITHIN_S = 30.0
"""What a bench has to stop its servers and its database."""
_SETTLES_WITHIN_S = 90.0

Command = Callable[[Bench], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run, or a sentence that says why there is none."""

    bench: Bench
    took_s: float
    run: Run | None = None
    trouble: str = ""


def earshot(bench: Bench) -> Sequence[str]:
    return (sys.executable, "-m", "earshot", "bench", bench.name, "--json", *bench.arguments)


def measured(bench: Bench, commit: str, limit_s: float, command: Command = earshot) -> Outcome:
    """Run one bench; what still runs when its limit is over is ended."""
    load_before = os.getloadavg()[0]
    begun = time.monotonic()
    # A group of its own, so that its servers end with it.
    with subprocess.Popen(
        command(bench), stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            told, _ = process.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            _interrupt(process)
            trouble = f"not done after {limit_s:g} s"
            return Outcome(bench, time.monotonic() - begun, trouble=trouble)
        except KeyboardInterrupt:
            _interrupt(process)
            raise
        finally:
            # Whatever it started and did not end itself.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    took_s = time.monotonic() - begun
    # It fails too when its goal is not met; only silence is trouble.
    lines = [line for line in told.splitlines() if line.startswith("{")]
    if not lines:
        return Outcome(bench, took_s, trouble=f"failed with exit code {process.returncode}")
    return Outcome(bench, took_s, _run(json.loads(lines[-1]), commit, round(load_before, 1)))


def _run(told: dict[str, object], commit: str, load_before: float) -> Run:
    machine = Machine.model_validate(told["machine"] | {"load_before": load_before})  # type: ignore[operator]
    return Run.model_validate(
        told
        | {
            "machine": machine,
            "busy": is_busy(machine),
            "version": version("earshot"),
            "commit": commit,
        }
    )


def _interrupt(process: "subprocess.Popen[str]") -> None:
    """As from the keyboard, so that it stops its servers and its database."""
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_ENDS_WITHIN_S)


def settle() -> bool:
    """Wait for the load that the bench before left behind; whether it went."""
    until = time.monotonic() + _SETTLES_WITHIN_S
    while os.getloadavg()[0] > most_load():
        if time.monotonic() > until:
            return False
        time.sleep(1)
    return True


def commit_here() -> str:
    """What is checked out, with `+` when files differ from it; empty outside of Git."""
    head = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ":!docs")
    return head + ("+" if head and changed else "")


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
