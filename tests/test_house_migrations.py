"""Migrations keep no large table from being written for as long as it is large.

Simple on purpose: it reads what a migration says, not what PostgreSQL makes of it. A migration
that must do otherwise goes into EXCEPTIONS, with the reason why nobody waits for long.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "services" / "migrations"
FIRST = 24
"""Those before it were written before this rule, for tables that were small."""
LARGE = frozenset(
    {
        "agent_state_change",
        "audit_entry",
        "call",
        "call_agent",
        "counter",
        "delivery",
        "evaluation",
        "event",
        "hit",
        "measurement",
        "recording",
        "retention_item",
        "transcript",
        "transcript_tokens",
    }
)
"""Tables that have a row, or many, for every call."""
EXCEPTIONS: Mapping[tuple[str, str], str] = {}
"""By migration and what is found in it: why it may."""

_VOLATILE = re.compile(r"now\(\)|random|clock_timestamp|nextval|uuid", re.IGNORECASE)
_SLOW = (
    (re.compile(r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)", re.IGNORECASE), "index"),
    (re.compile(r"\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b", re.IGNORECASE), "type"),
    (re.compile(r"\bSET\s+NOT\s+NULL\b", re.IGNORECASE), "not null"),
    (re.compile(r"\b(VACUUM\s+FULL|CLUSTER)\b", re.IGNORECASE), "rewrite"),
    (re.compile(r"\bUPDATE\s+\"?\w+", re.IGNORECASE), "update"),
)


def found_in(source: str) -> set[str]:
    """What in a migration keeps a large table to itself, as `table: why`."""
    tree = ast.parse(source)
    called = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {each for call in called for each in _in_call(call)}


def _in_call(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    words = [node.value for node in ast.walk(call) if isinstance(node, ast.Constant)]
    texts = [word for word in words if isinstance(word, str)]
    given = {each.arg: each.value for each in call.keywords}
    if name == "execute":
        yield from _in_sql(" ".join(texts))
        return
    table = next((text for text in texts[:2] if text in LARGE), None)
    if table is None:
        return
    if name in {"create_index", "create_unique_constraint", "create_primary_key"}:
        yield f"{table}: index"
    if (
        name in {"create_foreign_key", "create_check_constraint"}
        and "postgresql_not_valid" not in given
    ):
        yield f"{table}: constraint"
    if name == "alter_column" and "type_" in given:
        yield f"{table}: type"
    if name == "alter_column" and _is_false(given.get("nullable")):
        yield f"{table}: not null"
    if name == "add_column" and any(_VOLATILE.search(text) for text in texts[1:]):
        yield f"{table}: default"


def _is_false(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def _in_sql(sql: str) -> Iterator[str]:
    named = [table for table in LARGE if re.search(rf"\b{table}\b", sql)]
    for pattern, why in _SLOW:
        if pattern.search(sql):
            yield from (f"{table}: {why}" for table in named)


MIGRATIONS = [
    path for path in sorted((ROOT / "versions").glob("*.py")) if int(path.name[:4]) >= FIRST
]


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_no_migration_keeps_a_large_table_to_itself(path: Path) -> None:
    found = found_in(path.read_text())
    excused = {what for migration, what in EXCEPTIONS if migration == path.stem}
    assert found - excused == set(), "see services/migrations/live.py"
    assert excused - found == set()


@pytest.mark.parametrize(
    "line",
    [
        'op.create_index("ix_call_outcome", "call", ["outcome"])',
        'op.create_unique_constraint("uq_hit_key", "hit", ["key"])',
        'op.create_foreign_key("fk_hit_rule", "hit", "rule", ["rule_id"], ["id"])',
        'op.alter_column("call", "amount", type_=sa.Numeric())',
        'op.alter_column("call", "amount", nullable=False)',
        'op.add_column("call", sa.Column("a", sa.Uuid(), server_default="gen_random_uuid()"))',
        'op.execute("CREATE INDEX ix_event_type ON event (type)")',
        'op.execute(f"ALTER TABLE transcript ALTER COLUMN {name} TYPE text")',
        "op.execute(\"UPDATE call SET extra = '{}'\")",
    ],
)
def test_what_would_keep_it_is_found(line: str) -> None:
    assert found_in(line)


@pytest.mark.parametrize(
    "line",
    [
        'op.add_column("call", sa.Column("first_at", sa.DateTime(timezone=True), nullable=True))',
        'add_filled("call", "seen", sa.Boolean(), "false")',
        'op.create_index("ix_goal_unit", "goal", ["unit_id"])',
        'live.add_index("ix_call_outcome", "call", "(outcome)")',
        'op.execute("CREATE INDEX CONCURRENTLY ix_event_type ON event (type)")',
    ],
)
def test_what_keeps_nobody_waiting_is_allowed(line: str) -> None:
    assert not found_in(line)
