"""Amounts, dates, telephone numbers and the like that are said, and what they are worth."""

from collections.abc import Iterator

from services.scoring.conditions import Entity, Value
from services.scoring.judging.counting import Asked, finding_of, judge_places
from services.scoring.judging.looks import CHANNELS, Look, place_of
from services.scoring.judging.places import Answer, Place, answer_of
from services.scoring.judging.texts import Part
from services.scoring.judging.values import FactMissing, entity_compares, wanted_of
from services.scoring.judging.windows import in_row
from services.scoring.results import Measured, Truth, Unsure


def judge_entity(condition: Entity, look: Look) -> Answer:
    """Of values that cannot be compared nothing is said: they are not what was wanted.

    A value that is compared with a fact nobody told is unknown, unless no value is said.
    """
    every = look.once(condition, _everywhere)
    asked = Asked(condition.type, (condition.kind.value,), condition.times)
    if condition.wanted is None:
        return judge_places(condition, asked, in_row(place for place, _ in every), look)
    try:
        wanted = wanted_of(condition.wanted, look.talk.call.facts)
    except FactMissing as missing:
        return _unknown(condition, asked, [place for place, _ in every], str(missing), look)
    op = condition.wanted.op
    found = [place for place, value in every if entity_compares(condition.kind, value, op, wanted)]
    said = found[0].evidence.detail if found else _first(every)
    measured = Measured(name=condition.kind.value, value=said, op=op, wanted=wanted)
    asked = Asked(condition.type, (condition.kind.value,), condition.times, (measured,))
    return judge_places(condition, asked, in_row(found), look)


def _unknown(condition: Entity, asked: Asked, places: list[Place], fact: str, look: Look) -> Answer:
    said = judge_places(condition, asked, in_row(places), look)
    if said.truth is Truth.FALSE:
        return said
    held = [hit.first for hit in said.hits]
    finding = finding_of(condition, asked, look, Truth.UNKNOWN, held, Unsure.NO_FACT, detail=fact)
    return answer_of(finding, said.hits)


def _everywhere(condition: Entity, look: Look) -> list[tuple[Place, str]]:
    return list(_places(condition, look))


def _places(condition: Entity, look: Look) -> Iterator[tuple[Place, str]]:
    """Those of the kind, and their values."""
    talk = look.talk
    channels = CHANNELS[condition.speaker]
    for number, utterance in enumerate(talk.call.utterances):
        if utterance.channel not in channels or number not in talk.spoken.turn_of:
            continue
        for entity in utterance.entities:
            if entity.kind is condition.kind:
                part = Part(number, entity.char_start, entity.char_end)
                yield (
                    place_of(condition, talk, utterance.channel, [part], entity.written),
                    entity.value,
                )


def _first(every: list[tuple[Place, str]]) -> Value | None:
    """What was said instead."""
    return every[0][0].evidence.detail if every else None
