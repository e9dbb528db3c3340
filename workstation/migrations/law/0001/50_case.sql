-- The case: completeness, marks, lease, four eyes; who did what is taken from the login.

CREATE FUNCTION loket.condition_holds(condition jsonb, fields jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(condition, 'null') = 'null'
        OR coalesce(condition -> 'values' ? coalesce(fields ->> (condition ->> 'field'), ''), false)
        OR condition ?| ARRAY['least', 'most'] AND CASE WHEN fields ->> (condition ->> 'field') ~ '^[0-9]{1,30}$'
            THEN (fields ->> (condition ->> 'field'))::numeric BETWEEN coalesce((condition ->> 'least')::numeric, 0)
                AND coalesce((condition ->> 'most')::numeric, 'infinity') ELSE false END
$$;

-- Required documents that have no accepted scan, neither their own nor of the paper that may stand in for them.
CREATE FUNCTION loket.missing_documents(wanted bigint) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT coalesce(array_agg(d ->> 'code'), '{}')
    FROM loket.application a
    JOIN loket.permit_type_version v ON v.id = a.type_version_id,
    jsonb_array_elements(v.rules -> 'documents') AS d
    WHERE a.id = wanted AND (a.service_point_id = loket.my_point() OR loket.has_role('service'))
    AND coalesce((d ->> 'required')::boolean, true)
    AND loket.condition_holds(d -> 'when', a.fields)
    AND NOT EXISTS (SELECT FROM loket.scan s WHERE s.application_id = a.id
        AND s.document_code IN (d ->> 'code', d ->> 'alternative')
        AND s.verdict = 'accepted' AND NOT s.superseded)
$$;

-- Fields with evidence that are filled in, shown, and not yet compared with the scan.
CREATE FUNCTION loket.missing_marks(wanted bigint) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT coalesce(array_agg(f ->> 'code'), '{}')
    FROM loket.application a
    JOIN loket.permit_type_version v ON v.id = a.type_version_id,
    jsonb_array_elements(v.rules -> 'fields') AS f
    WHERE a.id = wanted AND (a.service_point_id = loket.my_point() OR loket.has_role('service'))
    AND coalesce(f ->> 'evidence', '') <> ''
    AND coalesce(a.fields ->> (f ->> 'code'), '') <> ''
    AND loket.condition_holds(f -> 'when', a.fields)
    AND NOT EXISTS (SELECT FROM loket.field_mark m
        WHERE m.application_id = a.id AND m.field = f ->> 'code')
$$;

-- The moves of a case, each with the stage that it came from and who made it.
CREATE FUNCTION loket.case_moves(wanted bigint) RETURNS TABLE (came_from text, stage text, officer_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT lag(i.stage) OVER (ORDER BY i.id), i.stage, i.officer_id
    FROM loket.stage_interval i WHERE i.machine = 'case' AND i.thing_id = wanted
$$;

-- Whether who asks has typed into the case, or added to its papers and workers: he may not judge it.
CREATE FUNCTION loket.has_keyed(wanted bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    me bigint := loket.my_officer();
BEGIN -- in plpgsql, which keeps its plan: it is asked of every case that a claim passes over
    RETURN EXISTS (SELECT FROM loket.application WHERE id = wanted AND entered_by = me)
        OR EXISTS (SELECT FROM loket.case_moves(wanted)
            WHERE (came_from IS NULL OR came_from IN ('draft', 'returned')) AND officer_id = me)
        OR EXISTS (SELECT FROM loket.journal WHERE thing = 'application' AND thing_id = wanted::text
            AND login = session_user AND action = 'update'
            AND data ?| ARRAY['fields', 'applicant_name', 'applicant_nik'])
        OR EXISTS (SELECT FROM loket.journal WHERE thing = 'scan' AND action = 'insert' AND login = session_user
            AND thing_id IN (SELECT id::text FROM loket.scan WHERE application_id = wanted))
        OR EXISTS (SELECT FROM loket.journal WHERE thing = 'worker' AND action IN ('insert', 'update') AND login = session_user
            AND thing_id IN (SELECT id::text FROM loket.worker WHERE application_id = wanted));
END $$;

-- Whether who asks has judged anything of the case: he may not decide it. Sending a proposal back is no review,
-- nor is taking note of what a third party answered.
CREATE FUNCTION loket.has_reviewed(wanted bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT EXISTS (SELECT FROM loket.case_moves(wanted)
            WHERE came_from IN ('submitted', 'administrative', 'technical') AND stage <> 'withdrawn'
            AND officer_id = loket.my_officer())
        OR EXISTS (SELECT FROM loket.application WHERE id = wanted
            AND loket.my_officer() IN (administrative_by, technical_by))
        OR EXISTS (SELECT FROM loket.scan WHERE application_id = wanted AND judged_by = loket.my_officer())
        OR EXISTS (SELECT FROM loket.field_mark WHERE application_id = wanted AND officer_id = loket.my_officer())
        OR EXISTS (SELECT FROM loket.page_finding WHERE application_id = wanted AND officer_id = loket.my_officer())
        OR EXISTS (SELECT FROM loket.survey WHERE application_id = wanted
            AND loket.my_officer() IN (ordered_by, reported_by, approved_by))
        OR EXISTS (SELECT FROM loket.levy_order WHERE application_id = wanted AND ordered_by = loket.my_officer())
$$;

CREATE FUNCTION loket.guard_new_application() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    at timestamptz := loket.moment();
    point loket.service_point;
BEGIN
    IF NEW.stage <> 'draft' THEN
        PERFORM loket.refuse('WrongStage', jsonb_build_object('thing', 'case', 'stage', NEW.stage));
    END IF;
    IF NOT EXISTS (SELECT FROM loket.permit_type_version v WHERE v.id = NEW.type_version_id
        AND v.type_code = NEW.type_code AND v.valid_from <= at AND (v.valid_to IS NULL OR v.valid_to > at)) THEN
        PERFORM loket.refuse('TypeNotOpen',
            jsonb_build_object('permit_type', NEW.type_code, 'day', loket.local_day(at)));
    END IF;
    SELECT * INTO point FROM loket.service_point WHERE id = NEW.service_point_id;
    NEW.number := loket.number_label('application', point.code, extract(year FROM loket.local_day(at))::text,
        loket.take_number('application', point.code, extract(year FROM loket.local_day(at))::text));
    NEW.track_code := loket.spoken_code(8);
    NEW.entered_by := loket.my_officer();
    NEW.entered_at := at;
    NEW.version := 1;
    RETURN NEW;
END $$;

CREATE FUNCTION loket.demand_lease(owner bigint, since timestamptz, until timestamptz) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF owner IS NOT DISTINCT FROM loket.my_officer() AND until > loket.moment() THEN
        RETURN;
    END IF;
    IF owner IS NULL OR until <= loket.moment() OR owner = loket.my_officer() THEN
        PERFORM loket.refuse('LeaseLost');
    END IF;
    PERFORM loket.refuse('HeldByOther', jsonb_build_object('officer', loket.officer_name(owner),
        'since', since, 'until', until));
END $$;

-- Taking, keeping or giving back a case; the length of a lease is the law's, not the client's.
CREATE FUNCTION loket.settle_lease(old_row loket.application, INOUT taking loket.application)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    me bigint := loket.my_officer();
    at timestamptz := loket.moment();
BEGIN
    IF taking.owner_id IS NOT DISTINCT FROM old_row.owner_id
        AND taking.lease_until IS NOT DISTINCT FROM old_row.lease_until THEN
        RETURN;
    END IF;
    IF old_row.owner_id IS NOT NULL AND old_row.owner_id IS DISTINCT FROM me AND old_row.lease_until > at
        AND (taking.owner_id IS NULL OR length(loket.given_reason()) < 3) THEN
        PERFORM loket.refuse('HeldByOther', jsonb_build_object('officer', loket.officer_name(old_row.owner_id),
            'since', old_row.owned_since, 'until', old_row.lease_until));
    END IF;
    IF taking.owner_id IS NULL THEN
        taking.lease_until := NULL;
        taking.owned_since := NULL;
        RETURN;
    END IF;
    IF taking.owner_id IS DISTINCT FROM me OR NOT loket.has_role('reviewer') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'take'));
    END IF;
    IF taking.stage NOT IN ('submitted', 'administrative', 'technical') THEN
        PERFORM loket.refuse('WrongStage',
            jsonb_build_object('thing', 'case', 'stage', taking.stage, 'action', 'take'));
    END IF;
    IF loket.has_keyed(taking.id) THEN
        PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'review'));
    END IF;
    IF (SELECT count(*) FROM loket.application
        WHERE owner_id = me AND lease_until > at AND id <> taking.id) >= 10 THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'take more than ten cases'));
    END IF;
    IF old_row.owner_id IS DISTINCT FROM me OR old_row.owned_since IS NULL THEN
        taking.owned_since := at;
    END IF;
    IF old_row.owner_id IS DISTINCT FROM me AND old_row.lease_until > at THEN -- the colleague is told at once
        INSERT INTO loket.takeover (service_point_id, application_id, from_officer_id, to_officer_id, reason, at)
            VALUES (taking.service_point_id, taking.id, old_row.owner_id, me, loket.given_reason(), at);
    END IF;
    taking.lease_until := at + interval '20 minutes';
