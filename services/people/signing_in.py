"""Signing in, step by step: password, second factor, a new password, a factor set up."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel
from sqlmodel import Session, col, delete, select

from services.clock import utc_now
from services.errors import Rejected, SignInNeeded
from services.people import audit, passwords, policy, second_factors, sessions, throttle
from services.people.second_factors import CodeRefused, Enrolment
from services.people.sessions import SignedIn, Visitor
from services.people.throttle import SignInThrottled
from services.people.users import find_user, normalize_login, set_password
from services.tables import SignInStep, StepKind, User

STEP_LIFETIME = timedelta(minutes=15)
"""How long a sign-in may take from its beginning."""


class SignInRefused(SignInNeeded):
    """The login or the password is wrong."""


class SignInElsewhere(SignInNeeded):
    """Passwords are for administrators only here. Please sign in with your company's account."""


class SignInOver(SignInNeeded):
    """This sign-in took too long or is over. Please start again."""


class SamePassword(Rejected):
    """This is the password you have. Please choose another."""


class Begun(BaseModel):
    """What is known of a sign-in between its steps."""

    passed: list[StepKind] = []
    provider: str | None = None
    provider_asked: bool = False
    """The provider has asked for whatever factors it wants."""
    sign_out_url: str | None = None


@dataclass(frozen=True, slots=True)
class StepAsked:
    """The sign-in goes on with `kind`; `token` goes into a cookie of its own."""

    kind: StepKind
    token: str
    login: str


Outcome = SignedIn | StepAsked
Refused = SignInRefused | SignInElsewhere | SignInThrottled | CodeRefused


def sign_in(session: Session, login: str, password: str, visitor: Visitor) -> Outcome | Refused:
    """Check a password, then open a session or ask for what is still missing.

    Refusals are returned, not raised: raising would roll back the note of the failure
    that throttling counts. Whoever owns the transaction raises them once it is over.
    """
    login = normalize_login(login).replace("\0", "")
    throttle.one_at_a_time(session, login)
    if wait := throttle.held_back(session, login, visitor.address):
        return wait
    user = find_user(session, login)
    known = user.password_hash if user and user.active else None
    fits, renewed = passwords.verify_and_update(password, known)
    if user is None or not fits:
        _note_refusal(session, login, visitor, known=user is not None)
        return SignInRefused(login=login, address=visitor.address)
    if not policy.may_use_password(policy.get_policy(session), user):
        return SignInElsewhere(login=login)
    user.password_hash = renewed or user.password_hash
    session.add(user)
    return go_on(session, user, visitor, Begun())


def go_on(
    session: Session, user: User, visitor: Visitor, begun: Begun, step: SignInStep | None = None
) -> Outcome:
    """Open the session when nothing is missing, else ask for the next step."""
    kind = _missing(session, user, begun)
    if kind is not None:
        return _ask(session, user, kind, begun, step)
    if step is not None:
        session.delete(step)
    throttle.forget_failures(session, user.login)
    throttle.purge(session)
    return sessions.open_session(
        session, user, visitor, provider=begun.provider, sign_out_url=begun.sign_out_url
    )


def next_step(
    passed: Collection[StepKind], *, has_factor: bool, wants_factor: bool, must_change: bool
) -> StepKind | None:
    """Whoever has a second factor shows it before anything is changed. Pure."""
    if has_factor and not {StepKind.SECOND_FACTOR, StepKind.ENROL} & set(passed):
        return StepKind.SECOND_FACTOR
    if must_change and StepKind.CHANGE_PASSWORD not in passed:
        return StepKind.CHANGE_PASSWORD
    if wants_factor and not has_factor:
        return StepKind.ENROL
    return None


def read_step(session: Session, token: str) -> StepAsked:
    """What the sign-in of this browser waits for. Raises SignInOver."""
    step, user = _step(session, token)
    return StepAsked(step.kind, token, user.login)


def give_code(session: Session, token: str, code: str, visitor: Visitor) -> Outcome | Refused:
    """Take a code of the app, or a recovery code. Raises SignInOver."""
    step, user = _step(session, token, StepKind.SECOND_FACTOR)
    throttle.one_at_a_time(session, user.login)
    if wait := throttle.held_back(session, user.login, visitor.address):
        return wait
    if not second_factors.check(session, user, code):
        _note_refusal(session, user.login, visitor, known=True)
        return CodeRefused(field="code", login=user.login)
    return _passed(session, step, user, visitor)


