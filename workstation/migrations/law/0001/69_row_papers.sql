-- Papers of the rows of a list: whose they are, which a permit type asks for, and that nobody is approved unlike them.

-- The papers of a version, those of the case and those of each row, as one list.
CREATE FUNCTION loket.row_papers(rules jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE jsonb_typeof(rules #> '{workers,documents}') WHEN 'array' THEN rules #> '{workers,documents}'
        ELSE '[]' END
$$;

CREATE FUNCTION loket.all_papers(rules jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT (rules -> 'documents') || loket.row_papers(rules)
$$;

-- A paper of a row belongs to a row of the same case, and only such a paper does. Its file is often named by the
-- number of a card, which nobody may read unrecorded: long numbers do not stay in the name.
CREATE FUNCTION loket.guard_row_paper() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    is_of_row boolean := EXISTS (SELECT FROM loket.application a
        JOIN loket.permit_type_version v ON v.id = a.type_version_id,
        jsonb_array_elements(loket.row_papers(v.rules)) AS d
        WHERE a.id = NEW.application_id AND d ->> 'code' = NEW.document_code);
BEGIN
    IF is_of_row <> (NEW.worker_id IS NOT NULL) OR is_of_row AND NOT EXISTS (SELECT FROM loket.worker w
        WHERE w.id = NEW.worker_id AND w.application_id = NEW.application_id) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'paper of a row'));
    END IF;
    IF is_of_row THEN
        NEW.file_name := regexp_replace(NEW.file_name, '[0-9]{8,}', '#', 'g');
    END IF;
    RETURN NEW;
END $$;

-- Where a file of a frozen person lies nobody looks, though the list goes on without him.
CREATE FUNCTION loket.demand_row_free(what text, wanted bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF what = 'scan' AND EXISTS (SELECT FROM loket.scan s JOIN loket.worker w ON w.id = s.worker_id
        WHERE s.id = wanted AND loket.is_frozen_card(w.nik)) THEN
        PERFORM loket.refuse('Frozen', jsonb_build_object('number', ''));
    END IF;
END $$;

-- The persons who lack a paper that is asked for of each.
CREATE FUNCTION loket.rows_lacking(wanted bigint, rules jsonb) RETURNS TABLE (worker_id bigint, seq bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT w.id, w.seq FROM loket.worker w WHERE w.application_id = wanted AND NOT loket.is_frozen_card(w.nik)
    AND EXISTS (SELECT FROM jsonb_array_elements(loket.row_papers(rules)) AS d
        WHERE coalesce((d ->> 'required')::boolean, true) AND NOT EXISTS (SELECT FROM loket.scan s
            WHERE s.worker_id = w.id AND s.document_code = d ->> 'code' AND NOT s.superseded))
$$;

CREATE FUNCTION loket.demand_row_papers(wanted bigint, rules jsonb) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    lacking bigint;
    first bigint;
BEGIN
    SELECT count(*), min(seq) INTO lacking, first FROM loket.rows_lacking(wanted, rules);
    IF lacking > 0 THEN
        PERFORM loket.refuse('MissingPersonPapers', jsonb_build_object('count', lacking, 'seq', first));
    END IF;
END $$;

-- Whoever is approved has the papers that are asked for, and who has papers was found the same as they. Rows and
-- papers cannot change afterwards without the word on them going too, so that this holds until the permit.
CREATE FUNCTION loket.demand_compared() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    lacking bigint;
    first bigint;
    uncompared bigint;
BEGIN
    SELECT count(*), min(l.seq) INTO lacking, first FROM (SELECT DISTINCT application_id FROM fresh) AS c
        JOIN loket.application a ON a.id = c.application_id
        JOIN loket.permit_type_version v ON v.id = a.type_version_id,
        loket.rows_lacking(a.id, v.rules) AS l
        WHERE l.worker_id IN (SELECT f.worker_id FROM fresh f WHERE f.verdict = 'approve');
    IF lacking > 0 THEN
        PERFORM loket.refuse('MissingPersonPapers', jsonb_build_object('count', lacking, 'seq', first));
    END IF;
    SELECT count(*) INTO uncompared FROM fresh f WHERE f.verdict = 'approve' AND f.mark IS DISTINCT FROM 'same'
        AND EXISTS (SELECT FROM loket.scan s WHERE s.worker_id = f.worker_id AND NOT s.superseded);
    IF uncompared > 0 THEN
        PERFORM loket.refuse('UncomparedPersons', jsonb_build_object('count', uncompared));
    END IF;
    RETURN NULL;
END $$;

-- The word on a person was said of this line and these papers.
CREATE FUNCTION loket.forget_row() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    part jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    whose bigint := (part ->> CASE TG_TABLE_NAME WHEN 'worker' THEN 'id' ELSE 'worker_id' END)::bigint;
BEGIN
    DELETE FROM loket.worker_decision WHERE worker_id = whose;
    DELETE FROM loket.worker_glance WHERE worker_id = whose;
    RETURN NULL;
END $$;

CREATE TRIGGER a_row_paper BEFORE INSERT ON loket.scan
    FOR EACH ROW EXECUTE FUNCTION loket.guard_row_paper();
CREATE TRIGGER b_forget_row AFTER UPDATE ON loket.worker
    FOR EACH ROW WHEN ((NEW.name, NEW.nik, NEW.address, NEW.destination)
        IS DISTINCT FROM (OLD.name, OLD.nik, OLD.address, OLD.destination)) EXECUTE FUNCTION loket.forget_row();
CREATE TRIGGER b_forget_row_new AFTER INSERT ON loket.scan
    FOR EACH ROW WHEN (NEW.worker_id IS NOT NULL) EXECUTE FUNCTION loket.forget_row();
CREATE TRIGGER b_forget_row_old AFTER DELETE ON loket.scan
    FOR EACH ROW WHEN (OLD.worker_id IS NOT NULL) EXECUTE FUNCTION loket.forget_row();
CREATE TRIGGER d_compared_new AFTER INSERT ON loket.worker_decision REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION loket.demand_compared();
CREATE TRIGGER d_compared_other AFTER UPDATE ON loket.worker_decision REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION loket.demand_compared();

-- Keeps a list as it is now. A person stays the same line, with his papers, while his card number does, or else his
-- name; persons whose data are frozen stay where they are, and the list goes on after them.
CREATE FUNCTION loket.keep_workers(wanted bigint, list jsonb) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    point bigint := (SELECT service_point_id FROM loket.application WHERE id = wanted FOR UPDATE);
    first bigint := (SELECT coalesce(max(seq), 0) FROM loket.worker
        WHERE application_id = wanted AND loket.is_frozen_card(nik));
BEGIN
    IF point IS NULL OR NOT (point IS NOT DISTINCT FROM loket.my_point() AND loket.has_role('officer')
        OR loket.has_role('service')) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'workers'));
    END IF;
    WITH fresh AS (
        SELECT first + n AS seq, e ->> 'name' AS name, e ->> 'nik' AS nik, e ->> 'address' AS address,
            e ->> 'destination' AS destination, row_number() OVER (PARTITION BY e ->> 'nik' ORDER BY n) AS turn
        FROM jsonb_array_elements(list) WITH ORDINALITY AS r (e, n)
    ), former AS (
        SELECT w.*, row_number() OVER (PARTITION BY nik ORDER BY seq) AS turn FROM loket.worker w
        WHERE application_id = wanted AND NOT loket.is_frozen_card(nik)
    ), by_card AS (
        SELECT f.seq, o.id FROM fresh f JOIN former o USING (nik, turn) WHERE f.nik <> ''
    ), new_left AS (
        SELECT seq, name, row_number() OVER (PARTITION BY name ORDER BY seq) AS turn FROM fresh
        WHERE name <> '' AND seq NOT IN (SELECT seq FROM by_card)
    ), old_left AS (
        SELECT id, name, row_number() OVER (PARTITION BY name ORDER BY seq) AS turn FROM former
        WHERE id NOT IN (SELECT id FROM by_card)
    ), same AS (
        SELECT seq, id FROM by_card UNION ALL SELECT n.seq, o.id FROM new_left n JOIN old_left o USING (name, turn)
    ), gone AS (
        DELETE FROM loket.worker w USING former o WHERE w.id = o.id AND w.id NOT IN (SELECT id FROM same)
    ), kept AS (
        UPDATE loket.worker w SET seq = f.seq, name = f.name, nik = f.nik, address = f.address,
            destination = f.destination
        FROM same s JOIN fresh f USING (seq) WHERE w.id = s.id AND (w.seq, w.name, w.nik, w.address, w.destination)
            IS DISTINCT FROM (f.seq, f.name, f.nik, f.address, f.destination)
    )
    INSERT INTO loket.worker (application_id, service_point_id, seq, name, nik, address, destination)
        SELECT wanted, point, seq, name, nik, address, destination FROM fresh
        WHERE seq NOT IN (SELECT seq FROM same) ORDER BY seq;
END $$;

-- Papers of two rows of one list that are the same file or nearly the same page; read under the announcement of the
-- case. `seq`: the row that shows the same.
CREATE FUNCTION loket.row_twins(wanted bigint) RETURNS TABLE (scan_id bigint, is_same_file boolean, seq bigint)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NOT (loket.has_role('reviewer') OR loket.has_role('supervisor')) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'row_twins'));
    END IF;
    PERFORM loket.demand_announced((SELECT service_point_id FROM loket.application a WHERE a.id = wanted),
        'application', wanted);
    RETURN QUERY
    WITH paper AS (
        SELECT s.id, s.worker_id, s.sha256, w.seq AS place FROM loket.scan s JOIN loket.worker w ON w.id = s.worker_id
        WHERE s.application_id = wanted AND NOT s.superseded AND NOT loket.is_frozen_card(w.nik)
    ), sheet AS (
        SELECT p.id, p.worker_id, p.sha256, p.place, g AS page FROM paper p JOIN loket.scan_page g ON g.scan_id = p.id
        WHERE g.likeness IS NOT NULL
    ), banded AS MATERIALIZED (
        SELECT id, worker_id, sha256, place, page, band FROM sheet, unnest(loket.likeness_bands((page).likeness)) AS band
    ), asked AS MATERIALIZED (
        SELECT id, worker_id, sha256, t.shape, t.marks, band FROM sheet, loket.turns_of(page) AS t,
            unnest(loket.likeness_bands(t.shape)) AS band
    ), pair AS (
        SELECT a.id, true AS same_file, b.place FROM paper a JOIN paper b USING (sha256) WHERE a.worker_id <> b.worker_id
        UNION
        SELECT a.id, false, b.place FROM asked a JOIN banded b USING (band)
        WHERE a.worker_id <> b.worker_id AND a.sha256 <> b.sha256 AND loket.is_alike(a.shape, a.marks, b.page)
    )
    SELECT p.id, p.same_file, p.place FROM pair p ORDER BY p.id, p.place LIMIT 1000;
END $$;

GRANT EXECUTE ON FUNCTION loket.keep_workers(bigint, jsonb) TO loket_officer, loket_service;
GRANT EXECUTE ON FUNCTION loket.row_twins(bigint) TO loket_staff;
