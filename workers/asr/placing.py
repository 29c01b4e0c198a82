"""From what a model says of joined speech to utterances of the call."""

from collections.abc import Iterator, Sequence

from services.tables import Channel
from services.transcripts import Doubt, LeftOut, Utterance, Word
from workers.asr.speech import Stretch, runs
from workers.asr.splitting import cut, part
from workers.asr.words import as_written, spread_evenly


def is_made_up(start_s: float, end_s: float, window: Sequence[Stretch]) -> bool:
    """Whether a model goes on after the end of what it was given. Joined seconds."""
    return end_s > window[-1].joined_end_s and not any(
        stretch.is_meant(start_s, end_s) for stretch in window
    )


def made_up(text: str, window: Sequence[Stretch], speaker: Channel) -> LeftOut:
    """Such text, kept where what the model was given ends: there was no sound for it."""
    end_s = round(window[-1].end_s, 3)
    return LeftOut(
        channel=speaker, start_s=end_s, end_s=end_s, text=text, doubts=(Doubt.NO_SPEECH,)
    )


def of_words(
    words: Sequence[Word], window: Sequence[Stretch], speaker: Channel, language: str | None
) -> Iterator[Utterance]:
    """What was said at one go, of words in joined seconds; more than one where there is a pause."""
    for group in part(words, window):
        own = as_written("".join(word.text for word in group).strip(), group)
        if own:
            yield _utterance(own, _mean_confidence(own), speaker, language)


def of_text(
    text: str,
    start_s: float,
    end_s: float,
    confidence: float,
    window: Sequence[Stretch],
    speaker: Channel,
    language: str | None,
) -> Iterator[Utterance]:
    """The same, of text between two joined seconds: its words are spread over the speech there."""
    found = runs(window, start_s, end_s)
    texts = cut(text, [run.spoken_s for run in found])
    for run, piece in zip(found, texts, strict=True):
        if piece:
            words = spread_evenly(piece, run.start_s, run.end_s, confidence)
            yield _utterance(words, confidence, speaker, language)


def _utterance(
    words: Sequence[Word], confidence: float, speaker: Channel, language: str | None
) -> Utterance:
    return Utterance(
        channel=speaker,
        start_s=words[0].start_s,
        end_s=words[-1].end_s,
        text="".join(word.text for word in words),
        confidence=confidence,
        language=language,
        words=tuple(words),
    )


def _mean_confidence(words: Sequence[Word]) -> float:
    """Mean over characters, so that a long word counts for more than an article."""
    characters = sum(len(word.text) for word in words)
    return round(sum(word.confidence * len(word.text) for word in words) / characters, 3)
