-- What a careful colleague would notice: the same scan, or nearly the same page, in another case of the city.
-- The numbers of a page are made when the file is attached; they are compared here and never shown.

-- Four bands of sixteen bits: two pages that differ in three bits or fewer share at least one.
CREATE FUNCTION loket.likeness_bands(likeness bigint) RETURNS integer[]
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_agg((band << 16) + (likeness >> (band * 16) & 65535)::integer) FROM generate_series(0, 3) AS band
$$;

-- Six of 64 bits for the shape of the page, a seventh of all marks for what is written: found on the practice
-- papers, where re-sent copies differ by less and the same form filled for somebody else by more.
CREATE FUNCTION loket.is_alike(shape bigint, marks bit, other loket.scan_page) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT bit_count((shape # other.likeness)::bit(64)) <= 6
        AND bit_count(marks # other.detail) * 7 <= bit_count(marks | other.detail)
$$;

-- A page as it lies, by quarters, and without an even frame: a copy that was turned or framed is found by what undoes it.
CREATE FUNCTION loket.turns_of(one loket.scan_page) RETURNS TABLE (shape bigint, marks bit)
    LANGUAGE sql IMMUTABLE ROWS 4 SET search_path = pg_catalog, pg_temp AS $$
    SELECT one.likeness, one.detail
    UNION ALL SELECT t.shape, t.marks FROM unnest(one.turned_likeness, one.turned_detail) AS t (shape, marks)
$$;

-- without a list of what is not sorted in yet: every question would read all of that list
CREATE INDEX ix_scan_page_bands ON loket.scan_page USING gin (loket.likeness_bands(likeness))
    WITH (fastupdate = off) WHERE is_open AND likeness IS NOT NULL;

CREATE FUNCTION loket.guard_scan_page() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    SELECT a.id, a.service_point_id, false INTO NEW.application_id, NEW.service_point_id, NEW.is_open
        FROM loket.scan s JOIN loket.application a ON a.id = s.application_id
        WHERE s.id = NEW.scan_id AND a.stage IN ('draft', 'returned')
        AND (a.service_point_id = loket.my_point() OR loket.has_role('service'));
    IF NEW.application_id IS NULL THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'scan_page'));
    END IF;
    RETURN NEW;
END $$;

-- Pages are looked through while their case is under way; the numbers go with the bytes that they were made from.
CREATE FUNCTION loket.follow_case() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    UPDATE loket.scan_page SET is_open = loket.is_under_way(NEW.stage)
        WHERE application_id = NEW.id AND is_open <> loket.is_under_way(NEW.stage);
    RETURN NULL;
END $$;

CREATE FUNCTION loket.forget_pages() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    DELETE FROM loket.scan_page p USING loket.scan s WHERE s.sha256 = NEW.sha256 AND p.scan_id = s.id;
    RETURN NULL;
END $$;

CREATE TRIGGER a_guard BEFORE INSERT ON loket.scan_page
    FOR EACH ROW EXECUTE FUNCTION loket.guard_scan_page();
CREATE TRIGGER b_follow_case AFTER UPDATE OF stage ON loket.application
    FOR EACH ROW WHEN (NEW.stage IS DISTINCT FROM OLD.stage) EXECUTE FUNCTION loket.follow_case();
CREATE TRIGGER b_forget_pages AFTER UPDATE OF data ON loket.scan_blob
    FOR EACH ROW WHEN (NEW.data IS NULL AND OLD.data IS NOT NULL) EXECUTE FUNCTION loket.forget_pages();

-- Whether two cases are one applicant's: the same number of identity, or the same firm by name.
CREATE FUNCTION loket.is_same_applicant(one loket.application, other loket.application) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT trim(one.applicant_nik) <> '' AND one.applicant_nik = other.applicant_nik
        OR one.type_code = other.type_code AND one.sole IS NOT TRUE AND other.sole IS NOT TRUE
        AND lower(trim(one.applicant_name)) = lower(trim(other.applicant_name))
$$;

-- Where the scans of a case are found again: number, type, point and stage of the other case and nothing else. The
-- very same file in any case that was handed in; nearly the same page in the cases under way. `others` counts the
-- cases (at most 50); of many only the newest three are named. Journalled as a search.
CREATE FUNCTION loket.likenesses(wanted bigint) RETURNS TABLE (scan_id bigint, page bigint, is_same_file boolean,
    others bigint, number text, permit_type text, point text, stage text, is_own boolean)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    here loket.application;
BEGIN
    SELECT * INTO here FROM loket.application WHERE id = wanted;
    IF NOT (loket.has_role('reviewer') OR loket.has_role('supervisor')) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'likenesses'));
    END IF;
    PERFORM loket.demand_announced(here.service_point_id, 'application', wanted);
    PERFORM loket.append_journal(here.service_point_id, 'search', 'application', wanted::text,
        jsonb_build_object('term', 'likenesses'));
    RETURN QUERY
    WITH same_file AS (
        SELECT s.id AS scan, 0::bigint AS at, true AS is_file, o.application_id AS found
        FROM loket.scan s CROSS JOIN LATERAL (SELECT DISTINCT x.application_id FROM loket.scan x
            WHERE x.sha256 = s.sha256 AND x.application_id <> wanted LIMIT 50) o
        WHERE s.application_id = wanted AND NOT s.superseded
    ), alike AS (
        SELECT p.scan_id AS scan, p.page AS at, false AS is_file, o.application_id AS found
        FROM loket.scan_page p JOIN loket.scan s ON s.id = p.scan_id AND NOT s.superseded
        CROSS JOIN LATERAL (SELECT DISTINCT x.application_id FROM loket.turns_of(p) AS t CROSS JOIN LATERAL (
            SELECT y.application_id FROM loket.scan_page y
            WHERE loket.likeness_bands(y.likeness) && loket.likeness_bands(t.shape) AND y.is_open
            AND y.likeness IS NOT NULL AND y.application_id <> wanted
            AND loket.is_alike(t.shape, t.marks, y) LIMIT 200) x LIMIT 50) o
        WHERE p.application_id = wanted AND p.likeness IS NOT NULL
        AND NOT EXISTS (SELECT FROM same_file f WHERE f.scan = p.scan_id AND f.found = o.application_id)
    ), named AS (
        SELECT m.scan, m.at, m.is_file, a, row_number() OVER w AS place, count(*) OVER (PARTITION BY m.scan, m.at,
            m.is_file) AS found
        FROM (SELECT * FROM same_file UNION ALL SELECT * FROM alike) m JOIN loket.application a ON a.id = m.found
        WHERE a.stage <> 'draft' WINDOW w AS (PARTITION BY m.scan, m.at, m.is_file ORDER BY a.id DESC)
    )
    SELECT n.scan, n.at, n.is_file, n.found, (n.a).number, (n.a).type_code, p.name, (n.a).stage,
        loket.is_same_applicant(here, n.a)
    FROM named n JOIN loket.service_point p ON p.id = (n.a).service_point_id
    WHERE n.place <= 3 ORDER BY n.scan, n.is_file DESC, n.at, n.place;
