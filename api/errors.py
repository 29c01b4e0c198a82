"""Where service errors become HTTP: the only place that knows 404. RFC 9457 problem details."""

import logging
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg.errors import DiskFull
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api import metrics
from api.failures import FAILURES
from services import logs
from services.db import AWAY
from services.errors import (
    Conflict,
    Forbidden,
    NotFound,
    Rejected,
    ServiceError,
    SignInNeeded,
    TooLarge,
    TooMany,
    Unavailable,
)

log = logging.getLogger(__name__)

STATUS: dict[type[ServiceError], int] = {
    NotFound: 404,
    Conflict: 409,
    Rejected: 422,
    TooLarge: 413,
    Forbidden: 403,
    SignInNeeded: 401,
    Unavailable: 503,
    TooMany: 429,
}


_PLACES = ("body", "query", "path", "header")


class Problem(BaseModel):
    """What went wrong, for people (`detail`) and programs (`type`), RFC 9457."""

    type: str
    """Stable name of the problem, e.g. `/problems/recording-unreadable`."""
    title: str
    status: int
    detail: str
    field: str | None = None
    """The input that is wrong, as the sender named it."""
    facts: dict[str, Any] | None = None
    """What a program can go on with, e.g. the `revision` that a review has by now."""
    instance: str
    """This occurrence; the same id is in the log."""
    request_id: str | None = Field(default_factory=lambda: logs.carried("request_id"))
    """Of the request, as in `X-Request-Id`; every line of the log about it has it."""


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Problem, "description": "Refused, with the reason"},
    "5XX": {"model": Problem, "description": "Not possible now"},
}


class DatabaseAway(Unavailable):
    """The database is not answering. Nothing was stored. Please try again."""


class DatabaseFull(Unavailable):
    """The disk of the database is full. Nothing was stored. Free some space, then send it again."""


def status_of(error: ServiceError) -> int:
    return next((STATUS[base] for base in type(error).__mro__ if base in STATUS), 500)


def problem_of(error: ServiceError) -> Problem:
    return Problem(
        type=f"/problems/{error.kind()}",
        title=error.kind().replace("-", " ").capitalize(),
        status=status_of(error),
        detail=str(error.facts.get("detail") or error.message()),
        field=error.field,
        facts={name: error.facts[name] for name in error.told & error.facts.keys()} or None,
        instance=f"urn:uuid:{uuid4()}",
    )


def respond(problem: Problem, error: ServiceError | None = None) -> JSONResponse:
    _count(problem)
    headers = {}
    wait_s = error.facts.get("retry_after_s") if error else None
    if wait_s is not None:
        headers["Retry-After"] = str(wait_s)
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        problem.status,
        headers,
        media_type="application/problem+json",
    )


async def handle_service_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ServiceError)
    problem = problem_of(error)
    log.log(
        _level(problem.status),
        "%s",
        problem.title,
        extra={"instance": problem.instance, **_loggable(error)},
    )
    return respond(problem, error)


def _level(status: int) -> int:
    """Every first visit is a 401; who is refused often matters, who has not signed in does not."""
    if status >= 500:
        return logging.WARNING
    return logging.DEBUG if status in (401, 404) else logging.INFO


async def handle_invalid_request(_: Request, error: Exception) -> JSONResponse:
    """FastAPI's own validation, in our shape: the first field that is wrong, by name."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = [str(part) for part in first["loc"] if part not in _PLACES]
    return respond(
        Problem(
            type="/problems/invalid-request",
            title="Invalid request",
            status=422,
            detail=str(first["msg"]).removeprefix("Value error, "),
            field=".".join(place) or None,
            instance=f"urn:uuid:{uuid4()}",
        )
    )


async def handle_http_exception(_: Request, error: Exception) -> JSONResponse:
    """What the framework refuses by itself: unknown paths, wrong methods."""
    assert isinstance(error, HTTPException)
    return respond(
        Problem(
            type="/problems/http",
            title=str(error.detail),
            status=error.status_code,
            detail=str(error.detail),
            instance=f"urn:uuid:{uuid4()}",
        )
    )


async def handle_database_away(request: Request, error: Exception) -> JSONResponse:
    log.warning("database not answering", extra={"error": str(error)})
    return await handle_service_error(request, away(error))


def away(error: Exception) -> Unavailable:
    """What to say of one of `services.db.AWAY`."""
    cause = getattr(error, "orig", None)
    return DatabaseFull() if isinstance(cause, DiskFull) else DatabaseAway()


async def handle_unexpected(_: Request, error: Exception) -> JSONResponse:
    """Whatever nobody expected. The server, which gets it next, logs it with its traceback."""
    return respond(
        Problem(
            type="/problems/unexpected",
            title="Unexpected",
            status=500,
            detail="Something nobody expected went wrong. The log says more, by the request's id.",
            instance=f"urn:uuid:{uuid4()}",
        )
    )


def _count(problem: Problem) -> None:
    kind = problem.type.removeprefix("/problems/")
    metrics.PROBLEMS.labels(kind, str(problem.status)).inc()
    if problem.status >= 500:
        FAILURES.add(kind)


def _loggable(error: ServiceError) -> dict[str, Any]:
    return {f"fact_{name}": str(value) for name, value in error.facts.items()}


def install(app: FastAPI) -> None:
    app.add_exception_handler(ServiceError, handle_service_error)
    app.add_exception_handler(RequestValidationError, handle_invalid_request)
    app.add_exception_handler(HTTPException, handle_http_exception)
    for kind in AWAY:
        app.add_exception_handler(kind, handle_database_away)
    app.add_exception_handler(Exception, handle_unexpected)
