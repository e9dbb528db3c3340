-- Retention (UU 27/2022 art. 42-44): a run lists what is due, a second person approves it, then the persons' data
-- go and the rows stay. Held, frozen and open things are never touched; a number of rows at a time, for the journal's
-- heads are locked while they are written.

-- The figures are a proposal of the builders until the administrator has set them: no JRA was found.
INSERT INTO loket.retention_period (code, days, is_proposal) VALUES ('health', 30, true), ('visit', 90, true),
    ('scan', 365, true), ('refused', 730, true), ('permit', 1825, true), ('person', 1825, true);

CREATE FUNCTION loket.guard_period() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    NEW.is_proposal := false;
    IF EXISTS (SELECT FROM loket.retention_period p WHERE p.code <> NEW.code
        AND (NEW.code = 'health' AND p.days < NEW.days OR p.code = 'health' AND p.days > NEW.days)) THEN
        PERFORM loket.refuse('HealthNotShortest');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_guard BEFORE UPDATE ON loket.retention_period
    FOR EACH ROW EXECUTE FUNCTION loket.guard_period();

-- While a run destroys, and only inside it: nobody can write this row, so nobody can pretend.
CREATE FUNCTION loket.destroying() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT EXISTS (SELECT FROM loket.destruction WHERE running_in = pg_current_xact_id_if_assigned()::text)
$$;

-- The guards of the day's work refuse to change what is decided; a run of destruction is no day's work, and neither is moving a case to another point.
DO $$
DECLARE
    guard record;
    condition CONSTANT text := '(current_user <> ''loket_owner'' OR NOT (loket.destroying() OR loket.forwarding()))';
BEGIN
    FOR guard IN SELECT tgname, tgrelid::regclass AS place, pg_get_triggerdef(oid) AS words FROM pg_trigger
        WHERE tgrelid IN ('loket.visit'::regclass, 'loket.application'::regclass, 'loket.worker'::regclass,
            'loket.scan'::regclass, 'loket.document'::regclass, 'loket.survey'::regclass,
            'loket.page_finding'::regclass, 'loket.withdrawal'::regclass, 'loket.field_mark'::regclass,
            'loket.field_place'::regclass, 'loket.case_reason'::regclass, 'loket.worker_decision'::regclass,
            'loket.page_view'::regclass, 'loket.scan_page'::regclass, 'loket.hint_wave'::regclass,
            'loket.outgoing_mail'::regclass)
            AND tgname IN ('a_guard', 'b_forget_marks', 'b_forget_row') LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', guard.tgname, guard.place);
        EXECUTE CASE WHEN guard.words LIKE '% WHEN (%'
            THEN replace(guard.words, ' WHEN (', ' WHEN (' || condition || ' AND ')
            ELSE replace(guard.words, ' EXECUTE FUNCTION', ' WHEN (' || condition || ') EXECUTE FUNCTION') END;
    END LOOP;
END $$;

-- When a case ended: NULL while anybody still works on it or on its paper.
CREATE FUNCTION loket.case_end(wanted bigint) RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT i.from_at FROM loket.application a
    JOIN loket.stage_interval i ON i.machine = 'case' AND i.thing_id = a.id AND i.to_at IS NULL
    WHERE a.id = wanted AND a.stage IN ('approved', 'refused', 'withdrawn', 'lapsed')
    AND NOT EXISTS (SELECT FROM loket.document d WHERE d.application_id = a.id
        AND d.stage NOT IN ('issued', 'printed', 'mailed', 'handed_over', 'withdrawn', 'superseded', 'expired'))
$$;

-- When a permit ended: with its validity, or when it was withdrawn.
CREATE FUNCTION loket.permit_end(wanted bigint) RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT greatest(loket.case_end(wanted), coalesce(d.withdrawn_at, (d.valid_until + 1)::timestamp
        AT TIME ZONE 'Asia/Jakarta'))
    FROM loket.document d WHERE d.application_id = wanted AND d.kind = 'permit'
    AND loket.case_end(wanted) IS NOT NULL AND coalesce(d.withdrawn_at, d.valid_until::timestamptz) IS NOT NULL
$$;

