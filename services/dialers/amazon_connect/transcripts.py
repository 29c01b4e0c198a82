"""Contact Lens' analysis of a call, and Transcribe Call Analytics' much like it."""

import re
from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import Annotated

from pydantic import Field

from services.dialers import GivenTranscript, Note, PayloadUnreadable, Translation
from services.dialers.amazon_connect.contacts import Code
from services.dialers.amazon_connect.records import Listed, Record
from services.dialers.reading import Text
from services.tables import Channel
from services.transcripts import Utterance, Word

_ROLES = {"AGENT": Channel.AGENT, "CUSTOMER": Channel.CUSTOMER}
_A_CONTACT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PUNCTUATION = "PUNCTUATION"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LENS, _TRANSCRIBE = "amazon contact lens", "amazon transcribe call analytics"

Millis = Annotated[int, Field(ge=0, le=1000 * 86_400)]


class Item(Record):
    type: Code = None
    content: str = ""
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    begin_offset_millis: Millis | None = None
    end_offset_millis: Millis | None = None


class Turn(Record):
    content: str = ""
    participant_id: Text = None
    participant_role: Code = None
    begin_offset_millis: Millis
    end_offset_millis: Millis
    items: Annotated[tuple[Item, ...], Listed] = ()


class Participant(Record):
    participant_id: Text = None
    participant_role: Code = None


class CustomerMetadata(Record):
    contact_id: Text = None


class ContentMetadata(Record):
    output: Code = None


class Analysis(Record):
    channel: Code = "VOICE"
    job_status: Code = None
    job_name: Text = None
    version: Text = None
    language_code: Text = None
    customer_metadata: CustomerMetadata | None = None
    content_metadata: ContentMetadata | None = None
    participants: Annotated[tuple[Participant, ...], Listed] = ()
    transcript: list[Turn]


def translate(analysis: Analysis, call_key: str | None) -> Translation:
    """`call_key` is the call's, where whoever sends this knows it: a file names only a contact.

    Raises PayloadUnreadable.
    """
    if analysis.channel != "VOICE":
        sentence = f"analyses of channel {analysis.channel} are of no calls"
        return Translation(notes=(Note("not_used_channel", sentence, "Channel"),))
    if analysis.job_status not in (None, "COMPLETED"):
        sentence = f"the analysis is {analysis.job_status.lower()}"
        return Translation(notes=(Note("not_used_status", sentence, "JobStatus"),))
    given = GivenTranscript(
        call_key=call_key or _contact(analysis),
        engine=_engine(analysis),
        language=(analysis.language_code or "").partition("-")[0].lower() or None,
        utterances=tuple(sorted(_utterances(analysis), key=lambda said: said.start_s)),
    )
    return Translation(transcripts=(given,) if given.utterances else ())


def _contact(analysis: Analysis) -> str:
    """Raises PayloadUnreadable."""
    if analysis.customer_metadata and analysis.customer_metadata.contact_id:
        return analysis.customer_metadata.contact_id
    if found := _A_CONTACT.search(analysis.job_name or ""):
        return found[0].lower()
    sentence = "CustomerMetadata.ContactId: missing, nor is ?call_id= in the address"
    raise PayloadUnreadable(field="CustomerMetadata.ContactId", detail=sentence)


def _engine(analysis: Analysis) -> str:
    """Redacted text stands beside the raw one, never in its place."""
    engine = _TRANSCRIBE if analysis.job_name and not analysis.customer_metadata else _LENS
    output = analysis.content_metadata.output if analysis.content_metadata else None
    return f"{engine}, redacted" if output == "REDACTED" else engine


def _utterances(analysis: Analysis) -> Iterator[Utterance]:
    roles = {each.participant_id: each.participant_role for each in analysis.participants}
    for turn in analysis.transcript:
        text = _storable(turn.content).strip()
        if not text:
            continue
        role = turn.participant_role or roles.get(turn.participant_id) or turn.participant_id
        known = [item.confidence for item in turn.items if item.confidence and _is_word(item)]
        yield Utterance(
            channel=_ROLES.get((role or "").upper(), Channel.MIXED),
            start_s=turn.begin_offset_millis / 1000,
            end_s=max(turn.begin_offset_millis, turn.end_offset_millis) / 1000,
            text=text,
            confidence=round(fmean(known), 4) if known else 1,
            words=_words(turn.items, text),
        )


def _words(items: Sequence[Item], text: str) -> tuple[Word, ...]:
    """Words with their times, each with the punctuation behind it; none unless they are `text`."""
    words: list[Word] = []
    for item in items:
        content = _storable(item.content)
        if not _is_word(item):
            if words:
                words[-1] = words[-1].model_copy(update={"text": words[-1].text + content})
            continue
        begin, end = item.begin_offset_millis or 0, item.end_offset_millis or 0
        so_far = "".join(word.text for word in words)
        space = " " if text[len(so_far) :].startswith(" ") else ""
        words.append(
            Word(
                start_s=begin / 1000,
                end_s=max(begin, end) / 1000,
                text=space + content,
                confidence=1 if item.confidence is None else item.confidence,
            )
        )
    return tuple(words) if "".join(word.text for word in words) == text else ()


def _is_word(item: Item) -> bool:
    return item.type != _PUNCTUATION and item.begin_offset_millis is not None


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("�", text)
