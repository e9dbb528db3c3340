-- A failure of protection (UU 27/2022 art. 46): whom it reached, from what a login did or from one case.

CREATE FUNCTION loket.open_breach(of_login text, of_number text, from_at timestamptz, to_at timestamptz,
    found_at timestamptz, what text, measures text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    made bigint;
    of_case bigint := (SELECT id FROM loket.application WHERE number = upper(trim(of_number)));
BEGIN
    PERFORM loket.demand_duty('breach', 'manager');
    PERFORM loket.demand_words(what);
    PERFORM loket.demand_words(measures);
    IF found_at IS NULL OR found_at > loket.moment() OR from_at >= to_at OR from_at > loket.moment() THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'found_at'));
    ELSIF of_login IS NOT NULL AND NOT EXISTS (SELECT FROM loket.officer WHERE login = of_login) THEN
        PERFORM loket.refuse('NotAnOfficer', jsonb_build_object('login', of_login));
    ELSIF of_number IS NOT NULL AND of_case IS NULL THEN
        PERFORM loket.refuse('CaseNotFound', jsonb_build_object('number', of_number));
    END IF;
    INSERT INTO loket.breach AS b (service_point_id, login, application_id, from_at, to_at, found_at, due_at, what,
        measures, entered_by) VALUES (loket.my_point(), of_login, of_case, from_at, to_at, found_at,
        found_at + interval '72 hours', trim(what), trim(measures), loket.my_officer()) RETURNING b.id INTO made;
    PERFORM loket.note_deed('read', 'breach', made, what);
    RETURN made;
END $$;

-- A breach that was opened earlier is announced again before its persons are shown again.
CREATE FUNCTION loket.announce_breach(wanted bigint, purpose text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_duty('breach', 'manager');
    IF NOT EXISTS (SELECT FROM loket.breach WHERE id = wanted) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'breach'));
    END IF;
    PERFORM loket.note_deed('read', 'breach', wanted, purpose);
END $$;

CREATE FUNCTION loket.tell_breach(wanted bigint, whom text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_duty('breach', 'manager');
    UPDATE loket.breach SET
        subjects_told_at = CASE whom WHEN 'subjects' THEN loket.moment() ELSE subjects_told_at END,
        authority_told_at = CASE whom WHEN 'authority' THEN loket.moment() ELSE authority_told_at END
        WHERE id = wanted AND CASE whom WHEN 'subjects' THEN subjects_told_at WHEN 'authority'
            THEN authority_told_at ELSE loket.moment() END IS NULL;
    IF NOT FOUND THEN
        PERFORM loket.refuse('ChangedByOther');
    END IF;
END $$;

-- What the breach laid open, from the journal: each thing with what was done to it, and when.
CREATE FUNCTION loket.things_laid_open(b loket.breach)
    RETURNS TABLE (application_id bigint, visit_id bigint, deed text, thing text, at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    WITH deeds AS (
        SELECT j.action, j.thing, j.thing_id, j.at FROM loket.journal j
        WHERE j.login = b.login AND j.at >= b.from_at AND j.at < b.to_at AND j.thing_id ~ E'^\\d{1,18}$'
        UNION ALL
        SELECT j.action, j.thing, j.thing_id, j.at FROM loket.journal j
        WHERE b.login IS NULL AND j.thing = 'application' AND j.thing_id = b.application_id::text
            AND j.at >= b.from_at AND j.at < b.to_at
        UNION ALL SELECT 'read', 'application', b.application_id::text, b.from_at WHERE b.application_id IS NOT NULL
    )
    SELECT loket.case_of(d.thing, d.thing_id::bigint), NULL::bigint, d.action, d.thing, d.at FROM deeds d
        WHERE d.thing IN ('application', 'scan', 'document', 'worker', 'print_job', 'handover')
    UNION ALL SELECT NULL, d.thing_id::bigint, d.action, d.thing, d.at FROM deeds d
        WHERE d.thing IN ('visit', 'health_declaration')
    UNION ALL SELECT t.application_id, CASE t.thing WHEN 'visit' THEN t.thing_id END, d.action, d.thing, d.at
        FROM deeds d CROSS JOIN LATERAL loket.things_of(d.thing_id::bigint) t
        WHERE d.thing = 'person' AND t.thing IN ('application', 'visit')
$$;

-- The persons of a breach with the address for their letter; whoever opens a case sees every line of its list.
CREATE FUNCTION loket.breach_persons(wanted bigint) RETURNS TABLE (id bigint, name text, nik text, address text,
    phone text, email text, point text, things text[], deeds text[], first_at timestamptz, last_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_deed('read', 'breach', wanted);
    RETURN QUERY
        WITH open AS (
            SELECT t.* FROM loket.breach b CROSS JOIN LATERAL loket.things_laid_open(b) t WHERE b.id = wanted
        ), persons AS (
            SELECT a.applicant_name AS name, nullif(a.applicant_nik, '') AS nik,
                coalesce(a.fields ->> 'address', a.fields ->> 'company_address', '') AS address,
                coalesce(a.fields ->> 'phone', a.fields ->> 'company_phone', '') AS phone,
                coalesce(a.fields ->> 'email', a.fields ->> 'company_email', '') AS email,
                a.service_point_id AS at_point, 'application-' || a.id AS thing, o.deed, o.thing AS what, o.at
            FROM open o JOIN loket.application a ON a.id = o.application_id
            UNION ALL
            SELECT w.name, nullif(w.nik, ''), w.address, '', '', w.service_point_id, 'worker-' || w.id, o.deed,
                'worker', o.at
            FROM open o JOIN loket.worker w ON w.application_id = o.application_id
            UNION ALL
            SELECT v.name, v.nik, '', coalesce(v.phone, ''), '', v.service_point_id, 'visit-' || v.id, o.deed,
                o.thing, o.at
            FROM open o JOIN loket.visit v ON v.id = o.visit_id
        )
        SELECT row_number() OVER (ORDER BY min(p.name), min(p.thing)), max(p.name), max(p.nik), max(p.address),
            max(p.phone), max(p.email), max(s.name), array_agg(DISTINCT p.what ORDER BY p.what),
            array_agg(DISTINCT p.deed ORDER BY p.deed), min(p.at), max(p.at)
        FROM persons p JOIN loket.service_point s ON s.id = p.at_point
        WHERE p.name NOT IN ('', '(dimusnahkan)')
        GROUP BY coalesce(p.nik, p.thing) ORDER BY 1;
END $$;

-- Rows come in the order of time, so a coarse index finds a span of it at next to no cost for the writers.
CREATE INDEX ix_journal_at ON loket.journal USING brin (at);
