"""What Prometheus is told, and that dashboard and alert rules ask for nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import yaml
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.observed import Observed
from services import jobs
from services.db import transaction
from services.jobs import IndexTranscripts
from services.people import audit
from tests.factories import make_company

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
_NOT_OURS = {"up", "job", "le"}


def samples(client: TestClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = client.get("/metrics").text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_jobs_recordings_and_workers_are_told(client: TestClient) -> None:
    with transaction() as session:
        make_company(session)
        jobs.enqueue(session, IndexTranscripts())

    told = {name: value for (name, _), value in samples(client).items()}
    [family] = [each for each in Observed().collect() if each.name == "earshot_jobs_waiting"]

    assert told["earshot_database_up"] == 1
    assert told["earshot_workers"] == 0
    assert [(each.labels, each.value) for each in family.samples] == [
        ({"job": "index_transcripts"}, 1)
    ]
    assert {"earshot_recordings", "earshot_alerts_open", "earshot_sources_silent"} <= told.keys()


def test_the_last_backup_and_the_room_for_recordings_are_told(client: TestClient) -> None:
    def told() -> dict[str, float]:
        return {each.name: each.samples[0].value for each in Observed().collect() if each.samples}

    assert told()["earshot_backup_taken_timestamp_seconds"] == 0
    with transaction() as session:
        audit.record(session, actor="system", act="backup.taken", subject="a night")

    after = told()

    assert after["earshot_backup_taken_timestamp_seconds"] > 0
    assert 0 < after["earshot_storage_free_bytes"] < after["earshot_storage_size_bytes"]


def test_errors_are_counted_before_there_is_one(client: TestClient) -> None:
    """Of a counter that begins as 1, Prometheus sees no increase, and the alert stays silent."""
    unexpected = (("problem", "unexpected"), ("status", "500"))

    assert ("earshot_problems_total", unexpected) in samples(client)


def test_dashboard_and_rules_ask_for_what_is_told(client: TestClient) -> None:
    with transaction() as session:
        jobs.enqueue(session, IndexTranscripts())
    told = {name for name, _ in samples(client)} | {each.name for each in Observed().collect()}
    told |= {"earshot_real_time_factor", "earshot_recordings_waiting_seconds"}  # once one is heard

    dashboard: dict[str, Any] = json.loads((DEPLOY / "grafana.json").read_text())
    asked = [one["expr"] for panel in dashboard["panels"] for one in panel["targets"]]
    rules = yaml.safe_load((DEPLOY / "prometheus-rules.yaml").read_text())
    asked += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]

    for expression in asked:
        named = set(re.findall(r"\b(?:earshot|process)_\w+", expression))
        assert named - told == set(), expression
