"""What a trace is made of, whoever makes it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

Carried = Mapping[str, str]
"""What joins the work of another process to a trace: W3C's `traceparent` and its like."""


class Span(Protocol):
    """Something that takes time. Its attributes are ids and numbers, nothing that people said."""

    def note(self, **attributes: str | float) -> None: ...


class Spans(Protocol):
    """What `services.telemetry` makes."""

    def span(
        self, name: str, carried: Carried | None, begun_ns: int | None, *, serving: bool
    ) -> AbstractContextManager[Span]: ...

    def statement(
        self, query: Any, asked_by: Callable[[], str]
    ) -> AbstractContextManager[object]: ...
