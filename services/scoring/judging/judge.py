"""What a condition is of a call: one case for each kind of condition."""

from typing import TypeAlias

from services.scoring.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EarlierCall,
    Entity,
    Fact,
    Judged,
    Language,
    Near,
    Not,
    OtherRule,
    Pattern,
    Repeated,
    Said,
    ScriptLine,
    Sequence,
    Sound,
)
from services.scoring.judging.beyond import judge_earlier_call, judge_judged
from services.scoring.judging.combined import (
    judge_all_of,
    judge_any_of,
    judge_not,
    judge_other_rule,
)
from services.scoring.judging.entities import judge_entity
from services.scoring.judging.known import judge_fact, judge_language
from services.scoring.judging.lines import judge_script_line
from services.scoring.judging.looks import Look
from services.scoring.judging.nearness import judge_near
from services.scoring.judging.patterns import judge_pattern
from services.scoring.judging.places import Answer
from services.scoring.judging.repeats import judge_repeated
from services.scoring.judging.said import judge_said
from services.scoring.judging.sequences import judge_sequence
from services.scoring.judging.sounds import judge_sound
from services.scoring.judging.talk import Talk
from services.scoring.results import Finding

_Around: TypeAlias = Not | AllOf | AnyOf | OtherRule | Sequence | Near
_Besides: TypeAlias = Sound | Fact | Language | EarlierCall


def judge(condition: Condition, talk: Talk) -> Finding:
    """What a condition of the talk's card is of the call, and why. Safe to repeat.

    Sure places make it true; what hangs on others is unknown, with the reason.
    """
    return answer(condition, Look(talk, answer)).finding


def answer(condition: Condition, look: Look) -> Answer:
    if look.windows:
        return _answer(condition, look)
    known = look.talk.answers
    if id(condition) not in known:
        known[id(condition)] = _answer(condition, look)
    return known[id(condition)]


def _answer(condition: Condition, look: Look) -> Answer:
    """Words first: most conditions are about them."""
    match condition:
        case Said():
            return judge_said(condition, look)
        case Pattern():
            return judge_pattern(condition, look)
        case ScriptLine():
            return judge_script_line(condition, look)
        case Repeated():
            return judge_repeated(condition, look)
        case Entity():
            return judge_entity(condition, look)
        case Judged():
            return judge_judged(condition, look)
        case Sound() | Fact() | Language() | EarlierCall():
            return _besides_words(condition, look)
        case _:
            return _around_others(condition, look)


def _around_others(condition: _Around, look: Look) -> Answer:
    match condition:
        case Not():
            return judge_not(condition, look)
        case AllOf():
            return judge_all_of(condition, look)
        case AnyOf():
            return judge_any_of(condition, look)
        case OtherRule():
            return judge_other_rule(condition, look)
        case Sequence():
            return judge_sequence(condition, look)
        case Near():
            return judge_near(condition, look)


def _besides_words(condition: _Besides, look: Look) -> Answer:
    match condition:
        case Sound():
            return judge_sound(condition, look)
        case Fact():
            return judge_fact(condition, look)
        case Language():
            return judge_language(condition, look)
        case EarlierCall():
            return judge_earlier_call(condition, look)
