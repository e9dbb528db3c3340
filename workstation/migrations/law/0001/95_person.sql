-- The desk of the persons themselves (UU 27/2022): who saw my data, what they ask, what is frozen.
-- A manager asks, city-wide, announced and kept like every reading; he writes through these functions alone.

CREATE FUNCTION loket.demand_duty(what text, VARIADIC jobs text[]) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF loket.my_officer() IS NULL OR NOT EXISTS (SELECT FROM unnest(jobs) AS job WHERE loket.has_role(job)) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', what));
    END IF;
END $$;

CREATE FUNCTION loket.demand_words(said text) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF length(trim(coalesce(said, ''))) < 3 THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
END $$;

CREATE FUNCTION loket.note_deed(deed text, what text, wanted bigint, purpose text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_words(purpose);
    PERFORM loket.append_journal(loket.my_point(), deed, what, wanted::text, jsonb_build_object(
        'purpose', left(purpose, 200), 'transaction', pg_current_xact_id()::text));
END $$;

-- What one transaction both notes and shows, its rollback would un-note (as in `demand_announced`).
CREATE FUNCTION loket.demand_deed(deed text, what text, wanted bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_duty(what, 'manager');
    IF NOT EXISTS (SELECT FROM loket.journal WHERE thing = what AND thing_id = wanted::text AND action = deed
        AND login = session_user AND at > loket.moment() - interval '15 minutes'
        AND data ->> 'transaction' IS DISTINCT FROM pg_current_xact_id_if_assigned()::text) THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
END $$;

-- Announces a person by the number of his card; nothing but his id at this desk comes back.
CREATE FUNCTION loket.announce_person(card text, purpose text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    number text := upper(regexp_replace(coalesce(card, ''), '[^0-9A-Za-z]', '', 'g'));
    found bigint;
BEGIN
    PERFORM loket.demand_duty('person', 'manager');
    IF length(number) NOT BETWEEN 6 AND 20 THEN
        PERFORM loket.refuse('NotACard');
    END IF;
    INSERT INTO loket.data_subject AS s (nik) VALUES (number)
        ON CONFLICT (nik) DO UPDATE SET asked_at = loket.moment() RETURNING s.id INTO found;
    PERFORM loket.note_deed('read', 'person', found, purpose);
    RETURN found;
END $$;

-- Somebody whom the desk knows already, from the register, without his card.
CREATE FUNCTION loket.announce_known(wanted bigint, purpose text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_duty('person', 'manager');
    UPDATE loket.data_subject SET asked_at = loket.moment() WHERE id = wanted;
    IF NOT FOUND THEN
        PERFORM loket.refuse('ChangedByOther');
    END IF;
    PERFORM loket.note_deed('read', 'person', wanted, purpose);
END $$;

CREATE FUNCTION loket.announce_export(wanted bigint, purpose text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_deed('read', 'person', wanted);
    PERFORM loket.note_deed('export', 'person', wanted, purpose);
END $$;

-- Everything that is held about a person, as keys into the journal; of a list that a company filed only his line.
CREATE FUNCTION loket.things_of(wanted bigint)
    RETURNS TABLE (thing text, thing_id bigint, application_id bigint, as_role text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    WITH cases AS (
        SELECT a.id, 'applicant' AS as_role FROM loket.application a
            JOIN loket.data_subject s ON s.id = wanted AND s.nik = a.applicant_nik
        UNION
        SELECT w.application_id, 'worker' FROM loket.worker w
            JOIN loket.data_subject s ON s.id = wanted AND s.nik = w.nik
    ), visits AS (
        SELECT v.id, v.application_id FROM loket.visit v JOIN loket.data_subject s ON s.id = wanted AND s.nik = v.nik
        UNION
        SELECT v.id, v.application_id FROM loket.visit v JOIN cases c ON c.id = v.application_id
            WHERE c.as_role = 'applicant' AND v.nik IS NULL
    ), papers AS (
        SELECT d.id, c.id AS case_id, c.as_role FROM loket.document d JOIN cases c ON c.id = d.application_id
    )
    SELECT 'visit', v.id, v.application_id, 'visitor' FROM visits v
    UNION ALL SELECT 'health_declaration', h.visit_id, v.application_id, 'visitor'
        FROM loket.health_declaration h JOIN visits v ON v.id = h.visit_id
    UNION ALL SELECT 'application', c.id, c.id, c.as_role FROM cases c
    UNION ALL SELECT 'worker', w.id, w.application_id, 'worker'
        FROM loket.worker w JOIN loket.data_subject s ON s.id = wanted AND s.nik = w.nik
    UNION ALL SELECT 'scan', n.id, n.application_id, c.as_role
        FROM loket.scan n JOIN cases c ON c.id = n.application_id AND c.as_role = 'applicant'
        WHERE n.worker_id IS NULL
    UNION ALL SELECT 'scan', n.id, n.application_id, 'worker'
        FROM loket.scan n JOIN loket.worker w ON w.id = n.worker_id
        JOIN loket.data_subject s ON s.id = wanted AND s.nik = w.nik
    UNION ALL SELECT 'document', p.id, p.case_id, p.as_role FROM papers p
    UNION ALL SELECT 'print_job', j.id, p.case_id, p.as_role
        FROM loket.print_job j JOIN papers p ON p.id = j.document_id
    UNION ALL SELECT 'handover', h.id, p.case_id, p.as_role
        FROM loket.handover h JOIN papers p ON p.id = h.document_id
$$;

CREATE FUNCTION loket.person_holdings(wanted bigint) RETURNS TABLE (thing text, thing_id bigint, as_role text,
    point text, label text, type_title text, stage text, at timestamptz, application_id bigint, restraints text[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_deed('read', 'person', wanted);
    RETURN QUERY
        SELECT t.thing, t.thing_id, t.as_role, p.name,
            coalesce(d.number, (SELECT coalesce(nullif(e ->> 'short_title', ''), e ->> 'title')
                FROM jsonb_array_elements(loket.all_papers(r.rules)) e WHERE e ->> 'code' = n.document_code),
                n.document_code, v.ticket, v.code, a.number, ''),
            coalesce(r.rules ->> 'short_title', s.name, ''),
            coalesce(d.stage, n.verdict, j.state, v.stage, a.stage, ''),
            coalesce(h.at, j.queued_at, d.approved_at, n.added_at, v.planned_at, a.submitted_at, a.entered_at),
            t.application_id,
            CASE WHEN t.application_id IS NULL THEN '{}' ELSE loket.restraints_of(t.application_id) END
        FROM loket.things_of(wanted) t
        LEFT JOIN loket.application a ON a.id = t.application_id
        LEFT JOIN loket.permit_type_version r ON r.id = a.type_version_id
        LEFT JOIN loket.visit v ON t.thing IN ('visit', 'health_declaration') AND v.id = t.thing_id
        LEFT JOIN loket.service s ON s.id = v.service_id
        LEFT JOIN loket.scan n ON t.thing = 'scan' AND n.id = t.thing_id
        LEFT JOIN loket.print_job j ON t.thing = 'print_job' AND j.id = t.thing_id
        LEFT JOIN loket.handover h ON t.thing = 'handover' AND h.id = t.thing_id
        LEFT JOIN loket.document d ON d.id = CASE t.thing WHEN 'document' THEN t.thing_id
            WHEN 'print_job' THEN j.document_id WHEN 'handover' THEN h.document_id END
        LEFT JOIN loket.service_point p ON p.id = coalesce(a.service_point_id, v.service_point_id)
        ORDER BY 8 DESC NULLS LAST, t.thing_id DESC LIMIT 5000;
END $$;

-- Who read, changed, printed or exported any of it, when and why, in the whole city; newest first.
CREATE FUNCTION loket.person_trail(wanted bigint) RETURNS TABLE (point text, seq bigint, at timestamptz, login text,
    officer text, action text, thing text, thing_id text, label text, purpose text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_deed('read', 'person', wanted);
    RETURN QUERY
        SELECT p.name, j.seq, j.at, j.login, coalesce(o.name, ''), j.action, j.thing, j.thing_id,
            coalesce(a.number, ''), coalesce(j.data ->> 'purpose', nullif(j.reason, ''), '')
        FROM (SELECT t.thing, t.thing_id::text AS id, t.application_id FROM loket.things_of(wanted) t
            UNION ALL SELECT 'person', wanted::text, NULL
            UNION ALL SELECT 'data_request', q.id::text, NULL FROM loket.data_request q WHERE q.subject_id = wanted
            UNION ALL SELECT 'restraint', r.id::text, r.application_id FROM loket.restraint r
                WHERE r.subject_id = wanted) t
        JOIN loket.journal j ON j.thing = t.thing AND j.thing_id = t.id
        JOIN loket.service_point p ON p.id = j.service_point_id
        LEFT JOIN loket.officer o ON o.login = j.login
        LEFT JOIN loket.application a ON a.id = t.application_id
        ORDER BY j.at DESC, j.seq DESC LIMIT 5000;
END $$;

-- What the office has done with a case, as far as its applicant may hear it: no reason of a decision before it is made.
CREATE FUNCTION loket.dealings_of(a loket.application) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT jsonb_build_object(
        'reasons', (SELECT jsonb_agg(jsonb_build_object('purpose', x.purpose, 'text', x.text,
            'legal_basis', x.legal_basis, 'remedy', x.remedy, 'at', x.at) ORDER BY x.id) FROM loket.case_reason x
            WHERE x.application_id = a.id AND (x.purpose = 'return' OR a.decided_at IS NOT NULL)),
        'waits', (SELECT jsonb_agg(jsonb_build_object('stage', x.stage, 'reason', x.reason, 'from_at', x.from_at,
            'to_at', x.to_at) ORDER BY x.id) FROM loket.case_wait x WHERE x.application_id = a.id),
        'promises', (SELECT jsonb_agg(jsonb_build_object('due_at', x.due_at, 'cause', x.cause, 'reason', x.reason,
            'set_at', x.set_at) ORDER BY x.id) FROM loket.promise x WHERE x.application_id = a.id),
        'deemed_granted_at', (SELECT x.deemed_at FROM loket.deemed_grant x WHERE x.application_id = a.id),
        'levies', (SELECT jsonb_agg(jsonb_build_object('number', x.number, 'amount', x.amount, 'due_on', x.due_on,
            'paid_amount', x.paid_amount, 'paid_at', x.paid_at, 'paid_reference', x.paid_reference) ORDER BY x.id)
            FROM loket.levy_order x WHERE x.application_id = a.id),
        'surveys', (SELECT jsonb_agg(jsonb_build_object('number', x.number, 'place', x.place,
            'surveyed_on', x.surveyed_on, 'findings', x.findings, 'opinion', x.opinion) ORDER BY x.id)
            FROM loket.survey x WHERE x.application_id = a.id),
        'mailings', (SELECT jsonb_agg(jsonb_build_object('way', x.way, 'reference', x.reference, 'sent_at', x.sent_at,
            'returned_at', x.returned_at) ORDER BY x.id) FROM loket.mailing x
            JOIN loket.document d ON d.id = x.document_id WHERE d.application_id = a.id),
        'emails', (SELECT jsonb_agg(jsonb_build_object('kind', x.kind, 'to', x.recipient, 'state', x.state,
            'made_at', x.made_at) ORDER BY x.id) FROM loket.outgoing_mail x WHERE x.application_id = a.id),
        'withdrawals', (SELECT jsonb_agg(jsonb_build_object('ground', x.ground, 'legal_basis', x.legal_basis,
            'at', x.ended_at) ORDER BY x.id) FROM loket.withdrawal x
            JOIN loket.document d ON d.id = x.document_id WHERE d.application_id = a.id AND x.is_carried_out),
        'handed_in_through', (SELECT jsonb_agg(jsonb_build_object('source', x.source, 'external_id', x.external_id)
            ORDER BY x.id) FROM loket.intake_receipt x WHERE x.application_id = a.id))
$$;

-- The data themselves, for the person: nobody else's line, collector or papers (art. 33 letter b).
CREATE FUNCTION loket.person_data(wanted bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    answer jsonb;
BEGIN
    PERFORM loket.demand_deed('export', 'person', wanted);
    SELECT jsonb_build_object(
        'nik', s.nik,
        'cases', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', a.number, 'point', p.name,
                'type', r.rules ->> 'title', 'type_version', r.id, 'stage', a.stage, 'role', t.as_role, 'entered_at', a.entered_at,
                'submitted_at', a.submitted_at, 'decided_at', a.decided_at,
                'name', CASE t.as_role WHEN 'applicant' THEN a.applicant_name END,
                'fields', CASE t.as_role WHEN 'applicant' THEN a.fields END,
                'earlier', (SELECT jsonb_agg(jsonb_build_object('at', e.at, 'fields', e.record -> 'fields') ORDER BY e.id)
                    FROM loket.case_return e WHERE e.application_id = a.id AND t.as_role = 'applicant'),
                'lines', (SELECT jsonb_agg(jsonb_build_object('name', w.name, 'address', w.address,
                    'destination', w.destination) ORDER BY w.seq) FROM loket.worker w
                    WHERE w.application_id = a.id AND w.nik = s.nik),
                'documents', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', d.number, 'kind', d.kind,
                    'stage', d.stage, 'valid_from', d.valid_from, 'valid_until', d.valid_until, 'prints', d.prints)
                    ORDER BY d.id), '[]') FROM loket.document d WHERE d.application_id = a.id),
                'person_decisions', (SELECT jsonb_agg(jsonb_build_object('verdict', x.verdict, 'text', x.text,
                    'legal_basis', x.legal_basis, 'remedy', x.remedy, 'at', x.at) ORDER BY x.at)
                    FROM loket.worker_decision x JOIN loket.worker w ON w.id = x.worker_id
                    WHERE x.application_id = a.id AND w.nik = s.nik AND a.decided_at IS NOT NULL),
                'dealings', CASE t.as_role WHEN 'applicant' THEN loket.dealings_of(a) END,
                'scans', (SELECT coalesce(jsonb_agg(jsonb_build_object('document', n.document_code,
                    'size', n.size, 'pages', n.pages, 'sha256', n.sha256, 'verdict', n.verdict, 'added_at', n.added_at)
                    ORDER BY n.id), '[]') FROM loket.scan n LEFT JOIN loket.worker w ON w.id = n.worker_id
                    WHERE n.application_id = a.id AND CASE WHEN n.worker_id IS NULL THEN t.as_role = 'applicant'
                        ELSE t.as_role = 'worker' AND w.nik = s.nik END)) ORDER BY a.id), '[]')
            FROM loket.things_of(wanted) t JOIN loket.application a ON a.id = t.thing_id
            JOIN loket.permit_type_version r ON r.id = a.type_version_id
            JOIN loket.service_point p ON p.id = a.service_point_id WHERE t.thing = 'application'),
        'visits', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', v.code, 'point', p.name, 'name', v.name,
                'phone', v.phone, 'planned_at', v.planned_at, 'stage', v.stage, 'ticket', v.ticket,
                'healthy', h.healthy, 'temperature', h.temperature) ORDER BY v.id), '[]')
            FROM loket.things_of(wanted) t JOIN loket.visit v ON v.id = t.thing_id
            JOIN loket.service_point p ON p.id = v.service_point_id
            LEFT JOIN loket.health_declaration h ON h.visit_id = v.id WHERE t.thing = 'visit'),
        'requests', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', q.kind, 'name', q.subject_name,
                'received_at', q.received_at, 'state', q.state, 'ground', q.ground, 'answer', q.answer) ORDER BY q.id), '[]')
            FROM loket.data_request q WHERE q.subject_id = wanted)) INTO answer
        FROM loket.data_subject s WHERE s.id = wanted;
    RETURN answer;
