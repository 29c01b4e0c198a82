"""`Idempotency-Key`: a POST that creates may be sent again, and creates nothing twice."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from sqlmodel import Session

from api.deps import CallerDep, SessionDep
from services import repeats
from services.repeats import Answer, Asked

_CREATES = (status.HTTP_201_CREATED, status.HTTP_202_ACCEPTED)


class AnsweredBefore(Exception):
    """This request was answered before, and so it is again."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.response = Response(answer.content, answer.status, media_type=answer.media_type)


@dataclass(frozen=True, slots=True)
class _Pending:
    session: Session
    asked: Asked

    def keep(self, response: Response) -> None:
        content = bytes(response.body)
        answer = Answer(response.status_code, response.headers["content-type"], content)
        repeats.keep(self.session, self.asked, answer)


async def _body_of(request: Request) -> bytes:
    return await request.body()


def once(
    request: Request,
    session: SessionDep,
    caller: CallerDep,
    body: Annotated[bytes, Depends(_body_of)],
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=200,
            description="Sent again with the same key within 24 hours, it creates nothing more.",
        ),
    ] = None,
) -> None:
    """Raises AnsweredBefore, IdempotencyKeyReused."""
    if idempotency_key is None:
        return
    sender = f"{caller.kind}:{caller.user_id or caller.key_id}"
    asked_for = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    asked = Asked(sender, idempotency_key, asked_for + body)
    answer = repeats.begin(session, asked)
    if answer is not None:
        raise AnsweredBefore(answer)
    request.state.asked_once = _Pending(session, asked)


class CreatingRoute(APIRoute):
    """A route whose POSTs, where they create something, honour `Idempotency-Key`.

    The answer is kept in the request's own transaction, which is committed after this and
    before the answer leaves: what is created and the answer that tells of it are one.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        creates = "POST" in (options.get("methods") or ())
        if creates and options.get("status_code") in _CREATES:
            given = list(options.get("dependencies") or ())
            if not any(each.dependency is once for each in given):
                options["dependencies"] = [*given, Depends(once, scope="function")]
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                response = await answer(request)
            except AnsweredBefore as before:
                return before.response
            pending: _Pending | None = getattr(request.state, "asked_once", None)
            if pending is not None:
                await run_in_threadpool(pending.keep, response)
            return response

        return handle
