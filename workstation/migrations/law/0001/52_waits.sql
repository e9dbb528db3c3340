-- A case whose clock stands still: why, since when, until when, and what must have happened before it goes on.

-- The guarantor has three days and nights (Pergub DKI 47/2020): clock hours, not working time.
CREATE FUNCTION loket.guarantor_patience() RETURNS interval
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT make_interval(hours => coalesce(
        (SELECT (value #>> '{}')::integer FROM loket.office_setting WHERE key = 'guarantor_hours'), 72))
$$;

CREATE FUNCTION loket.demand_of_wait(demand text, was loket.application, becomes loket.application) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    waiting loket.case_wait;
    rules jsonb;
BEGIN
    SELECT * INTO waiting FROM loket.case_wait WHERE application_id = was.id AND to_at IS NULL;
    SELECT v.rules INTO rules FROM loket.permit_type_version v WHERE v.id = was.type_version_id;
    CASE demand
    WHEN 'came_from' THEN
        IF waiting.came_from IS DISTINCT FROM becomes.stage THEN
            PERFORM loket.refuse('WrongStage',
                jsonb_build_object('thing', 'case', 'stage', was.stage, 'action', 'resume_' || becomes.stage));
        END IF;
    WHEN 'guarantor_answered' THEN
        IF NOT EXISTS (SELECT FROM loket.guarantor_contact WHERE application_id = was.id
            AND outcome IN ('confirmed', 'denied') AND at >= waiting.from_at) THEN
            PERFORM loket.refuse('GuarantorSilent', jsonb_build_object('until', waiting.from_at + loket.guarantor_patience()));
        END IF;
    WHEN 'guarantor_silent' THEN
        IF waiting.from_at + loket.guarantor_patience() > loket.moment() OR EXISTS (SELECT FROM loket.guarantor_contact
            WHERE application_id = was.id AND outcome IN ('confirmed', 'denied') AND at >= waiting.from_at) THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'lapse'));
        END IF;
    WHEN 'survey_ordered' THEN
        IF NOT EXISTS (SELECT FROM loket.survey
            WHERE application_id = was.id AND approved_at IS NULL AND cancelled_reason IS NULL) THEN
            PERFORM loket.refuse('SurveyOpen');
        END IF;
    WHEN 'survey_reported' THEN
        IF EXISTS (SELECT FROM loket.survey
                WHERE application_id = was.id AND approved_at IS NULL AND cancelled_reason IS NULL)
            OR becomes.stage = 'proposed' AND becomes.proposal = 'approve' AND loket.needs_survey(rules, becomes.fields)
            AND NOT EXISTS (SELECT FROM loket.survey WHERE application_id = was.id AND approved_at IS NOT NULL
                AND is_suitable) THEN
            PERFORM loket.refuse('SurveyOpen');
        END IF;
    WHEN 'levy_ordered' THEN
        IF NOT EXISTS (SELECT FROM loket.levy_order
            WHERE application_id = was.id AND paid_at IS NULL AND cancelled_reason IS NULL) THEN
            PERFORM loket.refuse('LevyUnpaid', jsonb_build_object('number', ''));
        END IF;
    WHEN 'levy_settled' THEN
        PERFORM loket.refuse('LevyUnpaid', jsonb_build_object('number', number)) FROM loket.levy_order
            WHERE application_id = was.id AND paid_at IS NULL AND cancelled_reason IS NULL;
        IF becomes.stage = 'proposed' AND becomes.proposal = 'approve'
            AND coalesce(loket.levy_of(rules, becomes.fields) > 0, true) AND NOT EXISTS (
                SELECT FROM loket.levy_order WHERE application_id = was.id AND paid_at IS NOT NULL) THEN
            PERFORM loket.refuse('LevyUnpaid', jsonb_build_object('number', ''));
        END IF;
    ELSE
        RAISE EXCEPTION 'no such demand: %', demand;
    END CASE;
END $$;

-- Stops and starts the clock: what was left of the promise when it stopped runs on when it starts again.
CREATE FUNCTION loket.settle_wait(was loket.application, INOUT becomes loket.application)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    at timestamptz := loket.moment();
    waiting loket.case_wait;
BEGIN
    SELECT * INTO waiting FROM loket.case_wait WHERE application_id = was.id AND to_at IS NULL FOR UPDATE;
    IF FOUND THEN
        IF becomes.stage IN ('administrative', 'technical') THEN
            becomes.due_at := (SELECT loket.due_after_pause(v.rules -> 'sla' ->> 'unit', was.due_at, waiting.from_at, at,
                    was.service_point_id, was.type_code)
                FROM loket.permit_type_version v WHERE v.id = was.type_version_id);
        END IF;
        UPDATE loket.case_wait SET to_at = at, due_after = becomes.due_at, ended_by = loket.my_officer()
            WHERE id = waiting.id;
    END IF;
    IF starts_with(becomes.stage, 'waiting_') OR becomes.stage = 'postponed' THEN
        INSERT INTO loket.case_wait (application_id, service_point_id, stage, came_from, reason, until, from_at,
            due_before, started_by)
        VALUES (was.id, was.service_point_id, becomes.stage, was.stage, loket.given_reason(),
            becomes.postponed_until, at, was.due_at, loket.my_officer());
    END IF;
END $$;

-- Parts of a wait are written by the staff of the point on an open case; who and when are the law's.
CREATE FUNCTION loket.demand_open_case(wanted bigint) RETURNS loket.application
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application;
BEGIN
    SELECT * INTO a FROM loket.application WHERE id = wanted FOR SHARE;
    IF a.id IS NULL OR NOT (a.service_point_id IS NOT DISTINCT FROM loket.my_point() OR loket.has_role('service'))
    THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'case'));
    END IF;
    RETURN a;
