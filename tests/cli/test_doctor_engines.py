"""The doctor looks at every engine, without loading any."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.db import transaction
from services.scoring import opinions
from services.settings import get_asr_settings, get_settings
from tests.cli.test_cli import doctor
from tests.workers.speech_server import speech_server


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    get_asr_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_asr_settings.cache_clear()
    get_settings.cache_clear()


def test_a_model_that_is_not_there_and_a_server_that_is(
    database: None, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    with speech_server() as server:
        monkeypatch.setenv("EARSHOT_ASR_MODEL", "/no/such/model")
        away = f"http://someone:s3cret@127.0.0.1:{unused_port}/v1"
        monkeypatch.setenv(
            "EARSHOT_ASR_ENGINES",
            f'{{"box": {{"remote_url": "{server.url}", "model": "paraformer-zh"}},'
            f' "away": {{"remote_url": "{away}"}}}}',
        )

        found = doctor(1)

    assert not found["speech model"]["ok"]
    assert found["engine box"]["ok"]
    assert found["engine box"]["finding"] == f"paraformer-zh, at {server.url}"
    assert not found["engine away"]["ok"]
    assert "does not answer" in str(found["engine away"]["finding"])
    assert "s3cret" not in str(found)


def test_a_key_that_a_server_refuses(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with speech_server() as server:
        server.on_get = 401
        monkeypatch.setenv("EARSHOT_ASR_REMOTE_URL", server.url)

        found = doctor(1)

    assert str(found["speech model"]["finding"]).endswith(
        "does not accept the key; set EARSHOT_ASR_REMOTE_KEY"
    )


def test_a_judge_is_asked_for_and_its_budget_told(
    database: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with transaction() as session:
        opinions.spend(session, 10)
    with speech_server() as server:
        monkeypatch.setenv("EARSHOT_JUDGE_URL", server.url)
        monkeypatch.setenv("EARSHOT_JUDGE_MODEL", "qwen3")
        get_settings.cache_clear()
        answers = doctor()["judge"]
        server.on_get = 401
        refuses = doctor(1)["judge"]
    monkeypatch.setenv("EARSHOT_JUDGE_KEY_FILE", str(tmp_path / "none"))
    get_settings.cache_clear()
    keyless = doctor(1)["judge"]

    assert answers["ok"]
    assert answers["finding"] == f"qwen3, asked 1 of 1,000 times today, at {server.url}"
    assert str(refuses["finding"]).endswith("does not accept the key; set EARSHOT_JUDGE_KEY")
    assert "EARSHOT_JUDGE_KEY_FILE cannot be read" in str(keyless["finding"])
