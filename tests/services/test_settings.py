"""Settings that cannot be used are said by name, and their values are not."""

from collections.abc import Iterator

import pytest

from services.settings import (
    AsrSettings,
    SettingsWrong,
    get_asr_settings,
    get_settings,
)
from tests.cli.test_cli import call


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    get_asr_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_asr_settings.cache_clear()
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("engines", "sentence"),
    [
        (
            '{"box": {"remote_kye": "s3cret"}}',
            "EARSHOT_ASR_ENGINES: box.remote_kye: there is no such setting.",
        ),
        (
            '{"box": {"engines": {}}}',
            "EARSHOT_ASR_ENGINES: box.engines: there is no such setting.",
        ),
        (
            '{"box": {"beam_size": "s3cret"}}',
            "EARSHOT_ASR_ENGINES: box.beam_size: Input should be a valid integer",
        ),
        (
            '{"box": {"remote_url": "ftp://box/s3cret"}}',
            "EARSHOT_ASR_ENGINES: box.remote_url: URL scheme should be 'http' or 'https'.",
        ),
        (
            '{"box": {"remote_url": "http://[box"}}',
            "EARSHOT_ASR_ENGINES: box.remote_url: Input should be a valid URL",
        ),
        ('{"A box": {}}', "EARSHOT_ASR_ENGINES: A box: String should match pattern"),
        (
            '{"default": {}}',
            'EARSHOT_ASR_ENGINES: default: "default" is the engine that the other EARSHOT_ASR_'
            " settings describe.",
        ),
        ('{"box": s3cret', "EARSHOT_ASR_ENGINES: this is not JSON."),
        ("[]", "EARSHOT_ASR_ENGINES: Input should be a valid dictionary."),
    ],
)
def test_engines_that_cannot_be_are_said_by_name(
    monkeypatch: pytest.MonkeyPatch, engines: str, sentence: str
) -> None:
    monkeypatch.setenv("EARSHOT_ASR_ENGINES", engines)

    with pytest.raises(SettingsWrong) as caught:
        get_asr_settings()

    assert str(caught.value).startswith(sentence)
    assert "s3cret" not in str(caught.value)


def test_everything_that_is_wrong_is_said_and_no_command_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EARSHOT_ASR_BEAM_SIZE", "0")
    monkeypatch.setenv("EARSHOT_ASR_ENGINES", '{"box": {"modle": "x"}}')

    said = call("key", "list", code=1)

    assert "EARSHOT_ASR_BEAM_SIZE: Input should be greater than or equal to 1." in said
    assert "EARSHOT_ASR_ENGINES: box.modle: there is no such setting." in said
    assert "Traceback" not in said


def test_other_settings_are_said_by_name_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_PORT", "eighty")
    get_settings.cache_clear()

    with pytest.raises(SettingsWrong, match=r"^EARSHOT_PORT: Input should be a valid integer"):
        get_settings()


def test_an_engine_has_the_default_ones_settings_but_for_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EARSHOT_ASR_BEAM_SIZE", "3")
    monkeypatch.setenv("EARSHOT_ASR_LANGUAGE", "zh")
    monkeypatch.setenv("EARSHOT_ASR_ENGINES", '{"box": {"beam_size": 5, "language": null}}')

    box = get_asr_settings().of_engine("box")

    assert (box.beam_size, box.language, box.engines) == (5, None, {})
    assert get_asr_settings().of_engine("default").beam_size == 3
    with pytest.raises(KeyError):
        get_asr_settings().of_engine("another")


def test_a_key_goes_to_no_server_but_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_ASR_REMOTE_URL", "http://one/v1")
    monkeypatch.setenv("EARSHOT_ASR_REMOTE_KEY", "s3cret")
    monkeypatch.setenv(
        "EARSHOT_ASR_ENGINES",
        '{"same": {"model": "b"}, "other": {"remote_url": "http://two/v1"},'
        ' "own": {"remote_url": "http://two/v1", "remote_key": "0wn"}}',
    )
    settings = get_asr_settings()

    keys = {name: settings.of_engine(name).remote_key for name in settings.engine_names}

    assert {name: key.get_secret_value() if key else None for name, key in keys.items()} == {
        "default": "s3cret",
        "same": "s3cret",
        "other": None,
        "own": "0wn",
    }
    assert "s3cret" not in repr(settings)
    assert "0wn" not in repr(settings)
    assert isinstance(settings, AsrSettings)
