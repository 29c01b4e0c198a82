"""Who an agent is, which team's, and what a campaign is scored with may be learnt later."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from services import jobs
from services.calls.events import CallEvent, EventType
from services.calls.identity import call_id_for
from services.calls.record import record_events
from services.calls.recount import recount
from services.clock import utc_now
from services.db import rows, transaction
from services.jobs import ScoreCall
from services.people import organisation
from services.scoring import evaluate, scorecards
from services.tables import Call, Campaign, CampaignCard, Evaluation, KeyScope, ScorecardVersion
from tests.cli.test_cli import call as earshot
from tests.doors import bearer, sign_in
from tests.factories import (
    GREETING_AND_PROMISE,
    make_company,
    make_scorecard,
    make_transcript,
    said,
)
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

YESTERDAY = utc_now().replace(microsecond=0) - timedelta(days=1)
LONG_AGO = "2020-01-01"
SHANGHAI_IS_AHEAD = timedelta(hours=8)


class Centre:
    """Bob's and Charlie's teams, a dialer, and an administrator with a file."""

    def __init__(self, client: TestClient, folder: Path) -> None:
        self.client = client
        self._file = folder / "centre.json"
        with transaction() as session:
            self.company = make_company(session)
            self.source = organisation.find_or_create_source(session, "dialer")
            self._key = bearer(session, self.source, KeyScope.EVENTS_WRITE)

    def bring(self, **sections: Any) -> str:
        """Import the file, then let the worker work."""
        self._file.write_text(json.dumps(sections))
        done = earshot("import", str(self._file))
        run_waiting(FakeTranscriber())
        return done

    def place(self, code: str, unit: str, since: str | None = LONG_AGO) -> str:
        agent = {"code": code, "name": f"Agent {code}", "unit": unit}
        return self.bring(agents=[agent | ({"since": since} if since else {})])

    def post(self, kind: str, at: datetime, **data: Any) -> None:
        event = {"specversion": "1.0", "id": f"{kind}{at}{data}", "source": "/d", "type": kind}
        answer = self.client.post(
            "/api/v1/events",
            json=event | {"time": at.isoformat(), "data": data},
            headers=dict(self._key),
        )
        assert answer.status_code == 202, answer.text

    def work(self, agent: str, at: datetime, call: str, **data: Any) -> None:
        """Ready, a call of 60 s, wrap-up of 30 s, a break of 300 s."""

        def after(seconds: float) -> datetime:
            return at + timedelta(seconds=seconds)

        facts = {"agent": agent, "call_id": call} | data
        self.post("agent.state", at, agent=agent, state="ready")
        self.post("call.dialed", after(100), customer_number="13800138000", **facts)
        self.post("call.answered", after(110), **facts)
        self.post("call.ended", after(170), **facts)
        self.post("agent.state", after(200), agent=agent, state="break")
        self.post("agent.state", after(500), agent=agent, state="offline")

    def calls(self, login: str) -> dict[str, tuple[str | None, str | None]]:
        """What somebody sees: agent and team by the dialer's name for the call."""
        sign_in(self.client, login)
        listed = self.client.get("/api/v1/calls").json()["items"]
        return {call["call_key"]: (call["agent_name"], call["unit_name"]) for call in listed}

    def totals(self, kind: str, key: UUID) -> dict[str, float]:
        with transaction() as session:
            [sums] = rows(
                session,
                "SELECT sum(dials) AS dials, sum(connects) AS connects, sum(talk_s) AS talk_s,"
                " sum(ready_s) AS ready_s, sum(wrap_s) AS wrap_s, sum(break_s) AS break_s,"
                " sum(logged_s) AS logged_s FROM counter WHERE kind = %(kind)s AND key = %(key)s",
                {"kind": kind, "key": key},
            )
        return {name: round(number or 0) for name, number in sums.items()}

    def agent_id(self, code: str) -> UUID:
        with transaction() as session:
            return organisation.get_agent(session, code).id


