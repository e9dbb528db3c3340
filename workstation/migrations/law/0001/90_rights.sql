-- Who may touch what: nobody by default, then row by row and column by column.

REVOKE ALL ON ALL TABLES IN SCHEMA loket FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA loket FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA loket FROM PUBLIC;
GRANT USAGE ON SCHEMA loket TO loket_staff, loket_service;

DO $$
DECLARE
    t text;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'loket' LOOP
        EXECUTE format('ALTER TABLE loket.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('DROP POLICY IF EXISTS law ON loket.%I', t);
        EXECUTE format('DROP POLICY IF EXISTS service ON loket.%I', t);
        EXECUTE format('CREATE POLICY law ON loket.%I TO loket_owner USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY service ON loket.%I TO loket_service USING (true) WITH CHECK (true)', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['hall', 'service', 'counter', 'officer', 'counter_session', 'visit',
        'health_declaration', 'application', 'worker', 'scan', 'field_mark', 'field_place', 'case_reason', 'document',
        'signing_batch', 'print_job', 'handover', 'stage_interval', 'journal', 'journal_head', 'point_version',
        'case_wait', 'guarantor_contact', 'survey', 'levy_order', 'takeover']
    LOOP
        EXECUTE format('CREATE POLICY own_point ON loket.%I TO loket_staff
            USING (service_point_id = (SELECT loket.my_point()))
            WITH CHECK (service_point_id = (SELECT loket.my_point()))', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['agency', 'service_point', 'counter_service', 'permit_type', 'permit_type_version',
        'transition', 'office_setting', 'holiday', 'seal_key', 'withdrawal_edition', 'practice_clock'] LOOP
        EXECUTE format('CREATE POLICY for_all ON loket.%I FOR SELECT TO loket_staff
            USING ((SELECT loket.my_officer()) IS NOT NULL)', t);
        EXECUTE format('GRANT SELECT ON loket.%I TO loket_staff, loket_service', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['office_setting', 'holiday'] LOOP
        EXECUTE format('CREATE POLICY by_admin ON loket.%I TO loket_admin
            USING ((SELECT loket.my_officer()) IS NOT NULL) WITH CHECK ((SELECT loket.my_officer()) IS NOT NULL)', t);
        EXECUTE format('GRANT INSERT, UPDATE ON loket.%I TO loket_admin', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['hall', 'service', 'counter', 'officer', 'counter_session', 'field_mark', 'field_place',
        'case_reason', 'signing_batch', 'print_job', 'handover', 'stage_interval', 'point_version', 'case_wait',
        'guarantor_contact', 'survey', 'levy_order', 'takeover'] LOOP
        EXECUTE format('GRANT SELECT ON loket.%I TO loket_staff, loket_service', t);
    END LOOP;
END $$;

DROP POLICY IF EXISTS for_all ON loket.alembic_version;
CREATE POLICY for_all ON loket.alembic_version FOR SELECT TO loket_staff USING (true);
GRANT SELECT ON loket.alembic_version TO loket_staff, loket_service;

-- the hall
GRANT SELECT (id, service_point_id, service_id, code, name, planned_at, channel, priority, stage, ticket,
    checked_in_at, waiting_since, called_at, calls, counter_id, officer_id, note, application_id)
    ON loket.visit TO loket_staff, loket_service;
GRANT INSERT (service_point_id, service_id, code, name, nik, phone, planned_at, channel, priority, stage, calls,
    note) ON loket.visit TO loket_officer, loket_service;
GRANT UPDATE (stage, counter_id, calls, note, service_id, application_id, priority)
    ON loket.visit TO loket_officer;
GRANT UPDATE (stage) ON loket.visit TO loket_service;
GRANT SELECT ON loket.health_declaration TO loket_officer, loket_service;
GRANT INSERT (visit_id, service_point_id, healthy, temperature)
    ON loket.health_declaration TO loket_officer, loket_service;
GRANT UPDATE (healthy, temperature) ON loket.health_declaration TO loket_officer;
GRANT INSERT (service_point_id, counter_id, officer_id), UPDATE (to_at)
    ON loket.counter_session TO loket_officer, loket_reviewer, loket_supervisor;
GRANT UPDATE (seats, share, temperature_limit, calls_before_no_show) ON loket.hall TO loket_admin;
GRANT UPDATE (daily_quota, minutes, name) ON loket.service TO loket_admin;
GRANT UPDATE (name) ON loket.counter TO loket_admin;

-- the case
GRANT SELECT (id, service_point_id, number, track_code, type_code, type_version_id, channel, stage, applicant_name,
    nik_masked, entered_by, entered_at, submitted_at, complete_at, due_at, calendar, owner_id,
    owned_since, lease_until, administrative_by, administrative_at, technical_by, technical_at, proposal,
    decided_by, decided_at, comment, postponed_until, version) ON loket.application TO loket_staff, loket_service;
GRANT INSERT (service_point_id, type_code, type_version_id, channel, stage, applicant_name, applicant_nik, fields,
    comment, version) ON loket.application TO loket_officer, loket_service;
GRANT UPDATE (stage, applicant_name, applicant_nik, fields, version)
    ON loket.application TO loket_officer, loket_service;
GRANT UPDATE (stage, owner_id, lease_until, proposal, comment, postponed_until, version)
    ON loket.application TO loket_reviewer;
GRANT UPDATE (stage, comment, proposal, version) ON loket.application TO loket_supervisor;
GRANT SELECT (id, application_id, service_point_id, seq, name, nik_masked, destination)
    ON loket.worker TO loket_staff, loket_service;
GRANT INSERT (application_id, service_point_id, seq, name, nik, address, destination), DELETE
    ON loket.worker TO loket_officer, loket_service;
GRANT SELECT ON loket.scan TO loket_staff, loket_service;
GRANT INSERT (application_id, service_point_id, worker_id, document_code, file_name, sha256, size, pages, rotation, verdict,
    note, superseded), DELETE ON loket.scan TO loket_officer, loket_service;
GRANT UPDATE (rotation, verdict, reason_code, note) ON loket.scan TO loket_reviewer;
GRANT INSERT (application_id, field, service_point_id, mark), UPDATE (mark), DELETE
    ON loket.field_mark TO loket_reviewer;
GRANT INSERT (application_id, field, service_point_id, scan_id, page, from_left, from_top, width, height),
    UPDATE (scan_id, page, from_left, from_top, width, height), DELETE ON loket.field_place TO loket_reviewer;
GRANT INSERT (application_id, service_point_id, purpose, code, document_code, field, text, legal_basis, remedy),
    DELETE ON loket.case_reason TO loket_reviewer, loket_supervisor;

-- what a case waits for
GRANT INSERT (application_id, service_point_id, channel, outcome, note)
    ON loket.guarantor_contact TO loket_officer, loket_reviewer, loket_service;
GRANT INSERT (application_id, service_point_id, place, planned_on, surveyors, findings, opinion),
    UPDATE (surveyed_on, findings, opinion, is_suitable, cancelled_reason) ON loket.survey TO loket_reviewer;
GRANT INSERT (application_id, service_point_id, amount, basis, due_on) ON loket.levy_order TO loket_reviewer;
GRANT UPDATE (paid_amount, paid_reference) ON loket.levy_order TO loket_officer, loket_service;
GRANT UPDATE (cancelled_reason) ON loket.levy_order TO loket_supervisor;
GRANT UPDATE (seen_at) ON loket.takeover TO loket_reviewer;

-- papers
GRANT SELECT ON loket.document TO loket_service;
GRANT SELECT (id, service_point_id, application_id, kind, stage, number, serial, holder, approved_by, approved_at,
    valid_from, valid_until, seal, batch_id, unsigned_sha256, signed_sha256, raw, issued_at, prints, withdrawn_at,
    withdrawn_reason, withdraws_id) ON loket.document TO loket_staff;
GRANT UPDATE (stage, unsigned_sha256, signed_sha256, batch_id, raw)
    ON loket.document TO loket_supervisor;
GRANT UPDATE (stage, record, seal, valid_from, valid_until, raw) ON loket.document TO loket_service;
GRANT UPDATE (stage, prints) ON loket.document TO loket_officer;
GRANT INSERT (service_point_id, signatory_id, certificate_sha256), UPDATE (closed_at)
    ON loket.signing_batch TO loket_supervisor;
GRANT INSERT (service_point_id, document_id, copy, sheets, reason, printer, spool_job, state, raw),
    UPDATE (spool_job, state, raw) ON loket.print_job TO loket_officer;
GRANT INSERT (service_point_id, document_id, collector, name, identity_kind, last4, originals_seen)
    ON loket.handover TO loket_officer;

-- the journal and the service's own
GRANT SELECT ON loket.journal, loket.journal_head TO loket_auditor;
GRANT SELECT, INSERT ON loket.intake_receipt, loket.withdrawal_edition, loket.seal_key TO loket_service;

GRANT EXECUTE ON FUNCTION loket.moment(), loket.my_officer(), loket.my_point(), loket.my_counter(),
    loket.my_roles(), loket.has_role(text), loket.local_day(timestamptz), loket.missing_documents(bigint),
    loket.missing_marks(bigint), loket.officer_name(bigint), loket.scan_bytes(bigint),
    loket.paper_bytes(bigint, boolean), loket.open_file(bigint), loket.announce(text, bigint, text),
    loket.keep_scan(bytea) TO loket_staff, loket_service;
GRANT EXECUTE ON FUNCTION loket.search_cases(text), loket.find_papers(text, text), loket.keep_paper(bytea),
    loket.paper_record(bigint), loket.follow_case(bigint, text, text), loket.forward_case(bigint, bigint, text),
    loket.forwarded_cases(text), loket.objection_until(bigint), loket.undo_last_step(text, bigint), loket.back_date(bigint, timestamptz) TO loket_staff;

GRANT EXECUTE ON FUNCTION loket.has_keyed(bigint) TO loket_reviewer;
GRANT EXECUTE ON FUNCTION loket.guarantor_patience() TO loket_staff, loket_service;
