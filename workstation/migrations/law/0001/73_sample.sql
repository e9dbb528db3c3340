-- Looked at before it is signed: what a supervisor has seen, and the random sample that he must have seen first.
-- The share and the least number are the office's; 0 and 0 do without.

CREATE FUNCTION loket.sample_size(marked bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT least(marked, greatest(
        ceil(marked * coalesce((SELECT (value #>> '{}')::numeric FROM loket.office_setting WHERE key = 'sample_share'), 5)
            / 100),
        coalesce((SELECT (value #>> '{}')::numeric FROM loket.office_setting WHERE key = 'sample_least'), 1)))::bigint
$$;

-- Seen is what was opened: the announcement of the reading must stand in the journal already.
CREATE FUNCTION loket.see_case(wanted bigint, seen_version bigint) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application;
BEGIN
    SELECT * INTO a FROM loket.application WHERE id = wanted;
    IF loket.my_officer() IS NULL OR NOT loket.has_role('supervisor') OR a.id IS NULL
        OR a.service_point_id IS DISTINCT FROM loket.my_point() THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'see'));
    ELSIF a.stage <> 'proposed' OR a.version IS DISTINCT FROM seen_version THEN
        PERFORM loket.refuse('ChangedByOther');
    ELSIF NOT EXISTS (SELECT FROM loket.journal WHERE thing = 'application' AND thing_id = wanted::text
        AND action = 'read' AND login = session_user AND at > loket.moment() - interval '15 minutes') THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
    INSERT INTO loket.case_seen (officer_id, application_id, version, service_point_id)
        VALUES (loket.my_officer(), wanted, seen_version, a.service_point_id) ON CONFLICT DO NOTHING;
END $$;

-- What of a drawing is still to be seen: a case that has been sent back or decided since is out of it.
CREATE FUNCTION loket.unseen_of_sample(sample bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT c.application_id FROM loket.approval_sample_case c
    JOIN loket.application a ON a.id = c.application_id AND a.version = c.version AND a.stage = 'proposed'
    WHERE c.sample_id = sample AND c.is_drawn AND NOT EXISTS (SELECT FROM loket.case_seen s
        WHERE s.officer_id = c.officer_id AND s.application_id = c.application_id AND s.version = c.version)
$$;

-- Draws from the marked cases and says which are to be seen. What lies whole in a drawing of this half day is not
-- drawn anew, so that nobody draws until he likes it. The chance is the server's: random() obeys a session's setseed.
CREATE FUNCTION loket.draw_sample(wanted bigint[]) RETURNS TABLE (case_id bigint, version bigint, is_seen boolean)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    me bigint := loket.my_officer();
    point bigint := loket.my_point();
    cases bigint[];
    chosen bigint[];
    sample bigint;
BEGIN
    IF me IS NULL OR NOT loket.has_role('supervisor') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'draw'));
    END IF;
    cases := ARRAY(SELECT a.id FROM loket.application a
        WHERE a.id = ANY (wanted) AND a.service_point_id = point AND a.stage = 'proposed');
    IF loket.sample_size(cardinality(cases)) = 0 THEN
        RETURN;
    END IF;
    SELECT s.id INTO sample FROM loket.approval_sample s
        WHERE s.officer_id = me AND s.drawn_at > loket.moment() - interval '12 hours' AND s.marked >= cardinality(cases)
        AND NOT EXISTS (SELECT FROM loket.application a
            LEFT JOIN loket.approval_sample_case c ON c.sample_id = s.id AND c.application_id = a.id AND c.version = a.version
            WHERE a.id = ANY (cases) AND c.sample_id IS NULL)
        ORDER BY s.id DESC LIMIT 1;
    IF sample IS NULL THEN
        chosen := ARRAY(SELECT one FROM unnest(cases) AS one ORDER BY gen_random_uuid()
            LIMIT loket.sample_size(cardinality(cases)));
        INSERT INTO loket.approval_sample (service_point_id, officer_id, marked, drawn)
            VALUES (point, me, cardinality(cases), to_jsonb(chosen)) RETURNING id INTO sample;
        INSERT INTO loket.approval_sample_case (sample_id, application_id, version, officer_id, service_point_id, is_drawn)
            SELECT sample, a.id, a.version, me, point, a.id = ANY (chosen)
            FROM loket.application a WHERE a.id = ANY (cases);
    END IF;
    RETURN QUERY SELECT DISTINCT a.id, a.version, EXISTS (SELECT FROM loket.case_seen s
            WHERE s.officer_id = me AND s.application_id = a.id AND s.version = a.version)
        FROM loket.approval_sample_case c JOIN loket.application a
            ON a.id = c.application_id AND a.version = c.version AND a.stage = 'proposed'
        WHERE c.officer_id = me AND c.is_drawn AND (c.sample_id = sample OR a.id = ANY (cases));
END $$;

-- A case is decided out of a drawing of which nothing is left to be seen; one that was ever drawn is itself seen.
CREATE FUNCTION loket.demand_sample(was loket.application) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    me bigint := loket.my_officer();
    unseen bigint;
BEGIN
    IF loket.sample_size(1) = 0 THEN
        RETURN;
    END IF;
    SELECT min(CASE WHEN c.is_drawn AND NOT EXISTS (SELECT FROM loket.case_seen s WHERE s.officer_id = me
                AND s.application_id = was.id AND s.version = was.version)
            THEN -1 ELSE (SELECT count(*) FROM loket.unseen_of_sample(c.sample_id)) END) INTO unseen
        FROM loket.approval_sample_case c
        WHERE c.officer_id = me AND c.application_id = was.id AND c.version = was.version;
    IF unseen IS DISTINCT FROM 0 THEN
        PERFORM loket.refuse('SampleUnseen', jsonb_build_object('left', abs(coalesce(unseen, 0))));
    END IF;
END $$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['case_seen', 'approval_sample', 'approval_sample_case'] LOOP
        EXECUTE format('CREATE POLICY own ON loket.%I FOR SELECT TO loket_supervisor
            USING (officer_id = (SELECT loket.my_officer()))', t);
        EXECUTE format('GRANT SELECT ON loket.%I TO loket_supervisor', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['case_seen', 'approval_sample'] LOOP -- what was marked, by its number
        EXECUTE format('CREATE TRIGGER z_journal AFTER INSERT ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.journal_row()', t);
    END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION loket.see_case(bigint, bigint), loket.draw_sample(bigint[]) TO loket_supervisor;
