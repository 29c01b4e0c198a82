"""SCIM's own dress: its media type, its errors, its resources from our rows."""

from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import ValidationError
from scim2_models import (
    Context,
    EnterpriseUser,
    Error,
    Group,
    GroupMember,
    Meta,
    Resource,
    ResponseParameters,
    SCIMException,
    ScimPolicy,
    User,
)
from scim2_models.resources.user import GroupMembership

from api.directories import BASE, MEDIA_TYPE
from api.errors import status_of
from services.errors import Conflict, ServiceError
from services.people.provisioning import Known, Person
from services.tables import DirectoryGroup
from services.tables import User as UserRow

TOLERANT = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
"""Entra and Okta send attributes of their own, and PATCH in their own ways."""

Directory = User[EnterpriseUser]
_OURS = {"schemas", "id", "meta", "groups", "password"}
"""Of a user's resource, what is not given back as it was given."""


class ScimRoute(APIRoute):
    """Errors as RFC 7644, section 3.12 has them, instead of our problems."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                with TOLERANT:
                    return await answer(request)
            except SCIMException as error:
                return rendered(error.to_error())
            except ValidationError as error:
                return rendered(Error.from_validation_errors(error)[0])
            except RequestValidationError as error:
                return refused(400, str(error.errors()[0]["msg"]), "invalidSyntax")
            except ServiceError as error:
                told = str(error.facts.get("detail") or error.message())
                taken = isinstance(error, Conflict) and error.field is not None
                return refused(status_of(error), told, "uniqueness" if taken else None)

        return handle


def refused(status: int, detail: str, scim_type: str | None = None) -> JSONResponse:
    # What the business refuses (422) is in SCIM a value that does not fit (400).
    kind = "invalidValue" if status == 422 else scim_type
    return rendered(Error(status=400 if status == 422 else status, detail=detail, scim_type=kind))


def rendered(error: Error) -> JSONResponse:
    return JSONResponse(error.model_dump(), error.status or 400, media_type=MEDIA_TYPE)


def respond(
    resource: Any,
    context: Context = Context.RESOURCE_QUERY_RESPONSE,
    status: int = 200,
    shown: ResponseParameters[Any] | None = None,
) -> JSONResponse:
    """`shown`: which attributes the client asked for."""
    body = resource.model_dump(scim_ctx=context, response_parameters=shown)
    headers = {}
    if isinstance(resource, Resource) and resource.meta and resource.meta.location:
        headers["Location"] = str(resource.meta.location)
    return JSONResponse(body, status, headers, media_type=MEDIA_TYPE)


def person_of(resource: Any) -> Person:
    """What the business knows of a SCIM user."""
    more = resource[EnterpriseUser]
    employee = more.employee_number if more else None
    name = resource.name
    parts = [name.given_name, name.family_name] if name else []
    formatted = name.formatted if name else None
    joined = " ".join(part for part in parts if part)
    kept = resource.model_dump(scim_ctx=Context.DEFAULT)
    return Person(
        login=resource.user_name,
        name=(resource.display_name or formatted or joined or resource.user_name)[:120],
        active=resource.active is not False,
        external_id=resource.external_id,
        employee=employee,
        resource={
            "scim": {field: value for field, value in kept.items() if field not in _OURS},
            "employee": employee,
        },
    )


def user_of(known: Known, groups: list[DirectoryGroup], origin: str) -> Any:
    """A user as SCIM shows them: what was given, and what is so here."""
    user, provisioned = known.user, known.provisioned
    given = provisioned.resource.get("scim", {}) if provisioned else {}
    resource = Directory.model_validate(given or {"displayName": user.name})
    resource.id = str(user.id)
    resource.user_name = user.login
    if "active" in given or not given:
        resource.active = known.active
    resource.groups = [
        GroupMembership(
            value=str(group.id),
            ref=f"{origin}{BASE}/Groups/{group.id}",
            display=group.name,
            type="direct",
        )
        for group in groups
    ] or None
    resource.meta = Meta(
        resource_type="User",
        created=user.created_at,
        last_modified=provisioned.changed_at if provisioned else user.created_at,
        location=f"{origin}{BASE}/Users/{user.id}",
    )
    return resource


def group_of(group: DirectoryGroup, members: list[UserRow], origin: str) -> Group:
    return Group(
        id=str(group.id),
        external_id=group.external_id,
        display_name=group.name,
        members=[
            GroupMember(
                value=str(user.id),
                ref=f"{origin}{BASE}/Users/{user.id}",
                type="User",
                display=user.name,
            )
            for user in members
        ]
        or None,
        meta=Meta(
            resource_type="Group",
            created=group.created_at,
            last_modified=group.changed_at,
            location=f"{origin}{BASE}/Groups/{group.id}",
        ),
    )


def member_ids(group: Group) -> list[UUID]:
    """Raises ValueError where a member's value is no id of ours."""
    return [UUID(member.value) for member in group.members or [] if member.value]
