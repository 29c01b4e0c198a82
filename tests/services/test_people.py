"""Users, passwords, keys, the organisation and its directory, the audit log."""

import time
import timeit
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from pwdlib import PasswordHash
from sqlmodel import Session, select, update

from services.calls import refold
from services.clock import utc_now
from services.db import transaction
from services.errors import ServiceError
from services.people import audit, callers, directory, keys, organisation, passwords, users
from services.people.access import Scope
from services.people.audit import Wanted
from services.tables import AgentIdentity, ApiKey, KeyScope, Role, Unit, UnitKind, User
from tests.factories import (
    PASSWORD,
    Company,
    make_agent,
    make_campaign,
    make_company,
    make_source,
    make_unit,
    make_user,
)


@pytest.fixture
def company(session: Session) -> Company:
    return make_company(session)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("1234567", passwords.PasswordTooShort),
        ("x" * 1001, passwords.PasswordTooLong),
        ("Password123", passwords.PasswordTooCommon),
        ("woaini1314", passwords.PasswordTooCommon),
        ("123456789", passwords.PasswordTooShort),
        ("zzzzzzzzzzzz", passwords.PasswordTooCommon),
        ("Ann.Other 7xq", passwords.PasswordTooPersonal),
        ("my Earshot 7xq", passwords.PasswordTooPersonal),
        ("qwertyuiop12", passwords.PasswordTooCommon),
    ],
)
def test_poor_passwords_are_refused(
    session: Session, company: Company, password: str, fault: type[ServiceError]
) -> None:
    with pytest.raises(fault) as caught:
        make_user(session, company.bobs_team, login="ann.other", password=password)
    assert caught.value.field == "password"


def test_an_outdated_hash_is_renewed() -> None:
    old = PasswordHash.recommended().hash(PASSWORD)

    fits, renewed = passwords.verify_and_update(PASSWORD, old)

    assert fits
    assert renewed is not None
    assert passwords.verify_and_update(PASSWORD, renewed) == (True, None)


def test_an_unknown_login_takes_as_long_as_a_wrong_password() -> None:
    stored = passwords.hash_password(PASSWORD)

    known, unknown = (
        fastest(passwords.verify_and_update, "wrong", hash_) for hash_ in (stored, None)
    )

    assert 0.5 < known / unknown < 2


@pytest.mark.parametrize("login", ["", "  ", "a b", "a\0b", "x" * 201])
def test_unusable_logins_are_refused(session: Session, company: Company, login: str) -> None:
    with pytest.raises(users.LoginUnusable):
        make_user(session, company.bobs_team, login=login)


def test_a_login_belongs_to_one_user_whatever_its_case(session: Session, company: Company) -> None:
    with pytest.raises(users.LoginTaken):
        make_user(session, company.charlies_team, login="BOB")
    assert users.get_user(session, "Bob").id == company.bob.id


@pytest.mark.parametrize(("role", "linked"), [(Role.AGENT, None), (Role.LEAD, uuid4())])
def test_agents_are_linked_to_an_agent_and_nobody_to_none_that_exists(
    session: Session, company: Company, role: Role, linked: UUID | None
) -> None:
    with pytest.raises(users.AgentNeeded):
        make_user(session, company.bobs_team, role=role, agent_id=linked)


def test_users_are_listed_page_by_page(session: Session, company: Company) -> None:
    first = users.list_users(session, limit=3)
    second = users.list_users(session, limit=3, cursor=first.next)

    assert [user.login for user in first.items] == ["alice", "bob", "charlie"]
    assert [user.login for user in second.items] == ["dana"]
    assert second.next is None


def test_a_key_is_found_by_its_secret_until_revoked(session: Session) -> None:
    key, secret = make_key(session)
    assert secret.startswith("ek_")
    assert secret not in str(key.model_dump())

    assert keys.find_key(session, secret) == key
    assert keys.find_key(session, secret + "x") is None

    keys.revoke_key(session, key.id, actor="dana")
    keys.revoke_key(session, key.id, actor="dana")

    assert keys.find_key(session, secret) is None
    acts = [entry.act for entry in audit.list_entries(session, Wanted(subject=str(key.id))).items]
    assert acts == ["key.revoked", "key.created"]


def test_use_of_a_key_is_noted_at_most_once_a_minute(session: Session) -> None:
    key, secret = make_key(session)
    for before, noted in [(timedelta(seconds=50), False), (timedelta(seconds=70), True)]:
        last_used_at = utc_now() - before
        session.exec(update(ApiKey).values(last_used_at=last_used_at))
        session.refresh(key)

        keys.find_key(session, secret)

        session.refresh(key)
        assert (key.last_used_at != last_used_at) == noted


