"""Signing in by an identity provider: from what it has proven to a user of ours."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from services.clock import utc_now
from services.errors import SignInNeeded
from services.people import audit, groups, providers, sessions, signing_in, throttle, users
from services.people.groups import Place
from services.people.oidc import Away, Proven
from services.people.sessions import Visitor
from services.people.signing_in import Begun, Outcome, SignInOver
from services.people.teams import current_team
from services.people.users import UserNeedsUnit
from services.tables import (
    Agent,
    ExternalIdentity,
    IdentityProvider,
    ProvisionedUser,
    Role,
    SignInStep,
    StepKind,
    User,
)

_LOGIN_CLAIMS = ("preferred_username", "email")
_GROUPS_MAX = 1000


class NoLogin(SignInNeeded):
    """The identity provider does not tell the login of yours that Earshot is set up to read."""


class NoAccount(SignInNeeded):
    """You have no account here. Ask an administrator for one."""


class NoRole(SignInNeeded):
    """None of your groups has a role and a unit here. Ask an administrator."""


class AccountStopped(SignInNeeded):
    """Your account is not active. Ask an administrator."""


class AccountNotLinked(SignInNeeded):
    """Somebody here has your login. Ask an administrator to let accounts be linked."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, read from claims."""

    subject: str
    login: str
    login_proven: bool
    """Whether the login may be taken for that of somebody here."""
    name: str
    groups: frozenset[str]
    employee: str | None


def leave(session: Session, away: Away) -> str:
    """Keep what a browser at a provider must bring back; gives the token of its cookie."""
    signing_in.purge(session)
    token = secrets.token_urlsafe(32)
    session.add(
        SignInStep(
            kind=StepKind.SSO,
            token_hash=sessions.hash_token(token),
            facts=away.model_dump(mode="json"),
        )
    )
    return token


def come_back(session: Session, token: str) -> tuple[IdentityProvider, Away]:
    """What was kept, once: an answer is never taken twice. Raises SignInOver, ProviderNotFound."""
    step = session.exec(
        select(SignInStep)
        .where(
            SignInStep.token_hash == sessions.hash_token(token),
            SignInStep.kind == StepKind.SSO,
            SignInStep.created_at > utc_now() - signing_in.STEP_LIFETIME,
        )
        .with_for_update()
    ).one_or_none()
    if step is None:
        raise SignInOver()
    away = Away.model_validate(step.facts)
    session.delete(step)
    return providers.get_provider(session, UUID(away.provider_id)), away


def enter(
    session: Session,
    provider: IdentityProvider,
    proven: Proven,
    visitor: Visitor,
    sign_out_url: str | None,
) -> Outcome:
    """Find or make the user, give them what their groups say, and let them in.

    Raises NoLogin, NoAccount, NoRole, AccountStopped, AccountNotLinked, or what
    `users.create_user` and `change_user` raise.
    """
    person = read_person(provider, proven.claims)
    throttle.one_at_a_time(session, f"{provider.key} {person.subject}")
    user = _known(session, provider, person) or _newcomer(session, provider, person)
    if not user.active:
        raise AccountStopped(login=user.login)
    begun = Begun(
        provider=provider.key,
        provider_asked=not provider.asks_second_factor,
        sign_out_url=sign_out_url,
    )
    session.flush()
    return signing_in.go_on(session, user, visitor, begun)


def read_person(provider: IdentityProvider, claims: dict[str, Any]) -> Person:
    """Pure. Raises NoLogin."""
    names = dict.fromkeys((provider.login_claim, *_LOGIN_CLAIMS))
    claim = next((name for name in names if _is_login(claims, name)), None)
    if claim is None:
        raise NoLogin(claim=provider.login_claim)
    login = users.normalize_login(claims[claim])
    employee = claims.get("employee_number", claims.get("employeeNumber"))
    return Person(
        subject=str(claims["sub"]),
        login=login,
        login_proven=claim != "email" or claims.get("email_verified") is True,
        name=str(claims.get("name") or login)[:120],
        groups=frozenset(_names(claims.get(provider.groups_claim))),
        employee=None if employee is None else str(employee),
    )


