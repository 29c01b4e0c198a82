"""Names and terms of a campaign where a model wrote others that sound the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.transcripts import Utterance, Word

SURE_FROM = 0.6
"""Words of this confidence stay as they were heard; the web client marks those below."""

_HAN = re.compile(r"[\u3400-\u9fff]+")
_RETROFLEX = re.compile(r"^([zcs])h")
_NASAL = re.compile(r"(?<=[aei])ng$")

Sounds = tuple[frozenset[str], ...]
"""For each character the syllables that it may be read as, without tones."""


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    sounds: Sounds


@dataclass(frozen=True, slots=True)
class _Correction:
    """Characters `start:end` of the text are to be `text`."""

    start: int
    end: int
    text: str


def with_hot_words(utterance: Utterance, hot_words: Sequence[str]) -> Utterance:
    """`utterance` with `hot_words` where something that sounds like one was hardly heard.

    Only Chinese terms of two characters or more are looked for, and only words below
    `SURE_FROM` give way. Words that do keep what the model wrote as `heard`; all words
    still spell the text. A term that was heard as it is stays as it is.
    """
    terms = _terms(tuple(hot_words))
    if not terms or all(word.confidence >= SURE_FROM for word in utterance.words):
        return utterance
    if "".join(word.text for word in utterance.words) != utterance.text:
        return utterance
    words = utterance.words
    for correction in reversed(list(_corrections(utterance, terms))):
        words = _corrected(words, correction)
    return utterance.model_copy(
        update={"text": "".join(word.text for word in words), "words": words}
    )


def sounds_like(heard: Sounds, term: Sounds) -> bool:
    """Whether one can be taken for the other on the telephone.

    Tones do not matter. In terms of three syllables and more, up to half of them may differ
    as they do in many people's mouths: n and l, zh and z, ch and c, sh and s, ang and an,
    eng and en, ing and in. Of two syllables that leaves too little: 事项 is not 智享.
    """
    if len(heard) != len(term) or not all(map(_are_alike, heard, term)):
        return False
    unlike = sum(one.isdisjoint(other) for one, other in zip(heard, term, strict=True))
    return unlike <= (len(term) // 2 if len(term) > 2 else 0)


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return not _blurred(one).isdisjoint(_blurred(other))


def sounds_of(text: str) -> Sounds:
    """Of Chinese characters only."""
    # Loaded when it is first needed: it is a dictionary.
    from pypinyin import Style, pinyin  # noqa: PLC0415

    readings = pinyin(text, style=Style.NORMAL, heteronym=True)
    return tuple(frozenset(each) for each in readings)


@lru_cache(maxsize=4096)
def _blurred(syllables: frozenset[str]) -> frozenset[str]:
    return frozenset(_blur(syllable) for syllable in syllables)


def _blur(syllable: str) -> str:
    syllable = _NASAL.sub("n", _RETROFLEX.sub(r"\1", syllable))
    return f"l{syllable[1:]}" if syllable.startswith("n") else syllable


@lru_cache(maxsize=64)
def _terms(hot_words: tuple[str, ...]) -> tuple[_Term, ...]:
    """The longest first, so that a name is not taken for a part of it."""
    chinese = {word for word in hot_words if len(word) > 1 and _HAN.fullmatch(word)}
    ordered = sorted(chinese, key=lambda word: (-len(word), word))
    return tuple(_Term(word, sounds_of(word)) for word in ordered)


def _corrections(utterance: Utterance, terms: Sequence[_Term]) -> Iterator[_Correction]:
    """What is to be put right, in its order; none overlap."""
    confidence = [word.confidence for word in utterance.words for _ in word.text]
    for run in _HAN.finditer(utterance.text):
        sounds = sounds_of(run.group())
        # What was heard as a term is nothing else.
        free = [True] * len(sounds)
        for term in terms:
            for found in re.finditer(term.text, run.group()):
                free[found.start() : found.end()] = [False] * len(term.text)
        yield from _in_run(run.start(), sounds, free, confidence[run.start() :], terms)


def _in_run(
    offset: int,
    sounds: Sounds,
    free: list[bool],
    confidence: Sequence[float],
    terms: Sequence[_Term],
) -> Iterator[_Correction]:
    found = []
    for term in terms:
        length = len(term.sounds)
        for start in range(len(sounds) - length + 1):
            end = start + length
            if (
                _are_alike(sounds[start], term.sounds[0])
                and all(free[start:end])
                and sum(confidence[start:end]) / length < SURE_FROM
                and sounds_like(sounds[start:end], term.sounds)
            ):
                free[start:end] = [False] * length
                found.append(_Correction(offset + start, offset + end, term.text))
    yield from sorted(found, key=lambda correction: correction.start)


def _corrected(words: tuple[Word, ...], correction: _Correction) -> tuple[Word, ...]:
    """With one word in place of all that the correction touches."""
    first, begins = _word_at(words, correction.start)
    last, _ = _word_at(words, correction.end - 1)
    touched = words[first : last + 1]
    heard = "".join(word.text for word in touched)
    before, after = heard[: correction.start - begins], heard[correction.end - begins :]
    one = Word(
        start_s=touched[0].start_s,
        end_s=touched[-1].end_s,
        text=f"{before}{correction.text}{after}",
        confidence=round(sum(word.confidence * len(word.text) for word in touched) / len(heard), 3),
        heard="".join(word.heard or word.text for word in touched),
    )
    return *words[:first], one, *words[last + 1 :]


def _word_at(words: Sequence[Word], place: int) -> tuple[int, int]:
    """Index of the word that holds the character at `place`, and where that word begins."""
    begins = 0
    for index, word in enumerate(words):
        if place < begins + len(word.text):
            return index, begins
        begins += len(word.text)
    raise IndexError(place)
