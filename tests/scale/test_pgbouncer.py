"""Two APIs and two workers share six connections to PostgreSQL, through PgBouncer."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.installation import proxies
from tests.installation.audience import watching
from tests.installation.load import NO_ANSWER, Load, upload
from tests.installation.pooler import ROOM, Pooler
from tests.installation.proof import (
    assert_nothing_lost,
    heard_more_than_once,
    wait_until_heard,
)
from tests.installation.whole import Installation

MODES = {
    "transaction": {},
    "session": {
        "pool_mode = transaction": "pool_mode = session",
        # Each keeps its own as long as it lives.
        f"default_pool_size = {ROOM}": "default_pool_size = 120",
    },
}
DIRECT = {"api": 2, "worker": 3}
"""Connections past the pooler of one process, as docs/scale.md has them."""


@pytest.fixture(scope="module", params=MODES)
def pooled(request: pytest.FixtureRequest) -> Iterator[Installation]:
    with TemporaryDirectory(prefix="earshot-", ignore_cleanup_errors=True) as folder:
        pooler = partial(Pooler, changes=MODES[request.param])
        try:
            whole = Installation(Path(folder), proxy=None, pooler=pooler)
        except proxies.Missing:
            pytest.skip("PgBouncer is not here: run scripts/proxies.sh")
        with whole:
            yield whole


def test_boards_of_either_api_show_what_the_other_was_told(pooled: Installation) -> None:
    urls = [pooled.api_url(number) for number in (0, 1)]
    with watching(pooled, *urls) as audience, Load(pooled, urls=urls) as load:
        load.wait_for(200)
        load.finish()
        audience.wait_until_agreed(20)
        assert [each.snapshots for each in audience.viewers] == [1, 1]

    assert load.refusals == {}
    assert_nothing_lost(pooled, load.acknowledged)


def test_recordings_are_heard_once(pooled: Installation) -> None:
    for number in range(4):
        upload(pooled, f"pooled-{number}")

    wait_until_heard(pooled)

    assert heard_more_than_once(pooled) == []
    assert _complaints(pooled) == []


def test_postgresql_sees_few_connections(
    pooled: Installation, record_testsuite_property: Callable[[str, object], None]
) -> None:
    assert pooled.pooler
    clients = servers = direct = 0
    urls = [pooled.api_url(number) for number in (0, 1)]
    with watching(pooled, *urls * 3), Load(pooled, lanes=40, urls=urls) as load:
        while len(load.acknowledged) < 400:
            [pool] = pooled.pooler.pools()
            clients = max(clients, pool["cl_active"] + pool["cl_waiting"])
            held = pool["sv_active"] + pool["sv_idle"] + pool["sv_used"]
            servers = max(servers, held)
            direct = max(direct, sum(pooled.database.connections().values()) - held)
            load.wait_for(len(load.acknowledged) + 20)

    seen = {"clients": clients, "servers": servers, "direct": direct}
    record_testsuite_property(f"connections {pool['pool_mode']}", seen)
    assert load.refusals == {}
    # One is of this test.
    assert direct <= 2 * sum(DIRECT.values()) + 1, seen
    if pool["pool_mode"] == "transaction":
        assert servers <= ROOM < clients, seen


def test_a_pooler_that_is_killed_costs_no_event(pooled: Installation) -> None:
    assert pooled.pooler
    urls = [pooled.api_url(number) for number in (0, 1)]
    with watching(pooled, *urls) as audience, Load(pooled, urls=urls) as load:
        load.wait_for(60)
        pooled.pooler.kill()
        pooled.pooler.start()
        load.wait_for(len(load.acknowledged) + 100)
        load.finish()
        audience.wait_until_agreed(30)

    assert set(load.refusals) <= {"503"}, load.refusals
    assert_nothing_lost(pooled, load.acknowledged)


def test_a_database_that_is_killed_behind_it_costs_no_event(pooled: Installation) -> None:
    urls = [pooled.api_url(number) for number in (0, 1)]
    with watching(pooled, *urls) as audience, Load(pooled, urls=urls) as load:
        upload(pooled, "before the kill")
        load.wait_for(60)
        pooled.database.kill()
        pooled.database.start()
        load.wait_for(len(load.acknowledged) + 100)
        load.finish()
        audience.wait_until_agreed(30)
    wait_until_heard(pooled)

    assert set(load.refusals) <= {"503", NO_ANSWER}, load.refusals
    assert_nothing_lost(pooled, load.acknowledged)
    assert heard_more_than_once(pooled) == []


def test_a_backup_is_of_one_moment(pooled: Installation, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "earshot", "backup", str(tmp_path)],
        env=pooled.settings(EARSHOT_HOME=str(tmp_path / "home")),
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_doctor_says_whether_what_is_announced_is_heard(
    pooled: Installation, tmp_path: Path
) -> None:
    assert pooled.pooler
    [pool] = pooled.pooler.pools()
    home = {"EARSHOT_HOME": str(tmp_path)}
    told = _doctor(pooled.settings(**home))
    assert told["ok"], told

    past = {name: value for name, value in pooled.settings(**home).items() if "DIRECT" not in name}
    told = _doctor(past)

    assert told["ok"] == (pool["pool_mode"] == "session"), told
    assert told["ok"] or "EARSHOT_DATABASE_DIRECT_URL" in told["finding"]


def _doctor(environment: dict[str, str]) -> dict[str, Any]:
    """What it says of notices."""
    done = subprocess.run(
        [sys.executable, "-m", "earshot", "doctor", "--json"],
        env=environment,
        capture_output=True,
        text=True,
    )
    checks = {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert "notices" in checks, done.stderr
    found: dict[str, Any] = checks["notices"]
    return found


def _complaints(whole: Installation) -> list[str]:
    """What processes said of statements that another session knows, or does not."""
    words = ("prepared statement", "DuplicatePreparedStatement", "advisory lock", "Traceback")
    logs = [each.log for each in (*whole.apis, *whole.workers)]
    lines = [line for log in logs for line in log.read_text().splitlines()]
    return [line for line in lines if any(word in line for word in words)]
