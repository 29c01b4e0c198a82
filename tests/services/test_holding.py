"""Who waits at a gate comes through once it opens, and never when its keeper gave up."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from services.holding import Gate, NeverOpened, passed

URL = "postgresql:///earshot?host=%2Ftmp"
KEEPS = """
import sys, time
from pathlib import Path
from services.holding import Gate
with Gate(Path(sys.argv[1])):
    print("shut", flush=True)
    time.sleep(600)
"""


def test_who_waits_is_told_when_it_opens_and_so_are_those_who_come_later(tmp_path: Path) -> None:
    told: list[str] = []
    with Gate(tmp_path / "gate") as gate:
        waiting = threading.Thread(target=lambda: told.append(passed(gate.path)))
        waiting.start()
        assert not told
        gate.open(URL)
        waiting.join(10)
        told.append(passed(gate.path))

    assert told == [URL, URL]


def test_nobody_comes_through_a_gate_whose_keeper_gave_up(tmp_path: Path) -> None:
    with Gate(tmp_path / "gate") as gate:
        pass

    with pytest.raises(NeverOpened):
        passed(gate.path)


def test_what_an_earlier_keeper_opened_is_shut_again(tmp_path: Path) -> None:
    with Gate(tmp_path / "gate") as gate:
        gate.open(URL)
    with Gate(tmp_path / "gate") as gate:
        pass

    with pytest.raises(NeverOpened):
        passed(gate.path)


def test_a_keeper_that_is_killed_leaves_nobody_waiting(tmp_path: Path) -> None:
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPS, str(tmp_path / "gate")], stdout=subprocess.PIPE
    )
    assert keeper.stdout is not None
    assert keeper.stdout.readline() == b"shut\n"
    refused = threading.Event()

    def wait() -> None:
        with pytest.raises(NeverOpened):
            passed(tmp_path / "gate")
        refused.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    keeper.kill()
    keeper.communicate()

    assert refused.wait(10)
    waiting.join()
