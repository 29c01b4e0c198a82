"""Reading calls back as scoring hears them, many at a time."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session

from services import db
from services.scoring import opinions
from services.scoring.card import ScorecardBody, questions_of
from services.scoring.gathering import heard_call
from services.scoring.heard import HeardCall
from services.scoring.trials.calls import Known
from services.tables import Call, Transcript
from services.transcripts import Utterance

_UTTERANCES = TypeAdapter(tuple[Utterance, ...])


class Hearing:
    """Calls of one chunk. Words alone are read with one query, all else call by call."""

    def __init__(
        self, session: Session, body: ScorecardBody, known: Sequence[Known], *, only_words: bool
    ) -> None:
        self._session = session
        self._body = body
        self._asks = bool(questions_of(body))
        self._words = _words(session, known) if only_words else {}

    def of(self, call: Known) -> HeardCall:
        if call.transcript_id in self._words:
            return self._words[call.transcript_id]
        found = self._session.get_one(Call, call.call_id)
        transcript = self._session.get_one(Transcript, call.transcript_id)
        said = opinions.of_call(self._session, call.call_id) if self._asks else None
        return heard_call(self._session, found, transcript, self._body, said)


def _words(session: Session, known: Sequence[Known]) -> dict[UUID, HeardCall]:
    rows = db.tuples(
        session,
        """
        SELECT t.id, t.utterances::text, r.duration_s
        FROM transcript t LEFT JOIN recording r ON r.id = t.recording_id
        WHERE t.id = ANY(%(ids)s)
        """,
        {"ids": [call.transcript_id for call in known]},
    )
    found = {}
    for transcript_id, stored, duration_s in rows:
        said = _UTTERANCES.validate_json(stored)
        length_s = duration_s or max((each.end_s for each in said), default=0)
        found[transcript_id] = HeardCall(duration_s=length_s, utterances=said)
    return found
