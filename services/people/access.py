"""Who is asking, what they may do, and which calls they may do it to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

from services.errors import Forbidden
from services.people.scope import Scope
from services.tables import KeyScope, Role

__all__ = [
    "KEY_PERMISSIONS",
    "PERMISSIONS",
    "Caller",
    "NotPermitted",
    "Permission",
    "Scope",
]


class Permission(StrEnum):
    BOARD_READ = "board:read"
    BOARDS_SHARE = "boards:share"
    """Share boards of one's own in scope, and hang them on walls by a link."""
    GOALS_WRITE = "goals:write"
    """Say what teams and agents are to reach."""
    ALERTS_MANAGE = "alerts:manage"
    """Say what boards warn of, for the units in scope, and when."""
    ALERT_CHANNELS = "alerts:channels"
    """Say by which mail and chat warnings go out."""
    CALLS_READ = "calls:read"
    CALLS_LISTEN = "calls:listen"
    RECORDINGS_WRITE = "recordings:write"
    TRANSCRIPTS_CORRECT = "transcripts:correct"
    """Swap speakers, have a recording heard again."""
    HEARING_READ = "hearing:read"
    """What waits to be heard, and who hears it."""
    HEARING_MANAGE = "hearing:manage"
    """Pause, cancel and hurry; say how campaigns and sources are heard."""
    SOURCES_MANAGE = "sources:manage"
    """Say how dialers are read; see what they sent and how they are."""
    IMPORTS_MANAGE = "imports:manage"
    """Bring whole files of calls in, and say how their columns are read."""
    PII_READ = "pii:read"
    SCORECARDS_READ = "scorecards:read"
    SCORECARDS_WRITE = "scorecards:write"
    PEOPLE_MANAGE = "people:manage"
    """Units, agents, their teams, and whose names at dialers are whose."""
    CAMPAIGNS_MANAGE = "campaigns:manage"
    REVIEWS_READ = "reviews:read"
    """Finished reviews of calls in scope, sampling's coverage, precision of rules."""
    REVIEWS_WRITE = "reviews:write"
    """Work through a queue of one's own: verdicts, comments, a final score."""
    REVIEWS_MANAGE = "reviews:manage"
    """Sampling plans, everybody's queues, release of results, calibration."""
    APPEALS_FILE = "appeals:file"
    """Acknowledge a result of one's own calls, or appeal a hit in it."""
    APPEALS_DECIDE = "appeals:decide"
    """Decide the steps of appeals that are routed to one's role."""
    CLIPS_SHARE = "clips:share"
    BREAK_GLASS = "calls:break_glass"
    """See calls outside one's scope for a while, with a reason; administrators are told."""
    USERS_MANAGE = "users:manage"
    """Users, roles, deputies, sessions, and how people sign in."""
    PRIVACY_MANAGE = "privacy:manage"
    """What is masked, what is encrypted, and with which key."""
    RETENTION_MANAGE = "retention:manage"
    """How long things are kept, legal holds, what people ask about their own data."""
    KEYS_MANAGE = "keys:manage"
    SYSTEM_READ = "system:read"
    """How the installation is: database, workers, disk, backups."""
    AUDIT_READ = "audit:read"


_READER = {
    Permission.BOARD_READ,
    Permission.CALLS_READ,
    Permission.CALLS_LISTEN,
    Permission.SCORECARDS_READ,
}
_LEADER = _READER | {
    Permission.REVIEWS_READ,
    Permission.APPEALS_DECIDE,
    Permission.CLIPS_SHARE,
}
_BOARDS = {Permission.BOARDS_SHARE, Permission.GOALS_WRITE, Permission.ALERTS_MANAGE}
_QA = _LEADER | {
    Permission.PII_READ,
    Permission.RECORDINGS_WRITE,
    Permission.TRANSCRIPTS_CORRECT,
    Permission.HEARING_READ,
    Permission.REVIEWS_WRITE,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: frozenset(_READER | {Permission.APPEALS_FILE}),
    Role.LEAD: frozenset(_LEADER | _BOARDS),
    Role.SUPERVISOR: frozenset(
        _LEADER | _BOARDS | {Permission.HEARING_READ, Permission.PEOPLE_MANAGE}
    ),
    Role.MANAGER: frozenset(
        _LEADER
        | _BOARDS
        | {
            Permission.ALERT_CHANNELS,
            Permission.PII_READ,
            Permission.HEARING_READ,
            Permission.SOURCES_MANAGE,
            Permission.IMPORTS_MANAGE,
            Permission.PEOPLE_MANAGE,
            Permission.CAMPAIGNS_MANAGE,
            Permission.BREAK_GLASS,
        }
    ),
    Role.INSPECTOR: frozenset(_QA),
    Role.QA_LEAD: frozenset(
        _QA
        | {
            Permission.SCORECARDS_WRITE,
            Permission.ALERTS_MANAGE,
            Permission.HEARING_MANAGE,
            Permission.IMPORTS_MANAGE,
            Permission.REVIEWS_MANAGE,
            Permission.BREAK_GLASS,
        }
    ),
    Role.TRAINER: frozenset(_READER | {Permission.REVIEWS_READ, Permission.CLIPS_SHARE}),
    Role.ANALYST: frozenset(_READER | {Permission.REVIEWS_READ}),
    Role.ADMIN: frozenset(Permission),
}

KEY_PERMISSIONS: dict[KeyScope, frozenset[Permission]] = {
    KeyScope.EVENTS_WRITE: frozenset(),
    KeyScope.RECORDINGS_WRITE: frozenset({Permission.RECORDINGS_WRITE}),
    KeyScope.CALLS_READ: frozenset({Permission.CALLS_READ}),
    KeyScope.SCIM: frozenset(),
}
"""A key may do what its scopes say and nothing more: reading calls is not listening."""


class NotPermitted(Forbidden):
    """Your role or key does not allow this."""

    told = frozenset({"permission", "key_scope"})


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in user, or a machine with a key."""

    kind: Literal["user", "key"]
    name: str
    actor: str
    """How the audit log calls them: a login, or `key:<hint>`."""
    permissions: frozenset[Permission]
    scope: Scope
    role: Role | None = None
    user_id: UUID | None = None
    agent_id: UUID | None = None
    """Whose calls are the user's own, whatever their role; None for those who make none."""
    key_id: UUID | None = None
    key_scopes: frozenset[KeyScope] = frozenset()
    acts_for: tuple[str, ...] = ()
    """Logins of those whom this user stands in for now."""

    @property
    def source_id(self) -> UUID | None:
        """The dialer a key speaks for; None for people."""
        return self.scope.source_id

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raises NotPermitted."""
        if permission not in self.permissions:
            raise NotPermitted(actor=self.actor, permission=permission)

    def require_one_of(self, *permissions: Permission) -> None:
        """Raises NotPermitted."""
        if self.permissions.isdisjoint(permissions):
            raise NotPermitted(actor=self.actor, permission=permissions[0])

    def require_key_scope(self, key_scope: KeyScope) -> None:
        """Raises NotPermitted; people have no key scopes."""
        if key_scope not in self.key_scopes:
            raise NotPermitted(actor=self.actor, key_scope=key_scope)
