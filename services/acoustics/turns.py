"""How two people take turns: overlap, interruptions, who talks most and how soon they answer."""

from collections.abc import Iterator
from statistics import median

from services.acoustics import ByOne, Span
from services.acoustics.silence import DEAD_AIR_S
from services.acoustics.stretches import Stretch, gaps, shared, total_s, without
from services.acoustics.talk import MEANT, Piece, Talk, other_of, turns_of
from services.tables import Channel

_INTO_S = 2.0
"""Who starts this long before the other ends interrupts (DOMAIN.md)."""


def turns_by(talk: Talk, speaker: Channel) -> int:
    """Utterances of `speaker` that are not parted by somebody else's, counted as one."""
    return sum(turn[0].channel is speaker for turn in turns_of(talk.utterances))


def overlap_s(talk: Talk) -> float:
    """Seconds in which voice activity is found on both channels."""
    return total_s(shared(*(talk.speech[speaker] for speaker in sorted(talk.speech))))


def talk_ratio(talk: Talk) -> float:
    """Agent speech / (agent + customer speech), silence excluded (DOMAIN.md)."""
    agent_s, customer_s = (
        total_s(talk.speech[speaker]) for speaker in (Channel.AGENT, Channel.CUSTOMER)
    )
    return round(agent_s / (agent_s + customer_s), 3)


def interruptions(talk: Talk) -> tuple[ByOne, ...]:
    """One starts while the other speaks, >= 2 s before the other ends, >= 4 characters.

    Starts and ends are those of voice activity. Doubtful text does not count: nobody is
    to be blamed for what was perhaps not said. Each span lasts while both speak.
    """
    found = [
        ByOne(channel=speaker, start_s=start_s, end_s=end_s)
        for speaker, pieces in talk.pieces.items()
        for start_s, end_s in _into(pieces, talk.pieces[other_of(speaker)])
    ]
    return tuple(sorted(found, key=lambda each: (each.start_s, each.channel)))


def longest_monologue(talk: Talk, speaker: Channel) -> Span | None:
    """Longest speech not broken by a turn of >= 4 characters of the other (DOMAIN.md).

    From its first to its last second, pauses included. Dead air ends it, and so does a
    turn of which only the text is doubtful. The first of several that are equally long.
    """
    turns = [
        (piece.start_s, piece.end_s)
        for piece in talk.pieces.get(other_of(speaker), ())
        if piece.characters >= MEANT
    ]
    found = max(_unbroken(talk, speaker, turns), key=_lasts_s, default=None)
    return None if found is None else Span(start_s=found[0], end_s=found[1])


def response_delay_s(talk: Talk) -> float | None:
    """Median seconds from the end of the customer's speech to the start of the agent's answer.

    An answer is the agent's first speech after it, when the agent was silent as the
    customer ended, nobody spoke in between and nobody was put on hold. None when there
    is no such place.
    """
    agent, customer = talk.speech[Channel.AGENT], talk.speech[Channel.CUSTOMER]
    starts = {start_s for start_s, _ in agent}
    ends = {end_s for _, end_s in customer}
    delays = [
        end_s - start_s
        for start_s, end_s in gaps(talk.anybody)
        if start_s in ends and end_s in starts and not shared([(start_s, end_s)], talk.waiting)
    ]
    return round(median(delays), 3) if delays else None


def _into(pieces: tuple[Piece, ...], others: tuple[Piece, ...]) -> Iterator[Stretch]:
    for piece in pieces:
        if piece.sure_characters < MEANT:
            continue
        for other in others:
            begins_within = other.start_s < piece.start_s < other.end_s
            if begins_within and round(other.end_s - piece.start_s, 3) >= _INTO_S:
                yield piece.start_s, min(piece.end_s, other.end_s)


def _unbroken(talk: Talk, speaker: Channel, turns: list[Stretch]) -> Iterator[Stretch]:
    start_s: float | None = None
    last_s = 0.0
    for stretch in without(talk.speech[speaker], turns):
        parted = any(last_s <= turn[0] < stretch[0] for turn in turns)
        if start_s is not None and (parted or stretch[0] - last_s >= DEAD_AIR_S):
            yield start_s, last_s
            start_s = None
        start_s = stretch[0] if start_s is None else start_s
        last_s = stretch[1]
    if start_s is not None:
        yield start_s, last_s


def _lasts_s(stretch: Stretch) -> float:
    return round(stretch[1] - stretch[0], 3)
