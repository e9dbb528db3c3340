-- When an office is open, and what it promised: the database computes every promise itself, over tables.
-- worktime.py says the same in Python; a property test holds both to each other.

-- Seven lists from Monday on of ["07:30", "12:00"] pairs that rise and do not touch, open at least once.
CREATE FUNCTION loket.is_week(hours jsonb) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    windows jsonb;
    pair jsonb;
    edge text;
    last text;
    opens boolean := false;
BEGIN
    IF jsonb_typeof(hours) IS DISTINCT FROM 'array' OR jsonb_array_length(hours) <> 7 THEN
        RETURN false;
    END IF;
    FOR windows IN SELECT jsonb_array_elements(hours) LOOP
        IF jsonb_typeof(windows) <> 'array' THEN
            RETURN false;
        END IF;
        last := '';
        FOR pair IN SELECT jsonb_array_elements(windows) LOOP
            IF jsonb_typeof(pair) <> 'array' OR jsonb_array_length(pair) <> 2 THEN
                RETURN false;
            END IF;
            opens := true;
            FOR edge IN SELECT jsonb_array_elements_text(pair) LOOP
                IF edge IS NULL OR edge !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' OR edge COLLATE "C" <= last THEN
                    RETURN false;
                END IF;
                last := edge;
            END LOOP;
        END LOOP;
    END LOOP;
    RETURN opens;
END $$;

ALTER TABLE loket.work_week ADD CONSTRAINT ck_work_week_hours CHECK (loket.is_week(hours));
ALTER TABLE loket.season ADD CONSTRAINT ck_season_hours CHECK (loket.is_week(hours));

-- 'infinity' and years before Christ are dates to the server and to nobody else.
ALTER TABLE loket.holiday ADD CONSTRAINT ck_holiday_year CHECK (day BETWEEN '1900-01-01' AND '2200-12-31');
ALTER TABLE loket.season ADD CONSTRAINT ck_season_year CHECK (first_day BETWEEN '1900-01-01' AND '2200-12-31');
ALTER TABLE loket.work_week ADD CONSTRAINT ck_work_week_year
    CHECK (valid_from BETWEEN '1900-01-01' AND '2200-12-31');

-- Perpres 21/2023: 37.5 hours a week from 07.30. Older than any other week, so there is always one.
INSERT INTO loket.work_week (valid_from, hours) VALUES ('1900-01-01', '[
    [["07:30", "12:00"], ["13:00", "16:00"]], [["07:30", "12:00"], ["13:00", "16:00"]],
    [["07:30", "12:00"], ["13:00", "16:00"]], [["07:30", "12:00"], ["13:00", "16:00"]],
    [["07:30", "11:30"], ["13:00", "16:30"]], [], []]');

-- A year whose New Year's Day is no row has not been imported, even where the office has put in a day of its own: a
-- promise in it would be counted wrongly.
CREATE FUNCTION loket.demand_calendar(first date, last date) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    wanted integer;
BEGIN
    FOR wanted IN extract(year FROM first) .. extract(year FROM last) LOOP
        IF NOT EXISTS (SELECT FROM loket.holiday WHERE day = make_date(wanted, 1, 1)) THEN
            PERFORM loket.refuse('CalendarMissing', jsonb_build_object('year', wanted));
        END IF;
    END LOOP;
END $$;

