"""Transcripts as those may read them who ask."""

from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlmodel import Session

from services.people.access import Caller
from services.privacy.keeping import spans_of
from services.privacy.masking import mask_left_out, mask_utterances
from services.privacy.revealing import sees
from services.privacy.spans import Span
from services.tables import Revealed, Transcript
from services.transcripts import LeftOut, Utterance

_UTTERANCES = TypeAdapter(list[Utterance])
_LEFT_OUT = TypeAdapter(list[LeftOut])


@dataclass(frozen=True, slots=True)
class ShownTranscript:
    """Its words, masked unless `plain`, and where the personal ones are."""

    transcript: Transcript
    utterances: list[Utterance]
    left_out: list[LeftOut]
    personal: tuple[Span, ...]
    plain: bool


def show(session: Session, caller: Caller, transcript: Transcript) -> ShownTranscript:
    spans = spans_of(session, transcript)
    utterances = _UTTERANCES.validate_python(transcript.utterances)
    left_out = _LEFT_OUT.validate_python(transcript.left_out)
    if sees(session, caller, transcript.call_id, Revealed.WORDS):
        return ShownTranscript(transcript, utterances, left_out, spans, plain=True)
    return ShownTranscript(
        transcript, mask_utterances(utterances, spans), mask_left_out(left_out), spans, plain=False
    )
