"""SCIM 2.0 (RFC 7643, 7644): a directory keeps users and groups here."""

import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request, Response, status
from scim2_models import (
    Context,
    Group,
    InvalidValueException,
    ListResponse,
    PatchOp,
    ResponseParameters,
    ScimFilter,
)
from sqlmodel import Session

from api import scim
from api.deps import CallerDep, SessionDep
from api.directories import BASE, MEDIA_TYPE
from api.routes.sso import origin_of
from api.scim import Directory, ScimRoute, respond
from services.people import directory_groups, provisioning
from services.people.access import Caller
from services.people.directory_groups import GroupNotFound
from services.people.provisioning import Known, PersonNotFound
from services.tables import DirectoryGroup, KeyScope

COUNT_MAX = 500
_BY_LOGIN = re.compile(r'\s*userName\s+eq\s+"([^"\\]*)"\s*', re.IGNORECASE)


def directory(caller: CallerDep) -> Caller:
    """A key with the scope `scim`, and nobody else."""
    caller.require_key_scope(KeyScope.SCIM)
    return caller


router = APIRouter(prefix=BASE, tags=["scim"], route_class=ScimRoute)
DirectoryDep = Annotated[Caller, Depends(directory, scope="function")]
Payload = Annotated[dict[str, Any], Body(media_type=MEDIA_TYPE)]


class Wanted:
    """What a list is asked for; `startIndex` counts from 1."""

    def __init__(
        self,
        filter: Annotated[str | None, Query(max_length=1000)] = None,
        start_index: Annotated[int, Query(alias="startIndex", le=2**31)] = 1,
        count: Annotated[int, Query(le=2**31)] = 100,
        attributes: Annotated[str | None, Query(max_length=2000)] = None,
        excluded: Annotated[str | None, Query(alias="excludedAttributes", max_length=2000)] = None,
    ) -> None:
        self.filter = filter
        self.start = max(1, start_index)
        self.count = min(max(0, count), COUNT_MAX)
        self._attributes = {"attributes": attributes, "excludedAttributes": excluded}

    def shown(self, model: Any) -> ResponseParameters[Any]:
        """Raises ValidationError where no such attribute exists."""
        asked = {name: listed for name, listed in self._attributes.items() if listed}
        return ResponseParameters[model].model_validate(asked)


WantedDep = Annotated[Wanted, Depends()]


@router.get("/Users", operation_id="scim_list_users")
def list_users(
    request: Request, session: SessionDep, caller: DirectoryDep, wanted: WantedDep
) -> Response:
    """All users; `filter` as RFC 7644 has it, `userName eq` is the quick one."""
    by_login = _BY_LOGIN.fullmatch(wanted.filter) if wanted.filter else None
    people = provisioning.list_people(session, login=by_login[1] if by_login else None)
    if by_login or not wanted.filter:
        return _page(wanted, people, lambda known: _user(request, session, known), Directory)
    every = [_user(request, session, known) for known in people]
    return _page(wanted, _matching(wanted.filter, every, Directory), _same, Directory)


