"""Records out of whatever carries them, with one spelling for what Amazon spells in several."""

from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo

from services.dialers import PayloadUnreadable, Setting
from services.dialers.reading import Open
from services.dialers.times import from_text
from services.dialers.unpacking import json_values, unpacked

Kind = TypeVar("Kind", bound="Record")

_UTC = Setting(ZoneInfo("UTC"))
_DEEPEST = 6
_AS_IT_IS = frozenset({"attributes", "tags", "segmentattributes"})
"""Fields whose names are the customer's own."""


class Record(Open):
    """Names are matched without regard to case: the documentation itself mixes `agentInfo`,
    `AgentInfo` and `AGENTINFO`. A field `contact_id` is `ContactId`."""

    model_config = ConfigDict(
        alias_generator=lambda name: name.replace("_", ""), loc_by_alias=False, allow_inf_nan=False
    )


def _instant(value: object, info: ValidationInfo) -> datetime | None:
    return from_text(value, _UTC, field=_theirs(info.field_name or ""))


Instant = Annotated[datetime | None, BeforeValidator(_instant)]
Listed = BeforeValidator(lambda value: value or ())
ContactId = Annotated[str, Field(pattern=r"^[!-~]{1,200}$")]


def read(kind: type[Kind], record: dict[str, Any]) -> Kind:
    """Raises PayloadUnreadable, naming the field as Amazon does."""
    try:
        return kind.model_validate(record)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(_theirs(str(part)) for part in first["loc"]) or None
        detail = f"{field or 'body'}: {first['msg']}"
        raise PayloadUnreadable(field=field, detail=detail) from error


def records_in(body: bytes) -> list[dict[str, Any] | PayloadUnreadable]:
    """Every record that a delivery carries, names in lower case, in order.

    One, a line each or one after another; in an array; in base64 in what Firehose, Lambda or
    EventBridge Pipes make of a Kinesis stream; in an SQS message; in an EventBridge event. A
    record that cannot be unpacked stands as its refusal among the others. Raises
    PayloadUnreadable when nothing at all can be read.
    """
    return [
        record if isinstance(record, PayloadUnreadable) else lowered(record)
        for value in json_values(unpacked(body))
        for record in _within(value, 0)
    ]


def lowered(value: Any) -> Any:
    if isinstance(value, list):
        return [lowered(each) for each in value]
    if not isinstance(value, dict):
        return value
    named = {str(name).lower(): each for name, each in value.items()}
    return {name: each if name in _AS_IT_IS else lowered(each) for name, each in named.items()}


def _within(value: Any, depth: int) -> Iterator[dict[str, Any] | PayloadUnreadable]:
    if depth > _DEEPEST:
        yield PayloadUnreadable(field="body", detail="body: envelopes within envelopes")
        return
    match value:
        case list() | {"Records": list()} | {"records": list()}:
            inner = value if isinstance(value, list) else value.get("Records", value.get("records"))
            for each in inner:
                yield from _within(each, depth + 1)
        case {"kinesis": {"data": str() as packed}} | {"data": str() as packed}:
            yield from _packed(packed, depth)
        case {"eventSource": "aws:sqs", "body": str() as text}:
            yield from _parsed(text.encode("utf-8", "replace"), depth)
        case {"data": dict() as inner} | {"detail": dict() as inner}:
            yield {**inner, "detail-type": value.get("detail-type")}
        case dict():
            yield value
        case _:
            yield PayloadUnreadable(field="body", detail="body: a record is no object")


def _packed(packed: str, depth: int) -> Iterator[dict[str, Any] | PayloadUnreadable]:
    try:
        body = b64decode(packed, validate=True)
    except ValueError:
        yield PayloadUnreadable(field="data", detail="data: not base64")
        return
    yield from _parsed(body, depth)


def _parsed(body: bytes, depth: int) -> Iterator[dict[str, Any] | PayloadUnreadable]:
    try:
        values = json_values(unpacked(body))
    except PayloadUnreadable as error:
        yield error
        return
    for value in values:
        yield from _within(value, depth + 1)


def _theirs(name: str) -> str:
    """`connected_to_agent_timestamp` as `ConnectedToAgentTimestamp`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
