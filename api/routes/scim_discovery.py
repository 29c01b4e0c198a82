"""What SCIM can do here: its configuration, resource types and schemas."""

from typing import Any

from fastapi import APIRouter, Request, Response
from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    Context,
    EnterpriseUser,
    ETag,
    Filter,
    Group,
    ListResponse,
    Meta,
    NotFoundException,
    NotImplementedException,
    Pagination,
    Patch,
    ResourceType,
    Schema,
    ServiceProviderConfig,
    Sort,
    User,
)

from api.directories import BASE
from api.routes.scim import COUNT_MAX, DirectoryDep
from api.routes.sso import origin_of
from api.scim import Directory, ScimRoute, respond

router = APIRouter(prefix=BASE, tags=["scim"], route_class=ScimRoute)


@router.get("/ServiceProviderConfig", operation_id="scim_read_config")
def read_config(request: Request, caller: DirectoryDep) -> Response:
    """What of SCIM is supported."""
    location = f"{origin_of(request)}{BASE}/ServiceProviderConfig"
    config = ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=COUNT_MAX),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=False),
        pagination=Pagination(cursor=False, index=True),
        authentication_schemes=[
            AuthenticationScheme(
                type="oauthbearertoken",
                name="API key",
                description="A key of Earshot with the scope scim, as a bearer token.",
                primary=True,
            )
        ],
        meta=Meta(resource_type="ServiceProviderConfig", location=location),
    )
    return respond(config)


@router.get("/ResourceTypes", operation_id="scim_list_resource_types")
def list_resource_types(request: Request, caller: DirectoryDep) -> Response:
    """Users and groups, and where they are."""
    return _listed(_types(request), ResourceType)


@router.get("/ResourceTypes/{name}", operation_id="scim_read_resource_type")
def read_resource_type(request: Request, caller: DirectoryDep, name: str) -> Response:
    """One kind of resource."""
    return _one(_types(request), name)


@router.get("/Schemas", operation_id="scim_list_schemas")
def list_schemas(request: Request, caller: DirectoryDep) -> Response:
    """The attributes that are understood."""
    return _listed(_schemas(request), Schema)


@router.get("/Schemas/{urn}", operation_id="scim_read_schema")
def read_schema(request: Request, caller: DirectoryDep, urn: str) -> Response:
    """The attributes of one schema."""
    return _one(_schemas(request), urn)


def _search(caller: DirectoryDep) -> Response:
    raise NotImplementedException(detail="ask by GET; searching by POST is not offered")


def _unknown(caller: DirectoryDep, path: str) -> Response:
    raise NotFoundException(detail=f"there is no {path} here")


for place in ("/.search", "/Users/.search", "/Groups/.search"):
    router.add_api_route(place, _search, methods=["POST"], include_in_schema=False)
router.add_api_route("/{path:path}", _unknown, methods=["GET"], include_in_schema=False)


def _types(request: Request) -> list[Any]:
    types = [ResourceType.from_resource(model) for model in (Directory, Group)]
    for each in types:
        where = f"{origin_of(request)}{BASE}/ResourceTypes/{each.name}"
        each.meta = Meta(resource_type="ResourceType", location=where)
    return types


def _schemas(request: Request) -> list[Any]:
    schemas = [model.to_schema() for model in (User, EnterpriseUser, Group)]
    for each in schemas:
        where = f"{origin_of(request)}{BASE}/Schemas/{each.id}"
        each.meta = Meta(resource_type="Schema", location=where)
    return schemas


def _listed(resources: list[Any], model: Any) -> Response:
    return respond(
        ListResponse[model](
            total_results=len(resources),
            start_index=1,
            items_per_page=len(resources),
            resources=resources,
        ),
        Context.RESOURCE_QUERY_RESPONSE,
    )


def _one(resources: list[Any], name: str) -> Response:
    found = next((each for each in resources if each.id == name), None)
    if found is None:
        raise NotFoundException(detail=f"there is no {name} here")
    return respond(found)
