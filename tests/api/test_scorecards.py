from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from services.db import transaction
from services.scoring.card import ScorecardBody
from services.tables import Role
from tests.doors import sign_in
from tests.factories import make_company, make_user

URL = "/api/v1/scorecards"
BODY: dict[str, Any] = {
    "pass_score": 80,
    "rules": [
        {"type": "must_say", "key": "greeting", "name": "Greeting", "phrases": ["您好"]},
        {"type": "must_not_say", "key": "promise", "name": "Promise", "phrases": ["保证收益"]},
    ],
}


@pytest.fixture(autouse=True)
def company(client: TestClient) -> None:
    with transaction() as session:
        company = make_company(session)
        make_user(session, company.unit, login="quinn", role=Role.QA_LEAD)


@pytest.fixture
def scorecard(client: TestClient) -> str:
    """The URL of a scorecard that Quinn, who is signed in, has just made."""
    sign_in(client, "quinn")
    made = client.post(URL, json={"name": "Telesales"})
    assert made.status_code == 201, made.text
    return f"{URL}/{made.json()['id']}"


def draft(client: TestClient, scorecard: str, body: dict[str, Any] = BODY) -> Response:
    return client.post(f"{scorecard}/versions", json=body)


def test_a_scorecard_is_drafted_edited_published_and_retired(
    client: TestClient, scorecard: str
) -> None:
    made = draft(client, scorecard)
    assert made.status_code == 201
    assert (made.json()["number"], made.json()["state"]) == (1, "draft")

    changed = client.put(f"{scorecard}/versions/1", json=BODY | {"pass_score": 90})
    assert changed.json()["body"]["pass_score"] == 90

    published = client.post(f"{scorecard}/versions/1/publish").json()
    assert (published["state"], published["created_by"]) == ("published", "quinn")
    assert client.post(f"{scorecard}/versions/1/publish").json() == published
    [listed] = client.get(URL).json()["items"]
    assert (listed["published_version"], listed["latest_version"]) == (1, 1)

    assert client.post(f"{scorecard}/versions/1/retire").json()["state"] == "retired"
    [listed] = client.get(URL).json()["items"]
    assert (listed["published_version"], listed["latest_version"]) == (None, 1)


def test_a_published_version_is_refused_every_change_with_a_sentence(
    client: TestClient, scorecard: str
) -> None:
    draft(client, scorecard)
    before = client.post(f"{scorecard}/versions/1/publish").json()

    refused = client.put(f"{scorecard}/versions/1", json=BODY | {"pass_score": 0})

    assert refused.status_code == 409
    assert "Make a new version instead" in refused.json()["detail"]
    assert client.get(f"{scorecard}/versions").json()["items"] == [before]


def test_a_body_comes_back_as_it_was_sent(client: TestClient, scorecard: str) -> None:
    notice = {
        "type": "said",
        "speaker": "agent",
        "within": {"first_s": 30.0},
        "min_confidence": 0.5,
        "phrases": ["本次通话将被录音"],
        "at_least": "all",
        "homophones": True,
    }
    rule = {
        "key": "notice",
        "name": "录音告知",
        "section": "opening",
        "severity": "critical",
        "condition": notice,
        "when": {"type": "fact", "name": "connected", "wanted": {"value": True}},
        "points": 20.0,
        "fatal": "section",
        "needs_review": False,
    }
    body = {
        "pass_score": 60.0,
        "doubtful": "count",
        "sections": [{"key": "opening", "name": "开场", "weight": 100.0}],
        "grades": [{"name": "优秀", "from_score": 90.0}],
        "most_deducted": 30.0,
        "rules": [rule, {"key": "manner", "name": "服务态度", "section": "opening"}],
    }

    made = draft(client, scorecard, body)

    sent = ScorecardBody.model_validate(body)
    assert made.json()["body"] == sent.model_dump(mode="json")
    assert sent.model_dump(exclude_unset=True, mode="json") == body


def test_a_body_in_the_words_of_before_comes_back_in_todays(
    client: TestClient, scorecard: str
) -> None:
    first, second = draft(client, scorecard).json()["body"]["rules"]

    assert (first["condition"]["type"], first["condition"]["phrases"]) == ("said", ["您好"])
    assert (second["forbids"], second["effect"]) == (True, "deduct")


def test_publishing_keeps_the_words_of_its_packs(client: TestClient, scorecard: str) -> None:
    key = client.get("/api/v1/word_packs").json()["items"][0]["key"]
    pack = client.get(f"/api/v1/word_packs/{key}").json()
    said = {"type": "said", "packs": [pack["key"]]}
    body = {"rules": [{"key": "claims", "name": "Claims", "forbids": True, "condition": said}]}
    assert draft(client, scorecard, body).json()["body"]["packs"] == {}

    published = client.post(f"{scorecard}/versions/1/publish").json()

    assert published["body"]["packs"][pack["key"]]["phrases"] == pack["phrases"]


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ({"type": "said", "packs": ["no_such_pack"]}, "word-pack-unknown"),
        ({"type": "pattern", "regex": "(?<=a)b"}, "card-not-usable"),
    ],
)
def test_what_calls_cannot_be_judged_by_is_not_published(
    client: TestClient, scorecard: str, condition: dict[str, Any], problem: str
) -> None:
    rule = {"key": "odd", "name": "Odd one", "condition": condition}
    draft(client, scorecard, {"rules": [rule]})

    refused = client.post(f"{scorecard}/versions/1/publish")

    assert refused.status_code == 422
    assert refused.json()["type"].endswith(problem)
    assert client.get(f"{scorecard}/versions").json()["items"][0]["state"] == "draft"