@router.post("/Users", status_code=status.HTTP_201_CREATED, operation_id="scim_create_user")
def create_user(
    request: Request, session: SessionDep, caller: DirectoryDep, payload: Payload
) -> Response:
    """Make a user. They may sign in as soon as a group or the policy gives a role and a unit."""
    given = Directory.model_validate(payload, scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    known = provisioning.add_person(session, scim.person_of(given), actor=caller.actor)
    return respond(
        _user(request, session, known), Context.RESOURCE_CREATION_RESPONSE, status.HTTP_201_CREATED
    )


@router.get("/Users/{user_id}", operation_id="scim_read_user")
def read_user(
    request: Request, session: SessionDep, caller: DirectoryDep, user_id: str, wanted: WantedDep
) -> Response:
    """One user, as the directory knows them."""
    known = provisioning.get_person(session, _person_id(user_id))
    return respond(_user(request, session, known), shown=wanted.shown(Directory))


@router.put("/Users/{user_id}", operation_id="scim_replace_user")
def replace_user(
    request: Request, session: SessionDep, caller: DirectoryDep, user_id: str, payload: Payload
) -> Response:
    """Say anew who a user is. What is left out is emptied."""
    known = provisioning.get_person(session, _person_id(user_id))
    given = Directory.model_validate(payload, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
    given.replace(_user(request, session, known))
    changed = _change(session, known, given, caller)
    return respond(_user(request, session, changed), Context.RESOURCE_REPLACEMENT_RESPONSE)


@router.patch("/Users/{user_id}", operation_id="scim_patch_user")
def patch_user(
    request: Request, session: SessionDep, caller: DirectoryDep, user_id: str, payload: Payload
) -> Response:
    """Change a user. `active` false ends their sessions at once."""
    known = provisioning.get_person(session, _person_id(user_id))
    user = _user(request, session, known)
    operations = PatchOp[Directory].model_validate(payload, scim_ctx=Context.RESOURCE_PATCH_REQUEST)
    if operations.patch(user):
        known = _change(session, known, user, caller)
    return respond(_user(request, session, known), Context.RESOURCE_PATCH_RESPONSE)


@router.delete("/Users/{user_id}", status_code=204, operation_id="scim_delete_user")
def delete_user(session: SessionDep, caller: DirectoryDep, user_id: str) -> None:
    """Stop a user; what they did stays. Their sessions end at once."""
    provisioning.remove_person(session, _person_id(user_id), actor=caller.actor)


@router.get("/Groups", operation_id="scim_list_groups")
def list_groups(
    request: Request, session: SessionDep, caller: DirectoryDep, wanted: WantedDep
) -> Response:
    """Groups, filtered and by pages as RFC 7644 says."""
    found = directory_groups.list_groups(session)
    if not wanted.filter:
        return _page(wanted, found, lambda group: _group(request, session, group), Group)
    every = [_group(request, session, group) for group in found]
    return _page(wanted, _matching(wanted.filter, every, Group), _same, Group)


@router.post("/Groups", status_code=status.HTTP_201_CREATED, operation_id="scim_create_group")
def create_group(
    request: Request, session: SessionDep, caller: DirectoryDep, payload: Payload
) -> Response:
    """What its members are here, `/api/v1/sign_in/mappings` says."""
    given = Group.model_validate(payload, scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    made = _save(session, None, given, caller)
    return respond(
        _group(request, session, made), Context.RESOURCE_CREATION_RESPONSE, status.HTTP_201_CREATED
    )


@router.get("/Groups/{group_id}", operation_id="scim_read_group")
def read_group(
    request: Request, session: SessionDep, caller: DirectoryDep, group_id: str, wanted: WantedDep
) -> Response:
    """One group with its members."""
    group = directory_groups.get_group(session, _group_id(group_id))
    return respond(_group(request, session, group), shown=wanted.shown(Group))


@router.put("/Groups/{group_id}", operation_id="scim_replace_group")
def replace_group(
    request: Request, session: SessionDep, caller: DirectoryDep, group_id: str, payload: Payload
) -> Response:
    """Say anew what a group is and who belongs to it."""
    group = directory_groups.get_group(session, _group_id(group_id))
    given = Group.model_validate(payload, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
    given.replace(_group(request, session, group))
    saved = _save(session, group.id, given, caller)
    return respond(_group(request, session, saved), Context.RESOURCE_REPLACEMENT_RESPONSE)


@router.patch("/Groups/{group_id}", operation_id="scim_patch_group")
def patch_group(
    request: Request, session: SessionDep, caller: DirectoryDep, group_id: str, payload: Payload
) -> Response:
    """Change a group. What members gain or lose by it holds at once."""
    row = directory_groups.get_group(session, _group_id(group_id))
    group = _group(request, session, row)
    operations = PatchOp[Group].model_validate(payload, scim_ctx=Context.RESOURCE_PATCH_REQUEST)
    if operations.patch(group):
        row = _save(session, row.id, group, caller)
    return respond(_group(request, session, row), Context.RESOURCE_PATCH_RESPONSE)


@router.delete("/Groups/{group_id}", status_code=204, operation_id="scim_delete_group")
def delete_group(session: SessionDep, caller: DirectoryDep, group_id: str) -> None:
    """Its members lose what it gave them at once."""
    directory_groups.remove_group(session, _group_id(group_id), actor=caller.actor)


def _change(session: Session, known: Known, user: Any, caller: Caller) -> Known:
    person = scim.person_of(user)
    return provisioning.change_person(session, known.user.id, person, actor=caller.actor)


def _save(session: Session, group_id: UUID | None, given: Group, caller: Caller) -> DirectoryGroup:
    try:
        members = scim.member_ids(given)
    except ValueError as error:
        raise InvalidValueException(detail="a member's value is no id of a user here") from error
    return directory_groups.save_group(
        session,
        group_id,
        name=given.display_name or "",
        external_id=given.external_id,
        member_ids=members,
        actor=caller.actor,
    )


def _user(request: Request, session: Session, known: Known) -> Any:
    memberships = list(directory_groups.memberships_of(session, known.user.id))
    return scim.user_of(known, memberships, origin_of(request))


def _group(request: Request, session: Session, group: DirectoryGroup) -> Group:
    members = list(directory_groups.members_of(session, group.id))
    return scim.group_of(group, members, origin_of(request))


def _page(wanted: Wanted, found: Any, show: Callable[[Any], Any], model: Any) -> Response:
    cut = found[wanted.start - 1 : wanted.start - 1 + wanted.count]
    listed = ListResponse[model](
        total_results=len(found),
        start_index=wanted.start,
        items_per_page=len(cut),
        resources=[show(each) for each in cut],
    )
    return respond(listed, shown=wanted.shown(model))


def _matching(text: str, resources: Iterable[Any], model: Any) -> list[Any]:
    """Raises InvalidFilterException."""
    wanted = ScimFilter[model](text)
    return [resource for resource in resources if wanted.match(resource)]


def _same(resource: Any) -> Any:
    return resource


def _person_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise PersonNotFound(user_id=text) from error


def _group_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise GroupNotFound(group_id=text) from error
