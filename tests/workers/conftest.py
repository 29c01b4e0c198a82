"""Settings under which a worker gives up soon."""

from collections.abc import Iterator

import pytest

from services.settings import get_settings


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, database: None) -> Iterator[None]:
    """Hung children are given up after three seconds, silent workers after two."""
    monkeypatch.setenv("EARSHOT_TRANSCRIBE_TIMEOUT", "PT3S")
    monkeypatch.setenv("EARSHOT_JOB_HEARTBEAT", "PT2S")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()