END $$;

-- A request may be entered up to a week after it came; its 3 x 24 clock hours began when it came.
CREATE FUNCTION loket.register_request(wanted bigint, kind text, name text, channel text, details text,
    received_at timestamptz) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM loket.demand_deed('read', 'person', wanted);
    PERFORM loket.demand_words(name);
    IF received_at IS NULL OR received_at > loket.moment() OR received_at < loket.moment() - interval '7 days' THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'received_at'));
    END IF;
    INSERT INTO loket.data_request AS q (service_point_id, subject_id, kind, subject_name, channel, details,
        received_at, due_at, state, answer, entered_by)
        VALUES (loket.my_point(), wanted, kind, trim(name), channel, trim(coalesce(details, '')), received_at,
            received_at + interval '72 hours', 'open', '', loket.my_officer())
        RETURNING q.id INTO made;
    RETURN made;
END $$;

-- Granted is what was done: data given out (access), frozen (suspension) or destroyed (erasure: proposed since by one
-- person, approved by another); refused is what art. 33 or 15 names.
CREATE FUNCTION loket.answer_request(wanted bigint, refusal_ground text, words text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    q loket.data_request;
BEGIN
    PERFORM loket.demand_duty('answer', 'manager');
    PERFORM loket.demand_words(words);
    SELECT * INTO q FROM loket.data_request WHERE id = wanted FOR UPDATE;
    IF q.id IS NULL OR q.state <> 'open' THEN
        PERFORM loket.refuse('ChangedByOther');
    ELSIF refusal_ground IS NULL AND (
        q.kind = 'suspension' AND NOT EXISTS (SELECT FROM loket.restraint r
            WHERE r.kind = 'freeze' AND r.to_at IS NULL AND (r.subject_id = q.subject_id OR r.request_id = q.id))
        OR q.kind = 'access' AND NOT EXISTS (SELECT FROM loket.journal j
            WHERE j.thing = 'person' AND j.thing_id = q.subject_id::text AND j.action = 'export'
            AND j.at >= q.received_at)
        OR q.kind = 'erasure' AND NOT EXISTS (SELECT FROM loket.destruction d
            WHERE (d.periods ->> 'wish')::bigint = q.subject_id AND d.is_done AND d.ended_at >= q.received_at)) THEN
        PERFORM loket.refuse('RequestNotMet', jsonb_build_object('kind', q.kind));
    END IF;
    UPDATE loket.data_request SET state = CASE WHEN refusal_ground IS NULL THEN 'answered' ELSE 'refused' END,
        ground = refusal_ground, answer = trim(words), answered_by = loket.my_officer(), answered_at = loket.moment()
        WHERE id = wanted;
END $$;

-- What is in force on a case: laid on it, on its applicant, or on anybody in its list.
CREATE FUNCTION loket.restraints_of(wanted bigint) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT kind ORDER BY kind), '{}') FROM (
        SELECT kind FROM loket.restraint WHERE to_at IS NULL AND application_id = wanted
        UNION ALL SELECT r.kind FROM loket.application a JOIN loket.data_subject s ON s.nik = a.applicant_nik
            JOIN loket.restraint r ON r.subject_id = s.id AND r.to_at IS NULL WHERE a.id = wanted
        UNION ALL SELECT r.kind FROM loket.worker w JOIN loket.data_subject s ON s.nik = w.nik
            JOIN loket.restraint r ON r.subject_id = s.id AND r.to_at IS NULL WHERE w.application_id = wanted
    ) AS in_force
