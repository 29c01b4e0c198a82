"""What people do about their own password and second factor while signed in."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from services.errors import Rejected, ServiceError
from services.people import passwords, policy, second_factors, throttle, users
from services.people.second_factors import CodeRefused, Enrolment, NoSecondFactor
from services.people.signing_in import require_another
from services.tables import User


class PasswordWrong(Rejected):
    """This is not your password."""


class SecondFactorDemanded(Rejected):
    """Your role must have a second factor. An administrator can reset it."""


@dataclass(frozen=True, slots=True)
class Security:
    has_password: bool
    password_min_length: int
    second_factor_since: datetime | None
    second_factor_required: bool
    recovery_codes_left: int


def get_security(session: Session, user: User) -> Security:
    rules = policy.get_policy(session)
    state = second_factors.get_state(session, user.id)
    return Security(
        has_password=user.password_hash is not None,
        password_min_length=rules.password_min_length,
        second_factor_since=state.since,
        second_factor_required=policy.wants_second_factor(rules, user),
        recovery_codes_left=state.recovery_left,
    )


def change_password(
    session: Session,
    user: User,
    *,
    old: str,
    new: str,
    address: str,
    token: str | None,
) -> ServiceError | None:
    """Needs the old one; every session but that of `token` ends.

    A wrong old one is returned, not raised, so that the note of it is kept.
    Raises SamePassword or what passwords raise.
    """
    if refused := _check_password(session, user, old, address, field="old_password"):
        return refused
    require_another(user, new)
    users.set_password(session, user, new, actor=user.login, but_token=token)
    return None


def begin_factor(
    session: Session, user: User, password: str | None, address: str
) -> Enrolment | ServiceError:
    """Whoever has a password gives it: an open browser is not enough. Raises HasSecondFactor."""
    if user.password_hash is not None:
        refused = _check_password(session, user, password or "", address, field="password")
        if refused:
            return refused
    return second_factors.begin(session, user)


def confirm_factor(
    session: Session, user: User, code: str, address: str
) -> list[str] | ServiceError:
    """Recovery codes. Raises NothingToConfirm."""
    throttle.one_at_a_time(session, user.login)
    if wait := throttle.held_back(session, user.login, address):
        return wait
    codes = second_factors.confirm(session, user, code)
    if isinstance(codes, CodeRefused):
        throttle.note_failure(session, user.login, address)
    return codes


def renew_recovery_codes(
    session: Session, user: User, code: str, address: str
) -> list[str] | ServiceError:
    """Raises NoSecondFactor."""
    refused = _check_code(session, user, code, address)
    return refused or second_factors.renew_recovery_codes(session, user)


def remove_factor(session: Session, user: User, code: str, address: str) -> ServiceError | None:
    """Raises SecondFactorDemanded, NoSecondFactor."""
    if policy.wants_second_factor(policy.get_policy(session), user):
        raise SecondFactorDemanded(login=user.login)
    if refused := _check_code(session, user, code, address):
        return refused
    second_factors.remove(session, user, actor=user.login)
    return None


def _check_password(
    session: Session, user: User, password: str, address: str, *, field: str
) -> ServiceError | None:
    throttle.one_at_a_time(session, user.login)
    if wait := throttle.held_back(session, user.login, address):
        return wait
    if passwords.verify_and_update(password, user.password_hash)[0]:
        return None
    throttle.note_failure(session, user.login, address)
    return PasswordWrong(field=field, login=user.login)


def _check_code(session: Session, user: User, code: str, address: str) -> ServiceError | None:
    if not second_factors.has_factor(session, user.id):
        raise NoSecondFactor(login=user.login)
    throttle.one_at_a_time(session, user.login)
    if wait := throttle.held_back(session, user.login, address):
        return wait
    if second_factors.check(session, user, code):
        return None
    throttle.note_failure(session, user.login, address)
    return CodeRefused(field="code", login=user.login)