def _is_login(claims: dict[str, Any], name: str) -> bool:
    value = claims.get(name)
    if not isinstance(value, str) or not value.strip():
        return False
    return name != "email" or claims.get("email_verified") is not False


def _names(told: object) -> list[str]:
    """Groups come as a list, or alone as one name."""
    listed = told if isinstance(told, list) else [told]
    return [name for name in listed if isinstance(name, str)][:_GROUPS_MAX]


def _known(session: Session, provider: IdentityProvider, person: Person) -> User | None:
    identity = session.exec(
        select(ExternalIdentity)
        .where(
            ExternalIdentity.provider_id == provider.id,
            ExternalIdentity.subject == person.subject,
        )
        .with_for_update()
    ).one_or_none()
    user = session.get(User, identity.user_id) if identity else _link(session, provider, person)
    if user is None:
        return None
    identity = identity or _identity(provider, person, user)
    _place(session, provider, identity, user, person)
    return user


def _link(session: Session, provider: IdentityProvider, person: Person) -> User | None:
    """The user of this login, where the provider may say so. Raises AccountNotLinked."""
    user = users.find_user(session, person.login)
    if user is None:
        return None
    provisioned = session.get(ProvisionedUser, user.id) is not None
    if not (provider.links_users or provisioned) or not person.login_proven:
        raise AccountNotLinked(login=person.login)
    audit.record(
        session,
        actor=user.login,
        act="identity.linked",
        subject=user.login,
        provider=provider.key,
        external=person.subject,
    )
    return user


def _place(
    session: Session,
    provider: IdentityProvider,
    identity: ExternalIdentity,
    user: User,
    person: Person,
) -> None:
    """Role, unit and name as the provider says now. Raises NoRole."""
    place = _find_place(session, person, user)
    if identity.placed and place.role is None:
        raise NoRole(login=user.login)
    if place.by_groups or identity.placed:
        identity.placed = identity.placed or place.role is not None
        agent = groups.find_agent(session, person.employee, person.login)
    else:
        # Somebody whom an administrator has placed, and no group speaks of.
        place, agent = Place(None, None, by_groups=False), None
    groups.apply_place(
        session, user, place, agent=agent, name=person.name, actor=f"sso:{provider.key}"
    )
    identity.groups = sorted(person.groups)
    identity.last_used_at = utc_now()
    session.add(identity)


def _newcomer(session: Session, provider: IdentityProvider, person: Person) -> User:
    """Raises NoAccount, NoRole."""
    if not provider.makes_users:
        raise NoAccount(login=person.login)
    place = _find_place(session, person, None)
    agent = groups.find_agent(session, person.employee, person.login)
    unit_id = place.unit_id or (_team_of(session, agent))
    if place.role is None or unit_id is None or (place.role is Role.AGENT and agent is None):
        raise NoRole(login=person.login)
    try:
        user = users.create_user(
            session,
            login=person.login,
            name=person.name,
            role=place.role,
            unit_id=unit_id,
            agent_id=agent.id if agent and place.role is Role.AGENT else None,
            password=None,
            actor=f"sso:{provider.key}",
        )
    except UserNeedsUnit as error:
        raise NoRole(login=person.login) from error
    session.add(_identity(provider, person, user, placed=place.by_groups))
    return user


def _team_of(session: Session, agent: Agent | None) -> UUID | None:
    team = current_team(session, agent.id) if agent else None
    return team.id if team else None


def _find_place(session: Session, person: Person, user: User | None) -> Place:
    kept = groups.groups_of(session, user.id) if user else set()
    return groups.find_place(session, person.groups | kept)


def _identity(
    provider: IdentityProvider, person: Person, user: User, *, placed: bool = False
) -> ExternalIdentity:
    return ExternalIdentity(
        provider_id=provider.id,
        subject=person.subject,
        user_id=user.id,
        groups=sorted(person.groups),
        placed=placed,
    )
