"""How people sign in here: one policy, which administrators change."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from services.errors import Rejected
from services.people import audit, passwords
from services.tables import PasswordsFor, Role, SignInPolicy, Unit, User


class DefaultUnknown(Rejected):
    """The unit that new users shall belong to does not exist."""


class DefaultNotPossible(Rejected):
    """New users cannot be agents by default: an agent is one of the agents of this company."""


def get_policy(session: Session) -> SignInPolicy:
    """The policy; as shipped until somebody changes it."""
    return session.get(SignInPolicy, 1) or SignInPolicy()


def change_policy(
    session: Session,
    *,
    password_min_length: int,
    passwords_for: PasswordsFor,
    second_factor_roles: Collection[Role],
    default_role: Role | None,
    default_unit_id: UUID | None,
    actor: str,
) -> SignInPolicy:
    """Holds from the next sign-in on. Raises DefaultUnknown, DefaultNotPossible."""
    if default_unit_id is not None and session.get(Unit, default_unit_id) is None:
        raise DefaultUnknown(field="default_unit_id")
    if default_role is Role.AGENT:
        raise DefaultNotPossible(field="default_role")
    policy = get_policy(session)
    before = _told(policy)
    policy.password_min_length = password_min_length
    policy.passwords_for = passwords_for
    policy.second_factor_roles = sorted(second_factor_roles)
    policy.default_role = default_role
    policy.default_unit_id = default_unit_id
    session.add(policy)
    session.flush()
    if (after := _told(policy)) != before:
        audit.record(
            session,
            actor=actor,
            act="sign_in_policy.changed",
            subject="sign-in policy",
            before=before,
            after=after,
        )
    return policy


def require_good_password(session: Session, password: str, *, login: str, name: str) -> None:
    """Raises what `passwords.require_good` raises."""
    companies = session.exec(select(Unit.name).where(col(Unit.parent_id).is_(None)).limit(10)).all()
    passwords.require_good(
        password,
        login=login,
        name=name,
        companies=companies,
        min_length=get_policy(session).password_min_length,
    )


def may_use_password(policy: SignInPolicy, user: User) -> bool:
    """Administrators always may: somebody must get in when the provider is down."""
    return policy.passwords_for is PasswordsFor.EVERYONE or user.role is Role.ADMIN


def wants_second_factor(policy: SignInPolicy, user: User) -> bool:
    return user.role.value in policy.second_factor_roles


def _told(policy: SignInPolicy) -> dict[str, Any]:
    return policy.model_dump(mode="json", exclude={"id"})
