"""The organisation goes out as tables and comes back, through the door."""

import csv
import io
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from services.calls.recount import recount
from services.db import transaction
from services.onboarding.tables.shapes import escaped, unescaped
from services.tables import Agent, AgentIdentity, Membership, Role, Unit
from tests.doors import sign_in
from tests.factories import Company, make_agent, make_company, make_source, make_unit, make_user

URL = "/api/v1/organisation"


@pytest.fixture(autouse=True)
def company(client: TestClient) -> Company:
    with transaction() as session:
        company = make_company(session)
        make_user(session, company.bobs_team, login="una", role=Role.SUPERVISOR)
        source = make_source(session)
        session.add(AgentIdentity(source_id=source.id, external_id="queue-9"))
    sign_in(client, "dana")
    return company


def export(client: TestClient, file_format: str = "xlsx", language: str = "en") -> bytes:
    answer = client.get(f"{URL}/export", params={"format": file_format, "language": language})
    assert answer.status_code == 200, answer.text
    return answer.content


def preview(client: TestClient, content: bytes) -> Any:
    answer = client.post(f"{URL}/imports", params={"file_name": "a.xlsx"}, content=content)
    assert answer.status_code == 201, answer.text
    return answer.json()


def outcomes(preview: Any) -> dict[str, int]:
    """Rows by outcome, of all tables."""
    total: dict[str, int] = {}
    for counts in preview["counts"].values():
        for outcome, count in counts.items():
            total[outcome] = total.get(outcome, 0) + count
    return {outcome: count for outcome, count in total.items() if count}


def planned(client: TestClient, preview: Any, **params: Any) -> list[dict[str, Any]]:
    url = f"{URL}/imports/{preview['id']}/rows"
    found: list[dict[str, Any]] = client.get(url, params=params).json()["items"]
    return found


def apply(client: TestClient, preview: Any) -> Any:
    return client.post(f"{URL}/imports/{preview['id']}/apply")


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def zipped(tables: Mapping[str, list[list[str]]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, lines in tables.items():
            text = io.StringIO(newline="")
            csv.writer(text).writerows(lines)
            packed.writestr(f"{name}.csv", text.getvalue())
    return content.getvalue()


NEW: dict[str, list[list[str]]] = {
    "单位": [["名称", "类型", "上级单位", "时区"], ["华南", "区域", "Earshot", "Asia/Singapore"],
           ["一组", "小组", "华南", ""]],
    "坐席": [["工号", "姓名", "在职"], ["7001", "王芳", "是"], ["7002", "李雷", "否"]],
    "归属": [["坐席工号", "小组", "起始"], ["7001", "一组", "2026-03-01"],
           ["7001", "Bob's team", "2099-01-01"], ["7002", "一组", "2026-03-01T09:30:00+08:00"]],
    "名称": [["接入来源", "外呼系统中的名称", "坐席工号", "不是人"],
           ["dialer", "ext-1", "7001", ""], ["dialer", "queue-9", "", "是"]],
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_what_goes_out_comes_back_and_changes_nothing(
    client: TestClient, language: str, file_format: str
) -> None:
    seen = preview(client, export(client, file_format, language))

    assert outcomes(seen) == {"unchanged": 4 + 1 + 1 + 1}
    assert apply(client, seen).json()["applied_by"] == "dana"


def test_new_units_agents_teams_and_names_come_in_together(
    client: TestClient, company: Company
) -> None:
    seen = preview(client, zipped(NEW))
    assert outcomes(seen) == {"new": 8, "changed": 1}

    applied = apply(client, seen)

    assert applied.status_code == 200, applied.text
    with transaction() as session:
        units = {unit.name: unit for unit in session.exec(select(Unit))}
        agents = {agent.code: agent for agent in session.exec(select(Agent))}
        stays = [
            (each.agent_id, each.unit_id, each.since.isoformat())
            for each in session.exec(select(Membership))
        ]
        names = {name.external_id: name for name in session.exec(select(AgentIdentity))}
        assert recount(session) == {}
    team = units["一组"]
    assert (team.parent_id, team.timezone) == (units["华南"].id, "Asia/Singapore")
    assert (agents["7001"].name, agents["7002"].active) == ("王芳", False)
    assert (agents["7001"].id, team.id, "2026-02-28T16:00:00+00:00") in stays
    assert (agents["7002"].id, team.id, "2026-03-01T01:30:00+00:00") in stays
    assert names["ext-1"].agent_id == agents["7001"].id
    assert names["queue-9"].ignored_at is not None
    again = preview(client, zipped(NEW))
    assert outcomes(again) == {"unchanged": 9}


def test_changes_are_shown_from_what_to_what_and_are_in_the_history(
    client: TestClient, company: Company
) -> None:
    seen = preview(client, table("Code,Name,Active", "1001,Alicia,no"))

    [row] = planned(client, seen)
    assert (row["outcome"], row["changes"]) == (
        "changed",
        [
            {"column": "name", "before": "Alice", "after": "Alicia"},
            {"column": "active", "before": "yes", "after": "no"},
        ],
    )
    assert apply(client, seen).status_code == 200
    subject = {"subject": f"agent:{company.alice.agent_id}"}
    told = client.get("/api/v1/history", params=subject).json()["items"]
    assert [entry["act"] for entry in told] == ["agent.deactivated", "agent.renamed"]


REFUSED = {
    "name missing": (["Code,Name", "1001,"], "name", "needed"),
    "no team": (["Code,Name", "9001,Ann"], "code", "team_needed"),
    "twice": (["Code,Name", "1001,Alice", "1001,Alice"], "code", "twice"),
    "active": (["Code,Name,Active", "1001,Alice,perhaps"], "active", "unreadable"),
    "unit unknown": (["Agent code,Team,Since", "1001,Nowhere,2026-03-01"], "unit", "unknown"),
    "not a team": (["Agent code,Team,Since", "1001,Floor,2026-03-01"], "unit", "no_team"),
    "no day": (["Agent code,Team,Since", "1001,Bob's team,soon"], "since", "unreadable"),
    "agent unknown": (["Agent code,Team,Since", "x,Bob's team,2026-03-01"], "agent", "unknown"),
    "kind": (["Name,Kind", "North,galaxy"], "kind", "unreadable"),
    "zone": (["Name,Kind,Time zone", "North,team,Mars/Olympus"], "timezone", "no_zone"),
    "loop": (["Name,Kind,Parent", "Floor,department,Bob's team"], "parent", "below_itself"),
    "company": (["Name,Kind", "Earshot,team"], "kind", "company_stays"),
    "has agents": (["Name,Kind", "Bob's team,region"], "kind", "has_agents"),
    "source": (["Source,Name at dialer,Agent code", "nobody,x,1001"], "source", "unknown"),
    "nobody's": (["Source,Name at dialer,Agent code", "dialer,new,"], "agent", "needed"),
}


@pytest.mark.parametrize(("lines", "column", "reason"), REFUSED.values(), ids=list(REFUSED))
def test_a_refused_row_says_why_and_nothing_of_the_file_is_applied(
    client: TestClient, lines: list[str], column: str, reason: str
) -> None:
    seen = preview(client, table(*lines))

    faults = [fault for row in planned(client, seen, outcome="refused") for fault in row["faults"]]
    assert [(fault["column"], fault["reason"]) for fault in faults] == [(column, reason)]
    assert apply(client, seen).json()["type"] == "/problems/import-rows-refused"


def test_a_preview_holds_only_while_nothing_changed_meanwhile(
    client: TestClient, company: Company
) -> None:
    seen = preview(client, table("Code,Name", "1001,Alicia"))
    client.patch(f"/api/v1/agents/{company.alice.agent_id}", json={"name": "Al"})

    refused = apply(client, seen)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/organisation-changed")
    assert "agents 1001" in refused.json()["detail"]
    again = preview(client, table("Code,Name", "1001,Alicia"))
    assert apply(client, again).status_code == 200
    assert apply(client, again).json()["type"] == "/problems/import-applied-already"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "payload-unreadable"),
        (b"Colour,Taste\nred,sweet\n", "table-unknown"),
        (b"PK\x03\x04 no archive", "payload-unreadable"),
    ],
)
def test_files_that_are_no_such_tables_are_refused(
    client: TestClient, content: bytes, problem: str
) -> None:
    answer = client.post(f"{URL}/imports", content=content)

    assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{problem}")


