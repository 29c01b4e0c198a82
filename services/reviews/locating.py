"""Where in a call something is: words of its transcript, or a stretch of its seconds."""

from typing import NamedTuple

from sqlmodel import Session

from services.reviews.refusals import PlaceNotInCall
from services.scoring.card import ScorecardBody
from services.scoring.gathering import utterances_of
from services.scoring.judging.texts import Part, Spoken
from services.scoring.results import Evidence
from services.tables import Evaluation, Recording, Review, ScorecardVersion, Transcript
from services.transcripts import Utterance


class Located(NamedTuple):
    """As a reviewer points: at characters of an utterance, or else at seconds."""

    utterance: int | None = None
    char_start: int | None = None
    char_end: int | None = None
    start_s: float | None = None
    end_s: float | None = None


def locate(session: Session, review: Review, place: Located) -> Evidence:
    """Raises PlaceNotInCall, which names the field."""
    transcript = session.get_one(Transcript, review.transcript_id)
    if place.utterance is None:
        return _stretch(session, transcript, place)
    said = utterances_of(transcript)
    start, end = place.char_start, place.char_end
    text = text_at(said, place.utterance)
    if start is None or end is None or not 0 <= start < end <= len(text):
        raise PlaceNotInCall(field="char_end")
    return Spoken(said).evidence(Part(place.utterance, start, end))


def text_at(said: tuple[Utterance, ...], utterance: int) -> str:
    """Raises PlaceNotInCall."""
    if not 0 <= utterance < len(said):
        raise PlaceNotInCall(field="utterance")
    return said[utterance].text


def _stretch(session: Session, transcript: Transcript, place: Located) -> Evidence:
    start_s, end_s = place.start_s, place.end_s
    if start_s is None or end_s is None:
        raise PlaceNotInCall(field="utterance")
    if not 0 <= start_s < end_s:
        raise PlaceNotInCall(field="end_s")
    if start_s > length_s(session, transcript):
        raise PlaceNotInCall(field="start_s")
    return Evidence(utterance=None, char_start=None, char_end=None, start_s=start_s, end_s=end_s)


def length_s(session: Session, transcript: Transcript) -> float:
    """Of the recording, or where there is none of what was said."""
    recording = session.get(Recording, transcript.recording_id) if transcript.recording_id else None
    if recording is not None:
        return recording.duration_s
    return max((said.end_s for said in utterances_of(transcript)), default=0.0)


def card_of(session: Session, review: Review) -> ScorecardBody:
    """What the review's scorecard says, in the version that the machine scored with."""
    evaluation = session.get_one(Evaluation, review.evaluation_id)
    version = session.get_one(ScorecardVersion, evaluation.scorecard_version_id)
    return ScorecardBody.model_validate(version.body)
