-- Reading a person's data is an event (UU 27/2022 art. 31): it goes through these functions, which journal it.

CREATE FUNCTION loket.demand_reader(point bigint, what text) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF loket.has_role('service') AND loket.my_officer() IS NULL THEN
        RETURN;
    END IF;
    IF point IS NULL OR point IS DISTINCT FROM loket.my_point() OR NOT (loket.has_role('officer')
        OR loket.has_role('reviewer') OR loket.has_role('supervisor')) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', what));
    END IF;
END $$;

-- A reading is announced and kept before anything is shown: what one transaction both notes and shows, its
-- rollback would un-note. An announcement holds for a quarter of an hour.
CREATE FUNCTION loket.announce(thing text, wanted bigint, purpose text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    point bigint := CASE thing
        WHEN 'application' THEN (SELECT service_point_id FROM loket.application WHERE id = wanted)
        WHEN 'scan' THEN (SELECT service_point_id FROM loket.scan WHERE id = wanted)
        WHEN 'document' THEN (SELECT service_point_id FROM loket.document WHERE id = wanted) END;
BEGIN
    PERFORM loket.demand_reader(point, 'read');
    PERFORM loket.demand_workable(loket.case_of(thing, wanted));
    PERFORM loket.demand_row_free(thing, wanted);
    IF length(trim(coalesce(purpose, ''))) < 3 THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
    PERFORM loket.append_journal(point, 'read', thing, wanted::text,
        jsonb_build_object('purpose', left(purpose, 200), 'transaction', pg_current_xact_id()::text));
END $$;

-- The back room reads in the course of its work and does not roll back to hide it: it only notes. A practice day
-- (nobody outside the server can begin one) holds no real person.
CREATE FUNCTION loket.demand_announced(point bigint, what text, wanted bigint) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_reader(point, 'read');
    PERFORM loket.demand_workable(loket.case_of(what, wanted));
    PERFORM loket.demand_row_free(what, wanted);
    IF loket.has_role('service') AND loket.my_officer() IS NULL OR EXISTS (SELECT FROM loket.practice_clock) THEN
        PERFORM loket.append_journal(point, 'read', what, wanted::text, '{}');
    ELSIF NOT EXISTS (SELECT FROM loket.journal WHERE thing = what AND thing_id = wanted::text AND action = 'read'
        AND login = session_user AND at > loket.moment() - interval '15 minutes'
        AND data ->> 'transaction' IS DISTINCT FROM pg_current_xact_id()::text) THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
END $$;

-- Each time that numbers of identity are shown in full stands in the journal under its own name, beside the
-- announcement and with its purpose. The back room shows nothing to anybody.
CREATE FUNCTION loket.note_unmasking(point bigint, what text, wanted bigint) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF loket.my_officer() IS NOT NULL THEN
        PERFORM loket.append_journal(point, 'unmask', what, wanted::text, jsonb_build_object('purpose',
            (SELECT data ->> 'purpose' FROM loket.journal WHERE thing = what AND thing_id = wanted::text
            AND action = 'read' AND login = session_user ORDER BY at DESC, seq DESC LIMIT 1)));
    END IF;
END $$;

CREATE FUNCTION loket.open_file(wanted bigint) RETURNS jsonb
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application;
    list jsonb;
BEGIN
    SELECT * INTO a FROM loket.application WHERE id = wanted;
    PERFORM loket.demand_announced(a.service_point_id, 'application', wanted);
    PERFORM loket.note_unmasking(a.service_point_id, 'application', wanted);
    SELECT coalesce(jsonb_agg(jsonb_build_object('seq', seq, 'name', name, 'nik', nik, 'address', address,
        'destination', destination) ORDER BY seq), '[]') INTO list
        FROM loket.worker WHERE application_id = wanted AND NOT loket.is_frozen_card(nik);
    RETURN jsonb_build_object('fields', a.fields, 'nik', a.applicant_nik, 'workers', list);
END $$;

CREATE FUNCTION loket.scan_bytes(wanted bigint) RETURNS bytea
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    s loket.scan;
BEGIN
    SELECT * INTO s FROM loket.scan WHERE id = wanted;
    PERFORM loket.demand_announced(s.service_point_id, 'scan', wanted);
    RETURN loket.demand_kept((SELECT data FROM loket.scan_blob WHERE sha256 = s.sha256), s.sha256);
END $$;

CREATE FUNCTION loket.paper_bytes(wanted bigint, signed boolean) RETURNS bytea
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    d loket.document;
    name text;
BEGIN
    SELECT * INTO d FROM loket.document WHERE id = wanted;
    PERFORM loket.demand_announced(d.service_point_id, 'document', wanted);
    name := CASE WHEN signed THEN loket.newest_paper(wanted) ELSE d.unsigned_sha256 END;
    RETURN loket.demand_kept((SELECT data FROM loket.paper_blob WHERE sha256 = name), name);
END $$;

-- What a document is drawn from, unmasked: only for who signs it.
CREATE FUNCTION loket.paper_record(wanted bigint) RETURNS jsonb
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    d loket.document;
BEGIN
    SELECT * INTO d FROM loket.document WHERE id = wanted;
    PERFORM loket.demand_announced(d.service_point_id, 'document', wanted);
    IF d.approved_by IS DISTINCT FROM loket.my_officer() AND NOT loket.has_role('service') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'paper_record'));
    END IF;
    PERFORM loket.note_unmasking(d.service_point_id, 'document', wanted);
    RETURN d.record;
