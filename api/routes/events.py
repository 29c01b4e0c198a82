"""`POST /api/v1/events`: a raw ASGI door in front of the framework.

FastAPI's own layers would cost four fifths of the rate that dialers can be served at,
so this path is taken out before them; its OpenAPI description is written by hand.
"""

import time
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs

import msgspec
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import State
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api import metrics
from api.deps import KeyUnknown
from api.errors import away, problem_of, respond
from api.intake import Intake
from api.past import PastIntake
from api.schemas.events import (
    EventRejected,
    Result,
    Results,
    as_result,
    refused,
    split,
)
from services import tracing
from services.calls.cloudevents import Refusal, read
from services.calls.events import CallEvent
from services.calls.record import Outcome
from services.db import AWAY, transaction
from services.errors import Rejected, ServiceError, TooLarge
from services.people import callers, keys
from services.people.access import Caller
from services.settings import get_settings
from services.spans import Carried
from services.tables import KeyScope

PATH = "/api/v1/events"
_KEY_TRUSTED_S = 2.0
"""How long a key that was just checked is not checked again: a revoked one lives this long."""


class EventsTooLarge(TooLarge):
    """The request is larger than Earshot accepts. Send fewer events at a time."""


class PastUnclear(Rejected):
    """`past` is true of events of the past that are brought in on purpose, else false."""


class SenderGone(Exception):
    """The sender hung up before the body was complete."""


class EventDoor:
    """Answers event POSTs itself and passes everything else on."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app = app
        self._state = state
        """Holds the intake once the application has started."""
        self._trusted: dict[tuple[str, str], tuple[float, Caller]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        mine = scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST"
        if not mine:
            await self._app(scope, receive, send)
            return
        with tracing.span(f"POST {PATH}", carried=_traced_by(scope), serving=True):
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        response: ASGIApp
        try:
            response = await self._answer(scope, receive)
        except ServiceError as error:
            response = respond(problem_of(error), error)
        except AWAY as error:
            response = respond(problem_of(away(error)))
        except SenderGone:
            return
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> ASGIApp:
        settings = get_settings()
        headers = dict(scope["headers"])
        is_past = _is_past(scope.get("query_string", b""))
        caller = await self._caller(
            headers.get(b"authorization", b"").decode("latin-1"),
            scope["client"][0] if scope.get("client") else "unknown",
        )
        declared = headers.get(b"content-length", b"")
        body = await _body(receive, declared, settings.event_body_max_bytes)
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        assert caller.source_id is not None
        try:
            pieces = split(body, content_type, settings)
        except ServiceError:
            self._state.tallies.add(caller.source_id, refused=1)
            raise
        with self._state.intake.room.hold(size_bytes=len(body)):
            told = [read(piece, caller.source_id, settings) for piece in pieces]
            in_vain = partial(self._state.tallies.add, caller.source_id)
            intake = self._state.intake
            if is_past:
                intake = PastIntake(intake.room, caller.source_id)
            return await _record(intake, told, in_vain, single=pieces == [body])

    async def _caller(self, authorization: str, address: str) -> Caller:
        """The key's owner; from memory when it was checked a moment ago.

        Raises SignInNeeded, KeyAddressRefused.
        """
        known = self._trusted.get((authorization, address))
        if known and known[0] > time.monotonic():
            return known[1]
        self._trusted = {
            sender: entry for sender, entry in self._trusted.items() if entry[0] > time.monotonic()
        }
        caller = await run_in_threadpool(_look_up, authorization, address)
        caller.require_key_scope(KeyScope.EVENTS_WRITE)
        self._trusted[authorization, address] = (time.monotonic() + _KEY_TRUSTED_S, caller)
        return caller


def _is_past(query: bytes) -> bool:
    """Whether `?past=true` was said. Raises PastUnclear."""
    if not query:
        return False
    said = parse_qs(query.decode("latin-1"), keep_blank_values=True).get("past", ["false"])
    if said not in (["true"], ["false"]):
        raise PastUnclear(field="past")
    return said == ["true"]


def _traced_by(scope: Scope) -> Carried | None:
    """What a sender says of the trace that its request belongs to."""
    if not tracing.is_on():
        return None
    return {str(name, "latin-1"): str(value, "latin-1") for name, value in scope["headers"]}


def _look_up(authorization: str, address: str) -> Caller:
    scheme, _, secret = authorization.partition(" ")
    with transaction() as session:
        is_bearer = scheme.lower() == "bearer"
        key = keys.find_key(session, secret.strip(), address) if is_bearer else None
        if key is None:
            raise KeyUnknown()
        return callers.of_key(key)


async def _body(receive: Receive, declared: bytes, limit: int) -> bytes:
    """The whole body, at most `limit` bytes. Raises EventsTooLarge, SenderGone."""
    if declared.isdigit() and int(declared) > limit:
        raise EventsTooLarge(limit=limit)
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise SenderGone()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise EventsTooLarge(limit=limit)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks) if len(chunks) > 1 else chunk


async def _record(
    intake: Intake | PastIntake,
    told: list[CallEvent | Refusal],
    in_vain: Callable[..., None],
    *,
    single: bool,
) -> ASGIApp:
    """Store what is acceptable; one result per event. All refused is a problem."""
    events = [event for event in told if isinstance(event, CallEvent)]
    in_vain(refused=len(told) - len(events))
    if not events:
        return _all_refused([each for each in told if isinstance(each, Refusal)], single=single)
    stored = await intake.submit(events)
    in_vain(duplicates=stored.count(Outcome.DUPLICATE))
    outcomes = iter(stored)
    results = [
        as_result(each)
        if isinstance(each, Refusal)
        else Result(id=each.event_id, status=next(outcomes).value)
        for each in told
    ]
    for result in results:
        _COUNTED[result.status].inc()
    return _Stored(msgspec.json.encode(Results(results)))


def _all_refused(refusals: list[Refusal], *, single: bool) -> JSONResponse:
    if single:
        raise refused(refusals[0])
    problem = problem_of(EventRejected(field=refusals[0].field)).model_dump(exclude_none=True)
    results = msgspec.to_builtins([as_result(refusal) for refusal in refusals])
    return JSONResponse({**problem, "results": results}, 422, media_type="application/problem+json")


_COUNTED = {status: metrics.EVENTS.labels(status) for status in ("stored", "duplicate", "rejected")}


class _Stored:
    """202 with a body that is JSON already."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = (b"content-length", str(len(self._body)).encode())
        headers = [(b"content-type", b"application/json"), length]
        await send({"type": "http.response.start", "status": 202, "headers": headers})
        await send({"type": "http.response.body", "body": self._body})
