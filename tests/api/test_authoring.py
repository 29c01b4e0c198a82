"""Writing scorecards: what is wrong with one, what changed, YAML, and trying it out."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from fastapi.testclient import TestClient
from sqlmodel import func, select

from services.db import transaction
from services.scoring import opinions
from services.scoring.heard import Opinion
from services.tables import Call, Channel, Evaluation, Role, Transcript
from services.transcripts.reading import newest_transcript
from tests.doors import sign_in
from tests.factories import make_call, make_company, make_transcript, make_user, said

URL = "/api/v1/scorecards"
GREETING: dict[str, Any] = {
    "key": "greeting",
    "name": "问候",
    "condition": {"type": "said", "phrases": ["您好"], "within": {"first_s": 15}},
    "points": 20,
}
PROMISE: dict[str, Any] = {
    "key": "promise",
    "name": "承诺收益",
    "condition": {"type": "said", "packs": ["guaranteed_returns_zh"]},
    "forbids": True,
    "effect": "deduct",
    "points": 10,
}
BODY: dict[str, Any] = {"pass_score": 80, "rules": [GREETING, PROMISE]}
DIALOGUE = """坐席：您好，我是工号8001的小王
客户：嗯
[00:10] 坐席：这款产品稳赚不赔
客户: 真的吗
Agent: 真的，不保证收益的我们不卖"""


@pytest.fixture(autouse=True)
def call_id(client: TestClient) -> UUID:
    """Alice's call, in which she greets and promises."""
    with transaction() as session:
        company = make_company(session)
        make_user(session, company.unit, login="quinn", role=Role.QA_LEAD)
        call = make_call(
            session,
            agent_id=company.alice.agent_id,
            unit_id=company.bobs_team.id,
            customer_number="13800138000",
            connected=True,
            extra={"vip": "gold"},
        )
        make_transcript(
            session,
            call,
            [said("您好", 1), said("哪位", 3, Channel.CUSTOMER), said("我们保本保息", 6)],
        )
        return call.id


@pytest.fixture
def scorecard(client: TestClient) -> str:
    sign_in(client, "quinn")
    made = client.post(URL, json={"name": "Telesales"})
    return f"{URL}/{made.json()['id']}"


