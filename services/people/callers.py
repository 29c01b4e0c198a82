"""From a user or a key to what they may do and see."""

from uuid import UUID

from sqlmodel import Session

from services import db
from services.people.access import KEY_PERMISSIONS, PERMISSIONS, Caller, Permission, Scope
from services.people.teams import current_team
from services.tables import ApiKey, KeyScope, Role, User


def of_user(session: Session, user: User) -> Caller:
    return Caller(
        kind="user",
        name=user.name,
        actor=user.login,
        permissions=PERMISSIONS[user.role],
        scope=_scope(session, user),
        role=user.role,
        user_id=user.id,
    )


def of_key(key: ApiKey) -> Caller:
    """A key sees everything of its own source and nothing else; a directory's no call at all."""
    key_scopes = frozenset(KeyScope(scope) for scope in key.scopes)
    granted: frozenset[Permission] = frozenset()
    return Caller(
        kind="key",
        name=key.name,
        actor=f"key:{key.hint}",
        permissions=granted.union(*(KEY_PERMISSIONS[scope] for scope in key_scopes)),
        scope=Scope(source_id=key.source_id, unit_ids=None if key.source_id else frozenset()),
        key_id=key.id,
        key_scopes=key_scopes,
    )


def _scope(session: Session, user: User) -> Scope:
    """Own calls and current team for agents, else the unit and all below it.

    Whoever sits at the top of the only tree also sees calls that belong to no unit yet.
    """
    if user.role is Role.AGENT:
        team = current_team(session, user.agent_id) if user.agent_id else None
        return Scope(unit_ids=frozenset([team.id] if team else ()), agent_id=user.agent_id)
    if _covers_everything(session, user.unit_id):
        return Scope()
    return Scope(unit_ids=unit_and_below(session, user.unit_id))


def unit_and_below(session: Session, unit_id: UUID) -> frozenset[UUID]:
    # UNION, not UNION ALL: a loop in the tree ends instead of running for ever.
    found = db.rows(
        session,
        """
        WITH RECURSIVE below AS (
            SELECT id FROM unit WHERE id = %(unit_id)s
            UNION
            SELECT unit.id FROM unit JOIN below ON unit.parent_id = below.id
        )
        SELECT id FROM below
        """,
        {"unit_id": unit_id},
    )
    return frozenset(row["id"] for row in found)


def _covers_everything(session: Session, unit_id: UUID) -> bool:
    roots = db.rows(session, "SELECT id FROM unit WHERE parent_id IS NULL LIMIT 2", {})
    return [row["id"] for row in roots] == [unit_id]
