-- Lists are decided person by person, what is sent back is frozen, and one person has one open case of a type.

CREATE FUNCTION loket.is_under_way(stage text) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT stage NOT IN ('draft', 'approved', 'refused', 'withdrawn', 'lapsed')
$$;

-- Whoever has his data frozen (UU 27/2022 art. 41) is out of reach of every list; laid at the persons' desk.
CREATE FUNCTION loket.is_frozen_card(card text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT EXISTS (SELECT FROM loket.restraint r JOIN loket.data_subject s ON s.id = r.subject_id
        WHERE r.kind = 'freeze' AND r.to_at IS NULL AND s.nik = card)
$$;

CREATE FUNCTION loket.undecided_workers(wanted bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT count(*) FROM loket.application a JOIN loket.worker w ON w.application_id = a.id
    WHERE a.id = wanted AND (a.service_point_id = loket.my_point() OR loket.has_role('service'))
    AND NOT EXISTS (SELECT FROM loket.worker_decision d WHERE d.worker_id = w.id)
    AND NOT loket.is_frozen_card(w.nik)
$$;

-- Whether anybody who is not frozen got this word (or, for NULL, another than 'approve').
CREATE FUNCTION loket.has_verdict(wanted bigint, said text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT EXISTS (SELECT FROM loket.worker_decision d JOIN loket.worker w ON w.id = d.worker_id
        WHERE d.application_id = wanted AND NOT loket.is_frozen_card(w.nik)
        AND CASE WHEN said IS NULL THEN d.verdict <> 'approve' ELSE d.verdict = said END)
$$;

CREATE FUNCTION loket.guard_worker_decision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application;
    part loket.worker_decision := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
        RETURN OLD; -- its line left the list, which only a draft or a returned case lets go
    END IF;
    SELECT c.* INTO a FROM loket.worker w JOIN loket.application c ON c.id = w.application_id
        WHERE w.id = part.worker_id FOR SHARE OF c;
    IF a.id IS NULL OR a.service_point_id IS DISTINCT FROM loket.my_point() THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'worker_decision'));
    END IF;
    IF NOT loket.has_role('reviewer') OR a.stage NOT IN ('submitted', 'administrative', 'technical') THEN
        PERFORM loket.refuse('WrongStage',
            jsonb_build_object('thing', 'case', 'stage', a.stage, 'action', 'review'));
    END IF;
    PERFORM loket.demand_lease(a.owner_id, a.owned_since, a.lease_until);
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.verdict <> 'approve' THEN -- the law has granted the whole list, nobody of it is left out afterwards
        PERFORM loket.demand_of_case('in_time', a, a);
    END IF;
    NEW.application_id := a.id;
    NEW.service_point_id := a.service_point_id;
    NEW.officer_id := loket.my_officer();
    NEW.at := loket.moment();
    IF NEW.verdict = 'approve' THEN
        NEW.code := '';
        NEW.text := '';
        NEW.legal_basis := '';
        NEW.remedy := '';
    END IF;
    RETURN NEW;
END $$;

-- Runs after the guard of the case. A refusal of the whole needs no word on each: it is the same for all.
CREATE FUNCTION loket.guard_persons() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    found text;
    open bigint;
BEGIN
    IF NEW.stage = 'submitted' AND OLD.stage IN ('draft', 'returned') THEN
        NEW.sole := trim(NEW.applicant_nik) <> '' AND EXISTS (SELECT FROM loket.permit_type_version v
            WHERE v.id = NEW.type_version_id AND v.rules ->> 'applicant' = 'person');
        SELECT a.number INTO found FROM loket.application a
            WHERE NEW.sole AND a.applicant_nik = NEW.applicant_nik AND a.type_code = NEW.type_code
            AND a.id <> NEW.id AND a.sole AND loket.is_under_way(a.stage)
            ORDER BY a.id DESC LIMIT 1;
        IF found IS NOT NULL THEN
            PERFORM loket.refuse('DuplicateApplication', jsonb_build_object('number', found));
        END IF;
    ELSIF NEW.stage IN ('proposed', 'approved') AND OLD.deemed_at <= loket.moment()
        AND loket.has_verdict(NEW.id, NULL) THEN -- a word on a person is no decision: the law has granted him too
        PERFORM loket.refuse('DeemedGranted', jsonb_build_object('since', OLD.deemed_at));
    ELSIF NEW.stage = 'proposed' AND NEW.proposal = 'approve' THEN
        open := loket.undecided_workers(NEW.id);
        IF open > 0 THEN
            PERFORM loket.refuse('UndecidedWorkers', jsonb_build_object('count', open));
        END IF;
        IF EXISTS (SELECT FROM loket.worker WHERE application_id = NEW.id)
            AND NOT loket.has_verdict(NEW.id, 'approve') THEN
            PERFORM loket.refuse('NobodyApproved');
        END IF;
    ELSIF NEW.stage IN ('approved', 'refused') AND EXISTS (SELECT FROM loket.worker_decision
        WHERE application_id = NEW.id AND officer_id = loket.my_officer()) THEN
        PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'decision'));
    ELSIF NEW.stage = 'approved' AND EXISTS (SELECT FROM loket.worker WHERE application_id = NEW.id)
        AND NOT loket.has_verdict(NEW.id, 'approve') THEN -- the only one may have been frozen since
        PERFORM loket.refuse('NobodyApproved');
    END IF;
    RETURN NEW;
