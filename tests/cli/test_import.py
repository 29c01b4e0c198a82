"""A centre says who it is by one file; the same file twice changes nothing."""

import copy
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from services.clock import utc_now
from services.db import rows, transaction
from services.people import audit, organisation, signing_in
from services.people.audit import Wanted
from services.people.sessions import Visitor
from services.scoring import scorecards
from services.scoring.campaigns import list_periods
from services.tables import (
    Agent,
    Campaign,
    Membership,
    Scorecard,
    ScorecardVersion,
    Source,
    StepKind,
    Unit,
    User,
)
from tests.cli.test_cli import call

EXAMPLE = json.loads((Path(__file__).parents[2] / "docs" / "example-centre.json").read_text())
Import = Callable[..., str]


@pytest.fixture
def bring(database: None, tmp_path: Path) -> Import:
    """Import what a file says, given as its bytes or as what it means."""

    def bring(centre: Any, *options: str, code: int = 0) -> str:
        file = tmp_path / "centre.json"
        file.write_bytes(
            centre if isinstance(centre, bytes) else json.dumps(centre, ensure_ascii=False).encode()
        )
        return call("import", str(file), *options, code=code)

    return bring


def changed(**places: Any) -> dict[str, Any]:
    """The example with `agents__0__name="x"` and the like in it; None leaves a field out."""
    centre: dict[str, Any] = copy.deepcopy(EXAMPLE)
    for path, value in places.items():
        *way, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        spot: Any = centre
        for part in way:
            spot = spot[part]
        if value is None:
            del spot[last]
        else:
            spot[last] = value
    return centre


def faults(said: str) -> list[str]:
    """Without file and line in front."""
    return [re.sub(r"^\S+:\d+: ", "", line) for line in said.splitlines()]


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    with transaction() as session:
        return {
            table.name: sorted(rows(session, f"SELECT * FROM {table.name}", {}), key=str)
            for table in SQLModel.metadata.sorted_tables
        }


def test_a_centre_is_imported_whole(bring: Import) -> None:
    said = bring(EXAMPLE)

    with transaction() as session:
        units = {unit.name: unit for unit in session.exec(select(Unit))}
        [west] = session.exec(select(Membership).where(Membership.unit_id == units["Team West"].id))
        campaign = session.exec(select(Campaign)).one()
        source = session.exec(select(Source)).one()
        card = session.exec(select(Scorecard)).one()
        users = {user.login: user for user in session.exec(select(User))}
        version = scorecards.published_version(session, card.id)
        given = [period.scorecard_id for period in list_periods(session, campaign.id)]
    assert units["Team West"].parent_id == units["Domestic"].id
    assert units["Domestic"].parent_id == units["Harbour Telesales"].id
    assert units["Team South"].timezone == "Asia/Singapore"
    assert west.since == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert (campaign.code, given) == ("spring", [card.id])
    assert version is not None
    assert (version.number, version.body["pass_score"]) == (1, 60)
    assert (source.name, source.agent_channel, source.recordings_expected) == ("my-dialer", 0, True)
    assert users["8001"].unit_id == units["Team West"].id
    assert users["quinn"].unit_id == units["Harbour Telesales"].id
    assert re.search(r"^ unit +5 +0 +0 *$", said, re.MULTILINE)


def test_new_users_sign_in_with_the_password_that_is_shown_once(bring: Import) -> None:
    said = bring(EXAMPLE)
    password = dict(re.findall(r"^(\S+)  (\S+)$", said, re.MULTILINE))["bob"]

    with transaction() as session:
        asked = signing_in.sign_in(session, "bob", password, Visitor("127.0.0.1"))
        assert isinstance(asked, signing_in.StepAsked)
        assert asked.kind is StepKind.CHANGE_PASSWORD
    assert "Passwords" not in bring(EXAMPLE)


def test_the_company_of_the_first_start_is_renamed(bring: Import) -> None:
    with transaction() as session:
        organisation.first_admin(session)

    said = bring(EXAMPLE)

    assert "~ company Harbour Telesales: name Earshot → Harbour Telesales" in said
    with transaction() as session:
        assert organisation.get_company(session).name == "Harbour Telesales"
        roots = session.exec(select(Unit).where(col(Unit.parent_id).is_(None))).all()
    assert len(roots) == 1


