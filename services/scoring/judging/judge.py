"""What a condition is of a call: one case for each kind of condition."""

from services.scoring.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    OtherRule,
    Said,
    Sequence,
)
from services.scoring.judging.combined import (
    judge_all_of,
    judge_any_of,
    judge_not,
    judge_other_rule,
)
from services.scoring.judging.looks import Look
from services.scoring.judging.places import Answer
from services.scoring.judging.said import judge_said
from services.scoring.judging.sequences import judge_sequence
from services.scoring.judging.talk import Talk
from services.scoring.results import Finding


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
    match condition:
        case Said():
            return judge_said(condition, look)
        case Sequence():
            return judge_sequence(condition, look)
        case Not():
            return judge_not(condition, look)
        case AllOf():
            return judge_all_of(condition, look)
        case AnyOf():
            return judge_any_of(condition, look)
        case OtherRule():
            return judge_other_rule(condition, look)
        case _:
            raise LookupError(condition.type)
