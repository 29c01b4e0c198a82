"""Drawing by a plan: choose from the calls nobody has looked at yet, and queue what is chosen."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from services import db
from services.clock import utc_now
from services.people.organisation import get_company
from services.reviews.sampling import drawing, frames, gathering
from services.reviews.sampling.drawing import Candidate, Choice, Progress, Terms
from services.reviews.sampling.periods import Stretch, before, stretch_of
from services.reviews.sampling.plans import EventLayer, PlanBody, RandomLayer, RiskLayer
from services.tables import SampleDraw, SamplingPlan

RISK_WAITS = timedelta(hours=1)
FIRST_EXPECTED = 100
"""Calls of an agent in a period, where neither plan nor past says better."""


def draw_plan(
    session: Session,
    plan_id: UUID,
    *,
    actor: str,
    by_hand: bool = False,
    at: datetime | None = None,
) -> list[SampleDraw]:
    """Draw the current period, and close those before it once their calls are all scored.

    Safe to repeat: calls that were looked at are not looked at again, and a draw that
    would look at none is not made. One draw of a plan at a time. Now, unless `at` is told.
    """
    plan = session.get_one(SamplingPlan, plan_id, with_for_update=True, populate_existing=True)
    body = PlanBody.model_validate(plan.body)
    now = at or utc_now()
    zone = ZoneInfo(get_company(session).timezone)
    current = stretch_of(body.period, now, zone)
    last = before(body.period, current, zone)
    # A day is closed when the day after it is over, too.
    open_ones = (before(body.period, last, zone), last, current)
    drawn = [_draw(session, plan, body, each, now, actor, by_hand) for each in open_ones]
    return [each for each in drawn if each is not None]


def _draw(
    session: Session,
    plan: SamplingPlan,
    body: PlanBody,
    stretch: Stretch,
    now: datetime,
    actor: str,
    by_hand: bool,
) -> SampleDraw | None:
    past = _past(session, plan.id, stretch)
    is_over = stretch.end <= now
    if (past and past[-1].closing) or (is_over and not past):
        return None
    closing = stretch.is_due_to_close(now)
    seed = past[0].seed if past else token_hex(16)
    terms = Terms(
        closing=closing,
        elapsed=stretch.elapsed(now),
        risk_due=by_hand or not past or now - past[-1].drawn_at >= RISK_WAITS,
        rates=_rates(session, body, stretch, now, past),
    )
    known = _known(past)
    calls = gathering.eligible(session, body.filters, stretch.begin, stretch.end, now)
    wanted = [each for each in calls if closing or each not in known or known[each].pending]
    if not closing and all(each in known for each in wanted):
        return None
    facts = gathering.facts_of(session, wanted, now)
    packs = gathering.pack_rules(session, body, {each["version_id"] for each in facts.values()})
    progress = Progress.of(past[-1].state) if past else Progress()
    candidates = [_candidate(body, facts[each], packs, known) for each in facts]
    frame = frames.framed(candidates, terms, progress)
    result = drawing.draw(body, seed, frame.calls, frame.terms, frame.before)
    packed = frames.pack(frame)
    told = body.model_dump(mode="json")
    draw = SampleDraw(
        plan_id=plan.id,
        period=stretch.name,
        number=len(past) + 1,
        closing=closing,
        seed=seed,
        body=told,
        frame=packed,
        digest=frames.digest(told, seed, packed),
        frame_size=len(frame.calls),
        chosen=chosen_json(result.chosen),
        state=frames.state_of(result.progress) | {"risk_decided": result.risk_decided},
        summary=_summary(result),
        drawn_by=actor,
        drawn_at=now,
    )
    session.add(draw)
    session.flush()
    _queue(session, draw, body, result.chosen, facts, packs)
    return draw


def recomputed(draw: SampleDraw) -> tuple[bool, list[dict[str, Any]]]:
    """Whether digest and choice come out the same from what is stored, and the choice."""
    frame = frames.unpack(draw.frame)
    body = PlanBody.model_validate(draw.body)
    result = drawing.draw(body, draw.seed, frame.calls, frame.terms, frame.before)
    chosen = chosen_json(result.chosen)
    same = chosen == draw.chosen and frames.digest(draw.body, draw.seed, draw.frame) == draw.digest
    return same, chosen


def chosen_json(chosen: tuple[Choice, ...]) -> list[dict[str, Any]]:
    return [{"call_id": str(each.call_id), "layers": list(each.layers)} for each in chosen]


def _past(session: Session, plan_id: UUID, stretch: Stretch) -> list[SampleDraw]:
    query = select(SampleDraw).where(
        SampleDraw.plan_id == plan_id, SampleDraw.period == stretch.name
    )
    return list(session.exec(query.order_by(col(SampleDraw.number))))


def _known(past: list[SampleDraw]) -> dict[UUID, Candidate]:
    """Calls that earlier draws looked at; `pending` and `blind` as they are by now."""
    known: dict[UUID, Candidate] = {}
    for draw in past:
        body = PlanBody.model_validate(draw.body)
        chosen = {UUID(each["call_id"]): each["layers"] for each in draw.chosen}
        has_risk = any(isinstance(layer, RiskLayer) for layer in body.layers)
        for call in frames.unpack(draw.frame).calls:
            layers = [body.layers[number] for number in chosen.get(call.call_id, ())]
            known[call.call_id] = Candidate(
                call.call_id,
                call.agent_id,
                call.weight,
                pending=has_risk and call.pending and not draw.state["risk_decided"],
                blind=call.blind or any(isinstance(layer, RandomLayer) for layer in layers),
            )
    return known


def _candidate(
    body: PlanBody,
    facts: dict[str, Any],
    packs: dict[UUID, Any],
    known: Mapping[UUID, Candidate],
) -> Candidate:
    before_this = known.get(facts["id"])
    events = tuple(
        number
        for number, layer in enumerate(body.layers)
        if isinstance(layer, EventLayer) and gathering.reasons_of(layer, facts, packs)
    )
    return Candidate(
        facts["id"],
        facts["agent_id"],
        gathering.risk_of(body, facts),
        events,
        earlier=before_this is not None,
        pending=before_this is None or before_this.pending,
        queued=facts["queued"],
        blind=before_this is not None and before_this.blind,
    )


def _rates(
    session: Session, body: PlanBody, stretch: Stretch, now: datetime, past: list[SampleDraw]
) -> dict[str, float]:
    """What share of an agent's calls is drawn blindly. The same in all draws of a period."""
    if past:
        return frames.unpack(past[0].frame).terms.rates
    floor = next((each for each in body.layers if isinstance(each, RandomLayer)), None)
    if floor is None:
        return {}
    if floor.expected is not None:
        return {"": min(1.0, floor.per_agent / floor.expected)}
    zone = ZoneInfo(get_company(session).timezone)
    last = before(body.period, stretch, zone)
    calls = gathering.eligible(session, body.filters, last.begin, last.end, now)
    counts = Counter(agent_id for agent_id in calls.values() if agent_id is not None)
    mean = sum(counts.values()) / len(counts) if counts else FIRST_EXPECTED
    # An agent who was away last time is back: nobody is expected to call less than most do.
    expected = {"": mean} | {str(key): max(mean, count) for key, count in counts.items()}
    return {key: min(1.0, floor.per_agent / count) for key, count in expected.items()}


