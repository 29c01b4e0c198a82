"""A centre whose dialer reports, and whose watch looks whenever a test says so."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import Session, col, delete, select

from services import db
from services.alerts.watching import PARTS, look
from services.db import transaction
from services.tables import (
    Alert,
    AlertClock,
    AlertKind,
    AlertRule,
    AlertSeverity,
    KeyScope,
    Source,
)
from tests.doors import bearer
from tests.factories import PASSWORD, Company, make_agent, make_company, make_source


class Centre:
    """Alice (1001) works in Bob's team, Carl (2001) in Charlie's; both have one dialer."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        with transaction() as session:
            self.company: Company = make_company(session)
            make_agent(session, self.company.charlies_team, code="2001", name="Carl")
            self.source: Source = make_source(session)
            self._key = bearer(session, self.source, KeyScope.EVENTS_WRITE)

    def report(self, kind: str, seconds_ago: float, **data: Any) -> None:
        """Post an event of Alice's, or of the agent that `data` names."""
        at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
        event = {
            "specversion": "1.0",
            "id": f"{kind} {at} {data}",
            "source": "/d",
            "type": kind,
            "time": at.isoformat(),
            "data": {"agent": "1001", **data},
        }
        answer = self.client.post("/api/v1/events", json=event, headers=self._key)
        assert answer.status_code == 202, answer.text

    def sign_in(self, login: str) -> None:
        answer = self.client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 201, answer.text

    def make_rule(self, condition: dict[str, Any], **fields: Any) -> dict[str, Any]:
        """As whoever is signed in."""
        wanted = {"name": f"Rule of {condition['kind']}", "condition": condition} | fields
        answer = self.client.post("/api/v1/alert-rules", json=wanted)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def alerts(self, **query: Any) -> list[dict[str, Any]]:
        answer = self.client.get("/api/v1/alerts", params=query)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    @property
    def bobs_team_id(self) -> UUID:
        return self.company.bobs_team.id


def watch(*parts: str) -> None:
    """Look now, as if it were long ago that anybody looked; all parts but the first rules."""
    for part in parts or [each for each in PARTS if each != "first rules"]:
        with transaction() as session:
            session.exec(delete(AlertClock).where(col(AlertClock.name) == part))
        with transaction() as session:
            assert look(session, part)


def make_rule(session: Session, condition: dict[str, Any], **fields: Any) -> AlertRule:
    """A rule of the whole centre that warns, straight into the database."""
    defaults = {
        "name": f"Rule of {condition['kind']}",
        "kind": AlertKind(condition["kind"]),
        "condition": condition,
        "severity": AlertSeverity.WARNING,
        "created_by": "test",
        "updated_by": "test",
    }
    rule = AlertRule(**defaults | fields)
    session.add(rule)
    session.flush()
    return rule


def stored_alerts() -> Sequence[Alert]:
    """All of them, the oldest first."""
    with transaction() as session:
        return session.exec(select(Alert).order_by(col(Alert.raised_at))).all()


def age_alerts(by: timedelta) -> None:
    """As if everything about alerts had happened so much earlier."""
    with transaction() as session:
        db.run(
            session,
            """
            UPDATE alert SET raised_at = raised_at - %(by)s, last_at = last_at - %(by)s,
                over_at = over_at - %(by)s
            """,
            {"by": by},
        )
