"""From what is stored of a stretch to the board before it, and what happened in it. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from services.activity.agent_time import team_at
from services.activity.audiences import Audience
from services.activity.counters import COLUMNS
from services.boards.replay_board import PastBoard
from services.boards.replay_facts import Facts, Stretch
from services.boards.replay_happenings import (
    Cast,
    Entered,
    Happening,
    Midnight,
    Moved,
    Person,
    day_end,
)
from services.boards.replay_ledger import Name
from services.boards.replay_time import added, entered, name_of, time_added
from services.tables import CounterKind, Unit


def board_before(unit: Unit, audience: Audience, facts: Facts, stretch: Stretch) -> PastBoard:
    """The board as it stood when the stretch began."""
    board = PastBoard(_cast(unit, audience, facts, stretch))
    _count(board, facts)
    for agent_id, member in facts.members.items():
        if _is_known(facts, agent_id, stretch):
            board.place(agent_id, team_at(member.teams, stretch.from_at))
    for happening in _entered(facts, stretch):
        if happening.at < stretch.from_at:
            board.enter(happening)
    for appeared in facts.appeared:
        if appeared.at < stretch.from_at:
            board.show(appeared)
    return board


def _count(board: PastBoard, facts: Facts) -> None:
    for row in facts.counted:
        numbers = {column: row[column] for column in COLUMNS if row[column]}
        board.begin(_name(row))
        board.count(_name(row), row["bucket_at"], numbers)
    for row in facts.volumes:
        board.grow(row["key"], row["bucket_at"], row)


def happenings(facts: Facts, stretch: Stretch) -> Iterator[Happening]:
    """What happened in the stretch, in no order."""
    yield from (each for each in _entered(facts, stretch) if each.at >= stretch.from_at)
    yield from (each for each in facts.appeared if each.at >= stretch.from_at)
    yield from _moved(facts, stretch)
    for ended_at, counted in facts.calls:
        yield from added(ended_at, counted)
    for agent_id, doing in facts.doing.items():
        teams = facts.members[agent_id].teams
        yield from time_added(agent_id, doing, teams, stretch.from_at, stretch.until_at)
    for timezone in {team.timezone for team in facts.teams.values()}:
        midnight = day_end(timezone, stretch.from_at)
        if midnight < stretch.until_at:
            yield Midnight(midnight)


def _cast(unit: Unit, audience: Audience, facts: Facts, stretch: Stretch) -> Cast:
    counting = {_name(row) for row in facts.counted}
    counting |= {name_of(key) or "" for _, counted in facts.calls for key in counted}
    teams = {
        key: team
        for key, team in facts.teams.items()
        if _is_open(team, stretch) or f"unit/{key}" in counting
    }
    people = {key: Person(each.name, each.code) for key, each in facts.members.items()}
    return Cast(unit, teams, people, facts.campaigns, audience)


def _is_open(team: Unit, stretch: Stretch) -> bool:
    return team.archived_at is None or team.archived_at > stretch.from_at


def _is_known(facts: Facts, agent_id: UUID, stretch: Stretch) -> bool:
    """Whether the agent has a card: those who have left since, only if they did something."""
    doing = facts.doing.get(agent_id, ())
    return facts.members[agent_id].active or any(each.at < stretch.until_at for each in doing)


def _name(row: Mapping[str, Any]) -> Name:
    key = (CounterKind(row["kind"]), str(row["key"]), row["bucket_at"], str(row["campaign_id"]))
    return name_of(key) or ""


def _entered(facts: Facts, stretch: Stretch) -> Iterator[Entered]:
    for agent_id, doing in facts.doing.items():
        yield from entered(agent_id, doing, stretch.until_at)


def _moved(facts: Facts, stretch: Stretch) -> Iterator[Moved]:
    for agent_id, member in facts.members.items():
        if _is_known(facts, agent_id, stretch):
            for team in member.teams:
                if stretch.from_at < team.since < stretch.until_at:
                    yield Moved(team.since, agent_id, team.unit_id)
