"""Turns in the lanes: how far each has got, and what each campaign has taken of it.

Start-time fair queueing (Goyal, Vin and Chen, SIGCOMM 1996): a recording's turn is the
lane's clock, or the end of what its campaign queued there before, whichever is later.
The lowest turn is heard first, and the clock shows the turn of what was begun last. So a
campaign that brings ten thousand recordings at once waits for itself, not others for it.

Cost is counted in the windows of 30 s that models hear at a time, not in recordings:
campaigns share the workers' time, and long calls do not take more of it.
"""

from collections.abc import Collection, Mapping, Sequence
from math import ceil
from uuid import UUID

from sqlmodel import Session

from services import db
from services.jobs import TranscribeRecording
from services.tables import Lane

_WINDOW_S = 30
_WIDTH = 2**30
"""Turns of a lane: 30 s windows that one campaign can queue before its lane's turns end.

PostgreSQL's integers hold three lanes of this width below `jobs.FIRST`. A single
campaign with 1,500 hours a day, each day, would need 16 years; after that its
recordings would be heard as they come.
"""
_TOP = {Lane.REVIEW: _WIDTH, Lane.LIVE: 0, Lane.BACKLOG: -_WIDTH}
"""The priority of turn 0."""

Share = tuple[str, Lane, UUID | None]
"""Queue, lane and campaign."""


def turns(clock: int, share: int, costs: Sequence[int]) -> list[int]:
    """The turns of recordings that cost `costs`, and after them the share's next one."""
    found = [max(clock, share)]
    for cost in costs:
        found.append(found[-1] + cost)
    return found


def cost_of(duration_s: float) -> int:
    """Begun windows of 30 s, one at least."""
    return max(1, ceil(duration_s / _WINDOW_S))


def priority_of(lane: Lane, turn: int) -> int:
    return _TOP[lane] - min(turn, _WIDTH - 1)


def turn_of(lane: Lane, priority: int) -> int:
    return _TOP[lane] - priority


def priorities_of(lane: Lane) -> tuple[int, int]:
    """The lowest and the highest."""
    return priority_of(lane, _WIDTH), _TOP[lane]


def lock_shares(session: Session, shares: set[Share]) -> dict[Share, int]:
    """Their turns, locked until this transaction ends: in one order, so that nobody waits
    for somebody who waits for them.
    """
    found = db.rows(
        session,
        """
        INSERT INTO hearing_share AS share (id, queue, lane, campaign_id, turn)
        SELECT gen_random_uuid(), wanted.*, 0
        FROM unnest(%(queues)s::text[], %(lanes)s::text[], %(campaigns)s::uuid[]) AS wanted
        ON CONFLICT (queue, lane, campaign_id) DO UPDATE SET turn = share.turn
        RETURNING queue, lane, campaign_id, turn
        """,
        _columns(shares),
    )
    return {(row["queue"], Lane(row["lane"]), row["campaign_id"]): row["turn"] for row in found}


def give_shares(session: Session, taken: Mapping[Share, int]) -> None:
    db.run(
        session,
        """
        UPDATE hearing_share AS share SET turn = taken.turn
        FROM unnest(%(queues)s::text[], %(lanes)s::text[], %(campaigns)s::uuid[], %(turns)s::int8[])
            AS taken (queue, lane, campaign_id, turn)
        WHERE share.queue = taken.queue AND share.lane = taken.lane
            AND share.campaign_id IS NOT DISTINCT FROM taken.campaign_id
        """,
        _columns(taken) | {"turns": [taken[share] for share in sorted(taken, key=str)]},
    )


def _columns(shares: Collection[Share]) -> dict[str, list[object]]:
    ordered = sorted(shares, key=str)
    return {
        "queues": [name for name, _, _ in ordered],
        "lanes": [lane for _, lane, _ in ordered],
        "campaigns": [campaign_id for _, _, campaign_id in ordered],
    }


def clocks_of(session: Session, places: set[tuple[str, Lane]]) -> dict[tuple[str, Lane], int]:
    """The clocks of lanes. One in which nothing waits joins the furthest of its kind.

    Otherwise an engine that was idle for a month would, once it has work again, hold up
    all others on the workers that serve them too.
    """
    found = db.rows(
        session,
        """
        SELECT wanted.queue, wanted.lane,
            coalesce(own.turn, 0) AS own,
            coalesce((SELECT max(turn) FROM hearing_clock WHERE lane = wanted.lane), 0) AS furthest,
            EXISTS (
                SELECT FROM pgqueuer AS job
                WHERE job.entrypoint = wanted.entrypoint AND job.status = 'queued'
                    AND job.priority BETWEEN wanted.top - %(width)s + 1 AND wanted.top
            ) AS busy
        FROM unnest(%(queues)s::text[], %(lanes)s::text[], %(entrypoints)s::text[], %(tops)s::int[])
            AS wanted (queue, lane, entrypoint, top)
        LEFT JOIN hearing_clock AS own ON own.queue = wanted.queue AND own.lane = wanted.lane
        """,
        {
            "queues": [name for name, _ in places],
            "lanes": [lane for _, lane in places],
            "entrypoints": [TranscribeRecording.queue_of(name) for name, _ in places],
            "tops": [_TOP[lane] for _, lane in places],
            "width": _WIDTH,
        },
    )
    clocks = {}
    for row in found:
        name, lane = row["queue"], Lane(row["lane"])
        clocks[name, lane] = row["own"] if row["busy"] else row["furthest"]
        if clocks[name, lane] > row["own"]:
            advance(session, name, lane, clocks[name, lane])
    return clocks


def advance(session: Session, name: str, lane: Lane, turn: int) -> None:
    db.run(
        session,
        """
        INSERT INTO hearing_clock AS clock (queue, lane, turn)
        VALUES (%(queue)s, %(lane)s, %(turn)s)
        ON CONFLICT (queue, lane) DO UPDATE SET turn = EXCLUDED.turn
        WHERE clock.turn < EXCLUDED.turn
        """,
        {"queue": name, "lane": lane, "turn": turn},
    )