END $$;

CREATE FUNCTION loket.guard_contact() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application := loket.demand_open_case(NEW.application_id);
BEGIN
    IF a.stage <> 'waiting_guarantor' THEN
        PERFORM loket.refuse('WrongStage',
            jsonb_build_object('thing', 'case', 'stage', a.stage, 'action', 'guarantor'));
    END IF;
    NEW.service_point_id := a.service_point_id;
    NEW.officer_id := loket.my_officer();
    NEW.at := loket.moment();
    RETURN NEW;
END $$;

-- A survey is ordered under the lease, reported by one person and judged by another.
CREATE FUNCTION loket.guard_survey() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application := loket.demand_open_case(NEW.application_id);
    me bigint := loket.my_officer();
    year text := extract(year FROM loket.local_day(loket.moment()))::text;
    unit text;
BEGIN
    IF loket.has_keyed(a.id) THEN
        PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'review'));
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM loket.demand_in_review(a);
        SELECT upper(code) INTO unit FROM loket.service_point WHERE id = a.service_point_id;
        NEW.number := loket.number_label('survey', unit, year, loket.take_number('survey', unit, year));
        NEW.service_point_id := a.service_point_id;
        NEW.ordered_by := me;
        NEW.ordered_at := loket.moment();
        RETURN NEW;
    END IF;
    IF OLD.approved_at IS NOT NULL OR OLD.cancelled_reason IS NOT NULL THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'survey'));
    ELSIF NEW.cancelled_reason IS NOT NULL THEN
        IF length(trim(NEW.cancelled_reason)) < 3 THEN
            PERFORM loket.refuse('ReasonNeeded');
        END IF;
    ELSIF OLD.reported_at IS NULL THEN
        IF length(trim(NEW.findings)) < 3 OR NEW.surveyed_on IS NULL
            OR NEW.surveyed_on > loket.local_day(loket.moment()) OR NEW.is_suitable IS NOT NULL THEN
            PERFORM loket.refuse('ReasonNeeded');
        END IF;
        NEW.reported_by := me;
        NEW.reported_at := loket.moment();
    ELSIF (NEW.findings, NEW.surveyed_on) IS DISTINCT FROM (OLD.findings, OLD.surveyed_on) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'survey report'));
    ELSE
        IF OLD.reported_by = me THEN
            PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'survey'));
        ELSIF NEW.is_suitable IS NULL OR length(trim(NEW.opinion)) < 3 THEN
            PERFORM loket.refuse('ReasonNeeded');
        END IF;
        NEW.approved_by := me;
        NEW.approved_at := loket.moment();
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION loket.demand_in_review(a loket.application) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NOT loket.has_role('reviewer') OR a.stage NOT IN ('administrative', 'technical') THEN
        PERFORM loket.refuse('WrongStage',
            jsonb_build_object('thing', 'case', 'stage', a.stage, 'action', 'review'));
    END IF;
    PERFORM loket.demand_lease(a.owner_id, a.owned_since, a.lease_until);
