"""What dialers call agents and campaigns, and who that is here."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel import Session

from services import db
from services.activity.agent_time import Team, team_at


class CampaignName(msgspec.Struct, frozen=True):
    id: UUID
    effective_talk_s: int


class Names(msgspec.Struct, frozen=True):
    """The names in one batch of events, resolved."""

    agents: dict[tuple[UUID, str], UUID]
    """By source and the source's own name; unmatched names are absent."""
    teams: dict[UUID, list[Team]]
    """By agent, in order of `since`."""
    campaigns: dict[str, CampaignName]

    def agent(self, source_id: UUID, key: str | None) -> UUID | None:
        return self.agents.get((source_id, key)) if key else None

    def team(self, agent_id: UUID | None, instant: datetime) -> UUID | None:
        return team_at(self.teams.get(agent_id, []), instant) if agent_id else None


def resolve(
    session: Session, agent_keys: Collection[tuple[UUID, str]], campaign_codes: Collection[str]
) -> Names:
    """Look up agents, by source and what that source calls them, and campaigns.

    A name seen for the first time is stored: an agent's as an identity (matched at once
    when an agent has it as code, else waiting to be matched), a campaign's as a campaign.
    """
    agents = _agents(session, agent_keys)
    return Names(
        agents=agents,
        teams=_teams(session, set(agents.values())),
        campaigns=_campaigns(session, campaign_codes),
    )


def _agents(session: Session, keys: Collection[tuple[UUID, str]]) -> dict[tuple[UUID, str], UUID]:
    if not keys:
        return {}
    found = _identities(session, keys)
    unseen = sorted(set(keys) - found.keys())
    if unseen:
        _meet(session, unseen)
        found |= _identities(session, unseen)
    return {key: agent_id for key, agent_id in found.items() if agent_id is not None}


def _identities(
    session: Session, keys: Collection[tuple[UUID, str]]
) -> dict[tuple[UUID, str], UUID | None]:
    rows = db.rows(
        session,
        """
        SELECT source_id, external_id, agent_id FROM agent_identity
        WHERE (source_id, external_id)
            IN (SELECT * FROM unnest(%(sources)s::uuid[], %(keys)s::text[]))
        """,
        _columns(keys),
    )
    return {(row["source_id"], row["external_id"]): row["agent_id"] for row in rows}


def _meet(session: Session, keys: Collection[tuple[UUID, str]]) -> None:
    db.run(
        session,
        """
        INSERT INTO agent_identity (id, source_id, external_id, agent_id, first_seen_at)
        SELECT gen_random_uuid(), source_id, key, (SELECT id FROM agent WHERE code = key), now()
        FROM unnest(%(sources)s::uuid[], %(keys)s::text[]) AS new (source_id, key)
        ON CONFLICT (source_id, external_id) DO NOTHING
        """,
        _columns(keys),
    )


def _columns(keys: Collection[tuple[UUID, str]]) -> dict[str, Any]:
    return {"sources": [source for source, _ in keys], "keys": [key for _, key in keys]}


def _teams(session: Session, agent_ids: Collection[UUID]) -> dict[UUID, list[Team]]:
    if not agent_ids:
        return {}
    teams: dict[UUID, list[Team]] = {}
    for row in db.rows(
        session,
        "SELECT agent_id, since, unit_id FROM membership WHERE agent_id = ANY(%(ids)s)"
        " ORDER BY since",
        {"ids": list(agent_ids)},
    ):
        teams.setdefault(row["agent_id"], []).append(Team(row["since"], row["unit_id"]))
    return teams


def _campaigns(session: Session, codes: Collection[str]) -> dict[str, CampaignName]:
    if not codes:
        return {}
    found = _campaigns_named(session, codes)
    unseen = sorted(set(codes) - found.keys())
    if unseen:
        db.run(
            session,
            """
            INSERT INTO campaign (id, code, name, effective_talk_s)
            SELECT gen_random_uuid(), code, code, 30 FROM unnest(%(codes)s::text[]) code
            ON CONFLICT (code) DO NOTHING
            """,
            {"codes": unseen},
        )
        found |= _campaigns_named(session, unseen)
    return found


def _campaigns_named(session: Session, codes: Collection[str]) -> dict[str, CampaignName]:
    rows = db.rows(
        session,
        "SELECT id, code, effective_talk_s FROM campaign WHERE code = ANY(%(codes)s)",
        {"codes": list(codes)},
    )
    return {row["code"]: CampaignName(row["id"], row["effective_talk_s"]) for row in rows}
