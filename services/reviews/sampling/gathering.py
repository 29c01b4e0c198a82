"""The calls that a plan chooses from, and what of them the layers ask for."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, select

from services import db
from services.people.callers import unit_and_below
from services.reviews.sampling.plans import EventLayer, Filters, PlanBody, RiskLayer, RiskWeights
from services.scoring.card import Rule, ScorecardBody
from services.scoring.conditions import Said, walk
from services.tables import Call, CallState, Evaluation, ScorecardVersion, Transcript

_NEW_FOR = timedelta(days=30)
"""So long an agent is new, and so long a complaint is remembered."""

_FACTS: LiteralString = """
    SELECT call.id, call.agent_id, call.outcome, call.score, e.scorecard_version_id AS version_id,
        coalesce((SELECT avg((line ->> 'verdict' = 'not_measurable')::int)
            FROM jsonb_array_elements(e.lines) AS line), 0)::float8 AS doubtful,
        coalesce((SELECT json_agg(json_build_object('rule_key', hit.rule_key,
                'rule_name', hit.rule_name, 'severity', hit.severity, 'fatal', hit.fatal))
            FROM hit WHERE hit.evaluation_id = e.id AND hit.violation), '[]') AS hits,
        coalesce((SELECT min(since) > call.started_at - %(new_for)s FROM membership
            WHERE membership.agent_id = call.agent_id), false) AS new_agent,
        EXISTS (SELECT FROM review_task t WHERE t.call_id = call.id AND t.purpose = 'review')
            OR EXISTS (SELECT FROM review r WHERE r.call_id = call.id AND r.state = 'final')
            AS queued
    FROM call JOIN evaluation e ON e.id = call.evaluation_id WHERE call.id = ANY(%(ids)s)
"""
_COMPLAINTS: LiteralString = """
    SELECT agent_id, count(*)::int FROM call WHERE outcome = 'complaint'
        AND agent_id = ANY(%(agent_ids)s) AND started_at >= %(since)s GROUP BY agent_id
"""
_POINTS = {"minor": 1, "major": 2, "critical": 4}
_FATAL = 8
_MOST_COMPLAINTS = 5


def eligible(
    session: Session, filters: Filters, begin: datetime, end: datetime, now: datetime
) -> dict[UUID, UUID | None]:
    """Ended, scored calls that the filters let through, with their agents."""
    query = (
        select(Call.id, Call.agent_id)
        .join(Evaluation, col(Evaluation.id) == Call.evaluation_id)
        .where(*conditions(session, filters, now), *_within(begin, end))
    )
    return dict(session.exec(query).all())


def conditions(session: Session, filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    """Which calls are drawn from, of `Call` joined with the `Evaluation` that counts."""
    units = {unit for root in filters.unit_ids for unit in unit_and_below(session, root)}
    ended = col(Call.ended_at) <= now - timedelta(minutes=filters.min_age_min)
    found: list[ColumnElement[bool]] = [
        col(Call.state) == CallState.ENDED,
        ended,
        col(Call.talk_s) >= filters.talk_s_min,
        *(
            column.in_(wanted)
            for column, wanted in (
                (col(Call.campaign_id), filters.campaign_ids),
                (col(Call.unit_id), units if filters.unit_ids else ()),
                (col(Call.outcome), filters.outcomes),
                (col(Call.direction), filters.directions),
            )
            if wanted
        ),
    ]
    if filters.unit_ids and not units:
        found.append(false())
    if filters.talk_s_max is not None:
        found.append(col(Call.talk_s) <= filters.talk_s_max)
    if filters.languages:
        spoken = select(Transcript.id).where(
            Transcript.id == Evaluation.transcript_id,
            col(Transcript.language).in_(filters.languages),
        )
        found.append(spoken.exists())
    return found


def _within(begin: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(Call.started_at) >= begin, col(Call.started_at) < end


def facts_of(
    session: Session, call_ids: Collection[UUID], now: datetime
) -> dict[UUID, dict[str, Any]]:
    """By call: what events and risk are read from."""
    asked = {"ids": sorted(call_ids), "new_for": _NEW_FOR}
    found = db.rows(session, _FACTS, asked)
    agents = sorted({row["agent_id"] for row in found if row["agent_id"]})
    history = dict(db.tuples(session, _COMPLAINTS, {"agent_ids": agents, "since": now - _NEW_FOR}))
    return {row["id"]: row | {"complaints": history.get(row["agent_id"], 0)} for row in found}


def pack_rules(session: Session, body: PlanBody, versions: Collection[UUID]) -> dict[UUID, Any]:
    """By version: the word packs of each rule; empty where no layer asks for packs."""
    if not any(isinstance(layer, EventLayer) and layer.packs for layer in body.layers):
        return {}
    cards = {
        version_id: ScorecardBody.model_validate(session.get_one(ScorecardVersion, version_id).body)
        for version_id in versions
    }
    return {
        version_id: {rule.key: _packs(rule) for rule in card.rules}
        for version_id, card in cards.items()
    }


def reasons_of(
    layer: EventLayer, facts: dict[str, Any], packs: dict[UUID, Any]
) -> list[dict[str, Any]]:
    """What of the call this layer asks for, each rule once for each reason."""
    named = packs.get(facts["version_id"], {})
    found: dict[tuple[str, str | None], dict[str, Any]] = {}
    for hit in facts["hits"]:
        rule = {"rule_key": hit["rule_key"], "rule_name": hit["rule_name"]}
        told = [
            ("fatal", None, layer.fatal and hit["fatal"]),
            ("severity", hit["severity"], hit["severity"] in layer.severities),
            ("rule", None, hit["rule_key"] in layer.rule_keys),
            *(
                ("pack", pack, pack in layer.packs)
                for pack in sorted(named.get(hit["rule_key"], ()))
            ),
        ]
        for code, value, holds in told:
            if holds:
                found[code, hit["rule_key"]] = {"code": code, "value": value, **rule}
    if facts["outcome"] in layer.outcomes:
        found["outcome", None] = {"code": "outcome", "value": facts["outcome"]}
    return list(found.values())


def risk_of(body: PlanBody, facts: dict[str, Any]) -> float:
    """The weight by the first risk layer's coefficients: 1 where nothing speaks of risk.

    1 + hits x (minor 1, major 2, critical 4, fatal 8, of each rule broken, once)
    + low_score x (100 - score) / 100 + doubtful x share of rules that could not be measured
    + new_agent in the agent's first 30 days + complaints x min(5, complaints in 30 days) / 5.
    """
    weights = next(
        (layer.weights for layer in body.layers if isinstance(layer, RiskLayer)), RiskWeights()
    )
    rules = {
        hit["rule_key"]: _FATAL if hit["fatal"] else _POINTS[hit["severity"]]
        for hit in facts["hits"]
    }
    score = facts["score"] if facts["score"] is not None else 100
    complaints = min(_MOST_COMPLAINTS, facts["complaints"]) / _MOST_COMPLAINTS
    return float(
        1
        + weights.hits * sum(rules.values())
        + weights.low_score * (100 - score) / 100
        + weights.doubtful * facts["doubtful"]
        + weights.new_agent * facts["new_agent"]
        + weights.complaints * complaints
    )


def _packs(rule: Rule) -> set[str]:
    if rule.condition is None:
        return set()
    return {pack for each in walk(rule.condition) if isinstance(each, Said) for pack in each.packs}