@pytest.fixture
def centre(client: TestClient, tmp_path: Path) -> Centre:
    return Centre(client, tmp_path)


def counted_right() -> bool:
    with transaction() as session:
        return recount(session) == {}


WORKED = {
    **{"dials": 1, "connects": 1, "talk_s": 60, "ready_s": 100},
    **{"wrap_s": 30, "break_s": 300, "logged_s": 500},
}
NOTHING = dict.fromkeys(WORKED, 0)


def test_an_agent_who_is_learnt_later_has_the_calls_and_the_time_of_before(
    centre: Centre,
) -> None:
    centre.work("9001", YESTERDAY, "theirs")
    assert centre.calls("bob") == {}

    done = centre.place("9001", "Bob's team")

    assert "Names that dialers had used and now have an agent: 1" in done
    assert centre.calls("bob") == {"theirs": ("Agent 9001", "Bob's team")}
    assert centre.calls("charlie") == {}
    assert centre.totals("agent", centre.agent_id("9001")) == WORKED
    assert centre.totals("unit", centre.company.bobs_team.id) == WORKED
    assert counted_right()


def test_what_is_learnt_later_counts_as_if_it_had_been_known(centre: Centre) -> None:
    centre.place("9002", "Charlie's team")
    for number, code in enumerate(("9001", "9002")):
        for hour in range(3):
            at = YESTERDAY + timedelta(hours=hour)
            centre.work(code, at, f"{number}-{hour}", campaign="spring")
    # A call that the agent got from somebody known.
    centre.post("call.bridged", YESTERDAY + timedelta(seconds=120), call_id="1-0", agent="9002")
    centre.post("call.bridged", YESTERDAY + timedelta(seconds=140), call_id="1-0", agent="9001")
    centre.post("call.bridged", YESTERDAY + timedelta(seconds=120), call_id="0-0", agent="9001")
    centre.post("call.bridged", YESTERDAY + timedelta(seconds=140), call_id="0-0", agent="9002")

    centre.place("9001", "Bob's team")

    known, learnt = (centre.agent_id(code) for code in ("9002", "9001"))
    assert centre.totals("agent", learnt) == centre.totals("agent", known)
    assert centre.totals("unit", centre.company.bobs_team.id) == centre.totals(
        "unit", centre.company.charlies_team.id
    )
    assert counted_right()


def test_events_after_the_match_and_a_second_run_add_nothing_twice(centre: Centre) -> None:
    centre.work("9001", YESTERDAY, "theirs")
    centre.place("9001", "Bob's team")

    centre.work("9001", YESTERDAY, "theirs")
    centre.work("9001", YESTERDAY + timedelta(hours=1), "next")
    centre.place("9001", "Bob's team")

    assert centre.totals("agent", centre.agent_id("9001"))["talk_s"] == 120
    assert counted_right()


def test_the_open_board_of_the_team_shows_the_agent(centre: Centre) -> None:
    now = utc_now()
    centre.post("call.dialed", now, call_id="c", agent="9001")
    sign_in(centre.client, "bob")
    url = f"/api/v1/boards/{centre.company.bobs_team.id}/live"
    with centre.client.websocket_connect(url) as board:
        board.receive_json()
        centre.place("9001", "Bob's team")
        found: dict[str, Any] = {}
        while found.get("name") != "Agent 9001" or found["state"] != "ringing":
            for card in board.receive_json().get("cards", []):
                found = card if card["kind"] == "agent" else found


def test_events_on_their_way_while_an_agent_is_learnt_are_not_forgotten(centre: Centre) -> None:
    """They have read that nobody has this name; the import waits for them."""
    dialed = told(centre, EventType.CALL_DIALED, YESTERDAY)
    ended = told(centre, EventType.CALL_ENDED, YESTERDAY + timedelta(seconds=9))
    learning = Thread(target=centre.place, args=("9001", "Bob's team"))
    with transaction() as session:
        record_events(session, [dialed])
        learning.start()
        learning.join(timeout=1)
        assert learning.is_alive()
        record_events(session, [ended])
    learning.join()

    assert centre.calls("bob") == {"c": ("Agent 9001", "Bob's team")}
    assert counted_right()


