"""From rows of the database to cards."""

from typing import Any

from services.activity.cards import (
    AgentCard,
    CampaignCard,
    FatalCard,
    GoneCard,
    SaleCard,
    Tally,
    UnitCard,
    VolumeCard,
)
from services.activity.counters import COLUMNS
from services.activity.notices import Left
from services.tables import AgentState

_NOTHING = Tally()
_PERIODS = ("today", "hour", "quarter")
_NAMES = {period: [(name, f"{period}_{name}") for name in COLUMNS] for period in _PERIODS}


def unit_card(version: int, row: dict[str, Any]) -> UnitCard:
    return UnitCard(
        key=str(row["id"]),
        version=version,
        unit_id=row["id"],
        name=row["name"],
        **_tallies(row),
    )


def agent_card(version: int, row: dict[str, Any]) -> AgentCard:
    return AgentCard(
        key=str(row["id"]),
        version=version,
        unit_id=row["unit_id"],
        name=row["name"],
        code=row["code"],
        state=AgentState(row["state"] or AgentState.OFFLINE),
        state_since=row["at"],
        reason=row["reason"],
        call_id=row["call_id"],
        **_tallies(row),
    )


def campaign_card(version: int, row: dict[str, Any]) -> CampaignCard:
    return CampaignCard(
        key=f"{row['unit_id']}/{row['campaign_id']}",
        version=version,
        unit_id=row["unit_id"],
        campaign_id=row["campaign_id"],
        name=row["name"],
        **_tallies(row),
    )


def volume_card(version: int, row: dict[str, Any]) -> VolumeCard:
    return VolumeCard(
        key=f"{row['key']}/{int(row['bucket_at'].timestamp())}",
        version=version,
        unit_id=row["key"],
        bucket_at=row["bucket_at"],
        dials=row["dials"],
        connects=row["connects"],
        effective_talks=row["effective_talks"],
    )


def fatal_card(version: int, row: dict[str, Any]) -> FatalCard:
    return FatalCard(
        key=str(row["id"]),
        version=version,
        unit_id=row["unit_id"],
        agent_id=row["agent_id"],
        agent_name=row["agent_name"],
        call_id=row["call_id"],
        campaign_id=row["campaign_id"],
        rule_name=row["rule_name"],
        quote=row["quote"],
        start_s=row["start_s"],
        scored_at=row["created_at"],
        withdrawn=row["withdrawn"],
    )


def sale_card(version: int, row: dict[str, Any]) -> SaleCard:
    return SaleCard(
        key=str(row["id"]),
        version=version,
        unit_id=row["unit_id"],
        agent_id=row["agent_id"],
        agent_name=row["agent_name"],
        campaign_id=row["campaign_id"],
        amount=row["amount"],
        currency=row["currency"],
        sold_at=row["sold_at"],
        withdrawn=row["withdrawn"],
    )


def gone_card(version: int, left: Left) -> GoneCard:
    return GoneCard(
        key=str(left.key),
        version=version,
        unit_id=left.whose.unit_id,
        of=left.kind,
        agent_id=left.whose.agent_id,
        campaign_id=left.whose.campaign_id,
    )


def _tallies(row: dict[str, Any]) -> dict[str, Tally]:
    return {period: _tally(row, names) for period, names in _NAMES.items()}


def _tally(row: dict[str, Any], names: list[tuple[str, str]]) -> Tally:
    """Of a period without counters every sum is null."""
    if row[names[0][1]] is None:
        return _NOTHING
    return Tally(**{name: row[column] or 0 for name, column in names})
