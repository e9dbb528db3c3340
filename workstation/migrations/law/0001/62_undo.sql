-- Taking back the last step within its minutes, and correcting its time within an hour. Nothing is overwritten:
-- the step that was taken back stays as a row of time, marked as undone.

CREATE FUNCTION loket.undo_last_step(machine_name text, wanted bigint) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    last loket.stage_interval;
    before loket.stage_interval;
    move loket.transition;
BEGIN
    IF machine_name = 'visit' THEN -- as every step does, before the row of time is read
        PERFORM FROM loket.visit WHERE id = wanted FOR UPDATE;
    ELSE
        PERFORM FROM loket.application WHERE id = wanted FOR UPDATE;
    END IF;
    SELECT * INTO last FROM loket.stage_interval
        WHERE machine = machine_name AND thing_id = wanted AND to_at IS NULL;
    SELECT * INTO before FROM loket.stage_interval
        WHERE machine = machine_name AND thing_id = wanted AND id < last.id ORDER BY id DESC LIMIT 1;
    IF last.officer_id IS NULL OR last.officer_id IS DISTINCT FROM loket.my_officer()
        OR last.service_point_id IS DISTINCT FROM loket.my_point() OR before.undone THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'undo'));
    END IF;
    SELECT * INTO move FROM loket.transition WHERE machine = machine_name AND source = before.stage
        AND target = last.stage AND undo_minutes > 0
        AND EXISTS (SELECT FROM unnest(roles) AS job WHERE loket.has_role(job));
    IF NOT FOUND THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'undo'));
    ELSIF last.from_at < loket.moment() - make_interval(mins => move.undo_minutes::integer) THEN
        PERFORM loket.refuse('UndoTooLate', jsonb_build_object('minutes', move.undo_minutes));
    END IF;
    INSERT INTO loket.undoing VALUES (machine_name, wanted, pg_current_xact_id()::text);
    IF machine_name = 'visit' THEN
        UPDATE loket.visit SET stage = before.stage WHERE id = wanted;
    ELSE
        UPDATE loket.application SET stage = before.stage WHERE id = wanted;
    END IF;
    DELETE FROM loket.undoing WHERE machine = machine_name AND thing_id = wanted;
    PERFORM loket.append_journal(last.service_point_id, 'undo', CASE machine_name WHEN 'case' THEN 'application'
        ELSE machine_name END, wanted::text, jsonb_build_object('action', move.action, 'stage', before.stage));
    RETURN move.action;
END $$;

CREATE FUNCTION loket.restore_case(was loket.application, INOUT becomes loket.application)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    me bigint := loket.my_officer();
    at timestamptz := loket.moment();
BEGIN
    IF becomes.stage = 'submitted' THEN
        becomes.complete_at := NULL;
        becomes.due_at := NULL;
        becomes.calendar := NULL;
        becomes.administrative_by := NULL;
    ELSIF was.stage = 'technical' THEN
        becomes.administrative_at := NULL;
    ELSIF was.stage = 'proposed' THEN
        becomes.proposal := NULL;
        becomes.technical_by := NULL;
        becomes.technical_at := NULL;
    ELSE -- a wait that was a slip stopped nothing
        UPDATE loket.case_wait SET to_at = at, due_after = due_before, ended_by = me
            WHERE application_id = was.id AND to_at IS NULL;
        becomes.postponed_until := NULL;
    END IF;
    becomes.owner_id := me;
    becomes.owned_since := at;
    becomes.lease_until := at + interval '20 minutes';
END $$;

CREATE FUNCTION loket.restore_visit(was loket.visit, INOUT becomes loket.visit)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF becomes.stage IN ('called', 'serving') THEN
        becomes.counter_id := loket.my_counter();
        becomes.officer_id := loket.my_officer();
        IF becomes.counter_id IS NULL THEN
            PERFORM loket.refuse('NoCounter');
        END IF;
    ELSE
        becomes.counter_id := NULL;
        becomes.officer_id := NULL;
        becomes.calls := 0;
    END IF;
    IF becomes.stage = 'booked' THEN -- the ticket stays his: no number is lost
        becomes.checked_in_at := NULL;
        becomes.waiting_since := NULL;
    END IF;
END $$;

-- A step of the hall that was entered late gets its true time: own step, within the hour, not before the step before.
CREATE FUNCTION loket.back_date(wanted bigint, true_time timestamptz) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    last loket.stage_interval;
    before loket.stage_interval;
BEGIN
    PERFORM loket.demand_reason();
    PERFORM FROM loket.visit WHERE id = wanted FOR UPDATE;
    SELECT * INTO last FROM loket.stage_interval WHERE machine = 'visit' AND thing_id = wanted AND to_at IS NULL;
    SELECT * INTO before FROM loket.stage_interval
        WHERE machine = 'visit' AND thing_id = wanted AND id < last.id ORDER BY id DESC LIMIT 1;
    IF last.officer_id IS NULL OR last.officer_id IS DISTINCT FROM loket.my_officer() THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'back_date'));
    ELSIF true_time IS NULL OR before.id IS NULL OR true_time < before.from_at OR true_time > last.from_at
        OR true_time < loket.moment() - interval '1 hour' THEN
        PERFORM loket.refuse('BadTime', jsonb_build_object('earliest',
            greatest(before.from_at, loket.moment() - interval '1 hour'), 'latest', last.from_at));
    END IF;
    UPDATE loket.stage_interval SET to_at = true_time WHERE id = before.id;
    UPDATE loket.stage_interval SET from_at = true_time WHERE id = last.id;
    PERFORM loket.append_journal(last.service_point_id, 'back_date', 'visit', wanted::text,
        jsonb_build_object('stage', last.stage, 'was', last.from_at, 'is', true_time));
END $$;