-- What of one kind may go, oldest first: of everybody when it is due, of one person (his own wish) when it has ended;
-- `among` asks whether these things may still go.
CREATE FUNCTION loket.destructible(kind text, only_of bigint, most integer, among bigint[] DEFAULT NULL)
    RETURNS TABLE (thing_id bigint, service_point_id bigint, label text, ended_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp
    SET plan_cache_mode = 'force_custom_plan' AS $$
DECLARE
    before timestamptz := CASE WHEN only_of IS NULL THEN loket.moment() - make_interval(days =>
        (SELECT days FROM loket.retention_period WHERE code = kind)::integer) ELSE loket.moment() END;
    today timestamptz := date_trunc('day', loket.moment(), 'Asia/Jakarta');
    any_kept boolean := EXISTS (SELECT FROM loket.restraint WHERE to_at IS NULL);
BEGIN
    IF kind = 'health' THEN
        RETURN QUERY SELECT v.id, v.service_point_id, v.code, h.declared_at
            FROM loket.health_declaration h JOIN loket.visit v ON v.id = h.visit_id
            WHERE h.declared_at < before AND v.planned_at < today AND NOT (any_kept AND loket.is_kept(v))
            AND (only_of IS NULL OR v.id IN (SELECT t.thing_id FROM loket.things_of(only_of) t WHERE t.thing = 'visit'))
            AND (among IS NULL OR v.id = ANY (among))
            ORDER BY h.declared_at LIMIT most;
    ELSIF kind = 'visit' THEN
        RETURN QUERY SELECT v.id, v.service_point_id, v.code, v.planned_at FROM loket.visit v
            WHERE v.planned_at < before AND v.planned_at < today AND v.name <> '(dimusnahkan)'
            AND NOT (any_kept AND loket.is_kept(v))
            AND (only_of IS NULL OR v.id IN (SELECT t.thing_id FROM loket.things_of(only_of) t WHERE t.thing = 'visit'))
            AND (among IS NULL OR v.id = ANY (among))
            ORDER BY v.planned_at LIMIT most;
    ELSIF kind = 'scan' THEN -- from the scans that are left, not from all cases: most have none any more
        RETURN QUERY SELECT a.id, a.service_point_id, a.number, e.at FROM loket.scan n
            JOIN loket.application a ON a.id = n.application_id CROSS JOIN LATERAL (SELECT loket.case_end(a.id) AS at) e
            WHERE n.added_at < before AND n.file_name <> '(dimusnahkan)' AND NOT EXISTS (SELECT FROM loket.scan o
                WHERE o.application_id = a.id AND o.file_name <> '(dimusnahkan)' AND (o.added_at, o.id) < (n.added_at, n.id))
            AND a.stage IN ('approved', 'refused', 'withdrawn', 'lapsed') AND a.applicant_name <> '(dimusnahkan)'
            AND a.entered_at < before AND e.at < before AND NOT (any_kept AND loket.restraints_of(a.id) <> '{}')
            AND (only_of IS NULL OR a.id IN (SELECT t.thing_id FROM loket.things_of(only_of) t
                WHERE t.thing = 'application' AND t.as_role = 'applicant'))
            AND (among IS NULL OR a.id = ANY (among))
            ORDER BY n.added_at LIMIT most;
    ELSIF kind = 'refused' THEN
        RETURN QUERY SELECT a.id, a.service_point_id, a.number, e.at FROM loket.application a
            CROSS JOIN LATERAL (SELECT loket.case_end(a.id) AS at) e
            WHERE a.stage IN ('refused', 'withdrawn', 'lapsed') AND a.applicant_name <> '(dimusnahkan)'
            AND a.entered_at < before AND e.at < before AND NOT (any_kept AND loket.restraints_of(a.id) <> '{}')
            AND (only_of IS NULL OR a.id IN (SELECT t.thing_id FROM loket.things_of(only_of) t
                WHERE t.thing = 'application' AND t.as_role = 'applicant'))
            AND (among IS NULL OR a.id = ANY (among))
            ORDER BY a.entered_at LIMIT most;
    ELSIF kind = 'permit' THEN -- from the papers, by their end: an old case may have a permit that holds for years
        RETURN QUERY SELECT a.id, a.service_point_id, a.number, e.at FROM (
                SELECT d.application_id, loket.permit_end(d.application_id) AS at, coalesce(d.withdrawn_at,
                    (d.valid_until + 1)::timestamp AT TIME ZONE 'Asia/Jakarta') AS validity FROM loket.document d
                WHERE d.kind = 'permit' AND d.holder <> '(dimusnahkan)' AND coalesce(d.withdrawn_at,
                    (d.valid_until + 1)::timestamp AT TIME ZONE 'Asia/Jakarta') < before ORDER BY 3 OFFSET 0) AS e
            JOIN loket.application a ON a.id = e.application_id
            WHERE a.stage = 'approved' AND a.applicant_name <> '(dimusnahkan)'
            AND a.entered_at < before AND e.at < before AND NOT (any_kept AND loket.restraints_of(a.id) <> '{}')
            AND (only_of IS NULL OR a.id IN (SELECT t.thing_id FROM loket.things_of(only_of) t
                WHERE t.thing = 'application' AND t.as_role = 'applicant'))
            AND (among IS NULL OR a.id = ANY (among))
            ORDER BY e.validity LIMIT most;
    ELSIF kind = 'person' AND only_of IS NULL THEN
        RETURN QUERY SELECT s.id, loket.my_point(), s.nik_masked, s.asked_at FROM loket.data_subject s
            WHERE s.asked_at < before AND NOT starts_with(s.nik, '#')
            AND NOT EXISTS (SELECT FROM loket.restraint r WHERE r.subject_id = s.id AND r.to_at IS NULL)
            AND NOT EXISTS (SELECT FROM loket.data_request q WHERE q.subject_id = s.id
                AND (q.state = 'open' OR q.answered_at >= before))
            AND (among IS NULL OR s.id = ANY (among))
            ORDER BY s.asked_at LIMIT most;
    END IF;
END $$;

-- A visit is kept with its person's restraint or with that of the case that it filed.
CREATE FUNCTION loket.is_kept(wanted loket.visit) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT EXISTS (SELECT FROM loket.restraint r JOIN loket.data_subject s ON s.id = r.subject_id
            WHERE r.to_at IS NULL AND s.nik = wanted.nik)
        OR wanted.application_id IS NOT NULL AND loket.restraints_of(wanted.application_id) <> '{}'
$$;

CREATE FUNCTION loket.due_for_destruction() RETURNS TABLE (code text, days bigint, is_proposal boolean, due bigint,
    most integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_duty('retention', 'manager', 'admin');
    RETURN QUERY SELECT p.code, p.days, p.is_proposal,
        (SELECT count(*) FROM loket.destructible(p.code, NULL, 501)), 500 FROM loket.retention_period p;
END $$;

CREATE FUNCTION loket.propose_destruction(kinds text[], only_of bigint, words text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM loket.demand_duty('destroy', 'manager');
    PERFORM loket.demand_words(words);
    IF only_of IS NOT NULL THEN
        PERFORM loket.demand_deed('read', 'person', only_of);
    END IF;
    INSERT INTO loket.destruction AS d (service_point_id, reason, proposed_by, is_done, periods)
        SELECT loket.my_point(), trim(words), loket.my_officer(), false, jsonb_object_agg(p.code, p.days)
        FROM loket.retention_period p WHERE p.code = ANY (kinds) RETURNING d.id INTO made;
    INSERT INTO loket.destruction_item (destruction_id, code, thing_id, service_point_id, label, ended_at, is_done)
        SELECT made, p.code, t.thing_id, t.service_point_id, t.label, t.ended_at, false
        FROM loket.retention_period p CROSS JOIN LATERAL loket.destructible(p.code, only_of, 500) t
        WHERE p.code = ANY (kinds)
        AND NOT EXISTS (SELECT FROM loket.destruction_item i JOIN loket.destruction e ON e.id = i.destruction_id
            WHERE i.code = p.code AND i.thing_id = t.thing_id AND e.ended_at IS NULL)
        ORDER BY t.ended_at LIMIT 500;
    IF NOT FOUND THEN
        PERFORM loket.refuse('NothingToDestroy');
    END IF;
    UPDATE loket.destruction SET periods = periods || jsonb_build_object('wish', only_of) WHERE id = made;
    RETURN made;
END $$;

CREATE FUNCTION loket.drop_destruction(wanted bigint, words text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_duty('destroy', 'manager', 'admin');
    PERFORM loket.demand_words(words);
    UPDATE loket.destruction SET ended_by = loket.my_officer(), ended_at = loket.moment(),
        reason = reason || ' | dibatalkan: ' || trim(words) WHERE id = wanted AND ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM loket.refuse('ChangedByOther');
    END IF;
END $$;

-- Approved by another person than proposed it; what was held, frozen or opened since the proposal is left out.
CREATE FUNCTION loket.approve_destruction(wanted bigint) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    run loket.destruction;
    day date := loket.local_day(loket.moment());
    unit text;
    done bigint;
BEGIN
    PERFORM loket.demand_duty('destroy', 'manager', 'admin');
    SELECT * INTO run FROM loket.destruction WHERE id = wanted FOR UPDATE;
    IF run.id IS NULL OR run.ended_at IS NOT NULL THEN
        PERFORM loket.refuse('ChangedByOther');
    ELSIF run.proposed_by = loket.my_officer() THEN
        PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'destruction'));
    END IF;
    WITH listed AS (
        SELECT code, array_agg(thing_id) AS things FROM loket.destruction_item WHERE destruction_id = wanted GROUP BY code
    ), still AS MATERIALIZED ( -- asked once a kind, not once a thing
        SELECT l.code, t.thing_id FROM listed l
            CROSS JOIN LATERAL loket.destructible(l.code, (run.periods ->> 'wish')::bigint, NULL, l.things) t
    )
    UPDATE loket.destruction_item i SET is_done = true FROM still s
        WHERE i.destruction_id = wanted AND i.code = s.code AND i.thing_id = s.thing_id;
    UPDATE loket.destruction SET running_in = pg_current_xact_id()::text WHERE id = wanted;
    PERFORM loket.destroy_items(wanted);
    SELECT count(*) INTO done FROM loket.destruction_item WHERE destruction_id = wanted AND is_done;
    SELECT upper(p.code) INTO unit FROM loket.service_point p WHERE p.id = run.service_point_id;
    UPDATE loket.destruction SET running_in = NULL, is_done = true, ended_by = loket.my_officer(),
        ended_at = loket.moment(), number = format('BA-%s/PMN/%s/%s', lpad(loket.take_number('destruction', unit,
            extract(year FROM day)::text)::text, 4, '0'), unit, extract(year FROM day)) WHERE id = wanted;
    RETURN done;
END $$;

-- Rows, numbers, stages and times stay, so that every total and the journal still balance.
CREATE FUNCTION loket.destroy_items(wanted bigint) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    gone CONSTANT text := '(dimusnahkan)';
    of_health bigint[] := loket.items_of(wanted, 'health');
    of_visits bigint[] := loket.items_of(wanted, 'visit');
    of_cases bigint[] := loket.items_of(wanted, 'refused') || loket.items_of(wanted, 'permit');
    of_scans bigint[] := loket.items_of(wanted, 'scan') || of_cases;
BEGIN
    DELETE FROM loket.health_declaration WHERE visit_id = ANY (of_health || of_visits);
    UPDATE loket.visit SET name = gone, nik = NULL, phone = NULL, note = '' WHERE id = ANY (of_visits);
    UPDATE loket.scan SET file_name = gone, note = '' WHERE application_id = ANY (of_scans);
    UPDATE loket.page_finding SET part = '', text = gone WHERE application_id = ANY (of_scans);
    UPDATE loket.scan_blob b SET data = NULL WHERE b.sha256 IN
        (SELECT n.sha256 FROM loket.scan n WHERE n.application_id = ANY (of_scans))
        AND NOT EXISTS (SELECT FROM loket.scan o WHERE o.sha256 = b.sha256 AND o.file_name <> gone);
    UPDATE loket.worker SET name = gone, nik = '', address = '', destination = ''
        WHERE application_id = ANY (of_cases);
    UPDATE loket.paper_blob b SET data = NULL WHERE b.sha256 IN (SELECT unnest(ARRAY[d.unsigned_sha256,
        d.signed_sha256]) FROM loket.document d WHERE d.application_id = ANY (of_cases))
        AND NOT EXISTS (SELECT FROM loket.document o WHERE b.sha256 IN (o.unsigned_sha256, o.signed_sha256)
            AND o.application_id <> ALL (of_cases) AND o.holder <> gone);
    UPDATE loket.paper_blob b SET data = NULL FROM loket.raised_paper r JOIN loket.document d ON d.id = r.document_id
        WHERE b.sha256 = r.sha256 AND d.application_id = ANY (of_cases);
    DELETE FROM loket.paper_due p USING loket.document d
        WHERE d.id = p.document_id AND d.application_id = ANY (of_cases);
    UPDATE loket.paper_blob b SET data = NULL WHERE b.sha256 IN (SELECT m.rendition_sha256 FROM loket.outgoing_mail m
        WHERE m.application_id = ANY (of_cases) UNION SELECT c.sha256 FROM loket.mail_copy c
        JOIN loket.document d ON d.id = c.document_id WHERE d.application_id = ANY (of_cases));
    DELETE FROM loket.mail_copy c USING loket.document d
        WHERE d.id = c.document_id AND d.application_id = ANY (of_cases);
    UPDATE loket.outgoing_mail SET recipient = '', recipient_masked = '', answer = '', reason = '',
        state = CASE WHEN state IN ('queued', 'unknown') THEN 'cancelled' ELSE state END WHERE application_id = ANY (of_cases);
    UPDATE loket.case_return SET record = '{}', items = '[]', comment = '' WHERE application_id = ANY (of_cases);
    UPDATE loket.case_reason SET text = gone, remedy = '' WHERE application_id = ANY (of_cases);
    UPDATE loket.case_wait SET reason = '' WHERE application_id = ANY (of_cases);
    DELETE FROM loket.hint_wave WHERE application_id = ANY (of_cases);
    UPDATE loket.guarantor_contact SET note = '' WHERE application_id = ANY (of_cases);
    UPDATE loket.survey SET place = gone, surveyors = gone, findings = '', opinion = ''
        WHERE application_id = ANY (of_cases);
    UPDATE loket.handover h SET name = gone, last4 = '0000' FROM loket.document d
        WHERE d.id = h.document_id AND d.application_id = ANY (of_cases);
    UPDATE loket.withdrawal w SET note = gone, dropped_reason = NULL FROM loket.document d
        WHERE d.id = w.document_id AND d.application_id = ANY (of_cases);
    UPDATE loket.document SET withdrawn_reason = gone
        WHERE application_id = ANY (of_cases) AND withdrawn_reason IS NOT NULL;
    UPDATE loket.document SET holder = gone, record = NULL, seal = NULL WHERE application_id = ANY (of_cases);
    UPDATE loket.application SET applicant_name = gone, applicant_nik = '', fields = '{}', comment = '',
        version = version + 1 WHERE id = ANY (of_cases);
    UPDATE loket.data_request SET subject_name = gone, details = '', answer = ''
        WHERE subject_id = ANY (loket.items_of(wanted, 'person'));
    UPDATE loket.data_subject SET nik = '#' || id WHERE id = ANY (loket.items_of(wanted, 'person'));
END $$;

CREATE FUNCTION loket.items_of(wanted bigint, kind text) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT coalesce(array_agg(thing_id), '{}') FROM loket.destruction_item
    WHERE destruction_id = wanted AND code = kind AND is_done
$$;

-- What was destroyed is said so, instead of being shown empty; called by the readers in 70_reading.sql.
CREATE FUNCTION loket.demand_kept(bytes bytea, sha256 text) RETURNS bytea
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF bytes IS NULL AND sha256 IS NOT NULL THEN
        PERFORM loket.refuse('Destroyed');
    END IF;
    RETURN bytes;
END $$;

CREATE INDEX ix_visit_nik ON loket.visit (nik) WHERE nik IS NOT NULL;
CREATE INDEX ix_visit_application ON loket.visit (application_id) WHERE application_id IS NOT NULL;
CREATE INDEX ix_visit_kept ON loket.visit (planned_at) WHERE name <> '(dimusnahkan)';
CREATE INDEX ix_health_declaration_declared_at ON loket.health_declaration (declared_at);
CREATE INDEX ix_application_kept ON loket.application (entered_at)
    WHERE stage IN ('refused', 'withdrawn', 'lapsed') AND applicant_name <> '(dimusnahkan)';
CREATE INDEX ix_document_kept ON loket.document (coalesce(withdrawn_at, (valid_until + 1)::timestamp
    AT TIME ZONE 'Asia/Jakarta')) WHERE kind = 'permit' AND holder <> '(dimusnahkan)';
CREATE INDEX ix_scan_kept ON loket.scan (added_at) WHERE file_name <> '(dimusnahkan)';
