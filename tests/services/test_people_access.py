from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from services.people import callers, keys, organisation
from services.people.access import Caller, NotPermitted, Permission
from services.tables import Call, KeyScope, UnitKind, User
from tests.factories import LONG_AGO, Company, make_call, make_company, make_source, make_unit


@pytest.fixture
def company(session: Session) -> Company:
    return make_company(session)


@pytest.fixture
def calls(session: Session, company: Company) -> dict[str, Call]:
    """One call of Alice, of a colleague, of the other team, and of nobody known."""
    colleague = organisation.create_agent(
        session, code="1002", name="Ann", unit_id=company.bobs_team.id, since=LONG_AGO
    )
    other = organisation.create_agent(
        session, code="2001", name="Carl", unit_id=company.charlies_team.id, since=LONG_AGO
    )
    places: dict[str, tuple[UUID | None, UUID | None]] = {
        "own": (company.alice.agent_id, company.bobs_team.id),
        "colleague": (colleague.id, company.bobs_team.id),
        "other team": (other.id, company.charlies_team.id),
        "former team": (company.alice.agent_id, company.charlies_team.id),
        "nobody": (None, None),
    }
    return {
        name: make_call(session, agent_id=agent_id, unit_id=unit_id)
        for name, (agent_id, unit_id) in places.items()
    }


SEEN = {
    "alice": {"own", "former team"},
    "bob": {"own", "colleague"},
    "charlie": {"other team", "former team"},
    "dana": {"own", "colleague", "other team", "former team", "nobody"},
}


@pytest.mark.parametrize("name", SEEN)
def test_everybody_sees_the_calls_of_their_place(
    session: Session, company: Company, calls: dict[str, Call], name: str
) -> None:
    scope = callers.of_user(session, company.user(name)).scope

    by_row = {title for title, call in calls.items() if scope.sees_call(call)}
    ids = set(session.exec(select(Call.id).where(scope.calls_where())))
    by_query = {title for title, call in calls.items() if call.id in ids}

    assert by_row == by_query == SEEN[name]


def test_a_key_sees_the_calls_of_its_own_dialer_only(session: Session, company: Company) -> None:
    ours = make_call(session, source_id=make_source(session, "ours").id)
    theirs = make_call(session, source_id=make_source(session, "theirs").id)
    scope = a_key(session, KeyScope.CALLS_READ).scope

    assert scope.sees_call(ours)
    assert not scope.sees_call(theirs)
    assert session.exec(select(Call.id).where(scope.calls_where())).all() == [ours.id]


def test_an_agent_user_whose_agent_is_gone_sees_nothing(
    session: Session, company: Company, calls: dict[str, Call]
) -> None:
    company.alice.agent_id = None

    scope = callers.of_user(session, company.alice).scope

    assert not any(scope.sees_call(call) for call in calls.values())
    assert session.exec(select(Call.id).where(scope.calls_where())).all() == []


def test_a_second_company_is_not_seen_from_the_first(session: Session, company: Company) -> None:
    stranger = make_unit(session, name="Another company", kind=UnitKind.COMPANY)
    call = make_call(session, unit_id=stranger.id)

    assert not callers.of_user(session, company.dana).scope.sees_call(call)


def test_a_loop_of_units_does_not_hang(session: Session, company: Company) -> None:
    company.unit.parent_id = company.bobs_team.id
    session.add(company.unit)
    session.flush()

    scope = callers.of_user(session, company.bob).scope

    assert scope.sees_unit(company.charlies_team.id)


@pytest.mark.parametrize(
    ("key_scope", "granted"),
    [
        (KeyScope.EVENTS_WRITE, set()),
        (KeyScope.RECORDINGS_WRITE, {Permission.RECORDINGS_WRITE}),
        (KeyScope.CALLS_READ, {Permission.CALLS_READ}),
    ],
)
def test_a_key_may_do_what_its_scope_says(
    session: Session, key_scope: KeyScope, granted: set[Permission]
) -> None:
    caller = a_key(session, key_scope)

    assert caller.permissions == granted
    assert caller.key_scopes == {key_scope}
    caller.require_key_scope(key_scope)
    with pytest.raises(NotPermitted):
        caller.require(Permission.KEYS_MANAGE)


def test_people_have_no_key_scopes(session: Session, company: Company) -> None:
    dana = callers.of_user(session, company.dana)

    assert all(dana.may(permission) for permission in Permission)
    with pytest.raises(NotPermitted):
        dana.require_key_scope(KeyScope.EVENTS_WRITE)


def test_callers_are_known_to_the_audit_log_by_login_or_hint(
    session: Session, company: Company
) -> None:
    user: User = company.bob
    assert callers.of_user(session, user).actor == "bob"
    assert a_key(session, KeyScope.CALLS_READ).actor.startswith("key:ek_")


def a_key(session: Session, key_scope: KeyScope) -> Caller:
    key, _ = keys.create_key(
        session,
        name=str(uuid4()),
        source=make_source(session, "ours"),
        scopes=[key_scope],
        actor="tests",
    )
    return callers.of_key(key)
