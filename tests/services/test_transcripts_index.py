"""Whatever was heard can be found: by the job that hears it, and afterwards for what is old."""

from uuid import uuid4

from sqlmodel import col, delete, select

from services.db import transaction
from services.jobs import IndexTranscripts
from services.tables import TranscriptTokens
from services.transcripts.tokens import tokens_of_phrase
from tests.factories import said
from tests.sounds import attached, tone, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting
from workers.jobs.tidying import index_transcripts


def found_with(phrase: str) -> int:
    with transaction() as session:
        query = select(TranscriptTokens).where(
            col(TranscriptTokens.tokens).contains(sorted(tokens_of_phrase(phrase)))
        )
        return len(session.exec(query).all())


def hear() -> None:
    attached(uuid4(), wav(tone(8)))
    run_waiting(FakeTranscriber([said("我们保证收益", 1)]))


def test_what_was_heard_is_found_at_once(database: None) -> None:
    hear()

    assert (found_with("保证收益"), found_with("零风险")) == (1, 0)


def test_what_was_heard_before_there_was_an_index_is_found_later(database: None) -> None:
    hear()
    with transaction() as session:
        session.exec(delete(TranscriptTokens))
    assert found_with("保证收益") == 0

    index_transcripts(IndexTranscripts())

    assert found_with("保证收益") == 1
