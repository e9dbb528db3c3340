-- Pages of scans: how they are shown and what is marked on them. Written by who holds the case, on a paper of the
-- same case; a mark on a paper that was replaced since stays readable beside it, and asks for nothing any more.

CREATE FUNCTION loket.guard_page_part() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM loket.scan WHERE id = NEW.scan_id AND application_id = NEW.application_id) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'mark a page of another case'));
    END IF;
    IF TG_TABLE_NAME = 'page_finding' THEN
        NEW.officer_id := loket.my_officer();
        NEW.at := loket.moment();
    END IF;
    RETURN NEW;
END $$;

-- A copy with parts blacked out leaves the office: that it was made stands here before it is, with its purpose.
CREATE FUNCTION loket.note_covered(scan bigint, pages bigint, covered bigint, purpose text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    point bigint := (SELECT s.service_point_id FROM loket.scan s WHERE s.id = scan);
BEGIN
    PERFORM loket.demand_reader(point, 'export');
    PERFORM loket.demand_workable(loket.case_of('scan', scan));
    IF length(trim(coalesce(purpose, ''))) < 3 THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
    PERFORM loket.append_journal(point, 'export', 'scan', scan::text,
        jsonb_build_object('purpose', left(purpose, 200), 'pages', pages, 'covered', covered));
END $$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['page_view', 'page_finding'] LOOP
        EXECUTE format('CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE OR DELETE ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.guard_case_part()', t);
        EXECUTE format('CREATE TRIGGER b_guard BEFORE INSERT ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.guard_page_part()', t);
        EXECUTE format('CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.journal_row()', t);
        EXECUTE format('CREATE POLICY own_point ON loket.%I TO loket_staff
            USING (service_point_id = (SELECT loket.my_point()))
            WITH CHECK (service_point_id = (SELECT loket.my_point()))', t);
        EXECUTE format('GRANT SELECT ON loket.%I TO loket_staff, loket_service', t);
    END LOOP;
END $$;

GRANT INSERT (scan_id, page, application_id, service_point_id, angle, from_left, from_top, width, height),
    UPDATE (angle, from_left, from_top, width, height), DELETE ON loket.page_view TO loket_reviewer;
GRANT INSERT (application_id, service_point_id, scan_id, page, from_left, from_top, width, height, part, code, text,
    legal_basis, remedy), DELETE ON loket.page_finding TO loket_reviewer;
GRANT EXECUTE ON FUNCTION loket.note_covered(bigint, bigint, bigint, text) TO loket_staff;
