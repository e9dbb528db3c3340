-- A case that was filed at a point whose level may not decide it goes to the one that may, with everything it has.

-- While a case is moved, and only inside that function: nobody can write this row, so nobody can pretend.
CREATE FUNCTION loket.forwarding() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT EXISTS (SELECT FROM loket.case_forward WHERE running_in = pg_current_xact_id_if_assigned()::text)
$$;

CREATE FUNCTION loket.demand_forwardable(a loket.application, to_point bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF a.id IS NULL OR a.service_point_id IS DISTINCT FROM loket.my_point() OR to_point = a.service_point_id
        OR NOT EXISTS (SELECT FROM loket.service_point WHERE id = to_point) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'forward'));
    ELSIF a.stage NOT IN ('submitted', 'administrative') THEN
        PERFORM loket.refuse('WrongStage',
            jsonb_build_object('thing', 'case', 'stage', a.stage, 'action', 'forward'));
    ELSIF EXISTS (SELECT FROM loket.survey WHERE application_id = a.id AND cancelled_reason IS NULL)
        OR EXISTS (SELECT FROM loket.levy_order WHERE application_id = a.id AND cancelled_reason IS NULL) THEN
        PERFORM loket.refuse('NotForwardable', jsonb_build_object('number', a.number)); -- they bear this point's numbers
    END IF;
    PERFORM loket.demand_workable(a.id);
    PERFORM loket.demand_of_case('in_time', a, a);
    IF a.owner_id IS NOT NULL AND a.owner_id <> loket.my_officer() AND a.lease_until > loket.moment() THEN
        PERFORM loket.demand_lease(a.owner_id, a.owned_since, a.lease_until);
    END IF;
END $$;

-- Number, stage, time and promise stay as they are; what happened here stays in the journal of this point.
CREATE FUNCTION loket.forward_case(wanted bigint, to_point bigint, why text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application;
    part text;
    moved bigint;
BEGIN
    PERFORM loket.demand_duty('forward', 'officer', 'reviewer');
    PERFORM loket.demand_words(why);
    SELECT * INTO a FROM loket.application WHERE id = wanted FOR UPDATE;
    PERFORM loket.demand_forwardable(a, to_point);
    INSERT INTO loket.case_forward AS f (service_point_id, application_id, to_point_id, reason, officer_id, at, running_in)
        VALUES (a.service_point_id, a.id, to_point, trim(why), loket.my_officer(), loket.moment(),
            pg_current_xact_id()::text) RETURNING f.id INTO moved;
    FOREACH part IN ARRAY ARRAY['worker', 'scan', 'scan_page', 'field_mark', 'field_place', 'case_reason', 'case_return',
        'case_wait', 'guarantor_contact', 'worker_decision', 'worker_glance', 'page_finding', 'page_view',
        'hint_wave'] LOOP
        EXECUTE format('UPDATE loket.%I SET service_point_id = $1 WHERE application_id = $2', part)
            USING to_point, a.id;
    END LOOP;
    UPDATE loket.stage_interval SET service_point_id = to_point WHERE machine = 'case' AND thing_id = a.id;
    UPDATE loket.application SET service_point_id = to_point, owner_id = NULL, owned_since = NULL, lease_until = NULL,
        version = a.version + 1 WHERE id = a.id;
    UPDATE loket.case_forward SET running_in = NULL WHERE id = moved;
    PERFORM loket.append_journal(to_point, 'receive', 'application', a.id::text,
        jsonb_build_object('from', a.service_point_id, 'reason', trim(why)));
END $$;

-- What has become of the cases that went from here, for whoever comes back to the counter where he filed: where each
-- is, how far, and its letter. No person's data but the name that stood on every list of this point.
CREATE FUNCTION loket.forwarded_cases(term text) RETURNS TABLE (id bigint, number text, track_code text, applicant text,
    nik_masked text, type_title text, stage text, submitted_at timestamptz, due_at timestamptz, letter_number text,
    letter_stage text, point text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    here bigint := loket.my_point();
    wanted text := upper(trim(coalesce(term, '')));
BEGIN
    PERFORM loket.demand_reader(here, 'search');
    RETURN QUERY SELECT DISTINCT ON (a.id) a.id, a.number, a.track_code, a.applicant_name, a.nik_masked,
            v.rules ->> 'short_title', a.stage, a.submitted_at, a.due_at, coalesce(d.number, ''),
            coalesce(d.stage, ''), p.name
        FROM loket.case_forward f JOIN loket.application a ON a.id = f.application_id
        JOIN loket.permit_type_version v ON v.id = a.type_version_id
        JOIN loket.service_point p ON p.id = a.service_point_id
        LEFT JOIN loket.document d ON d.application_id = a.id AND d.kind IN ('permit', 'refusal_letter')
        WHERE f.service_point_id = here AND a.service_point_id <> here AND NOT loket.is_frozen(a.id)
        AND (a.number = ANY (loket.number_guesses(here, term)) OR a.track_code = wanted
            OR length(wanted) > 2 AND position(wanted IN upper(a.applicant_name)) > 0)
        ORDER BY a.id DESC LIMIT 50;
END $$;

CREATE POLICY own_point ON loket.case_forward FOR SELECT TO loket_staff
    USING (service_point_id = (SELECT loket.my_point()) OR to_point_id = (SELECT loket.my_point()));
CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.case_forward
    FOR EACH ROW EXECUTE FUNCTION loket.journal_row();
GRANT SELECT (id, service_point_id, application_id, to_point_id, reason, officer_id, at)
    ON loket.case_forward TO loket_staff;
