"""The ground: all tables of the counter's day, and the law over them."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from workstation.migrations.archive_tables import drop_archive_tables, make_archive_tables
from workstation.migrations.calendar_tables import drop_calendar_tables, make_calendar_tables
from workstation.migrations.decision_tables import drop_decision_tables, make_decision_tables
from workstation.migrations.ending_tables import drop_ending_tables, make_ending_tables
from workstation.migrations.mail_tables import drop_mail_tables, make_mail_tables
from workstation.migrations.noticing_tables import drop_noticing_tables, make_noticing_tables
from workstation.migrations.page_tables import drop_page_tables, make_page_tables
from workstation.migrations.place_tables import drop_place_tables, make_place_tables
from workstation.migrations.running import run_file
from workstation.migrations.sample_tables import drop_sample_tables, make_sample_tables
from workstation.migrations.sheet_tables import drop_sheet_tables, make_sheet_tables
from workstation.migrations.signer_tables import drop_signer_tables, make_signer_tables
from workstation.migrations.template_tables import drop_template_tables, make_template_tables
from workstation.migrations.totals_tables import drop_totals_tables, make_totals_tables
from workstation.migrations.waiting_tables import drop_waiting_tables, make_waiting_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LAW = Path(__file__).parents[1] / "law" / "0001"


def upgrade() -> None:
    """Ground functions first, then tables, then the law."""
    run_file(op.get_bind(), LAW / "00_ground.sql")
    make_tables()
    make_waiting_tables()
    make_totals_tables()
    make_calendar_tables()
    make_decision_tables()
    make_place_tables()
    make_noticing_tables()
    make_page_tables()
    make_ending_tables()
    make_signer_tables()
    make_sample_tables()
    make_template_tables()
    make_sheet_tables()
    make_archive_tables()
    make_mail_tables()
    for file in sorted(LAW.glob("[1-9]*.sql")):
        run_file(op.get_bind(), file)


def downgrade() -> None:
    """Leave an empty schema; functions go first, since some take a table's row as their argument."""
    drop = """
        DO $$ DECLARE f regprocedure; BEGIN
            FOR f IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'loket'::regnamespace LOOP
                EXECUTE format('DROP FUNCTION %s CASCADE', f);
            END LOOP;
        END $$"""
    op.execute(drop)
    drop_template_tables()
    drop_sheet_tables()
    drop_mail_tables()
    drop_ending_tables()
    drop_sample_tables()
    drop_archive_tables()
    drop_signer_tables()
    drop_page_tables()
    drop_place_tables()
    drop_noticing_tables()
    drop_decision_tables()
    drop_calendar_tables()
    drop_totals_tables()
    drop_waiting_tables()
    drop_tables()


