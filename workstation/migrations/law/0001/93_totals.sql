-- Totals that balance: what was received or given, against what has become of it, each side from another source.
-- All functions that count are STABLE: every part of an answer sees one and the same moment.

-- A case is received once: when it leaves the draft for the first time. Nobody may write or move that moment.
CREATE FUNCTION loket.note_reception() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.received_at := NULL;
    ELSIF OLD.received_at IS NULL AND OLD.stage = 'draft' AND NEW.stage = 'submitted' THEN
        NEW.received_at := loket.moment();
    ELSE
        NEW.received_at := OLD.received_at;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER b_note_reception BEFORE INSERT OR UPDATE ON loket.application
    FOR EACH ROW EXECUTE FUNCTION loket.note_reception();
GRANT SELECT (received_at) ON loket.application TO loket_staff, loket_service;

-- One ticket of a day and point is one person's; the series already sees to it, this makes a double impossible.
CREATE UNIQUE INDEX uq_visit_ticket_day ON loket.visit (service_point_id, loket.local_day(planned_at), ticket)
    WHERE ticket IS NOT NULL;

-- Where a stage is counted; what is not named here counts under its own name.
CREATE FUNCTION loket.total_class(machine text, stage text) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN machine = 'case' AND stage IN ('administrative', 'technical', 'proposed') THEN 'in_process'
        WHEN machine = 'case' AND (stage IN ('returned', 'postponed') OR starts_with(stage, 'waiting_')) THEN 'waiting'
        WHEN machine = 'case' AND stage = 'approved' THEN 'issued'
        WHEN machine = 'visit' AND stage IN ('called', 'serving', 'held') THEN 'at_counter'
        WHEN machine = 'document' AND stage IN ('to_sign', 'prepared', 'sent', 'unknown', 'deposited', 'rejected')
        THEN 'unsigned'
        ELSE stage END
$$;

CREATE FUNCTION loket.demand_totals(point bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF loket.has_role('service') OR loket.my_officer() IS NOT NULL AND (loket.has_role('manager')
        OR point = loket.my_point() AND (loket.has_role('supervisor') OR loket.has_role('auditor'))) THEN
        RETURN;
    END IF;
    PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'totals'));
END $$;

