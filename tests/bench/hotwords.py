"""Hot words: how often names and terms are written wrong without them and with them.

Character error rate of the terms alone, in the demo's calls as they were recorded and with
noise over them: as the model writes them, prompted with them, and put right by their sound.
The demo's tiny model has never seen a prompt, and takes names for others that it knows, never
for what sounds the same; so its figures say little about other models. Set EARSHOT_ASR_MODEL,
and what else belongs to it, to measure yours. `homophones` is no recording: it is what was
said with each term written in other characters that sound the same, and every word doubtful.
"""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import jiwer
import numpy as np
from pypinyin import lazy_pinyin

from demo.calls import MODEL, RECORDINGS, RecordedCall, Turn, read_manifest
from demo.making.sentences import CHINESE_SLOTS
from services.recordings.decode import decoded
from services.recordings.sound import Sound
from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import Hints, Utterance, Word
from services.transcripts.hot_words import with_hot_words
from tests.bench import frame
from workers.asr import Task, Transcriber
from workers.asr.voice import find_speech
from workers.asr.whisper import WhisperTranscriber

GOAL = 1.0
CALLS = 8
NOISE_DB = 22
"""Below the mean level of what is not silent."""
_SPEAKERS = (Channel.AGENT, Channel.CUSTOMER)
_SILENT = 300
_PUNCTUATION = re.compile(r"[^\w]")

Hearing = Mapping[str, Sequence[Utterance]]
"""What was heard of one call, by what was done with its hot words."""


def measure() -> frame.Result:
    transcriber = WhisperTranscriber(_settings())
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for call, terms in _calls():
        for line, heard in _heard(transcriber, call, terms):
            for how, utterances in heard.items():
                sums[f"{line}_{how}"] += _errors(call, terms, utterances)
    figures = {name: _rates(sum_) for name, sum_ in sums.items()}
    without, by_sound = (sums[f"noisy_{how}"]["in_terms"] for how in ("as_heard", "by_sound"))
    ratio = by_sound / max(1, without)
    return frame.Result(
        "hotwords", ratio, GOAL, False, {"calls": CALLS, "noise_db": NOISE_DB, **figures}
    )


def _settings() -> AsrSettings:
    if "EARSHOT_ASR_MODEL" in os.environ:
        return AsrSettings()
    return AsrSettings(
        model=str(MODEL), device="cpu", chunk_length_s=10, vad_threshold=0.25, word_times=False
    )


