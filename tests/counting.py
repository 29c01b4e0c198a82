"""A small centre whose events are recorded, and all that is stored of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from sqlmodel import Session

from services import db
from services.activity.counters import COLUMNS
from services.calls.events import CallEvent, EventType
from services.calls.identity import call_id_for
from services.calls.memory import Memory
from services.calls.record import Outcome, record_events
from services.db import transaction
from services.tables import Agent, Membership, Source, Unit, UnitKind

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


def record(events: Sequence[CallEvent], memory: Memory | None = None) -> list[Outcome]:
    with transaction() as session:
        return record_events(session, events, memory)


def counters() -> dict[tuple[str, UUID, datetime, UUID], dict[str, float]]:
    """All counters but what is zero in them."""
    with transaction() as session:
        rows = db.rows(session, "SELECT * FROM counter", {})
    return {
        (row["kind"], row["key"], row["bucket_at"], row["campaign_id"]): {
            name: round(row[name], 2) for name in COLUMNS if abs(row[name]) > 1e-6
        }
        for row in rows
    }


def forget_everything() -> None:
    with transaction() as session:
        db.run(session, "TRUNCATE counter, agent_state_change, event, call CASCADE", {})


def calls() -> list[dict[str, Any]]:
    """All that is stored of calls, but how often they changed and when."""
    with transaction() as session:
        rows = db.rows(session, "SELECT * FROM call ORDER BY call_key", {})
    return [{k: v for k, v in row.items() if k not in ("version", "updated_at")} for row in rows]


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
