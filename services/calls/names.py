"""What dialers call agents and campaigns, and who that is here."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from psycopg import Cursor
from sqlmodel import Session

from services import db
from services.activity.agent_time import Team, team_at


class CampaignName(msgspec.Struct, frozen=True):
    id: UUID
    effective_talk_s: int
    service_level_s: int


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


class Asked(NamedTuple):
    """Names that are being looked up, together with whatever else is asked."""

    session: Session
    agent_keys: Collection[tuple[UUID, str]]
    campaign_codes: Collection[str]
    matched: Cursor[dict[str, Any]]
    campaigns: Cursor[dict[str, Any]]

    def answer(self, agent_keys: set[tuple[UUID, str]], campaign_codes: set[str]) -> Names:
        """These names, looked up now where they were not asked for.

        One that is seen for the first time is stored: an agent's as an identity (matched at
        once when an agent has it as code, else waiting to be matched), a campaign's as a
        campaign.
        """
        matched, named = self.matched.fetchall(), self.campaigns.fetchall()
        if more_keys := agent_keys.difference(self.agent_keys):
            matched += _ask_matched(self.session, more_keys).fetchall()
        if more_codes := campaign_codes.difference(self.campaign_codes):
            named += _ask_named(self.session, more_codes).fetchall()
        agents, teams = _agents(self.session, agent_keys, matched)
        return Names(agents, teams, _campaigns(self.session, campaign_codes, named))


def ask(
    session: Session, agent_keys: Collection[tuple[UUID, str]], campaign_codes: Collection[str]
) -> Asked:
    """Look up agents, by source and what that source calls them, and campaigns."""
    matched, named = _ask_matched(session, agent_keys), _ask_named(session, campaign_codes)
    return Asked(session, agent_keys, campaign_codes, matched, named)


def _agents(
    session: Session, keys: Collection[tuple[UUID, str]], found: list[dict[str, Any]]
) -> tuple[dict[tuple[UUID, str], UUID], dict[UUID, list[Team]]]:
    unseen = sorted(set(keys) - {(row["source_id"], row["external_id"]) for row in found})
    if unseen:
        _meet(session, unseen)
        found += _ask_matched(session, unseen).fetchall()
    agents: dict[tuple[UUID, str], UUID] = {}
    teams: dict[UUID, dict[datetime, Team]] = {}
    for row in found:
        if row["agent_id"] is not None:
            agents[(row["source_id"], row["external_id"])] = row["agent_id"]
            if row["since"] is not None:
                team = Team(row["since"], row["unit_id"])
                teams.setdefault(row["agent_id"], {})[team.since] = team
    return agents, {agent: [each[since] for since in sorted(each)] for agent, each in teams.items()}


def _ask_matched(session: Session, keys: Collection[tuple[UUID, str]]) -> Cursor[dict[str, Any]]:
    """A row per identity and membership of its agent, in order of `since`."""
    return db.ask(
        session,
        """
        SELECT i.source_id, i.external_id, i.agent_id, m.since, m.unit_id
        FROM unnest(%(sources)s::uuid[], %(keys)s::text[]) AS named (source_id, external_id)
        JOIN agent_identity i USING (source_id, external_id)
        LEFT JOIN membership m ON m.agent_id = i.agent_id
        ORDER BY m.since
        """,
        _columns(keys),
    )


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


def _campaigns(
    session: Session, codes: Collection[str], rows: Iterable[dict[str, Any]]
) -> dict[str, CampaignName]:
    found = _by_code(rows)
    unseen = sorted(set(codes) - found.keys())
    if unseen:
        db.run(
            session,
            """
            INSERT INTO campaign (
                id, code, name, effective_talk_s, service_level_s, hot_words, facts, script,
                notice_required)
            SELECT gen_random_uuid(), code, code, 30, 20, '[]', '{}', '[]', true
            FROM unnest(%(codes)s::text[]) code
            ON CONFLICT (code) DO NOTHING
            """,
            {"codes": unseen},
        )
        found |= _by_code(_ask_named(session, unseen).fetchall())
    return found


def _by_code(rows: Iterable[dict[str, Any]]) -> dict[str, CampaignName]:
    return {
        row["code"]: CampaignName(row["id"], row["effective_talk_s"], row["service_level_s"])
        for row in rows
    }


def _ask_named(session: Session, codes: Collection[str]) -> Cursor[dict[str, Any]]:
    return db.ask(
        session,
        "SELECT id, code, effective_talk_s, service_level_s FROM campaign"
        " WHERE code = ANY(%(codes)s)",
        {"codes": list(codes)},
    )
