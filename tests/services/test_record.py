"""Recording events: stored once, counted right, whatever the order."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from services import db
from services.calls.events import CallEvent, EventType
from services.calls.identity import call_id_for
from services.calls.record import Outcome, record_events
from services.db import transaction
from services.tables import Agent, Call, Counter, CounterKind, Membership, Source, Unit, UnitKind

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BOTH = ("1001", "1002")


class Centre:
    """One source, one team, two agents."""

    def __init__(self) -> None:
        self.source_id, self.unit_id = uuid4(), uuid4()
        self.agents = {code: uuid4() for code in BOTH}

    def build(self, session: Session) -> None:
        session.add(Source(id=self.source_id, name="dialer"))
        session.add(Unit(id=self.unit_id, kind=UnitKind.TEAM, name="Team A"))
        session.add_all(Agent(id=i, code=code, name=code) for code, i in self.agents.items())
        session.flush()
        since = NINE - timedelta(days=30)
        session.add_all(
            Membership(agent_id=i, unit_id=self.unit_id, since=since) for i in self.agents.values()
        )

    def event(self, kind: str, at_s: float, call: str | None = "c1", **data: Any) -> CallEvent:
        known = {"call_id": call, **data} if call else data
        return CallEvent(
            source_id=self.source_id,
            origin="/dialer",
            event_id=f"{call}-{kind}-{at_s}-{data.get('agent')}",
            type=EventType(kind),
            at=NINE + timedelta(seconds=at_s),
            call_id=call_id_for(self.source_id, call) if call else None,
            call_key=call,
            agent_key=data.get("agent"),
            data=known,
        )

    def happening(
        self, kind: str, at_s: int, call: str, agent: str | None, outcome: str | None
    ) -> CallEvent:
        """Any event at all: also of agents who talk before they dial."""
        if kind == "agent.state":
            state = "break" if outcome else "ready"
            return self.event(kind, at_s, None, agent=agent or "1001", state=state)
        facts = {"agent": agent, "outcome": outcome}
        return self.event(kind, at_s, call, **{k: v for k, v in facts.items() if v})

    def a_shift(self) -> list[CallEvent]:
        """Two agents, a sale with a transfer, a call nobody answers, a break."""
        return [
            self.event("agent.state", 0, None, agent="1001", state="ready"),
            self.event("agent.state", 0, None, agent="1002", state="ready"),
            self.event("call.dialed", 10, agent="1001", campaign="spring", customer_number="138"),
            self.event("call.answered", 20, agent="1001"),
            self.event("call.bridged", 21, agent="1001"),
            self.event("call.bridged", 320, agent="1002"),
            self.event("call.ended", 400, agent="1002", hangup_by="agent"),
            self.event("call.disposed", 410, outcome="sale", amount=99.5),
            self.event("agent.state", 450, None, agent="1002", state="break", reason="lunch"),
            self.event("agent.state", 330, None, agent="1001", state="ready"),
            self.event("call.dialed", 500, "c2", agent="1001", campaign="spring"),
            self.event("call.ended", 530, "c2", agent="1001", outcome="no_answer"),
            self.event("agent.state", 531, None, agent="1001", state="ready"),
            self.event("agent.state", 1200, None, agent="1002", state="ready"),
        ]


@pytest.fixture
def centre(database: None) -> Centre:
    centre = Centre()
    with transaction() as session:
        centre.build(session)
    return centre


def record(events: Sequence[CallEvent]) -> list[Outcome]:
    with transaction() as session:
        return record_events(session, events)


def counters() -> dict[tuple[str, UUID, datetime], dict[str, float]]:
    """All counters but what is zero in them, campaigns by nothing but their kind."""
    with transaction() as session:
        rows = db.rows(session, "SELECT * FROM counter", {})
    return {
        (row["kind"], row["key"], row["bucket_at"]): {
            name: round(value, 2)
            for name, value in row.items()
            if name not in ("kind", "key", "bucket_at") and abs(value) > 1e-6
        }
        for row in rows
    }


def totals(kind: CounterKind, key: UUID) -> dict[str, float]:
    sums: dict[str, float] = {}
    for (its_kind, its_key, _), numbers in counters().items():
        if (its_kind, its_key) == (kind, key):
            for name, number in numbers.items():
                sums[name] = sums.get(name, 0) + number
    return sums


def test_a_shift_is_counted(centre: Centre) -> None:
    record(centre.a_shift())

    one = totals(CounterKind.AGENT, centre.agents["1001"])
    two = totals(CounterKind.AGENT, centre.agents["1002"])
    team = totals(CounterKind.UNIT, centre.unit_id)
    assert (one["dials"], one["connects"], one["talk_s"]) == (2, 1, 299)
    assert (two["connects"], two["sales"], two["effective_talks"], two["talk_s"]) == (1, 1, 1, 80)
    assert (two["wrap_s"], two["break_s"]) == (50, 750)
    assert (team["dials"], team["connects"], team["sales"], team["talk_s"]) == (2, 1, 1, 379)


@pytest.mark.parametrize("seed", range(6))
def test_any_order_batching_and_duplication_counts_the_same(centre: Centre, seed: int) -> None:
    record(centre.a_shift())
    expected = counters()
    with transaction() as session:
        for table in ("counter", "agent_state_change", "event", "call"):
            db.run(session, f"DELETE FROM {table}", {})

    chance = Random(seed)
    events = centre.a_shift() * 2
    chance.shuffle(events)
    while events:
        size = chance.randint(1, 6)
        record(events[:size])
        events = events[size:]

    same = {key: numbers for key, numbers in counters().items() if numbers}
    assert same == expected


moments = st.lists(
    st.tuples(
        st.sampled_from([kind.value for kind in EventType]),
        st.integers(0, 900),
        st.sampled_from(["c1", "c2"]),
        st.sampled_from(["1001", "1002", None]),
        st.sampled_from(["sale", "refused", "voicemail", None]),
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda moment: (moment[0], moment[1], moment[2], moment[3]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moments=moments, chance=st.randoms(use_true_random=False))
def test_whatever_happened_the_order_it_is_told_in_changes_nothing(
    centre: Centre, moments: list[tuple[str, int, str, str | None, str | None]], chance: Random
) -> None:
    events = [centre.happening(*moment) for moment in moments]
    forget_everything()
    record(events)
    in_order = (calls(), {key: numbers for key, numbers in counters().items() if numbers})

    forget_everything()
    told = events + chance.choices(events, k=3)
    chance.shuffle(told)
    cut = chance.randint(0, len(told))
    record(told[:cut])
    record(told[cut:])

    assert (calls(), {k: n for k, n in counters().items() if n}) == in_order


def forget_everything() -> None:
    with transaction() as session:
        db.run(session, "TRUNCATE counter, agent_state_change, event, call CASCADE", {})


def calls() -> list[dict[str, Any]]:
    """All that is stored of calls, but how often they changed and when."""
    with transaction() as session:
        rows = db.rows(session, "SELECT * FROM call ORDER BY call_key", {})
    return [{k: v for k, v in row.items() if k not in ("version", "updated_at")} for row in rows]


def test_a_repeated_event_is_a_duplicate_and_changes_nothing(centre: Centre) -> None:
    shift = centre.a_shift()
    record(shift)
    before = counters()

    outcomes = record([shift[2], shift[2], centre.event("call.ringing", 12)])

    assert outcomes == [Outcome.DUPLICATE, Outcome.DUPLICATE, Outcome.STORED]
    assert counters() == before


def test_a_call_keeps_yesterdays_team(centre: Centre) -> None:
    other = uuid4()
    with transaction() as session:
        session.add(Unit(id=other, kind=UnitKind.TEAM, name="Team B"))
        session.flush()
        moved = Membership(
            agent_id=centre.agents["1001"], unit_id=other, since=NINE + timedelta(hours=1)
        )
        session.add(moved)
    record([centre.event("call.dialed", 0, agent="1001"), centre.event("call.ended", 9)])
    record(
        [
            centre.event("call.dialed", 7200, "c9", agent="1001"),
            centre.event("call.ended", 7209, "c9"),
        ]
    )

    with transaction() as session:
        units = session.exec(select(Call.unit_id).order_by(col(Call.started_at))).all()
    assert units == [centre.unit_id, other]


def test_an_unknown_agent_waits_to_be_matched_and_loses_nothing(centre: Centre) -> None:
    record([centre.event("call.dialed", 0, agent="9999"), centre.event("call.ended", 9)])

    with transaction() as session:
        call = session.exec(select(Call)).one()
        counter = session.exec(select(Counter).where(Counter.kind == CounterKind.ALL)).one()
        unmatched = db.rows(session, "SELECT external_id, agent_id FROM agent_identity", {})
    assert (call.agent_key, call.agent_id) == ("9999", None)
    assert counter.dials == 1
    assert unmatched == [{"external_id": "9999", "agent_id": None}]
