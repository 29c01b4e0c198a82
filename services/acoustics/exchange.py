"""The measures of a call whose speakers were the wrong way round."""

from collections.abc import Sequence

from services.acoustics import Acoustics, Jump, Why
from services.acoustics.listening import Listened
from services.acoustics.measure import measures_of
from services.acoustics.stretches import stretches_of
from services.acoustics.talk import Talk, in_order, other_of
from services.tables import Channel
from services.transcripts import Utterance


def exchange_speakers(acoustics: Acoustics, utterances: Sequence[Utterance]) -> Acoustics:
    """Measure again with agent and customer exchanged, without the sound.

    `utterances` are those of the new transcript: already the right way round. Done twice,
    each time with the utterances as they then are, everything is as before.
    """
    return measures_of(_talk(acoustics, utterances), _listened(acoustics))


def _talk(acoustics: Acoustics, utterances: Sequence[Utterance]) -> Talk:
    speech = {other_of(each.channel): stretches_of(each.speech) for each in acoustics.speakers}
    return Talk(
        duration_s=acoustics.duration_s,
        speech={speaker: speech[speaker] for speaker in sorted(speech)},
        utterances=in_order(utterances),
        separate=acoustics.not_measurable.get("overlap_s") is not Why.ONE_CHANNEL,
    )


def _listened(acoustics: Acoustics) -> Listened:
    return Listened(
        loudness_dbfs={other_of(each.channel): each.loudness_dbfs for each in acoustics.speakers},
        jumps={
            other_of(each.channel): _jumps(acoustics, each.channel) for each in acoustics.speakers
        },
        ringing=stretches_of(acoustics.ringing),
        music=stretches_of(acoustics.music),
        beeps=tuple(
            beep.model_copy(update={"channel": other_of(beep.channel)}) for beep in acoustics.beeps
        ),
    )


def _jumps(acoustics: Acoustics, speaker: Channel) -> tuple[Jump, ...] | None:
    """Those of `speaker`, as the other's."""
    if acoustics.loudness_jumps is None or f"{speaker}.loudness_jumps" in acoustics.not_measurable:
        return None
    return tuple(
        jump.model_copy(update={"channel": other_of(speaker)})
        for jump in acoustics.loudness_jumps
        if jump.channel is speaker
    )
