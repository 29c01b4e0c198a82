"""Scores without the personal numbers that their evidence quotes."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from services.people.access import Caller
from services.privacy.finder import find
from services.privacy.keeping import spans_of
from services.privacy.masking import mask_alone, mask_part, mask_utterances, places_in
from services.privacy.revealing import sees
from services.privacy.spans import Span
from services.scoring.heard import HeardCall
from services.scoring.readings import EvaluationReading
from services.scoring.results import Evidence, Finding, Line, Measured
from services.scoring.trials import TriedCall
from services.tables import Hit, Revealed, Transcript


def shown(
    session: Session, caller: Caller, read: Sequence[EvaluationReading]
) -> list[EvaluationReading]:
    """Evaluations of one call as `caller` may read them."""
    if not read:
        return []
    ids = {each.transcript_id for each in read}
    transcripts = {each: session.get_one(Transcript, each) for each in ids}
    call_id = next(iter(transcripts.values())).call_id
    if sees(session, caller, call_id, Revealed.WORDS):
        return list(read)
    spans = {key: spans_of(session, transcript) for key, transcript in transcripts.items()}
    return [_masked(each, spans[each.transcript_id]) for each in read]


def masked_line(line: Line, spans: Sequence[Span]) -> Line:
    """A line whose evidence is of a transcript with `spans`."""
    return line.model_copy(
        update={
            "evidence": tuple(_evidence(each, spans) for each in line.evidence),
            "finding": _finding(line.finding, spans),
            "when": _finding(line.when, spans),
        }
    )


def masked_heard(heard: HeardCall) -> HeardCall:
    """A call as somebody hears it who may not know its personal numbers."""
    said = tuple(heard.utterances)
    earlier = heard.earlier and tuple(
        replace(past, call=masked_heard(past.call)) for past in heard.earlier
    )
    return replace(heard, utterances=tuple(mask_utterances(said, find(said))), earlier=earlier)


def masked_calls(tried: Sequence[TriedCall]) -> list[TriedCall]:
    """Calls of a backtest, of which nothing but the places is at hand."""
    return [
        each.model_copy(
            update={
                "changes": [
                    change.model_copy(update={"places": [_alone(place) for place in change.places]})
                    for change in each.changes
                ]
            }
        )
        for each in tried
    ]


def _alone(place: Evidence) -> Evidence:
    return place.model_copy(
        update={"quote": mask_alone(place.quote), "detail": mask_alone(place.detail)}
    )


def masked_quote(place: Evidence | Hit, spans: Sequence[Span]) -> str:
    return mask_part(place.quote, place.char_start or 0, places_in(spans, place.utterance))


def _masked(read: EvaluationReading, spans: Sequence[Span]) -> EvaluationReading:
    return replace(
        read,
        lines=tuple(masked_line(line, spans) for line in read.lines),
        hits=[_hit(hit, spans) for hit in read.hits],
    )


def _hit(hit: Hit, spans: Sequence[Span]) -> Hit:
    """A copy: the row itself stays as it is stored."""
    return Hit(**hit.model_dump() | {"quote": masked_quote(hit, spans)})


def _evidence(place: Evidence, spans: Sequence[Span]) -> Evidence:
    is_here = place.call_id is None and place.utterance is not None
    quote = masked_quote(place, spans) if is_here else mask_alone(place.quote)
    return place.model_copy(update={"quote": quote, "detail": mask_alone(place.detail)})


def _finding(finding: Finding | None, spans: Sequence[Span]) -> Finding | None:
    if finding is None:
        return None
    return finding.model_copy(
        update={
            "places": tuple(_evidence(each, spans) for each in finding.places),
            "measured": tuple(_measured(each) for each in finding.measured),
            "children": tuple(filter(None, (_finding(each, spans) for each in finding.children))),
        }
    )


def _measured(measured: Measured) -> Measured:
    if not isinstance(measured.value, str):
        return measured
    return measured.model_copy(update={"value": mask_alone(measured.value)})
