"""Engines by name: which there are, and what each is made with."""

from collections.abc import Iterator

import pytest

from services.settings import AsrSettings, EngineSettings, get_asr_settings
from services.transcripts import MadeBy
from workers.asr import ModelUnavailable, Transcriber
from workers.asr.choose import Transcribers, make_transcribers
from workers.asr.fake import FakeTranscriber

SETTINGS = AsrSettings(
    model="small",
    beam_size=2,
    engines={
        "careful": EngineSettings(beam_size=5),
        "box": EngineSettings(remote_url="http://box/v1", model="paraformer-zh", language="zh"),
    },
)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    get_asr_settings.cache_clear()
    yield monkeypatch
    get_asr_settings.cache_clear()


def test_each_engine_is_made_once_and_when_it_is_asked_for() -> None:
    made: list[str] = []

    def make(name: str, settings: AsrSettings) -> Transcriber:
        made.append(name)
        return FakeTranscriber(made_by=MadeBy(engine=name, model=settings.model), settings=settings)

    transcribers = Transcribers(SETTINGS, make)

    assert transcribers.names == ("default", "careful", "box")
    assert made == []
    careful = transcribers.get("careful")
    assert transcribers.get("careful") is careful
    assert (careful.settings.model, careful.settings.beam_size) == ("small", 5)
    assert transcribers.get(None) is transcribers.get("default")
    assert transcribers.get("box").made_by.model == "paraformer-zh"
    assert made == ["careful", "default", "box"]


def test_an_engine_that_is_not_there_is_said_with_those_that_are() -> None:
    transcribers = Transcribers(SETTINGS, lambda *_: FakeTranscriber())

    with pytest.raises(
        ModelUnavailable, match="no engine 'swift' here, only default, careful, box"
    ):
        transcribers.get("swift")


def test_transcripts_bear_the_name_of_their_engine(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("EARSHOT_ASR_REMOTE_URL", "http://here/v1")
    environment.setenv("EARSHOT_ASR_ENGINES", '{"box": {"model": "paraformer-zh"}}')

    transcribers = make_transcribers()

    assert transcribers.get().made_by.engine == "remote"
    assert transcribers.get("box").made_by.engine == "box"


def test_the_default_engine_is_there_at_once_or_not_at_all(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("EARSHOT_ASR_MODEL", "/no/such/model")

    with pytest.raises(ModelUnavailable, match="/no/such/model"):
        make_transcribers()
