"""Past hours of boards, to be played back."""

import gzip
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime

from api.deps import CallerDep, SessionDep
from services.boards import replay
from services.boards.looking import look
from services.boards.replay_steps import Replay

router = APIRouter(prefix="/api/v1/boards", tags=["boards"])

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_FAST = 1
"""Of gzip's levels: the best makes a fifth less of it in eight times the time."""


@router.get("/{board_id}/replay", operation_id="read_replay", response_model=Replay)
def read_replay(
    session: SessionDep,
    caller: CallerDep,
    request: Request,
    board_id: UUID,
    from_at: Annotated[AwareDatetime, Query(alias="from", ge=_EARLIEST)],
    minutes: Annotated[int, Query(ge=5, le=120, multiple_of=5)] = 60,
) -> Response:
    """How a board stood at a past instant, and step by step what happened in the minutes after.

    `from` is at a full five minutes. Compressed for clients that accept gzip.
    """
    unit, audience = look(session, caller, board_id)
    found = replay.read_replay(session, unit, audience, from_at, minutes)
    body = found.model_dump_json().encode()
    headers = {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, _FAST)
    return Response(body, media_type="application/json", headers=headers)
