"""Whether the customer was told that the call is recorded, whatever scorecards ask."""

from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from services import db
from services.scoring.card import Rule, ScorecardBody
from services.scoring.conditions import Said
from services.scoring.engine import score
from services.scoring.gathering import utterances_of
from services.scoring.heard import HeardCall
from services.scoring.judging import compile_card
from services.scoring.packs import keeping
from services.scoring.results import Line, Verdict
from services.tables import CallNotice, NoticeState, Transcript
from services.transcripts import Utterance
from services.transcripts.reading import newest_transcript

_PACKS = ("recording_notice_zh", "recording_notice_en")
_STATES = {Verdict.PASSED: NoticeState.GIVEN, Verdict.FAILED: NoticeState.NOT_FOUND}


def look(session: Session, call_id: UUID) -> CallNotice | None:
    """Look for the words of the packs in the call's newest transcript. Safe to repeat.

    None while nothing has been heard in it.
    """
    transcript = newest_transcript(session, call_id)
    return _look(session, transcript) if transcript else None


def find(session: Session, call_id: UUID) -> CallNotice | None:
    return session.get(CallNotice, call_id)


def look_for_some(session: Session, limit: int = 200) -> int:
    """In calls in which nobody has looked yet, newest first; returns how many."""
    found = db.rows(
        session,
        """
        SELECT DISTINCT t.call_id FROM transcript t
        LEFT JOIN call_notice n ON n.call_id = t.call_id
        WHERE n.call_id IS NULL LIMIT %(limit)s
        """,
        {"limit": limit},
    )
    for row in found:
        look(session, row["call_id"])
    return len(found)


def _look(session: Session, transcript: Transcript) -> CallNotice:
    said = utterances_of(transcript)
    [line] = score(_heard(said), compile_card(_body(), keeping.all_words(session))).lines
    notice = CallNotice(
        call_id=transcript.call_id, transcript_id=transcript.id, **_found(line, said)
    )
    values = notice.model_dump()
    session.execute(
        insert(CallNotice)
        .values(**values)
        .on_conflict_do_update(index_elements=["call_id"], set_=values)
    )
    return notice


def _heard(said: tuple[Utterance, ...]) -> HeardCall:
    return HeardCall(max((each.end_s for each in said), default=0), said)


def _body() -> ScorecardBody:
    told = Rule(key="notice", name="notice", condition=Said(packs=_PACKS))
    return ScorecardBody(rules=(told,))


def _found(line: Line, said: tuple[Utterance, ...]) -> dict[str, Any]:
    if not said:
        return {"state": NoticeState.NOT_MEASURABLE}
    state = _STATES.get(line.verdict, NoticeState.NOT_MEASURABLE)
    place = next(iter(line.evidence), None) if state is NoticeState.GIVEN else None
    if place is None:
        return {"state": state}
    return {"state": state, "at_s": place.start_s, "utterance": place.utterance}
