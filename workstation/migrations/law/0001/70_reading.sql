-- Reading a person's data is an event (UU 27/2022 art. 31): it goes through these functions, which journal it.

CREATE FUNCTION loket.demand_reader(point bigint, what text) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket AS $$
BEGIN
    IF loket.has_role('service') AND loket.my_officer() IS NULL THEN
        RETURN;
    END IF;
    IF point IS NULL OR point IS DISTINCT FROM loket.my_point() OR NOT (loket.has_role('officer')
        OR loket.has_role('reviewer') OR loket.has_role('supervisor')) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', what));
    END IF;
END $$;

CREATE FUNCTION loket.open_file(wanted bigint, purpose text) RETURNS jsonb
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket AS $$
DECLARE
    a loket.application;
    list jsonb;
BEGIN
    SELECT * INTO a FROM loket.application WHERE id = wanted;
    PERFORM loket.demand_reader(a.service_point_id, 'open_file');
    IF length(trim(coalesce(purpose, ''))) < 3 THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
    PERFORM loket.append_journal(a.service_point_id, 'read', 'application', wanted::text,
        jsonb_build_object('purpose', left(purpose, 200)));
    SELECT coalesce(jsonb_agg(jsonb_build_object('seq', seq, 'name', name, 'nik', nik, 'address', address,
        'destination', destination) ORDER BY seq), '[]') INTO list
        FROM loket.worker WHERE application_id = wanted;
    RETURN jsonb_build_object('fields', a.fields, 'nik', a.applicant_nik, 'workers', list);
END $$;

CREATE FUNCTION loket.scan_bytes(wanted bigint) RETURNS bytea
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket AS $$
DECLARE
    s loket.scan;
BEGIN
    SELECT * INTO s FROM loket.scan WHERE id = wanted;
    PERFORM loket.demand_reader(s.service_point_id, 'scan_bytes');
    PERFORM loket.append_journal(s.service_point_id, 'read', 'scan', wanted::text,
        jsonb_build_object('application', s.application_id, 'document', s.document_code));
    RETURN (SELECT data FROM loket.scan_blob WHERE sha256 = s.sha256);
END $$;

CREATE FUNCTION loket.paper_bytes(wanted bigint, signed boolean) RETURNS bytea
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket AS $$
DECLARE
    d loket.document;
BEGIN
    SELECT * INTO d FROM loket.document WHERE id = wanted;
    PERFORM loket.demand_reader(d.service_point_id, 'paper_bytes');
    PERFORM loket.append_journal(d.service_point_id, 'read', 'document', wanted::text,
        jsonb_build_object('signed', signed));
    RETURN (SELECT data FROM loket.paper_blob
        WHERE sha256 = CASE WHEN signed THEN d.signed_sha256 ELSE d.unsigned_sha256 END);
END $$;

CREATE FUNCTION loket.keep_scan(bytes bytea) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket AS $$
DECLARE
    name text := encode(sha256(bytes), 'hex');
BEGIN
    IF NOT (loket.has_role('officer') OR loket.has_role('service')) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'keep_scan'));
    END IF;
    INSERT INTO loket.scan_blob (sha256, data) VALUES (name, bytes) ON CONFLICT DO NOTHING;
    RETURN name;
END $$;

CREATE FUNCTION loket.keep_paper(bytes bytea) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket AS $$
DECLARE
    name text := encode(sha256(bytes), 'hex');
BEGIN
    IF NOT loket.has_role('supervisor') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'keep_paper'));
    END IF;
    INSERT INTO loket.paper_blob (sha256, data) VALUES (name, bytes) ON CONFLICT DO NOTHING;
    RETURN name;
END $$;

-- By number, tracking code, full NIK or beginning of a name; at most 50 rows, each search journalled.
CREATE FUNCTION loket.search_cases(wanted text) RETURNS TABLE (id bigint)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket AS $$
DECLARE
    point bigint := loket.my_point();
    term text := trim(coalesce(wanted, ''));
BEGIN
    PERFORM loket.demand_reader(point, 'search');
    IF length(term) < 3 THEN
        RETURN;
    END IF;
    PERFORM loket.append_journal(point, 'search', 'application', '', jsonb_build_object('term',
        CASE WHEN term ~ '^\d{16}$' THEN left(term, 4) || '**********' || right(term, 2) ELSE term END));
    RETURN QUERY SELECT a.id FROM loket.application a
        WHERE a.service_point_id = point AND (
            (term ~ '^\d{16}$' AND (a.applicant_nik = term OR EXISTS (SELECT FROM loket.worker w
                WHERE w.application_id = a.id AND w.nik = term)))
            OR a.number ILIKE '%' || replace(replace(term, '\', '\\'), '%', '\%') || '%'
            OR a.track_code = upper(term)
            OR a.applicant_name ILIKE '%' || replace(replace(term, '\', '\\'), '%', '\%') || '%'
            OR EXISTS (SELECT FROM loket.document d WHERE d.application_id = a.id
                AND d.number ILIKE replace(replace(term, '\', '\\'), '%', '\%') || '%'))
        ORDER BY a.id DESC LIMIT 50;
END $$;

-- The number of an open case of the same person and type, if there is one; no other fact leaves.
CREATE FUNCTION loket.open_case_of(wanted_nik text, wanted_type text, but bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket AS $$
    SELECT a.number FROM loket.application a
    WHERE a.applicant_nik = wanted_nik AND a.type_code = wanted_type AND a.id <> but
    AND a.stage IN ('submitted', 'administrative', 'technical', 'proposed', 'returned')
    AND (a.service_point_id = loket.my_point() OR loket.has_role('service'))
    AND (loket.has_role('officer') OR loket.has_role('service'))
    ORDER BY a.id DESC LIMIT 1
$$;
