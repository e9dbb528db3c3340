-- Documents out: made by the decision, sealed by the service, signed by who decided, issued by the service.

CREATE FUNCTION loket.roman_month(day date) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT trim(to_char(day, 'RM')) $$;

-- `{seq:06}/{classification}/{unit}/{roman_month}/{year}` and the like; a template is data of the permit type.
CREATE FUNCTION loket.fill_number(template text, seq bigint, classification text, unit text, day date)
    RETURNS text
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    width integer := coalesce(substring(template FROM E'\\{seq:0?(\\d+)\\}')::integer, 1);
    filled text := regexp_replace(template, E'\\{seq(:0?\\d+)?\\}', lpad(seq::text, greatest(width, length(seq::text)), '0'));
BEGIN
    filled := replace(filled, '{classification}', classification);
    filled := replace(filled, '{unit}', unit);
    filled := replace(filled, '{roman_month}', loket.roman_month(day));
    filled := replace(filled, '{month}', lpad(extract(month FROM day)::text, 2, '0'));
    RETURN replace(filled, '{year}', extract(year FROM day)::text);
END $$;

-- The mark that stands in a letter's number and names its series: a permit's own, or that of what it does.
CREATE FUNCTION loket.letter_mark(kind text, rules jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE kind WHEN 'permit' THEN rules ->> 'classification' WHEN 'withdrawal_letter' THEN 'CABUT' ELSE 'TOLAK' END
$$;

-- The next number of a letter of this kind, by the template of the rules that the case was filed under.
CREATE FUNCTION loket.take_letter_number(kind text, version bigint, point bigint) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    rules jsonb := (SELECT v.rules FROM loket.permit_type_version v WHERE v.id = version);
    unit text := (SELECT upper(code) FROM loket.service_point WHERE id = point);
    mark text := loket.letter_mark(kind, rules);
    day date := loket.local_day(loket.moment());
BEGIN
    RETURN loket.fill_number(rules ->> 'number_template',
        loket.take_number('letter-' || mark, unit, extract(year FROM day)::text), mark, unit, day);
END $$;

CREATE FUNCTION loket.open_document() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    kind text := CASE NEW.stage WHEN 'approved' THEN 'permit' ELSE 'refusal_letter' END;
BEGIN
    IF NEW.stage = OLD.stage OR NEW.stage NOT IN ('approved', 'refused') THEN
        RETURN NULL;
    END IF;
    INSERT INTO loket.document (service_point_id, application_id, kind, stage, number, serial, holder, approved_by,
        approved_at, raw, prints)
    VALUES (NEW.service_point_id, NEW.id, kind, 'to_sign',
        coalesce(loket.replacing_number(NEW), loket.take_letter_number(kind, NEW.type_version_id, NEW.service_point_id)),
        loket.take_number('serial', 'all', 'ever'), NEW.applicant_name, NEW.decided_by, loket.moment(), '', 0);
    RETURN NULL;
END $$;

-- Each demand of the table of moves, by its name (vocabulary.Demand).
CREATE FUNCTION loket.demand_of_document(demand text, was loket.document, becomes loket.document) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    CASE demand
    WHEN 'signatory' THEN
        IF was.approved_by IS DISTINCT FROM loket.my_officer() THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'sign'));
        END IF;
    WHEN 'sealed' THEN
        IF becomes.seal IS NULL OR becomes.unsigned_sha256 IS NULL THEN
            PERFORM loket.refuse('NotIssued', jsonb_build_object('number', was.number));
        END IF;
    WHEN 'open_batch' THEN
        IF NOT EXISTS (SELECT FROM loket.signing_batch
            WHERE id = becomes.batch_id AND signatory_id = loket.my_officer() AND closed_at IS NULL) THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'batch'));
        END IF;
    WHEN 'signed' THEN
        IF becomes.signed_sha256 IS NULL THEN
            PERFORM loket.refuse('NotIssued', jsonb_build_object('number', was.number));
        END IF;
    WHEN 'sheet' THEN
        IF NOT EXISTS (SELECT FROM loket.print_job WHERE document_id = was.id AND state = 'printed') THEN
            PERFORM loket.refuse('WrongStage',
                jsonb_build_object('thing', 'document', 'stage', was.stage, 'action', 'confirm_print'));
        END IF;
    WHEN 'collector' THEN
        IF NOT EXISTS (SELECT FROM loket.handover WHERE document_id = was.id) THEN
            PERFORM loket.refuse('WrongStage',
                jsonb_build_object('thing', 'document', 'stage', was.stage, 'action', 'hand_over'));
        END IF;
    WHEN 'reason' THEN
        PERFORM loket.demand_reason();
    ELSE
        PERFORM loket.demand_of_ending(demand, was);
    END CASE;
