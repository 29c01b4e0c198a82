"""From a user or a key to what they may do and see."""

from uuid import UUID

from sqlmodel import Session

from services import db
from services.people import audit
from services.people.access import KEY_PERMISSIONS, Caller, Permission, Scope
from services.people.standing import standing_of
from services.tables import ApiKey, KeyScope, User


def of_user(session: Session, user: User) -> Caller:
    """What they do in `session` is noted as done for those they stand in for, too."""
    standing = standing_of(session, user)
    acts_for = tuple(each.login for each in standing.deputising)
    audit.note_deputy(session, acts_for)
    return Caller(
        kind="user",
        name=user.name,
        actor=user.login,
        permissions=standing.permissions,
        scope=standing.scope,
        role=user.role,
        user_id=user.id,
        agent_id=user.agent_id,
        acts_for=acts_for,
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
