"""Settings as an administrator meets them: shown, checked, refused."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from earshot import app
from services import holding, sealing
from services.settings import get_asr_settings, get_settings
from tests.cli.test_cli import call

runner = CliRunner()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for cached in (get_settings, get_asr_settings):
        cached.cache_clear()
    sealing.forget()
    yield
    monkeypatch.undo()
    sealing.forget()
    for cached in (get_settings, get_asr_settings):
        cached.cache_clear()


def shown() -> dict[str, tuple[str, str]]:
    lines = [json.loads(line) for line in call("config", "--json").splitlines()]
    return {each["variable"]: (each["value"], each["origin"]) for each in lines}


def test_where_each_comes_from_is_shown_and_no_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / "earshot_judge_key").write_text("s3cret\n")
    (tmp_path / ".env").write_text("EARSHOT_PORT=8900\n")
    monkeypatch.setenv("EARSHOT_SECRETS", str(folder))
    monkeypatch.setenv("EARSHOT_DATABASE_URL", "postgresql://bob:s3cret@db/earshot")

    found = shown()

    assert found["EARSHOT_PORT"] == ("8900", ".env")
    assert found["EARSHOT_JUDGE_KEY"] == ("set, not shown", "secret file")
    assert found["EARSHOT_DATABASE_URL"] == ("postgresql://bob@db/earshot", "environment")
    assert found["EARSHOT_BOARD_WINDOW"][1] == "default"
    assert found["EARSHOT_ASR_MODEL"] == ("small", "default")
    assert "s3cret" not in call("config", "check")


def test_what_a_start_tells_its_processes_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(holding.GATE, "var/earshot.gate")
    assert call("config", "check")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"EARSHOT_DATABSE_URL": "x"},
            "EARSHOT_DATABSE_URL: there is no such setting. Did you mean EARSHOT_DATABASE_URL?",
        ),
        (
            {"EARSHOT_DATABASE_URL": "mysql://earshot:s3cret@db/earshot"},
            "EARSHOT_DATABASE_URL: write it as postgresql://user:password@host/database.",
        ),
        ({"EARSHOT_PORT": "88000"}, "EARSHOT_PORT: Input should be less than or equal to 65535."),
        ({"EARSHOT_PORT": "http"}, "EARSHOT_PORT: Input should be a valid integer"),
        ({"EARSHOT_SECRETS": "nowhere"}, "EARSHOT_SECRETS: there is no folder nowhere."),
        (
            {"EARSHOT_SESSION_IDLE": "thirty"},
            "EARSHOT_SESSION_IDLE: not a length of time; write PT30M for 30 minutes,",
        ),
        (
            {"EARSHOT_SESSION_IDLE": "PT3H", "EARSHOT_SESSION_LIFETIME": "PT1H"},
            "EARSHOT_SESSION_IDLE is longer than EARSHOT_SESSION_LIFETIME.",
        ),
        (
            {"EARSHOT_RULE_MUTED_BELOW": "0.95"},
            "EARSHOT_RULE_MUTED_BELOW is above EARSHOT_RULE_TRUSTED_FROM.",
        ),
        (
            {"EARSHOT_SECURE_COOKIES": "1", "EARSHOT_PUBLIC_ORIGINS": '["http://wall"]'},
            "EARSHOT_SECURE_COOKIES is on, and EARSHOT_PUBLIC_ORIGINS has an origin without TLS.",
        ),
    ],
)
def test_what_cannot_be_used_ends_every_command_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], sentence: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    for command in (["config", "check"], ["serve"]):
        done = runner.invoke(app, command)
        assert done.exit_code == 1
        assert sentence in " ".join(done.output.split())
        assert "s3cret" not in done.output


def test_a_secret_file_that_is_nearly_right_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Else Earshot would come up empty, on a database of its own."""
    (tmp_path / "earshot_databse_url").write_text("postgresql://db/earshot")
    monkeypatch.setenv("EARSHOT_SECRETS", str(tmp_path))

    assert "Did you mean EARSHOT_DATABASE_URL?" in refused("config", "check")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (".env", "A file of settings is not in UTF-8."),
        ("earshot_judge_key", "EARSHOT_JUDGE_KEY: this is not in UTF-8."),
    ],
)
def test_files_that_cannot_be_read_are_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str, sentence: str
) -> None:
    (tmp_path / file).write_bytes(b"EARSHOT_PORT=\xff\xfe")
    monkeypatch.setenv("EARSHOT_SECRETS", str(tmp_path))

    assert sentence in refused("config", "check")


@pytest.mark.parametrize(
    ("variable", "content", "sentence"),
    [
        ("EARSHOT_KEY_FILE", None, "EARSHOT_KEY_FILE cannot be read"),
        ("EARSHOT_KEY_FILE", "c2hvcnQ=", "must have keys of 32 bytes in base64"),
        ("EARSHOT_KEY_COMMAND", None, "EARSHOT_KEY_COMMAND wrap failed"),
        ("EARSHOT_JUDGE_KEY_FILE", None, "EARSHOT_JUDGE_KEY_FILE cannot be read: No such file"),
    ],
)
def test_keys_that_cannot_be_used_are_said(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    variable: str,
    content: str | None,
    sentence: str,
) -> None:
    if content is not None:
        (tmp_path / "key").write_text(content)
    monkeypatch.setenv(variable, str(tmp_path / "key"))

    assert sentence in refused("config", "check")


def refused(*command: str) -> str:
    done = runner.invoke(app, command)
    assert done.exit_code == 1, done.output
    return " ".join(done.output.split())