def with_rules(*rules: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {**settings, "rules": list(rules)}


def tried(client: TestClient, body: dict[str, Any], **on: Any) -> Any:
    response = client.post(f"{URL}/try", json={"body": body, **on})
    assert response.status_code == 200, response.text
    return response.json()


def verdicts(answer: dict[str, Any]) -> dict[str, str]:
    return {line["rule_key"]: line["verdict"] for line in answer["score"]["lines"]}


def test_a_version_goes_out_as_yaml_and_comes_back_as_a_draft(
    client: TestClient, scorecard: str
) -> None:
    client.post(f"{scorecard}/versions", json=BODY)

    exported = client.get(f"{scorecard}/versions/1/yaml")
    assert exported.headers["content-type"] == "text/yaml; charset=utf-8"
    assert yaml.safe_load(exported.text)["rules"][0]["condition"]["phrases"] == ["您好"]
    imported = client.post(
        f"{scorecard}/versions/yaml",
        content=exported.content,
        headers={"Content-Type": "text/yaml"},
    )

    assert imported.status_code == 201, imported.text
    assert (imported.json()["number"], imported.json()["state"]) == (2, "draft")
    first, second = (client.get(f"{scorecard}/versions/{n}").json()["body"] for n in (1, 2))
    assert first == second
    difference = client.get(f"{scorecard}/versions/2/diff", params={"against": 1}).json()
    assert difference == {"settings": [], "rules": []}


def test_yaml_with_anything_wrong_is_not_imported(client: TestClient, scorecard: str) -> None:
    text = yaml.safe_dump(with_rules(GREETING, PROMISE | {"points": -1}), allow_unicode=True)

    refused = client.post(f"{scorecard}/versions/yaml", content=text.encode())

    assert refused.status_code == 422
    problem = refused.json()
    assert problem["type"] == "/problems/scorecard-wrong"
    assert problem["field"] == "rules.1.points"
    assert "(line " in problem["detail"]
    assert "greater than or equal to 0" in problem["detail"]
    assert client.get(f"{scorecard}/versions").json()["items"] == []


@pytest.mark.parametrize("text", ["a: &x [1]\nb: *x", "\x00", "[", "- 1", "", "5"])
def test_a_text_that_is_no_card_is_refused_and_checked_with_a_sentence(
    client: TestClient, scorecard: str, text: str
) -> None:
    assert client.post(f"{scorecard}/versions/yaml", content=text).status_code == 422
    checked = client.post(f"{URL}/check", content=text)

    assert checked.status_code == 200
    assert checked.json()["body"] is None
    assert checked.json()["problems"][0]["sentence"]


def test_everything_that_is_wrong_is_told_where_it_stands(
    client: TestClient, scorecard: str
) -> None:
    text = """\
pass_score: 101
rules:
- key: a
  name: A
  condition:
    type: any_of
    conditions:
    - {type: said, phrases: ["?", 12315]}
    - {type: near, condition: {type: said, phrases: [x]}, anchor: {type: telepathy}}
- key: b
  name: B
  surprise: 1
"""
    checked = client.post(f"{URL}/check", content=text, headers={"Content-Type": "text/yaml"})

    found = {each["path"]: each for each in checked.json()["problems"]}
    assert {path: each["line"] for path, each in found.items()} == {
        "pass_score": 1,
        "rules.0.condition.conditions.0.phrases.0": 8,
        "rules.0.condition.conditions.0.phrases.1": 8,
        "rules.0.condition.conditions.1.anchor": 9,
        "rules.1.surprise": 12,
    }
    assert found["rules.1.surprise"]["rule"] == "b"
    number = found["rules.0.condition.conditions.0.phrases.1"]["sentence"]
    assert number == "This must be text. Put what looks like a number into quotes."


def test_what_cannot_be_judged_by_is_told_for_every_rule(client: TestClient) -> None:
    sign_in(client, "quinn")
    body = with_rules(
        {"key": "a", "name": "A", "condition": {"type": "pattern", "regex": "a("}},
        {"key": "b", "name": "B", "condition": {"type": "said", "packs": ["nobody_made_this"]}},
        {"key": "c", "name": "C", "condition": {"type": "rule", "rule": "a"}},
    )

    problems = client.post(f"{URL}/check", json=body).json()["problems"]

    assert [(each["path"], each["rule"]) for each in problems] == [
        ("rules.0.condition.regex", "a"),
        ("rules.1.condition.packs.0", "b"),
    ]
    assert problems[1]["sentence"] == "There is no word pack nobody_made_this."


def test_problems_are_told_in_chinese_to_those_who_read_it(client: TestClient) -> None:
    sign_in(client, "quinn")
    wanted = {"body": with_rules(GREETING | {"points": -1}), "dialogue": DIALOGUE}
    chinese = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}

    [checked] = client.post(f"{URL}/check", json=wanted["body"], headers=chinese).json()["problems"]
    [tried_out] = client.post(f"{URL}/try", json=wanted, headers=chinese).json()["problems"]

    assert checked["sentence"] == tried_out["sentence"] == "不能小于 0。"


def test_a_version_is_compared_with_another_by_rule_and_path(
    client: TestClient, scorecard: str
) -> None:
    closing = {"key": "closing", "name": "结束语", "effect": "none"}
    client.post(f"{scorecard}/versions", json=with_rules(GREETING, PROMISE, pass_score=80))
    later = GREETING | {"condition": GREETING["condition"] | {"within": {"first_s": 30}}}
    client.post(f"{scorecard}/versions", json=with_rules(later, closing, pass_score=75))

    difference = client.get(f"{scorecard}/versions/2/diff", params={"against": 1}).json()

    assert difference["settings"] == [{"path": "pass_score", "before": 80.0, "after": 75.0}]
    assert [(rule["key"], rule["change"]) for rule in difference["rules"]] == [
        ("greeting", "changed"),
        ("closing", "added"),
        ("promise", "removed"),
    ]
    assert difference["rules"][0]["changes"] == [
        {"path": "condition.within.first_s", "before": 15.0, "after": 30.0}
    ]
    assert client.get(f"{scorecard}/versions/2/diff?against=3").status_code == 404
    assert client.get(f"{scorecard}/versions/2/diff?against=0").status_code == 422