@pytest.mark.parametrize("name", ["alice", "bob", "charlie"])
def test_others_read_what_is_published_and_write_nothing(
    client: TestClient, scorecard: str, name: str
) -> None:
    draft(client, scorecard)
    client.post(f"{scorecard}/versions/1/publish")
    draft(client, scorecard)
    assert len(client.get(f"{scorecard}/versions").json()["items"]) == 2

    sign_in(client, name)

    assert [v["number"] for v in client.get(f"{scorecard}/versions").json()["items"]] == [1]
    refused = [
        client.post(URL, json={"name": "Mine"}),
        draft(client, scorecard),
        client.put(f"{scorecard}/versions/2", json=BODY),
        client.post(f"{scorecard}/versions/2/publish"),
        client.post(f"{scorecard}/versions/1/retire"),
    ]
    assert [response.status_code for response in refused] == [403] * 5


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rules": []}, "rules"),
        ({"rules": BODY["rules"] * 2}, None),
        ({"pass_score": 101, "rules": BODY["rules"]}, "pass_score"),
        ({"rules": [{"type": "must_say", "key": "A", "name": "a", "phrases": ["a"]}]}, "key"),
        ({"rules": [{"type": "must_say", "key": "a", "name": "a", "phrases": ["?"]}]}, "phrases"),
        ({"rules": [{"type": "must_say", "key": "a", "name": "\0", "phrases": ["a"]}]}, "name"),
        ({"rules": [{"type": "telepathy", "key": "a", "name": "a"}]}, "rules"),
    ],
)
def test_rules_that_make_no_sense_are_refused_by_field(
    client: TestClient, scorecard: str, body: dict[str, Any], field: str | None
) -> None:
    response = draft(client, scorecard, body)

    assert response.status_code == 422
    assert field is None or field in response.json()["field"]
    assert client.get(f"{scorecard}/versions").json()["items"] == []


def test_a_name_is_taken_once(client: TestClient, scorecard: str) -> None:
    response = client.post(URL, json={"name": "Telesales"})

    assert (response.status_code, response.json()["field"]) == (409, "name")


def test_what_does_not_exist_is_not_found(client: TestClient, scorecard: str) -> None:
    assert client.get(f"{URL}/{uuid4()}/versions").status_code == 404
    assert draft(client, f"{URL}/{uuid4()}").status_code == 404
    assert client.post(f"{scorecard}/versions/1/publish").status_code == 404
    assert client.post(f"{scorecard}/versions/0/publish").status_code == 422
    assert client.post(f"{scorecard}/versions/{2**40}/publish").status_code == 422


def test_versions_are_paged_and_cursors_of_other_lists_are_refused(
    client: TestClient, scorecard: str
) -> None:
    for _ in range(3):
        draft(client, scorecard)
    first = client.get(f"{scorecard}/versions", params={"limit": 2}).json()
    second = client.get(
        f"{scorecard}/versions", params={"limit": 2, "cursor": first["next"]}
    ).json()
    assert [v["number"] for v in first["items"] + second["items"]] == [3, 2, 1]

    refused = client.get(URL, params={"cursor": first["next"]})
    assert (refused.status_code, refused.json()["field"]) == (422, "cursor")
    huge = client.get(f"{scorecard}/versions", params={"cursor": "WzkyMjMzNzIwMzY4NTQ3NzU4MDdd"})
    assert [v["number"] for v in huge.json()["items"]] == [3, 2, 1]


def test_of_two_who_save_a_draft_at_once_the_second_hears_of_the_first(
    client: TestClient, scorecard: str
) -> None:
    read = draft(client, scorecard).json()["digest"]
    address = f"{scorecard}/versions/1"

    mine = client.put(address, params={"was": read}, json=BODY | {"pass_score": 90})
    theirs = client.put(address, params={"was": read}, json=BODY | {"pass_score": 70})

    assert mine.status_code == 200
    assert theirs.status_code == 409
    assert theirs.json()["type"].endswith("draft-changed")
    stored = client.get(address).json()
    assert stored["body"]["pass_score"] == 90
    assert stored["digest"] == mine.json()["digest"] != read

    again = client.put(address, params={"was": stored["digest"]}, json=BODY)
    assert again.json()["digest"] == read


def test_who_does_not_say_what_they_read_writes_over_any_draft(
    client: TestClient, scorecard: str
) -> None:
    draft(client, scorecard)
    client.put(f"{scorecard}/versions/1", json=BODY | {"pass_score": 90})

    assert client.put(f"{scorecard}/versions/1", json=BODY).status_code == 200


def test_what_somebody_else_has_changed_since_it_was_read_is_not_published(
    client: TestClient, scorecard: str
) -> None:
    read = draft(client, scorecard).json()["digest"]
    address = f"{scorecard}/versions/1"
    changed = client.put(address, json=BODY | {"pass_score": 90}).json()["digest"]

    refused = client.post(f"{address}/publish", params={"was": read})
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("draft-changed")
    assert client.get(address).json()["state"] == "draft"

    published = client.post(f"{address}/publish", params={"was": changed})
    assert (published.status_code, published.json()["state"]) == (200, "published")
    again = client.post(f"{address}/publish", params={"was": changed})
    assert again.json() == published.json()


def test_what_was_read_is_told_by_its_digest_alone(client: TestClient, scorecard: str) -> None:
    draft(client, scorecard)
    answer = client.put(f"{scorecard}/versions/1", params={"was": "version 1"}, json=BODY)

    assert answer.status_code == 422
    assert "was" in answer.json()["field"]