def test_an_import_before_the_first_start_leaves_the_administrator_to_it(bring: Import) -> None:
    bring(EXAMPLE)
    with transaction() as session:
        assert organisation.first_admin(session)
        assert organisation.first_admin(session) is None


def test_the_same_file_again_changes_nothing(bring: Import) -> None:
    bring(EXAMPLE)
    before = everything()

    said = bring(EXAMPLE)

    assert everything() == before
    assert "+" not in said
    assert "~" not in said


def test_a_dry_run_says_the_same_and_stores_nothing(bring: Import) -> None:
    before = everything()

    rehearsed = bring(EXAMPLE, "--dry-run")

    assert everything() == before
    done = bring(EXAMPLE)
    assert rehearsed.split("Nothing was stored.")[0] == done.split("Passwords")[0]
    assert re.findall(r"^bob  ", rehearsed, re.MULTILINE) == []


def test_what_differs_is_changed_and_what_is_left_out_stays(bring: Import) -> None:
    bring(EXAMPLE)
    later = changed(
        units__3__timezone="Asia/Tokyo",
        units__4__parent="Domestic",
        agents__0__name="Wang Fang-Li",
        sources__0={"name": "my-dialer", "agent_channel": 1},
        scorecards__0__body__pass_score=70,
        campaigns__0={"code": "spring", "name": "Spring", "effective_talk_s": 45},
        users__0__role="supervisor",
    )
    later["agents"] = later["agents"][:1]
    later["users"] = later["users"][:1]

    said = bring(later)

    for line in (
        "~ unit Overseas: timezone Asia/Singapore → Asia/Tokyo",
        "~ unit Team South: below Domestic",
        "~ source my-dialer: agent_channel 0 → 1",
        "~ agent 8001: name Wang Fang → Wang Fang-Li",
        "~ user bob: role",
        "~ scorecard Wealth: version 2 published",
        "~ campaign spring: name Spring campaign → Spring, effective_talk_s 30 → 45",
    ):
        assert line in said
    with transaction() as session:
        assert len(session.exec(select(Agent)).all()) == 3
        assert len(session.exec(select(User)).all()) == 3
        numbers = session.exec(select(ScorecardVersion.number)).all()
        campaign = session.exec(select(Campaign)).one()
        source = session.exec(select(Source)).one()
        given = list_periods(session, campaign.id)
    assert sorted(numbers) == [1, 2]
    assert len(given) == 1
    assert source.recordings_expected
    assert "~" not in bring(later)


def test_an_agent_moves_by_date_and_the_history_stays(bring: Import) -> None:
    bring(EXAMPLE)

    said = bring(changed(agents__0__unit="Team East", agents__0__since="2026-03-02"))

    assert "~ agent 8001: in Team East since 2026-03-02" in said
    with transaction() as session:
        agent = organisation.get_agent(session, "8001")
        found = session.exec(
            select(Unit.name)
            .join(Membership, col(Membership.unit_id) == Unit.id)
            .where(Membership.agent_id == agent.id)
            .order_by(col(Membership.since))
        ).all()
    assert found == ["Team West", "Team East"]
    assert "~" not in bring(changed(agents__0__unit="Team East", agents__0__since="2026-03-02"))
    assert "~" not in bring(changed(agents__0__unit="Team East", agents__0__since=None))


def test_an_agent_without_a_day_moves_today(bring: Import) -> None:
    bring(EXAMPLE)

    bring(changed(agents__0__unit="Team East", agents__0__since=None))

    with transaction() as session:
        agent = organisation.get_agent(session, "8001")
        newest = session.exec(
            select(Membership.since)
            .where(Membership.agent_id == agent.id)
            .order_by(col(Membership.since).desc())
        ).first()
    assert newest is not None
    assert timedelta() <= utc_now() - newest <= timedelta(days=1)
    assert (newest.hour, newest.minute) == (16, 0)


