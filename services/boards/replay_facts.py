"""Reading what a past stretch of a board is made of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from services import db
from services.activity import alert_cards, board_sql, card_rows
from services.activity.agent_time import LONGEST, Team, team_at
from services.activity.audiences import Audience
from services.activity.cards import AlertCard, FatalCard, SaleCard
from services.activity.contributions import BUCKET, Contribution, contribution
from services.boards import replay_sql
from services.boards.replay_happenings import Appeared, day_start
from services.boards.replay_ledger import HOUR
from services.boards.replay_time import Doing
from services.tables import AgentState, CounterKind, Unit, UnitKind


class Stretch(NamedTuple):
    """From an instant up to, not including, another; both at full five minutes."""

    from_at: datetime
    until_at: datetime


class Member(NamedTuple):
    """An agent who was in a team of the board at some time, in order of time."""

    name: str
    code: str
    active: bool
    teams: Sequence[Team]


class Facts(NamedTuple):
    """What is stored of a stretch, and of the day before it."""

    teams: Mapping[UUID, Unit]
    members: Mapping[UUID, Member]
    doing: Mapping[UUID, Sequence[Doing]]
    """By agent: from the state they were in to the first that they entered afterwards."""
    counted: Sequence[Mapping[str, Any]]
    """Counters of before, the hour by five minutes."""
    volumes: Sequence[Mapping[str, Any]]
    calls: Sequence[tuple[datetime, Contribution]]
    """Of the stretch: when each ended, and what it counts for."""
    appeared: Sequence[Appeared]
    campaigns: Mapping[UUID, str]
    """Their names."""


def read(session: Session, audience: Audience, stretch: Stretch) -> Facts:
    teams = _teams(session, audience)
    members = _members(session, list(teams), audience, stretch)
    days = db.as_json(_days(teams, members, stretch))
    asked = {
        "units": list(teams),
        "agents": list(members),
        "from": stretch.from_at,
        "until": stretch.until_at,
        "recent": stretch.from_at + BUCKET - HOUR,
        "forgotten": stretch.from_at - LONGEST,
        "days": days,
    }
    counted = db.rows(session, replay_sql.COUNTED, asked)
    calls = db.rows(session, replay_sql.CALLS, asked)
    campaigns = {row["campaign_id"] for row in [*counted, *calls]}
    return Facts(
        teams=teams,
        members=members,
        doing=_doing(session, asked),
        counted=counted,
        volumes=db.rows(session, replay_sql.VOLUMES, asked),
        calls=[(call["ended_at"], contribution(call)) for call in calls],
        appeared=_appeared(session, teams, stretch),
        campaigns=dict(
            db.tuples(session, replay_sql.CAMPAIGNS, {"campaigns": list(campaigns - {None})})
        ),
    )


def _teams(session: Session, audience: Audience) -> dict[UUID, Unit]:
    """In the order in which cards stand."""
    query = select(Unit).where(col(Unit.id).in_(audience.unit_ids), Unit.kind == UnitKind.TEAM)
    return {unit.id: unit for unit in session.exec(query.order_by(col(Unit.name), col(Unit.id)))}


def _members(
    session: Session, units: list[UUID], audience: Audience, stretch: Stretch
) -> dict[UUID, Member]:
    """Agents see themselves only."""
    asked = {"units": units, "until": stretch.until_at}
    rows = db.rows(session, replay_sql.MEMBERSHIPS, asked)
    members = {}
    for agent_id, its in groupby(rows, key=itemgetter("agent_id")):
        if audience.agent_id in (None, agent_id):
            own = list(its)
            teams = [Team(row["since"], row["unit_id"]) for row in own]
            first = own[0]
            members[agent_id] = Member(first["name"], first["code"], first["active"], teams)
    return members


def _days(
    teams: Mapping[UUID, Unit], members: Mapping[UUID, Member], stretch: Stretch
) -> list[dict[str, Any]]:
    """When the day of the stretch begins, for each who has counters."""
    at = stretch.from_at
    starts = {unit_id: day_start(unit.timezone, at) for unit_id, unit in teams.items()}
    kinds = (CounterKind.UNIT, CounterKind.CAMPAIGN)
    days = [_day(kind, key, starts[key]) for kind in kinds for key in teams]
    for agent_id, member in members.items():
        unit_id = _first_team(member, teams, stretch)
        if unit_id is not None:
            days.append(_day(CounterKind.AGENT, agent_id, starts[unit_id]))
    return days


def _day(kind: CounterKind, key: UUID, starts_at: datetime) -> dict[str, Any]:
    return {"kind": kind.value, "key": key, "starts_at": starts_at}


def _first_team(member: Member, teams: Mapping[UUID, Unit], stretch: Stretch) -> UUID | None:
    """Where an agent comes onto the board; None for those who were never on it."""
    later = (team.unit_id for team in member.teams if stretch.from_at < team.since)
    came = (team_at(member.teams, stretch.from_at), *later)
    return next((unit_id for unit_id in came if unit_id in teams), None)


def _doing(session: Session, asked: Mapping[str, Any]) -> dict[UUID, list[Doing]]:
    doing: dict[UUID, list[Doing]] = {}
    for agent_id, at, rank, state, reason, call_id in db.tuples(session, replay_sql.CHANGES, asked):
        entered = Doing(at, rank, AgentState(state), reason, call_id)
        doing.setdefault(agent_id, []).append(entered)
    return doing


def _appeared(session: Session, teams: Mapping[UUID, Unit], stretch: Stretch) -> list[Appeared]:
    """Of the day before the stretch, and of the stretch, in order; alerts while they are open."""
    if not teams:
        return []
    since = min(day_start(unit.timezone, stretch.from_at) for unit in teams.values())
    asked = {"units": list(teams), "since": since, "until": stretch.until_at}
    found = [
        *map(_fatal, db.rows(session, board_sql.FATALS_ENDED, asked)),
        *map(_sale, db.rows(session, board_sql.SALES_ENDED, asked)),
    ]
    for card, over_at in alert_cards.past_cards(session, list(teams), *stretch):
        found += (each for each in _of_alert(card, over_at) if each.at < stretch.until_at)
    return sorted(found, key=lambda each: each.at)


def _of_alert(card: AlertCard, over_at: datetime | None) -> Iterator[Appeared]:
    """When it was raised, acknowledged, and over."""
    open_still = {"withdrawn": False}
    unseen = open_still | {"acknowledged_at": None, "acknowledged_by": None}
    yield Appeared(card.raised_at, card.model_copy(update=unseen))
    if card.acknowledged_at is not None:
        yield Appeared(card.acknowledged_at, card.model_copy(update=open_still))
    if over_at is not None:
        yield Appeared(over_at, card.model_copy(update={"withdrawn": True}))


def _fatal(row: dict[str, Any]) -> Appeared:
    """With its call, however much later it was found."""
    card: FatalCard = card_rows.fatal_card(0, row | {"created_at": row["ended_at"]})
    return Appeared(row["ended_at"], card)


def _sale(row: dict[str, Any]) -> Appeared:
    card: SaleCard = card_rows.sale_card(0, row)
    return Appeared(row["sold_at"], card)
