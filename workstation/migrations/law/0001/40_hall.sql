-- The hall: capacity, quotas, tickets, and that two officers never get the same person.

-- The caller has locked the service's row, so the last place of a day is given once.
CREATE FUNCTION loket.demand_quota(wanted loket.service, at timestamptz) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    taken bigint;
BEGIN
    IF wanted.daily_quota IS NULL THEN
        RETURN;
    END IF;
    SELECT count(*) INTO taken FROM loket.visit
        WHERE service_point_id = wanted.service_point_id AND service_id = wanted.id
        AND stage NOT IN ('cancelled', 'lapsed', 'refused')
        AND planned_at >= date_trunc('day', at, 'Asia/Jakarta')
        AND planned_at < date_trunc('day', at, 'Asia/Jakarta') + interval '1 day';
    IF taken >= wanted.daily_quota THEN
        PERFORM loket.refuse('QuotaFull', jsonb_build_object('service', wanted.name, 'quota', wanted.daily_quota));
    END IF;
END $$;

CREATE FUNCTION loket.guard_new_visit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    wanted loket.service;
    room loket.hall;
    taken bigint;
BEGIN
    IF NEW.stage <> 'booked' THEN
        PERFORM loket.refuse('WrongStage', jsonb_build_object('thing', 'visit', 'stage', NEW.stage));
    END IF;
    SELECT * INTO wanted FROM loket.service
        WHERE id = NEW.service_id AND service_point_id = NEW.service_point_id FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'service of another point'));
    END IF;
    PERFORM loket.demand_quota(wanted, NEW.planned_at);
    IF NEW.channel = 'online' THEN -- no more bookings for an hour than the hall may hold
        SELECT * INTO room FROM loket.hall WHERE service_point_id = NEW.service_point_id FOR UPDATE;
        SELECT count(*) INTO taken FROM loket.visit
            WHERE service_point_id = NEW.service_point_id
            AND planned_at >= date_trunc('hour', NEW.planned_at, 'Asia/Jakarta')
            AND planned_at < date_trunc('hour', NEW.planned_at, 'Asia/Jakarta') + interval '1 hour'
            AND stage NOT IN ('cancelled', 'lapsed', 'refused', 'no_show', 'finished');
        IF taken >= floor(room.seats * room.share) THEN
            PERFORM loket.refuse('HallFull', jsonb_build_object('capacity', floor(room.seats * room.share)));
        END IF;
    END IF;
    NEW.code := upper(coalesce(nullif(trim(NEW.code), ''), loket.spoken_code(6)));
    NEW.ticket := NULL;
    NEW.officer_id := NULL;
    NEW.calls := 0;
    RETURN NEW;
END $$;

CREATE FUNCTION loket.demand_health(visit bigint, measured_limit numeric) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    declared loket.health_declaration;
BEGIN
    SELECT * INTO declared FROM loket.health_declaration WHERE visit_id = visit;
    IF NOT FOUND OR declared.temperature IS NULL THEN
        PERFORM loket.refuse('HealthDeclarationMissing');
    ELSIF NOT declared.healthy THEN
        PERFORM loket.refuse('Unwell');
    ELSIF declared.temperature > measured_limit THEN
        PERFORM loket.refuse('TooWarm',
            jsonb_build_object('temperature', declared.temperature, 'limit', measured_limit));
    END IF;
END $$;

-- Each demand of the table of moves, by its name (vocabulary.Demand).
CREATE FUNCTION loket.demand_of_visit(demand text, was loket.visit, becomes loket.visit) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    room loket.hall;
    inside bigint;
BEGIN
    CASE demand
    WHEN 'own_visitor' THEN
        IF was.officer_id IS DISTINCT FROM loket.my_officer() AND NOT loket.has_role('supervisor') THEN
            PERFORM loket.refuse('HeldByOther', jsonb_build_object('officer', loket.officer_name(was.officer_id)));
        END IF;
    WHEN 'today' THEN
        IF loket.local_day(was.planned_at) <> loket.local_day(loket.moment()) THEN
            PERFORM loket.refuse('BookingNotToday', jsonb_build_object('code', was.code,
                'day', loket.local_day(was.planned_at)));
        END IF;
    WHEN 'health' THEN
        SELECT * INTO room FROM loket.hall WHERE service_point_id = was.service_point_id;
        PERFORM loket.demand_health(was.id, room.temperature_limit);
    WHEN 'seat' THEN -- the hall's row is locked: people are let in one by one and the last seat is given once
        SELECT * INTO room FROM loket.hall WHERE service_point_id = was.service_point_id FOR UPDATE;
        -- whoever was forgotten in the line of an earlier day has long gone home
        SELECT count(*) INTO inside FROM loket.visit
            WHERE service_point_id = was.service_point_id AND stage IN ('waiting', 'called', 'serving', 'held')
            AND planned_at >= date_trunc('day', loket.moment(), 'Asia/Jakarta');
        IF inside >= floor(room.seats * room.share) THEN
            PERFORM loket.refuse('HallFull', jsonb_build_object('capacity', floor(room.seats * room.share)));
        END IF;
    WHEN 'counter' THEN
        IF loket.my_counter() IS NULL
            OR becomes.stage = 'called' AND becomes.counter_id IS DISTINCT FROM loket.my_counter() THEN
            PERFORM loket.refuse('NoCounter');
        END IF;
    WHEN 'counter_serves' THEN
        IF NOT EXISTS (SELECT FROM loket.counter_service
            WHERE counter_id = becomes.counter_id AND service_id = becomes.service_id) THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'call'));
        END IF;
    ELSE
        RAISE EXCEPTION 'no such demand: %', demand;
    END CASE;
