-- How a paper leaves the office or its force: sent off, withdrawn by two persons, replaced by a newer one, run out.

-- Each demand of the table of moves that concerns the end of a paper, by its name (vocabulary.Demand).
CREATE FUNCTION loket.demand_of_ending(demand text, was loket.document) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    proposer bigint;
BEGIN
    CASE demand
    WHEN 'valid' THEN -- the stage follows a minute later; until then the date itself is asked
        IF was.valid_until < loket.local_day(loket.moment()) THEN
            PERFORM loket.refuse('PaperExpired', jsonb_build_object('until', was.valid_until));
        END IF;
    WHEN 'validity_over' THEN
        IF coalesce(was.valid_until >= loket.local_day(loket.moment()), true) THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'expire'));
        END IF;
    WHEN 'sent_off' THEN
        IF NOT EXISTS (SELECT FROM loket.mailing WHERE document_id = was.id AND returned_at IS NULL) THEN
            PERFORM loket.refuse('WrongStage',
                jsonb_build_object('thing', 'document', 'stage', was.stage, 'action', 'mail'));
        END IF;
    WHEN 'other_proposed' THEN
        SELECT proposed_by INTO proposer FROM loket.withdrawal WHERE document_id = was.id AND ended_at IS NULL;
        IF NOT FOUND THEN
            PERFORM loket.refuse('WithdrawalNotProposed', jsonb_build_object('number', was.number));
        ELSIF proposer IS NOT DISTINCT FROM loket.my_officer() THEN
            PERFORM loket.refuse('FourEyes', jsonb_build_object('step', 'withdrawal'));
        END IF;
    WHEN 'replaced' THEN
        IF loket.replaced_by(was) IS NULL THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'supersede'));
        END IF;
    ELSE
        RAISE EXCEPTION 'no such demand: %', demand;
    END CASE;
END $$;

-- The permit that was issued in the place of this paper: of a permit its replacement, of a refusal what the
-- applicant's objection brought (UU 30/2014 art. 77 paragraph 3).
CREATE FUNCTION loket.replaced_by(old loket.document) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT d.number FROM loket.application a JOIN loket.document d ON d.application_id = a.id AND d.kind = 'permit'
    WHERE a.refers_to_id = old.application_id AND d.issued_at IS NOT NULL
    AND old.kind = CASE a.refers_as WHEN 'replacement' THEN 'permit' WHEN 'objection' THEN 'refusal_letter' END
    ORDER BY d.id DESC LIMIT 1
$$;

-- What the database writes itself when a paper that was in force moves on.
CREATE FUNCTION loket.settle_ending(was loket.document, INOUT becomes loket.document)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    at timestamptz := loket.moment();
    proposal loket.withdrawal;
BEGIN
    IF was.stage = 'mailed' AND becomes.stage IN ('issued', 'printed') THEN
        UPDATE loket.mailing SET returned_at = at WHERE document_id = was.id AND returned_at IS NULL;
        becomes.issued_at := was.issued_at;
    ELSIF becomes.stage IN ('withdrawn', 'superseded', 'expired') THEN
        UPDATE loket.withdrawal SET ended_at = at, ended_by = loket.my_officer(),
            is_carried_out = becomes.stage = 'withdrawn'
            WHERE document_id = was.id AND ended_at IS NULL RETURNING * INTO proposal;
        IF becomes.stage <> 'expired' THEN
            becomes.withdrawn_at := at;
            becomes.withdrawn_reason := CASE becomes.stage WHEN 'withdrawn' THEN proposal.note
                ELSE 'diganti dengan ' || loket.replaced_by(was) END;
        END IF;
    END IF;
END $$;

-- Proposed by anybody of the point who works with papers; who and when are the law's, and nobody ends it by hand
-- but by dropping it with a reason.
CREATE FUNCTION loket.guard_withdrawal() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    paper loket.document;
BEGIN
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN
        RETURN NEW; -- the paper itself has ended
    END IF;
    paper := loket.own_paper(NEW.document_id, 'withdrawal');
    IF TG_OP = 'INSERT' AND (paper.stage NOT IN ('issued', 'printed', 'mailed', 'handed_over')
        OR paper.kind = 'withdrawal_letter') THEN -- what it took out of force would not come back with it
        PERFORM loket.refuse('WrongStage',
            jsonb_build_object('thing', 'document', 'stage', paper.stage, 'action', 'withdraw'));
    ELSIF TG_OP = 'INSERT' THEN
        NEW.service_point_id := paper.service_point_id;
        NEW.proposed_by := loket.my_officer();
        NEW.proposed_at := loket.moment();
        NEW.ended_by := NULL;
        NEW.ended_at := NULL;
        NEW.is_carried_out := NULL;
        NEW.dropped_reason := NULL;
    ELSIF OLD.ended_at IS NOT NULL THEN
        PERFORM loket.refuse('ChangedByOther');
    ELSIF length(trim(coalesce(NEW.dropped_reason, ''))) < 3 THEN
        PERFORM loket.refuse('ReasonNeeded');
    ELSE
        NEW.ended_by := loket.my_officer();
        NEW.ended_at := loket.moment();
        NEW.is_carried_out := false;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION loket.guard_mailing() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    paper loket.document := loket.own_paper(NEW.document_id, 'mailing');
