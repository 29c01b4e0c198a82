"""Campaigns on a board: the rate at which calls are abandoned, and how far the list is called."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services import db, paging
from services.activity.audiences import Audience
from services.activity.contributions import NOBODY
from services.boards import comparing_sql
from services.clock import utc_now
from services.paging import Paged
from services.scoring.precision import precision

ABANDON_DAYS = 30
"""The law reckons abandon rates over so many days (US TSR, 16 CFR 310.4(b)(4)(i))."""


@dataclass(frozen=True, slots=True)
class AbandonRate:
    """Of a campaign as a whole, over the last 30 days."""

    live_answers: int
    abandoned: int
    rate: float | None
    """Between 0 and 1; None while nobody answered."""
    upper: float | None
    """The upper bound of its 95 % interval of Wilson: how high it may truly be."""


@dataclass(frozen=True, slots=True)
class BoardCampaign:
    campaign_id: UUID
    code: str
    name: str
    abandon: AbandonRate
    list_size: int | None
    """How many numbers there are to call; None while nobody has said."""
    numbers_called: int | None
    """Different ones, of outbound calls that are kept; None without a list."""


def list_board_campaigns(
    session: Session,
    audience: Audience,
    *,
    strays: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[BoardCampaign]:
    """For which the board's teams had calls in the last 30 days, by name. None for agents.

    With `strays` also those whose calls belong to no team. Raises CursorBroken.
    """
    if audience.agent_id is not None:
        return Paged([])
    before = paging.decode(cursor, str, UUID) if cursor else (None, None)
    params = {
        "seen": db.as_json(_seen(audience, strays)),
        "everybody": [NOBODY, *_unit_ids(session)],
        "since": utc_now() - timedelta(days=ABANDON_DAYS),
        "before_name": before[0],
        "before_id": before[1],
        "limit": limit + 1,
    }
    found = [_campaign(row) for row in db.rows(session, comparing_sql.CAMPAIGNS, params)]
    return paging.cut(found, limit, lambda each: [each.name, each.campaign_id])


def abandon_rate(live_answers: int, abandoned: int) -> AbandonRate:
    """Abandoned calls of those that a person answered (DOMAIN: abandon rate)."""
    found = precision(abandoned, live_answers - abandoned)
    if found is None:
        return AbandonRate(live_answers, abandoned, None, None)
    return AbandonRate(live_answers, abandoned, found.value, found.high)


def _seen(audience: Audience, strays: bool) -> list[dict[str, Any]]:
    limits = dict(audience.campaigns)
    seen: list[dict[str, Any]] = [
        {"unit_id": unit_id, "campaigns": _sorted(limits.get(unit_id))}
        for unit_id in sorted(audience.unit_ids)
    ]
    return [*seen, {"unit_id": NOBODY, "campaigns": None}] if strays else seen


def _sorted(campaigns: frozenset[UUID] | None) -> list[UUID] | None:
    return None if campaigns is None else sorted(campaigns)


def _unit_ids(session: Session) -> list[str]:
    return [str(unit_id) for (unit_id,) in db.tuples(session, "SELECT id FROM unit", {})]


def _campaign(row: dict[str, Any]) -> BoardCampaign:
    return BoardCampaign(
        campaign_id=row["id"],
        code=row["code"],
        name=row["name"],
        abandon=abandon_rate(row["live_answers"], row["abandoned"]),
        list_size=row["list_size"],
        numbers_called=row["numbers_called"],
    )
