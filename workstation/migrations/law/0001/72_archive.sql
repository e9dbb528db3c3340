-- Signed papers raised to last (PAdES B-T to B-LTA): the first signed file stays, the newest is handed out.

-- What the archive hands out as the signed paper.
CREATE FUNCTION loket.newest_paper(wanted bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT coalesce((SELECT r.sha256 FROM loket.raised_paper r WHERE r.document_id = wanted ORDER BY r.id DESC LIMIT 1),
        (SELECT d.signed_sha256 FROM loket.document d WHERE d.id = wanted))
$$;

-- Only over an issued paper, and never a lower level over a higher one.
CREATE FUNCTION loket.guard_raised() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    levels CONSTANT text[] := ARRAY['B-B', 'B-T', 'B-LT', 'B-LTA'];
    paper loket.document;
    before text;
BEGIN
    SELECT * INTO paper FROM loket.document WHERE id = NEW.document_id FOR UPDATE;
    IF paper.id IS NULL OR paper.stage IN ('to_sign', 'prepared', 'sent', 'unknown', 'deposited', 'rejected') THEN
        PERFORM loket.refuse('NotIssued', jsonb_build_object('number', coalesce(paper.number, '-')));
    END IF;
    SELECT r.level INTO before FROM loket.raised_paper r WHERE r.document_id = NEW.document_id ORDER BY r.id DESC LIMIT 1;
    IF array_position(levels, NEW.level) < coalesce(array_position(levels, before), 2) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'raise'));
    END IF;
    NEW.service_point_id := paper.service_point_id;
    NEW.at := loket.moment();
    RETURN NEW;
END $$;

CREATE TRIGGER a_guard BEFORE INSERT ON loket.raised_paper
    FOR EACH ROW EXECUTE FUNCTION loket.guard_raised();
CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.raised_paper
    FOR EACH ROW EXECUTE FUNCTION loket.journal_row();

CREATE POLICY own_point ON loket.raised_paper FOR SELECT TO loket_staff
    USING (service_point_id = (SELECT loket.my_point()));
GRANT SELECT ON loket.raised_paper TO loket_staff, loket_service;
GRANT INSERT (document_id, level, sha256, stamped_at, stamped_by, stamp_ends) ON loket.raised_paper TO loket_service;
GRANT EXECUTE ON FUNCTION loket.keep_paper(bytea) TO loket_service;
GRANT SELECT, INSERT (document_id, tries, raw), UPDATE (due_at, tries, raw) ON loket.paper_due TO loket_service;
