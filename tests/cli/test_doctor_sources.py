"""Doctor says which dialers fell silent."""

import json
from datetime import timedelta
from pathlib import Path

from sqlmodel import select
from typer.testing import CliRunner

from earshot import app
from services.clock import utc_now
from services.db import transaction
from services.tables import Event, Source
from tests.factories import make_company, make_source


def finding() -> tuple[bool, str]:
    done = CliRunner().invoke(app, ["doctor", "--json"], catch_exceptions=False)
    checks = {check["name"]: check for check in map(json.loads, done.stdout.splitlines())}
    return checks["silent dialers"]["ok"], checks["silent dialers"]["finding"]


def test_a_dialer_that_fell_silent_is_named(database: None, home: Path) -> None:
    with transaction() as session:
        make_company(session)
        for name, minutes_ago in (("quiet", 20), ("fine", 5), ("never", None)):
            source = make_source(session, name)
            # A zone in which it is about noon now, whenever this runs.
            source.timezone = f"Etc/GMT{utc_now().hour - 12:+d}"
            source.working_hours = {"from": "00:00", "to": "00:00"}
            if minutes_ago is not None:
                source.last_seen_at = utc_now() - timedelta(minutes=minutes_ago)
            session.add(source)

    ok, said = finding()

    assert not ok
    assert said.startswith("quiet since ")
    assert "fine" not in said

    with transaction() as session:
        quiet = session.exec(select(Source).where(Source.name == "quiet")).one()
        now = utc_now()
        session.add(
            Event(
                source_id=quiet.id,
                origin="tests",
                event_id="1",
                type="agent.state",
                at=now,
                received_at=now,
            )
        )
    assert finding() == (True, "none in its working hours")
