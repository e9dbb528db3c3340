-- What was promised and when the law itself would decide: kept as history, counted again only by a person.

-- What this amount of time from 'dinyatakan lengkap' comes to on the calendar of now, every stop left out.
CREATE FUNCTION loket.count_again(a loket.application, amount integer, unit text) RETURNS timestamptz
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    due timestamptz := loket.due_at(amount, unit, a.complete_at, a.service_point_id, a.type_code);
    stop loket.case_wait;
BEGIN
    FOR stop IN SELECT w.* FROM loket.case_wait w WHERE w.application_id = a.id
        AND w.from_at >= a.complete_at AND w.to_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM loket.stage_interval i WHERE i.machine = 'case' AND i.thing_id = a.id
            AND i.stage = w.stage AND i.from_at = w.from_at AND i.undone) ORDER BY w.from_at LOOP
        due := loket.due_after_pause(unit, due, stop.from_at, stop.to_at, a.service_point_id, a.type_code);
    END LOOP;
    RETURN due;
END $$;

-- Without a decision within five working days an application counts as granted (UU 30/2014 art. 53 as changed
-- by UU 6/2023 art. 175).
CREATE FUNCTION loket.deemed_days() RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT coalesce((SELECT (value #>> '{}')::integer FROM loket.office_setting WHERE key = 'deemed_granted_days'), 5)
$$;

-- The law's own clock runs beside the promise and stands still with it; a promise that moved names its calendar.
CREATE FUNCTION loket.settle_promise() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NEW.due_at IS NOT NULL AND NEW.due_at IS DISTINCT FROM OLD.due_at THEN
        NEW.calendar := loket.calendar_version(NEW.service_point_id);
    END IF;
    IF NEW.complete_at IS NULL THEN
        NEW.deemed_at := NULL;
    ELSIF OLD.complete_at IS NULL OR (starts_with(OLD.stage, 'waiting_') OR OLD.stage = 'postponed')
        AND NEW.stage IN ('administrative', 'technical') AND NOT loket.is_undoing('case', NEW.id) THEN
        NEW.deemed_at := loket.count_again(NEW, loket.deemed_days(), 'working_days');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION loket.keep_promise() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    INSERT INTO loket.promise (application_id, service_point_id, due_at, calendar, cause, reason, officer_id, set_at)
    VALUES (NEW.id, NEW.service_point_id, NEW.due_at, NEW.calendar, CASE
            WHEN NEW.due_at IS NULL THEN 'ended' WHEN OLD.due_at IS NULL THEN 'complete'
            WHEN NEW.stage <> OLD.stage THEN 'resumed' ELSE 'recalculated' END,
        left(coalesce(current_setting('loket.reason', true), ''), 500), loket.my_officer(), loket.moment());
    RETURN NULL;
END $$;

CREATE TRIGGER b_promise BEFORE UPDATE ON loket.application
    FOR EACH ROW WHEN (NEW.stage <> OLD.stage) EXECUTE FUNCTION loket.settle_promise();
CREATE TRIGGER x_promise AFTER UPDATE ON loket.application
    FOR EACH ROW WHEN (NEW.due_at IS DISTINCT FROM OLD.due_at) EXECUTE FUNCTION loket.keep_promise();

-- Running promises that would come out differently on the calendar of now: those over whose days a later revision
-- went, 200 of the 2,000 that are due first. The administrator sees all points: numbers and moments, no names.
CREATE FUNCTION loket.changed_promises() RETURNS TABLE (application_id bigint, point text, number text, stage text,
        calendar text, due_at timestamptz, would_be timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    places bigint[] := CASE WHEN loket.has_role('admin') THEN ARRAY(SELECT id FROM loket.service_point)
        ELSE ARRAY[loket.my_point()] END;
    now_called text := loket.calendar_version(0);
BEGIN
    IF NOT (loket.has_role('supervisor') OR loket.has_role('manager') OR loket.has_role('admin'))
        OR loket.my_officer() IS NULL THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'changed promises'));
    END IF;
    RETURN QUERY WITH sla AS MATERIALIZED ( -- unpacked once, not for every case
        SELECT v.id, (v.rules #>> '{sla,amount}')::integer AS amount, v.rules #>> '{sla,unit}' AS unit
        FROM loket.permit_type_version v
    ) SELECT n.id, n.code, n.number, n.stage, n.calendar, n.due_at, n.due
        FROM (SELECT c.id, c.due_at FROM loket.application c
            WHERE c.stage IN ('administrative', 'technical', 'proposed') AND c.calendar <> now_called
            AND c.service_point_id = ANY (places) AND EXISTS (SELECT FROM loket.calendar_revision r
                WHERE r.number > coalesce(substring(c.calendar FROM E'^revisi (\\d+)$')::bigint, 0)
                AND r.first_day <= loket.local_day(c.due_at) AND r.last_day >= loket.local_day(c.complete_at))
            ORDER BY c.due_at, c.id LIMIT 2000) AS old -- each is counted anew: a third of a millisecond
        CROSS JOIN LATERAL (SELECT a.id, p.code, a.number, a.stage, a.calendar, a.due_at,
                loket.count_again(a, sla.amount, sla.unit) AS due
            FROM loket.application a JOIN sla ON sla.id = a.type_version_id
            JOIN loket.service_point p ON p.id = a.service_point_id
            WHERE a.id = old.id LIMIT 1) AS n -- one after the other, so that counting ends with the last one shown
        WHERE n.due <> n.due_at ORDER BY old.due_at, old.id LIMIT 200;
END $$;

-- A person answers for moving promises to the calendar of now: returns how many moved. The old ones stay.
CREATE FUNCTION loket.recalculate_promises(wanted bigint[], why text) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application;
    sla jsonb;
    due timestamptz;
    moved integer := 0;
BEGIN
    IF NOT (loket.has_role('supervisor') OR loket.has_role('manager')) OR loket.my_officer() IS NULL THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'recalculate promises'));
    END IF;
    PERFORM set_config('loket.reason', trim(coalesce(why, '')), true);
    PERFORM loket.demand_reason();
    FOR a IN SELECT * FROM loket.application WHERE id = ANY(wanted) AND service_point_id = loket.my_point()
        AND stage IN ('administrative', 'technical', 'proposed') ORDER BY id FOR UPDATE LOOP
        SELECT rules -> 'sla' INTO sla FROM loket.permit_type_version WHERE id = a.type_version_id;
        due := loket.count_again(a, (sla ->> 'amount')::integer, sla ->> 'unit');
        CONTINUE WHEN due = a.due_at;
        UPDATE loket.application SET due_at = due, calendar = loket.calendar_version(a.service_point_id),
            deemed_at = loket.count_again(a, loket.deemed_days(), 'working_days') WHERE id = a.id;
        PERFORM loket.append_journal(a.service_point_id, 'recalculate', 'application', a.id::text,
            jsonb_build_object('old_due', a.due_at, 'new_due', due, 'old_calendar', a.calendar,
                'new_calendar', loket.calendar_version(a.service_point_id)));
        moved := moved + 1;
    END LOOP;
    RETURN moved;
END $$;

CREATE FUNCTION loket.working_days_left(until timestamptz, point bigint, type_code text) RETURNS integer
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    RETURN (SELECT count(DISTINCT w.day) FROM loket.open_windows(
        loket.local_day(loket.moment()) + 1, loket.local_day(until), point, type_code) AS w);
END $$;

-- The back room writes down, once, that the law decided where the office did not: returns how many.
CREATE FUNCTION loket.note_deemed() RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    noted integer;
BEGIN
    IF NOT loket.has_role('service') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'deemed'));
    END IF;
    INSERT INTO loket.deemed_grant (application_id, service_point_id, deemed_at, noted_at)
        SELECT a.id, a.service_point_id, a.deemed_at, loket.moment() FROM loket.application a
        WHERE a.stage IN ('administrative', 'technical', 'proposed') AND a.deemed_at <= loket.moment()
        AND NOT EXISTS (SELECT FROM loket.deemed_grant g WHERE g.application_id = a.id)
        ORDER BY a.id LIMIT 200 ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS noted = ROW_COUNT;
    RETURN noted;
