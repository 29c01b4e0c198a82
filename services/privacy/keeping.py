"""What was found in transcripts: looked for once, when a transcript is stored."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from services import db
from services.privacy.finder import find
from services.privacy.masking import mask_part, places_in
from services.privacy.spans import FINDER, Span
from services.tables import Transcript, TranscriptPii
from services.transcripts import Utterance

_SPANS = TypeAdapter(tuple[Span, ...])
_UTTERANCES = TypeAdapter(tuple[Utterance, ...])


def look_through(session: Session, transcript: Transcript) -> tuple[Span, ...]:
    """Find what is personal in a transcript and keep where it is. Safe to repeat."""
    spans = find(_UTTERANCES.validate_python(transcript.utterances))
    _keep(session, transcript.id, spans)
    return spans


def spans_of(session: Session, transcript: Transcript) -> tuple[Span, ...]:
    """Looked for now where nobody has yet: what is not known to be harmless is not shown."""
    known = session.get(TranscriptPii, transcript.id)
    if known is not None and known.finder == FINDER:
        return _SPANS.validate_python(known.spans)
    return find(_UTTERANCES.validate_python(transcript.utterances))


def count_backlog(session: Session) -> int:
    """Transcripts that the finder, as it is now, has not looked through."""
    [(count,)] = db.tuples(
        session,
        """
        SELECT (SELECT count(*) FROM transcript)
            - (SELECT count(*) FROM transcript_pii WHERE finder = %(finder)s)
        """,
        {"finder": FINDER},
    )
    return max(0, int(count))


def look_through_some(session: Session, limit: int = 200) -> int:
    """Look through transcripts from before the finder, newest first; returns how many."""
    found = db.tuples(
        session,
        """
        SELECT t.id, t.utterances FROM transcript t
        LEFT JOIN transcript_pii p ON p.transcript_id = t.id AND p.finder = %(finder)s
        WHERE p.transcript_id IS NULL
        ORDER BY t.created_at DESC LIMIT %(limit)s
        FOR UPDATE OF t SKIP LOCKED
        """,
        {"limit": limit, "finder": FINDER},
    )
    for transcript_id, said in found:
        spans = find(_UTTERANCES.validate_python(said))
        _keep(session, transcript_id, spans)
        _mask_hits(session, transcript_id, spans)
    return len(found)


def _keep(session: Session, transcript_id: UUID, spans: Sequence[Span]) -> None:
    told = _SPANS.dump_python(tuple(spans), mode="json")
    row = {"transcript_id": transcript_id, "finder": FINDER, "spans": told}
    values = TranscriptPii(**row).model_dump()
    changed = {name: values[name] for name in ("finder", "spans", "found_at")}
    session.flush()
    session.execute(
        insert(TranscriptPii)
        .values(**values)
        .on_conflict_do_update(index_elements=["transcript_id"], set_=changed)
    )


def _mask_hits(session: Session, transcript_id: UUID, spans: Sequence[Span]) -> None:
    hits = db.rows(
        session,
        """
        SELECT h.id, h.utterance, h.char_start, h.quote FROM hit h
        JOIN evaluation e ON e.id = h.evaluation_id WHERE e.transcript_id = %(id)s
        """,
        {"id": transcript_id},
    )
    masked = [
        {
            "id": hit["id"],
            "quote": mask_part(
                hit["quote"], hit["char_start"] or 0, places_in(spans, hit["utterance"])
            ),
        }
        for hit in hits
    ]
    db.run(
        session,
        """
        UPDATE hit SET masked_quote = given.quote
        FROM json_to_recordset(%(masked)s::json) AS given (id uuid, quote text)
        WHERE hit.id = given.id
        """,
        {"masked": db.as_json(masked)},
    )
