-- News to the screens: a version row bumped in the same transaction and polled; NOTIFY would serialise commits.

CREATE FUNCTION loket.bump() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    INSERT INTO loket.point_version AS v (service_point_id, topic, version)
        SELECT DISTINCT service_point_id, TG_ARGV[0], 1 FROM changed ORDER BY 1
        ON CONFLICT (service_point_id, topic) DO UPDATE SET version = v.version + 1;
    RETURN NULL;
END $$;

DO $$
DECLARE
    pair text[];
    pairs text[][] := ARRAY[
        ['visit', 'visits'], ['counter_session', 'counters'], ['application', 'cases'], ['scan', 'scans'],
        ['field_mark', 'scans'], ['field_place', 'scans'], ['page_finding', 'scans'],
        ['page_view', 'scans'], ['worker_decision', 'scans'], ['document', 'documents'], ['print_job', 'prints'],
        ['sheet', 'sheets'], ['sheet_count', 'sheets'], ['outgoing_mail', 'mails'],
        ['handover', 'documents'], ['withdrawal', 'documents'], ['mailing', 'documents'], ['case_forward', 'cases'], ['survey', 'cases'], ['levy_order', 'cases'],
        ['guarantor_contact', 'cases'], ['takeover', 'takeovers']];
BEGIN
    FOREACH pair SLICE 1 IN ARRAY pairs LOOP
        EXECUTE format('CREATE TRIGGER zz_news_new AFTER INSERT ON loket.%I REFERENCING NEW TABLE AS changed
            FOR EACH STATEMENT EXECUTE FUNCTION loket.bump(%L)', pair[1], pair[2]);
        EXECUTE format('CREATE TRIGGER zz_news_changed AFTER UPDATE ON loket.%I REFERENCING NEW TABLE AS changed
            FOR EACH STATEMENT EXECUTE FUNCTION loket.bump(%L)', pair[1], pair[2]);
    END LOOP;
END $$;