def _calls() -> Iterator[tuple[RecordedCall, tuple[str, ...]]]:
    """Chinese calls, each with the names of agents, company and products of its campaign."""
    chinese = [
        call for call in read_manifest().calls if (call.language, call.layout) == ("zh", "stereo")
    ]
    said: dict[str, str] = defaultdict(str)
    for call in chinese:
        said[call.campaign] += "\n".join(turn.text for turn in call.turns)
    for call in chinese[:: len(chinese) // CALLS][:CALLS]:
        slots = [term for slot in ("co", "name", "prod") for term in CHINESE_SLOTS[slot]]
        yield call, tuple(term for term in slots if term in said[call.campaign])


def _heard(
    transcriber: Transcriber, call: RecordedCall, terms: tuple[str, ...]
) -> Iterator[tuple[str, Hearing]]:
    with decoded(RECORDINGS / call.file) as sound:
        clear, speech = find_speech(sound, transcriber.settings)
        task = Task(clear, _SPEAKERS, speech, Hints(language="zh"))
        prompted = replace(task, hints=Hints(language="zh", hot_words=terms))
        noisy = replace(task, sound=_with_noise(clear, call.seed))
        plain, with_prompt, in_noise = (
            heard.utterances
            for heard in transcriber.transcribe([task, prompted, noisy], lambda *_: None)
        )
    for line, heard in (("quiet", plain), ("noisy", in_noise)):
        yield line, {"as_heard": heard, "by_sound": _by_sound(heard, terms)}
    yield "quiet", {"prompted": with_prompt, "both": _by_sound(with_prompt, terms)}
    misheard = [_misheard(turn, terms) for turn in call.turns]
    yield "homophones", {"as_heard": misheard, "by_sound": _by_sound(misheard, terms)}


def _misheard(turn: Turn, terms: Sequence[str]) -> Utterance:
    """What was said, each of `terms` in other characters, and no word of it sure."""
    text = turn.text
    for term in terms:
        text = text.replace(term, "".join(map(_another, term)))
    words = tuple(
        Word(start_s=turn.start_s, end_s=turn.end_s, text=character, confidence=0.3)
        for character in text
    )
    channel = Channel(turn.channel)
    return Utterance(
        channel=channel, start_s=turn.start_s, end_s=turn.end_s, text=text, words=words
    )


def _another(character: str) -> str:
    """The first other character that sounds the same, tone aside."""
    alike = _by_syllable()[lazy_pinyin(character)[0]]
    return next((other for other in alike if other != character), character)


@cache
def _by_syllable() -> Mapping[str, Sequence[str]]:
    """The 3,755 characters of GB 2312's first level by how they are read alone."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            character = bytes((row, cell)).decode("gb2312", errors="ignore")
            if character:
                found[lazy_pinyin(character)[0]].append(character)
    return found


def _by_sound(heard: Sequence[Utterance], terms: Sequence[str]) -> list[Utterance]:
    return [with_hot_words(utterance, terms) for utterance in heard]


def _with_noise(sound: Sound, seed: int) -> Sound:
    """White noise on each channel, the same in every run."""
    dice = np.random.default_rng(seed)
    channels = []
    for index in range(sound.channels):
        samples = sound.read(index, 0, sound.length).astype(np.float32)
        loud = samples[np.abs(samples) > _SILENT]
        level = np.sqrt(np.mean(loud**2)) * 10 ** (-NOISE_DB / 20) if len(loud) else 0
        noisy = samples + dice.normal(0, level, len(samples))
        channels.append(np.clip(noisy, -32768, 32767).astype(np.int16))
    return Sound.of(np.stack(channels))


def _errors(
    call: RecordedCall, terms: Sequence[str], utterances: Sequence[Utterance]
) -> Counter[str]:
    """Wrong, missing and added characters: in all that was said, and in the terms alone."""
    sums = Counter[str]()
    for channel in _SPEAKERS:
        said = _bare(call.said_by(channel.value))
        heard = _bare("".join(each.text for each in utterances if each.channel is channel))
        if said:
            sums += _aligned(said, heard, _places(said, terms))
    sums["corrections"] = sum(bool(word.heard) for each in utterances for word in each.words)
    return sums


def _aligned(said: str, heard: str, places: set[int]) -> Counter[str]:
    sums = Counter({"characters": len(said), "term_characters": len(places)})
    if not heard:
        return sums + Counter({"errors": len(said), "in_terms": len(places)})
    [chunks] = jiwer.process_characters([said], [heard]).alignments
    for chunk in chunks:
        if chunk.type == "insert":
            sums["errors"] += chunk.hyp_end_idx - chunk.hyp_start_idx
            if {chunk.ref_start_idx - 1, chunk.ref_start_idx} <= places:
                sums["in_terms"] += chunk.hyp_end_idx - chunk.hyp_start_idx
        elif chunk.type != "equal":
            wrong = range(chunk.ref_start_idx, chunk.ref_end_idx)
            sums["errors"] += len(wrong)
            sums["in_terms"] += sum(place in places for place in wrong)
    return sums


def _places(said: str, terms: Sequence[str]) -> set[int]:
    return {
        place
        for term in terms
        for found in re.finditer(term, said)
        for place in range(*found.span())
    }


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", text).lower()


def _rates(sums: Counter[str]) -> dict[str, float | int]:
    return {
        "terms": round(sums["in_terms"] / max(1, sums["term_characters"]), 3),
        "text": round(sums["errors"] / max(1, sums["characters"]), 3),
        "corrections": sums["corrections"],
    }