END $$;

CREATE FUNCTION loket.has_case_reason(wanted bigint, wanted_purpose text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT EXISTS (SELECT FROM loket.case_reason WHERE application_id = wanted AND purpose = wanted_purpose)
$$;

-- Each demand of the table of moves, by its name (vocabulary.Demand).
CREATE FUNCTION loket.demand_of_case(demand text, was loket.application, becomes loket.application) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    missing text[];
BEGIN
    CASE demand
    WHEN 'lease' THEN
        PERFORM loket.demand_lease(was.owner_id, was.owned_since, was.lease_until);
    WHEN 'other_keyed' THEN
        IF loket.has_keyed(was.id) THEN
            PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'review'));
        END IF;
    WHEN 'other_reviewed' THEN
        IF loket.my_officer() IS NULL OR loket.has_keyed(was.id) OR loket.has_reviewed(was.id) THEN
            PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'decision'));
        END IF;
    WHEN 'documents' THEN
        missing := loket.missing_documents(was.id);
        IF cardinality(missing) > 0 THEN
            PERFORM loket.refuse('MissingDocument', jsonb_build_object('documents', missing));
        END IF;
    WHEN 'marks' THEN
        missing := loket.missing_marks(was.id);
        IF cardinality(missing) > 0 THEN
            PERFORM loket.refuse('MissingMark', jsonb_build_object('fields', missing));
        END IF;
    WHEN 'return_reason' THEN
        IF NOT loket.has_case_reason(was.id, 'return') AND NOT EXISTS (SELECT FROM loket.scan
            WHERE application_id = was.id AND verdict = 'refused' AND NOT superseded) THEN
            PERFORM loket.refuse('ReasonNeeded');
        END IF;
    WHEN 'refusal_reason' THEN
        IF NOT loket.has_case_reason(was.id, 'refusal') THEN
            PERFORM loket.refuse('ReasonNeeded');
        END IF;
    WHEN 'proposal' THEN
        IF becomes.proposal IS NULL
            OR becomes.proposal = 'refuse' AND NOT loket.has_case_reason(was.id, 'refusal') THEN
            PERFORM loket.refuse('ReasonNeeded');
        ELSIF becomes.proposal = 'refuse' THEN
            PERFORM loket.demand_of_case('in_time', was, becomes);
        ELSIF becomes.proposal = 'approve' THEN -- an accepted scan may have been refused since
            PERFORM loket.demand_of_case('documents', was, becomes);
        END IF;
    WHEN 'in_time' THEN
        IF was.deemed_at <= loket.moment() THEN
            PERFORM loket.refuse('DeemedGranted', jsonb_build_object('since', was.deemed_at));
        END IF;
    WHEN 'grant_proposed' THEN
        IF was.proposal IS DISTINCT FROM 'approve' THEN
            PERFORM loket.refuse('WrongStage',
                jsonb_build_object('thing', 'case', 'stage', 'proposed', 'action', 'approve'));
        END IF;
    WHEN 'sample_seen' THEN
        PERFORM loket.demand_sample(was);
    WHEN 'comment' THEN
        IF length(trim(becomes.comment)) < 3 THEN
            PERFORM loket.refuse('ReasonNeeded');
        END IF;
    WHEN 'reason' THEN
        PERFORM loket.demand_reason();
    WHEN 'date' THEN
        PERFORM loket.demand_reason();
        IF becomes.postponed_until IS NULL OR becomes.postponed_until <= loket.local_day(loket.moment()) THEN
            PERFORM loket.refuse('DateNeeded');
        END IF;
    ELSE
        PERFORM loket.demand_of_wait(demand, was, becomes);
    END CASE;
