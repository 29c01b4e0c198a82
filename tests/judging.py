"""Calls in a few words, and what a condition makes of them."""

import re
from collections.abc import Mapping
from typing import Any

from services.scoring.card import Pack, ScorecardBody
from services.scoring.heard import HeardCall
from services.scoring.judging import Talk, compile_card, judge
from services.scoring.results import Finding
from services.tables import Channel
from services.transcripts import Doubt, Utterance

_CHANNELS = {"A": Channel.AGENT, "C": Channel.CUSTOMER, "M": Channel.MIXED}
_TURN = re.compile(r"([ACM])(\*)? ([\d.]+)-([\d.]+) (.+)")


def turn(text: str) -> Utterance:
    """`A 0-2 您好`: agent, customer or mixed, `*` when it is doubtful, seconds, words."""
    match = _TURN.fullmatch(text)
    assert match, text
    who, doubtful, start_s, end_s, words = match.groups()
    return Utterance(
        channel=_CHANNELS[who],
        start_s=float(start_s),
        end_s=float(end_s),
        text=words,
        doubts=(Doubt.UNLIKELY,) if doubtful else (),
    )


def call(*turns: str, **known: Any) -> HeardCall:
    utterances = [turn(each) for each in turns]
    duration_s = max((each.end_s for each in utterances), default=0) + 1
    return HeardCall(**{"duration_s": duration_s, "utterances": utterances, **known})


def body_of(condition: Mapping[str, Any], **settings: Any) -> ScorecardBody:
    rule = {"key": "asked", "name": "Asked", "condition": condition}
    return ScorecardBody.model_validate({"rules": [rule], **settings})


def ask(
    condition: Mapping[str, Any],
    heard: HeardCall,
    live_packs: Mapping[str, Pack] | None = None,
    **settings: Any,
) -> Finding:
    """What the condition is of the call."""
    body = body_of(condition, **settings)
    asked = body.rules[0].condition
    assert asked is not None
    return judge(asked, Talk(heard, compile_card(body, live_packs or {})))


def said(*phrases: str, **fields: Any) -> dict[str, Any]:
    return {"type": "said", "phrases": list(phrases), **fields}