def test_a_move_takes_along_what_came_after_it_and_nothing_before(centre: Centre) -> None:
    teams = (centre.company.bobs_team.id, centre.company.charlies_team.id)
    centre.place("9001", "Bob's team")
    moved_on = YESTERDAY.replace(hour=0, minute=0, second=0)
    midnight = moved_on - SHANGHAI_IS_AHEAD
    centre.work("9001", midnight - timedelta(hours=2), "before")
    centre.work("9001", midnight + timedelta(hours=2), "after")
    assert centre.totals("unit", teams[0])["talk_s"] == 120

    centre.place("9001", "Charlie's team", since=f"{moved_on:%Y-%m-%d}")

    assert centre.calls("bob") == {"before": ("Agent 9001", "Bob's team")}
    assert centre.calls("charlie") == {"after": ("Agent 9001", "Charlie's team")}
    assert [centre.totals("unit", team) for team in teams] == [WORKED, WORKED]
    assert counted_right()

    # What comes late about either day is counted where that day is.
    for hours in (-2, 2):
        late = midnight + timedelta(hours=hours, seconds=50)
        centre.post("agent.state", late, agent="9001", state="meeting")
    assert [centre.totals("unit", team)["ready_s"] for team in teams] == [50, 50]
    assert counted_right()


def test_a_call_that_was_dialed_before_midnight_and_answered_after_moves_along(
    centre: Centre,
) -> None:
    centre.place("9001", "Bob's team")
    day = YESTERDAY.replace(hour=0, minute=0, second=0)
    midnight = day - SHANGHAI_IS_AHEAD
    centre.post("call.dialed", midnight - timedelta(seconds=9), call_id="late", agent="9001")
    centre.post("call.answered", midnight + timedelta(seconds=9), call_id="late")
    centre.post("call.ended", midnight + timedelta(seconds=90), call_id="late")

    centre.place("9001", "Charlie's team", since=f"{day:%Y-%m-%d}")

    assert centre.calls("charlie") == {"late": ("Agent 9001", "Charlie's team")}
    assert counted_right()


def test_an_agent_who_moved_sees_the_own_tile_in_the_new_team(centre: Centre) -> None:
    """Alice's login still names the team she was in when it was made."""
    sign_in(centre.client, "alice")
    before = centre.client.get("/api/v1/session").json()["unit_name"]

    centre.place("1001", "Charlie's team", since=None)

    sign_in(centre.client, "alice")
    session = centre.client.get("/api/v1/session").json()
    assert (before, session["unit_name"]) == ("Bob's team", "Charlie's team")
    [listed] = centre.client.get("/api/v1/boards").json()["items"]
    board = centre.client.get(f"/api/v1/boards/{session['unit_id']}").json()
    assert listed["name"] == "Charlie's team"
    assert [card["name"] for card in board["cards"]] == ["Agent 1001"]
    gone = centre.client.get(f"/api/v1/boards/{centre.company.bobs_team.id}")
    assert gone.status_code == 404


Publish = Callable[[Centre], None]
CARD = {"name": "Telesales", "body": GREETING_AND_PROMISE.model_dump(mode="json")}


def by_file(centre: Centre) -> None:
    campaign = {"code": "spring", "name": "Spring", "scorecard": "Telesales"}
    centre.bring(scorecards=[CARD], campaigns=[campaign])


def by_publishing(centre: Centre) -> None:
    """The campaign has the scorecard, of which there is but a draft."""
    with transaction() as session:
        scorecard, version = make_scorecard(session, published=False)
        campaign = session.exec(select(Campaign)).one()
        session.add(CampaignCard(campaign_id=campaign.id, scorecard_id=scorecard.id))
        number = version.number
    sign_in(centre.client, "dana")
    url = f"/api/v1/scorecards/{scorecard.id}/versions/{number}/publish"
    assert centre.client.post(url).status_code == 200
    run_waiting(FakeTranscriber())