def _summary(result: drawing.Drawn) -> dict[str, Any]:
    by_layer = Counter(number for each in result.chosen for number in each.layers)
    return {
        "chosen": len(result.chosen),
        "by_layer": {str(number): count for number, count in sorted(by_layer.items())},
        "left_out": {str(number): count for number, count in sorted(result.left_out.items())},
    }


def _queue(
    session: Session,
    draw: SampleDraw,
    body: PlanBody,
    chosen: tuple[Choice, ...],
    facts: Mapping[UUID, dict[str, Any]],
    packs: dict[UUID, Any],
) -> None:
    """Make tasks; of a call that is queued already, add why else it is wanted."""
    rows = [_task(draw, body, each, facts[each.call_id], packs) for each in chosen]
    if rows:
        db.run(session, _QUEUE, {"rows": db.as_json(rows), "now": draw.drawn_at})
        session.expire_all()


def _task(
    draw: SampleDraw,
    body: PlanBody,
    choice: Choice,
    facts: dict[str, Any],
    packs: dict[UUID, Any],
) -> dict[str, Any]:
    layers = [body.layers[number] for number in choice.layers]
    reasons: list[dict[str, Any]] = []
    for layer in layers:
        if isinstance(layer, EventLayer):
            reasons += gathering.reasons_of(layer, facts, packs)
        elif isinstance(layer, RiskLayer):
            reasons.append({"code": "risk", "weight": round(gathering.risk_of(body, facts), 2)})
        else:
            reasons.append({"code": "random"})
    # Drawn blindly outranks: what estimates rest on must not lose the calls with events.
    kinds = [layer.kind for layer in layers]
    kind = next(each for each in ("random", "event", "risk") if each in kinds)
    due = draw.drawn_at + timedelta(hours=min(layer.due_in_h for layer in layers))
    return {
        "call_id": str(choice.call_id),
        "layer": kind,
        "reasons": reasons,
        "draw_id": str(draw.id),
        "priority": max(layer.priority for layer in layers),
        "due_at": due.isoformat(),
        "created_by": draw.drawn_by,
    }


_QUEUE = """
INSERT INTO review_task (id, call_id, purpose, layer, reasons, draw_id, repeat, state, priority,
    due_at, created_at, created_by, assignee_id, done_at)
SELECT gen_random_uuid(), row.call_id, 'review', row.layer, row.reasons, row.draw_id, false,
    CASE WHEN final.id IS NULL THEN 'waiting' ELSE 'done' END, row.priority, row.due_at,
    %(now)s, row.created_by, final.reviewer_id, final.finalised_at
FROM jsonb_to_recordset(%(rows)s::jsonb) AS row(call_id uuid, layer text, reasons jsonb,
    draw_id uuid, priority int, due_at timestamptz, created_by text)
LEFT JOIN review AS final ON final.call_id = row.call_id AND final.state = 'final'
    AND final.purpose IN ('review', 'appeal')
ON CONFLICT (call_id, purpose) WHERE NOT repeat AND state <> 'withdrawn' DO UPDATE SET
    layer = CASE WHEN EXCLUDED.layer = 'random' THEN 'random' ELSE review_task.layer END,
    reasons = review_task.reasons || EXCLUDED.reasons,
    draw_id = coalesce(review_task.draw_id, EXCLUDED.draw_id),
    priority = greatest(review_task.priority, EXCLUDED.priority),
    due_at = least(review_task.due_at, EXCLUDED.due_at)
"""
