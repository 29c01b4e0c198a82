"""What a user may do and see at this moment: role, units, campaigns, deputies, broken glass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services import db
from services.people.access import PERMISSIONS, Permission
from services.people.scope import Scope, widened
from services.people.teams import current_team
from services.tables import Role, User


@dataclass(frozen=True, slots=True)
class Deputising:
    """Somebody whom a user stands in for now, and what they were lent."""

    deputy_id: UUID
    """Of the arrangement."""
    user_id: UUID
    login: str
    name: str
    until_at: datetime
    permissions: frozenset[Permission]


@dataclass(frozen=True, slots=True)
class Standing:
    permissions: frozenset[Permission]
    scope: Scope
    deputising: tuple[Deputising, ...] = ()


def standing_of(session: Session, user: User) -> Standing:
    """Read anew each time, so that whatever changes is effective at once."""
    own = _read(session, user)
    permissions, scopes, deputising = _permissions(user, own), [_scope(session, user, own)], []
    for lent in own["deputising"] or ():
        away = session.get_one(User, UUID(lent["user_id"]))
        theirs = _read(session, away)
        granted = known(lent["permissions"]) & _permissions(away, theirs)
        permissions |= granted
        scopes.append(_scope(session, away, theirs))
        deputising.append(
            Deputising(
                deputy_id=UUID(lent["id"]),
                user_id=away.id,
                login=away.login,
                name=away.name,
                until_at=datetime.fromisoformat(lent["until_at"]),
                permissions=granted,
            )
        )
    return Standing(permissions, _behind_glass(widened(scopes), own), tuple(deputising))


def own_standing(session: Session, user: User) -> Standing:
    """The same without those they stand in for and without broken glass: what they can lend."""
    own = _read(session, user)
    return Standing(_permissions(user, own), _scope(session, user, own))


def known(permissions: Iterable[str]) -> frozenset[Permission]:
    """Those that there still are; a former version may have stored others."""
    names = {permission.value: permission for permission in Permission}
    return frozenset(names[each] for each in permissions if each in names)


def _permissions(user: User, read: Mapping[str, Any]) -> frozenset[Permission]:
    stored = read["role_permissions"]
    return PERMISSIONS[user.role] if stored is None else known(stored)


def _scope(session: Session, user: User, read: Mapping[str, Any]) -> Scope:
    """Own calls and current team for agents, else the units and all below them.

    Whoever sits at the top of the only tree also sees calls that belong to no unit yet.
    """
    if user.role is Role.AGENT:
        team = current_team(session, user.agent_id) if user.agent_id else None
        # An agent account without an agent has no calls, rather than those of a team.
        return Scope(frozenset([team.id] if team else ()), agent_id=user.agent_id or user.id)
    campaigns = None if read["campaigns"] is None else frozenset(read["campaigns"])
    units = frozenset(read["units"] or ())
    [*roots] = read["roots"] or ()
    covers_all = len(roots) == 1 and roots[0] in units
    return Scope(None if covers_all else units, campaign_ids=campaigns)


def _behind_glass(scope: Scope, read: Mapping[str, Any]) -> Scope:
    glass = read["glass"] or ()
    if not glass or scope == Scope():
        return scope
    calls = frozenset(UUID(call) for each in glass for call in each["call_ids"])
    agents = frozenset(UUID(each["agent_id"]) for each in glass if each["agent_id"])
    return scope.with_glass(calls, agents)


def _read(session: Session, user: User) -> dict[str, Any]:
    """All of it in one round trip: every request asks."""
    [row] = db.rows(session, _STANDING, {"user_id": user.id, "unit_id": user.unit_id})
    return row


# UNION, not UNION ALL: a loop in the tree ends instead of running for ever.
_STANDING = """
WITH RECURSIVE below AS (
    SELECT id FROM unit WHERE id = %(unit_id)s
        OR id IN (SELECT unit_id FROM user_unit WHERE user_id = %(user_id)s)
    UNION
    SELECT unit.id FROM unit JOIN below ON unit.parent_id = below.id
)
SELECT
    (SELECT array_agg(id) FROM below) AS units,
    (SELECT array_agg(id) FROM (SELECT id FROM unit WHERE parent_id IS NULL LIMIT 2) AS root)
        AS roots,
    (SELECT array_agg(campaign_id) FROM user_campaign WHERE user_id = %(user_id)s) AS campaigns,
    (SELECT custom_role.permissions FROM user_role
        JOIN custom_role ON custom_role.id = user_role.role_id
        WHERE user_role.user_id = %(user_id)s) AS role_permissions,
    (SELECT json_agg(json_build_object('id', deputy.id, 'user_id', deputy.user_id,
            'until_at', deputy.until_at, 'permissions', deputy.permissions)
            ORDER BY deputy.until_at)
        FROM deputy JOIN app_user AS away ON away.id = deputy.user_id AND away.active
        WHERE deputy.deputy_id = %(user_id)s AND deputy.ended_at IS NULL
            AND deputy.from_at <= now() AND deputy.until_at > now()) AS deputising,
    (SELECT json_agg(json_build_object('call_ids', call_ids, 'agent_id', agent_id))
        FROM broken_glass
        WHERE user_id = %(user_id)s AND revoked_at IS NULL AND until_at > now()) AS glass
"""