END $$;

-- Those whom the permit does not name are told so in a letter of its own, numbered and signed like a refusal.
CREATE FUNCTION loket.open_persons_letter() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NOT loket.has_verdict(NEW.id, NULL) THEN
        RETURN NULL;
    END IF;
    INSERT INTO loket.document (service_point_id, application_id, kind, stage, number, serial, holder, approved_by,
        approved_at, raw, prints)
    VALUES (NEW.service_point_id, NEW.id, 'persons_letter', 'to_sign',
        loket.take_letter_number('persons_letter', NEW.type_version_id, NEW.service_point_id),
        loket.take_number('serial', 'all', 'ever'), NEW.applicant_name, NEW.decided_by, loket.moment(), '', 0);
    RETURN NULL;
END $$;

-- What the applicant is told item by item, with the words of the day; a refused scan counts without a reason of
-- its own because it bears one.
CREATE FUNCTION loket.asked_items(a loket.application) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    WITH refused AS (
        SELECT DISTINCT ON (s.document_code) s.* FROM loket.scan s
        WHERE s.application_id = a.id AND s.verdict = 'refused' AND NOT s.superseded
        ORDER BY s.document_code, s.id DESC
    ), item AS (
        SELECT CASE WHEN r.document_code <> '' THEN 1 WHEN r.field <> '' THEN 2 ELSE 4 END AS part, r.id AS place,
            jsonb_build_object('document', r.document_code, 'field', r.field, 'code', r.code, 'text', r.text,
                'legal_basis', r.legal_basis, 'remedy', r.remedy, 'scan', s.id, 'note', coalesce(s.note, '')) AS said
        FROM loket.case_reason r LEFT JOIN refused s ON s.document_code = r.document_code
        WHERE r.application_id = a.id AND r.purpose = 'return'
        UNION ALL
        SELECT 1, s.id, jsonb_build_object('document', s.document_code, 'field', '', 'code', s.reason_code,
            'text', coalesce(c ->> 'text', s.reason_code), 'legal_basis', coalesce(c ->> 'legal_basis', ''),
            'remedy', coalesce(c ->> 'remedy', ''), 'scan', s.id, 'note', s.note)
        FROM refused s LEFT JOIN loket.permit_type_version v ON v.id = a.type_version_id
        LEFT JOIN LATERAL jsonb_array_elements(v.rules -> 'reasons') AS c ON c ->> 'code' = s.reason_code
        WHERE NOT EXISTS (SELECT FROM loket.case_reason r WHERE r.application_id = a.id
            AND r.purpose = 'return' AND r.document_code = s.document_code)
        UNION ALL
        SELECT 3, w.seq, jsonb_build_object('document', '', 'field', '', 'worker', w.seq, 'name', w.name,
            'code', d.code, 'text', d.text, 'legal_basis', d.legal_basis, 'remedy', d.remedy, 'scan', NULL,
            'note', '')
        FROM loket.worker w JOIN loket.worker_decision d ON d.worker_id = w.id
        WHERE w.application_id = a.id AND d.verdict <> 'approve' AND NOT loket.is_frozen_card(w.nik)
    )
    SELECT coalesce(jsonb_agg(said ORDER BY part, place), '[]') FROM item
$$;

CREATE FUNCTION loket.freeze_return() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    INSERT INTO loket.case_return (application_id, service_point_id, round, officer_id, at, comment, items, record)
    SELECT NEW.id, NEW.service_point_id, 1 + count(*), loket.my_officer(), loket.moment(), NEW.comment,
        loket.asked_items(NEW), jsonb_build_object('fields', NEW.fields, 'workers',
            (SELECT coalesce(jsonb_agg(jsonb_build_object('seq', w.seq, 'name', w.name, 'nik', w.nik,
                'address', w.address, 'destination', w.destination, 'verdict', d.verdict) ORDER BY w.seq), '[]')
            FROM loket.worker w LEFT JOIN loket.worker_decision d ON d.worker_id = w.id
            WHERE w.application_id = NEW.id AND NOT loket.is_frozen_card(w.nik)))
    FROM loket.case_return WHERE application_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE OR DELETE ON loket.worker_decision
    FOR EACH ROW EXECUTE FUNCTION loket.guard_worker_decision();