END $$;

-- What the database writes itself when a case moves: who, when, until when.
CREATE FUNCTION loket.settle_case(was loket.application, INOUT becomes loket.application)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    me bigint := loket.my_officer();
    at timestamptz := loket.moment();
BEGIN
    IF becomes.stage = 'submitted' THEN
        becomes.submitted_at := at;
    ELSIF was.stage = 'submitted' AND becomes.stage = 'administrative' THEN
        becomes.complete_at := at;
        becomes.administrative_by := me;
        becomes := loket.make_promise(becomes);
    ELSIF becomes.stage = 'returned' THEN
        becomes.complete_at := NULL;
        becomes.due_at := NULL;
    ELSIF was.stage = 'administrative' AND becomes.stage = 'technical' THEN
        becomes.administrative_by := me;
        becomes.administrative_at := at;
    ELSIF becomes.stage = 'proposed' THEN
        becomes.technical_by := me;
        becomes.technical_at := at;
    ELSIF becomes.stage IN ('approved', 'refused') THEN
        becomes.proposal := was.proposal;
        becomes.decided_by := me;
        becomes.decided_at := at;
    END IF;
    becomes := loket.settle_wait(was, becomes);
    becomes.owner_id := NULL;
    becomes.owned_since := NULL;
    becomes.lease_until := NULL;
    IF becomes.stage IN ('administrative', 'technical') AND was.stage IN ('submitted', 'administrative') THEN
        becomes.owner_id := was.owner_id; -- the same desk goes on
        becomes.owned_since := was.owned_since;
        becomes.lease_until := was.lease_until;
    END IF;
