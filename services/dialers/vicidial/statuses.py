"""What VICIdial's statuses mean.

The flags in its own table mislead: SALE and DNC, which only people say, are no
`customer_contact`; dropped calls are `human_answered` though no agent spoke; a machine that an
agent reports (A) is an `answering_machine`, one that was detected (AA) is not.
"""

from enum import Enum
from typing import NamedTuple


class Answer(Enum):
    """Who or what took up the phone."""

    NOBODY = "nobody"
    MACHINE = "machine"
    PERSON = "person"


class Meaning(NamedTuple):
    outcome: str | None
    answer: Answer


_NOBODY = {
    "NA": "no_answer",
    "N": "no_answer",
    "B": "busy",
    "AB": "busy",
    "DC": "wrong_number",
    "ADC": "wrong_number",
    "ADCT": "wrong_number",
    "DNCL": "blocked",
    "DNCC": "blocked",
    "ERI": "failed",
    "LRERR": "failed",
}
_MACHINE = {
    "A": "answering_machine",
    "AA": "answering_machine",
    "AM": "answering_machine",
    "AL": "answering_machine",
    "AFAX": "fax",
}
_PERSON = {
    "SALE": "sale",
    "CALLBK": "callback",
    "CBHOLD": "callback",
    "QCFAIL": "callback",
    "NI": "refused",
    "DEC": "refused",
    "NP": "no_pitch",
    "DNC": "do_not_call",
    "XFER": "transferred",
    "RQXFER": "requeued",
    "DROP": "dropped",
    "XDROP": "dropped",
    "PDROP": "dropped",
    "TIMEOT": "dropped",
    "MAXCAL": "dropped",
    "IVRXFR": "dropped",
    "NANQUE": "no_agent",
    "IQNANQ": "no_agent",
    "AFTHRS": "after_hours",
    "QVMAIL": "left_message",
    "DAIR": "dead_air",
    "ADAIR": "dead_air",
    "PU": "picked_up",
    "PM": "message_played",
    "SVYEXT": "survey",
    "SVYVM": "survey",
    "SVYHU": "survey",
    "SVYREC": "survey",
    "SVYCLM": "survey",
    "LSMERG": None,
    "MLINAT": None,
}
GOING_ON = frozenset({"", "NEW", "QUEUE", "INCALL", "DISPO"})
"""Statuses of calls that are not over, or not yet judged."""
PASSED_ON = frozenset({"transferred", "requeued"})
"""Outcomes of an agent's part of a call that went on without that agent."""

KNOWN: dict[str, Meaning] = {
    **{status: Meaning(outcome, Answer.NOBODY) for status, outcome in _NOBODY.items()},
    **{status: Meaning(outcome, Answer.MACHINE) for status, outcome in _MACHINE.items()},
    **{status: Meaning(outcome, Answer.PERSON) for status, outcome in _PERSON.items()},
}
"""Of every system status that ends a call."""

_ANSWER_OF = {meaning.outcome: meaning.answer for meaning in KNOWN.values() if meaning.outcome}


def meaning_of(status: str, own: dict[str, str]) -> Meaning:
    """`own` are the campaigns' statuses. One that nobody explained is what a person said."""
    status = status.upper()
    outcome = own.get(status)
    if outcome is not None:
        return Meaning(outcome, _ANSWER_OF.get(outcome, Answer.PERSON))
    if status in GOING_ON:
        return Meaning(None, Answer.PERSON)
    return KNOWN.get(status, Meaning(status.lower(), Answer.PERSON))


def is_known(status: str, own: dict[str, str]) -> bool:
    return status.upper() in KNOWN.keys() | own.keys() | GOING_ON