def test_the_schema_describes_a_body(client: TestClient) -> None:
    sign_in(client, "alice")

    schema = client.get(f"{URL}/schema").json()

    assert schema["required"] == ["rules"]
    assert schema["$defs"]["Said"]["properties"]["phrases"]["description"]


def test_a_dialogue_is_scored_with_plausible_seconds_and_entities(client: TestClient) -> None:
    sign_in(client, "quinn")

    answer = tried(client, BODY, dialogue=DIALOGUE)

    assert verdicts(answer) == {"greeting": "passed", "promise": "failed"}
    [place] = answer["score"]["lines"][1]["evidence"]
    assert (place["utterance"], place["quote"], place["start_s"] >= 10) == (2, "稳赚不赔", True)
    assert answer["score"]["score"] == 90
    assert [each["channel"] for each in answer["utterances"]][:2] == ["agent", "customer"]
    starts = [each["start_s"] for each in answer["utterances"]]
    assert starts == sorted(starts)
    assert starts[2] == 10


def test_an_amount_in_a_dialogue_is_an_entity(client: TestClient) -> None:
    sign_in(client, "quinn")
    price = {"type": "entity", "kind": "amount", "wanted": {"value": 3500}}
    body = with_rules({"key": "price", "name": "Price", "condition": price})

    assert verdicts(tried(client, body, dialogue="坐席：一共三千五百元")) == {"price": "passed"}
    assert verdicts(tried(client, body, dialogue="坐席：一共三千六百元")) == {"price": "failed"}


def test_what_a_dialogue_cannot_tell_is_not_measurable(client: TestClient) -> None:
    sign_in(client, "quinn")
    body = with_rules(
        {
            "key": "a",
            "name": "A",
            "condition": {"type": "sound", "measure": "dead_air", "value": 1},
        },
        {"key": "b", "name": "B", "condition": {"type": "earlier_call", **_anything()}},
        {"key": "c", "name": "C", "condition": {"type": "judged", "question": "Is it polite?"}},
    )

    answer = tried(client, body, dialogue=DIALOGUE)

    assert set(verdicts(answer).values()) == {"not_measurable"}
    assert answer["score"]["score"] is None


def _anything() -> dict[str, Any]:
    return {"condition": {"type": "said", "phrases": ["您好"]}}


@pytest.mark.parametrize(
    ("dialogue", "line"),
    [
        ("hello", "Line 1 "),
        ("坐席：您好\n[01:00] 客户：喂\n[00:30] 坐席：嗯", "Line 3 "),
        ("路人：您好", "Line 1 "),
    ],
)
def test_a_dialogue_that_cannot_be_read_says_which_line(
    client: TestClient, dialogue: str, line: str
) -> None:
    sign_in(client, "quinn")

    refused = client.post(f"{URL}/try", json={"body": BODY, "dialogue": dialogue})

    assert refused.status_code == 422
    assert refused.json()["field"] == "dialogue"
    assert line in refused.json()["detail"]


def test_problems_come_back_with_the_words_of_the_call(client: TestClient, call_id: UUID) -> None:
    sign_in(client, "quinn")

    answer = tried(client, with_rules(GREETING | {"points": "many"}), call_id=str(call_id))

    assert answer["score"] is None
    assert [each["path"] for each in answer["problems"]] == ["rules.0.points"]
    assert [each["text"] for each in answer["utterances"]] == ["您好", "哪位", "我们保本保息"]


@pytest.mark.parametrize("on", [{}, {"dialogue": "坐席：您好", "call_id": str(uuid4())}])
def test_there_must_be_one_thing_to_try_it_on(client: TestClient, on: dict[str, Any]) -> None:
    sign_in(client, "quinn")

    refused = client.post(f"{URL}/try", json={"body": BODY, **on})

    assert (refused.status_code, refused.json()["field"]) == (422, "call_id")


def test_trying_stores_nothing(client: TestClient, call_id: UUID) -> None:
    sign_in(client, "quinn")

    assert tried(client, BODY, call_id=str(call_id))["score"]["score"] == 90

    with transaction() as session:
        assert session.exec(select(func.count()).select_from(Evaluation)).one() == 0
        assert session.get_one(Call, call_id).score is None


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 200), ("bob", 200), ("charlie", 404), ("quinn", 200)]
)
def test_a_card_is_tried_on_calls_in_scope_only(
    client: TestClient, call_id: UUID, name: str, status: int
) -> None:
    sign_in(client, name)

    response = client.post(f"{URL}/try", json={"body": BODY, "call_id": str(call_id)})

    assert response.status_code == status


