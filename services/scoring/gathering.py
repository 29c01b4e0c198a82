"""Everything a score depends on, from the database: words, facts, sound, earlier calls."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from services.acoustics import Acoustics
from services.scoring.campaigns import zone_of
from services.scoring.card import ScorecardBody
from services.scoring.conditions import (
    Condition,
    EarlierCall,
    Entity,
    Fact,
    Judged,
    Sound,
    walk,
)
from services.scoring.heard import Facts, FactValue, HeardCall, Opinion, PastCall
from services.tables import Agent, Call, Campaign, Measurement, Recording, Transcript
from services.transcripts import Utterance
from services.transcripts.reading import newest_transcript

MOST_EARLIER = 50
"""Calls with a customer that are looked at, the newest ones."""
_DEEP = 4
_UTTERANCES = TypeAdapter(tuple[Utterance, ...])
Opinions = Mapping[str, Opinion]


def heard_call(
    session: Session,
    call: Call,
    transcript: Transcript,
    body: ScorecardBody,
    opinions: Opinions | None = None,
) -> HeardCall:
    """The call as scoring sees it. Earlier calls are read only when the card asks for them."""
    said = utterances_of(transcript)
    recording = session.get(Recording, transcript.recording_id) if transcript.recording_id else None
    # Where words came without sound, until the last of them.
    end_s = max((utterance.end_s for utterance in said), default=0)
    return HeardCall(
        duration_s=recording.duration_s if recording else end_s,
        utterances=said,
        facts=_facts(session, call),
        acoustics=_acoustics(session, transcript),
        earlier=_earlier(session, call, body),
        opinions=opinions or {},
    )


def utterances_of(transcript: Transcript) -> tuple[Utterance, ...]:
    return _UTTERANCES.validate_python(transcript.utterances)


def digest(heard: HeardCall, body: ScorecardBody) -> str:
    """Of all that the card asks besides the words; "" for nothing. Equal ones score the same."""
    asked = list(_conditions(body))
    inputs: dict[str, Any] = {}
    if names := sorted(set(_fact_names(asked))):
        inputs["facts"] = {name: heard.facts.get(name) for name in names}
    if heard.acoustics and any(isinstance(each, Sound) for each in asked):
        inputs["sound"] = heard.acoustics.model_dump(mode="json")
    if questions := sorted({each.question for each in asked if isinstance(each, Judged)}):
        inputs["opinions"] = [_told(heard.opinions.get(question)) for question in questions]
    if any(isinstance(each, EarlierCall) for each in asked):
        inputs["earlier"] = [_identity(past) for past in heard.earlier or ()]
        inputs["customer"] = heard.earlier is not None
    if not inputs:
        return ""
    return sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def _conditions(body: ScorecardBody) -> Iterator[Condition]:
    for rule in body.rules:
        for root in (rule.condition, rule.when):
            if root is not None:
                yield from walk(root)


def _fact_names(conditions: Sequence[Condition]) -> Iterator[str]:
    for each in conditions:
        if isinstance(each, Fact):
            yield each.name
        if isinstance(each, Fact | Entity) and each.wanted and each.wanted.fact:
            yield each.wanted.fact


def _told(opinion: Opinion | None) -> list[Any] | None:
    return [opinion.answer, list(opinion.quotes), opinion.said_by] if opinion else None


def _identity(past: PastCall) -> list[Any]:
    said = sha256("\n".join(each.text for each in past.call.utterances).encode()).hexdigest()
    return [str(past.call_id), said]


def _facts(session: Session, call: Call) -> Facts:
    campaign = session.get(Campaign, call.campaign_id) if call.campaign_id else None
    agent = session.get(Agent, call.agent_id) if call.agent_id else None
    began = call.started_at.astimezone(ZoneInfo(zone_of(session, call)))
    queues = [visit.get("queue") for visit in call.visits if visit.get("queue")]
    return {
        "duration_s": _seconds(call),
        "talk_s": call.talk_s,
        "hold_s": call.hold_s,
        "wait_s": call.wait_s,
        "direction": call.direction,
        "outcome": call.outcome,
        "hangup_by": call.hangup_by,
        "queue": queues[-1] if queues else None,
        "campaign": campaign.code if campaign else None,
        "agent": agent.code if agent else call.agent_key,
        "amount": call.amount,
        "currency": call.currency,
        "sold": call.sold,
        "connected": call.connected,
        "weekday": began.isoweekday(),
        "time_of_day": f"{began:%H:%M}",
        "transfers": max(0, len(call.legs) - 1),
        **dict(_flat("extra", call.extra)),
        **dict(_flat("campaign", campaign.facts if campaign else {})),
    }


def _seconds(call: Call) -> float | None:
    """From the first event to the last; None while it goes on."""
    return (call.ended_at - call.started_at).total_seconds() if call.ended_at else None


def _flat(name: str, value: Any, deep: int = _DEEP) -> Iterator[tuple[str, FactValue]]:
    """Facts inside facts by their path: `extra.deal.stage`."""
    if isinstance(value, Mapping) and deep > 0:
        inside = (_flat(f"{name}.{key}", each, deep - 1) for key, each in value.items())
        yield from chain.from_iterable(inside)
    elif isinstance(value, str | int | float | bool):
        yield name, value


def _acoustics(session: Session, transcript: Transcript) -> Acoustics | None:
    found = session.get(Measurement, transcript.id)
    return Acoustics.model_validate(found.body) if found else None


def _earlier(session: Session, call: Call, body: ScorecardBody) -> Sequence[PastCall] | None:
    asked = [each for each in _conditions(body) if isinstance(each, EarlierCall)]
    if not asked:
        return ()
    if not _is_known(call.customer_number):
        return None
    days = max(each.within_days for each in asked)
    query = (
        select(Call)
        .where(
            Call.customer_number == call.customer_number,
            col(Call.connected),
            Call.started_at < call.started_at,
            Call.started_at >= call.started_at - timedelta(days=days),
        )
        .order_by(col(Call.started_at).desc(), col(Call.id))
        .limit(MOST_EARLIER)
    )
    if all(each.same_campaign for each in asked):
        query = query.where(Call.campaign_id == call.campaign_id)
    found = ((past, newest_transcript(session, past.id)) for past in session.exec(query).all())
    return [_past(session, past, call, words) for past, words in found if words is not None]


def _past(session: Session, past: Call, call: Call, transcript: Transcript) -> PastCall:
    nothing_earlier = ScorecardBody.model_construct(rules=())
    return PastCall(
        call_id=past.id,
        started_at=past.started_at,
        days_before=(call.started_at - past.started_at) / timedelta(days=1),
        same_campaign=past.campaign_id == call.campaign_id,
        call=heard_call(session, past, transcript, nothing_earlier),
    )


def _is_known(number: str | None) -> bool:
    """Masked numbers are shared by many customers."""
    return bool(number) and str(number).lstrip("+").isdigit()