END $$;

CREATE FUNCTION loket.guard_application() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    demand text;
BEGIN
    NEW.version := OLD.version + 1;
    IF (NEW.fields, NEW.applicant_name, NEW.applicant_nik, NEW.type_version_id)
        IS DISTINCT FROM (OLD.fields, OLD.applicant_name, OLD.applicant_nik, OLD.type_version_id)
        AND OLD.stage NOT IN ('draft', 'returned') THEN
        PERFORM loket.refuse('WrongStage',
            jsonb_build_object('thing', 'case', 'stage', OLD.stage, 'action', 'edit'));
    END IF;
    IF NEW.stage = OLD.stage THEN
        IF (NEW.proposal, NEW.comment, NEW.postponed_until)
            IS DISTINCT FROM (OLD.proposal, OLD.comment, OLD.postponed_until) THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'edit'));
        END IF;
        IF OLD.stage = 'proposed' THEN
            NEW.version := OLD.version; -- or who was told what to see first (73) would shake it off with an empty UPDATE
        END IF;
        NEW := loket.settle_lease(OLD, NEW);
        RETURN NEW;
    END IF;
    IF loket.is_undoing('case', NEW.id) THEN
        NEW := loket.restore_case(OLD, NEW);
        RETURN NEW;
    END IF;
    FOREACH demand IN ARRAY loket.demand_transition('case', OLD.stage, NEW.stage) LOOP
        PERFORM loket.demand_of_case(demand, OLD, NEW);
    END LOOP;
    NEW.due_at := OLD.due_at;
    NEW.calendar := OLD.calendar;
    IF NEW.stage <> 'postponed' THEN
        NEW.postponed_until := NULL;
    END IF;
    NEW := loket.settle_case(OLD, NEW);
    RETURN NEW;
END $$;

CREATE FUNCTION loket.guard_case_part() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application;
    me bigint := loket.my_officer();
    part jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    mine boolean;