def test_earlier_calls_beyond_the_scope_are_not_told_by_trying(
    client: TestClient, call_id: UUID
) -> None:
    with transaction() as session:
        call = session.get_one(Call, call_id)
        company_call = make_call(
            session,
            started_at=call.started_at.replace(day=1),
            customer_number=call.customer_number,
            connected=True,
        )
        make_transcript(session, company_call, [said("利率是百分之三", 1)])
    condition = {
        "type": "earlier_call",
        "same_campaign": False,
        "condition": {"type": "said", "phrases": ["利率"]},
    }
    body = with_rules({"key": "told", "name": "Told", "condition": condition})

    sign_in(client, "quinn")
    assert verdicts(tried(client, body, call_id=str(call_id))) == {"told": "passed"}
    sign_in(client, "bob")
    assert verdicts(tried(client, body, call_id=str(call_id))) == {"told": "failed"}


def test_confidential_facts_are_not_told_by_trying(client: TestClient, call_id: UUID) -> None:
    wanted = {"type": "fact", "name": "extra.vip", "wanted": {"value": "gold"}}
    body = with_rules({"key": "vip", "name": "VIP", "condition": wanted})

    sign_in(client, "quinn")
    assert verdicts(tried(client, body, call_id=str(call_id))) == {"vip": "passed"}
    sign_in(client, "bob")
    assert verdicts(tried(client, body, call_id=str(call_id))) == {"vip": "not_measurable"}


def test_what_a_judge_has_said_of_the_call_counts(client: TestClient, call_id: UUID) -> None:
    question = "Does the agent promise a return?"
    with transaction() as session:
        transcript = newest_transcript(session, call_id)
        assert isinstance(transcript, Transcript)
        opinion = Opinion(answer=True, quotes=("保本保息",), said_by="judge-1/m")
        opinions.keep(session, transcript.id, "judge-1/m", question, opinion)
    judged = {"type": "judged", "question": question}
    body = with_rules({"key": "judged", "name": "Judged", "condition": judged})

    sign_in(client, "quinn")
    [line] = tried(client, body, call_id=str(call_id))["score"]["lines"]

    assert (line["verdict"], line["finding"]["opinion"]) == ("passed", True)
    assert [place["quote"] for place in line["evidence"]] == ["保本保息"]


@pytest.mark.parametrize("name", ["alice", "bob", "charlie"])
def test_drafts_are_seen_and_imported_by_those_who_may_write(
    client: TestClient, scorecard: str, name: str
) -> None:
    client.post(f"{scorecard}/versions", json=BODY)
    client.post(f"{scorecard}/versions/1/publish")
    client.post(f"{scorecard}/versions", json=BODY)

    sign_in(client, name)

    assert client.get(f"{scorecard}/versions/1").status_code == 200
    assert client.get(f"{scorecard}/versions/1/yaml").status_code == 200
    assert client.get(f"{scorecard}/versions/2").status_code == 404
    assert client.get(f"{scorecard}/versions/2/yaml").status_code == 404
    assert client.get(f"{scorecard}/versions/2/diff?against=1").status_code == 404
    assert client.get(f"{scorecard}/versions/1/diff?against=2").status_code == 404
    assert client.post(f"{scorecard}/versions/yaml", content="rules: []").status_code == 403
    assert client.post(f"{URL}/check", json=BODY).status_code == 200


def test_nobody_writes_or_tries_without_signing_in(client: TestClient, scorecard: str) -> None:
    client.cookies.clear()

    asked = [
        client.get(f"{URL}/schema"),
        client.post(f"{URL}/check", json=BODY),
        client.post(f"{URL}/try", json={"body": BODY, "dialogue": DIALOGUE}),
        client.get(f"{scorecard}/versions/1"),
        client.get("/api/v1/word_packs"),
    ]

    assert [response.status_code for response in asked] == [401] * 5


def test_a_text_that_is_too_large_is_refused(client: TestClient, scorecard: str) -> None:
    refused = client.post(f"{URL}/check", content=b"#" * (1024 * 1024 + 1))

    assert refused.status_code == 413
