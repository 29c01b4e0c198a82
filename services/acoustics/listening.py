"""What only the sound of a call tells; the rest follows from who speaks when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.acoustics import ByOne, Jump
from services.acoustics.frames import Frames
from services.acoustics.loudness import levels_of, loudness_dbfs, loudness_jumps
from services.acoustics.music import music
from services.acoustics.stretches import Stretches, closed, shared
from services.acoustics.talk import Talk
from services.acoustics.tones import beeps, ringing
from services.tables import Channel


@dataclass(frozen=True)
class Listened:
    loudness_dbfs: Mapping[Channel, float | None]
    """None for who never speaks."""
    jumps: Mapping[Channel, tuple[Jump, ...] | None]
    """None for who speaks too little."""
    ringing: Stretches
    music: Stretches
    beeps: tuple[ByOne, ...]

    @property
    def waiting(self) -> Stretches:
        return closed((*self.ringing, *self.music))


def listen(frames: Sequence[Frames], speakers: Sequence[Channel], talk: Talk) -> Listened:
    """`frames[i]` is the channel on which `speakers[i]` speaks."""
    found = [
        _listen_to(channel, speaker, talk)
        for channel, speaker in zip(frames, speakers, strict=True)
    ]
    return Listened(
        loudness_dbfs={who: level for each in found for who, level in each.loudness_dbfs.items()},
        jumps={who: jumps for each in found for who, jumps in each.jumps.items()},
        ringing=closed(ring for each in found for ring in each.ringing),
        music=closed(piece for each in found for piece in each.music),
        beeps=tuple(
            sorted((beep for each in found for beep in each.beeps), key=lambda beep: beep.start_s)
        ),
    )


def _listen_to(frames: Frames, speaker: Channel, talk: Talk) -> Listened:
    """One channel, on which all speak whom `talk` knows unless it is `speaker`'s own."""
    speech = {speaker: talk.speech[speaker]} if speaker in talk.speech else talk.speech
    levels = levels_of(frames)
    spoken = closed(stretch for stretches in speech.values() for stretch in stretches)
    rings = ringing(frames, talk.anybody[0][0] if talk.anybody else None)
    plays = music(frames, closed((*spoken, *rings)))
    busy = closed((*spoken, *plays))
    return Listened(
        loudness_dbfs={who: loudness_dbfs(levels, when) for who, when in speech.items()},
        jumps={who: loudness_jumps(levels, when, who) for who, when in speech.items()},
        ringing=rings,
        music=plays,
        beeps=tuple(
            ByOne(channel=speaker, start_s=start_s, end_s=end_s)
            for start_s, end_s in beeps(frames)
            if not shared([(start_s, end_s)], busy)
        ),
    )