def choose_password(session: Session, token: str, password: str, visitor: Visitor) -> Outcome:
    """Replace a one-time password. Raises SignInOver, SamePassword or what passwords raise."""
    step, user = _step(session, token, StepKind.CHANGE_PASSWORD)
    require_another(user, password)
    set_password(session, user, password, actor=user.login)
    return _passed(session, step, user, visitor)


def begin_enrolment(session: Session, token: str) -> Enrolment:
    """Raises SignInOver, HasSecondFactor."""
    _, user = _step(session, token, StepKind.ENROL)
    return second_factors.begin(session, user)


def confirm_enrolment(
    session: Session, token: str, code: str, visitor: Visitor
) -> tuple[list[str], Outcome] | Refused:
    """Recovery codes, and how the sign-in goes on. Raises SignInOver, NothingToConfirm."""
    step, user = _step(session, token, StepKind.ENROL)
    throttle.one_at_a_time(session, user.login)
    if wait := throttle.held_back(session, user.login, visitor.address):
        return wait
    codes = second_factors.confirm(session, user, code)
    if isinstance(codes, CodeRefused):
        throttle.note_failure(session, user.login, visitor.address)
        return codes
    session.flush()
    return codes, _passed(session, step, user, visitor)


def require_another(user: User, password: str) -> None:
    """Raises SamePassword."""
    if user.password_hash and passwords.verify_and_update(password, user.password_hash)[0]:
        raise SamePassword(field="password")


def purge(session: Session) -> None:
    """Forget sign-ins that nobody went on with."""
    old = (
        select(SignInStep.id)
        .where(col(SignInStep.created_at) <= utc_now() - STEP_LIFETIME)
        .with_for_update(skip_locked=True)
    )
    session.exec(delete(SignInStep).where(col(SignInStep.id).in_(old)))


def _missing(session: Session, user: User, begun: Begun) -> StepKind | None:
    asked_here = not begun.provider_asked
    wanted = policy.wants_second_factor(policy.get_policy(session), user)
    return next_step(
        begun.passed,
        has_factor=asked_here and second_factors.has_factor(session, user.id),
        wants_factor=asked_here and wanted,
        # Whoever comes by a provider has no use for a password.
        must_change=user.must_change_password and begun.provider is None,
    )


def _ask(
    session: Session, user: User, kind: StepKind, begun: Begun, step: SignInStep | None
) -> StepAsked:
    """A fresh token at each step: what was passed with the old one is not passed twice."""
    if step is None:
        purge(session)
    token = secrets.token_urlsafe(32)
    step = step or SignInStep(kind=kind, token_hash="")
    step.sqlmodel_update(
        {
            "kind": kind,
            "token_hash": sessions.hash_token(token),
            "user_id": user.id,
            "facts": begun.model_dump(mode="json"),
        }
    )
    session.add(step)
    return StepAsked(kind, token, user.login)


def _passed(session: Session, step: SignInStep, user: User, visitor: Visitor) -> Outcome:
    begun = Begun.model_validate(step.facts)
    begun.passed.append(step.kind)
    return go_on(session, user, visitor, begun, step)


def _step(session: Session, token: str, kind: StepKind | None = None) -> tuple[SignInStep, User]:
    found = session.exec(
        select(SignInStep, User)
        .join(User, col(User.id) == SignInStep.user_id)
        .where(
            SignInStep.token_hash == sessions.hash_token(token),
            SignInStep.created_at > utc_now() - STEP_LIFETIME,
            SignInStep.kind != StepKind.SSO,
            col(User.active),
        )
        .with_for_update(of=SignInStep)
    ).one_or_none()
    if found is None or (kind is not None and found[0].kind is not kind):
        raise SignInOver()
    return found


def _note_refusal(session: Session, login: str, visitor: Visitor, *, known: bool) -> None:
    throttle.note_failure(session, login, visitor.address)
    # People type passwords where the login belongs; the audit log keeps what it is told.
    subject = login if known else "unknown login"
    audit.record(
        session, actor=subject, act="session.refused", subject=subject, address=visitor.address
    )
