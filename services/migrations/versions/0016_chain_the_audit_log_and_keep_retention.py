"""Chain the audit log, and keep rules of retention, holds, requests and runs."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import rfc8785
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BATCH = 5_000
_CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before audit_link%ROWTYPE;
    number bigint;
    prev bytea;
BEGIN
    -- One transaction after the other continues the chain, each until it is committed.
    PERFORM pg_advisory_xact_lock(1161909588);
    SELECT * INTO before FROM audit_link ORDER BY seq DESC LIMIT 1;
    number := coalesce(before.seq, 0) + 1;
    prev := coalesce(before.hash, decode(repeat('00', 32), 'hex'));
    INSERT INTO audit_link (seq, entry_id, prev_hash, hash) VALUES (
        number, NEW.id, prev, sha256(prev || int8send(number) || int8send(NEW.id) || NEW.digest)
    );
    RETURN NULL;
END
$$
"""
_KEEP = """
CREATE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$
"""


def upgrade() -> None:
    _chain_audit_log()
    _keep_retention()


def _chain_audit_log() -> None:
    op.add_column("audit_entry", sa.Column("address", sa.String(), nullable=True))
    op.add_column("audit_entry", sa.Column("user_agent", sa.String(), nullable=True))
    op.add_column("audit_entry", sa.Column("digest", sa.LargeBinary(), nullable=True))
    op.create_index("ix_audit_entry_actor", "audit_entry", ["actor", "id"])
    op.create_index("ix_audit_entry_act", "audit_entry", ["act", "id"])
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
    op.create_table(
        "audit_link",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_link_entry_id")),
    )
    _make_stream()
    _chain_those_there()
    op.alter_column("audit_entry", "digest", nullable=False)
    op.execute(_CHAIN)
    op.execute(_KEEP)
    op.execute(
        "CREATE CONSTRAINT TRIGGER audit_entry_chain AFTER INSERT ON audit_entry"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain()"
    )
    for table in ("audit_entry", "audit_link"):
        op.execute(
            f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_keep()"
        )


def _make_stream() -> None:
    op.create_table(
        "audit_stream",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_audit_stream")),
    )


def _chain_those_there() -> None:
    """As `services.people.audit_chain` had it when this was written."""
    connection = op.get_bind()
    seq, prev = 0, bytes(32)
    for batch in _those_there(connection):
        digests, links = [], []
        for entry in batch:
            digest = _digest(entry)
            digests.append({"entry_id": entry["id"], "digest": digest})
            seq += 1
            place = seq.to_bytes(8, "big") + entry["id"].to_bytes(8, "big", signed=True)
            link = sha256(prev + place + digest).digest()
            links.append({"seq": seq, "entry_id": entry["id"], "prev": prev, "hash": link})
            prev = link
        connection.execute(
            sa.text("UPDATE audit_entry SET digest = :digest WHERE id = :entry_id"), digests
        )
        connection.execute(
            sa.text(
                "INSERT INTO audit_link (seq, entry_id, prev_hash, hash)"
                " VALUES (:seq, :entry_id, :prev, :hash)"
            ),
            links,
        )


def _those_there(connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    last = -(2**63)
    query = sa.text(
        "SELECT id, at, actor, act, subject, CAST(facts AS text) AS facts FROM audit_entry"
        f" WHERE id > :last ORDER BY id LIMIT {_BATCH}"
    )
    while found := connection.execute(query, {"last": last}).mappings().all():
        yield [dict(row) for row in found]
        last = found[-1]["id"]


def _digest(entry: dict[str, Any]) -> bytes:
    micros = str((entry["at"] - _EPOCH) // timedelta(microseconds=1))
    facts = _exact(json.loads(entry["facts"]))
    told = [micros, entry["actor"], entry["act"], entry["subject"], facts, None, None]
    return sha256(rfc8785.dumps(told)).digest()


def _exact(facts: Any) -> Any:
    match facts:
        case dict():
            return {name: _exact(value) for name, value in facts.items()}
        case list():
            return [_exact(value) for value in facts]
        case int() | float() if not isinstance(facts, bool) and abs(facts) >= 2**53:
            return str(int(facts))
    return facts


def _keep_retention() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "call",
                "agent",
                "customer",
                "campaign",
                name="holdkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("placed_by", sa.String(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lift_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index("ix_legal_hold_listing", "legal_hold", ["placed_at", "id"], unique=False)
    op.create_index(
        "ix_legal_hold_open",
        "legal_hold",
        ["kind", "subject"],
        unique=False,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "retention_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_policy")),
        sa.UniqueConstraint("number", name=op.f("uq_retention_policy_number")),
    )
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_number", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued", "running", "done", "failed", name="runstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calls_total", sa.Integer(), nullable=False),
        sa.Column("calls_done", sa.Integer(), nullable=False),
        sa.Column("calls_failed", sa.Integer(), nullable=False),
        sa.Column("certificate", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    op.create_index("ix_retention_run_listing", "retention_run", ["created_at", "id"], unique=False)
    op.create_table(
        "data_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("export", "erase", name="requestkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "about",
            sa.Enum("customer", "agent", name="requestabout", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued", "running", "done", "failed", name="runstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calls_total", sa.Integer(), nullable=False),
        sa.Column("calls_done", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("held", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["retention_run.id"], name=op.f("fk_data_request_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    op.create_index(op.f("ix_data_request_sha256"), "data_request", ["sha256"], unique=False)
    op.create_index("ix_data_request_listing", "data_request", ["created_at", "id"], unique=False)
    op.create_table(
        "retention_item",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column(
            "depth",
            sa.Enum("audio", "text", "call", name="depth", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("contents", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["retention_run.id"], name=op.f("fk_retention_item_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "call_id", name=op.f("pk_retention_item")),
    )
    op.create_index(
        "ix_retention_item_todo",
        "retention_item",
        ["run_id", "call_id"],
        unique=False,
        postgresql_where="done_at IS NULL",
    )
    op.add_column("call", sa.Column("audio_deleted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("call", sa.Column("text_deleted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("call", sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("call", "emptied_at")
    op.drop_column("call", "text_deleted_at")
    op.drop_column("call", "audio_deleted_at")
    op.drop_index(
        "ix_retention_item_todo", table_name="retention_item", postgresql_where="done_at IS NULL"
    )
    op.drop_table("retention_item")
    op.drop_index(op.f("ix_data_request_sha256"), table_name="data_request")
    op.drop_index("ix_data_request_listing", table_name="data_request")
    op.drop_table("data_request")
    op.drop_index("ix_retention_run_listing", table_name="retention_run")
    op.drop_table("retention_run")
    op.drop_table("retention_policy")
    op.drop_index(
        "ix_legal_hold_open", table_name="legal_hold", postgresql_where=sa.text("lifted_at IS NULL")
    )
    op.drop_index("ix_legal_hold_listing", table_name="legal_hold")
    op.drop_table("legal_hold")
    for table in ("audit_entry", "audit_link"):
        op.execute(f"DROP TRIGGER {table}_keep ON {table}")
    op.execute("DROP TRIGGER audit_entry_chain ON audit_entry")
    op.execute("DROP FUNCTION audit_chain()")
    op.execute("DROP FUNCTION audit_keep()")
    op.drop_table("audit_stream")
    op.drop_table("audit_link")
    for name in ("at", "act", "actor"):
        op.drop_index(f"ix_audit_entry_{name}", table_name="audit_entry")
    for column in ("digest", "user_agent", "address"):
        op.drop_column("audit_entry", column)
