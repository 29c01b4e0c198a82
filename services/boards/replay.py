"""A past hour of a board, to be played back: how it stood, and what happened then."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlmodel import Session

from services.activity.audiences import Audience
from services.activity.contributions import bucket_of
from services.boards import replay_facts
from services.boards.replay_facts import Stretch
from services.boards.replay_happenings import board_at
from services.boards.replay_projection import recent, steps
from services.boards.replay_steps import Replay, Step
from services.boards.replay_unfolding import board_before, happenings
from services.clock import utc_now
from services.errors import Rejected, TooLarge
from services.tables import Unit

STEPS_MAX = 150_000
"""Two hours of some 300 busy agents. 30 MB of JSON, 6 MB compressed, 8 seconds of work."""


class ReplayUneven(Rejected):
    """A replay begins at a full five minutes, such as 10:05."""


class ReplayNotPast(Rejected):
    """A replay ends before the five minutes that go on now."""


class ReplayTooLong(TooLarge):
    """Too much happened then for one replay. Choose fewer minutes, or a unit below this one."""


def read_replay(
    session: Session, unit: Unit, audience: Audience, from_at: datetime, minutes: int
) -> Replay:
    """The board of `unit` from `from_at` on, as `audience` may see it.

    Calls and states as they are known now: what came late or was corrected is where it
    belongs. Raises ReplayUneven, ReplayNotPast, ReplayTooLong.
    """
    stretch = _stretch(from_at.astimezone(UTC), minutes)
    facts = replay_facts.read(session, audience, stretch)
    board = board_before(unit, audience, facts, stretch)
    since = stretch.from_at
    cards, counted = board.cards(since), list(recent(board, since))
    return Replay(
        from_at=since,
        until_at=stretch.until_at,
        board=board_at(unit, since),
        cards=cards,
        recent=counted,
        steps=_capped(steps(board, since, happenings(facts, stretch))),
    )


def _stretch(from_at: datetime, minutes: int) -> Stretch:
    if bucket_of(from_at) != from_at:
        raise ReplayUneven(field="from")
    latest = bucket_of(utc_now()) - timedelta(minutes=minutes)
    if from_at > latest:
        raise ReplayNotPast(field="from")
    return Stretch(from_at, from_at + timedelta(minutes=minutes))


def _capped(unfolding: Iterator[Step]) -> list[Step]:
    found = list(islice(unfolding, STEPS_MAX + 1))
    if len(found) > STEPS_MAX:
        raise ReplayTooLong(field="minutes")
    return found