END $$;

-- A case that is decided after the law had granted it is written down too, before the back room comes round.
CREATE FUNCTION loket.note_late_grant() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    INSERT INTO loket.deemed_grant (application_id, service_point_id, deemed_at, noted_at)
        VALUES (NEW.id, NEW.service_point_id, NEW.deemed_at, loket.moment()) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER x_late_grant AFTER UPDATE ON loket.application FOR EACH ROW
    WHEN (NEW.stage = 'approved' AND OLD.stage <> 'approved' AND NEW.deemed_at <= NEW.decided_at)
    EXECUTE FUNCTION loket.note_late_grant();

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['promise', 'deemed_grant'] LOOP
        EXECUTE format('ALTER TABLE loket.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('DROP POLICY IF EXISTS law ON loket.%I', t);
        EXECUTE format('DROP POLICY IF EXISTS service ON loket.%I', t);
        EXECUTE format('CREATE POLICY law ON loket.%I TO loket_owner USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY service ON loket.%I TO loket_service USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY own_point ON loket.%I FOR SELECT TO loket_staff
            USING (service_point_id = (SELECT loket.my_point()))', t);
        EXECUTE format('GRANT SELECT ON loket.%I TO loket_staff, loket_service', t);
        EXECUTE format('CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.refuse_rewriting()', t);
    END LOOP;
END $$;

CREATE TRIGGER z_journal AFTER INSERT ON loket.deemed_grant
    FOR EACH ROW EXECUTE FUNCTION loket.journal_row();

GRANT SELECT (deemed_at) ON loket.application TO loket_staff, loket_service;
GRANT EXECUTE ON FUNCTION loket.working_days_left(timestamptz, bigint, text) TO loket_staff;
GRANT EXECUTE ON FUNCTION loket.changed_promises(), loket.recalculate_promises(bigint[], text)
    TO loket_supervisor, loket_manager, loket_admin;
GRANT EXECUTE ON FUNCTION loket.note_deemed() TO loket_service;