END $$;

CREATE FUNCTION loket.guard_document() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    is_service boolean := loket.has_role('service');
    demand text;
BEGIN
    IF (NEW.record, NEW.seal, NEW.valid_from, NEW.valid_until)
        IS DISTINCT FROM (OLD.record, OLD.seal, OLD.valid_from, OLD.valid_until)
        AND NOT (is_service AND OLD.record IS NULL AND OLD.stage = 'to_sign') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'seal'));
    END IF;
    IF NEW.unsigned_sha256 IS DISTINCT FROM OLD.unsigned_sha256
        AND NOT (OLD.stage = 'to_sign' AND NEW.stage = 'prepared')
        AND NOT (OLD.stage = 'rejected' AND NEW.stage = 'to_sign' AND NEW.unsigned_sha256 IS NULL) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'prepare'));
    END IF;
    IF NEW.signed_sha256 IS DISTINCT FROM OLD.signed_sha256
        AND NOT (OLD.stage = 'sent' AND NEW.stage = 'deposited')
        AND NOT (OLD.stage = 'rejected' AND NEW.stage = 'to_sign' AND NEW.signed_sha256 IS NULL) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'deposit'));
    END IF;
    IF NEW.batch_id IS DISTINCT FROM OLD.batch_id AND NEW.stage <> 'sent'
        OR NEW.stage = OLD.stage AND (NEW.batch_id, NEW.raw) IS DISTINCT FROM (OLD.batch_id, OLD.raw) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'document'));
    END IF;
    IF NEW.prints IS DISTINCT FROM OLD.prints THEN
        SELECT count(*) INTO NEW.prints FROM loket.print_job WHERE document_id = NEW.id AND state = 'printed';
    END IF;
    IF NEW.stage = OLD.stage THEN
        RETURN NEW;
    END IF;
    FOREACH demand IN ARRAY loket.demand_transition('document', OLD.stage, NEW.stage) LOOP
        PERFORM loket.demand_of_document(demand, OLD, NEW);
    END LOOP;
    IF NEW.stage = 'to_sign' AND (NEW.unsigned_sha256 IS NOT NULL OR NEW.signed_sha256 IS NOT NULL) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'redraw'));
    ELSIF NEW.stage = 'issued' THEN
        NEW.issued_at := loket.moment();
    END IF;
    IF OLD.stage IN ('issued', 'printed', 'mailed', 'handed_over') THEN
        NEW := loket.settle_ending(OLD, NEW);
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION loket.guard_batch() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.signatory_id := loket.my_officer();
        NEW.service_point_id := loket.my_point();
        NEW.opened_at := loket.moment();
        NEW.closed_at := NULL;
    ELSE
        IF OLD.signatory_id IS DISTINCT FROM loket.my_officer() OR OLD.closed_at IS NOT NULL THEN
            PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'batch'));
        END IF;
        NEW.closed_at := loket.moment();
    END IF;
    RETURN NEW;
END $$;

