"""Saying how a campaign's calls are heard."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from faster_whisper.tokenizer import _LANGUAGE_CODES
from sqlmodel import Session, select

from services.db import transaction
from services.hearing import tries
from services.settings import get_asr_settings
from services.tables import AuditEntry, Campaign, KeyScope, Role
from services.transcripts import Hints
from services.transcripts.languages import LANGUAGES
from tests.doors import bearer, sign_in
from tests.factories import make_call, make_campaign, make_company, make_source, make_user
from tests.sounds import attach_sound, tone, wav


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EARSHOT_ASR_ENGINES", '{"careful": {"beam_size": 5}}')
    get_asr_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_asr_settings.cache_clear()


@pytest.fixture
def campaign_id(client: TestClient) -> UUID:
    """Quinn leads QA."""
    with transaction() as session:
        company = make_company(session)
        make_user(session, company.unit, login="quinn", role=Role.QA_LEAD)
        make_user(session, company.unit, login="ira", role=Role.INSPECTOR)
        campaign = make_campaign(session)
        campaign.language, campaign.hot_words = "en", ["loan"]
        return campaign.id


def change(client: TestClient, campaign_id: UUID, headers: Any = None, **body: Any) -> Any:
    return client.patch(f"/api/v1/campaigns/{campaign_id}/hearing", json=body, headers=headers)


def audited(session: Session) -> list[AuditEntry]:
    act = AuditEntry.act == "campaign.hearing_changed"
    return list(session.exec(select(AuditEntry).where(act)))


def test_what_is_given_changes_and_what_is_not_stays(client: TestClient, campaign_id: UUID) -> None:
    sign_in(client, "quinn")

    response = change(
        client, campaign_id, engine="careful", hot_words=[" 安心宝", "余额 宝 ", "安心宝"]
    )

    assert response.status_code == 200
    answer = response.json()
    assert (answer["engine"], answer["language"]) == ("careful", "en")
    assert answer["hot_words"] == ["安心宝", "余额 宝"]
    with transaction() as session:
        [entry] = audited(session)
    assert (entry.actor, entry.subject) == ("quinn", "loans")
    assert entry.facts == {
        "before": {"engine": None, "hot_words": ["loan"]},
        "after": {"engine": "careful", "hot_words": ["安心宝", "余额 宝"]},
    }


def test_null_clears(client: TestClient, campaign_id: UUID) -> None:
    sign_in(client, "quinn")
    change(client, campaign_id, engine="careful")

    answer = change(client, campaign_id, engine=None, language=None, hot_words=None).json()

    assert (answer["engine"], answer["language"], answer["hot_words"]) == (None, None, [])


def test_the_default_engine_may_be_named(client: TestClient, campaign_id: UUID) -> None:
    sign_in(client, "quinn")
    change(client, campaign_id, engine="careful")

    assert change(client, campaign_id, engine="default").json()["engine"] is None


def test_what_changes_nothing_is_not_noted(client: TestClient, campaign_id: UUID) -> None:
    sign_in(client, "quinn")

    assert change(client, campaign_id, language="en", hot_words=["loan"]).status_code == 200
    assert change(client, campaign_id).status_code == 200

    with transaction() as session:
        assert audited(session) == []


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({"engine": "swift"}, "engine", 'There is no engine "swift", only default, careful.'),
        ({"engine": "Careful"}, "engine", ""),
        ({"language": "cn"}, "language", "No speech model knows this language. Chinese is zh"),
        ({"language": "Chinese"}, "language", ""),
        ({"hot_words": ["  "]}, "hot_words", "A hot word needs at least one character"),
        ({"hot_words": ["a\0b"]}, "hot_words", ""),
        ({"hot_words": ["x" * 41]}, "hot_words", ""),
        ({"hot_words": ["x"] * 201}, "hot_words", ""),
        ({"hot_words": "loan"}, "hot_words", ""),
        ({"beam": 5}, "beam", ""),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_changes_nothing(
    client: TestClient, campaign_id: UUID, body: dict[str, Any], field: str, said: str
) -> None:
    sign_in(client, "quinn")

    response = change(client, campaign_id, **{"engine": "careful"} | body)

    assert response.status_code == 422
    assert field in response.json()["field"]
    assert response.json()["detail"].startswith(said)
    with transaction() as session:
        campaign = session.get_one(Campaign, campaign_id)
        assert (campaign.engine, campaign.hot_words) == (None, ["loan"])


@pytest.mark.parametrize(
    ("name", "status"),
    [("alice", 403), ("bob", 403), ("charlie", 403), ("ira", 403), ("quinn", 200), ("dana", 200)],
)
def test_who_may_say_how_a_campaign_is_heard(
    client: TestClient, campaign_id: UUID, name: str, status: int
) -> None:
    sign_in(client, name)

    assert change(client, campaign_id, language="zh").status_code == status


def test_no_key_may(client: TestClient, campaign_id: UUID) -> None:
    with transaction() as session:
        key = bearer(session, make_source(session), *(set(KeyScope) - {KeyScope.SCIM}))

    assert change(client, campaign_id, key, language="zh").status_code == 403


def test_a_campaign_that_is_not_there_is_not_found(client: TestClient, campaign_id: UUID) -> None:
    sign_in(client, "quinn")

    response = change(client, uuid4(), language="zh")

    assert (response.status_code, response.json()["type"]) == (404, "/problems/campaign-not-found")


def test_the_next_try_is_told(client: TestClient, campaign_id: UUID) -> None:
    sign_in(client, "quinn")
    change(client, campaign_id, engine="careful", language="zh", hot_words=["安心宝"])
    with transaction() as session:
        call = make_call(session, campaign_id=campaign_id)
        recording_id = attach_sound(session, call.id, wav(tone(1))).id

    with transaction() as session:
        attempt = tries.begin(session, recording_id)

    assert attempt is not None
    assert attempt.engine == "careful"
    assert attempt.hints == Hints(language="zh", hot_words=("安心宝",))


def test_the_languages_are_those_that_whisper_knows() -> None:
    assert set(_LANGUAGE_CODES) == LANGUAGES
