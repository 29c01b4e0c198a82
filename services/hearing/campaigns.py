"""How a campaign's calls are heard: by which engine, in which language, with which hot words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services.errors import Rejected
from services.hearing.engines import require_engine
from services.people import audit, reach
from services.people.access import Caller
from services.settings import DEFAULT_ENGINE
from services.tables import Campaign
from services.transcripts.languages import require_language


class HotWordsWrong(Rejected):
    """A hot word needs at least one character that is no space."""


def set_hearing(
    session: Session, campaign_id: UUID, caller: Caller, changes: Mapping[str, Any]
) -> Campaign:
    """Change what `changes` names of `engine`, `language` and `hot_words`; None clears it.

    Holds for recordings that are begun from now on. Raises CampaignNotFound,
    EngineUnknown, LanguageUnknown, HotWordsWrong.
    """
    campaign = reach.campaign_in_reach(session, caller.scope, campaign_id)
    session.refresh(campaign, with_for_update=True)
    wanted = to_keep(changes)
    before = {name: getattr(campaign, name) for name in wanted}
    if before == wanted:
        return campaign
    campaign.sqlmodel_update(wanted)
    session.add(campaign)
    audit.record(
        session,
        actor=caller.actor,
        act="campaign.hearing_changed",
        subject=campaign.code,
        before=before,
        after=wanted,
    )
    return campaign


def to_keep(changes: Mapping[str, Any]) -> dict[str, Any]:
    """As columns of a campaign. Raises EngineUnknown, LanguageUnknown, HotWordsWrong."""
    return {name: _READ[name](value) for name, value in changes.items()}


def _engine(name: str | None) -> str | None:
    """None for the default engine, whatever it is called."""
    if name is None or name == DEFAULT_ENGINE:
        return None
    require_engine(name)
    return name


def _hot_words(words: Iterable[str] | None) -> list[str]:
    """Trimmed, each once, in their order."""
    trimmed = [word.strip() for word in words or ()]
    if not all(trimmed):
        raise HotWordsWrong(field="hot_words")
    return list(dict.fromkeys(trimmed))


def _language(code: str | None) -> str | None:
    if code is not None:
        require_language(code)
    return code


_READ: Mapping[str, Callable[[Any], Any]] = {
    "engine": _engine,
    "language": _language,
    "hot_words": _hot_words,
}
FIELDS = frozenset(_READ)
"""What of a campaign is about hearing."""
