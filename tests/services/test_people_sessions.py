from datetime import datetime, timedelta
from threading import Thread

import pytest
from sqlmodel import col, select, update

from services.clock import utc_now
from services.db import transaction
from services.people import sessions, signing_in, throttle, users
from services.people.sessions import SignedIn, Visitor
from services.people.signing_in import Outcome, Refused, SignInRefused
from services.people.throttle import SignInThrottled
from services.tables import AuditEntry, SignInFailure, UserSession
from tests.factories import PASSWORD, make_company

ADDRESS = "192.0.2.1"


def attempt(login: str, password: str, address: str = ADDRESS) -> Outcome | Refused:
    """One attempt in a transaction of its own, as a request makes it."""
    with transaction() as session:
        return signing_in.sign_in(session, login, password, Visitor(address))


@pytest.fixture
def company(database: None) -> None:
    with transaction() as session:
        make_company(session)


@pytest.mark.parametrize("login", ["alice", "Alice", " ALICE "])
def test_right_password_opens_a_session(company: None, login: str) -> None:
    outcome = attempt(login, PASSWORD)

    assert isinstance(outcome, SignedIn)
    with transaction() as session:
        user = sessions.find_session(session, outcome.token)
        assert user is not None
        assert user.login == "alice"


def test_only_a_hash_of_the_token_is_kept(company: None) -> None:
    outcome = attempt("alice", PASSWORD)

    assert isinstance(outcome, SignedIn)
    with transaction() as session:
        [stored] = session.exec(select(UserSession))
        assert outcome.token not in stored.token_hash


@pytest.mark.parametrize("login", ["alice", "nobody", "", "al\0ice"])
def test_wrong_password_and_unknown_login_are_refused_alike(company: None, login: str) -> None:
    outcome = attempt(login, "wrong")

    assert isinstance(outcome, SignInRefused)


def test_stopped_user_is_refused_and_loses_open_sessions(company: None) -> None:
    outcome = attempt("alice", PASSWORD)
    assert isinstance(outcome, SignedIn)

    with transaction() as session:
        users.set_active(session, users.get_user(session, "alice"), False, actor="dana")

    with transaction() as session:
        assert sessions.find_session(session, outcome.token) is None
    assert isinstance(attempt("alice", PASSWORD), SignInRefused)


def test_sixth_attempt_after_five_failures_must_wait_even_with_the_right_password(
    company: None,
) -> None:
    for _ in range(5):
        assert isinstance(attempt("alice", "wrong"), SignInRefused)

    outcome = attempt("alice", PASSWORD)

    assert isinstance(outcome, SignInThrottled)
    assert 14 * 60 < outcome.facts["retry_after_s"] <= 15 * 60
    assert isinstance(attempt("bob", PASSWORD), SignedIn)


def test_guessing_at_many_logins_from_one_address_must_wait(company: None) -> None:
    with transaction() as session:
        for _ in range(throttle.FAILURES_PER_ADDRESS):
            session.add(SignInFailure(subject=f"address {ADDRESS}"))

    assert isinstance(attempt("bob", PASSWORD), SignInThrottled)
    assert isinstance(attempt("bob", PASSWORD, address="192.0.2.2"), SignedIn)


def test_attempts_at_once_count_as_attempts_one_after_another(company: None) -> None:
    outcomes: list[object] = []
    guesses = [Thread(target=lambda: outcomes.append(attempt("alice", "wrong"))) for _ in range(12)]
    for guess in guesses:
        guess.start()
    for guess in guesses:
        guess.join()

    assert sum(isinstance(outcome, SignInRefused) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, SignInThrottled) for outcome in outcomes) == 7


def test_failures_are_forgotten_after_the_window_and_after_success(company: None) -> None:
    for _ in range(5):
        attempt("alice", "wrong")
    with transaction() as session:
        session.exec(update(SignInFailure).values(at=utc_now() - throttle.FAILURE_WINDOW))

    assert isinstance(attempt("alice", PASSWORD), SignedIn)
    with transaction() as session:
        assert session.exec(select(SignInFailure)).all() == []