def test_units_in_scope_are_listed_by_name(session: Session, company: Company) -> None:
    names = [unit.name for unit in directory.list_units(session, Scope()).items]
    assert names == ["Bob's team", "Charlie's team", "Earshot", "Floor"]

    bobs = callers.of_user(session, company.bob).scope
    own = [unit.id for unit in directory.list_units(session, bobs).items]
    assert own == [company.bobs_team.id]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("alice", ["Alice"]),
        ("bob", ["Alice", "Ann"]),
        ("charlie", ["Carl"]),
        ("dana", ["Alice", "Ann", "Carl"]),
    ],
)
def test_agents_in_scope_are_listed_by_name(
    session: Session, company: Company, name: str, seen: list[str]
) -> None:
    make_agent(session, company.bobs_team, name="Ann")
    make_agent(session, company.charlies_team, name="Carl")
    scope = callers.of_user(session, company.user(name)).scope

    agents = directory.list_agents(session, scope)

    assert [agent.name for agent in agents.items] == seen


def test_agents_are_found_by_unit_and_by_what_their_name_or_code_contains(
    session: Session, company: Company
) -> None:
    make_agent(session, company.charlies_team, name="王芳", code="C_7")
    make_agent(session, company.charlies_team, name="王明", code="CX7")

    def found(**filters: object) -> list[str]:
        return [a.name for a in directory.list_agents(session, Scope(), **filters).items]  # type: ignore[arg-type]

    assert found(unit_id=company.charlies_team.id) == ["王明", "王芳"]
    assert len(found(unit_id=company.unit.id)) == 3
    assert found(q="王芳") == ["王芳"]
    assert found(q="c_7") == ["王芳"]


def test_an_agent_belongs_to_the_team_of_the_newest_membership_that_has_begun(
    session: Session, company: Company
) -> None:
    agent = make_agent(session, company.bobs_team, name="Mover")
    now = utc_now()
    organisation.place_agent(
        session, agent.id, unit_id=company.charlies_team.id, since=now - timedelta(hours=1)
    )
    organisation.place_agent(
        session, agent.id, unit_id=company.bobs_team.id, since=now + timedelta(hours=1)
    )

    [found] = directory.list_agents(session, Scope(), q="Mover").items

    assert found.unit_id == company.charlies_team.id


def test_campaigns_are_paged(session: Session) -> None:
    for code in ("a", "b", "c"):
        make_campaign(session, code=code)

    first = directory.list_campaigns(session, Scope(), limit=2)
    second = directory.list_campaigns(session, Scope(), limit=2, cursor=first.next)

    assert [campaign.code for campaign in first.items + second.items] == ["a", "b", "c"]


def test_an_agent_code_belongs_to_one_agent(session: Session, company: Company) -> None:
    with pytest.raises(organisation.AgentCodeTaken):
        make_agent(session, company.charlies_team, code="1001")


def test_a_dialers_name_is_matched_to_one_agent_and_stays(
    session: Session, company: Company
) -> None:
    source = make_source(session)
    other = make_agent(session, company.bobs_team)

    def match(agent_id: UUID) -> None:
        refold.match_identity(
            session, source_id=source.id, external_id="8001", agent_id=agent_id, actor="dana"
        )

    assert company.alice.agent_id is not None
    for _ in range(2):
        match(company.alice.agent_id)
    with pytest.raises(refold.NameMatched):
        match(other.id)

    [identity] = session.exec(select(AgentIdentity))
    assert identity.agent_id == company.alice.agent_id


def test_the_first_admin_is_made_once_however_many_processes_start(database: None) -> None:
    given: list[str | None] = []

    def start() -> None:
        with transaction() as session:
            given.append(organisation.first_admin(session))

    starts = [Thread(target=start) for _ in range(4)]
    for process in starts:
        process.start()
    for process in starts:
        process.join()

    assert sum(password is not None for password in given) == 1
    with transaction() as session:
        [admin] = session.exec(select(User))
        [unit] = session.exec(select(Unit))
        assert (admin.login, admin.role, admin.unit_id) == ("admin", Role.ADMIN, unit.id)
        assert unit.kind is UnitKind.COMPANY


def test_a_unit_takes_its_parents_time_zone(session: Session) -> None:
    company = make_unit(session, kind=UnitKind.COMPANY, timezone="Europe/Berlin")
    assert make_unit(session, parent=company).timezone == "Europe/Berlin"


def test_the_audit_log_is_read_newest_first_and_page_by_page(session: Session) -> None:
    for number in range(5):
        audit.record(session, actor="bob", act="call.heard", subject=str(number), at_s=number)
    audit.record(session, actor="dana", act="call.heard", subject="0")

    first = audit.list_entries(session, Wanted(actor="bob"), limit=3)
    second = audit.list_entries(session, Wanted(actor="bob"), limit=3, cursor=first.next)

    assert [entry.subject for entry in first.items + second.items] == ["4", "3", "2", "1", "0"]
    assert first.items[0].facts == {"at_s": 4}
    assert first.items[0].at > datetime(2026, 1, 1, tzinfo=UTC)


def make_key(session: Session) -> tuple[ApiKey, str]:
    return keys.create_key(
        session,
        name="main dialer",
        source=make_source(session),
        scopes=[KeyScope.EVENTS_WRITE],
        actor="dana",
    )


def fastest(work: Callable[..., object], *args: object) -> float:
    """CPU seconds of the quickest of several runs: other work of the machine is none of it."""
    timer = timeit.Timer(lambda: work(*args), timer=time.thread_time)
    return min(timer.repeat(repeat=7, number=1))