def test_an_import_is_in_the_audit_log(bring: Import) -> None:
    bring(EXAMPLE)
    bring(changed(agents__0__unit="Team East", agents__0__since="2026-03-02"))

    with transaction() as session:
        entries = audit.list_entries(session, Wanted(), limit=500).items
    assert {entry.actor for entry in entries} == {"system"}
    assert {entry.act for entry in entries} == {
        *("company.added", "unit.added", "source.added", "agent.added", "campaign.added"),
        *("scorecard.created", "scorecard.drafted", "scorecard.published"),
        *(
            "campaign.scorecards_set",
            "campaign.facts_changed",
            "user.created",
            "agent.moved",
            "agent.changed",
        ),
        "centre.imported",
    }


TEAM_X = {"name": "Team X", "kind": "team", "parent": "Team Y"}
TEAM_Y = {"name": "Team Y", "kind": "team", "parent": "Team X"}
LOOP = [TEAM_X, TEAM_Y]

REFUSED = {
    "json": (b'{"units": [', "Invalid JSON: EOF while parsing a list at line 1 column 11."),
    "encoding": ("王芳".encode("gbk"), "Byte 1 of the file is not UTF-8. Save it as UTF-8."),
    "not an object": ([], "Input should be an object."),
    "unknown field": (
        changed(users__0__password="secret"),
        "users[0].password: there is no such name here.",
    ),
    "misspelt part": (
        changed(campains=[]),
        "campains: there is no such name here. Did you mean campaigns?",
    ),
    "missing field": (changed(agents__1__name=None), "agents[1].name: this is required."),
    "zone": (
        changed(company__timezone="Asia/Shangai"),
        'company.timezone: there is no time zone "Asia/Shangai".',
    ),
    "kind": (
        changed(units__1__kind="squad"),
        "units[1].kind: Input should be 'region', 'department' or 'team'.",
    ),
    "phrase": (
        changed(scorecards__0__body__rules__2__condition__phrases=["..."]),
        "scorecards[0].body.rules[2].condition.phrases[0]: a phrase needs at least one letter or"
        " digit.",
    ),
    "login": (
        changed(users__0__login="bob li"),
        "users[0].login: A login has 1 to 200 characters and no spaces.",
    ),
    "twice": (
        changed(agents__1__code="8001"),
        'agents[1].code: "8001" stands in the file twice.',
    ),
    "twice in another case": (
        changed(users__2__login="BOB"),
        'users[2].login: "bob" stands in the file twice.',
    ),
    "named like the company": (
        changed(units__1__name="Harbour Telesales"),
        'units[1].name: "Harbour Telesales" stands in the file twice.',
    ),
    "unit of an agent": (
        changed(agents__2__unit="Team X"),
        'agents[2].unit: there is no unit "Team X".',
    ),
    "not a team": (
        changed(agents__2__unit="Overseas"),
        'agents[2].unit: "Overseas" is a region; agents belong to teams.',
    ),
    "parent": (
        changed(units__1__parent="Domestik"),
        'units[1].parent: there is no unit "Domestik".',
    ),
    "loop": (
        changed(units=LOOP),
        'units[0].parent: "Team X" would stand below itself.',
    ),
    "scorecard": (
        changed(campaigns__0__scorecard="Health"),
        'campaigns[0].scorecard: there is no scorecard "Health".',
    ),
    "engine": (
        changed(campaigns__0__engine="swift"),
        'campaigns[0].engine: there is no engine "swift", only default.',
    ),
    "language": (
        changed(campaigns__0__language="cn"),
        "campaigns[0].language: No speech model knows this language. Chinese is zh, Cantonese yue,"
        " English en.",
    ),
    "hot word": (
        changed(campaigns__0__hot_words=["  "]),
        "campaigns[0].hot_words[0]: String should have at least 1 character.",
    ),
    "agent of a user": (
        changed(users__1__agent="9999"),
        'users[1].agent: there is no agent "9999".',
    ),
    "agent needed": (
        changed(users__1__agent=None),
        "users[1].agent: a user with the role agent needs an agent's code.",
    ),
    "agent not wanted": (
        changed(users__0__agent="8002"),
        "users[0].agent: only a user with the role agent has one.",
    ),
    "unit of a user": (
        changed(users__0__unit="Team X"),
        'users[0].unit: there is no unit "Team X".',
    ),
    "no company": (changed(company=None), "company: there is none yet, so the file must name it."),
}