END $$;

-- Who fills the store must work here; a file is at most as large as the readers open.
CREATE FUNCTION loket.demand_keeper(job text, bytes bytea) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NOT (loket.has_role(job) AND loket.my_officer() IS NOT NULL OR loket.has_role('service')) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'keep a file'));
    ELSIF length(bytes) > 67108864 THEN
        PERFORM loket.refuse('TooLarge', jsonb_build_object('name', 'ini', 'size', length(bytes), 'limit', 67108864));
    END IF;
END $$;

CREATE FUNCTION loket.keep_scan(bytes bytea) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    name text := encode(sha256(bytes), 'hex');
BEGIN
    PERFORM loket.demand_keeper('officer', bytes);
    INSERT INTO loket.scan_blob AS b (sha256, data) VALUES (name, bytes)
        ON CONFLICT (sha256) DO UPDATE SET data = excluded.data WHERE b.data IS NULL; -- destroyed, and filed anew
    RETURN name;
END $$;

CREATE FUNCTION loket.keep_paper(bytes bytea) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    name text := encode(sha256(bytes), 'hex');
BEGIN
    PERFORM loket.demand_keeper('supervisor', bytes);
    INSERT INTO loket.paper_blob AS b (sha256, data) VALUES (name, bytes)
        ON CONFLICT (sha256) DO UPDATE SET data = excluded.data WHERE b.data IS NULL;
    RETURN name;
END $$;

-- What a citizen reads from his slip, as whole numbers of this point: all of it, without the unit, or the last digits.
CREATE FUNCTION loket.number_guesses(point bigint, term text) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT ARRAY[upper(term), upper(p.code) || '-' || upper(term)] || CASE WHEN term ~ E'^\\d{1,6}$' THEN ARRAY(
        SELECT upper(p.code) || '-' || extract(year FROM loket.local_day(loket.moment())) - n || '-'
            || lpad(term, 6, '0') FROM generate_series(0, 2) AS n) ELSE '{}' END
    FROM loket.service_point p WHERE p.id = point
$$;

-- Newest first, among the newest hundred thousand cases of a point (at all but the mall: all there are), read from an
-- index alone: a search of names may take as long as the office is old, but no longer.
CREATE FUNCTION loket.cases_named(point bigint, term text, most integer) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT id FROM (SELECT id, applicant_name FROM loket.application WHERE service_point_id = point
        ORDER BY id DESC LIMIT 100000) AS newest
    WHERE applicant_name ILIKE '%' || regexp_replace(term, E'([\\\\%_])', E'\\\\\\1', 'g') || '%'
    LIMIT most
$$;

