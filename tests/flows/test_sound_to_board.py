"""From sound to score to board: a stereo call in, the broken rule and its second out."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from demo.calls import MODEL, RECORDINGS, read_manifest
from services.db import transaction
from services.scoring.card import ScorecardBody
from services.settings import AsrSettings
from services.tables import KeyScope
from tests.doors import bearer
from tests.factories import (
    PASSWORD,
    Company,
    make_campaign,
    make_company,
    make_scorecard,
    make_source,
)
from tests.flows.dialing import report, upload
from tests.sounds import CALLS
from workers.asr.whisper import WhisperTranscriber
from workers.drain import run_waiting

PLANTED = next(call for call in read_manifest(CALLS).calls if call.file == "zh-guarantee.ogg")
REFUSED = next(
    call for call in read_manifest(RECORDINGS).calls if call.file == "course-2314.ogg"
).model_copy(update={"campaign": PLANTED.campaign})
"""Of another campaign, whose scorecard has the same rule."""
SCORECARDS = MODEL.parent / "scorecards"


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    return WhisperTranscriber(
        AsrSettings(
            model=str(MODEL), device="cpu", chunk_length_s=10, vad_threshold=0.25, word_times=False
        )
    )


@pytest.fixture
def company(client: TestClient) -> Company:
    """The company, its dialer, and a campaign scored by the demo's Chinese scorecard."""
    with transaction() as session:
        company = make_company(session)
        body = ScorecardBody.model_validate_json((SCORECARDS / "wealth.json").read_text())
        scorecard, _ = make_scorecard(session, body)
        make_campaign(session, scorecard_id=scorecard.id, code=PLANTED.campaign)
        source = make_source(session)
        scopes = (KeyScope.EVENTS_WRITE, KeyScope.RECORDINGS_WRITE)
        dialer = bearer(session, source, *scopes)
    client.post("/api/v1/session", json={"login": "bob", "password": PASSWORD})
    client.headers.update(dialer)
    return company


def read(client: TestClient, path: str) -> Any:
    """As Bob, who has no key."""
    dialer = client.headers.pop("Authorization")
    try:
        answer = client.get(path)
    finally:
        client.headers["Authorization"] = dialer
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("recording_first", [False, True], ids=["events first", "recording first"])
def test_the_planted_violation_is_found_with_its_second(
    client: TestClient, company: Company, whisper: WhisperTranscriber, recording_first: bool
) -> None:
    if recording_first:
        call_id = upload(client, PLANTED)
        run_waiting(whisper)
        report(client, PLANTED)
    else:
        report(client, PLANTED)
        call_id = upload(client, PLANTED)
    run_waiting(whisper)

    [evaluation] = read(client, f"/api/v1/calls/{call_id}/evaluations")["items"]
    [planted] = PLANTED.violations
    [hit] = [hit for hit in evaluation["hits"] if hit["fatal"] and hit["violation"]]
    assert (evaluation["score"], evaluation["fatal"]) == (0, True)
    assert hit["rule_key"] == planted.rule_key
    assert planted.at_s is not None
    assert hit["start_s"] == pytest.approx(planted.at_s, abs=1)

    transcript = read(client, f"/api/v1/calls/{call_id}/transcript")
    said = transcript["utterances"][hit["utterance"]]["text"]
    assert said[hit["char_start"] : hit["char_end"]] == hit["quote"]


def test_selling_on_after_a_refusal_is_found_and_explained(
    client: TestClient, company: Company, whisper: WhisperTranscriber
) -> None:
    call_id = upload(client, REFUSED, folder=RECORDINGS)
    report(client, REFUSED)
    run_waiting(whisper)

    [evaluation] = read(client, f"/api/v1/calls/{call_id}/evaluations")["items"]
    [planted] = REFUSED.violations
    [line] = [line for line in evaluation["lines"] if line["rule_key"] == planted.rule_key]
    assert (line["verdict"], line["deducted"]) == ("failed", 30)
    assert "客户说了：" in line["explanation"]["zh-CN"]
    [hit] = [hit for hit in evaluation["hits"] if hit["violation"]]
    assert hit["start_s"] == pytest.approx(planted.at_s, abs=3)
    assert hit["severity"] == "critical"


def test_the_fatal_hit_stands_on_the_board_beside_the_volume(
    client: TestClient, company: Company, whisper: WhisperTranscriber
) -> None:
    dialer = client.headers.pop("Authorization")
    with client.websocket_connect(f"/api/v1/boards/{company.bobs_team.id}/live") as board:
        assert board.receive_json()["type"] == "snapshot"
        client.headers["Authorization"] = dialer
        report(client, PLANTED)
        call_id = upload(client, PLANTED)
        run_waiting(whisper)

        cards: dict[tuple[str, str], Any] = {}
        while ("fatal", call_id) not in cards:
            for card in board.receive_json().get("cards", []):
                name = card["call_id"] if card["kind"] == "fatal" else card["key"]
                cards[(card["kind"], name)] = card

    assert cards[("fatal", call_id)]["quote"] in (PLANTED.violations[0].quote or "")
    agent = next(card for (kind, _), card in cards.items() if kind == "agent")
    assert agent["name"] == "Alice"
