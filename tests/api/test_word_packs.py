from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.scoring.packs import keeping, shipped
from services.scoring.packs.keeping import WordPackUnknown
from services.tables import AuditEntry, Role
from tests.doors import sign_in
from tests.factories import make_company, make_user

URL = "/api/v1/word_packs"
CARDS = "/api/v1/scorecards"
OWN: dict[str, Any] = {
    "name": {"zh-CN": "我们的禁语", "en": "Our forbidden words"},
    "language": "zh",
    "category": "other",
    "source": "common usage",
    "phrases": ["亲", "宝贝"],
    "exclusions": ["亲自"],
}


@pytest.fixture(autouse=True)
def quinn(client: TestClient) -> None:
    """Quinn, who leads QA, is signed in."""
    with transaction() as session:
        company = make_company(session)
        make_user(session, company.unit, login="quinn", role=Role.QA_LEAD)
    sign_in(client, "quinn")


def make_card(client: TestClient, *packs: str) -> str:
    scorecard: str = client.post(CARDS, json={"name": "Telesales"}).json()["id"]
    rule = {"key": "a", "name": "A", "condition": {"type": "not", "condition": _said(packs)}}
    made = client.post(f"{CARDS}/{scorecard}/versions", json={"rules": [rule]})
    assert made.status_code == 201, made.text
    return scorecard


def _said(packs: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "said", "packs": packs}


def test_packs_are_listed_page_by_page_without_their_words(client: TestClient) -> None:
    keys: list[str] = []
    cursor = None
    while True:
        page = client.get(URL, params={"limit": 15, **({"cursor": cursor} if cursor else {})})
        keys += [pack["key"] for pack in page.json()["items"]]
        if (cursor := page.json()["next"]) is None:
            break

    assert keys == sorted(shipped())
    [found] = client.get(f"{URL}?language=zh&category=do_not_call").json()["items"]
    assert (found["key"], found["shipped"], found["edited"]) == ("do_not_call_zh", True, False)
    assert found["phrase_count"] == len(shipped()["do_not_call_zh"].phrases)
    assert "phrases" not in found
    assert client.get(f"{URL}?cursor=nonsense").status_code == 422


def test_a_shipped_pack_is_edited_and_restored(client: TestClient) -> None:
    before = client.get(f"{URL}/refusals_zh").json()
    wanted = {name: before[name] for name in OWN} | {"phrases": ["不要不要"]}

    edited = client.put(f"{URL}/refusals_zh", json=wanted)

    assert edited.status_code == 200, edited.text
    assert (edited.json()["phrases"], edited.json()["edited"]) == (["不要不要"], True)
    assert edited.json()["updated_by"] == "quinn"
    assert client.delete(f"{URL}/refusals_zh").json()["type"] == "/problems/word-pack-is-shipped"
    assert client.post(f"{URL}/refusals_zh/restore").json() == before
    assert client.post(f"{URL}/refusals_zh/restore").json() == before
    with transaction() as session:
        acts = session.exec(select(AuditEntry.act).where(AuditEntry.subject == "refusals_zh"))
        assert list(acts) == ["word_pack.saved", "word_pack.restored"]


def test_a_pack_of_ones_own_is_made_rewritten_and_deleted(client: TestClient) -> None:
    made = client.put(f"{URL}/ours", json=OWN).json()
    assert {name: made[name] for name in OWN} == OWN
    assert (made["shipped"], made["edited"]) == (False, False)
    assert "ours" in [pack["key"] for pack in client.get(URL).json()["items"]]

    client.put(f"{URL}/ours", json=OWN | {"phrases": ["亲"]})
    assert client.get(f"{URL}/ours").json()["phrases"] == ["亲"]

    assert client.post(f"{URL}/ours/restore").status_code == 404
    assert client.delete(f"{URL}/ours").status_code == 204
    assert client.get(f"{URL}/ours").status_code == 404
    assert client.delete(f"{URL}/ours").status_code == 404


def test_a_pack_that_a_card_names_is_not_deleted(client: TestClient) -> None:
    client.put(f"{URL}/ours", json=OWN)
    scorecard = make_card(client, "ours", "abuse_zh")

    used = client.get(f"{URL}/ours").json()["used_by"]
    refused = client.delete(f"{URL}/ours")

    assert used == [{"scorecard_id": scorecard, "name": "Telesales"}]
    assert refused.status_code == 409
    assert "Telesales" in refused.json()["detail"]
    version = f"{CARDS}/{scorecard}/versions/1"
    assert client.post(f"{version}/publish").status_code == 200
    assert client.delete(f"{URL}/ours").status_code == 409
    client.post(f"{version}/retire")
    assert client.delete(f"{URL}/ours").status_code == 204


def test_what_is_published_keeps_the_words_it_was_published_with(client: TestClient) -> None:
    client.put(f"{URL}/ours", json=OWN)
    scorecard = make_card(client, "ours")
    client.post(f"{CARDS}/{scorecard}/versions/1/publish")

    client.put(f"{URL}/ours", json=OWN | {"phrases": ["亲"]})

    body = client.get(f"{CARDS}/{scorecard}/versions/1").json()["body"]
    assert body["packs"]["ours"] == {"phrases": ["亲", "宝贝"], "exclusions": ["亲自"]}


def test_a_draft_is_tried_with_the_words_of_now(client: TestClient) -> None:
    client.put(f"{URL}/ours", json=OWN)
    rule = {"key": "a", "name": "A", "condition": _said(("ours",)), "forbids": True}
    wanted = {"body": {"rules": [rule]}, "dialogue": "坐席：宝贝您好"}

    def verdict() -> str:
        answer = client.post(f"{CARDS}/try", json=wanted).json()
        return str(answer["score"]["lines"][0]["verdict"])

    assert verdict() == "failed"
    client.put(f"{URL}/ours", json=OWN | {"phrases": ["亲"]})
    assert verdict() == "passed"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phrases": []}, "phrases"),
        ({"phrases": ["?"]}, "phrases.0"),
        ({"phrases": ["亲", "亲"]}, None),
        ({"phrases": ["a\0"]}, "phrases.0"),
        ({"name": {"en": "Only English"}}, "name.zh-CN"),
        ({"category": "gossip"}, "category"),
        ({"language": "Chinese"}, "language"),
        ({"source": ""}, "source"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_pack_that_makes_no_sense_is_refused_by_field(
    client: TestClient, change: dict[str, Any], field: str | None
) -> None:
    refused = client.put(f"{URL}/ours", json=OWN | change)

    assert (refused.status_code, refused.json().get("field")) == (422, field)
    assert client.get(f"{URL}/ours").status_code == 404


@pytest.mark.parametrize("key", ["Ours", "1st", "a" * 65, "a-b"])
def test_a_key_is_a_plain_word(client: TestClient, key: str) -> None:
    assert client.put(f"{URL}/{key}", json=OWN).status_code == 422


@pytest.mark.parametrize("name", ["alice", "bob", "charlie"])
def test_others_read_packs_and_change_none(client: TestClient, name: str) -> None:
    sign_in(client, name)

    assert client.get(URL).status_code == 200
    assert client.get(f"{URL}/abuse_en").status_code == 200
    refused = [
        client.put(f"{URL}/ours", json=OWN),
        client.delete(f"{URL}/ours"),
        client.post(f"{URL}/abuse_en/restore"),
    ]
    assert [response.status_code for response in refused] == [403] * 3


def test_a_pack_that_is_not_there_cannot_be_resolved() -> None:
    with transaction() as session, pytest.raises(WordPackUnknown, match="ghost"):
        keeping.resolve(session, ["abuse_zh", "ghost"])
