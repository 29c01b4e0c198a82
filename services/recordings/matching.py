"""Which call a recording is of, by what its name says, and how sure that is.

By the dialer's own id of the call; else by who spoke and when: the agent, the customer's
number, or both, and a time that lies within the call or close to it. What is known fits
or does not; the less of the recording lies within the call, and the more within others,
the lower the confidence.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from services import db
from services.calls.identity import call_id_for
from services.recordings.naming import Named
from services.settings import get_settings
from services.tables import Source

_LONGEST = timedelta(hours=6)
_MOST = 50
"""Calls that are looked at: more of one agent or number at one time tell nothing."""
_SAME_DIGITS = 8
_CLOCKS_S = 5.0
_SHORTEST_S = 1.0
_UNCOVERED = 0.05
"""What a call next to the recording weighs, against 1 of a call that covers it."""


class MatchedBy(StrEnum):
    CALL_ID = "call_id"
    AGENT_AND_NUMBER = "agent_and_number"
    AGENT = "agent"
    NUMBER = "number"
    HAND = "hand"
    """A person said so."""


_AT_BEST = {
    MatchedBy.AGENT_AND_NUMBER: 0.98,
    MatchedBy.AGENT: 0.9,
    MatchedBy.NUMBER: 0.9,
}
_ANOTHER_AGENT = 0.9
"""Of the confidence is left when the number fits and the agent is another."""


class Match(BaseModel):
    """A call, how it was found, and how sure that is: 0 to 1."""

    model_config = ConfigDict(frozen=True)

    call_id: UUID
    by: MatchedBy
    confidence: float = Field(ge=0, le=1)

    def as_kept(self) -> dict[str, Any]:
        """For the recording, which knows its call."""
        return {"by": self.by.value, "confidence": self.confidence}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that a recording may be of."""

    call_id: UUID
    started_at: datetime
    ended_at: datetime | None
    number: str | None
    agents: frozenset[str]
    """Every name of every agent in it, in lower case."""


def find_match(
    session: Session, source: Source, named: Named, duration_s: float
) -> tuple[Match | None, bool]:
    """The call that comes closest, and whether it is sure enough to be it.

    A call that has not arrived is known by its id all the same, unless the rest of the name
    fits one that has.
    """
    own = call_id_for(source.id, named.call_id) if named.call_id else None
    by_id = Match(call_id=own, by=MatchedBy.CALL_ID, confidence=1) if own else None
    if by_id is not None and _is_there(session, by_id.call_id):
        return by_id, True
    found = closest(named, duration_s, _candidates(session, source, named), _tolerance())
    if found is not None and found.confidence >= get_settings().match_confidence:
        return found, True
    return by_id or found, by_id is not None


def closest(
    named: Named, duration_s: float, candidates: Iterable[Candidate], tolerance: timedelta
) -> Match | None:
    """The likeliest of `candidates`; None when none of them comes into question.

    A call that covers all of the recording has the confidence of what it is known by, one
    that covers none half of it, and each gives way to the others as far as they cover it.
    """
    fits = [fit for each in candidates if (fit := _fit(named, duration_s, each, tolerance))]
    if not fits:
        return None
    best = max(fits, key=lambda fit: fit.weight)
    share = best.weight / sum(fit.weight for fit in fits)
    return Match(call_id=best.call_id, by=best.by, confidence=round(best.confidence * share, 3))


@dataclass(frozen=True, slots=True)
class _Fit:
    call_id: UUID
    by: MatchedBy
    confidence: float
    """If there were no other call."""
    weight: float
    """Against others."""


def _fit(
    named: Named, duration_s: float, candidate: Candidate, tolerance: timedelta
) -> _Fit | None:
    who = _who(named, candidate)
    if named.started_at is None or who is None:
        return None
    if _outside(named.started_at, candidate) > tolerance:
        return None
    by, confidence = who
    covered = _covered(named.started_at, duration_s, candidate)
    return _Fit(
        candidate.call_id,
        by,
        confidence=confidence * (1 + covered) / 2,
        weight=confidence * (covered + _UNCOVERED),
    )


