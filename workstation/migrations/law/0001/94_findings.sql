-- What keeps a total from balancing, by number: found by asking, kept by the continuous check, closed when it is well.

-- What reads a number's place in its series back out of its text; it finds nothing where that is not the template's.
CREATE FUNCTION loket.number_pattern(template text, classification text, unit text, year text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    literal constant text := E'([][().*+?^$|\\\\])';
    pattern text := regexp_replace(template, literal, E'\\\\\\1', 'g');
BEGIN
    pattern := replace(pattern, '{classification}', regexp_replace(classification, literal, E'\\\\\\1', 'g'));
    pattern := replace(pattern, '{unit}', regexp_replace(unit, literal, E'\\\\\\1', 'g'));
    pattern := replace(replace(pattern, '{year}', year), '{roman_month}', '[IVX]+');
    RETURN '^' || regexp_replace(pattern, E'\\{seq(:0?\\d+)?\\}', E'(\\\\d+)') || '$';
END $$;

-- How people call a number: an application's and a ticket's as printed, a letter's by its place in its series.
CREATE FUNCTION loket.number_label(series text, unit text, period text, seq bigint) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE series
        WHEN 'application' THEN upper(unit) || '-' || period || '-' || lpad(seq::text, greatest(6, length(seq::text)), '0')
        WHEN 'ticket' THEN ltrim(unit, '0123456789') || '-' || lpad(seq::text, greatest(3, length(seq::text)), '0')
        WHEN 'serial' THEN seq::text
        WHEN 'levy' THEN 'SKRD/' || unit || '/' || period || '/' || lpad(seq::text, greatest(5, length(seq::text)), '0')
        WHEN 'survey' THEN 'SURVEI/' || unit || '/' || period || '/'
            || lpad(seq::text, greatest(5, length(seq::text)), '0')
        ELSE substr(series, 8) || '/' || unit || '/' || period || ': ' || seq END
$$;

-- Whether a number that was given has its case, visitor or paper, or is written down as void.
CREATE FUNCTION loket.number_used(wanted_series text, wanted_unit text, wanted_period text, wanted_seq bigint)
    RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT EXISTS (SELECT FROM loket.number_void v WHERE v.series = wanted_series AND v.unit = wanted_unit
            AND v.period = wanted_period AND v.seq = wanted_seq)
        OR CASE
        WHEN wanted_series = 'application' THEN EXISTS (SELECT FROM loket.application
            WHERE number = loket.number_label(wanted_series, wanted_unit, wanted_period, wanted_seq))
        WHEN wanted_series = 'levy' THEN EXISTS (SELECT FROM loket.levy_order
            WHERE number = loket.number_label(wanted_series, wanted_unit, wanted_period, wanted_seq))
        WHEN wanted_series = 'survey' THEN EXISTS (SELECT FROM loket.survey
            WHERE number = loket.number_label(wanted_series, wanted_unit, wanted_period, wanted_seq))
        WHEN wanted_series = 'serial' THEN EXISTS (SELECT FROM loket.document WHERE serial = wanted_seq)
        WHEN wanted_series = 'ticket' THEN EXISTS (SELECT FROM loket.visit
            WHERE service_point_id = substring(wanted_unit FROM E'^\\d+')::bigint
            AND loket.local_day(planned_at) = wanted_period::date
            AND ticket = loket.number_label(wanted_series, wanted_unit, wanted_period, wanted_seq))
        ELSE EXISTS (SELECT FROM generate_series(1, 12) AS month CROSS JOIN
            (SELECT DISTINCT rules ->> 'number_template' AS template FROM loket.permit_type_version) AS known
            JOIN loket.document d ON d.number = loket.fill_number(known.template, wanted_seq,
                substr(wanted_series, 8), wanted_unit, make_date(wanted_period::integer, month, 1)))
        END
$$;

-- The cases of a period, by their reception or, as long as there is none, by their beginning.
CREATE FUNCTION loket.begun(point bigint, since timestamptz, until timestamptz) RETURNS SETOF loket.application
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT * FROM loket.application WHERE service_point_id = point AND received_at >= since AND received_at < until
    UNION ALL -- each half by its index
    SELECT * FROM loket.application WHERE service_point_id = point AND received_at IS NULL
        AND entered_at >= since AND entered_at < until
$$;

-- Numbers of a point's series that nobody has, seen from the things of a period: each asks for the one before it,
-- the last period of a year (so far) also for the last one given. At most 1,000 for each jump.
CREATE FUNCTION loket.number_holes(point bigint, since timestamptz, until timestamptz)
    RETURNS TABLE (series text, unit text, period text, seq bigint, fault text, day date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    WITH place AS MATERIALIZED (
        SELECT id, code FROM loket.service_point WHERE id = point
    ), letter AS MATERIALIZED (
        SELECT d.number, d.kind, d.approved_at AS at, a.type_version_id AS version,
            extract(year FROM d.approved_at AT TIME ZONE 'Asia/Jakarta')::text AS year
        FROM loket.document d JOIN loket.application a ON a.id = d.application_id
        WHERE d.service_point_id = point AND d.approved_at >= since AND d.approved_at < until
            AND d.number !~ E' \\(Pengganti ke-\\d+\\)$' -- bears the number of the paper that it replaces
    ), form AS MATERIALIZED ( -- few: a template is read once, not once for each letter
        SELECT l.version, l.kind, l.year, m.mark,
            loket.number_pattern(v.rules ->> 'number_template', m.mark, upper(place.code), l.year) AS pattern
        FROM place, (SELECT DISTINCT version, kind, year FROM letter) AS l
        JOIN loket.permit_type_version v ON v.id = l.version,
        LATERAL (SELECT loket.letter_mark(l.kind, v.rules) AS mark) AS m
    ), used AS MATERIALIZED (
        SELECT 'application' AS series, coalesce((SELECT p.code FROM loket.case_forward f -- its number is the first point's
            JOIN loket.service_point p ON p.id = f.service_point_id WHERE f.application_id = a.id
            ORDER BY f.id LIMIT 1), place.code) AS unit, found[1] AS period, found[2]::bigint AS seq,
            a.number, a.entered_at AS at
        FROM place, loket.begun(point, since, until) AS a
        LEFT JOIN LATERAL regexp_match(a.number, E'-(\\d{4})-(\\d+)$') AS found ON true
        UNION ALL
        SELECT 'letter-' || f.mark, upper(place.code), l.year, substring(l.number FROM f.pattern)::bigint, l.number, l.at
        FROM place, letter l JOIN form f USING (version, kind, year)
        UNION ALL
        SELECT o.series, upper(place.code), found[1], found[2]::bigint, o.number, o.ordered_at
        FROM place, LATERAL (SELECT 'levy' AS series, number, ordered_at FROM loket.levy_order
                WHERE service_point_id = place.id AND ordered_at >= since AND ordered_at < until UNION ALL
            SELECT 'survey', number, ordered_at FROM loket.survey
                WHERE service_point_id = place.id AND ordered_at >= since AND ordered_at < until) AS o
        LEFT JOIN LATERAL regexp_match(o.number, E'/(\\d{4})/(\\d+)$') AS found ON true
    ), known AS (
        SELECT used.*, lag(used.seq) OVER (PARTITION BY used.series, used.unit, used.period ORDER BY used.seq) AS before,
            s.last FROM used LEFT JOIN loket.number_series s USING (series, unit, period)
    ), suspect AS MATERIALIZED ( -- each is looked up below: a filter let in here would look up every number given
        SELECT k.series, k.unit, k.period, n, k.at
        FROM known k, generate_series(greatest(coalesce(k.before + 1, k.seq - 1), k.seq - 1000, 1), k.seq - 1) AS n
        WHERE k.seq <= k.last
        UNION
        SELECT s.series, s.unit, s.period, n, least(loket.moment(), ends.at - interval '1 day')
        FROM place JOIN loket.number_series s ON s.unit IN (place.code, upper(place.code))
            AND (s.series IN ('application', 'levy', 'survey') OR s.series LIKE 'letter-%')
        LEFT JOIN (SELECT k.series, k.unit, k.period, max(k.seq) AS seq FROM known k GROUP BY 1, 2, 3) AS top
            USING (series, unit, period),
        LATERAL (SELECT (make_date(s.period::integer + 1, 1, 1)::timestamp AT TIME ZONE 'Asia/Jakarta') AS at) AS ends,
        generate_series(greatest(coalesce(top.seq + 1, s.last), s.last - 999), s.last) AS n
        WHERE since < ends.at AND until >= least(loket.moment(), ends.at)
        UNION
        SELECT 'ticket', t.unit, t.period, n, t.period::timestamp AT TIME ZONE 'Asia/Jakarta'
        FROM loket.service s JOIN loket.number_series t ON t.series = 'ticket'
            AND t.unit = s.service_point_id || s.letter AND t.period >= to_char(loket.local_day(since), 'YYYY-MM-DD')
            AND t.period <= to_char(loket.local_day(until - interval '1 microsecond'), 'YYYY-MM-DD'),
        generate_series(1, t.last) AS n
        WHERE s.service_point_id = point AND NOT EXISTS (SELECT FROM loket.visit v WHERE v.service_point_id = point
            AND loket.local_day(v.planned_at) = t.period::date
            AND v.ticket = s.letter || '-' || lpad(n::text, greatest(3, length(n::text)), '0'))
        UNION
        SELECT 'serial', 'all', 'ever', n, d.approved_at
        FROM loket.document d, generate_series(greatest(d.serial - 1000, 1 + coalesce((SELECT max(e.serial)
            FROM loket.document e WHERE e.serial < d.serial), 0)), d.serial - 1) AS n
        WHERE d.service_point_id = point AND d.approved_at >= since AND d.approved_at < until
        UNION -- the last serial of all is looked after by the first point
        SELECT s.series, s.unit, s.period, s.last, loket.moment() FROM loket.number_series s
        WHERE s.series = 'serial' AND until >= loket.moment()
            AND point = (SELECT min(id) FROM loket.service_point)
    )
    SELECT suspect.series, suspect.unit, suspect.period, suspect.n, 'number_hole',
        loket.local_day(min(suspect.at)) FROM suspect
        WHERE NOT loket.number_used(suspect.series, suspect.unit, suspect.period, suspect.n)
        GROUP BY suspect.series, suspect.unit, suspect.period, suspect.n
    UNION ALL
    SELECT known.series, known.unit, known.number, NULL::bigint,
        CASE WHEN known.seq = known.before THEN 'number_twice' ELSE 'number_foreign' END, loket.local_day(known.at)
        FROM known WHERE known.seq IS NULL OR known.seq = known.before OR known.seq > coalesce(known.last, 0)
$$;

-- Things of a period whose way through the stages has a hole, a forbidden step or another end than they show.
CREATE FUNCTION loket.broken_ways(point bigint, since timestamptz, until timestamptz)
    RETURNS TABLE (leg text, code text, number text, day date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    WITH thing (machine, leg, id, number, stage, start, at, is_received) AS MATERIALIZED (
        SELECT 'case', 'cases', id, number, stage, 'draft', coalesce(received_at, entered_at),
            received_at IS NOT NULL FROM loket.begun(point, since, until)
        UNION ALL
        SELECT 'visit', 'tickets', id, coalesce(ticket, code), stage, 'booked', planned_at, false
            FROM loket.visit WHERE service_point_id = point AND planned_at >= since AND planned_at < until
        UNION ALL
        SELECT 'document', 'letters', id, number, stage, 'to_sign', approved_at, false
            FROM loket.document WHERE service_point_id = point AND approved_at >= since AND approved_at < until
    ), step AS (
        SELECT t.machine, t.id, t.start, t.stage AS shown, i.stage, i.from_at, i.to_at,
            lead(i.id) OVER way IS NULL AS is_last, lag(i.stage) OVER way AS before, lag(i.to_at) OVER way AS ended,
            lag(i.undone) OVER way AS was_undone, lag(i.stage, 2) OVER way AS origin
        FROM thing t JOIN loket.stage_interval i ON i.machine = t.machine AND i.thing_id = t.id
        WINDOW way AS (PARTITION BY i.machine, i.thing_id ORDER BY i.id)
    ), way AS (
        SELECT s.machine, s.id,
            bool_or(CASE WHEN s.before IS NULL THEN s.stage <> s.start ELSE s.ended IS DISTINCT FROM s.from_at END
                OR s.is_last <> (s.to_at IS NULL)) AS has_hole,
            bool_or(s.before IS NOT NULL AND NOT (s.was_undone AND s.stage = s.origin)
                AND (s.machine, s.before, s.stage) NOT IN (SELECT machine, source, target FROM loket.transition))
                AS has_forbidden,
            bool_or(s.is_last AND s.stage <> s.shown) AS ends_elsewhere,
            bool_or(s.stage = 'submitted') AS was_submitted
        FROM step s GROUP BY s.machine, s.id
    ), verdict AS (
        SELECT t.leg, t.number, t.at, CASE
            WHEN w.id IS NULL OR w.has_hole THEN 'lost_step'
            WHEN w.has_forbidden THEN 'forbidden_step'
            WHEN w.ends_elsewhere OR t.machine = 'case' AND t.is_received <> w.was_submitted THEN 'other_stage'
            END AS code
        FROM thing t LEFT JOIN way w USING (machine, id)
    )
    SELECT verdict.leg, verdict.code, verdict.number, loket.local_day(verdict.at)
        FROM verdict WHERE verdict.code IS NOT NULL
$$;

-- Everything of a point and period that keeps a total from balancing, by number; empty when all is well.
CREATE FUNCTION loket.imbalances(point bigint, since timestamptz, until timestamptz)
    RETURNS TABLE (leg text, code text, number text, day date, series text, unit text, period text, seq bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_totals(point);
    RETURN QUERY
    SELECT w.leg, w.code, w.number, w.day, '', '', '', NULL::bigint
        FROM loket.broken_ways(point, since, until) AS w
    UNION ALL
    SELECT CASE h.series WHEN 'application' THEN 'cases' WHEN 'ticket' THEN 'tickets' WHEN 'survey' THEN 'cases'
            WHEN 'levy' THEN 'money' ELSE 'letters' END,
        h.fault, CASE WHEN h.seq IS NULL THEN h.period ELSE loket.number_label(h.series, h.unit, h.period, h.seq) END,
        h.day, h.series, h.unit, h.period, h.seq
        FROM loket.number_holes(point, since, until) AS h
    UNION ALL
    SELECT 'letters', 'no_paper', a.number, loket.local_day(a.decided_at), '', '', '', NULL
        FROM loket.application a WHERE a.service_point_id = point AND a.decided_at >= since AND a.decided_at < until
        AND (NOT EXISTS (SELECT FROM loket.document d WHERE d.application_id = a.id
                AND d.kind = CASE a.stage WHEN 'approved' THEN 'permit' ELSE 'refusal_letter' END)
            OR a.stage = 'approved' AND EXISTS (SELECT FROM loket.worker_decision w
                WHERE w.application_id = a.id AND w.verdict <> 'approve')
            AND NOT EXISTS (SELECT FROM loket.document d
                WHERE d.application_id = a.id AND d.kind = 'persons_letter'))
    UNION ALL
    SELECT 'letters', 'no_paper', d.number, loket.local_day(w.ended_at), '', '', '', NULL
        FROM loket.withdrawal w JOIN loket.document d ON d.id = w.document_id
        WHERE w.service_point_id = point AND w.is_carried_out AND w.ended_at >= since AND w.ended_at < until
        AND NOT EXISTS (SELECT FROM loket.document l
            WHERE l.application_id = d.application_id AND l.withdraws_id = d.id)
    UNION ALL
    SELECT 'letters', 'no_decision', d.number, loket.local_day(d.approved_at), '', '', '', NULL
        FROM loket.document d JOIN loket.application a ON a.id = d.application_id
        WHERE d.service_point_id = point AND d.approved_at >= since AND d.approved_at < until
        AND a.decided_at IS NULL
    UNION ALL
    SELECT 'sheets', 'copy_hole', d.number, min(loket.local_day(j.queued_at)), '', '', '', NULL
        FROM loket.print_job j JOIN loket.document d ON d.id = j.document_id
        WHERE j.document_id IN (SELECT r.document_id FROM loket.print_job r WHERE r.service_point_id = point
            AND r.queued_at >= since AND r.queued_at < until)
        GROUP BY d.id, d.number HAVING count(*) <> max(j.copy)
    UNION ALL
    SELECT 'sheets', 'print_end', d.number || ' (' || j.copy || ')', loket.local_day(j.queued_at), '', '', '', NULL
        FROM loket.print_job j JOIN loket.document d ON d.id = j.document_id
        WHERE j.service_point_id = point AND j.queued_at >= since AND j.queued_at < until
        AND (j.state IN ('queued', 'out')) <> (j.ended_at IS NULL)
    UNION ALL
    SELECT 'sheets', 'sheets_counted', c.place, c.day, '', '', '', NULL
        FROM loket.sheet_differences(point, since, until) AS c
    UNION ALL
    SELECT 'money', 'other_amount', o.number, loket.local_day(o.ordered_at), '', '', '', NULL
        FROM loket.levy_order o
        WHERE o.service_point_id = point AND o.ordered_at >= since AND o.ordered_at < until
        AND (o.paid_at IS NULL AND o.paid_amount IS NOT NULL
            OR o.paid_at IS NOT NULL AND o.paid_amount IS DISTINCT FROM o.amount);
END $$;

-- The continuous check: findings of a period are opened, and closed when they are gone; returns how many changed.
CREATE FUNCTION loket.check_totals(point bigint, since timestamptz, until timestamptz) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    changed bigint;
BEGIN
    IF NOT loket.has_role('service') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'check_totals'));
    END IF;
    WITH found AS MATERIALIZED (
        SELECT * FROM loket.imbalances(point, since, until)
    ), closed AS (
        UPDATE loket.finding f SET closed_at = loket.moment()
        WHERE f.service_point_id = point AND f.closed_at IS NULL AND CASE
            WHEN f.seq IS NOT NULL THEN loket.number_used(f.series, f.unit, f.period, f.seq)
            ELSE f.day >= loket.local_day(since) AND f.day <= loket.local_day(until - interval '1 microsecond')
                AND NOT EXISTS (SELECT FROM found WHERE (found.leg, found.code, found.number)
                    = (f.leg, f.code, f.number)) END
        RETURNING 1
    ), opened AS (
        INSERT INTO loket.finding (service_point_id, leg, code, number, day, series, unit, period, seq)
        SELECT point, * FROM found
        ON CONFLICT (service_point_id, leg, code, number, day) WHERE closed_at IS NULL DO NOTHING
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM closed) + (SELECT count(*) FROM opened) INTO changed;
    RETURN changed;
END $$;

-- A hole that cannot be filled is written down with its reason; the number is never given again.
CREATE FUNCTION loket.void_number(wanted bigint, why text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    hole loket.finding;
BEGIN
    SELECT * INTO hole FROM loket.finding WHERE id = wanted AND closed_at IS NULL FOR UPDATE;
    IF NOT FOUND OR hole.seq IS NULL OR loket.my_officer() IS NULL OR NOT loket.has_role('manager') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'void_number'));
    ELSIF length(trim(coalesce(why, ''))) < 3 THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
    IF NOT loket.number_used(hole.series, hole.unit, hole.period, hole.seq) THEN
        INSERT INTO loket.number_void (service_point_id, series, unit, period, seq, reason, officer_id)
            VALUES (hole.service_point_id, hole.series, hole.unit, hole.period, hole.seq, left(trim(why), 500),
                loket.my_officer());
    END IF;
    UPDATE loket.finding SET closed_at = loket.moment() WHERE id = wanted;
END $$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['finding', 'number_void'] LOOP
        EXECUTE format('CREATE POLICY own_point ON loket.%I FOR SELECT TO loket_staff
            USING (service_point_id = (SELECT loket.my_point()))', t);
        EXECUTE format('CREATE POLICY whole_city ON loket.%I FOR SELECT TO loket_manager
            USING ((SELECT loket.my_officer()) IS NOT NULL)', t);
        EXECUTE format('GRANT SELECT ON loket.%I TO loket_manager, loket_supervisor, loket_auditor, loket_service', t);
        EXECUTE format('CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.journal_row()', t);
    END LOOP;
END $$;
CREATE TRIGGER zz_news_new AFTER INSERT ON loket.finding REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION loket.bump('findings');
CREATE TRIGGER zz_news_changed AFTER UPDATE ON loket.finding REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION loket.bump('findings');

GRANT EXECUTE ON FUNCTION loket.imbalances(bigint, timestamptz, timestamptz)
    TO loket_manager, loket_supervisor, loket_auditor, loket_service;
GRANT EXECUTE ON FUNCTION loket.void_number(bigint, text) TO loket_manager;
GRANT EXECUTE ON FUNCTION loket.check_totals(bigint, timestamptz, timestamptz) TO loket_service;