def test_a_campaign_says_how_its_calls_are_heard(bring: Import) -> None:
    bring(changed(campaigns__0__hot_words=[" 稳健宝 ", "稳健宝", "基金"]))

    with transaction() as session:
        campaign = session.exec(select(Campaign)).one()
    assert (campaign.engine, campaign.language) == (None, "zh")
    assert campaign.hot_words == ["稳健宝", "基金"]

    said = bring({"campaigns": [{"code": "spring", "name": "Spring campaign"}]})
    assert "~" not in said

    less: dict[str, Any] = {
        "code": "spring",
        "name": "Spring campaign",
        "language": None,
        "hot_words": [],
    }
    said = bring({"campaigns": [less]})
    assert "~ campaign spring: " in said
    assert "language zh → None" in said
    with transaction() as session:
        campaign = session.exec(select(Campaign)).one()
    assert (campaign.language, campaign.hot_words) == (None, [])


@pytest.mark.parametrize(("centre", "sentence"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_wrong_is_said_with_its_place_and_nothing_is_stored(
    bring: Import, centre: Any, sentence: str
) -> None:
    before = everything()

    said = bring(centre, code=1)

    assert sentence in faults(said)
    assert everything() == before


def test_faults_are_said_with_their_lines(bring: Import) -> None:
    text = json.dumps(
        changed(agents__1__unit="Team X", users__1__agent="9999"), indent=1, ensure_ascii=False
    )
    lines = text.splitlines()

    said = bring(text.encode(), code=1)

    named = [int(number) for number in re.findall(r"^\S+/centre\.json:(\d+): ", said, re.MULTILINE)]
    assert [lines[number - 1].strip(" ,") for number in named] == [
        '"unit": "Team X"',
        '"agent": "9999"',
    ]


def test_a_tab_costs_the_lines_and_no_fault(bring: Import) -> None:
    text = json.dumps(changed(agents__1__unit="Team X"), indent="\t", ensure_ascii=False)

    assert 'agents[1].unit: there is no unit "Team X".' in faults(bring(text.encode(), code=1))


def test_all_that_is_wrong_is_said_at_once(bring: Import) -> None:
    said = bring(changed(agents__0__unit="X", agents__1__unit="Y", users__0__unit="Z"), code=1)

    assert len(said.splitlines()) == 3


def test_faults_that_only_a_stored_centre_shows(bring: Import) -> None:
    bring(EXAMPLE)
    before = everything()

    for centre, sentence in (
        (
            changed(units__0__parent="Team West"),
            'units[0].parent: "Domestic" would stand below itself.',
        ),
        (
            {"units": [{"name": "Harbour Telesales", "kind": "team"}]},
            'units[0].name: "Harbour Telesales" is the company.',
        ),
        (
            changed(agents__0__unit="Team East", agents__0__since="2025-06-01"),
            "agents[0].since: 8001 moves to another unit on 2026-01-01;"
            ' name a later day for "Team East".',
        ),
        (
            {"users": [{"login": "zoe", "name": "Zoe", "role": "agent", "agent": "8001"}]},
            "users[0]: Somebody already has this login, or is this agent.",
        ),
    ):
        assert sentence in faults(bring(centre, code=1))
    assert everything() == before


def test_a_file_may_say_only_what_is_new(bring: Import) -> None:
    bring(EXAMPLE)

    said = bring({"agents": [{"code": "8004", "name": "Han Mei", "unit": "Team West"}]})

    assert "+ agent 8004" in said
    assert "~" not in said


def test_an_agents_user_belongs_to_the_agents_team_unless_told_otherwise(bring: Import) -> None:
    bring(EXAMPLE)

    call(
        *("user", "create", "li", "--name", "Li", "--role", "agent", "--agent", "8002"),
        *("--password", "a long enough one"),
    )

    with transaction() as session:
        team = session.exec(
            select(Unit.name).join(User, col(User.unit_id) == Unit.id).where(User.login == "li")
        ).one()
    assert team == "Team East"
