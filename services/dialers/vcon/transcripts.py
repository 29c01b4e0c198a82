"""Transcripts that a vCon brings: the shapes that recognisers give, as utterances."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from services.dialers import GivenTranscript, Note, PayloadUnreadable, ZoneNeeded
from services.dialers.times import from_text
from services.dialers.vcon.conversation import RECORDED, Conversation
from services.dialers.vcon.media import decoded
from services.dialers.vcon.model import Analysis
from services.dialers.vcon.words import Heard, number_in, spoken, text_of
from services.tables import Channel
from services.transcripts import Utterance

_TRANSCRIPT = "transcript"
_MILLISECONDS = ("assembly",)
"""Vendors whose times are milliseconds."""
_LISTS = ("utterances", "segments", "turns", "messages", _TRANSCRIPT)
_TEXTS = ("text", _TRANSCRIPT, "content", "message")
_STARTS = ("start", "start_time", "begin", "offset")
_ENDS = ("end", "end_time", "stop")
_PARTIES = ("party", "parties")
_SPEAKERS = ("speaker", "speaker_label", "role", "speaker_name")

Turn = Mapping[str, Any]
Instant = Callable[[Any], float | None]
"""Seconds from the start of the recording, of what stands for a time."""


def transcripts(talk: Conversation) -> Iterator[tuple[int | None, GivenTranscript | Note]]:
    """With the place of the dialog that each is of.

    Redacted ones are not used: they stand beside the transcript that they redact.
    """
    for number, analysis in enumerate(talk.vcon.analysis):
        if analysis.type.lower() != _TRANSCRIPT:
            continue
        field = f"analysis.{number}"
        dialog = next((n for n in analysis.dialogs if _is_recorded(talk, n)), None)
        if dialog is None:
            yield None, Note("not_used", "a transcript of no recording", f"{field}.dialog")
        else:
            yield dialog, _given(talk, analysis, dialog, field)


def _is_recorded(talk: Conversation, dialog: int) -> bool:
    return talk.vcon.dialog[dialog].type in RECORDED


def _given(
    talk: Conversation, analysis: Analysis, dialog: int, field: str
) -> GivenTranscript | Note:
    if analysis.body in (None, "") and analysis.url:
        return Note("not_used", "a transcript that is elsewhere is not fetched", f"{field}.url")
    body = body_of(analysis, field)
    reader = _Reader(talk, dialog, _clock(talk, analysis, dialog))
    said = sorted(reader.utterances(body), key=lambda each: each.start_s)
    if not said:
        return Note("not_used", "a transcript without times, or in a form not known", field)
    return GivenTranscript(talk.call_key, _engine(analysis), _language(body), tuple(said))


def body_of(analysis: Analysis, field: str) -> Any:
    """A JSON object, or one in a string; other text as it is. Raises PayloadUnreadable."""
    body = analysis.body
    if analysis.encoding in ("base64url", "base64"):
        body = decoded(body, f"{field}.body").decode("utf-8", "replace")
    if not isinstance(body, str):
        return body
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body


def _clock(talk: Conversation, analysis: Analysis, dialog: int) -> Instant:
    unit = 1000 if (analysis.vendor or "").lower().startswith(_MILLISECONDS) else 1
    start_at = talk.start_of(dialog)

    def seconds(value: Any) -> float | None:
        plain = number_in(value)
        if plain is not None:
            return plain / unit
        if not isinstance(value, str):
            return None
        try:
            at = from_text(value, talk.setting, field="start")
        except (PayloadUnreadable, ZoneNeeded):
            return None
        return round((at - start_at).total_seconds(), 3) if at else None

    return seconds


class _Reader:
    """Utterances out of one body, with what is known of its dialog."""

    def __init__(self, talk: Conversation, dialog: int, seconds: Instant) -> None:
        self._cast = talk.cast
        self._channels = talk.vcon.dialog[dialog].channels
        self._seconds = seconds

    def utterances(self, body: Any) -> Iterator[Utterance]:
        match body:
            case {"results": {"utterances": [_, *_] as turns}}:
                yield from self._of_turns(turns)
            case {"results": {"channels": list() as channels}}:
                for number, channel in enumerate(channels):
                    yield from self._of_channel(channel, number if len(channels) > 1 else None)
            case {"words": [_, *_] as words} if not any(body.get(name) for name in _LISTS[:4]):
                yield from self._of_words(words, self._everybody())
            case dict():
                turns = next((body[n] for n in _LISTS if isinstance(body.get(n), list)), [])
                yield from self._of_turns(turns)
            case list():
                yield from self._of_turns(body)

    def _of_channel(self, channel: Any, number: int | None) -> Iterator[Utterance]:
        match channel:
            case {"alternatives": [{"words": list() as words}, *_]}:
                whose = self._everybody() if number is None else self._on(number)
                yield from self._of_words(words, whose)

    def _of_words(self, words: Sequence[Any], whose: Channel) -> Iterator[Utterance]:
        """A word of its own speaker each: turns end with a speaker, a sentence or a pause."""
        for turn in spoken(words, self._seconds):
            yield turn.as_utterance(whose)

    def _of_turns(self, turns: Sequence[Any]) -> Iterator[Utterance]:
        for turn in turns:
            utterance = self._of_turn(turn) if isinstance(turn, dict) else None
            if utterance is not None:
                yield utterance

    def _of_turn(self, turn: Turn) -> Utterance | None:
        start_s = self._seconds(_first(turn, _STARTS))
        end_s = self._seconds(_first(turn, _ENDS))
        lasts_s = number_in(turn.get("duration"))
        if end_s is None and start_s is not None and lasts_s is not None:
            end_s = start_s + lasts_s
        text = text_of(_first(turn, _TEXTS))
        if start_s is None or not text:
            return None
        words = turn.get("words")
        heard = Heard.of(
            text=text,
            start_s=start_s,
            end_s=end_s if end_s is not None else start_s,
            confidence=number_in(turn.get("confidence")),
            words=list(spoken(words, self._seconds)) if isinstance(words, list) else [],
        )
        return heard.as_utterance(self._whose(turn)) if heard else None

    def _whose(self, turn: Turn) -> Channel:
        """A party's by its place, a channel's, or whom a word means. A number that a
        recogniser made up for a voice means nobody."""
        party = _first(turn, _PARTIES)
        if isinstance(party, int) and not isinstance(party, bool):
            return self._cast.channel_of([party] if party >= 0 else [])
        channel = turn.get("channel")
        if isinstance(channel, int) and len(self._channels) > 1 and _is_of_two(self._channels):
            return self._on(channel)
        speaker = _first(turn, _SPEAKERS)
        return self._cast.channel_called(speaker) if isinstance(speaker, str) else Channel.MIXED

    def _on(self, number: int) -> Channel:
        known = 0 <= number < len(self._channels)
        return self._cast.channel_of(self._channels[number]) if known else Channel.MIXED

    def _everybody(self) -> Channel:
        present = [index for channel in self._channels for index in channel]
        return self._cast.channel_of(present)


def _is_of_two(channels: Sequence[Sequence[int]]) -> bool:
    return len(channels) == 2


def _first(turn: Turn, names: Sequence[str]) -> Any:
    return next((turn[name] for name in names if turn.get(name) is not None), None)


def _engine(analysis: Analysis) -> str:
    named = (analysis.vendor, analysis.product or analysis.schema_)
    return text_of(" ".join(name for name in named if name))[:200] or "unknown"


def _language(body: Any) -> str | None:
    match body:
        case {"language": str() as language}:
            return _code(language)
        case {"metadata": {"language": str() as language}}:
            return _code(language)
        case {"results": {"channels": [{"detected_language": str() as language}, *_]}}:
            return _code(language)
    return None


def _code(language: str) -> str | None:
    """The first part of a tag. A name (`english`) is none."""
    code = language.replace("_", "-").partition("-")[0].lower()
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else None