-- The paper that somebody prints, sends off, hands over or wants withdrawn: one of his own point, held until the end.
CREATE FUNCTION loket.own_paper(wanted bigint, what text) RETURNS loket.document
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    paper loket.document;
BEGIN
    SELECT * INTO paper FROM loket.document WHERE id = wanted FOR UPDATE;
    IF paper.id IS NULL OR NOT (paper.service_point_id IS NOT DISTINCT FROM loket.my_point()
        OR loket.has_role('service')) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', what));
    END IF;
    RETURN paper;
END $$;

CREATE FUNCTION loket.guard_print() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    paper loket.document := loket.own_paper(NEW.document_id, 'print');
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF paper.stage NOT IN ('issued', 'printed', 'mailed', 'handed_over') THEN
            PERFORM loket.refuse('NotIssued', jsonb_build_object('number', paper.number));
        END IF;
        PERFORM loket.demand_of_ending('valid', paper);
        NEW.service_point_id := paper.service_point_id;
        NEW.officer_id := loket.my_officer();
        NEW.queued_at := loket.moment();
        NEW.ended_at := NULL;
        NEW.state := 'queued';
        IF EXISTS (SELECT FROM loket.print_job WHERE document_id = NEW.document_id AND state IN ('queued', 'out')) THEN
            PERFORM loket.refuse('PrintUnsettled', jsonb_build_object('number', paper.number));
        END IF;
        NEW.reprint := paper.prints;
        SELECT coalesce(max(copy), 0) + 1 INTO NEW.copy FROM loket.print_job WHERE document_id = NEW.document_id;
        IF NEW.copy > 1 AND length(trim(NEW.reason)) < 3 THEN
            PERFORM loket.refuse('ReasonNeeded');
        END IF;
    ELSIF OLD.officer_id IS DISTINCT FROM loket.my_officer() AND OLD.queued_at > loket.moment() - interval '2 minutes' THEN
        -- later it may be a run whose officer went home: the journal names who sent it and who saw it
        PERFORM loket.refuse('HeldByOther', jsonb_build_object('officer', loket.officer_name(OLD.officer_id),
            'since', OLD.queued_at));
    ELSIF (OLD.state, NEW.state) NOT IN (('queued', 'queued'), ('queued', 'out'), ('queued', 'failed'),
        ('out', 'printed'), ('out', 'spoiled'), ('out', 'failed')) THEN
        -- printed is what the printer called done and an officer then saw
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'print'));
    ELSIF NEW.state = 'spoiled' AND length(trim(NEW.raw)) < 3 THEN
        PERFORM loket.refuse('ReasonNeeded');
    ELSIF NEW.state NOT IN ('queued', 'out') THEN
        NEW.ended_at := loket.moment();
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION loket.guard_handover() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    paper loket.document := loket.own_paper(NEW.document_id, 'hand_over');
BEGIN
    IF paper.stage <> 'printed' THEN
        PERFORM loket.refuse('WrongStage',
            jsonb_build_object('thing', 'document', 'stage', paper.stage, 'action', 'hand_over'));
    END IF;
    NEW.service_point_id := paper.service_point_id;
    NEW.officer_id := loket.my_officer();
    NEW.at := loket.moment();
    RETURN NEW;
END $$;

CREATE TRIGGER b_open_document AFTER UPDATE ON loket.application
    FOR EACH ROW WHEN (NEW.stage IS DISTINCT FROM OLD.stage) EXECUTE FUNCTION loket.open_document();
CREATE TRIGGER a_guard BEFORE UPDATE ON loket.document
    FOR EACH ROW EXECUTE FUNCTION loket.guard_document();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON loket.signing_batch
    FOR EACH ROW EXECUTE FUNCTION loket.guard_batch();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON loket.print_job
    FOR EACH ROW EXECUTE FUNCTION loket.guard_print();
CREATE TRIGGER a_guard BEFORE INSERT ON loket.handover
    FOR EACH ROW EXECUTE FUNCTION loket.guard_handover();