$$;

-- A case stands still when it is frozen itself, or its applicant, or somebody whom a paper of it names already. Of a
-- list that is not decided yet only the person's own line is out of reach, and the list goes on without him.
CREATE FUNCTION loket.is_frozen(wanted bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM loket.restraint r WHERE r.kind = 'freeze' AND r.to_at IS NULL
        AND (r.application_id = wanted OR r.subject_id IN (
            SELECT s.id FROM loket.data_subject s JOIN loket.application a ON a.applicant_nik = s.nik WHERE a.id = wanted
            UNION ALL SELECT s.id FROM loket.data_subject s JOIN loket.document d ON d.application_id = wanted
                AND d.record -> 'workers' @> jsonb_build_array(jsonb_build_object('nik', s.nik))
                WHERE s.id = r.subject_id)));
END $$;

-- The lines of frozen persons, which nobody sees; few, and asked once a question by the policy below.
CREATE FUNCTION loket.frozen_workers() RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT w.id FROM loket.restraint r JOIN loket.data_subject s ON s.id = r.subject_id
        JOIN loket.worker w ON w.nik = s.nik AND w.service_point_id = loket.my_point()
        WHERE r.kind = 'freeze' AND r.to_at IS NULL;
END $$;

CREATE POLICY not_frozen ON loket.worker AS RESTRICTIVE TO loket_staff
    USING ((SELECT loket.my_officer()) IS NOT NULL AND id <> ALL (ARRAY(SELECT loket.frozen_workers())));