@pytest.mark.parametrize("publish", [by_file, by_publishing])
def test_what_was_heard_is_scored_once_there_is_something_to_score_it_with(
    centre: Centre, publish: Publish
) -> None:
    heard(centre)

    publish(centre)

    sign_in(centre.client, "dana")
    scored = centre.client.get("/api/v1/calls", params={"scored": True}).json()["items"]
    assert [(call["call_key"], call["score"], call["fatal_hits"]) for call in scored] == [
        ("heard", 0, 1)
    ]
    assert counted_right()


def test_an_outcome_that_comes_after_the_score_is_scored_too(centre: Centre) -> None:
    """Dialers tell it when the call is over, agents when they feel like it."""
    sale = {"type": "fact", "name": "outcome", "wanted": {"value": "sale"}}
    rule = {"key": "sold", "name": "Sold", "condition": sale}
    campaign = {"code": "spring", "name": "Spring", "scorecard": "Sales"}
    centre.bring(scorecards=[{"name": "Sales", "body": {"rules": [rule]}}], campaigns=[campaign])
    heard(centre)

    facts = {"agent": "1001", "call_id": "heard", "outcome": "sale"}
    centre.post("call.disposed", YESTERDAY + timedelta(seconds=300), **facts)
    run_waiting(FakeTranscriber())

    with transaction() as session:
        scores = session.exec(select(Evaluation.score).order_by(col(Evaluation.created_at))).all()
    assert scores == [None, 100]


def test_a_later_version_scores_nothing_again(centre: Centre) -> None:
    heard(centre)
    by_file(centre)

    milder = CARD | {"body": {**GREETING_AND_PROMISE.model_dump(mode="json"), "pass_score": 10}}
    done = centre.bring(scorecards=[milder])

    assert "version 2 published" in done
    with transaction() as session:
        assert len(session.exec(select(Evaluation)).all()) == 1


def test_a_call_scored_while_its_scorecard_is_being_published_is_not_forgotten(
    centre: Centre,
) -> None:
    """It has found nothing to be scored with; it waits, and looks again."""
    heard(centre)
    with transaction() as session:
        scorecard, version = make_scorecard(session, published=False)
        campaign = session.exec(select(Campaign)).one()
        session.add(CampaignCard(campaign_id=campaign.id, scorecard_id=scorecard.id))
    evaluations: list[Evaluation | None] = []

    with transaction() as session:
        scorecards.publish(session, session.get_one(ScorecardVersion, version.id))
        scoring = Thread(target=lambda: evaluations.append(score(centre)))
        scoring.start()
        scoring.join(timeout=1)
        assert scoring.is_alive()
    scoring.join()

    assert [evaluation is not None for evaluation in evaluations] == [True]


def heard(centre: Centre) -> None:
    """A call of a campaign without scorecard, whose recording has been heard."""
    centre.work("1001", YESTERDAY, "heard", campaign="spring")
    with transaction() as session:
        call = session.get_one(Call, call_id_for(centre.source.id, "heard"))
        make_transcript(session, call, [said("您好", 1), said("保证收益", 6)])
        jobs.enqueue(session, ScoreCall(call_id=call.id))
    run_waiting(FakeTranscriber())


def score(centre: Centre) -> Evaluation | None:
    with transaction() as session:
        return evaluate.score_call(session, call_id_for(centre.source.id, "heard"))


def told(centre: Centre, kind: EventType, at: datetime) -> CallEvent:
    return CallEvent(
        source_id=centre.source.id,
        origin="/d",
        event_id=kind,
        type=kind,
        at=at,
        call_id=call_id_for(centre.source.id, "c"),
        call_key="c",
        agent_key="9001",
        data={"call_id": "c", "agent": "9001"},
    )
