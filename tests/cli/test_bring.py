"""`earshot bring`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from earshot import app
from services.db import transaction
from tests.api.importing import ROWS, made, table
from tests.dialing import calls
from tests.factories import make_company
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

RUNNER = CliRunner()


@pytest.fixture
def file(database: None, tmp_path: Path) -> Path:
    with transaction() as session:
        make_company(session)
        made(session, "files", timezone="Asia/Shanghai")
    written = tmp_path / "calls.csv"
    written.write_bytes(table([*ROWS, ("c-3", "", "", "", "soon", "", "", "")]))
    return written


def bring(file: Path, *options: str, code: int = 0) -> str:
    done = RUNNER.invoke(app, ["bring", str(file), *options], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


def test_a_file_is_brought_in_where_no_worker_runs(file: Path) -> None:
    output = bring(file, "--source", "files")
    again = bring(file, "--source", "files")

    assert "3 rows read, 1 of them refused; 8 new events of 2 calls, 0 known already." in output
    assert "0 new events of 2 calls, 8 known already." in again
    assert set(calls()) == {"c-1", "c-2"}
    assert run_waiting(FakeTranscriber()) == 0


def test_it_can_be_left_to_a_worker(file: Path) -> None:
    assert "Queued as" in bring(file, "--source", "files", "--no-wait")
    assert calls() == {}
    run_waiting(FakeTranscriber())
    assert set(calls()) == {"c-1", "c-2"}


def test_what_is_wrong_ends_with_a_sentence(file: Path) -> None:
    assert "There is no" in bring(file, "--source", "others", code=1)
    assert "no saved mapping" in bring(file, "--source", "files", "--mapping", "weekly", code=1)
    file.write_bytes(b"a,b\n1,2\n")
    assert "started_at" in bring(file, "--source", "files", code=1)
