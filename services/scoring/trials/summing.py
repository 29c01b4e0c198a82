"""How the scores of teams, agents and everybody move: from rows, or while calls pass by."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.scoring.trials import Shift, Totals
from services.scoring.trials.calls import WITH_BASELINE_OF_BACKTEST, parameters
from services.scoring.trials.tallying import Sum, Tally, Whose
from services.tables import Backtest, Rescore

Sums = tuple[list[Shift], list[Shift], Totals]

_OF_BACKTEST: LiteralString = (
    """
    SELECT call.unit_id, call.agent_id,
        CASE WHEN b.call_id IS NULL THEN baseline.score ELSE b.score_before END AS score_before,
        CASE WHEN b.call_id IS NULL THEN baseline.score ELSE b.score_after END AS score_after,
        CASE WHEN b.call_id IS NULL THEN baseline.passed ELSE b.passed_before END AS passed_before,
        CASE WHEN b.call_id IS NULL THEN baseline.passed ELSE b.passed_after END AS passed_after,
        CASE WHEN b.call_id IS NULL THEN baseline.fatal ELSE b.fatal_before END AS fatal_before,
        CASE WHEN b.call_id IS NULL THEN baseline.fatal ELSE b.fatal_after END AS fatal_after
    """
    + WITH_BASELINE_OF_BACKTEST
)
_OF_RESCORE: LiteralString = """
    SELECT call.unit_id, call.agent_id, r.score_before, e.score AS score_after,
        r.passed_before, e.passed AS passed_after, r.fatal_before, e.fatal AS fatal_after
    FROM rescore_call r JOIN call ON call.id = r.call_id
    JOIN evaluation e ON e.id = r.evaluation_id WHERE r.rescore_id = %(id)s
"""


_UNITS: LiteralString = "SELECT id::text, name FROM unit WHERE id = ANY(%(ids)s::uuid[])"
_AGENTS: LiteralString = "SELECT id::text, name FROM agent WHERE id = ANY(%(ids)s::uuid[])"


def of_tally(session: Session, tally: Tally) -> Sums:
    """Of calls that were all seen by one worker: nothing is read but names."""
    whole = tally.of_all()
    totals = Totals(
        calls=whole.calls,
        score_before=_mean(whole.before, whole.scored_before),
        score_after=_mean(whole.after, whole.scored_after),
        passed_before=whole.passed_before,
        passed_after=whole.passed_after,
        fatal_before=whole.fatal_before,
        fatal_after=whole.fatal_after,
    )
    units = _named(session, _UNITS, tally.of_units())
    agents = _named(session, _AGENTS, tally.of_agents())
    return units, agents, totals


def _named(session: Session, names: LiteralString, sums: Mapping[Whose, Sum]) -> list[Shift]:
    known = dict(db.tuples(session, names, {"ids": [each for each in sums if each]}))
    shifts = [
        Shift(
            id=UUID(whose) if whose else None,
            name=known.get(whose),
            calls=each.calls,
            before=_mean(each.before, each.scored_before),
            after=_mean(each.after, each.scored_after),
        )
        for whose, each in sums.items()
    ]
    return sorted(shifts, key=_most_moved_first)


def _most_moved_first(shift: Shift) -> tuple[bool, float, int]:
    """Last those that have no score; of equal ones first those with the most calls."""
    if shift.before is None or shift.after is None:
        return True, 0.0, -shift.calls
    return False, -abs(shift.after - shift.before), -shift.calls


def _mean(total: float, count: int) -> float | None:
    return total / count if count else None


def of_backtest(session: Session, backtest: Backtest) -> Sums:
    """The same of calls of which no worker saw every one: all are read again."""
    asked = parameters(session, backtest) | {
        "version_id": backtest.against_id,
        "id": backtest.id,
    }
    return _sums(session, _OF_BACKTEST, asked)


def of_rescore(session: Session, rescore: Rescore) -> Sums:
    return _sums(session, _OF_RESCORE, {"id": rescore.id})


def _sums(session: Session, of_calls: LiteralString, asked: dict[str, Any]) -> Sums:
    sql: LiteralString = (
        "WITH scores AS ("
        + of_calls
        + """), sums AS (
        SELECT grouping(unit_id) AS no_unit, grouping(agent_id) AS no_agent, unit_id, agent_id,
            count(*)::int AS calls, avg(score_before) AS before, avg(score_after) AS after,
            count(*) FILTER (WHERE passed_before)::int AS passed_before,
            count(*) FILTER (WHERE passed_after)::int AS passed_after,
            count(*) FILTER (WHERE fatal_before)::int AS fatal_before,
            count(*) FILTER (WHERE fatal_after)::int AS fatal_after
        FROM scores GROUP BY GROUPING SETS ((unit_id), (agent_id), ()))
        SELECT sums.*, unit.name AS unit_name, agent.name AS agent_name FROM sums
        LEFT JOIN unit ON unit.id = sums.unit_id LEFT JOIN agent ON agent.id = sums.agent_id
        ORDER BY abs(after - before) DESC NULLS LAST, calls DESC
        """
    )
    rows = db.rows(session, sql, asked)
    teams = [row for row in rows if not row["no_unit"]]
    agents = [row for row in rows if not row["no_agent"]]
    [whole] = [row for row in rows if row["no_unit"] and row["no_agent"]]
    return _shifts(teams, "unit"), _shifts(agents, "agent"), _totals(whole)


def _shifts(rows: Sequence[dict[str, Any]], what: str) -> list[Shift]:
    return [
        Shift(
            id=row[f"{what}_id"],
            name=row[f"{what}_name"],
            calls=row["calls"],
            before=row["before"],
            after=row["after"],
        )
        for row in rows
    ]


def _totals(row: dict[str, Any]) -> Totals:
    counted = {name: row[name] for name in Totals.model_fields if name in row}
    return Totals(**counted, score_before=row["before"], score_after=row["after"])
