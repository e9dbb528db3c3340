-- What the dated rules of a permit type demand: who may file, which version holds, at which level it is signed.

CREATE FUNCTION loket.typed(fields jsonb, code text) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT btrim(coalesce(fields ->> code, ''), E' \t\n\r\f\v')
$$;

-- A condition of the rules: one of `values`, or a whole number from `least` to `most`; never on a hidden field.
CREATE FUNCTION loket.rule_holds(condition jsonb, fields jsonb, shown text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT CASE
        WHEN coalesce(condition, 'null') = 'null' THEN true
        WHEN NOT coalesce(condition ->> 'field' = ANY (shown), false) THEN false
        WHEN NOT condition ?| ARRAY['least', 'most'] THEN coalesce(condition -> 'values' ? typed.value, false)
        WHEN typed.value !~ '^[0-9]+$' THEN false
        ELSE typed.value::numeric >= coalesce((condition ->> 'least')::numeric, 0)
            AND typed.value::numeric <= coalesce((condition ->> 'most')::numeric, typed.value::numeric)
        END
    FROM (SELECT loket.typed(fields, condition ->> 'field') AS value) AS typed
$$;

-- The fields that an entry asks for, in their order: a field hangs on those before it alone.
CREATE FUNCTION loket.shown_fields(rules jsonb, fields jsonb) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    field jsonb;
    shown text[] := '{}';
BEGIN
    FOR field IN SELECT value FROM jsonb_array_elements(rules -> 'fields') WITH ORDINALITY ORDER BY ordinality LOOP
        IF loket.rule_holds(field -> 'when', fields, shown) THEN
            shown := shown || (field ->> 'code');
        END IF;
    END LOOP;
    RETURN shown;
END $$;

CREATE FUNCTION loket.needs_survey(rules jsonb, fields jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT coalesce((rules -> 'survey')::boolean, false)
        AND loket.rule_holds(rules -> 'survey_if', fields, loket.shown_fields(rules, fields))
$$;

CREATE FUNCTION loket.signatory_level(rules jsonb, fields jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT coalesce((SELECT rule ->> 'level'
        FROM jsonb_array_elements(rules -> 'signatory_levels') WITH ORDINALITY AS r (rule, place)
        WHERE loket.rule_holds(rule -> 'when', fields, loket.shown_fields(rules, fields))
        ORDER BY place LIMIT 1), rules ->> 'signatory_level')
$$;

-- The levy in whole rupiah: 0 without one, NULL where an officer must assess it (no lines, no fixed sum).
CREATE FUNCTION loket.levy_of(rules jsonb, fields jsonb) RETURNS numeric
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    levy jsonb := nullif(rules -> 'levy', 'null');
    least_sum numeric := (levy ->> 'minimum')::numeric;
    most_sum numeric := (levy ->> 'maximum')::numeric;
    shown text[] := loket.shown_fields(rules, fields);
    line jsonb;
    part text;
    index jsonb;
    amount numeric;
    total numeric := 0;
BEGIN
    IF levy IS NULL THEN
        RETURN 0;
    ELSIF coalesce(jsonb_array_length(levy -> 'lines'), 0) = 0 THEN
        RETURN CASE WHEN least_sum = most_sum THEN least_sum END;
    END IF;
    FOR line IN SELECT value FROM jsonb_array_elements(levy -> 'lines') LOOP
        CONTINUE WHEN NOT loket.rule_holds(line -> 'when', fields, shown);
        amount := (line ->> 'rate')::numeric;
        FOR part IN SELECT loket.typed(fields, value) FROM jsonb_array_elements_text(line -> 'times') LOOP
            amount := amount * CASE WHEN part ~ '^[0-9]{1,12}$' THEN part::numeric ELSE 0 END;
        END LOOP;
        FOR index IN SELECT value FROM jsonb_array_elements(line -> 'indices') LOOP
            amount := amount * coalesce((SELECT (pair ->> 1)::numeric
                FROM jsonb_array_elements(index -> 'values') AS pair
                WHERE pair ->> 0 = loket.typed(fields, index ->> 'field')), 0);
        END LOOP;
        total := total + round(amount);
    END LOOP;
    RETURN least(greatest(total, least_sum), most_sum); -- a bound that is NULL does not bind
END $$;

-- The mall signs for the Dinas; a higher unit may sign what a lower one may (tree of PMPTSP units).
CREATE FUNCTION loket.level_rank(level text) RETURNS integer
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE level WHEN 'village' THEN 1 WHEN 'district' THEN 2 WHEN 'city' THEN 3
        WHEN 'mall' THEN 4 WHEN 'dinas' THEN 4 END
$$;

CREATE FUNCTION loket.demand_level(rules jsonb, fields jsonb) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    needed text := loket.signatory_level(rules, fields);
    found text := (SELECT level FROM loket.service_point WHERE id = loket.my_point());
BEGIN
    IF coalesce(loket.level_rank(found), 0) < loket.level_rank(needed) THEN
        PERFORM loket.refuse('LevelTooLow', jsonb_build_object('needed', needed, 'found', coalesce(found, '')));
    END IF;
END $$;

CREATE FUNCTION loket.version_in_force(wanted text, at timestamptz) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT id FROM loket.permit_type_version
    WHERE type_code = wanted AND valid_from <= at AND (valid_to IS NULL OR valid_to > at)
    ORDER BY valid_from DESC LIMIT 1
$$;

-- An entry may be filed by this applicant: kind, list of workers, fields due, choices and sectors, exempt groups.
CREATE FUNCTION loket.demand_eligible(filing loket.application, rules jsonb) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    shown text[] := loket.shown_fields(rules, filing.fields);
    is_company boolean := loket.typed(filing.fields, 'company_name') <> '';
    listed bigint := (SELECT count(*) FROM loket.worker WHERE application_id = filing.id);
    allowed text := rules ->> 'applicant';
    fewest bigint := coalesce((rules #>> '{workers,min}')::bigint, 0);
    most bigint := coalesce((rules #>> '{workers,max}')::bigint, 0);
    found text;
BEGIN
    IF is_company <> (allowed = 'company') THEN
        PERFORM loket.refuse('NotEligible', jsonb_build_object('detail', allowed, 'ground', 'applicant'));
    END IF;
    IF listed NOT BETWEEN fewest AND most THEN
        PERFORM loket.refuse('NotEligible',
            jsonb_build_object('detail', fewest || '-' || most, 'ground', 'workers'));
    END IF;
    SELECT e ->> 'reason' INTO found FROM jsonb_array_elements(rules -> 'exemptions') AS e
        WHERE coalesce(e -> 'when', 'null') <> 'null' AND loket.rule_holds(e -> 'when', filing.fields, shown) LIMIT 1;
    IF found IS NOT NULL THEN
        PERFORM loket.refuse('NotEligible', jsonb_build_object('detail', found, 'ground', 'exempt'));
    END IF;
    SELECT f ->> 'label' INTO found FROM jsonb_array_elements(rules -> 'fields') AS f
        WHERE f ->> 'code' = ANY (shown) AND coalesce((f -> 'required')::boolean, true)
        AND loket.typed(filing.fields, f ->> 'code') = '' LIMIT 1;
    IF found IS NOT NULL THEN
        PERFORM loket.refuse('NotEligible', jsonb_build_object('detail', found, 'ground', 'required'));
    END IF;
    SELECT f ->> 'label' INTO found FROM jsonb_array_elements(rules -> 'fields') AS f
        WHERE f ->> 'code' = ANY (shown) AND f ->> 'kind' = 'choice'
        AND loket.typed(filing.fields, f ->> 'code') <> ''
        AND NOT EXISTS (SELECT FROM jsonb_array_elements(f -> 'choices') AS choice
            WHERE choice ->> 0 = loket.typed(filing.fields, f ->> 'code')) LIMIT 1;
    IF found IS NOT NULL THEN
        PERFORM loket.refuse('NotEligible', jsonb_build_object('detail', found, 'ground', 'choice'));
    END IF;
END $$;

-- Required papers of which nothing was filed, neither they nor what may stand in for them.
CREATE FUNCTION loket.demand_papers(filing loket.application, rules jsonb) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    shown text[] := loket.shown_fields(rules, filing.fields);
    missing text[];
BEGIN
    SELECT array_agg(d ->> 'code') INTO missing FROM jsonb_array_elements(rules -> 'documents') AS d
        WHERE coalesce((d -> 'required')::boolean, true) AND loket.rule_holds(d -> 'when', filing.fields, shown)
        AND NOT EXISTS (SELECT FROM loket.scan s WHERE s.application_id = filing.id AND NOT s.superseded
            AND s.verdict <> 'refused' AND s.document_code IN (d ->> 'code', d ->> 'alternative'));
    IF missing IS NOT NULL THEN
        PERFORM loket.refuse('MissingDocument', jsonb_build_object('documents', missing));
    END IF;
END $$;

-- A case is filed on the day it is handed in: under the version in force at that moment, which it then keeps.
CREATE FUNCTION loket.guard_case_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    in_force bigint;
    rules jsonb;
BEGIN
    IF TG_OP = 'INSERT' OR OLD.stage = 'draft'
        AND (NEW.stage = 'submitted' OR NEW.type_version_id IS DISTINCT FROM OLD.type_version_id) THEN
        in_force := loket.version_in_force(NEW.type_code, loket.moment());
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.type_version_id IS DISTINCT FROM OLD.type_version_id
        AND NEW.type_version_id IS DISTINCT FROM in_force THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'rules of another day'));
    END IF;
    SELECT v.rules INTO rules FROM loket.permit_type_version v WHERE v.id = NEW.type_version_id;
    IF TG_OP = 'INSERT' OR NEW.stage = 'submitted' AND OLD.stage = 'draft' THEN
        IF in_force IS NULL OR rules ->> 'status' <> 'complete' THEN
            PERFORM loket.refuse('TypeNotOpen',
                jsonb_build_object('permit_type', NEW.type_code, 'day', loket.local_day(loket.moment())));
        ELSIF NEW.type_version_id <> in_force THEN
            PERFORM loket.refuse('RulesChanged', jsonb_build_object('permit_type', NEW.type_code,
                'version', (SELECT v.rules ->> 'version' FROM loket.permit_type_version v WHERE v.id = in_force)));
        END IF;
    END IF;
    IF TG_OP = 'INSERT' OR NEW.stage = OLD.stage THEN
        RETURN NEW;
    END IF;
    IF NEW.stage = 'submitted' AND OLD.stage IN ('draft', 'returned') THEN
        PERFORM loket.demand_eligible(NEW, rules);
        PERFORM loket.demand_papers(NEW, rules);
        PERFORM loket.demand_row_papers(NEW.id, rules);
    ELSIF NEW.stage IN ('approved', 'refused') THEN
        PERFORM loket.demand_level(rules, NEW.fields);
    END IF;
    RETURN NEW;
END $$;

-- Brings a draft of one's own point to the rules in force; nobody chooses a version himself.
CREATE FUNCTION loket.renew_rules(wanted bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    kind text;
    in_force bigint;
BEGIN
    SELECT type_code INTO kind FROM loket.application WHERE id = wanted AND stage = 'draft'
        AND (service_point_id = loket.my_point() OR loket.has_role('service')) FOR UPDATE;
    in_force := loket.version_in_force(kind, loket.moment());
    IF kind IS NULL THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'renew'));
    ELSIF in_force IS NULL THEN
        PERFORM loket.refuse('TypeNotOpen',
            jsonb_build_object('permit_type', kind, 'day', loket.local_day(loket.moment())));
    END IF;
    UPDATE loket.application SET type_version_id = in_force WHERE id = wanted;
END $$;

-- The level is asked again when the paper is signed: an officer may have been moved since he decided.
CREATE FUNCTION loket.guard_signing_level() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NEW.stage <> OLD.stage AND NEW.stage IN ('prepared', 'sent') THEN
        PERFORM loket.demand_level(v.rules, a.fields)
            FROM loket.application a JOIN loket.permit_type_version v ON v.id = a.type_version_id
            WHERE a.id = NEW.application_id;
    END IF;
    RETURN NEW;
END $$;

-- How many cases stand under a version, wherever they were filed; counted no further than a thousand.
CREATE FUNCTION loket.cases_under(wanted bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT count(*) FROM (SELECT FROM loket.application WHERE type_version_id = wanted LIMIT 1000) AS filed
$$;

-- A version says what its row says, meets no other of its type, and stays as it is once a case stands under it;
-- only its end may be moved, and never into the past.
CREATE FUNCTION loket.guard_version() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    at timestamptz := loket.moment();
    cases bigint := 0;
    other text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        cases := loket.cases_under(OLD.id);
    END IF;
    IF cases > 0 AND (TG_OP = 'DELETE' OR NEW.type_code <> OLD.type_code OR NEW.valid_from <> OLD.valid_from
        OR NEW.rules - 'to' <> OLD.rules - 'to' OR NEW.valid_to IS DISTINCT FROM OLD.valid_to
        AND (OLD.valid_to <= at OR NEW.valid_to < at)) THEN
        PERFORM loket.refuse('RulesInUse', jsonb_build_object('permit_type', OLD.type_code,
            'version', OLD.rules ->> 'version', 'cases', cases));
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.type_code IS DISTINCT FROM NEW.rules ->> 'code'
        OR NEW.valid_from IS DISTINCT FROM (NEW.rules ->> 'from')::timestamptz
        OR NEW.valid_to IS DISTINCT FROM (NEW.rules ->> 'to')::timestamptz THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'rules and their days'));
    END IF;
    PERFORM FROM loket.permit_type WHERE code = NEW.type_code FOR UPDATE;
    SELECT v.rules ->> 'version' INTO other FROM loket.permit_type_version v
        WHERE v.type_code = NEW.type_code AND v.id <> NEW.id AND tstzrange(v.valid_from, v.valid_to)
        && tstzrange(NEW.valid_from, NEW.valid_to) LIMIT 1;
    IF other IS NOT NULL THEN
        PERFORM loket.refuse('RulesOverlap', jsonb_build_object('permit_type', NEW.type_code,
            'version', NEW.rules ->> 'version', 'other', other));
    END IF;
    RETURN NEW;
END $$;

-- Rules are everybody's: every point hears of them.
CREATE FUNCTION loket.bump_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    INSERT INTO loket.point_version AS v (service_point_id, topic, version)
        SELECT id, 'rules', 1 FROM loket.service_point ORDER BY 1
        ON CONFLICT (service_point_id, topic) DO UPDATE SET version = v.version + 1;
    RETURN NULL;
END $$;

-- A levy order asks for what the tariff gives; where the tariff is open, for something within its bounds.
CREATE FUNCTION loket.guard_levy_amount() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    levy jsonb;
    wanted numeric;
BEGIN
    SELECT nullif(v.rules -> 'levy', 'null'), loket.levy_of(v.rules, a.fields) INTO levy, wanted
        FROM loket.application a JOIN loket.permit_type_version v ON v.id = a.type_version_id
        WHERE a.id = NEW.application_id;
    IF levy IS NULL THEN
        RETURN NEW;
    END IF;
    wanted := coalesce(wanted, least(greatest(NEW.amount, (levy ->> 'minimum')::numeric), (levy ->> 'maximum')::numeric));
    IF NEW.amount IS DISTINCT FROM wanted THEN
        PERFORM loket.refuse('WrongAmount', jsonb_build_object('wanted', wanted, 'paid', NEW.amount));
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER b_amount BEFORE INSERT ON loket.levy_order
    FOR EACH ROW EXECUTE FUNCTION loket.guard_levy_amount();
CREATE TRIGGER c_rules BEFORE INSERT OR UPDATE ON loket.application
    FOR EACH ROW EXECUTE FUNCTION loket.guard_case_rules();
CREATE TRIGGER c_level BEFORE UPDATE ON loket.document
    FOR EACH ROW EXECUTE FUNCTION loket.guard_signing_level();
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE OR DELETE ON loket.permit_type_version
    FOR EACH ROW EXECUTE FUNCTION loket.guard_version();
CREATE TRIGGER zz_news AFTER INSERT OR UPDATE OR DELETE ON loket.permit_type_version
    FOR EACH STATEMENT EXECUTE FUNCTION loket.bump_rules();

CREATE POLICY by_admin ON loket.permit_type TO loket_admin
    USING ((SELECT loket.my_officer()) IS NOT NULL) WITH CHECK ((SELECT loket.my_officer()) IS NOT NULL);
CREATE POLICY by_admin ON loket.permit_type_version TO loket_admin
    USING ((SELECT loket.my_officer()) IS NOT NULL) WITH CHECK ((SELECT loket.my_officer()) IS NOT NULL);
GRANT INSERT (code, title), UPDATE (title) ON loket.permit_type TO loket_admin;
GRANT INSERT (type_code, valid_from, valid_to, rules), UPDATE (valid_from, valid_to, rules)
    ON loket.permit_type_version TO loket_admin;
GRANT EXECUTE ON FUNCTION loket.needs_survey(jsonb, jsonb), loket.signatory_level(jsonb, jsonb),
    loket.levy_of(jsonb, jsonb), loket.cases_under(bigint) TO loket_staff, loket_service;
GRANT EXECUTE ON FUNCTION loket.renew_rules(bigint) TO loket_officer, loket_service;

CREATE INDEX ix_application_version ON loket.application (type_version_id);
