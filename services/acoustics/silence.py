"""When nobody speaks."""

from collections import defaultdict

from services.acoustics.stretches import Stretches, at_least, closed, gaps, total_s, without
from services.acoustics.talk import Talk

SILENCE_S = 3.0
DEAD_AIR_S = 8.0


def silence_s(talk: Talk) -> float:
    """Duration less the seconds in which anybody speaks."""
    return round(talk.duration_s - total_s(talk.anybody), 3)


def silences(talk: Talk) -> Stretches:
    """Gaps >= 3 s between turns of different speakers, hold excluded when known (DOMAIN.md).

    Nobody speaks in a gap; who speaks last before it and first after it are not one and
    the same. Hold music and ringing are cut out, and what is left counts if long enough.
    """
    last, first = defaultdict(set), defaultdict(set)
    for speaker, speech in talk.speech.items():
        for start_s, end_s in speech:
            first[start_s].add(speaker)
            last[end_s].add(speaker)
    between = [gap for gap in gaps(talk.anybody) if len(last[gap[0]] | first[gap[1]]) > 1]
    return at_least(without(between, talk.waiting), SILENCE_S)


def dead_air(talk: Talk) -> Stretches:
    """Nobody speaks for >= 8 s after somebody has, hold music and ringing excluded.

    Counts up to the end of the recording, but not before the first word: until then it
    rings, or nobody has answered.
    """
    if not talk.anybody:
        return ()
    since = closed([(talk.anybody[0][0], talk.duration_s)])
    return at_least(without(since, (*talk.anybody, *talk.waiting)), DEAD_AIR_S)
