"""How fast somebody speaks."""

import re

from services.acoustics import RateUnit
from services.acoustics.stretches import closed, shared, total_s
from services.acoustics.talk import MEANT, Talk, characters_in, turns_of
from services.tables import Channel

_LEAST_S = 5.0
"""Of less speech than this no rate is told: one word more would change it by a tenth."""
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHARACTER = re.compile(f"[{_HAN}]")
_WORD = re.compile(rf"[^\W_{_HAN}]+(?:['’.,-][^\W_{_HAN}]+)*")


def speech_rate(talk: Talk, speaker: Channel) -> tuple[float, RateUnit] | None:
    """Characters (zh) or words (en) per minute of speech (DOMAIN.md); None of too little.

    Turns under 4 characters are skipped, and so is doubtful text. What is mostly Chinese
    is counted as word processors do: each Chinese character one, each other word one.
    Speech is voice activity during the utterances that are counted, pauses left out.
    """
    counted = [
        said
        for turn in turns_of(talk.utterances)
        if turn[0].channel is speaker and sum(characters_in(said.text) for said in turn) >= MEANT
        for said in turn
        if not said.doubts
    ]
    times = closed((said.start_s, said.end_s) for said in counted)
    spoken_s = total_s(shared(talk.speech.get(speaker, ()), times))
    if spoken_s < _LEAST_S:
        return None
    text = " ".join(said.text for said in counted)
    characters, words = len(_CHARACTER.findall(text)), len(_WORD.findall(text))
    chinese = characters > words
    unit = RateUnit.CHARACTERS_PER_MINUTE if chinese else RateUnit.WORDS_PER_MINUTE
    return round((characters + words) * 60 / spoken_s, 1), unit
