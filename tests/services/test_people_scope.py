"""What a query finds is what the decision for each single call says."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from services.clock import utc_now
from services.people import callers
from services.people.access import PERMISSIONS, Permission, Scope
from services.people.scope import widened
from services.tables import (
    BrokenGlass,
    Call,
    CallAgent,
    Deputy,
    Role,
    User,
    UserCampaign,
    UserUnit,
)
from tests.factories import make_agent, make_call, make_campaign, make_unit

ACCESS = Path(__file__).parents[2] / "docs" / "access.md"


@dataclass(frozen=True)
class Person:
    """Places are numbers of units, campaigns, agents and calls."""

    role: Role
    unit: int
    units: frozenset[int]
    campaigns: frozenset[int]
    stands_in_for: int | None
    glass_calls: frozenset[int]
    glass_agent: int | None


SOME = st.frozensets(st.integers(0, 2), max_size=2)
PEOPLE = st.builds(
    Person,
    role=st.sampled_from([Role.AGENT, Role.LEAD, Role.MANAGER]),
    unit=st.integers(0, 3),
    units=SOME,
    campaigns=SOME,
    stands_in_for=st.none() | st.integers(0, 2),
    glass_calls=st.frozensets(st.integers(0, 11), max_size=2),
    glass_agent=st.none() | st.integers(0, 2),
)


class Floor:
    """Three teams' calls, one of them passed on by the first agent to the second."""

    def __init__(self, session: Session) -> None:
        self.session = session
        company = make_unit(session, name="Company")
        north = make_unit(session, parent=company, name="North")
        self.units = [north, make_unit(session, parent=north, name="A"), company]
        self.units.append(make_unit(session, parent=company, name="B"))
        teams = [self.units[1], self.units[3], self.units[3]]
        self.agents = [make_agent(session, team) for team in teams]
        self.campaigns = [make_campaign(session, code=str(number)) for number in range(3)]
        self.calls = [
            make_call(
                session,
                agent_id=self.agents[number % 3].id if number else None,
                unit_id=teams[number % 3].id if number else None,
                campaign_id=self.campaigns[number // 4].id if number % 4 else None,
            )
            for number in range(12)
        ]
        session.add(CallAgent(call_id=self.calls[1].id, agent_id=self.agents[0].id))
        session.flush()

    def add(self, person: Person, number: int) -> User:
        own_agent = self.agents[number].id if person.role is Role.AGENT else None
        unit_id = self.units[person.unit].id
        login = f"user-{number}"
        user = User(login=login, name=login, role=person.role, unit_id=unit_id, agent_id=own_agent)
        self.session.add(user)
        self.session.flush()
        for place in person.units:
            self.session.add(UserUnit(user_id=user.id, unit_id=self.units[place].id))
        for place in person.campaigns:
            campaign_id = self.campaigns[place].id
            self.session.add(UserCampaign(user_id=user.id, campaign_id=campaign_id))
        glass = BrokenGlass(
            user_id=user.id,
            call_ids=[str(self.calls[place].id) for place in person.glass_calls],
            agent_id=None if person.glass_agent is None else self.agents[person.glass_agent].id,
            reason="a complaint",
            until_at=utc_now() + timedelta(hours=1),
        )
        self.session.add(glass)
        return user

    def appoint(self, away: User, stands_in: User) -> None:
        hour = timedelta(hours=1)
        deputy = Deputy(
            user_id=away.id,
            deputy_id=stands_in.id,
            permissions=["pii:read"],
            from_at=utc_now() - hour,
            until_at=utc_now() + hour,
            created_by="tests",
        )
        self.session.add(deputy)

    def earlier(self, call: Call) -> frozenset[UUID]:
        return frozenset({self.agents[0].id}) if call is self.calls[1] else frozenset()


def test_rows_and_queries_agree_for_whole_organisations(session: Session) -> None:
    floor = Floor(session)

    @settings(max_examples=25)
    @given(st.lists(PEOPLE, min_size=3, max_size=3))
    def agree(people: list[Person]) -> None:
        with session.begin_nested() as tried:
            users = [floor.add(person, number) for number, person in enumerate(people)]
            for person, user in zip(people, users, strict=True):
                away = person.stands_in_for
                if away is not None and users[away] is not user:
                    floor.appoint(users[away], user)
            session.flush()
            for user in users:
                scope = callers.of_user(session, user).scope
                found = set(session.exec(select(Call.id).where(scope.calls_where())))
                assert found == {
                    call.id for call in floor.calls if scope.sees_call(call, floor.earlier(call))
                }
            tried.rollback()

    agree()


@given(
    st.lists(
        st.builds(
            Scope,
            unit_ids=st.none() | st.frozensets(st.uuids(), max_size=2),
            campaign_ids=st.none() | st.frozensets(st.uuids(), max_size=2),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_widened_scope_sees_what_each_does_and_everything_stays_everything(
    scopes: list[Scope],
) -> None:
    wide = widened(scopes)

    units = {unit for scope in scopes for unit in scope.unit_ids or ()}
    assert all(wide.sees_unit(unit) for unit in units)
    assert (wide == Scope()) == (Scope() in scopes)


def test_the_page_about_access_has_every_permission_of_every_role() -> None:
    written = {
        cells[0].strip("` "): [cell.strip() == "yes" for cell in cells[1:]]
        for line in ACCESS.read_text().splitlines()
        if line.startswith("| `") and (cells := line.strip("| ").split(" | "))
    }
    for permission in Permission:
        allowed = [permission in PERMISSIONS[role] for role in Role]
        said = written[permission.value]
        assert said + [False] * (len(allowed) - len(said)) == allowed, permission