-- The whole city is counted beside the day's work up to 600,000 cases (half a second, more than a year of 2020); more
-- is asked of the copy for reports. What the planner expects is enough: the question itself would cost as much.
CREATE FUNCTION loket.demand_countable(since timestamptz, until timestamptz) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    most constant bigint := 600000;
    plan json;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM loket.application WHERE received_at >= %L AND received_at < %L',
        since, until) INTO plan;
    IF NOT pg_is_in_recovery() AND (plan #>> '{0,Plan,Plan Rows}')::bigint > most THEN
        PERFORM loket.refuse('PeriodTooLarge', jsonb_build_object('cases', (plan #>> '{0,Plan,Plan Rows}')::bigint,
            'most', most));
    END IF;
END $$;

-- Counts alone, no person: of one service point, or of the whole city where `point` is NULL.
CREATE FUNCTION loket.totals(point bigint, since timestamptz, until timestamptz)
    RETURNS TABLE (leg text, class text, is_given boolean, number bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_totals(point);
    IF point IS NULL THEN
        PERFORM loket.demand_countable(since, until);
    END IF;
    RETURN QUERY
    WITH place AS MATERIALIZED (
        SELECT p.id FROM loket.service_point p WHERE point IS NULL OR p.id = point
    ), run AS MATERIALIZED (
        SELECT j.document_id, j.copy, CASE WHEN j.ended_at >= until THEN 'queued' ELSE j.state END AS state
        FROM place JOIN loket.print_job j ON j.service_point_id = place.id
            AND j.queued_at >= since AND j.queued_at < until
    ), ordered AS MATERIALIZED (
        SELECT o.amount, o.paid_amount, CASE WHEN o.paid_at < until THEN 'paid'
            WHEN o.cancelled_reason IS NOT NULL THEN 'cancelled' ELSE 'unpaid' END AS class
        FROM place JOIN loket.levy_order o ON o.service_point_id = place.id
            AND o.ordered_at >= since AND o.ordered_at < until
    ), latest AS NOT MATERIALIZED ( -- where each thing of the period is now: an index alone tells
        SELECT i.machine, i.thing_id, i.stage, i.from_at FROM place JOIN loket.stage_interval i
            ON i.service_point_id = place.id AND i.machine IN ('case', 'visit', 'document')
            AND i.counted_at >= since AND i.counted_at < until AND i.to_at IS NULL
    ), at_end (machine, stage, things) AS (
        SELECT l.machine, l.stage, count(*) FROM latest l WHERE l.from_at < until GROUP BY 1, 2 UNION ALL
        SELECT l.machine, i.stage, count(*) FROM latest l JOIN loket.stage_interval i ON i.machine = l.machine
            AND i.thing_id = l.thing_id AND i.from_at < until AND i.to_at >= until -- it went on after the period
            WHERE l.from_at >= until AND until <= loket.moment() GROUP BY 1, 2
    )
    SELECT 'cases', 'received', true, count(*) FROM place JOIN loket.application a ON a.service_point_id = place.id
        AND a.received_at >= since AND a.received_at < until UNION ALL
    SELECT 'tickets', 'given', true, coalesce(sum(n.last), 0)::bigint
        FROM place JOIN loket.service s ON s.service_point_id = place.id
        JOIN loket.number_series n ON n.series = 'ticket' AND n.unit = s.service_point_id || s.letter
            AND n.period >= to_char(loket.local_day(since), 'YYYY-MM-DD')
            AND n.period <= to_char(loket.local_day(until - interval '1 microsecond'), 'YYYY-MM-DD') UNION ALL
    SELECT 'tickets', 'void', false, count(*) FROM place JOIN loket.number_void v ON v.service_point_id = place.id
        AND v.series = 'ticket' AND v.period >= to_char(loket.local_day(since), 'YYYY-MM-DD')
        AND v.period <= to_char(loket.local_day(until - interval '1 microsecond'), 'YYYY-MM-DD') HAVING count(*) > 0 UNION ALL
    -- each decision owes its letter, one more to those whom a permit for many does not name, each withdrawal its own
    SELECT 'letters', 'owed', true, (SELECT count(*) FROM place JOIN loket.application a
            ON a.service_point_id = place.id AND a.decided_at >= since AND a.decided_at < until)
        + (SELECT count(DISTINCT a.id) FROM place JOIN loket.application a ON a.service_point_id = place.id
            AND a.decided_at >= since AND a.decided_at < until AND a.stage = 'approved'
            JOIN loket.worker_decision w ON w.application_id = a.id AND w.verdict <> 'approve'
            AND NOT EXISTS (SELECT FROM loket.worker k JOIN loket.data_subject s ON s.nik = k.nik -- frozen that day
                JOIN loket.restraint r ON r.subject_id = s.id AND r.kind = 'freeze' AND r.from_at <= a.decided_at
                WHERE k.id = w.worker_id AND coalesce(r.to_at, 'infinity') > a.decided_at))
        + (SELECT count(*) FROM place JOIN loket.withdrawal w ON w.service_point_id = place.id
            AND w.is_carried_out AND w.ended_at >= since AND w.ended_at < until) UNION ALL
    SELECT 'sheets', 'queued_for_print', true, coalesce(sum(of_one.copies), 0)::bigint
        FROM (SELECT max(copy) - min(copy) + 1 AS copies FROM run GROUP BY document_id) AS of_one UNION ALL
    SELECT 'sheets', run.state, false, count(*) FROM run GROUP BY run.state UNION ALL
    SELECT 'money', 'ordered', true, coalesce(sum(ordered.amount), 0)::bigint FROM ordered UNION ALL
    SELECT 'money', ordered.class, false, sum(CASE ordered.class WHEN 'paid' THEN ordered.paid_amount
        ELSE ordered.amount END)::bigint FROM ordered GROUP BY ordered.class UNION ALL
    SELECT CASE at_end.machine WHEN 'case' THEN 'cases' WHEN 'visit' THEN 'tickets' ELSE 'letters' END,
        loket.total_class(at_end.machine, at_end.stage), false, sum(at_end.things)::bigint
        FROM at_end WHERE at_end.stage <> 'draft' GROUP BY 1, 2;
END $$;

GRANT EXECUTE ON FUNCTION loket.totals(bigint, timestamptz, timestamptz)
    TO loket_manager, loket_supervisor, loket_auditor, loket_service;
