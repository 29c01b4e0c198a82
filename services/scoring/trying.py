"""What a scorecard would make of a call or a dialogue. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from services.calls import queries
from services.errors import Rejected
from services.people.access import Caller, Permission
from services.privacy.revealing import sees
from services.scoring import checking, opinions
from services.scoring.card import ScorecardBody
from services.scoring.checking import Problem
from services.scoring.dialogues import read_dialogue
from services.scoring.engine import score
from services.scoring.gathering import heard_call, utterances_of
from services.scoring.heard import Facts, HeardCall
from services.scoring.masked import masked_heard
from services.scoring.packs import keeping
from services.scoring.results import Score
from services.tables import Call, Revealed
from services.transcripts import Utterance
from services.transcripts.reading import get_newest_transcript

_CONFIDENTIAL = "extra."
"""Facts that are shown only with `pii:read`."""


class NothingToTryOn(Rejected):
    """Give either a call or a dialogue to try the scorecard on."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A score, or the problems for which there is none."""

    utterances: tuple[Utterance, ...]
    score: Score | None = None
    problems: tuple[Problem, ...] = ()


def try_out(
    session: Session,
    caller: Caller,
    body: Mapping[str, Any],
    *,
    call_id: UUID | None = None,
    dialogue: str | None = None,
) -> Tried:
    """Score with a body that may have problems, with the words that packs have now.

    No judge is asked; what one has said of the call counts. Raises CallNotFound,
    TranscriptNotFound, DialogueWrong, or NothingToTryOn.
    """
    checked = checking.check(body, keeping.all_words(session))
    match call_id, dialogue:
        case None, str():
            heard = _of_dialogue(dialogue)
        case UUID(), None:
            heard = _of_call(session, caller, call_id, checked.body)
        case _:
            raise NothingToTryOn(field="call_id")
    utterances = tuple(heard.utterances)
    if checked.card is None:
        return Tried(utterances, problems=checked.problems)
    return Tried(utterances, score(heard, checked.card))


def _of_dialogue(text: str) -> HeardCall:
    """Nobody told facts of it, nothing measured its sound, its customer is not known."""
    utterances = read_dialogue(text)
    duration_s = max((each.end_s for each in utterances), default=0.0)
    facts: Facts = {"duration_s": duration_s, "talk_s": duration_s, "connected": True}
    return HeardCall(duration_s=duration_s, utterances=utterances, facts=facts, earlier=None)


def _of_call(
    session: Session, caller: Caller, call_id: UUID, body: ScorecardBody | None
) -> HeardCall:
    """Of all that scoring knows of a call, what the caller may see."""
    call = queries.get_visible_call(session, caller, call_id)
    transcript = get_newest_transcript(session, call.id)
    if body is None:
        plain = HeardCall(duration_s=0, utterances=utterances_of(transcript))
        return plain if sees(session, caller, call.id, Revealed.WORDS) else masked_heard(plain)
    heard = heard_call(session, call, transcript, body, opinions.of_call(session, call.id))
    if not sees(session, caller, call.id, Revealed.WORDS):
        heard = masked_heard(heard)
    return _visible(session, caller, heard)


def _visible(session: Session, caller: Caller, heard: HeardCall) -> HeardCall:
    """Rules that are tried must not tell what their writer may not read."""
    facts = {
        name: value
        for name, value in heard.facts.items()
        if caller.may(Permission.PII_READ) or not name.startswith(_CONFIDENTIAL)
    }
    if not heard.earlier:
        return replace(heard, facts=facts)
    ids = [past.call_id for past in heard.earlier]
    query = select(Call.id).where(col(Call.id).in_(ids), caller.scope.calls_where())
    seen = set(session.exec(query))
    earlier = tuple(past for past in heard.earlier if past.call_id in seen)
    return replace(heard, facts=facts, earlier=earlier)