CREATE POLICY not_frozen ON loket.scan AS RESTRICTIVE TO loket_staff
    USING ((SELECT loket.my_officer()) IS NOT NULL
        AND (worker_id IS NULL OR worker_id <> ALL (ARRAY(SELECT loket.frozen_workers()))));

-- How many persons of a list are out of reach, and the last number among them, so that a new list goes beside them.
CREATE FUNCTION loket.hidden_workers(wanted bigint) RETURNS TABLE (persons bigint, last_seq bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT count(*), coalesce(max(w.seq), 0) FROM loket.worker w
    WHERE w.application_id = wanted AND (w.service_point_id = loket.my_point() OR loket.has_role('service'))
    AND loket.is_frozen_card(w.nik)
$$;

CREATE FUNCTION loket.lay_restraint(wanted_kind text, subject bigint, wanted bigint, request bigint, words text)
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM loket.demand_duty('restrain', 'manager');
    PERFORM loket.demand_words(words);
    IF EXISTS (SELECT FROM loket.restraint r WHERE r.kind = wanted_kind AND r.to_at IS NULL
        AND (r.subject_id = subject OR r.application_id = wanted)) THEN
        PERFORM loket.refuse('ChangedByOther');
    END IF;
    INSERT INTO loket.restraint AS r (service_point_id, kind, subject_id, application_id, request_id, reason, from_by,
        to_reason) VALUES (loket.my_point(), wanted_kind, subject, wanted, request, trim(words), loket.my_officer(), '')
        RETURNING r.id INTO made;
    RETURN made;
END $$;

CREATE FUNCTION loket.lift_restraint(wanted bigint, words text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_duty('lift', 'manager');
    PERFORM loket.demand_words(words);
    UPDATE loket.restraint SET to_at = loket.moment(), to_by = loket.my_officer(), to_reason = trim(words)
        WHERE id = wanted AND to_at IS NULL;
    IF NOT FOUND THEN
        PERFORM loket.refuse('ChangedByOther');
    END IF;
END $$;

CREATE FUNCTION loket.case_of(what text, wanted bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    CASE what
    WHEN 'application' THEN RETURN wanted;
    WHEN 'scan' THEN RETURN (SELECT application_id FROM loket.scan WHERE id = wanted);
    WHEN 'document' THEN RETURN (SELECT application_id FROM loket.document WHERE id = wanted);
    WHEN 'worker' THEN RETURN (SELECT application_id FROM loket.worker WHERE id = wanted);
    WHEN 'print_job' THEN RETURN (SELECT d.application_id FROM loket.print_job j
        JOIN loket.document d ON d.id = j.document_id WHERE j.id = wanted);
    WHEN 'handover' THEN RETURN (SELECT d.application_id FROM loket.handover h
        JOIN loket.document d ON d.id = h.document_id WHERE h.id = wanted);
    ELSE RETURN NULL;
    END CASE;
END $$;

-- Nobody works on what is frozen, whatever his role; called by the readers in 70_reading.sql and by the guard below.
CREATE FUNCTION loket.demand_workable(wanted bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF loket.is_frozen(wanted) THEN
        PERFORM loket.refuse('Frozen', jsonb_build_object('number',
            (SELECT number FROM loket.application WHERE id = wanted)));
    END IF;
END $$;

CREATE FUNCTION loket.guard_frozen() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    part jsonb;
BEGIN
    IF EXISTS (SELECT FROM loket.restraint WHERE kind = 'freeze' AND to_at IS NULL) THEN
        part := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
        IF loket.is_frozen_card(coalesce(part ->> 'applicant_nik', part ->> 'nik'))
            OR (part ->> 'worker_id')::bigint IN (SELECT loket.frozen_workers()) THEN
            PERFORM loket.refuse('Frozen', jsonb_build_object('number', coalesce(part ->> 'number', '')));
        END IF;
        PERFORM loket.demand_workable(CASE WHEN TG_TABLE_NAME = 'application' THEN (part ->> 'id')::bigint
            WHEN part ? 'application_id' THEN (part ->> 'application_id')::bigint
            ELSE (SELECT application_id FROM loket.document WHERE id = (part ->> 'document_id')::bigint) END);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

-- every part of a case that there is, whoever added it; a visitor may come although his papers are frozen, and the
-- clocks of the law are nobody's work
DO $$
DECLARE
    worked_on text;
BEGIN
    FOR worked_on IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'loket'::regnamespace AND c.relkind = 'r'
        AND (c.relname IN ('application', 'print_job', 'handover', 'withdrawal', 'mailing', 'mail_copy') OR EXISTS (SELECT FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = 'application_id' AND NOT a.attisdropped))
        AND c.relname NOT IN ('visit', 'intake_receipt', 'restraint', 'breach', 'promise', 'deemed_grant') LOOP
        EXECUTE format('CREATE TRIGGER a0_frozen BEFORE INSERT OR UPDATE OR DELETE ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.guard_frozen()', worked_on);
    END LOOP;
END $$;