def _covered(at: datetime, duration_s: float, candidate: Candidate) -> float:
    """How much of a recording lies within a call, give or take what clocks differ: 0 to 1."""
    from_s = (candidate.started_at - at).total_seconds() - _CLOCKS_S
    to_s = duration_s
    if candidate.ended_at is not None:
        to_s = (candidate.ended_at - at).total_seconds() + _CLOCKS_S
    length_s = max(duration_s, _SHORTEST_S)
    return max(0.0, min(to_s, length_s) - max(from_s, 0)) / length_s


def _who(named: Named, candidate: Candidate) -> tuple[MatchedBy, float] | None:
    """By whom a call fits; None when it does not, or when its number is another."""
    number = same_number(named.customer_number, candidate.number)
    agent = named.agent.lower() in candidate.agents if named.agent and candidate.agents else None
    if number is False:
        return None
    match agent, number:
        case True, True:
            return MatchedBy.AGENT_AND_NUMBER, _AT_BEST[MatchedBy.AGENT_AND_NUMBER]
        case True, None:
            return MatchedBy.AGENT, _AT_BEST[MatchedBy.AGENT]
        case False, True:
            return MatchedBy.NUMBER, _AT_BEST[MatchedBy.NUMBER] * _ANOTHER_AGENT
        case None, True:
            return MatchedBy.NUMBER, _AT_BEST[MatchedBy.NUMBER]
        case _:
            return None


def same_number(one: str | None, other: str | None) -> bool | None:
    """Whether two ways to write a number mean the same; None when one cannot know.

    The last eight digits decide: `+86 138...`, `0138...` and `138...` are one number. Of
    short numbers all digits do. A masked number is no number.
    """
    if not one or not other or "*" in one or "*" in other:
        return None
    digits = [re.sub(r"\D", "", each) for each in (one, other)]
    if not all(digits):
        return None
    if min(map(len, digits)) < _SAME_DIGITS:
        return digits[0] == digits[1]
    return digits[0][-_SAME_DIGITS:] == digits[1][-_SAME_DIGITS:]


def _outside(at: datetime, candidate: Candidate) -> timedelta:
    """How far `at` lies outside of a call; one that goes on has no end."""
    before = candidate.started_at - at
    after = at - candidate.ended_at if candidate.ended_at else timedelta()
    return max(before, after, timedelta())


def _tolerance() -> timedelta:
    return get_settings().match_tolerance


def _is_there(session: Session, call_id: UUID) -> bool:
    found = db.rows(session, "SELECT 1 FROM call WHERE id = %(id)s", {"id": call_id})
    return bool(found)


def _candidates(session: Session, source: Source, named: Named) -> Sequence[Candidate]:
    """Calls of the source at that time, of that agent or with that number."""
    if named.started_at is None or not (named.agent or named.customer_number):
        return ()
    digits = re.sub(r"\D", "", named.customer_number or "")
    rows = db.rows(
        session,
        """
        SELECT call.id, call.started_at, call.ended_at, call.customer_number, call.agent_key,
            agent.code, jsonb_path_query_array(call.legs, '$[*].agent_key') AS leg_keys
        FROM call
        LEFT JOIN agent ON agent.id = call.agent_id
        WHERE call.source_id = %(source)s
            AND call.started_at BETWEEN %(from)s AND %(to)s
            AND (call.ended_at IS NULL OR call.ended_at >= %(ended)s)
            AND (
                lower(call.agent_key) = %(agent)s OR lower(agent.code) = %(agent)s
                OR lower(call.legs::text)::jsonb @> %(leg)s::jsonb
                OR right(regexp_replace(call.customer_number, '\\D', '', 'g'), %(same)s) = %(last)s
            )
        ORDER BY call.started_at DESC, call.id LIMIT %(most)s
        """,
        {
            "source": source.id,
            "from": named.started_at - _LONGEST,
            "to": named.started_at + _tolerance(),
            "ended": named.started_at - _tolerance(),
            "agent": (named.agent or "").lower(),
            "leg": db.as_json([{"agent_key": (named.agent or "").lower()}]),
            "same": _SAME_DIGITS,
            "last": digits[-_SAME_DIGITS:] or None,
            "most": _MOST,
        },
    )
    return [
        Candidate(
            call_id=row["id"],
            started_at=row["started_at"],
            ended_at=row["ended_at"],
            number=row["customer_number"],
            agents=_names(row["agent_key"], row["code"], *row["leg_keys"]),
        )
        for row in rows
    ]


def _names(*names: str | None) -> frozenset[str]:
    return frozenset(name.lower() for name in names if name)