def make_tables() -> None:
    """As generated from the models."""
    op.create_table(
        "agency",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_code")),
        schema="loket",
    )
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("source", sa.Text(), server_default=sa.text("'local'"), nullable=False),
        sa.Column("estimated", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("source IN ('package', 'decree', 'local')", name=op.f("ck_holiday_source")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday")),
        schema="loket",
    )
    op.create_table(
        "number_series",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series", "unit", "period", name=op.f("pk_number_series")),
        schema="loket",
    )
    op.create_table(
        "office_setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_office_setting")),
        schema="loket",
    )
    op.create_table(
        "paper_blob",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("sha256 = encode(sha256(data), 'hex')", name=op.f("ck_paper_blob_sha256")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_paper_blob")),
        schema="loket",
    )
    op.create_table(
        "permit_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_permit_type")),
        schema="loket",
    )
    op.create_table(
        "practice_clock",
        sa.Column("only", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("only", name=op.f("pk_practice_clock")),
        schema="loket",
    )
    op.create_table(
        "scan_blob",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("sha256 = encode(sha256(data), 'hex')", name=op.f("ck_scan_blob_sha256")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_scan_blob")),
        schema="loket",
    )
    op.create_table(
        "seal_key",
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("public_pem", sa.Text(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_seal_key")),
        schema="loket",
    )
    op.create_table(
        "service_point",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("region_code", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "level IN ('dinas', 'mall', 'city', 'district', 'village')", name=op.f("ck_service_point_level")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["loket.service_point.id"], name=op.f("fk_service_point_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_point")),
        sa.UniqueConstraint("code", name=op.f("uq_service_point_code")),
        schema="loket",
    )
    op.create_table(
        "transition",
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("demands", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("undo_minutes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("machine", "source", "action", name=op.f("pk_transition")),
        schema="loket",
    )
    op.create_table(
        "withdrawal_edition",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal_edition")),
        schema="loket",
    )
    op.create_table(
        "counter",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_counter_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("service_point_id", "number", name=op.f("uq_counter_service_point_id_number")),
        schema="loket",
    )
    op.create_table(
        "hall",
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Numeric(precision=4, scale=3), nullable=False),
        sa.Column("temperature_limit", sa.Numeric(precision=3, scale=1), nullable=False),
        sa.Column("calls_before_no_show", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("seats > 0", name=op.f("ck_hall_seats")),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_hall_share")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_hall_service_point_id")
        ),
        sa.PrimaryKeyConstraint("service_point_id", name=op.f("pk_hall")),
        schema="loket",
    )
    op.create_table(
        "journal",
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_journal_service_point_id")
        ),
        sa.PrimaryKeyConstraint("service_point_id", "seq", name=op.f("pk_journal")),
        schema="loket",
    )
    op.create_index(
        "ix_journal_point_at", "journal", ["service_point_id", "at"], unique=False, schema="loket"
    )
    op.create_index("ix_journal_thing", "journal", ["thing", "thing_id"], unique=False, schema="loket")
    op.create_table(
        "journal_head",
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_journal_head_service_point_id")
        ),
        sa.PrimaryKeyConstraint("service_point_id", name=op.f("pk_journal_head")),
        schema="loket",
    )
    op.create_table(
        "officer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nip", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_officer_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint("login", name=op.f("uq_officer_login")),
        schema="loket",
    )
    op.create_table(
        "closing",
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("totals", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("closed_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "closed_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("seal", sa.Text(), nullable=True),
        sa.Column("pdf_sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["loket.officer.id"], name=op.f("fk_closing_closed_by")),
        sa.ForeignKeyConstraint(
            ["pdf_sha256"], ["loket.paper_blob.sha256"], name=op.f("fk_closing_pdf_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_closing_service_point_id")
        ),
        sa.PrimaryKeyConstraint("service_point_id", "day", name=op.f("pk_closing")),
        schema="loket",
    )
    op.create_table(
        "permit_type_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("type_code", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "short_title", sa.Text(), sa.Computed("rules ->> 'short_title'", persisted=True), nullable=False
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_permit_type_version_valid")
        ),
        sa.ForeignKeyConstraint(
            ["type_code"], ["loket.permit_type.code"], name=op.f("fk_permit_type_version_type_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit_type_version")),
        sa.UniqueConstraint(
            "type_code", "valid_from", name=op.f("uq_permit_type_version_type_code_valid_from")
        ),
        schema="loket",
    )
    op.create_table(
        "point_version",
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_point_version_service_point_id")
        ),
        sa.PrimaryKeyConstraint("service_point_id", "topic", name=op.f("pk_point_version")),
        schema="loket",
        postgresql_with={"fillfactor": "50"},
    )
    op.create_table(
        "service",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("daily_quota", sa.BigInteger(), nullable=True),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("letter ~ '^[A-Z]{1,2}$'", name=op.f("ck_service_letter")),
        sa.CheckConstraint("daily_quota > 0", name=op.f("ck_service_daily_quota")),
        sa.ForeignKeyConstraint(["agency_id"], ["loket.agency.id"], name=op.f("fk_service_agency_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_service_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("service_point_id", "code", name=op.f("uq_service_service_point_id_code")),
        sa.UniqueConstraint("service_point_id", "letter", name=op.f("uq_service_service_point_id_letter")),
        schema="loket",
    )
    op.create_table(
        "application",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(collation="C"), server_default=sa.FetchedValue(), nullable=False),
        sa.Column("track_code", sa.Text(), server_default=sa.FetchedValue(), nullable=False),
        sa.Column("type_code", sa.Text(), nullable=False),
        sa.Column("type_version_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("applicant_name", sa.Text(), nullable=False),
        sa.Column("applicant_nik", sa.Text(), nullable=False),
        sa.Column(
            "nik_masked",
            sa.Text(),
            sa.Computed(
                "left(applicant_nik, 4) || repeat('*', greatest(length(applicant_nik) - 6, 0)) || right(applicant_nik, 2)",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "entered_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("complete_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar", sa.Text(), nullable=True),
        sa.Column("sole", sa.Boolean(), nullable=True),
        sa.Column("deemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("owned_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("administrative_by", sa.BigInteger(), nullable=True),
        sa.Column("administrative_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("technical_by", sa.BigInteger(), nullable=True),
        sa.Column("technical_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("postponed_until", sa.Date(), nullable=True),
        sa.Column("refers_to_id", sa.BigInteger(), nullable=True),
        sa.Column("refers_as", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('online', 'counter', 'drop_box', 'courier', 'email', 'phone')",
            name=op.f("ck_application_channel"),
        ),
        sa.CheckConstraint("proposal IN ('approve', 'refuse')", name=op.f("ck_application_proposal")),
        sa.CheckConstraint(
            "refers_as IN ('again', 'objection', 'replacement')", name=op.f("ck_application_refers_as")
        ),
        sa.CheckConstraint(
            "(refers_to_id IS NULL) = (refers_as IS NULL)", name=op.f("ck_application_refers")
        ),
        sa.CheckConstraint(
            "stage IN ('draft', 'submitted', 'returned', 'administrative', 'technical', 'proposed', 'waiting_guarantor', 'waiting_applicant', 'waiting_survey', 'waiting_payment', 'postponed', 'approved', 'refused', 'withdrawn', 'lapsed')",
            name=op.f("ck_application_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["administrative_by"], ["loket.officer.id"], name=op.f("fk_application_administrative_by")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["loket.officer.id"], name=op.f("fk_application_decided_by")),
        sa.ForeignKeyConstraint(["entered_by"], ["loket.officer.id"], name=op.f("fk_application_entered_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["loket.officer.id"], name=op.f("fk_application_owner_id")),
        sa.ForeignKeyConstraint(
            ["refers_to_id"], ["loket.application.id"], name=op.f("fk_application_refers_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_application_service_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["technical_by"], ["loket.officer.id"], name=op.f("fk_application_technical_by")
        ),
        sa.ForeignKeyConstraint(
            ["type_code"], ["loket.permit_type.code"], name=op.f("fk_application_type_code")
        ),
        sa.ForeignKeyConstraint(
            ["type_version_id"], ["loket.permit_type_version.id"], name=op.f("fk_application_type_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
        schema="loket",
        postgresql_with={"fillfactor": "70"},
    )
    op.create_index(
        "ix_application_deemed",
        "application",
        ["service_point_id", "deemed_at"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("deemed_at IS NOT NULL AND decided_at IS NULL"),
    )
    op.create_index(
        "ix_application_newest",
        "application",
        ["service_point_id", "id"],
        unique=False,
        schema="loket",
        postgresql_include=["applicant_name"],
    )
    op.create_index("ix_application_nik", "application", ["applicant_nik"], unique=False, schema="loket")
    op.create_index(
        "uq_application_open_person",
        "application",
        ["applicant_nik", "type_code"],
        unique=True,
        schema="loket",
        postgresql_where=sa.text(
            "sole AND stage NOT IN ('draft', 'approved', 'refused', 'withdrawn', 'lapsed')"
        ),
    )
    op.create_index(
        "ix_application_open",
        "application",
        ["service_point_id", "stage", "due_at", "id"],
        unique=False,
        schema="loket",
    )
    op.create_index(
        "ix_application_owner_id",
        "application",
        ["owner_id"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("owner_id IS NOT NULL"),
    )
    op.create_index(
        "ix_application_refers_to_id",
        "application",
        ["refers_to_id"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("refers_to_id IS NOT NULL"),
    )
    op.create_index(
        "ix_application_review",
        "application",
        ["service_point_id", "due_at", "submitted_at", "id"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("stage IN ('submitted', 'administrative', 'technical')"),
    )
    op.create_index("ix_application_track_code", "application", ["track_code"], unique=False, schema="loket")
    op.create_table(
        "counter_service",
        sa.Column("counter_id", sa.BigInteger(), nullable=False),
        sa.Column("service_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["loket.counter.id"], name=op.f("fk_counter_service_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["loket.service.id"], name=op.f("fk_counter_service_service_id")
        ),
        sa.PrimaryKeyConstraint("counter_id", "service_id", name=op.f("pk_counter_service")),
        schema="loket",
    )
    op.create_table(
        "counter_session",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("counter_id", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "from_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["loket.counter.id"], name=op.f("fk_counter_session_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_counter_session_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_counter_session_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_session")),
        schema="loket",
    )
    op.create_index(
        "uq_counter_session_counter_open",
        "counter_session",
        ["counter_id"],
        unique=True,
        schema="loket",
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.create_index(
        "uq_counter_session_officer_open",
        "counter_session",
        ["officer_id"],
        unique=True,
        schema="loket",
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.create_table(
        "signing_batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("signatory_id", sa.BigInteger(), nullable=False),
        sa.Column("certificate_sha256", sa.Text(), nullable=False),
        sa.Column(
            "opened_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_signing_batch_service_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["loket.officer.id"], name=op.f("fk_signing_batch_signatory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_batch")),
        schema="loket",
    )
    op.create_table(
        "stage_interval",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("counter_id", sa.BigInteger(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["loket.counter.id"], name=op.f("fk_stage_interval_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_stage_interval_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_stage_interval_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_interval")),
        schema="loket",
    )
    op.create_index(
        "ix_stage_interval_thing",
        "stage_interval",
        ["machine", "thing_id", "from_at"],
        unique=False,
        schema="loket",
    )
    op.create_index(
        "ix_stage_interval_counted",
        "stage_interval",
        ["service_point_id", "machine", "counted_at"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("to_at IS NULL AND counted_at IS NOT NULL"),
        postgresql_include=["stage", "from_at", "thing_id"],
    )
    op.create_index(
        "uq_stage_interval_open",
        "stage_interval",
        ["machine", "thing_id"],
        unique=True,
        schema="loket",
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.create_table(
        "case_reason",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("document_code", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('finding', 'return', 'refusal')", name=op.f("ck_case_reason_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_case_reason_application_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_case_reason_officer_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_case_reason_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reason")),
        sa.UniqueConstraint(
            "application_id",
            "purpose",
            "code",
            "document_code",
            "field",
            name="uq_case_reason_once",
        ),
        schema="loket",
    )
    op.create_index(
        "ix_case_reason_officer_id", "case_reason", ["officer_id", "id"], unique=False, schema="loket"
    )
    op.create_index(
        "ix_case_reason_return",
        "case_reason",
        ["service_point_id", "application_id"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("purpose = 'return'"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(collation="C"), server_default=sa.FetchedValue(), nullable=False),
        sa.Column("serial", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "approved_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("loket.moment()"),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("record", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("seal", sa.Text(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("unsigned_sha256", sa.Text(), nullable=True),
        sa.Column("signed_sha256", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prints", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("withdraws_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'withdrawal_letter') = (withdraws_id IS NOT NULL)", name=op.f("ck_document_withdraws")
        ),
        sa.CheckConstraint(
            "kind IN ('permit', 'refusal_letter', 'persons_letter', 'withdrawal_letter')",
            name=op.f("ck_document_kind"),
        ),
        sa.CheckConstraint(
            "stage IN ('to_sign', 'prepared', 'sent', 'unknown', 'deposited', 'issued', 'printed', 'mailed', 'handed_over', 'rejected', 'withdrawn', 'superseded', 'expired')",
            name=op.f("ck_document_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_document_application_id")
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["loket.officer.id"], name=op.f("fk_document_approved_by")),
        sa.ForeignKeyConstraint(["batch_id"], ["loket.signing_batch.id"], name=op.f("fk_document_batch_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_document_service_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_sha256"], ["loket.paper_blob.sha256"], name=op.f("fk_document_signed_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["unsigned_sha256"], ["loket.paper_blob.sha256"], name=op.f("fk_document_unsigned_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["withdraws_id"], ["loket.document.id"], name=op.f("fk_document_withdraws_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "application_id",
            "kind",
            "withdraws_id",
            name=op.f("uq_document_application_id_kind_withdraws_id"),
            postgresql_nulls_not_distinct=True,
        ),
        sa.UniqueConstraint("number", name=op.f("uq_document_number")),
        sa.UniqueConstraint("serial", name=op.f("uq_document_serial")),
        schema="loket",
    )
    op.create_index(
        "ix_document_revoked",
        "document",
        ["serial"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("stage IN ('withdrawn', 'superseded')"),
    )
    op.create_index(
        "ix_document_running_out",
        "document",
        ["valid_until"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text(
            "valid_until IS NOT NULL AND stage IN ('issued', 'printed', 'mailed', 'handed_over')"
        ),
    )
    op.create_index(
        "ix_document_signed",
        "document",
        ["approved_by", "batch_id", "id"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("signed_sha256 IS NOT NULL"),
    )
    op.create_index(
        "ix_document_stage", "document", ["service_point_id", "stage"], unique=False, schema="loket"
    )
    op.create_table(
        "field_mark",
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint("mark IN ('same', 'differs', 'unreadable')", name=op.f("ck_field_mark_mark")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_field_mark_application_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_field_mark_officer_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_field_mark_service_point_id")
        ),
        sa.PrimaryKeyConstraint("application_id", "field", name=op.f("pk_field_mark")),
        schema="loket",
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nik", sa.Text(), nullable=False),
        sa.Column(
            "nik_masked",
            sa.Text(),
            sa.Computed(
                "left(nik, 4) || repeat('*', greatest(length(nik) - 6, 0)) || right(nik, 2)", persisted=True
            ),
            nullable=False,
        ),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_worker_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_worker_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sa.UniqueConstraint(
            "application_id",
            "seq",
            deferrable=True,
            initially="IMMEDIATE",
            name=op.f("uq_worker_application_id_seq"),
        ),
        schema="loket",
    )
    op.create_index("ix_worker_nik", "worker", ["nik"], unique=False, schema="loket")
    op.create_table(
        "scan",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("worker_id", sa.BigInteger(), nullable=True),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("document_code", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("rotation", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("judged_by", sa.BigInteger(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "added_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.CheckConstraint(
            "verdict <> 'refused' OR reason_code IS NOT NULL", name=op.f("ck_scan_refused_with_reason")
        ),
        sa.CheckConstraint("verdict IN ('pending', 'accepted', 'refused')", name=op.f("ck_scan_verdict")),
        sa.CheckConstraint("rotation IN (0, 90, 180, 270)", name=op.f("ck_scan_rotation")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_scan_application_id")
        ),
        sa.ForeignKeyConstraint(["judged_by"], ["loket.officer.id"], name=op.f("fk_scan_judged_by")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_scan_service_point_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["loket.scan_blob.sha256"], name=op.f("fk_scan_sha256")),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["loket.worker.id"], name=op.f("fk_scan_worker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
        schema="loket",
    )
    op.create_index("ix_scan_application_id", "scan", ["application_id"], unique=False, schema="loket")
    op.create_index("ix_scan_sha256", "scan", ["sha256"], unique=False, schema="loket")
    op.create_index(
        "ix_scan_worker_id",
        "scan",
        ["worker_id"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("worker_id IS NOT NULL"),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("service_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), server_default=sa.FetchedValue(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nik", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("counter_id", sa.BigInteger(), nullable=True),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('online', 'counter', 'drop_box', 'courier', 'email', 'phone')",
            name=op.f("ck_visit_channel"),
        ),
        sa.CheckConstraint(
            "priority IN ('none', 'elderly', 'disabled', 'pregnant', 'small_child')",
            name=op.f("ck_visit_priority"),
        ),
        sa.CheckConstraint(
            "stage IN ('booked', 'waiting', 'called', 'serving', 'held', 'no_show', 'finished', 'cancelled', 'lapsed', 'refused')",
            name=op.f("ck_visit_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_visit_application_id")
        ),
        sa.ForeignKeyConstraint(["counter_id"], ["loket.counter.id"], name=op.f("fk_visit_counter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_visit_officer_id")),
        sa.ForeignKeyConstraint(["service_id"], ["loket.service.id"], name=op.f("fk_visit_service_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_visit_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_code")),
        schema="loket",
        postgresql_with={"fillfactor": "70"},
    )
    op.create_index("ix_visit_day", "visit", ["service_point_id", "planned_at"], unique=False, schema="loket")
    op.create_index(
        "ix_visit_held",
        "visit",
        ["officer_id"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("stage = 'held'"),
    )
    op.create_index(
        "ix_visit_ticket",
        "visit",
        ["service_point_id", "ticket", "planned_at"],
        unique=False,
        schema="loket",
    )
    op.create_index(
        "ix_visit_waiting",
        "visit",
        ["service_point_id", "service_id", "waiting_since"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("stage = 'waiting'"),
    )
    op.create_index(
        "uq_visit_counter_busy",
        "visit",
        ["counter_id"],
        unique=True,
        schema="loket",
        postgresql_where=sa.text("stage IN ('called', 'serving')"),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("collector", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("identity_kind", sa.Text(), nullable=False),
        sa.Column("last4", sa.Text(), nullable=False),
        sa.Column("originals_seen", sa.Boolean(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint("collector IN ('applicant', 'proxy')", name=op.f("ck_handover_collector")),
        sa.CheckConstraint("last4 ~ '^[0-9A-Z]{4}$'", name=op.f("ck_handover_last4")),
        sa.ForeignKeyConstraint(["document_id"], ["loket.document.id"], name=op.f("fk_handover_document_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_handover_officer_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_handover_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("document_id", name=op.f("uq_handover_document_id")),
        schema="loket",
    )
    op.create_index("ix_handover_at", "handover", ["service_point_id", "at"], unique=False, schema="loket")
    op.create_table(
        "health_declaration",
        sa.Column("visit_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("healthy", sa.Boolean(), nullable=False),
        sa.Column("temperature", sa.Numeric(precision=3, scale=1), nullable=True),
        sa.Column(
            "declared_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("loket.moment()"),
            nullable=False,
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_point_id"],
            ["loket.service_point.id"],
            name=op.f("fk_health_declaration_service_point_id"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["loket.visit.id"], name=op.f("fk_health_declaration_visit_id")
        ),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_health_declaration")),
        schema="loket",
    )
    op.create_table(
        "intake_receipt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.BigInteger(), nullable=True),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_intake_receipt_application_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["loket.visit.id"], name=op.f("fk_intake_receipt_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_receipt")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_intake_receipt_source_external_id")),
        schema="loket",
    )
    op.create_table(
        "print_job",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("copy", sa.BigInteger(), nullable=False),
        sa.Column("reprint", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sheets", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("spool_job", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "queued_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'out', 'printed', 'spoiled', 'failed')", name=op.f("ck_print_job_state")
        ),
        sa.CheckConstraint("copy = 1 OR length(reason) > 2", name=op.f("ck_print_job_reprint_reason")),
        sa.CheckConstraint("sheets BETWEEN 1 AND 2000", name=op.f("ck_print_job_sheets")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["loket.document.id"], name=op.f("fk_print_job_document_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_print_job_officer_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_print_job_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
        sa.UniqueConstraint("document_id", "copy", name=op.f("uq_print_job_document_id_copy")),
        schema="loket",
    )
    op.create_table(
        "data_subject",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("nik", sa.Text(), nullable=False),
        sa.Column(
            "nik_masked",
            sa.Text(),
            sa.Computed(
                "left(nik, 4) || repeat('*', greatest(length(nik) - 6, 0)) || right(nik, 2)", persisted=True
            ),
            nullable=False,
        ),
        sa.Column(
            "asked_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_subject")),
        sa.UniqueConstraint("nik", name=op.f("uq_data_subject_nik")),
        schema="loket",
    )
    op.create_table(
        "retention_period",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("is_proposal", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "code IN ('health', 'visit', 'scan', 'refused', 'permit', 'person')",
            name=op.f("ck_retention_period_code"),
        ),
        sa.CheckConstraint("days BETWEEN 1 AND 36500", name=op.f("ck_retention_period_days")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_retention_period")),
        schema="loket",
    )
    op.create_table(
        "destruction",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "proposed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("loket.moment()"),
            nullable=False,
        ),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("periods", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("running_in", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "ended_by IS DISTINCT FROM proposed_by OR NOT is_done", name=op.f("ck_destruction_two_persons")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["loket.officer.id"], name=op.f("fk_destruction_ended_by")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["loket.officer.id"], name=op.f("fk_destruction_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_destruction_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction")),
        sa.UniqueConstraint("number", name=op.f("uq_destruction_number")),
        schema="loket",
    )
    op.create_table(
        "breach",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.Text(), nullable=True),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "entered_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("subjects_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authority_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(login IS NULL) <> (application_id IS NULL)", name=op.f("ck_breach_one_source")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_breach_application_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["loket.officer.id"], name=op.f("fk_breach_entered_by")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_breach_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach")),
        schema="loket",
    )
    op.create_table(
        "data_request",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "entered_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'refused') = (ground IS NOT NULL)", name=op.f("ck_data_request_refused_with_ground")
        ),
        sa.CheckConstraint(
            "channel IN ('online', 'counter', 'drop_box', 'courier', 'email', 'phone')",
            name=op.f("ck_data_request_channel"),
        ),
        sa.CheckConstraint(
            "ground IN ('harm', 'others', 'defence', 'law_enforcement', 'state_duty')",
            name=op.f("ck_data_request_ground"),
        ),
        sa.CheckConstraint(
            "kind IN ('access', 'correction', 'suspension', 'erasure', 'objection')",
            name=op.f("ck_data_request_kind"),
        ),
        sa.CheckConstraint("state IN ('open', 'answered', 'refused')", name=op.f("ck_data_request_state")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["loket.officer.id"], name=op.f("fk_data_request_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["loket.officer.id"], name=op.f("fk_data_request_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_data_request_service_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["loket.data_subject.id"], name=op.f("fk_data_request_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
        schema="loket",
    )
    op.create_index(
        "ix_data_request_open",
        "data_request",
        ["due_at"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "destruction_item",
        sa.Column("destruction_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code"], ["loket.retention_period.code"], name=op.f("fk_destruction_item_code")
        ),
        sa.ForeignKeyConstraint(
            ["destruction_id"], ["loket.destruction.id"], name=op.f("fk_destruction_item_destruction_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"],
            ["loket.service_point.id"],
            name=op.f("fk_destruction_item_service_point_id"),
        ),
        sa.PrimaryKeyConstraint("destruction_id", "code", "thing_id", name=op.f("pk_destruction_item")),
        schema="loket",
    )
    op.create_index(
        "ix_destruction_item_thing", "destruction_item", ["code", "thing_id"], unique=False, schema="loket"
    )
    op.create_table(
        "restraint",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("request_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "from_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("from_by", sa.BigInteger(), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_by", sa.BigInteger(), nullable=True),
        sa.Column("to_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('freeze', 'hold')", name=op.f("ck_restraint_kind")),
        sa.CheckConstraint(
            "(subject_id IS NULL) <> (application_id IS NULL)", name=op.f("ck_restraint_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_restraint_application_id")
        ),
        sa.ForeignKeyConstraint(["from_by"], ["loket.officer.id"], name=op.f("fk_restraint_from_by")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["loket.data_request.id"], name=op.f("fk_restraint_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_restraint_service_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["loket.data_subject.id"], name=op.f("fk_restraint_subject_id")
        ),
        sa.ForeignKeyConstraint(["to_by"], ["loket.officer.id"], name=op.f("fk_restraint_to_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restraint")),
        schema="loket",
    )
    op.create_index(
        "ix_restraint_in_force",
        "restraint",
        ["kind"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("to_at IS NULL"),
    )


def drop_tables() -> None:
    """In reverse."""
    op.drop_index(
        "ix_restraint_in_force",
        table_name="restraint",
        schema="loket",
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.drop_table("restraint", schema="loket")
    op.drop_index("ix_destruction_item_thing", table_name="destruction_item", schema="loket")
    op.drop_table("destruction_item", schema="loket")
    op.drop_index(
        "ix_data_request_open",
        table_name="data_request",
        schema="loket",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("data_request", schema="loket")
    op.drop_table("breach", schema="loket")
    op.drop_table("destruction", schema="loket")
    op.drop_table("retention_period", schema="loket")
    op.drop_table("data_subject", schema="loket")
    op.drop_table("print_job", schema="loket")
    op.drop_table("intake_receipt", schema="loket")
    op.drop_table("health_declaration", schema="loket")
    op.drop_index("ix_handover_at", table_name="handover", schema="loket")
    op.drop_table("handover", schema="loket")
    op.drop_index(
        "uq_visit_counter_busy",
        table_name="visit",
        schema="loket",
        postgresql_where=sa.text("stage IN ('called', 'serving')"),
    )
    op.drop_index(
        "ix_visit_waiting", table_name="visit", schema="loket", postgresql_where=sa.text("stage = 'waiting'")
    )
    op.drop_index("ix_visit_ticket", table_name="visit", schema="loket")
    op.drop_index("ix_visit_held", table_name="visit", schema="loket")
    op.drop_index("ix_visit_day", table_name="visit", schema="loket")
    op.drop_table("visit", schema="loket")
    op.drop_index(
        "ix_scan_worker_id",
        table_name="scan",
        schema="loket",
        postgresql_where=sa.text("worker_id IS NOT NULL"),
    )
    op.drop_index("ix_scan_sha256", table_name="scan", schema="loket")
    op.drop_index("ix_scan_application_id", table_name="scan", schema="loket")
    op.drop_table("scan", schema="loket")
    op.drop_index("ix_worker_nik", table_name="worker", schema="loket")
    op.drop_table("worker", schema="loket")
    op.drop_table("field_mark", schema="loket")
    op.drop_index("ix_document_stage", table_name="document", schema="loket")
    op.drop_index("ix_document_signed", table_name="document", schema="loket")
    op.drop_index("ix_document_running_out", table_name="document", schema="loket")
    op.drop_index("ix_document_revoked", table_name="document", schema="loket")
    op.drop_table("document", schema="loket")
    op.drop_index("ix_case_reason_officer_id", table_name="case_reason", schema="loket")
    op.drop_index(
        "ix_case_reason_return",
        table_name="case_reason",
        schema="loket",
        postgresql_where=sa.text("purpose = 'return'"),
    )
    op.drop_table("case_reason", schema="loket")
    op.drop_index(
        "uq_stage_interval_open",
        table_name="stage_interval",
        schema="loket",
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.drop_index("ix_stage_interval_thing", table_name="stage_interval", schema="loket")
    op.drop_table("stage_interval", schema="loket")
    op.drop_table("signing_batch", schema="loket")
    op.drop_index(
        "uq_counter_session_officer_open",
        table_name="counter_session",
        schema="loket",
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.drop_index(
        "uq_counter_session_counter_open",
        table_name="counter_session",
        schema="loket",
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.drop_table("counter_session", schema="loket")
    op.drop_table("counter_service", schema="loket")
    op.drop_index("ix_application_track_code", table_name="application", schema="loket")
    op.drop_index("ix_application_review", table_name="application", schema="loket")
    op.drop_index("ix_application_owner_id", table_name="application", schema="loket")
    op.drop_index("ix_application_open", table_name="application", schema="loket")
    op.drop_index("uq_application_open_person", table_name="application", schema="loket")
    op.drop_index(
        "ix_application_deemed",
        table_name="application",
        schema="loket",
        postgresql_where=sa.text("deemed_at IS NOT NULL AND decided_at IS NULL"),
    )
    op.drop_index("ix_application_nik", table_name="application", schema="loket")
    op.drop_index("ix_application_newest", table_name="application", schema="loket")
    op.drop_table("application", schema="loket")
    op.drop_table("service", schema="loket")
    op.drop_table("point_version", schema="loket")
    op.drop_table("permit_type_version", schema="loket")
    op.drop_table("closing", schema="loket")
    op.drop_table("officer", schema="loket")
    op.drop_table("journal_head", schema="loket")
    op.drop_index("ix_journal_thing", table_name="journal", schema="loket")
    op.drop_index("ix_journal_point_at", table_name="journal", schema="loket")
    op.drop_table("journal", schema="loket")
    op.drop_table("hall", schema="loket")
    op.drop_table("counter", schema="loket")
    op.drop_table("withdrawal_edition", schema="loket")
    op.drop_table("transition", schema="loket")
    op.drop_table("service_point", schema="loket")
    op.drop_table("seal_key", schema="loket")
    op.drop_table("scan_blob", schema="loket")
    op.drop_table("practice_clock", schema="loket")
    op.drop_table("permit_type", schema="loket")
    op.drop_table("paper_blob", schema="loket")
    op.drop_table("office_setting", schema="loket")
    op.drop_table("number_series", schema="loket")
    op.drop_table("holiday", schema="loket")
    op.drop_table("agency", schema="loket")