BEGIN
    IF paper.stage NOT IN ('issued', 'printed') THEN
        PERFORM loket.refuse('WrongStage',
            jsonb_build_object('thing', 'document', 'stage', paper.stage, 'action', 'mail'));
    END IF;
    NEW.service_point_id := paper.service_point_id;
    NEW.officer_id := loket.my_officer();
    NEW.sent_at := loket.moment();
    NEW.returned_at := NULL;
    RETURN NEW;
END $$;

-- With the new paper the old one goes, in the same transaction: never two in force, and never none.
CREATE FUNCTION loket.supersede_old() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    UPDATE loket.document d SET stage = 'superseded' FROM loket.application a
        WHERE a.id = NEW.application_id AND d.application_id = a.refers_to_id
        AND d.stage IN ('issued', 'printed', 'mailed', 'handed_over')
        AND d.kind = CASE a.refers_as WHEN 'replacement' THEN 'permit' WHEN 'objection' THEN 'refusal_letter' END;
    RETURN NULL;
END $$;

CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON loket.withdrawal
    FOR EACH ROW EXECUTE FUNCTION loket.guard_withdrawal();
CREATE TRIGGER a_guard BEFORE INSERT ON loket.mailing FOR EACH ROW EXECUTE FUNCTION loket.guard_mailing();
CREATE TRIGGER b_supersede AFTER UPDATE ON loket.document
    FOR EACH ROW WHEN (NEW.stage = 'issued' AND OLD.stage = 'deposited' AND NEW.kind = 'permit')
    EXECUTE FUNCTION loket.supersede_old();

-- An objection may be brought for as many working days after the refusal was issued (UU 30/2014 art. 77).
CREATE FUNCTION loket.objection_until(old bigint) RETURNS timestamptz
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    RETURN (SELECT loket.due_at(coalesce((SELECT (value #>> '{}')::integer FROM loket.office_setting
            WHERE key = 'objection_days'), 21), 'working_days', d.issued_at, d.service_point_id, a.type_code)
        FROM loket.document d JOIN loket.application a ON a.id = d.application_id
        WHERE a.id = old AND d.kind = 'refusal_letter' AND d.issued_at IS NOT NULL
        AND (a.service_point_id = loket.my_point() OR loket.has_role('service')));
END $$;

-- Whether an ended case may be followed in this way.
CREATE FUNCTION loket.demand_followable(old loket.application, reference text) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    until timestamptz := loket.objection_until(old.id);
    found text;
BEGIN
    IF old.stage <> ALL (CASE reference WHEN 'again' THEN ARRAY['refused', 'withdrawn', 'lapsed']
            WHEN 'objection' THEN ARRAY['refused'] WHEN 'replacement' THEN ARRAY['approved'] ELSE '{}' END)
        OR reference = 'objection' AND until IS NULL
        OR reference = 'replacement' AND NOT EXISTS (SELECT FROM loket.document WHERE application_id = old.id
            AND kind = 'permit' AND stage IN ('issued', 'printed', 'mailed', 'handed_over')) THEN
        PERFORM loket.refuse('WrongStage', jsonb_build_object('thing', 'case', 'stage', old.stage, 'action', reference));
    ELSIF reference = 'objection' AND until < loket.moment() THEN
        PERFORM loket.refuse('ObjectionTooLate', jsonb_build_object('until', until));
    END IF;
    SELECT number INTO found FROM loket.application WHERE refers_to_id = old.id AND refers_as = reference
        AND stage NOT IN ('refused', 'withdrawn', 'lapsed', 'approved') ORDER BY id DESC LIMIT 1;
    IF found IS NOT NULL THEN
        PERFORM loket.refuse('DuplicateApplication', jsonb_build_object('number', found));
    END IF;
END $$;

-- A new draft that refers to an ended case: what was typed and the papers that were not refused are taken along unseen, under the
-- rules of today. Everything is reviewed and decided anew, so no total knows a case that came back to life.
CREATE FUNCTION loket.follow_case(wanted bigint, reference text, channel text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    old loket.application;
    made bigint;
    today loket.permit_type_version;
BEGIN
    PERFORM loket.demand_duty('follow', 'officer');
    SELECT * INTO old FROM loket.application WHERE id = wanted FOR UPDATE;
    IF old.id IS NULL OR old.service_point_id IS DISTINCT FROM loket.my_point() THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'follow'));
    END IF;
    PERFORM loket.demand_workable(old.id);
    PERFORM loket.demand_followable(old, reference);
    SELECT * INTO today FROM loket.permit_type_version v WHERE v.type_code = old.type_code
        AND v.valid_from <= loket.moment() AND (v.valid_to IS NULL OR v.valid_to > loket.moment());
    IF NOT FOUND THEN
        PERFORM loket.refuse('TypeNotOpen', jsonb_build_object('permit_type', old.type_code,
            'day', loket.local_day(loket.moment())));
    END IF;
    INSERT INTO loket.application AS a (service_point_id, type_code, type_version_id, channel, stage, applicant_name,
        applicant_nik, fields, comment, refers_to_id, refers_as, version)
    VALUES (old.service_point_id, old.type_code, today.id, follow_case.channel, 'draft', old.applicant_name,
        old.applicant_nik, (SELECT coalesce(jsonb_object_agg(f.key, f.value), '{}') FROM jsonb_each(old.fields) f
            WHERE today.rules -> 'fields' @> jsonb_build_array(jsonb_build_object('code', f.key))),
        '', old.id, reference, 1) RETURNING a.id INTO made;
    INSERT INTO loket.worker (application_id, service_point_id, seq, name, nik, address, destination)
        SELECT made, old.service_point_id, seq, name, nik, address, destination FROM loket.worker
        WHERE application_id = old.id AND NOT loket.is_frozen_card(nik);
    INSERT INTO loket.scan (application_id, worker_id, service_point_id, document_code, file_name, sha256, size, pages,
        rotation, verdict, note, superseded)
        SELECT made, now_listed.id, old.service_point_id, s.document_code, s.file_name, s.sha256, s.size, s.pages,
            s.rotation, 'pending', '', false FROM loket.scan s JOIN loket.scan_blob b ON b.sha256 = s.sha256
        LEFT JOIN loket.worker listed ON listed.id = s.worker_id
        LEFT JOIN loket.worker now_listed ON now_listed.application_id = made AND now_listed.seq = listed.seq
        WHERE s.application_id = old.id AND s.verdict <> 'refused' AND NOT s.superseded AND b.data IS NOT NULL
        AND (s.worker_id IS NULL OR now_listed.id IS NOT NULL)
        AND CASE WHEN s.worker_id IS NULL THEN today.rules -> 'documents' ELSE loket.row_papers(today.rules) END
            @> jsonb_build_array(jsonb_build_object('code', s.document_code))
        ORDER BY s.id;
    PERFORM loket.append_journal(old.service_point_id, 'follow', 'application', old.id::text,
        jsonb_build_object('made', made, 'as', reference));
    RETURN made;
