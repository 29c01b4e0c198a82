"""While a job runs, every line that is logged carries what it is."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from pgqueuer.models import Job

from services import logs
from services.jobs import JobArgs, ScoreCall, TranscribeRecording
from services.settings import get_settings
from workers.known_jobs import known, trace_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture(autouse=True)
def as_json(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EARSHOT_LOG_FORMAT", "json")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def claimed(args: JobArgs, headers: dict[str, Any] | None = None) -> Job:
    instants = dict.fromkeys(("created", "updated", "heartbeat", "execute_after"), NOW)
    return Job.model_validate(
        {
            **instants,
            "id": 7,
            "priority": 0,
            "status": "picked",
            "entrypoint": args.queue,
            "payload": args.to_payload(),
            "queue_manager_id": uuid4(),
            "headers": headers,
        }
    )


def test_lines_of_a_job_carry_its_id_and_its_call_and_later_ones_do_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure(get_settings())
    call_id = uuid4()

    with known(claimed(ScoreCall(call_id=call_id))):
        logging.getLogger("workers").warning("within")
    logging.getLogger("workers").warning("after")

    within, after = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    about = {"job_id": "7", "job": "score_call", "call_id": str(call_id)}
    assert {name: within[name] for name in about} == about
    assert not about.keys() & after.keys()


def test_a_job_knows_the_trace_of_who_enqueued_it() -> None:
    args = TranscribeRecording(recording_id=uuid4())

    assert trace_of(claimed(args, {"otel": {"traceparent": PARENT}})) == {"traceparent": PARENT}
    assert trace_of(claimed(args)) == {}
    assert args.to_payload() == args.model_copy(update={"trace": {"a": "b"}}).to_payload()