-- By number, tracking code, full NIK or part of a name; at most 50 rows, each search journalled. By the beginning of a
-- number only this point's own are looked for, the newest from an index, and those that were forwarded to it;
-- a beginning that all letters share ("000") is cut off after 20,000.
CREATE FUNCTION loket.search_cases(wanted text) RETURNS TABLE (id bigint)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    point bigint := loket.my_point();
    term text := trim(coalesce(wanted, ''));
    is_nik boolean := term ~ E'^\\d{16}$';
    numbers text[];
    own text := (SELECT upper(p.code) || '-' FROM loket.service_point p WHERE p.id = point);
    first text := greatest(upper(term) COLLATE "C", own);
    beyond text := least((upper(term) || '~') COLLATE "C", own || '~');
BEGIN
    PERFORM loket.demand_reader(point, 'search');
    IF length(term) < 3 THEN
        RETURN;
    END IF;
    PERFORM loket.append_journal(point, 'search', 'application', '', jsonb_build_object('term',
        CASE WHEN is_nik THEN left(term, 4) || '**********' || right(term, 2) ELSE term END));
    IF is_nik THEN
        RETURN QUERY SELECT a.id FROM loket.application a WHERE a.applicant_nik = term AND a.service_point_id = point
            UNION SELECT w.application_id FROM loket.worker w WHERE w.nik = term AND w.service_point_id = point
                AND NOT loket.is_frozen_card(term)
            ORDER BY 1 DESC LIMIT 50;
        RETURN;
    END IF;
    numbers := loket.number_guesses(point, term);
    RETURN QUERY SELECT a.id FROM loket.application a
            WHERE a.number = ANY (numbers) AND a.service_point_id = point
        UNION (SELECT a.id FROM loket.application a WHERE a.number >= first AND a.number < beyond
            AND a.service_point_id = point ORDER BY a.number DESC LIMIT 50)
        UNION SELECT a.id FROM loket.case_forward f JOIN loket.application a ON a.id = f.application_id
            WHERE f.to_point_id = point AND a.service_point_id = point AND starts_with(a.number, upper(term))
        UNION SELECT a.id FROM loket.application a
            WHERE a.track_code = upper(term) AND a.service_point_id = point
        UNION SELECT l.application_id FROM (SELECT d.application_id, d.service_point_id FROM loket.document d
            WHERE d.number >= upper(term) AND d.number < upper(term) || '~' LIMIT 20000) AS l WHERE l.service_point_id = point
        UNION SELECT named FROM loket.cases_named(point, term, 50) AS named WHERE term !~ E'^\\d+$'
        ORDER BY 1 DESC LIMIT 50;
END $$;

-- Papers that left the supervisor's desk, by letter number, application number, holder, or the ticket of a visit; at
-- most 200, the newest cases first. What it shows stands on the shelf of this point for everybody who works there.
CREATE FUNCTION loket.find_papers(wanted text, ticket text) RETURNS TABLE (id bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    point bigint := loket.my_point();
    term text := trim(coalesce(wanted, ''));
    numbers text[] := loket.number_guesses(point, term);
    today timestamptz := date_trunc('day', loket.moment(), 'Asia/Jakarta');
BEGIN
    PERFORM loket.demand_reader(point, 'search');
    IF term = '' THEN
        RETURN;
    END IF;
    RETURN QUERY WITH visitors AS MATERIALIZED (
            SELECT v.application_id, v.name, v.planned_at FROM loket.visit v
            WHERE v.service_point_id = point AND v.ticket = find_papers.ticket ORDER BY v.planned_at DESC LIMIT 200)
        SELECT d.id FROM loket.document d
        WHERE d.stage IN ('issued', 'printed', 'mailed', 'handed_over', 'withdrawn', 'superseded', 'expired') AND d.service_point_id = point
        AND d.application_id IN (
            SELECT a.id FROM loket.application a WHERE a.number = ANY (numbers)
            UNION (SELECT x.application_id FROM loket.document x
                WHERE x.number >= upper(term) AND x.number < upper(term) || '~' LIMIT 20000)
            UNION SELECT loket.cases_named(point, term, 200)
            UNION SELECT v.application_id FROM visitors v
            UNION SELECT a.id FROM visitors v, loket.cases_named(point, v.name, 200) AS n JOIN loket.application a
                ON a.id = n WHERE v.planned_at >= today AND lower(a.applicant_name) = lower(v.name))
        ORDER BY d.application_id DESC, d.id LIMIT 200;
END $$;
