"""From sound to measures: a stereo call in, who spoke how much and how fast out."""

from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from demo.calls import MODEL, RecordedCall, read_manifest
from services.db import transaction
from services.settings import AsrSettings
from services.tables import KeyScope
from tests.doors import bearer, sign_in
from tests.factories import make_company, make_source
from tests.flows.dialing import report, upload
from tests.sounds import CALLS
from workers.asr.whisper import WhisperTranscriber
from workers.drain import run_waiting

RECORDED = [
    call for call in read_manifest(CALLS).calls if call.layout == "stereo" and call.duration_s > 30
]


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    return WhisperTranscriber(
        AsrSettings(
            model=str(MODEL), device="cpu", chunk_length_s=10, vad_threshold=0.25, word_times=False
        )
    )


@pytest.fixture
def dialer(client: TestClient) -> dict[str, str]:
    with transaction() as session:
        make_company(session)
        scopes = (KeyScope.EVENTS_WRITE, KeyScope.RECORDINGS_WRITE)
        return dict(bearer(session, make_source(session), *scopes))


def spoken_s(call: RecordedCall, speaker: str) -> float:
    """Seconds of their turns, with the pauses under half a second between two of them."""
    turns = [turn for turn in call.turns if turn.channel == speaker]
    pauses = [after.start_s - before.end_s for before, after in pairwise(turns)]
    return sum(t.end_s - t.start_s for t in turns) + sum(p for p in pauses if p < 0.5)


def rate_of(call: RecordedCall, speaker: str) -> tuple[float, str]:
    """Per minute of those turns that have four characters or more."""
    turns = [
        (turn.text, turn.end_s - turn.start_s)
        for turn in call.turns
        if turn.channel == speaker and sum(map(str.isalnum, turn.text)) >= 4
    ]
    minutes = sum(lasts_s for _, lasts_s in turns) / 60
    if call.language == "en":
        return sum(len(text.split()) for text, _ in turns) / minutes, "words_per_minute"
    characters = sum(sum(map(str.isalnum, text)) for text, _ in turns)
    return characters / minutes, "characters_per_minute"


@pytest.mark.parametrize("call", RECORDED, ids=lambda call: call.file)
def test_a_call_is_measured_when_it_is_heard(
    client: TestClient, dialer: dict[str, str], whisper: WhisperTranscriber, call: RecordedCall
) -> None:
    client.headers.update(dialer)
    report(client, call)
    call_id = upload(client, call)
    run_waiting(whisper)
    del client.headers["Authorization"]
    sign_in(client, "dana")

    found = client.get(f"/api/v1/calls/{call_id}/acoustics").json()

    said_s = {each["channel"]: spoken_s(call, each["channel"]) for each in found["speakers"]}
    assert list(said_s) == ["agent", "customer"]
    assert found["talk_ratio"] == pytest.approx(said_s["agent"] / sum(said_s.values()), abs=0.03)
    for speaker in found["speakers"]:
        rate, unit = rate_of(call, speaker["channel"])
        assert speaker["speech_s"] == pytest.approx(said_s[speaker["channel"]], rel=0.1)
        assert speaker["speech_rate"] == pytest.approx(rate, rel=0.15)
        assert speaker["rate_unit"] == unit
    assert found["duration_s"] == pytest.approx(call.duration_s, abs=0.1)
    assert found["ringing"] == found["music"] == found["beeps"] == found["dead_air"] == []
    assert found["answering_machine"] == 0
    newest = client.get(f"/api/v1/calls/{call_id}/transcript").json()
    assert found["transcript_id"] == newest["id"]