CREATE TRIGGER a_persons BEFORE UPDATE ON loket.application
    FOR EACH ROW WHEN (NEW.stage IS DISTINCT FROM OLD.stage) EXECUTE FUNCTION loket.guard_persons();
CREATE TRIGGER b_persons_letter AFTER UPDATE ON loket.application
    FOR EACH ROW WHEN (NEW.stage = 'approved' AND OLD.stage <> 'approved')
    EXECUTE FUNCTION loket.open_persons_letter();
CREATE TRIGGER b_freeze_return AFTER UPDATE ON loket.application
    FOR EACH ROW WHEN (NEW.stage = 'returned' AND OLD.stage <> 'returned')
    EXECUTE FUNCTION loket.freeze_return();
CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.worker_decision
    FOR EACH ROW EXECUTE FUNCTION loket.journal_row();
CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.case_return
    FOR EACH ROW EXECUTE FUNCTION loket.journal_row();

-- What stood in the case when it was sent back last, or NULL; read under the announcement of the case itself.
CREATE FUNCTION loket.returned_file(wanted bigint) RETURNS jsonb
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_announced((SELECT service_point_id FROM loket.application WHERE id = wanted),
        'application', wanted);
    RETURN (SELECT record FROM loket.case_return WHERE application_id = wanted ORDER BY round DESC LIMIT 1);
END $$;

-- Workers of a list who stand in another case under way, also of another point: its number and firm, no more.
CREATE FUNCTION loket.worker_twins(wanted bigint) RETURNS TABLE (seq bigint, number text, company text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NOT (loket.has_role('reviewer') OR loket.has_role('supervisor')) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'worker_twins'));
    END IF;
    PERFORM loket.demand_announced((SELECT service_point_id FROM loket.application a WHERE a.id = wanted),
        'application', wanted);
    RETURN QUERY SELECT w.seq, t.number, t.company FROM loket.worker w, LATERAL (
            SELECT a.id, a.number, a.applicant_name AS company
                FROM loket.worker o JOIN loket.application a ON a.id = o.application_id
                WHERE o.nik = w.nik AND a.id <> wanted AND loket.is_under_way(a.stage)
            UNION SELECT a.id, a.number, ''
                FROM loket.application a
                WHERE a.applicant_nik = w.nik AND a.sole AND a.id <> wanted AND loket.is_under_way(a.stage)
            ORDER BY 1 DESC LIMIT 3) AS t
        WHERE w.application_id = wanted AND NOT loket.is_frozen_card(w.nik) ORDER BY w.seq, t.id DESC;
END $$;

-- The open case of a person and type, if there is one, wherever it was filed: number, stage, place. Journalled.
CREATE FUNCTION loket.find_open_case(wanted_nik text, wanted_type text, but bigint)
    RETURNS TABLE (number text, stage text, point text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF loket.my_point() IS NULL OR NOT loket.has_role('officer') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'find_open_case'));
    END IF;
    IF wanted_nik !~ E'^\\d{16}$' THEN
        RETURN;
    END IF;
    PERFORM loket.append_journal(loket.my_point(), 'search', 'application', '', jsonb_build_object(
        'term', left(wanted_nik, 4) || '**********' || right(wanted_nik, 2), 'permit_type', wanted_type));
    RETURN QUERY SELECT a.number, a.stage, p.name
        FROM loket.application a JOIN loket.service_point p ON p.id = a.service_point_id
        WHERE a.applicant_nik = wanted_nik AND a.type_code = wanted_type AND a.sole AND a.id <> but
        AND loket.is_under_way(a.stage) ORDER BY a.id DESC LIMIT 1;
END $$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['worker_decision', 'case_return'] LOOP
        EXECUTE format('CREATE POLICY own_point ON loket.%I TO loket_staff
            USING (service_point_id = (SELECT loket.my_point()))
            WITH CHECK (service_point_id = (SELECT loket.my_point()))', t);
    END LOOP;
END $$;
GRANT SELECT (sole) ON loket.application TO loket_staff, loket_service;
GRANT SELECT ON loket.worker_decision TO loket_staff, loket_service;
GRANT INSERT (worker_id, application_id, service_point_id, verdict, mark, code, text, legal_basis, remedy),
    UPDATE (verdict, mark, code, text, legal_basis, remedy), DELETE ON loket.worker_decision TO loket_reviewer;
GRANT SELECT (id, application_id, service_point_id, round, officer_id, at, comment, items)
    ON loket.case_return TO loket_staff, loket_service;
GRANT EXECUTE ON FUNCTION loket.undecided_workers(bigint), loket.returned_file(bigint),
    loket.worker_twins(bigint), loket.find_open_case(text, text, bigint) TO loket_staff;