-- The open windows of some days, both included. A season goes before a week; then the own point before all
-- points, the own type before all types, and the youngest row. In plpgsql, which keeps its plan over the calls: it must
-- be told to, planning anew for the days takes four times as long as asking.
CREATE FUNCTION loket.open_windows(first date, last date, point bigint, kind text)
    RETURNS TABLE (day date, opens timestamptz, closes timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp
    SET plan_cache_mode = 'force_generic_plan' AS $$
BEGIN
    RETURN QUERY SELECT d.day, (d.day + (pair ->> 0)::time) AT TIME ZONE 'Asia/Jakarta',
        (d.day + (pair ->> 1)::time) AT TIME ZONE 'Asia/Jakarta'
    FROM (SELECT first + n AS day FROM generate_series(0, last - first) AS n) AS d,
    LATERAL (SELECT coalesce(
        (SELECT s.hours FROM loket.season s WHERE d.day BETWEEN s.first_day AND s.last_day
            AND (s.service_point_id = point OR s.service_point_id IS NULL)
            AND (s.type_code = kind OR s.type_code IS NULL)
            ORDER BY s.service_point_id NULLS LAST, s.type_code NULLS LAST, s.first_day DESC LIMIT 1),
        (SELECT w.hours FROM loket.work_week w WHERE w.valid_from <= d.day
            AND (w.service_point_id = point OR w.service_point_id IS NULL)
            AND (w.type_code = kind OR w.type_code IS NULL)
            ORDER BY w.service_point_id NULLS LAST, w.type_code NULLS LAST, w.valid_from DESC LIMIT 1)) AS hours
    ) AS h,
    LATERAL jsonb_array_elements(h.hours -> extract(isodow FROM d.day)::integer - 1) AS pair
    WHERE NOT EXISTS (SELECT FROM loket.holiday x WHERE x.day = d.day AND NOT x.is_open)
    ORDER BY 2;
END $$;

-- The moment when `left_over` of open time has run since `start`; outside a window it waits for the opening.
CREATE FUNCTION loket.after_open_time(start timestamptz, left_over interval, point bigint, kind text)
    RETURNS timestamptz
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    first date := loket.local_day(start);
    opened timestamptz;
    closed timestamptz;
BEGIN
    FOR chunk IN 1 .. 600 LOOP -- a week at a time, about twelve years
        PERFORM loket.demand_calendar(first, first);
        FOR opened, closed IN SELECT greatest(w.opens, start), w.closes
            FROM loket.open_windows(first, first + 6, point, kind) AS w WHERE w.closes > start LOOP
            IF closed - opened >= left_over THEN
                PERFORM loket.demand_calendar(first, loket.local_day(closed));
                RETURN opened + left_over;
            END IF;
            left_over := left_over - (closed - opened);
        END LOOP;
        first := first + 7;
    END LOOP;
    PERFORM loket.refuse('CalendarMissing', jsonb_build_object('year', extract(year FROM first)));
END $$;

-- The closing of the n-th working day; the day of `start` is day 0. With 0: the next closing that is to come.
CREATE FUNCTION loket.after_working_days(start timestamptz, days integer, point bigint, kind text)
    RETURNS timestamptz
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    today date := loket.local_day(start);
    first date := today;
    closed timestamptz;
BEGIN
    FOR chunk IN 1 .. 600 LOOP
        PERFORM loket.demand_calendar(first, first);
        FOR closed IN SELECT max(w.closes) FROM loket.open_windows(first, first + 6, point, kind) AS w
            WHERE w.day > today OR days <= 0 GROUP BY w.day HAVING max(w.closes) > start ORDER BY w.day LOOP
            days := days - 1;
            IF days <= 0 THEN
                PERFORM loket.demand_calendar(first, loket.local_day(closed));
                RETURN closed;
            END IF;
        END LOOP;
        first := first + 7;
    END LOOP;
    PERFORM loket.refuse('CalendarMissing', jsonb_build_object('year', extract(year FROM first)));
END $$;

-- When a promise of that amount ends, counted from `start` ('dinyatakan lengkap'); unit as worktime.SlaUnit.
CREATE FUNCTION loket.due_at(amount integer, unit text, start timestamptz, point bigint, type_code text)
    RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT CASE unit
        WHEN 'hours' THEN loket.after_open_time(start, make_interval(hours => amount), point, type_code)
        WHEN 'working_days' THEN loket.after_working_days(start, amount, point, type_code)
        WHEN 'clock_hours' THEN start + make_interval(hours => amount) END
$$;

-- The due moment after a wait for somebody outside: what was left at `paused` runs on from `resumed`.
-- A promise that was already broken at `paused` stays as it was.
CREATE FUNCTION loket.due_after_pause(unit text, due timestamptz, paused timestamptz, resumed timestamptz,
    point bigint, type_code text) RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT CASE WHEN paused >= due THEN due
        WHEN unit = 'clock_hours' THEN due + (resumed - paused)
        WHEN unit = 'hours' THEN loket.after_open_time(resumed, coalesce(
            (SELECT sum(least(w.closes, due) - greatest(w.opens, paused)) FROM loket.open_windows(
                loket.local_day(paused), loket.local_day(due), point, type_code) AS w
            WHERE w.closes > paused AND w.opens < due), interval '0'), point, type_code)
        WHEN unit = 'working_days' THEN loket.after_working_days(resumed, (SELECT count(DISTINCT w.day)::integer
            FROM loket.open_windows(loket.local_day(paused) + 1, loket.local_day(due), point, type_code) AS w),
            point, type_code) END
$$;

-- The state of the calendar that a promise is made with; every change of a table below makes the next.
CREATE FUNCTION loket.calendar_version(point bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT 'revisi ' || coalesce(max(number), 0) FROM loket.calendar_revision WHERE point IS NOT NULL
$$;

-- One transaction is one revision, with the reason that its journal rows carry.
CREATE FUNCTION loket.revise_calendar() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    why text := left(trim(coalesce(current_setting('loket.reason', true), '')), 500);
    this text := pg_current_xact_id()::text || ' ' || extract(epoch FROM now());
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - 'name' - 'estimated' - 'source' END;
    becomes jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - 'name' - 'estimated' - 'source' END;
    earliest date;
    latest date;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) = to_jsonb(OLD) THEN
        RETURN NULL;
    END IF;
    IF length(why) < 3 THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
    IF was IS DISTINCT FROM becomes THEN -- a name or a decree that confirms the day moves no promise
        SELECT min((one ->> first)::date), max(coalesce((one ->> last)::date, '9999-12-31')) INTO earliest, latest
            FROM unnest(ARRAY[was, becomes]) AS one, LATERAL (SELECT CASE TG_TABLE_NAME WHEN 'holiday' THEN 'day'
                WHEN 'season' THEN 'first_day' ELSE 'valid_from' END AS first, CASE TG_TABLE_NAME
                WHEN 'holiday' THEN 'day' WHEN 'season' THEN 'last_day' ELSE '' END AS last) AS edge
            WHERE one IS NOT NULL;
    END IF;
    UPDATE loket.calendar_revision SET changes = changes
        || jsonb_build_object(TG_TABLE_NAME, coalesce((changes ->> TG_TABLE_NAME)::integer, 0) + 1),
        first_day = least(first_day, earliest), last_day = greatest(last_day, latest)
        WHERE made_in = this;
    IF NOT FOUND THEN
        LOCK TABLE loket.calendar_revision IN SHARE ROW EXCLUSIVE MODE; -- numbers without gaps or doubles
        INSERT INTO loket.calendar_revision (number, made_in, at, login, officer_id, reason, changes, first_day,
                last_day)
            SELECT coalesce(max(number), 0) + 1, this, loket.moment(), session_user, loket.my_officer(), why,
                jsonb_build_object(TG_TABLE_NAME, 1), earliest, latest FROM loket.calendar_revision;
        INSERT INTO loket.point_version AS v (service_point_id, topic, version)
            SELECT id, 'calendar', 1 FROM loket.service_point ORDER BY id
            ON CONFLICT (service_point_id, topic) DO UPDATE SET version = v.version + 1;
    END IF;
    RETURN NULL;
END $$;

-- The promise is the database's own word, from the moment when the case was declared complete.
CREATE FUNCTION loket.make_promise(INOUT promised loket.application)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    sla jsonb := (SELECT rules -> 'sla' FROM loket.permit_type_version WHERE id = promised.type_version_id);
BEGIN
    promised.due_at := loket.due_at((sla ->> 'amount')::integer, sla ->> 'unit', promised.complete_at,
        promised.service_point_id, promised.type_code);
    promised.calendar := loket.calendar_version(promised.service_point_id);
END $$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['work_week', 'season', 'holiday'] LOOP
        EXECUTE format('CREATE TRIGGER x_revision AFTER INSERT OR UPDATE OR DELETE ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.revise_calendar()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['work_week', 'season'] LOOP
        EXECUTE format('CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.journal_row()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['work_week', 'season', 'calendar_revision'] LOOP
        EXECUTE format('ALTER TABLE loket.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('DROP POLICY IF EXISTS law ON loket.%I', t);
        EXECUTE format('DROP POLICY IF EXISTS service ON loket.%I', t);
        EXECUTE format('CREATE POLICY law ON loket.%I TO loket_owner USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY service ON loket.%I TO loket_service USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY for_all ON loket.%I FOR SELECT TO loket_staff
            USING ((SELECT loket.my_officer()) IS NOT NULL)', t);
        EXECUTE format('GRANT SELECT ON loket.%I TO loket_staff, loket_service', t);
    END LOOP;
END $$;

-- A week that has begun is corrected or followed by the next one, never deleted.
CREATE POLICY by_admin ON loket.season TO loket_admin
    USING ((SELECT loket.my_officer()) IS NOT NULL) WITH CHECK ((SELECT loket.my_officer()) IS NOT NULL);
CREATE POLICY by_admin ON loket.work_week TO loket_admin
    USING ((SELECT loket.my_officer()) IS NOT NULL) WITH CHECK ((SELECT loket.my_officer()) IS NOT NULL);
CREATE POLICY only_future ON loket.work_week AS RESTRICTIVE FOR DELETE TO loket_admin
    USING ((SELECT loket.my_officer()) IS NOT NULL AND valid_from > (SELECT loket.local_day(loket.moment())));
GRANT INSERT (service_point_id, type_code, valid_from, hours), UPDATE (hours), DELETE
    ON loket.work_week TO loket_admin;
GRANT INSERT (service_point_id, type_code, name, first_day, last_day, hours, estimated),
    UPDATE (name, first_day, last_day, hours, estimated), DELETE ON loket.season TO loket_admin;
GRANT DELETE ON loket.holiday TO loket_admin;

GRANT EXECUTE ON FUNCTION loket.is_week(jsonb) TO loket_admin; -- a CHECK runs with the writer's rights
GRANT EXECUTE ON FUNCTION loket.due_at(integer, text, timestamptz, bigint, text),
    loket.due_after_pause(text, timestamptz, timestamptz, timestamptz, bigint, text),
    loket.calendar_version(bigint) TO loket_staff, loket_service;
