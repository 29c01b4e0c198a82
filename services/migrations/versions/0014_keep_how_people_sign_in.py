"""Keep how people sign in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.migrations.columns import add_filled

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directory_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_group")),
        sa.UniqueConstraint("name", name=op.f("uq_directory_group_name")),
    )
    op.create_index(
        op.f("ix_directory_group_external_id"), "directory_group", ["external_id"], unique=False
    )
    op.create_table(
        "identity_provider",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("client_secret", sa.String(), nullable=True),
        sa.Column("scopes", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("login_claim", sa.String(), nullable=False),
        sa.Column("groups_claim", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("makes_users", sa.Boolean(), nullable=False),
        sa.Column("links_users", sa.Boolean(), nullable=False),
        sa.Column("asks_second_factor", sa.Boolean(), nullable=False),
        sa.Column("signs_out_there", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_provider")),
        sa.UniqueConstraint("key", name=op.f("uq_identity_provider_key")),
    )
    op.create_table(
        "group_mapping",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "agent",
                "lead",
                "supervisor",
                "manager",
                "inspector",
                "qa_lead",
                "trainer",
                "analyst",
                "admin",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_group_mapping_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_mapping")),
        sa.UniqueConstraint("group_name", name=op.f("uq_group_mapping_group_name")),
    )
    op.create_table(
        "sign_in_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("password_min_length", sa.Integer(), nullable=False),
        sa.Column(
            "passwords_for",
            sa.Enum(
                "everyone", "administrators", name="passwordsfor", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("second_factor_roles", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column(
            "default_role",
            sa.Enum(
                "agent",
                "lead",
                "supervisor",
                "manager",
                "inspector",
                "qa_lead",
                "trainer",
                "analyst",
                "admin",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("default_unit_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["default_unit_id"], ["unit.id"], name=op.f("fk_sign_in_policy_default_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_policy")),
    )
    op.create_table(
        "directory_member",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["directory_group.id"], name=op.f("fk_directory_member_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_directory_member_user_id")
        ),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_directory_member")),
    )
    op.create_index(
        op.f("ix_directory_member_user_id"), "directory_member", ["user_id"], unique=False
    )
    op.create_table(
        "external_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("groups", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["identity_provider.id"], name=op.f("fk_external_identity_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_external_identity_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_identity")),
        sa.UniqueConstraint(
            "provider_id", "subject", name=op.f("uq_external_identity_provider_id_subject")
        ),
    )
    op.create_index(
        op.f("ix_external_identity_user_id"), "external_identity", ["user_id"], unique=False
    )
    op.create_table(
        "provisioned_user",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("resource", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wanted_active", sa.Boolean(), nullable=False),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_provisioned_user_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_provisioned_user")),
    )
    op.create_index(
        op.f("ix_provisioned_user_external_id"), "provisioned_user", ["external_id"], unique=False
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_recovery_code_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"], unique=False)
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_second_factor_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "sign_in_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sso",
                "second_factor",
                "change_password",
                "enrol",
                name="stepkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_sign_in_step_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_step")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_step_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_step_user_id"), "sign_in_step", ["user_id"], unique=False)
    op.add_column("api_key", sa.Column("last_used_address", sa.String(), nullable=True))
    op.add_column("api_key", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    add_filled("api_key", "networks", postgresql.ARRAY(sa.String()), "'{}'")
    op.add_column("api_key", sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("api_key", sa.Column("previous_hash", sa.String(), nullable=True))
    op.add_column("api_key", sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("api_key", "source_id", existing_type=sa.UUID(), nullable=True)
    op.create_unique_constraint(op.f("uq_api_key_previous_hash"), "api_key", ["previous_hash"])
    add_filled("app_user", "must_change_password", sa.Boolean(), "false")
    op.alter_column("app_user", "password_hash", existing_type=sa.VARCHAR(), nullable=True)
    op.add_column("user_session", sa.Column("address", sa.String(), nullable=True))
    op.add_column("user_session", sa.Column("device", sa.String(), nullable=True))
    op.add_column("user_session", sa.Column("provider", sa.String(), nullable=True))
    op.add_column("user_session", sa.Column("sign_out_url", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("user_session", "sign_out_url")
    op.drop_column("user_session", "provider")
    op.drop_column("user_session", "device")
    op.drop_column("user_session", "address")
    # A hash of nothing: no password fits it.
    op.execute("UPDATE app_user SET password_hash = '' WHERE password_hash IS NULL")
    op.alter_column("app_user", "password_hash", existing_type=sa.VARCHAR(), nullable=False)
    op.drop_column("app_user", "must_change_password")
    op.drop_constraint(op.f("uq_api_key_previous_hash"), "api_key", type_="unique")
    op.execute("DELETE FROM api_key WHERE source_id IS NULL")
    op.alter_column("api_key", "source_id", existing_type=sa.UUID(), nullable=False)
    op.drop_column("api_key", "previous_until")
    op.drop_column("api_key", "previous_hash")
    op.drop_column("api_key", "rotated_at")
    op.drop_column("api_key", "networks")
    op.drop_column("api_key", "expires_at")
    op.drop_column("api_key", "last_used_address")
    op.drop_index(op.f("ix_sign_in_step_user_id"), table_name="sign_in_step")
    op.drop_table("sign_in_step")
    op.drop_table("second_factor")
    op.drop_index(op.f("ix_recovery_code_user_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_index(op.f("ix_provisioned_user_external_id"), table_name="provisioned_user")
    op.drop_table("provisioned_user")
    op.drop_index(op.f("ix_external_identity_user_id"), table_name="external_identity")
    op.drop_table("external_identity")
    op.drop_index(op.f("ix_directory_member_user_id"), table_name="directory_member")
    op.drop_table("directory_member")
    op.drop_table("sign_in_policy")
    op.drop_table("group_mapping")
    op.drop_table("identity_provider")
    op.drop_index(op.f("ix_directory_group_external_id"), table_name="directory_group")
    op.drop_table("directory_group")
