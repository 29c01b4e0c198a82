"""What a row of the access table says, and what follows from it for everybody who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.people.access import PERMISSIONS, Permission
from services.tables import Role

Permissions = Permission | tuple[Permission, ...]
Names = dict[str, str]


class Place(StrEnum):
    """Where the one who asks belongs, seen from the thing that is asked for."""

    OWN = "own team"
    OTHER = "another team"
    NOWHERE = "a team without anything"
    ALL = "the whole company"


class Who(StrEnum):
    """Operations that do not ask for a permission."""

    ANYBODY = "anybody"
    """Nobody needs to be signed in."""
    SIGNED_IN = "signed in"
    DIALERS = "dialers"
    """Keys only: people are turned away."""
    SCREENS = "screens"
    """Screens on walls only, by their link."""


EMPTY = 200
"""As `outside`: the answer is good, and does not name the thing."""


@dataclass(frozen=True)
class Row:
    """Who gets in at one operation.

    `needs` is a permission, several of which one is enough, or a `Who`. `thing` names what
    the operation is about, see `access_things`: its ids fill `{...}` in path, query and body.
    Things outside the scope of who asks give `outside`. `whole` are operations for those who
    see the whole company; others get `outside` there, too.
    """

    operation: str
    needs: Permissions | Who
    thing: str = "nothing"
    outside: int = 404
    whole: bool = False
    body: Any = None
    """JSON; must be valid, or a 422 would come before the 403."""
    content: tuple[str, bytes] | None = None
    """Media type and bytes, in place of `body`."""
    path: Mapping[str, str] = field(default_factory=dict)
    """What in the path no thing knows."""
    query: str = ""
    lacks: str = ""
    """The problem that tells of the thing what it lacks here: whoever hears that was let in."""


@dataclass(frozen=True)
class Thing:
    make: Callable[..., Names]
    """From session, world and asker to the names that fill `{...}`."""
    scoped: bool = True
    """It belongs to a team, so that others do not see it."""
    personal: bool = False
    """It differs from asker to asker."""


@dataclass(frozen=True)
class Asker:
    role: Role
    place: Place

    @property
    def login(self) -> str:
        return f"{self.role.value}-{self.place.name.lower()}"

    @property
    def sees_all(self) -> bool:
        return self.place is Place.ALL and self.role is not Role.AGENT

    @property
    def sees_own(self) -> bool:
        return self.place is Place.OWN or self.sees_all


ASKERS = [Asker(role, place) for role in Role for place in Place]

IN = "in"
"""Let in: any answer that is no refusal."""
REFUSED = 403


def expected(row: Row, asker: Asker, *, scoped: bool) -> int | str:
    """`IN`, or the status that turns `asker` away. `scoped`: the thing belongs to a team."""
    if row.needs in (Who.DIALERS, Who.SCREENS):
        return row.outside
    if not _may(row.needs, asker.role):
        return REFUSED
    if row.whole:
        return IN if asker.sees_all else row.outside
    return IN if not scoped or asker.sees_own else row.outside


def _may(needs: Permissions | Who, role: Role) -> bool:
    if isinstance(needs, Who):
        return True
    wanted = needs if isinstance(needs, tuple) else (needs,)
    return not PERMISSIONS[role].isdisjoint(wanted)
