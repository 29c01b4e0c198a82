"""The page of figures says what the history says, and the history is kept as it should be."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot import measuring
from scripts import benches
from tests.bench import frame, history, page, running
from tests.bench.history import Machine, Run
from tests.bench.roster import BENCHES, NOT_BUILT, Bench

OURS = Machine(cpus=2, cpu="Ours", system="Linux", python="3.11.7", load=1.0)
THEIRS = OURS.model_copy(update={"cpu": "Theirs", "cpus": 64})
BENCH = Bench("start", "work", "floor", 1, ("{ready_s:.1f} s", "{worst:.1%} wrong"))


def a_run(ratio: float = 1.0, *, busy: bool = False, machine: Machine = OURS) -> Run:
    return Run(
        at=datetime(2026, 3, 2, tzinfo=UTC),
        bench="start",
        ratio=ratio,
        goal=1,
        higher_is_better=False,
        ok=ratio <= 1,
        figures={"ready_s": 4.6},
        machine=machine,
        version="0.1.0",
        commit="abc1234",
        busy=busy,
    )


def script(text: str) -> running.Command:
    """A bench that is this program."""

    def command(bench: Bench) -> Sequence[str]:
        return (sys.executable, "-c", text)

    return command


def test_the_page_agrees_with_the_history() -> None:
    text = page.PAGE.read_text()

    assert page.with_figures(text, history.read()) == text, "Run make bench ARGS=--page."


def test_every_bench_is_told_of() -> None:
    assert sorted(bench.name for bench in BENCHES) == sorted(measuring.benches())
    assert not {each.name for each in NOT_BUILT} & set(measuring.benches())


def test_figures_that_phrases_ask_for_are_measured() -> None:
    for bench in BENCHES:
        measured = [run for run in history.read() if run.bench == bench.name and not run.taken_over]
        for phrase in bench.figures if measured else ():
            assert phrase.format_map(measured[-1].figures)


@pytest.mark.parametrize("run", history.read(), ids=lambda run: f"{run.bench}-{run.at:%m-%d}")
def test_a_run_that_was_kept_says_of_itself_what_is_so(run: Run) -> None:
    met = run.ratio >= run.goal if run.higher_is_better else run.ratio <= run.goal
    assert run.ok == (met and all(run.figures[name] <= most for name, most in run.most.items()))
    assert run.taken_over or run.busy == history.is_busy(run.machine)


def test_a_ratio_just_short_of_its_goal_is_not_printed_as_met() -> None:
    nearly = frame.Result("shuffled", 0.99999, 1, higher_is_better=True, figures={})

    assert (nearly.as_dict()["ratio"], nearly.as_dict()["ok"]) == (0.99999, False)


def newest_quiet(runs: list[Run]) -> Iterator[Run]:
    return (run for run in reversed(runs) if not run.busy)


@given(st.lists(st.booleans(), max_size=6))
def test_a_busy_run_counts_only_where_there_is_no_other(busy: list[bool]) -> None:
    runs = [a_run(ratio, busy=each) for ratio, each in enumerate(busy, start=1)]
    counted = history.of_record(runs, "start")

    assert counted == (runs[-1] if runs and all(busy) else next(newest_quiet(runs), None))
    assert history.of_record(runs, "board") is None


def test_a_run_is_held_against_the_one_before_on_the_same_kind_of_machine() -> None:
    first, elsewhere, now = a_run(0.8), a_run(0.1, machine=THEIRS), a_run(0.9)

    assert history.before([first, elsewhere, now], now) == first
    assert history.before([first, elsewhere], elsewhere) is None


def test_the_page_tells_goal_trend_and_figures() -> None:
    runs = [a_run(0.9), a_run(0.4).model_copy(update={"most": {"ready_s": 4}, "ok": False})]

    told = page.tables(runs)

    assert "≤ 1 and `ready_s` ≤ 4 | 0.4 | **no** | 0.9 (2026-03-02) → 0.4, better" in told
    assert "2026-03-02, `abc1234`, load 1" in told
    assert "| `search` | ≥ 1,000 times as fast, p95 ≤ 5 ms | not built |" in told
    assert "| `board` |  | not measured |" in told
    assert page.figures(BENCH, {"ready_s": 4.64}) == "4.6 s"
    assert page.figures(BENCH, {"ready_s": 4.64, "worst": 0.5}) == "4.6 s; 50.0 % wrong"


def test_what_a_bench_prints_is_kept_with_load_and_commit(tmp_path: Path) -> None:
    line = a_run().model_dump_json(
        exclude={"version", "commit", "busy", "taken_over", "note"}, exclude_none=True
    )
    file = tmp_path / "kept" / "history.jsonl"

    # A goal that is not met is no trouble.
    prints = script(f"print('first\\n' + {line!r}); raise SystemExit(1)")
    outcome = running.measured(BENCH, "abc1234", 60, prints)
    assert outcome.run is not None
    history.append(outcome.run, file)
    history.append(a_run(), file)

    [kept, _] = history.read(file)
    assert kept == outcome.run
    assert (kept.commit, kept.ratio, kept.figures) == ("abc1234", 1.0, {"ready_s": 4.6})
    assert kept.machine.load_before is not None
    assert kept.busy == history.is_busy(kept.machine)


def test_a_load_over_the_cores_and_one_is_busy() -> None:
    assert not history.is_busy(OURS.model_copy(update={"load": 3.0}))
    assert history.is_busy(OURS.model_copy(update={"load": 3.1}))
    assert history.is_busy(OURS.model_copy(update={"load_before": 3.1}))


def test_a_bench_that_fails_is_told_and_not_kept() -> None:
    outcome = running.measured(BENCH, "", 60, script("raise SystemExit(3)"))

    assert (outcome.run, outcome.trouble) == (None, "failed with exit code 3")


@pytest.mark.parametrize(
    ("then", "limit_s", "trouble"),
    [
        ("time.sleep(600)", 5, "not done after 5 s"),
        ("raise SystemExit(3)", 60, "failed with exit code 3"),
    ],
)
def test_a_bench_leaves_nothing_running(
    then: str, limit_s: float, trouble: str, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    starts = script(
        "import subprocess, pathlib, time\n"
        "child = subprocess.Popen(['sleep', '600'], stdout=subprocess.DEVNULL)\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(child.pid))\n"
        f"{then}"
    )

    outcome = running.measured(BENCH, "", limit_s, starts)

    assert outcome.trouble == trouble
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int(pid.read_text())).wait(20)


def test_a_bench_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        benches.main(["start", "search"])

    assert left.value.code == 2
    assert "no bench search; there are: start, score" in capsys.readouterr().err