@pytest.mark.parametrize(
    ("opened_before", "seen_before", "alive"),
    [
        (timedelta(hours=11), timedelta(minutes=90), True),
        (timedelta(hours=11), timedelta(hours=2), False),
        (timedelta(hours=12), timedelta(), False),
    ],
)
def test_a_session_ends_idle_or_old(
    company: None, opened_before: timedelta, seen_before: timedelta, alive: bool
) -> None:
    outcome = attempt("alice", PASSWORD)
    assert isinstance(outcome, SignedIn)
    age(opened_before, seen_before)

    with transaction() as session:
        assert (sessions.find_session(session, outcome.token) is not None) == alive
        sessions.purge(session)
        assert len(session.exec(select(UserSession)).all()) == alive


def test_use_is_noted_at_most_once_a_minute(company: None) -> None:
    outcome = attempt("alice", PASSWORD)
    assert isinstance(outcome, SignedIn)
    before = age(timedelta(hours=1), timedelta(seconds=50))
    use(outcome.token)
    assert last_seen() == before

    age(timedelta(hours=1), timedelta(seconds=70))
    use(outcome.token)
    assert utc_now() - last_seen() < timedelta(seconds=10)


def test_signing_out_ends_only_this_session(company: None) -> None:
    first, second = attempt("alice", PASSWORD), attempt("alice", PASSWORD)
    assert isinstance(first, SignedIn)
    assert isinstance(second, SignedIn)

    with transaction() as session:
        sessions.sign_out(session, first.token)
        sessions.sign_out(session, first.token)

    with transaction() as session:
        assert sessions.find_session(session, first.token) is None
        assert sessions.find_session(session, second.token) is not None


def test_a_new_password_ends_every_session_of_the_user(company: None) -> None:
    outcome = attempt("alice", PASSWORD)
    assert isinstance(outcome, SignedIn)

    with transaction() as session:
        users.set_password(
            session, users.get_user(session, "alice"), "tr0ubador and 3", actor="dana"
        )

    with transaction() as session:
        assert sessions.find_session(session, outcome.token) is None
    assert isinstance(attempt("alice", PASSWORD), SignInRefused)
    assert isinstance(attempt("alice", "tr0ubador and 3"), SignedIn)


def test_sign_ins_and_refusals_are_in_the_audit_log(company: None) -> None:
    attempt("alice", "wrong")
    attempt("alice", PASSWORD)

    with transaction() as session:
        acts = session.exec(
            select(AuditEntry.act, AuditEntry.facts)
            .where(AuditEntry.subject == "alice", col(AuditEntry.act).startswith("session."))
            .order_by(col(AuditEntry.id))
        ).all()
    assert acts == [
        ("session.refused", {"address": ADDRESS}),
        ("session.opened", {"address": ADDRESS}),
    ]


def age(opened_before: timedelta, seen_before: timedelta) -> datetime:
    """Move every session into the past; returns when it was last seen."""
    seen_at = utc_now() - seen_before
    with transaction() as session:
        session.exec(
            update(UserSession).values(created_at=utc_now() - opened_before, last_seen_at=seen_at)
        )
    return seen_at


def use(token: str) -> None:
    with transaction() as session:
        assert sessions.find_session(session, token) is not None


def last_seen() -> datetime:
    with transaction() as session:
        return session.exec(select(UserSession.last_seen_at)).one()


def test_what_is_typed_as_an_unknown_login_is_not_kept_in_the_audit_log(company: None) -> None:
    attempt("my secret password", "alice")

    with transaction() as session:
        [entry] = session.exec(select(AuditEntry).where(AuditEntry.act == "session.refused"))
    assert "secret" not in str(entry.model_dump())
