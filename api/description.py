"""The parts of the OpenAPI description that the framework cannot see by itself."""

import json
from copy import deepcopy
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from api import directories
from api.errors import RESPONSES, Problem
from api.later import whole
from api.schemas.events import Results
from api.schemas.imports import ImportsChanges, ImportsSnapshot
from api.schemas.review_live import CallWatched
from services.activity.cards import Beat, Changes, Snapshot
from services.calls.events import EventData, EventType

_REF = "#/components/schemas/{name}"

_PROBLEM = {"$ref": _REF.format(name="Problem")}

_SCIM_ERROR: dict[str, Any] = {
    "title": "ScimError",
    "description": "RFC 7644, section 3.12.",
    "type": "object",
    "required": ["schemas", "status"],
    "properties": {
        "schemas": {"type": "array", "items": {"type": "string"}},
        "status": {"type": "string"},
        "scimType": {"type": ["string", "null"]},
        "detail": {"type": ["string", "null"]},
    },
}

_EVENT: dict[str, Any] = {
    "title": "CloudEvent",
    "description": "CloudEvents 1.0 in JSON. Other attributes are accepted and ignored.",
    "type": "object",
    "required": ["specversion", "id", "source", "type", "time", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "minLength": 1, "maxLength": 500},
        "source": {"type": "string", "minLength": 1, "maxLength": 500},
        "type": {"enum": [kind.value for kind in EventType]},
        "time": {"type": "string", "format": "date-time"},
        "data": {"$ref": _REF.format(name="EventData")},
    },
}


