"""What members of a directory's groups are here: role and unit. Shared by OIDC and SCIM."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from services.errors import Rejected
from services.people import audit, users
from services.people.policy import get_policy
from services.tables import (
    Agent,
    DirectoryGroup,
    DirectoryMember,
    ExternalIdentity,
    GroupMapping,
    Role,
    Unit,
    User,
)

MAPPINGS_MAX = 500
_KNOWN_MAX = 1000


class MappingRepeated(Rejected):
    """This group is mapped twice."""


class MappingEmpty(Rejected):
    """Say which role or which unit members of this group get."""


class MappingUnitUnknown(Rejected):
    """This unit does not exist."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One line: members of `group` get `role` and belong to `unit_id`, where not None."""

    group: str
    role: Role | None
    unit_id: UUID | None


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody is here. `by_groups`: a mapping said something of them."""

    role: Role | None
    unit_id: UUID | None
    by_groups: bool


def list_mappings(session: Session) -> Sequence[GroupMapping]:
    """In the order they are tried in."""
    return session.exec(select(GroupMapping).order_by(col(GroupMapping.position))).all()


def list_known(session: Session) -> list[str]:
    """Names of groups that directories keep here or providers have told of, sorted."""
    told = session.exec(select(func.unnest(ExternalIdentity.groups)).distinct().limit(_KNOWN_MAX))
    kept = session.exec(select(DirectoryGroup.name).limit(_KNOWN_MAX))
    return sorted({*told, *kept})


def replace_mappings(session: Session, wanted: Sequence[Mapping], *, actor: str) -> None:
    """All of them at once, in order. Holds from each user's next sign-in or change on.

    Raises MappingRepeated, MappingEmpty, MappingUnitUnknown.
    """
    _require_sound(session, wanted)
    before = [_told(_mapping(row)) for row in list_mappings(session)]
    session.exec(delete(GroupMapping))
    session.add_all(
        GroupMapping(position=number, group_name=each.group, role=each.role, unit_id=each.unit_id)
        for number, each in enumerate(wanted)
    )
    session.flush()
    after = [_told(each) for each in wanted]
    if after != before:
        audit.record(
            session,
            actor=actor,
            act="group_mappings.changed",
            subject="group mappings",
            before={"mappings": before},
            after={"mappings": after},
        )


def place_of(
    groups: Collection[str],
    mappings: Sequence[Mapping],
    *,
    default_role: Role | None,
    default_unit_id: UUID | None,
) -> Place:
    """The first mapping of a role decides the role, the first of a unit the unit. Pure."""
    fitting = [each for each in mappings if each.group in groups]
    role = next((each.role for each in fitting if each.role is not None), None)
    unit_id = next((each.unit_id for each in fitting if each.unit_id is not None), None)
    return Place(role or default_role, unit_id or default_unit_id, by_groups=bool(fitting))


def find_place(session: Session, groups: Collection[str]) -> Place:
    policy = get_policy(session)
    return place_of(
        groups,
        [_mapping(row) for row in list_mappings(session)],
        default_role=policy.default_role,
        default_unit_id=policy.default_unit_id,
    )


def groups_of(session: Session, user_id: UUID) -> set[str]:
    """Names of the groups that a directory has put the user into by SCIM."""
    return set(
        session.exec(
            select(DirectoryGroup.name)
            .join(DirectoryMember, col(DirectoryMember.group_id) == DirectoryGroup.id)
            .where(DirectoryMember.user_id == user_id)
        )
    )


def find_agent(session: Session, *names: str | None) -> Agent | None:
    """The agent whose code is one of `names`: an employee number, a login."""
    codes = [name for name in names if name]
    return session.exec(select(Agent).where(col(Agent.code).in_(codes)).limit(1)).first()


def apply_place(
    session: Session, user: User, place: Place, *, agent: Agent | None, name: str, actor: str
) -> None:
    """Give an existing user the name, role and unit that a directory says.

    Nobody becomes an agent whom no agent of the company is. Raises what
    `users.change_user` raises.
    """
    role = place.role or user.role
    agent_id = None
    if role is Role.AGENT:
        agent_id = agent.id if agent else user.agent_id
    users.change_user(
        session,
        user,
        name=name or user.name,
        role=role,
        unit_id=place.unit_id or user.unit_id,
        agent_id=agent_id,
        actor=actor,
    )


def _require_sound(session: Session, wanted: Sequence[Mapping]) -> None:
    seen: set[str] = set()
    for number, each in enumerate(wanted):
        if each.group in seen:
            raise MappingRepeated(field=f"mappings.{number}.group", group=each.group)
        if each.role is None and each.unit_id is None:
            raise MappingEmpty(field=f"mappings.{number}.role", group=each.group)
        if each.unit_id is not None and session.get(Unit, each.unit_id) is None:
            raise MappingUnitUnknown(field=f"mappings.{number}.unit_id", unit_id=each.unit_id)
        seen.add(each.group)


def _mapping(row: GroupMapping) -> Mapping:
    return Mapping(row.group_name, row.role, row.unit_id)


def _told(mapping: Mapping) -> dict[str, str | None]:
    unit_id = str(mapping.unit_id) if mapping.unit_id else None
    return {"group": mapping.group, "role": mapping.role, "unit_id": unit_id}
