"""Let not even a hand-written UPDATE change what calls were scored with."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE OR REPLACE FUNCTION keep_published_scorecard_versions() RETURNS trigger
        LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.state <> 'draft' AND (
                TG_OP = 'DELETE'
                OR NEW.state = 'draft'
                OR (OLD.state = 'retired' AND NEW.state <> 'retired')
                OR (NEW.scorecard_id, NEW.number, NEW.body, NEW.created_at, NEW.created_by,
                    NEW.published_at)
                   IS DISTINCT FROM
                   (OLD.scorecard_id, OLD.number, OLD.body, OLD.created_at, OLD.created_by,
                    OLD.published_at)
            ) THEN
                RAISE EXCEPTION 'scorecard version % has been published and never changes', OLD.id
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        END
        $$;
        """
    )
    op.execute(
        """
        CREATE OR REPLACE TRIGGER keep_published_scorecard_versions
            BEFORE UPDATE OR DELETE ON scorecard_version
            FOR EACH ROW EXECUTE FUNCTION keep_published_scorecard_versions()
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_published_scorecard_versions ON scorecard_version")
    op.execute("DROP FUNCTION keep_published_scorecard_versions")
