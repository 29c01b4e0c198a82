"""What a session could be about, and what its page tells before and after it is closed."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import CustomRole, Role, User, UserRole
from tests.api.test_calibrations import RATERS, URL, Session
from tests.doors import sign_in
from tests.factories import make_user


@pytest.fixture
def wanted(client: TestClient) -> Session:
    """Not begun yet; Quinn is signed in."""
    session = Session(client)
    sign_in(client, "quinn")
    return session


def draw(held: Session, **fields: Any) -> Any:
    version = held.wanted["scorecard_version_id"]
    params = {"scorecard_version_id": version, "count": 1, "seed": 7, **fields}
    return held.client.get(f"{URL}/draw", params=params)


def test_the_same_seed_draws_the_same_calls(wanted: Session) -> None:
    first, second = draw(wanted).json(), draw(wanted).json()

    assert first == second
    assert first["of"] == 2
    assert [each["id"] for each in first["calls"]] in [[str(call.id)] for call in wanted.calls]
    assert first["calls"][0]["score"] == 100.0


def test_calls_that_are_being_judged_are_not_drawn(wanted: Session) -> None:
    wanted.wanted["call_ids"] = wanted.wanted["call_ids"][:1]
    assert wanted.start().status_code == 201

    drawn = draw(wanted, count=5).json()

    assert [each["id"] for each in drawn["calls"]] == [str(wanted.calls[1].id)]


def test_filters_narrow_what_is_drawn(wanted: Session) -> None:
    unknown = "00000000-0000-0000-0000-000000000001"

    assert draw(wanted, score_max=99).json() == {"of": 0, "calls": []}
    assert draw(wanted, scorecard_version_id=unknown).json()["of"] == 0
    assert draw(wanted, count=51).json()["field"] == "count"
    calls = wanted.client.get("/api/v1/calls", params={"scorecard_version_id": unknown}).json()
    assert calls["items"] == []


def test_raters_are_those_who_may_review(wanted: Session) -> None:
    with transaction() as session:
        unit = wanted.desk.company.unit
        make_user(session, unit, login="gone", role=Role.INSPECTOR).active = False
        for login, held in (("less", ["reviews:read"]), ("more", ["reviews:write"])):
            role = CustomRole(
                name_zh=login,
                name_en=login,
                based_on=Role.INSPECTOR,
                permissions=held,
                created_by="test",
            )
            session.add(role)
            user = make_user(session, unit, login=login, role=Role.INSPECTOR)
            session.flush()
            session.add(UserRole(user_id=user.id, role_id=role.id))

    listed = wanted.client.get(f"{URL}/raters", params={"limit": 2}).json()
    rest = wanted.client.get(f"{URL}/raters", params={"cursor": listed["next"]}).json()

    assert len(listed["items"]) == 2
    logins = {each["login"] for each in [*listed["items"], *rest["items"]]}
    assert logins >= {*RATERS, "more"}
    assert not logins & {"less", "gone", "alice"}


def test_the_list_tells_how_far_a_session_is(wanted: Session) -> None:
    wanted.start()
    wanted.judge("iris")

    sign_in(wanted.client, "quinn")
    [listed] = wanted.client.get(URL).json()["items"]

    assert [listed[name] for name in ("raters", "calls", "done")] == [3, 2, 2]


def test_raters_find_their_own_tasks_on_its_page(wanted: Session) -> None:
    wanted.start()
    wanted.judge("iris")

    own = wanted.client.get(wanted.url).json()["own_tasks"]

    assert {(each["call_id"], each["state"]) for each in own} == {
        (str(call.id), "done") for call in wanted.calls
    }
    task = wanted.client.get(f"/api/v1/reviews/tasks/{own[0]['id']}").json()
    assert task["purpose"] == "calibration"
    with transaction() as session:
        iris = session.exec(select(User.id).where(User.login == "iris")).one()
    assert task["assignee"]["id"] == str(iris)


def test_the_machine_is_hidden_until_it_is_closed(wanted: Session) -> None:
    wanted.start()
    wanted.judge("iris")
    review = wanted.open("ines", wanted.calls[0]).review
    assert review["machine_hidden"] is True

    wanted.close()

    sign_in(wanted.client, "iris")
    [first, *_] = wanted.client.get("/api/v1/reviews", params={"purpose": "calibration"}).json()[
        "items"
    ]
    after = wanted.client.get(f"/api/v1/reviews/{first['id']}").json()
    assert after["machine_hidden"] is False
    assert after["machine"]["score"] == 100.0


def test_evidence_is_where_the_machine_or_a_rater_found_it(wanted: Session) -> None:
    wanted.start()
    rater = wanted.open("iris", wanted.calls[0])
    rater.do("POST", "/hits", rule_key="manner", start_s=3.5, end_s=4)
    rater.do("PUT", "/answers/greeting", answer="passed")
    rater.do("PUT", "/answers/manner", answer="failed")
    rater.do("POST", "/finalise")
    wanted.close()

    [call] = [
        each
        for each in wanted.outcome().json()["calls"]
        if each["call"]["call_id"] == str(wanted.calls[0].id)
    ]

    assert {each["rule_key"]: each["at_s"] for each in call["items"]} == {
        "greeting": [1.0],
        "manner": [3.5],
    }
