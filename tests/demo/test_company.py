"""The demo company can be seeded, and seeded again."""

from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from demo import company
from services.db import transaction
from services.scoring.campaigns import list_periods
from services.scoring.card import ScorecardBody
from services.scoring.scorecards import published_version
from services.tables import Agent, ApiKey, Campaign, Membership, Role, Source, Unit, User


def counts(session: Session) -> list[int]:
    tables = (Unit, Agent, Membership, User, Campaign, Source)
    return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def test_thirty_agents_in_three_teams_and_somebody_in_every_role(session: Session) -> None:
    company.seed(session)

    assert counts(session) == [6, 30, 30, 41, 5, 1]
    assert set(session.exec(select(User.role))) == set(Role)


def test_seeding_again_adds_nothing_but_replaces_the_key(session: Session) -> None:
    first = company.seed(session)
    before = counts(session)
    second = company.seed(session)

    assert counts(session) == before
    assert first.secret != second.secret
    open_keys = session.exec(select(ApiKey).where(ApiKey.revoked_at == None)).all()  # noqa: E711
    assert len(open_keys) == 1


def test_every_campaign_has_a_published_scorecard(session: Session) -> None:
    company.seed(session)

    for campaign in session.exec(select(Campaign)):
        [period] = list_periods(session, campaign.id)
        version = published_version(session, period.scorecard_id)
        assert version is not None
        ScorecardBody.model_validate(version.body)


def test_every_scorecard_names_what_may_never_be_promised() -> None:
    for name in company.SCORECARD_NAMES:
        body = company.read_scorecard(name)
        fatal = {rule.key for rule in body.rules if rule.forbids and rule.fatal}

        assert 6 <= len(body.rules) <= 14
        assert fatal == {"no_guaranteed_return", "no_riskless_promise"}


def test_people_of_the_demo_can_sign_in(client: TestClient) -> None:
    with transaction() as session:
        demo = company.seed(session)

    for login in (demo.logins[0].login, demo.logins[3].login, "1001"):
        answer = client.post(
            "/api/v1/session",
            json={"login": login, "password": demo.password},
            headers={"Origin": "http://testserver"},
        )
        assert answer.status_code == 201
