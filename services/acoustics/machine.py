"""Whether a machine answered."""

from collections.abc import Sequence

from services.acoustics import ByOne, MachineSign
from services.acoustics.stretches import closed, shared, total_s
from services.acoustics.talk import Talk
from services.tables import Channel

_WEIGHTS = {MachineSign.PHRASE: 0.9, MachineSign.BEEP: 0.6, MachineSign.LONG_OPENING: 0.5}
_OPENING_S = 30.0
"""A machine says what it is within this time of its first word."""
_ON_FOR_S = 5.0
_BREATH_S = 1.5
_BEEP_WITHIN_S = 5.0
PHRASES = (
    "留言",
    "语音信箱",
    "滴声后",
    "嘀声后",
    "哔声后",
    "您拨打的",
    "您所拨打",
    "无法接通",
    "暂时无人接听",
    "已关机",
    "是空号",
    "已停机",
    "leave a message",
    "leave your message",
    "leave your name",
    "after the tone",
    "after the beep",
    "at the tone",
    "voice mail",
    "voicemail",
    "mailbox",
    "is not available",
    "can't take your call",
    "cannot take your call",
    "unable to take your call",
    "you have dialed",
    "you have dialled",
    "not in service",
    "switched off",
)


def machine_signs(talk: Talk, beeps: Sequence[ByOne]) -> tuple[MachineSign, ...] | None:
    """What speaks for a machine; None when the called side never speaks.

    The called side is the customer. On one channel it is whoever speaks in the first
    half minute, and a long opening says nothing because it may be the caller's.
    """
    called = Channel.CUSTOMER if talk.known else Channel.MIXED
    if not talk.speech.get(called):
        return None
    found = {
        MachineSign.PHRASE: _says_so(talk, called),
        MachineSign.LONG_OPENING: talk.known and _opening_s(talk) >= _ON_FOR_S,
        MachineSign.BEEP: _beeps_after_speech(talk, called, beeps),
    }
    return tuple(sign for sign, is_there in found.items() if is_there)


def likelihood(signs: Sequence[MachineSign]) -> float:
    """1 - product of (1 - weight), taking the signs for independent.

    The weights are set by judgement, not learnt from calls: phrase 0.9, beep 0.6, long
    opening 0.5.
    """
    doubt = 1.0
    for sign in signs:
        doubt *= 1 - _WEIGHTS[sign]
    return round(1 - doubt, 2)


def _says_so(talk: Talk, called: Channel) -> bool:
    """One of the phrases, in what the called side says in its first 30 s."""
    until_s = talk.speech[called][0][0] + _OPENING_S
    said = "".join(each.text for each in talk.said_by(called) if each.start_s < until_s)
    plain = _plain(said)
    return any(_plain(phrase) in plain for phrase in PHRASES)


def _opening_s(talk: Talk) -> float:
    """Seconds of speech of the called side before it pauses for 1.5 s or the agent speaks.

    Asterisk's AMD takes 1.5 s for a machine's greeting already, because it must decide at
    once; five seconds are longer than people say hello.
    """
    spoken = talk.speech[Channel.CUSTOMER]
    start_s, end_s = closed(spoken, _BREATH_S)[0]
    agent = talk.speech[Channel.AGENT]
    answered_s = min((begin_s for begin_s, until_s in agent if until_s > start_s), default=end_s)
    return total_s(shared(spoken, closed([(start_s, min(end_s, answered_s))])))


def _beeps_after_speech(talk: Talk, called: Channel, beeps: Sequence[ByOne]) -> bool:
    """A beep on the called side, within 5 s after it spoke, in its first minute."""
    spoken = talk.speech[called]
    return any(
        beep.channel is called
        and beep.start_s <= spoken[0][0] + 2 * _OPENING_S
        and any(0 <= beep.start_s - end_s + 0.1 <= _BEEP_WITHIN_S for _, end_s in spoken)
        for beep in beeps
    )


def _plain(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