END $$;

CREATE FUNCTION loket.let_in(INOUT entering loket.visit)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    unit text := (SELECT service_point_id || letter FROM loket.service WHERE id = entering.service_id);
    day text := to_char(loket.local_day(loket.moment()), 'YYYY-MM-DD');
BEGIN
    entering.ticket := coalesce(entering.ticket, loket.number_label('ticket', unit, day,
        loket.take_number('ticket', unit, day)));
    entering.checked_in_at := loket.moment();
    entering.waiting_since := entering.checked_in_at;
END $$;

CREATE FUNCTION loket.guard_visit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    me bigint := loket.my_officer();
    wanted loket.service;
    demand text;
BEGIN
    IF NEW.service_id <> OLD.service_id AND NOT (OLD.stage IN ('called', 'serving') AND NEW.stage = 'waiting') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'transfer'));
    END IF;
    IF NEW.application_id IS DISTINCT FROM OLD.application_id AND NEW.application_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM loket.application
            WHERE id = NEW.application_id AND service_point_id = NEW.service_point_id) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'application of another point'));
    END IF;
    IF NEW.stage = OLD.stage THEN
        IF OLD.stage IN ('called', 'serving', 'held') THEN -- a step asks this by its table
            PERFORM loket.demand_of_visit('own_visitor', OLD, NEW);
        END IF;
        IF NEW.counter_id IS DISTINCT FROM OLD.counter_id
            OR NEW.calls <> OLD.calls AND NOT (NEW.stage = 'called' AND NEW.calls = OLD.calls + 1) THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'call'));
        END IF;
        IF NEW.stage = 'called' AND NEW.calls > OLD.calls THEN -- the board shows the latest call first
            NEW.called_at := loket.moment();
        END IF;
        RETURN NEW;
    END IF;
    IF loket.is_undoing('visit', NEW.id) THEN
        NEW := loket.restore_visit(OLD, NEW);
        RETURN NEW;
    END IF;
    FOREACH demand IN ARRAY loket.demand_transition('visit', OLD.stage, NEW.stage) LOOP
        PERFORM loket.demand_of_visit(demand, OLD, NEW);
    END LOOP;
    IF OLD.stage = 'booked' AND NEW.stage = 'waiting' THEN
        NEW := loket.let_in(NEW);
    ELSIF NEW.stage = 'called' THEN
        NEW.called_at := loket.moment();
        NEW.calls := 1;
        NEW.officer_id := me;
    ELSIF NEW.stage = 'serving' THEN
        NEW.counter_id := loket.my_counter();
        NEW.officer_id := me;
    ELSIF NEW.stage = 'waiting' THEN
        SELECT * INTO wanted FROM loket.service
            WHERE id = NEW.service_id AND service_point_id = NEW.service_point_id FOR UPDATE;
        IF NOT FOUND THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'transfer'));
        END IF;
        IF NEW.service_id <> OLD.service_id THEN
            PERFORM loket.demand_quota(wanted, NEW.planned_at);
        END IF;
        NEW.counter_id := NULL;
        NEW.officer_id := NULL;
        NEW.calls := 0;
    ELSE
        NEW.counter_id := OLD.counter_id;
        NEW.calls := OLD.calls;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION loket.guard_health() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    SELECT service_point_id INTO NEW.service_point_id FROM loket.visit
        WHERE id = NEW.visit_id AND stage = 'booked';
    IF NOT FOUND THEN
        PERFORM loket.refuse('WrongStage', jsonb_build_object('thing', 'visit', 'action', 'check_in'));
    END IF;
    IF NEW.temperature IS NOT NULL THEN
        NEW.checked_at := loket.moment();
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION loket.guard_counter_session() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.officer_id := loket.my_officer();
        NEW.from_at := loket.moment();
        NEW.to_at := NULL;
        SELECT service_point_id INTO NEW.service_point_id FROM loket.counter WHERE id = NEW.counter_id;
    ELSE
        IF OLD.officer_id IS DISTINCT FROM loket.my_officer() AND NOT loket.has_role('supervisor') THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'leave_counter'));
        END IF;
        NEW.counter_id := OLD.counter_id;
        NEW.officer_id := OLD.officer_id;
        IF OLD.to_at IS NOT NULL THEN
            NEW.to_at := OLD.to_at;
        ELSIF NEW.to_at IS NOT NULL THEN
            NEW.to_at := loket.moment();
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_guard_new BEFORE INSERT ON loket.visit FOR EACH ROW EXECUTE FUNCTION loket.guard_new_visit();
CREATE TRIGGER a_guard BEFORE UPDATE ON loket.visit FOR EACH ROW EXECUTE FUNCTION loket.guard_visit();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON loket.health_declaration
    FOR EACH ROW EXECUTE FUNCTION loket.guard_health();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON loket.counter_session
    FOR EACH ROW EXECUTE FUNCTION loket.guard_counter_session();
