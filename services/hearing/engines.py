"""Which engines there are, and which of them hears a recording."""

from sqlmodel import Session

from services.errors import Rejected
from services.settings import DEFAULT_ENGINE, get_asr_settings
from services.tables import Call, Campaign, Recording


class EngineUnknown(Rejected):
    """There is no engine of this name."""


def known_engines() -> tuple[str, ...]:
    """By name, the default one first. As the settings say: nothing is loaded for it."""
    return get_asr_settings().engine_names


def require_engine(name: str) -> None:
    """Raises EngineUnknown, which names those there are."""
    known = known_engines()
    if name not in known:
        raise EngineUnknown(
            field="engine", detail=f'There is no engine "{name}", only {", ".join(known)}.'
        )


def engine_of(session: Session, recording: Recording) -> str:
    """The one it is to be heard by: its own, its campaign's, or the default one."""
    campaign = campaign_of(session, recording)
    return recording.engine or (campaign.engine if campaign else None) or DEFAULT_ENGINE


def campaign_of(session: Session, recording: Recording) -> Campaign | None:
    """None while the call is not there yet, or when nobody said which campaign it is of."""
    call = session.get(Call, recording.call_id)
    if call is None or call.campaign_id is None:
        return None
    return session.get_one(Campaign, call.campaign_id)