def test_a_supervisor_sends_out_and_changes_only_what_they_see(
    client: TestClient, company: Company
) -> None:
    with transaction() as session:
        make_agent(session, company.charlies_team, code="2001", name="Carl")
    sign_in(client, "una")

    assert outcomes(preview(client, export(client))) == {"unchanged": 1 + 1 + 1}
    elsewhere = preview(
        client,
        zipped(
            {
                "agents": [["Code", "Name"], ["2001", "Mine"]],
                "teams": [
                    ["Agent code", "Team", "Since"],
                    ["1001", "Charlie's team", "2026-03-01"],
                ],
                "identities": [["Source", "Name", "Agent code"], ["dialer", "queue-9", "1001"]],
            }
        ),
    )
    assert [
        (fault["column"], fault["reason"])
        for row in planned(client, elsewhere)
        for fault in row["faults"]
    ] == [("code", "outside_scope"), ("unit", "unknown"), ("name", "outside_scope")]
    sign_in(client, "dana")
    assert client.get(f"{URL}/imports/{elsewhere['id']}").status_code == 404


@pytest.mark.parametrize("name", ["alice", "bob", "charlie"])
def test_agents_and_leads_have_no_tables(client: TestClient, name: str) -> None:
    sign_in(client, name)

    assert client.get(f"{URL}/export").status_code == 403
    assert client.post(f"{URL}/imports", content=b"Code,Name\n").status_code == 403


def test_names_that_look_like_formulas_are_text_outside_and_themselves_inside(
    client: TestClient, company: Company
) -> None:
    evil = '=HYPERLINK("http://evil")'
    with transaction() as session:
        make_agent(session, company.bobs_team, code="-1", name=evil)

    book = openpyxl.load_workbook(io.BytesIO(export(client)))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert f"'{evil}" in [cell.value for cell in cells]
    assert "changed" not in outcomes(preview(client, export(client, "csv")))


Names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=12)


@given(cell=st.text())
def test_escaping_is_undone_exactly(cell: str) -> None:
    assert unescaped(escaped(cell)) == cell


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    units=st.lists(Names, max_size=3), agents=st.lists(Names, max_size=3), csv_file=st.booleans()
)
def test_any_names_go_out_and_come_back(
    client: TestClient, company: Company, units: list[str], agents: list[str], csv_file: bool
) -> None:
    with transaction() as session:
        made = [make_unit(session, parent=company.unit, name=name.strip() or "x") for name in units]
        for name in agents:
            make_agent(session, made[0] if made else company.bobs_team, name=name.strip() or "y")

    seen = preview(client, export(client, "csv" if csv_file else "xlsx"))

    assert set(outcomes(seen)) == {"unchanged"}, planned(client, seen, outcome="changed")
