"""One organisation with an asker of every role in every place, and one heard call."""

import hashlib
from uuid import UUID

from sqlmodel import Session, col, update

from services.tables import KeyScope, Recording, Role, Unit, User, UserSession
from tests.api.access_rows import ASKERS, Asker, Place
from tests.doors import bearer
from tests.factories import (
    make_agent,
    make_call,
    make_campaign,
    make_scorecard,
    make_source,
    make_transcript,
    make_unit,
    said,
)
from tests.sounds import attach_sound, two, wav

WAVEFORM = {
    "duration_s": 2,
    "channels": [[0.1, 0.5], [0.2, 0.4]],
    "speakers": ["agent", "customer"],
}

KEY_SCOPES = (KeyScope.EVENTS_WRITE, KeyScope.RECORDINGS_WRITE, KeyScope.CALLS_READ)
"""Those a dialer's key may have."""


class World:
    """`unit_id` is the own team of the thing; ids only, for many transactions use them."""

    def __init__(self, session: Session) -> None:
        company = make_unit(session, name="Company")
        units = {
            Place.OWN: make_unit(session, parent=company, name="North"),
            Place.OTHER: make_unit(session, parent=company, name="South"),
            Place.NOWHERE: make_unit(session, parent=company, name="Empty"),
            Place.ALL: company,
        }
        self.company_id = company.id
        self.unit_id: UUID = units[Place.OWN].id
        self.other_unit_id: UUID = units[Place.OTHER].id
        agents = {place: make_agent(session, unit).id for place, unit in units.items()}
        self.agent_id: UUID = agents[Place.OWN]
        self.other_agent_id: UUID = agents[Place.OTHER]
        self.tokens: dict[Asker, str] = {}
        self.user_ids: dict[Asker, UUID] = {}
        for asker in ASKERS:
            user = _user(session, asker, units[asker.place], agents[asker.place])
            self.user_ids[asker] = user.id
            self.tokens[asker] = _signed_in(session, user)
        self._make_things(session)
        other = make_source(session, "another dialer")
        self.other_key = bearer(session, other, *KEY_SCOPES)
        """Of a dialer that has nothing to do with any thing here."""

    def _make_things(self, session: Session) -> None:
        self.source_id: UUID = make_source(session).id
        card, version = make_scorecard(session)
        self.scorecard_id, self.version_id = card.id, version.id
        self.card_body = version.body
        self.campaign_id: UUID = make_campaign(session, scorecard_id=card.id).id
        call = make_call(
            session,
            source_id=self.source_id,
            agent_id=self.agent_id,
            unit_id=self.unit_id,
            campaign_id=self.campaign_id,
        )
        self.call_id: UUID = call.id
        recording = attach_sound(session, call.id, wav(*two(2)))
        session.exec(
            update(Recording).where(col(Recording.id) == recording.id).values(waveform=WAVEFORM)
        )
        transcript = make_transcript(session, call, [said("您好")], recording_id=recording.id)
        self.recording_id, self.transcript_id = recording.id, transcript.id


def _user(session: Session, asker: Asker, unit: Unit, agent_id: UUID) -> User:
    user = User(
        login=asker.login,
        name=asker.login,
        role=asker.role,
        unit_id=unit.id,
        agent_id=agent_id if asker.role is Role.AGENT else None,
        password_hash="",
    )
    session.add(user)
    session.flush()
    return user


def _signed_in(session: Session, user: User) -> str:
    """Open a session; returns what the cookie holds. Hashing no password is fast."""
    token = f"token-of-{user.login}"
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    session.add(UserSession(user_id=user.id, token_hash=token_hash))
    return token
