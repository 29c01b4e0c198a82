"""Who is heard first: three lanes, and in each a fair share for every campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from sqlmodel import Session

from services import db, jobs
from services.clock import utc_now
from services.jobs import TranscribeRecording
from services.recordings.turns import (
    Share,
    advance,
    clocks_of,
    cost_of,
    give_shares,
    lock_shares,
    priority_of,
    turn_of,
    turns,
)
from services.settings import DEFAULT_ENGINE
from services.tables import Call, Lane, Recording, RecordingState

_OLD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Queued:
    id: UUID
    share: Share
    cost: int


def queue(session: Session, *recordings: Recording, lane: Lane | None = None) -> None:
    """Have `recordings` heard, by whatever engine is to hear each: the one way to ask for it.

    They are WAITING after that, or PAUSED where hearing them is. One that waits already
    changes to its new place.
    """
    for recording in recordings:
        recording.lane = lane or recording.lane
        recording.queued_at = utc_now()
        session.add(recording)
    session.flush()
    queue_all(session, [recording.id for recording in recordings])
    for recording in recordings:
        session.refresh(recording)


def queue_all(session: Session, recording_ids: Sequence[UUID]) -> None:
    """The same by their ids, in the order in which they were queued before."""
    waiting, paused = _lock(session, recording_ids)
    _pause(session, paused)
    _place(session, waiting, _take_turns(session, waiting))


def queue_again(session: Session, recording: Recording, delay: timedelta | None = None) -> None:
    """After a try that came to nothing: in the former place, once `delay` is over."""
    if is_paused(session, recording):
        recording.state = RecordingState.PAUSED
        return
    recording.state = RecordingState.WAITING
    job = TranscribeRecording(
        recording_id=recording.id, engine=recording.queue, place=recording.priority
    )
    jobs.enqueue(session, job, delay=delay)


def leave(session: Session, recording: Recording, state: RecordingState) -> None:
    """Take a recording out of the queue, to `state`; a try that runs no longer counts."""
    recording.state = state
    recording.progress = 0
    session.add(recording)
    session.flush()
    jobs.withdraw(session, TranscribeRecording(recording_id=recording.id))


def begin(session: Session, recording: Recording) -> None:
    """Set the clock of its lane to the turn of a recording that is begun."""
    turn = turn_of(recording.lane, recording.priority)
    advance(session, recording.queue, recording.lane, turn)


def lane_for(call: Call | None) -> Lane:
    """Where a recording goes that nobody asked for."""
    old = call is not None and call.ended_at is not None and call.ended_at < utc_now() - _OLD
    return Lane.BACKLOG if old else Lane.LIVE


def is_paused(session: Session, recording: Recording) -> bool:
    """Whether it may not be begun now. Until this transaction ends, no pause of it can end."""
    call = session.get(Call, recording.call_id)
    return _is_paused(_pauses(session), call.campaign_id if call else None)


def _lock(session: Session, recording_ids: Sequence[UUID]) -> tuple[list[_Queued], list[_Queued]]:
    """Those that may be heard, and those that are paused; as they were queued before."""
    pauses = _pauses(session)
    found = db.rows(
        session,
        """
        SELECT recording.id, recording.lane, recording.duration_s, recording.queued_at,
            coalesce(recording.engine, campaign.engine, %(default)s) AS queue, call.campaign_id
        FROM recording
        LEFT JOIN call ON call.id = recording.call_id
        LEFT JOIN campaign ON campaign.id = call.campaign_id
        WHERE recording.id = ANY(%(ids)s)
        ORDER BY recording.id FOR UPDATE OF recording
        """,
        {"ids": list(recording_ids), "default": DEFAULT_ENGINE},
    )
    found.sort(key=lambda row: (row["queued_at"], row["id"]))
    parts: tuple[list[_Queued], list[_Queued]] = ([], [])
    for row in found:
        share = (row["queue"], Lane(row["lane"]), row["campaign_id"])
        queued = _Queued(row["id"], share, cost_of(row["duration_s"]))
        parts[_is_paused(pauses, row["campaign_id"])].append(queued)
    return parts


def _pauses(session: Session) -> set[UUID | None]:
    """Whoever ends a pause waits for those who have seen it, and settles what they leave."""
    found = db.rows(session, "SELECT campaign_id FROM hearing_pause FOR KEY SHARE", {})
    return {row["campaign_id"] for row in found}


def _is_paused(pauses: set[UUID | None], campaign_id: UUID | None) -> bool:
    return None in pauses or (campaign_id is not None and campaign_id in pauses)


def _pause(session: Session, paused: Sequence[_Queued]) -> None:
    if not paused:
        return
    ids = [queued.id for queued in paused]
    db.run(session, "UPDATE recording SET state = 'paused' WHERE id = ANY(%(ids)s)", {"ids": ids})
    jobs.withdraw(session, *(TranscribeRecording(recording_id=each) for each in ids))


def _take_turns(session: Session, waiting: Sequence[_Queued]) -> Mapping[UUID, int]:
    """The turn of each; what its campaign queues next comes after it."""
    places: dict[UUID, int] = {}
    taken: dict[Share, int] = {}
    shares = lock_shares(session, {queued.share for queued in waiting})
    clocks = clocks_of(session, {queued.share[:2] for queued in waiting})
    for share, group in groupby(sorted(waiting, key=_by_share), lambda each: each.share):
        queued = list(group)
        costs = [each.cost for each in queued]
        *own, taken[share] = turns(clocks[share[:2]], shares[share], costs)
        places |= {each.id: turn for each, turn in zip(queued, own, strict=True)}
    give_shares(session, taken)
    return places


def _by_share(queued: _Queued) -> tuple[str, str, str]:
    name, lane, campaign_id = queued.share
    return name, lane, str(campaign_id)


def _place(session: Session, waiting: Sequence[_Queued], places: Mapping[UUID, int]) -> None:
    """Write the places down, and put the jobs there."""
    if not waiting:
        return
    queued = [
        TranscribeRecording(
            recording_id=each.id,
            engine=each.share[0],
            place=priority_of(each.share[1], places[each.id]),
        )
        for each in waiting
    ]
    db.run(
        session,
        """
        UPDATE recording SET state = 'waiting', progress = 0,
            queue = place.queue, priority = place.priority
        FROM unnest(%(ids)s::uuid[], %(queues)s::text[], %(priorities)s::int[])
            AS place (id, queue, priority)
        WHERE recording.id = place.id
        """,
        {
            "ids": [job.recording_id for job in queued],
            "queues": [job.engine for job in queued],
            "priorities": [job.place for job in queued],
        },
    )
    # One that waits would keep its engine's queue, and the better of both places.
    jobs.withdraw(session, *queued)
    jobs.enqueue(session, *queued)
