"""Two APIs, two workers, PostgreSQL, a store and nginx, started once for all tests here."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.installation import proxies
from tests.installation.whole import Installation


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.processes)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def _running() -> Iterator[Installation]:
    # Not pytest's own folder, which PostgreSQL's user may not enter.
    with TemporaryDirectory(prefix="earshot-", ignore_cleanup_errors=True) as folder:
        try:
            whole = Installation(Path(folder), proxy="nginx")
        except proxies.Missing:
            pytest.skip("nginx is not here: run scripts/proxies.sh")
        with whole:
            yield whole


@pytest.fixture
def whole(_running: Installation) -> Iterator[Installation]:
    """All of it, every part alive again after the test."""
    yield _running
    for each in _running.parts:
        if not each.is_alive():
            each.start(wait=False)
    for each in _running.parts:
        each.wait_ready()
