"""Give campaigns scorecards by date and facts; let a score be unknown, and say how it adds up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.migrations.columns import add_filled

revision = "0008"
down_revision = "0009"
branch_labels = None
depends_on = None

_UNIQUE = ("transcript_id", "scorecard_version_id", "engine")
_UNIQUE_NAME = "uq_evaluation_transcript_id_scorecard_version_id_engine"


def upgrade() -> None:
    _date_cards()
    _explain_evaluations()
    add_filled("hit", "severity", sa.String(), "'major'")
    add_filled("hit", "needs_review", sa.Boolean(), "true")
    for name in ("utterance", "char_start", "char_end"):
        op.alter_column("hit", name, nullable=True)
    op.create_index(
        "ix_call_customer",
        "call",
        ["customer_number", "started_at"],
        postgresql_where=sa.text("connected"),
    )


def downgrade() -> None:
    op.drop_index("ix_call_customer", "call")
    op.execute("DELETE FROM hit WHERE utterance IS NULL")
    for name in ("utterance", "char_start", "char_end"):
        op.alter_column("hit", name, nullable=False)
    op.drop_column("hit", "needs_review")
    op.drop_column("hit", "severity")
    _forget_explanations()
    op.add_column("campaign", sa.Column("scorecard_id", sa.Uuid()))
    op.create_foreign_key(
        op.f("fk_campaign_scorecard_id"), "campaign", "scorecard", ["scorecard_id"], ["id"]
    )
    # Of several the one that lasts longest.
    op.execute(
        """
        UPDATE campaign SET scorecard_id = card.scorecard_id
        FROM (SELECT DISTINCT ON (campaign_id) campaign_id, scorecard_id FROM campaign_card
              ORDER BY campaign_id, until_date DESC NULLS FIRST) AS card
        WHERE card.campaign_id = campaign.id
        """
    )
    op.drop_table("campaign_card")
    op.drop_column("campaign", "facts")


def _date_cards() -> None:
    add_filled("campaign", "facts", postgresql.JSONB(), "'{}'")
    op.create_table(
        "campaign_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("from_date", sa.Date()),
        sa.Column("until_date", sa.Date()),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_card_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecard.id"], name=op.f("fk_campaign_card_scorecard_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_card")),
        sa.UniqueConstraint(
            "campaign_id",
            "from_date",
            name=op.f("uq_campaign_card_campaign_id_from_date"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_campaign_card_scorecard_id"), "campaign_card", ["scorecard_id"])
    op.execute(
        """
        INSERT INTO campaign_card (id, campaign_id, scorecard_id)
        SELECT gen_random_uuid(), id, scorecard_id FROM campaign WHERE scorecard_id IS NOT NULL
        """
    )
    op.drop_column("campaign", "scorecard_id")


def _explain_evaluations() -> None:
    add_filled("evaluation", "inputs", sa.String(), "''")
    op.alter_column("evaluation", "score", nullable=True)
    op.alter_column("evaluation", "passed", nullable=True)
    op.add_column("evaluation", sa.Column("grade", sa.String()))
    op.add_column("evaluation", sa.Column("earned_percent", sa.Float()))
    add_filled("evaluation", "added", sa.Float(), "0")
    add_filled("evaluation", "deducted", sa.Float(), "0")
    add_filled("evaluation", "sections", postgresql.JSONB(), "'[]'")
    op.execute(
        """
        UPDATE evaluation SET
            earned_percent = coalesce(100 * sums.earned / nullif(sums.weight, 0), 100),
            deducted = sums.deducted
        FROM (
            SELECT evaluation.id,
                coalesce(sum((line ->> 'earned')::float8), 0) AS earned,
                coalesce(sum((line ->> 'weight')::float8), 0) AS weight,
                coalesce(sum((line ->> 'deducted')::float8), 0) AS deducted
            FROM evaluation LEFT JOIN LATERAL jsonb_array_elements(lines) AS line ON true
            GROUP BY evaluation.id
        ) AS sums
        WHERE sums.id = evaluation.id
        """
    )
    op.drop_constraint(op.f(_UNIQUE_NAME), "evaluation", type_="unique")
    op.create_unique_constraint(op.f(f"{_UNIQUE_NAME}_inputs"), "evaluation", [*_UNIQUE, "inputs"])


def _forget_explanations() -> None:
    """Scores that are unknown, or differ by their inputs alone, have no place any more."""
    op.execute(
        """
        CREATE TEMP TABLE unwanted ON COMMIT DROP AS
        SELECT id FROM (
            SELECT id, score, row_number() OVER (
                PARTITION BY transcript_id, scorecard_version_id, engine
                ORDER BY created_at DESC, id
            ) AS nth FROM evaluation WHERE score IS NOT NULL
        ) AS known WHERE nth > 1
        UNION SELECT id FROM evaluation WHERE score IS NULL
        """
    )
    op.execute("DELETE FROM hit USING unwanted WHERE hit.evaluation_id = unwanted.id")
    op.execute("DELETE FROM evaluation USING unwanted WHERE evaluation.id = unwanted.id")
    op.drop_constraint(op.f(f"{_UNIQUE_NAME}_inputs"), "evaluation", type_="unique")
    op.create_unique_constraint(op.f(_UNIQUE_NAME), "evaluation", list(_UNIQUE))
    for name in ("sections", "deducted", "added", "earned_percent", "grade", "inputs"):
        op.drop_column("evaluation", name)
    op.alter_column("evaluation", "passed", nullable=False)
    op.alter_column("evaluation", "score", nullable=False)