END $$;

-- Nobody says of a case that it follows another one, nor takes that back: the function above alone does.
CREATE FUNCTION loket.guard_reference() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    earlier loket.application;
BEGIN
    IF (NEW.refers_to_id, NEW.refers_as) IS DISTINCT FROM (OLD.refers_to_id, OLD.refers_as) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'refer'));
    ELSIF NEW.refers_as IN ('replacement', 'objection') AND NEW.stage = 'submitted' AND OLD.stage = 'draft' THEN
        SELECT * INTO earlier FROM loket.application WHERE id = NEW.refers_to_id;
        IF earlier.applicant_nik IS DISTINCT FROM NEW.applicant_nik THEN -- another person's paper is not his to replace
            PERFORM loket.refuse('OtherApplicant', jsonb_build_object('number', earlier.number));
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER b_reference BEFORE UPDATE ON loket.application
    FOR EACH ROW WHEN (NEW.refers_to_id IS NOT NULL OR OLD.refers_to_id IS NOT NULL)
    EXECUTE FUNCTION loket.guard_reference();

-- A replacement bears the old number with a note where the office has set it so; otherwise NULL: it gets its own.
CREATE FUNCTION loket.replacing_number(fresh loket.application) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT regexp_replace(d.number, E' \\(Pengganti ke-\\d+\\)$', '') || ' (Pengganti ke-'
        || coalesce(substring(d.number FROM E' \\(Pengganti ke-(\\d+)\\)$')::integer, 0) + 1 || ')'
    FROM loket.document d WHERE fresh.refers_as = 'replacement' AND fresh.stage = 'approved'
    AND d.application_id = fresh.refers_to_id AND d.kind = 'permit' AND EXISTS (SELECT FROM loket.office_setting
        WHERE key = 'replacement_number' AND value #>> '{}' = 'same')
$$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['withdrawal', 'mailing'] LOOP
        EXECUTE format('CREATE POLICY own_point ON loket.%I TO loket_staff
            USING (service_point_id = (SELECT loket.my_point()))
            WITH CHECK (service_point_id = (SELECT loket.my_point()))', t);
        EXECUTE format('GRANT SELECT ON loket.%I TO loket_staff, loket_service', t);
        EXECUTE format('CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.journal_row()', t);
    END LOOP;
END $$;
GRANT SELECT (refers_to_id, refers_as) ON loket.application TO loket_staff, loket_service;
GRANT INSERT (service_point_id, document_id, ground, legal_basis, note), UPDATE (dropped_reason)
    ON loket.withdrawal TO loket_officer, loket_reviewer, loket_supervisor;
GRANT INSERT (service_point_id, document_id, way, reference) ON loket.mailing TO loket_officer, loket_service;
