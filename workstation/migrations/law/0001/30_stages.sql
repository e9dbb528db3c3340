-- Every change of a stage: one table says who may, one trigger asks it, one table keeps the time.

-- Returns the names of what the move demands besides stage and role.
CREATE FUNCTION loket.demand_transition(machine_name text, old_stage text, new_stage text) RETURNS text[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    move loket.transition;
BEGIN
    SELECT * INTO move FROM loket.transition
        WHERE machine = machine_name AND source = old_stage AND target = new_stage
        ORDER BY EXISTS (SELECT FROM unnest(roles) AS job WHERE loket.has_role(job)) DESC LIMIT 1;
    IF NOT FOUND THEN
        PERFORM loket.refuse('WrongStage',
            jsonb_build_object('thing', machine_name, 'stage', old_stage, 'action', new_stage));
    END IF;
    IF NOT EXISTS (SELECT FROM unnest(move.roles) AS job WHERE loket.has_role(job)) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', move.action));
    END IF;
    RETURN move.demands;
END $$;

CREATE FUNCTION loket.is_undoing(machine_name text, wanted bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT EXISTS (SELECT FROM loket.undoing WHERE machine = machine_name AND thing_id = wanted
        AND transaction = pg_current_xact_id()::text)
$$;

-- The words that this transaction gave as its reason.
CREATE FUNCTION loket.given_reason() RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT trim(left(coalesce(current_setting('loket.reason', true), ''), 500))
$$;

CREATE FUNCTION loket.demand_reason() RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF length(loket.given_reason()) < 3 THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
END $$;

CREATE FUNCTION loket.keep_time() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    at timestamptz := loket.moment();
    thing jsonb := to_jsonb(NEW);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.stage = OLD.stage THEN
            RETURN NULL;
        END IF;
        UPDATE loket.stage_interval SET to_at = at, undone = loket.is_undoing(TG_ARGV[0], NEW.id)
            WHERE machine = TG_ARGV[0] AND thing_id = NEW.id AND to_at IS NULL;
    END IF;
    INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, officer_id, counter_id,
            undone, counted_at)
        VALUES (NEW.service_point_id, TG_ARGV[0], NEW.id, NEW.stage, at, loket.my_officer(),
            (thing ->> 'counter_id')::bigint, false, (CASE WHEN TG_ARGV[0] = 'case' THEN thing ->> 'received_at'
                WHEN TG_ARGV[0] = 'document' THEN thing ->> 'approved_at'
                WHEN thing ->> 'ticket' IS NOT NULL THEN thing ->> 'planned_at' END)::timestamptz);
    RETURN NULL;
END $$;

CREATE TRIGGER y_keep_time AFTER INSERT OR UPDATE ON loket.visit
    FOR EACH ROW EXECUTE FUNCTION loket.keep_time('visit');
CREATE TRIGGER y_keep_time AFTER INSERT OR UPDATE ON loket.application
    FOR EACH ROW EXECUTE FUNCTION loket.keep_time('case');
CREATE TRIGGER y_keep_time AFTER INSERT OR UPDATE ON loket.document
    FOR EACH ROW EXECUTE FUNCTION loket.keep_time('document');

-- A number is given in the transaction that uses it, so a rolled-back one is given again: no gaps, no doubles.
CREATE FUNCTION loket.take_number(wanted_series text, wanted_unit text, wanted_period text) RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    INSERT INTO loket.number_series AS s (series, unit, period, last)
        VALUES (wanted_series, wanted_unit, wanted_period, 1)
        ON CONFLICT (series, unit, period) DO UPDATE SET last = s.last + 1
        RETURNING s.last
$$;

CREATE FUNCTION loket.local_day(at timestamptz) RETURNS date
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (at AT TIME ZONE 'Asia/Jakarta')::date;
END $$;

-- Letters and digits that are not mistaken for each other on paper or by telephone.
CREATE FUNCTION loket.spoken_code(length integer) RETURNS text
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(substr('ABCDEFGHJKLMNPQRTUVWXY346789', 1 + get_byte(noise, i) % 28, 1), '')
    FROM (SELECT sha256(gen_random_uuid()::text::bytea) AS noise) AS once, generate_series(0, length - 1) AS i
$$;
