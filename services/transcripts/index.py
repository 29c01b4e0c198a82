"""The index that says in which transcripts something may have been said."""

from collections.abc import Collection, Sequence
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session

from services import db
from services.tables import Transcript, TranscriptTokens
from services.transcripts import Utterance
from services.transcripts.tokens import tokens_of_call

_UTTERANCES = TypeAdapter(tuple[Utterance, ...])


def index(session: Session, transcript: Transcript) -> None:
    """Index a transcript that was just stored, in the transaction that stores it."""
    session.add(_tokens(transcript.id, transcript.utterances))
    session.flush()


def index_some(session: Session, limit: int = 200) -> int:
    """Index transcripts from before there was an index, newest first; returns how many."""
    found = db.tuples(
        session,
        """
        SELECT t.id, t.utterances FROM transcript t
        WHERE NOT EXISTS (SELECT 1 FROM transcript_tokens k WHERE k.transcript_id = t.id)
        ORDER BY t.created_at DESC LIMIT %(limit)s
        FOR UPDATE OF t SKIP LOCKED
        """,
        {"limit": limit},
    )
    session.add_all(_tokens(transcript_id, said) for transcript_id, said in found)
    session.flush()
    return len(found)


def _tokens(transcript_id: UUID, said: Sequence[object]) -> TranscriptTokens:
    utterances: Collection[Utterance] = _UTTERANCES.validate_python(said)
    return TranscriptTokens(transcript_id=transcript_id, tokens=sorted(tokens_of_call(utterances)))
