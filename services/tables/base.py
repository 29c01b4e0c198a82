"""Shared columns and naming rules for every table."""

import json
import re
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Dialect, Enum, MetaData, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from services import sealing

_SEALED = "sealed"

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def instant(**kwargs: Any) -> Any:
    """A timestamp column that keeps its zone."""
    return Field(sa_type=DateTime(timezone=True), **kwargs)


def choice(options: type[StrEnum], **kwargs: Any) -> Any:
    """A column holding one of `options`, stored as its value in plain text.

    Left alone, SQLModel would make a PostgreSQL ENUM of the member *names*: "QUEUED",
    not "queued", and a migration for every new member.
    """
    values = Enum(
        options,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda e: [o.value for o in e],
    )
    return Field(sa_type=values, **kwargs)


def document(**kwargs: Any) -> Any:
    """A JSON column, written from and read through one Pydantic type."""
    return Field(sa_type=JSONB, **kwargs)


def sealed_document(**kwargs: Any) -> Any:
    """A JSON column of secrets, sealed where sealing is on."""
    return Field(sa_type=_SealedDocument, **kwargs)


def sealed_text(**kwargs: Any) -> Any:
    """A text column likewise. No query can look into it."""
    return Field(sa_type=_SealedText, **kwargs)


class _SealedText(TypeDecorator[str]):
    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else sealing.seal_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else sealing.open_text(value)


class _SealedDocument(TypeDecorator[dict[str, Any]]):
    impl = JSONB
    cache_ok = True

    def process_bind_param(
        self, value: dict[str, Any] | None, dialect: Dialect
    ) -> dict[str, Any] | None:
        if not value or not sealing.is_on():
            return value
        return {_SEALED: sealing.seal_text(json.dumps(value))}

    def process_result_value(
        self, value: dict[str, Any] | None, dialect: Dialect
    ) -> dict[str, Any] | None:
        if value is None or set(value) != {_SEALED}:
            return value
        opened: dict[str, Any] = json.loads(sealing.open_text(value[_SEALED]))
        return opened


class Table(SQLModel):
    """Names tables after their class in snake_case: `UserSession` is `user_session`."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class Row(Table):
    id: UUID = Field(default_factory=uuid4, primary_key=True)