END $$;

-- A hint is waved away by who works on the case, for himself; what is typed anew is looked at anew.
CREATE FUNCTION loket.guard_hint_wave() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    SELECT a.service_point_id INTO NEW.service_point_id FROM loket.application a WHERE a.id = NEW.application_id
        AND a.service_point_id = loket.my_point() AND a.stage IN ('submitted', 'administrative', 'technical', 'proposed')
        AND (loket.has_role('reviewer') OR loket.has_role('supervisor'));
    IF NOT FOUND THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'hint_wave'));
    END IF;
    NEW.officer_id := loket.my_officer();
    NEW.at := loket.moment();
    RETURN NEW;
END $$;

CREATE FUNCTION loket.forget_waves() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    DELETE FROM loket.hint_wave WHERE application_id = NEW.id
        AND NEW.fields -> split_part(hint, ':', 2) IS DISTINCT FROM OLD.fields -> split_part(hint, ':', 2);
    RETURN NULL;
END $$;

CREATE TRIGGER a_guard BEFORE INSERT ON loket.hint_wave
    FOR EACH ROW EXECUTE FUNCTION loket.guard_hint_wave();
CREATE TRIGGER b_forget_waves AFTER UPDATE OF fields ON loket.application
    FOR EACH ROW WHEN (NEW.fields IS DISTINCT FROM OLD.fields) EXECUTE FUNCTION loket.forget_waves();
CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.hint_wave
    FOR EACH ROW EXECUTE FUNCTION loket.journal_row();

CREATE POLICY own_point ON loket.scan_page TO loket_staff
    USING (service_point_id = (SELECT loket.my_point())) WITH CHECK (service_point_id = (SELECT loket.my_point()));
CREATE POLICY own ON loket.hint_wave TO loket_staff
    USING (officer_id = (SELECT loket.my_officer())) WITH CHECK (officer_id = (SELECT loket.my_officer()));
GRANT SELECT (scan_id, page, application_id, service_point_id, edge, kept, paper, ink, side) ON loket.scan_page
    TO loket_staff, loket_service;
GRANT INSERT (scan_id, page, likeness, detail, turned_likeness, turned_detail, edge, kept, paper, ink, side) ON loket.scan_page
    TO loket_officer, loket_service;
GRANT SELECT ON loket.hint_wave TO loket_staff;
GRANT INSERT (application_id, hint, service_point_id, word) ON loket.hint_wave TO loket_reviewer, loket_supervisor;
GRANT EXECUTE ON FUNCTION loket.likenesses(bigint) TO loket_staff;