END $$;

-- Who orders a levy does not take the money; it is paid to the last rupiah or it is not paid.
CREATE FUNCTION loket.guard_levy() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application := loket.demand_open_case(NEW.application_id);
    me bigint := loket.my_officer();
    year text := extract(year FROM loket.local_day(loket.moment()))::text;
    unit text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF loket.has_keyed(a.id) THEN
            PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'review'));
        END IF;
        PERFORM loket.demand_in_review(a);
        IF EXISTS (SELECT FROM loket.levy_order
            WHERE application_id = a.id AND paid_at IS NULL AND cancelled_reason IS NULL) THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'second levy order'));
        END IF;
        SELECT upper(code) INTO unit FROM loket.service_point WHERE id = a.service_point_id;
        NEW.number := loket.number_label('levy', unit, year, loket.take_number('levy', unit, year));
        NEW.service_point_id := a.service_point_id;
        NEW.ordered_by := me;
        NEW.ordered_at := loket.moment();
        RETURN NEW;
    END IF;
    IF OLD.paid_at IS NOT NULL OR OLD.cancelled_reason IS NOT NULL THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'levy'));
    ELSIF NEW.cancelled_reason IS NOT NULL THEN
        IF NOT loket.has_role('supervisor') THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'cancel levy'));
        ELSIF length(trim(NEW.cancelled_reason)) < 3 OR NEW.paid_amount IS NOT NULL THEN
            PERFORM loket.refuse('ReasonNeeded');
        END IF;
    ELSE
        IF NOT loket.has_role('officer') AND NOT loket.has_role('service') THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'pay'));
        ELSIF OLD.ordered_by = me THEN
            PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'payment'));
        ELSIF NEW.paid_amount IS DISTINCT FROM OLD.amount THEN
            PERFORM loket.refuse('WrongAmount', jsonb_build_object('wanted', OLD.amount, 'paid', NEW.paid_amount));
        ELSIF length(trim(coalesce(NEW.paid_reference, ''))) < 3 THEN
            PERFORM loket.refuse('ReasonNeeded');
        END IF;
        NEW.paid_at := loket.moment();
        NEW.recorded_by := me;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION loket.guard_takeover() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF OLD.from_officer_id IS DISTINCT FROM loket.my_officer() THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'takeover'));
    END IF;
    NEW.seen_at := coalesce(OLD.seen_at, loket.moment());
    RETURN NEW;
END $$;

CREATE TRIGGER a_guard BEFORE INSERT ON loket.guarantor_contact
    FOR EACH ROW EXECUTE FUNCTION loket.guard_contact();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON loket.survey FOR EACH ROW EXECUTE FUNCTION loket.guard_survey();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON loket.levy_order FOR EACH ROW EXECUTE FUNCTION loket.guard_levy();
CREATE TRIGGER a_guard BEFORE UPDATE ON loket.takeover FOR EACH ROW EXECUTE FUNCTION loket.guard_takeover();