def install(app: FastAPI) -> None:
    """Describe the event door, and what boards say over their websocket."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


_PLAIN_NAMES = {
    "services__transcripts__Entity": "Entity",
    "services__scoring__conditions__words__Entity": "EntitySaid",
    "services__acoustics__Span": "Span",
    "services__privacy__spans__Span": "PersonalSpan",
    "services__privacy__policies__PolicyChange": "PrivacyChange",
    "services__reviews__result_policies__PolicyChange": "ResultPolicyChange",
    "services__reviews__result_policies__Step": "AppealStep",
    "services__scoring__conditions__Step": "Step",
    "api__schemas__review_tasks__PersonOut": "AssigneeOut",
    "api__schemas__reviews__PersonOut": "PersonOut",
}
"""Of models that have their name in common with another."""


def _with_plain_names(document: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(document)
    for name, plain in _PLAIN_NAMES.items():
        text = text.replace(f'/{name}"', f'/{plain}"').replace(f'"{name}":', f'"{plain}":')
    renamed: dict[str, Any] = json.loads(text)
    return renamed


def _described(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=list(whole(app.routes)),
        # What is read back has the shape that was sent: one name for both.
        separate_input_output_schemas=False,
    )
    document = _with_plain_names(document)
    schemas = document["components"]["schemas"]
    _, components = msgspec.json.schema_components(
        [EventData, Results], ref_template=_REF.replace("{name}", "{name}")
    )
    schemas |= components | {"CloudEvent": _EVENT}
    _, messages = models_json_schema(
        [
            (model, "serialization")
            for model in (Snapshot, Changes, Beat, ImportsSnapshot, ImportsChanges, CallWatched)
        ],
        ref_template=_REF.replace("{name}", "{model}"),
    )
    schemas |= messages["$defs"]
    kinds = {name.lower(): _REF.format(name=name) for name in ("Snapshot", "Changes", "Beat")}
    schemas["BoardMessage"] = {
        "title": "BoardMessage",
        "description": "What `/api/v1/boards/{board_id}/live` sends.",
        "oneOf": [{"$ref": ref} for ref in kinds.values()],
        "discriminator": {"propertyName": "type", "mapping": kinds},
    }
    told = {name: _REF.format(name=f"Imports{name.title()}") for name in ("snapshot", "changes")}
    schemas["ImportsMessage"] = {
        "title": "ImportsMessage",
        "description": "What `/api/v1/imports/live` sends.",
        "oneOf": [{"$ref": ref} for ref in told.values()],
        "discriminator": {"propertyName": "type", "mapping": told},
    }
    document["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "An `ek_...` API key."},
        "session": {"type": "apiKey", "in": "cookie", "name": "earshot_session"},
    }
    _say_what_all_may_answer(document)
    _say_problems_as_they_are(document)
    _say_scim_as_it_is(document)
    document["paths"]["/api/v1/events"] = {"post": _event_operation()}
    return document


def _say_what_all_may_answer(document: dict[str, Any]) -> None:
    """Said here: the framework would look at it for each of the routes, at each start."""
    document["components"]["schemas"]["Problem"] = jsonable_encoder(
        Problem.model_json_schema(), exclude_none=True
    )
    refusals = {
        str(code): {
            "description": refusal["description"],
            "content": {"application/json": {"schema": _PROBLEM}},
        }
        for code, refusal in RESPONSES.items()
    }
    for operation in [each for path in document["paths"].values() for each in path.values()]:
        (usual, answer), *others = operation["responses"].items()
        operation["responses"] = {usual: answer, **deepcopy(refusals), **dict(others)}


def _say_problems_as_they_are(document: dict[str, Any]) -> None:
    """The framework describes refusals as plain JSON, and its own form of 422, which we replace."""
    operations = [each for path in document["paths"].values() for each in path.values()]
    for answers in [operation["responses"] for operation in operations]:
        if _REF.format(name="HTTPValidationError") in json.dumps(answers.get("422")):
            del answers["422"]
        for answer in answers.values():
            content = answer.get("content", {})
            if content.get("application/json", {}).get("schema") == _PROBLEM:
                content["application/problem+json"] = content.pop("application/json")
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)


def _say_scim_as_it_is(document: dict[str, Any]) -> None:
    """SCIM has a media type and errors of its own; only too many requests are a problem of ours."""
    paths = [each for path, each in document["paths"].items() if path.startswith(directories.BASE)]
    for answer in [
        answer
        for operations in paths
        for operation in operations.values()
        for answer in operation["responses"].values()
    ]:
        content = answer.get("content", {})
        if "application/json" in content:
            content[directories.MEDIA_TYPE] = content.pop("application/json")
        if "application/problem+json" in content:
            content[directories.MEDIA_TYPE] = {"schema": _SCIM_ERROR}


def _event_operation() -> dict[str, Any]:
    event = {"$ref": _REF.format(name="CloudEvent")}
    results = {"$ref": _REF.format(name="Results")}
    problem = {"content": {"application/problem+json": {"schema": _PROBLEM}}}
    return {
        "tags": ["events"],
        "operationId": "post_events",
        "summary": "Accept what a dialer reports",
        "description": (
            "One event, an array, or one per line (`application/x-ndjson`), at most 10,000. "
            "202 means stored and flushed to disk; each event has its own result, in the order "
            "sent. Sending an event again is harmless. Needs a key with `events:write`."
        ),
        "security": [{"key": []}],
        "parameters": [
            {
                "name": "past",
                "in": "query",
                "required": False,
                "description": (
                    "True of events of the past that are brought in on purpose: they make no "
                    "dialer look late, and no silent one look well."
                ),
                "schema": {"type": "boolean", "default": False},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/cloudevents+json": {"schema": event},
                "application/json": {"schema": event},
                "application/cloudevents-batch+json": {"schema": {"type": "array", "items": event}},
                "application/x-ndjson": {"schema": {"type": "string"}},
            },
        },
        "responses": {
            "202": {
                "description": "Stored",
                "content": {"application/json": {"schema": results}},
            },
            "401": {"description": "The key is not valid", **problem},
            "403": {"description": "The key may not send events", **problem},
            "413": {"description": "Too many events, or too many bytes", **problem},
            "422": {"description": "No event of the request is acceptable", **problem},
        },
    }
