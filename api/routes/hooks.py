"""`/api/v1/hooks/{dialer}`: dialers in their own words."""

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from api.deps import KeyUnknown, client_address
from api.uploads import read_body
from services.clock import utc_now
from services.db import transaction
from services.dialers import Acknowledgement, Payload
from services.dialers.delivering import Delivered, deliver
from services.people import callers, keys
from services.settings import get_settings
from services.tables import KeyScope, Source

router = APIRouter(prefix="/api/v1", tags=["dialers"])

_FIREHOSE_KEY = "x-amz-firehose-access-key"
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Stored. The body is what this dialer wants to read."}
}


@router.get("/hooks/{dialer}", operation_id="call_hook", responses=_ANSWERS)
@router.post("/hooks/{dialer}", operation_id="post_hook", responses=_ANSWERS)
async def deliver_hook(dialer: str, request: Request) -> Response:
    """Take a delivery of a dialer in its own format. A 2xx means stored; repeating is harmless.

    The key comes as a bearer token, as the password of Basic authentication, in Firehose's own
    header, or as `key` in the address: many dialers can set nothing else.
    """
    return await _take(dialer, request)


@router.post("/vcons", operation_id="post_vcon", responses=_ANSWERS)
async def deliver_vcon(request: Request) -> Response:
    """Take vCons: `application/vcon`, also `+gzip`. One, an array, or one per line.

    Plain, signed or encrypted, of any generation. The same as `/hooks/vcon`.
    """
    return await _take("vcon", request)


async def _take(dialer: str, request: Request) -> Response:
    body = await read_body(request, get_settings().hook_body_max_bytes)
    payload = Payload(
        body=body,
        headers=dict(request.headers),
        url=str(request.url),
        query=request.url.query,
        received_at=utc_now(),
    )
    with request.app.state.intake.room.hold(size_bytes=len(body)):
        delivered = await run_in_threadpool(
            _deliver, dialer, payload, _secret_in(request), client_address(request)
        )
    if delivered.refusal is not None:
        raise delivered.refusal
    return _response(delivered.acknowledgement)


def _deliver(dialer: str, payload: Payload, secret: str, address: str) -> Delivered:
    with transaction() as session:
        return deliver(session, _source_of(session, secret, address), dialer, payload)


def _source_of(session: Session, secret: str, address: str) -> Source:
    key = keys.find_key(session, secret, address)
    if key is None:
        raise KeyUnknown()
    callers.of_key(key).require_key_scope(KeyScope.EVENTS_WRITE)
    return session.get_one(Source, key.source_id)


def _secret_in(request: Request) -> str:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return given.strip()
        case "basic":
            return _password_in(given)
        case _:
            return request.headers.get(_FIREHOSE_KEY) or request.query_params.get("key", "")


def _password_in(credentials: str) -> str:
    try:
        return b64decode(credentials, validate=True).decode().partition(":")[2]
    except (NotBase64, UnicodeDecodeError):
        return ""


def _response(acknowledgement: Acknowledgement) -> Response:
    return Response(
        acknowledgement.body, acknowledgement.status, media_type=acknowledgement.media_type
    )
