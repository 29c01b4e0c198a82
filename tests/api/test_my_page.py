"""An agent's own page: figures of one's own calls, and of nobody else's."""

from datetime import timedelta

from fastapi.testclient import TestClient

from services.clock import utc_now
from services.db import transaction
from tests.api.appealing import Appealing
from tests.factories import make_agent
from tests.reviewing import Reviewer


def test_figures_are_of_own_calls_only(client: TestClient) -> None:
    told = Appealing(client)
    company = told.desk.company
    begun = {"started_at": utc_now() - timedelta(days=8)}
    with transaction() as session:
        own = told.desk.add_call(session, **begun)
        other = make_agent(session, company.bobs_team, code="1002", name="Amy")
        theirs = told.desk.add_call(session, agent_id=other.id, **begun)
    Reviewer(client, "iris").finish(own, "promise")
    Reviewer(client, "iris").finish(theirs)

    page = told.get("alice", "/me/page")

    assert (page["agent_id"], page["unit_name"]) == (str(company.alice.agent_id), "Bob's team")
    assert [(each["call_id"], each["score"]) for each in page["calls"]] == [
        (str(own.id), 65),
        (str(told.desk.call.id), 0),
    ]
    assert {each["call_id"] for each in page["to_acknowledge"]} == {
        str(own.id),
        str(told.desk.call.id),
    }
    # Her first call began before the eight weeks.
    weeks = [(week["calls"], week["score"]) for week in page["weeks"] if week["calls"]]
    assert (len(page["weeks"]), weeks) == (8, [(1, 65)])
    assert page["today"]["conversion"] is None
    assert page["rank"] is None
    assert told.ask("bob", "GET", "/me/page").status_code == 403