BEGIN
    SELECT * INTO a FROM loket.application WHERE id = (part ->> 'application_id')::bigint FOR SHARE;
    IF a.id IS NULL OR NOT (a.service_point_id IS NOT DISTINCT FROM loket.my_point() OR loket.has_role('service'))
    THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', TG_TABLE_NAME));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        NEW.service_point_id := a.service_point_id;
    END IF;
    IF TG_TABLE_NAME = 'worker' OR (TG_TABLE_NAME = 'scan' AND TG_OP <> 'UPDATE') THEN
        IF a.stage NOT IN ('draft', 'returned') THEN
            PERFORM loket.refuse('WrongStage',
                jsonb_build_object('thing', 'case', 'stage', a.stage, 'action', 'edit'));
        END IF;
        IF TG_TABLE_NAME = 'scan' AND TG_OP = 'INSERT' THEN
            NEW.added_at := loket.moment();
            NEW.verdict := 'pending';
            NEW.superseded := false;
        ELSIF TG_TABLE_NAME = 'scan' AND (part ->> 'verdict' <> 'pending' OR (part ->> 'superseded')::boolean) THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'remove a judged scan'));
        END IF;
    ELSIF TG_TABLE_NAME = 'case_reason' AND a.stage = 'proposed' AND loket.has_role('supervisor') THEN
        IF loket.has_keyed(a.id) OR loket.has_reviewed(a.id) THEN
            PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'decision'));
        END IF;
    ELSIF TG_TABLE_NAME IN ('scan', 'field_mark', 'field_place') AND pg_trigger_depth() > 1 THEN
        NULL; -- superseded by a newer scan, marked before the field was typed anew, or on a paper that is taken out
    ELSE
        IF NOT loket.has_role('reviewer') OR a.stage NOT IN ('submitted', 'administrative', 'technical') THEN
            PERFORM loket.refuse('WrongStage',
                jsonb_build_object('thing', 'case', 'stage', a.stage, 'action', 'review'));
        END IF;
        PERFORM loket.demand_lease(a.owner_id, a.owned_since, a.lease_until);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF TG_TABLE_NAME = 'scan' AND TG_OP = 'UPDATE' THEN
        IF NEW.verdict IS DISTINCT FROM OLD.verdict THEN
            NEW.judged_by := me;
            NEW.judged_at := loket.moment();
        END IF;
    ELSIF TG_TABLE_NAME IN ('field_mark', 'case_reason') THEN
        IF TG_TABLE_NAME = 'case_reason' AND length(trim(part ->> 'text')) < 3 THEN
            PERFORM loket.refuse('ReasonNeeded');
        END IF;
        NEW.officer_id := me;
        NEW.at := loket.moment();
    END IF;
    RETURN NEW;
END $$;

-- A new scan of a returned case takes the place of the refused one, which stays readable; a paper of a row of a list
-- takes the place of the one before, for such papers are judged with their row.
CREATE FUNCTION loket.supersede_refused() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    UPDATE loket.scan SET superseded = true
        WHERE application_id = NEW.application_id AND document_code = NEW.document_code
        AND worker_id IS NOT DISTINCT FROM NEW.worker_id AND (verdict = 'refused' OR worker_id IS NOT NULL)
        AND NOT superseded AND id <> NEW.id;
    RETURN NULL;
END $$;

-- What is typed anew has not been compared with the scan yet.
CREATE FUNCTION loket.forget_marks() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    DELETE FROM loket.field_mark
        WHERE application_id = NEW.id AND NEW.fields -> field IS DISTINCT FROM OLD.fields -> field;
    RETURN NULL;
END $$;

CREATE TRIGGER a_guard_new BEFORE INSERT ON loket.application
    FOR EACH ROW EXECUTE FUNCTION loket.guard_new_application();
CREATE TRIGGER a_guard BEFORE UPDATE ON loket.application
    FOR EACH ROW EXECUTE FUNCTION loket.guard_application();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE OR DELETE ON loket.worker
    FOR EACH ROW EXECUTE FUNCTION loket.guard_case_part();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE OR DELETE ON loket.scan
    FOR EACH ROW EXECUTE FUNCTION loket.guard_case_part();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE OR DELETE ON loket.field_mark
    FOR EACH ROW EXECUTE FUNCTION loket.guard_case_part();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE OR DELETE ON loket.case_reason
    FOR EACH ROW EXECUTE FUNCTION loket.guard_case_part();
CREATE TRIGGER b_forget_marks AFTER UPDATE OF fields ON loket.application
    FOR EACH ROW WHEN (NEW.fields IS DISTINCT FROM OLD.fields) EXECUTE FUNCTION loket.forget_marks();
CREATE TRIGGER b_supersede AFTER INSERT ON loket.scan
    FOR EACH ROW EXECUTE FUNCTION loket.supersede_refused();
