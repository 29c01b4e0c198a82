"""What each role may do. Which calls it may do it to is the user's unit."""

from enum import StrEnum

from services.tables import Role


class Permission(StrEnum):
    BOARD_READ = "board:read"
    CALLS_READ = "calls:read"
    CALLS_LISTEN = "calls:listen"
    RECORDINGS_WRITE = "recordings:write"
    PII_READ = "pii:read"
    SCORECARDS_READ = "scorecards:read"
    SCORECARDS_WRITE = "scorecards:write"
    KEYS_MANAGE = "keys:manage"


_READER = {
    Permission.BOARD_READ,
    Permission.CALLS_READ,
    Permission.CALLS_LISTEN,
    Permission.SCORECARDS_READ,
}
_QA = _READER | {Permission.PII_READ, Permission.RECORDINGS_WRITE}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: frozenset(_READER),
    Role.LEAD: frozenset(_READER),
    Role.SUPERVISOR: frozenset(_READER),
    Role.MANAGER: frozenset(_READER | {Permission.PII_READ}),
    Role.INSPECTOR: frozenset(_QA),
    Role.QA_LEAD: frozenset(_QA | {Permission.SCORECARDS_WRITE}),
    Role.TRAINER: frozenset(_READER),
    Role.ANALYST: frozenset(_READER),
    Role.ADMIN: frozenset(Permission),
}
