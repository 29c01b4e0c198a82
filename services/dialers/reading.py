"""Bodies of deliveries into the models of adapters; what does not fit is refused by its name."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from services.dialers import PayloadUnreadable

Kind = TypeVar("Kind", bound=BaseModel)


def _absent_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


Id = Annotated[str, Field(min_length=1, max_length=200)]
"""A dialer's own id of something: never empty, and short enough to be kept."""
Text = Annotated[str | None, BeforeValidator(_absent_if_blank)]
"""Text, or None for what dialers write where there is nothing: absent, null, blank."""


class Open(BaseModel):
    """The fields of a delivery that are read; vendors add others at will, which do no harm."""

    model_config = ConfigDict(
        extra="ignore", coerce_numbers_to_str=True, str_strip_whitespace=True, frozen=True
    )


def read_json(kind: type[Kind], body: bytes) -> Kind:
    """Raises PayloadUnreadable."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise _unreadable(error) from error


def read_fields(kind: type[Kind], fields: Mapping[str, Any]) -> Kind:
    """Raises PayloadUnreadable."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise _unreadable(error) from error


def _unreadable(error: ValidationError) -> PayloadUnreadable:
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or None
    return PayloadUnreadable(field=field, detail=f"{field or 'body'}: {first['msg']}")
