"""What must hold in the end, whatever happened to an installation meanwhile."""

from collections import defaultdict
from collections.abc import Set
from typing import Any
from uuid import UUID

from services.calls.recount import recount
from services.db import get_engine, transaction
from tests.installation.process import wait_until
from tests.installation.whole import Installation

HEARD_WITHIN_S = 120.0


def assert_nothing_lost(whole: Installation, acknowledged: Set[str]) -> None:
    """Every acknowledged event is stored, once, and counters are what the calls say."""
    # Its connections may be of before the database was killed.
    get_engine().dispose()
    stored = [row["event_id"] for row in whole.database.rows("SELECT event_id FROM event")]
    missing = acknowledged - set(stored)
    assert not missing, f"{len(missing)} of {len(acknowledged)} events are lost"
    assert len(stored) == len(set(stored))
    with transaction() as session:
        assert recount(session) == {}


def wait_until_heard(whole: Installation) -> dict[str, set[UUID]]:
    """Wait until every recording is heard; which ones each worker was seen at, by its name."""
    seen: dict[str, set[UUID]] = defaultdict(set)

    def done() -> bool:
        for worker in _hearing(whole):
            seen[worker["name"]].add(worker["recording_id"])
        return set(recordings(whole)) <= {"transcribed"}

    wait_until(done, HEARD_WITHIN_S, lambda: str(recordings(whole)))
    return seen


def recordings(whole: Installation) -> dict[str, int]:
    """How many there are, by state."""
    found = whole.database.rows("SELECT state, count(*) AS n FROM recording GROUP BY state")
    return {row["state"]: row["n"] for row in found}


def heard_more_than_once(whole: Installation) -> list[dict[str, Any]]:
    """Recordings with more or less than one transcript."""
    return whole.database.rows(
        "SELECT recording.id, count(transcript.id) AS transcripts FROM recording"
        " LEFT JOIN transcript ON transcript.recording_id = recording.id"
        " GROUP BY recording.id HAVING count(transcript.id) <> 1"
    )


def _hearing(whole: Installation) -> list[dict[str, Any]]:
    """Of a worker that was killed stays what it heard last: another has heard that since."""
    return whole.database.rows(
        "SELECT name, recording_id FROM worker_process"
        " JOIN recording ON recording.id = recording_id WHERE recording.state <> 'transcribed'"
    )
