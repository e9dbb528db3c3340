-- The journal verified in portions, its head put under a seal at the end of the day, and what leaves the office.

-- Verifies at most `most` rows behind row `after`, whose hash is `known`; all where `most` is NULL. `seq` and `hash`
-- are those of the last row that holds, `end` says that the chain ends there, `broken` names the first row that does
-- not follow. Its `fault` is missing (row `found` stands in its place), changed, tail (the head knows of more rows)
-- or head (the head knows of fewer rows or of another last one).
CREATE FUNCTION loket.judge_rows(point bigint, after bigint, known text, most bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    entry loket.journal;
    head loket.journal_head;
    previous text := known;
    expected bigint := after + 1;
    fault text;
    ends boolean := false;
BEGIN
    -- a wrong `known` must not make a sound row look broken: who may not read the journal would be shown it
    IF after > 0 AND NOT EXISTS (SELECT FROM loket.journal
            WHERE service_point_id = point AND seq = after AND hash = known) THEN
        RETURN jsonb_build_object('seq', after, 'hash', known, 'end', false,
            'broken', jsonb_build_object('seq', after, 'fault', 'changed'));
    END IF;
    FOR entry IN SELECT * FROM loket.journal
            WHERE service_point_id = point AND (after = 0 OR seq > after) ORDER BY seq LIMIT most LOOP
        IF entry.seq <> expected OR entry.hash <> loket.journal_hash(previous, entry) THEN
            fault := CASE WHEN entry.seq = expected THEN 'changed' ELSE 'missing' END;
            EXIT;
        END IF;
        previous := entry.hash;
        expected := expected + 1;
    END LOOP;
    IF fault IS NULL AND (most IS NULL OR expected - after - 1 < most) THEN
        ends := true;
        SELECT * INTO head FROM loket.journal_head WHERE service_point_id = point;
        IF coalesce(head.seq, 0) <> expected - 1 OR coalesce(head.hash, '') <> previous THEN
            fault := CASE WHEN head.seq >= expected THEN 'tail' ELSE 'head' END;
            IF fault = 'head' THEN
                expected := greatest(least(coalesce(head.seq, 0) + 1, expected - 1), 1);
            END IF;
        END IF;
    END IF;
    RETURN jsonb_build_object('seq', expected - 1, 'hash', previous, 'end', ends, 'broken', CASE WHEN fault IS NOT NULL
        THEN jsonb_build_object('seq', expected, 'fault', fault, 'found', entry.seq, 'at', entry.at,
            'login', entry.login, 'action', entry.action, 'thing', entry.thing, 'thing_id', entry.thing_id) END);
END $$;

-- An auditor verifies every point, a manager his own; the server's administrator counts as the service.
CREATE FUNCTION loket.may_verify(point bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT loket.has_role('service') OR loket.my_officer() IS NOT NULL
        AND (loket.has_role('auditor') OR loket.has_role('manager') AND point = loket.my_point())
$$;

CREATE FUNCTION loket.demand_verifier(point bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NOT coalesce(loket.may_verify(point), false) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'verify_journal'));
    END IF;
END $$;

CREATE FUNCTION loket.verify_rows(point bigint, after bigint, known text, most bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_verifier(point);
    RETURN loket.judge_rows(point, after, known, most);
END $$;

-- The number of the first broken row alone, NULL where the chain holds: everybody may ask it of his own point.
CREATE FUNCTION loket.verify_journal(point bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF point IS DISTINCT FROM loket.my_point() THEN
        PERFORM loket.demand_verifier(point);
    END IF;
    RETURN (loket.judge_rows(point, 0, '', NULL) #>> '{broken,seq}')::bigint;
END $$;

CREATE FUNCTION loket.journal_chains() RETURNS TABLE (id bigint, code text, name text, seq bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT p.id, p.code, p.name, coalesce(h.seq, 0) FROM loket.service_point p
    LEFT JOIN loket.journal_head h ON h.service_point_id = p.id
    WHERE loket.may_verify(p.id) AND (h.seq > 0 OR EXISTS (SELECT FROM loket.journal j
        WHERE j.service_point_id = p.id) OR EXISTS (SELECT FROM loket.closing c WHERE c.service_point_id = p.id))
    ORDER BY p.code
$$;

-- Whether the row that a closing sheet names still has the hash that the sheet gives.
CREATE FUNCTION loket.anchor_holds(point bigint, wanted bigint, known text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_verifier(point);
    RETURN wanted = 0 AND known = '' OR EXISTS (SELECT FROM loket.journal
        WHERE service_point_id = point AND seq = wanted AND hash = known);
END $$;

-- A day for its closing sheet: the balance that everybody asks for, and what was done with data, by the journal.
CREATE FUNCTION loket.day_totals(point bigint, since timestamptz) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT jsonb_build_object(
        'balance', (SELECT jsonb_agg(jsonb_build_array(t.leg, t.class, t.is_given, t.number)
            ORDER BY t.leg, t.is_given DESC, t.class) FROM loket.totals(point, since, since + interval '1 day') t),
        'access', (SELECT jsonb_build_object('read', count(*) FILTER (WHERE action = 'read'),
            'unmask', count(*) FILTER (WHERE action = 'unmask'), 'search', count(*) FILTER (WHERE action = 'search'),
            'print', count(*) FILTER (WHERE action = 'print' OR action = 'insert' AND thing = 'print_job'),
            'export', count(*) FILTER (WHERE action = 'export'), 'rows', count(*))
            FROM loket.journal WHERE service_point_id = point AND at >= since),
        'secured', loket.sheet_balance(point))
$$;

-- Ends today at one's own point, once. The row's own line in the journal already belongs to the next sheet.
CREATE FUNCTION loket.close_day() RETURNS date
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    point bigint := loket.my_point();
    today date := loket.local_day(loket.moment());
    head loket.journal_head;
    earlier loket.closing;
BEGIN
    IF point IS NULL OR NOT (loket.has_role('supervisor') OR loket.has_role('manager')) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'close_day'));
    END IF;
    INSERT INTO loket.journal_head (service_point_id, seq, hash) VALUES (point, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM loket.journal_head WHERE service_point_id = point FOR UPDATE;
    SELECT * INTO earlier FROM loket.closing WHERE service_point_id = point AND day = today;
    IF FOUND THEN
        PERFORM loket.refuse('AlreadyClosed', jsonb_build_object('officer', loket.officer_name(earlier.closed_by),
            'since', earlier.closed_at));
    END IF;
    INSERT INTO loket.closing (service_point_id, day, seq, hash, totals, closed_by)
        VALUES (point, today, head.seq, head.hash,
            loket.day_totals(point, date_trunc('day', loket.moment(), 'Asia/Jakarta')), loket.my_officer());
    RETURN today;
END $$;

-- What was closed stays; the seal comes once from the service, the sheet once from who closed.
CREATE FUNCTION loket.guard_closing() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR to_jsonb(OLD) - 'seal' - 'pdf_sha256' <> to_jsonb(NEW) - 'seal' - 'pdf_sha256'
        OR OLD.seal IS NOT NULL AND NEW.seal IS DISTINCT FROM OLD.seal
        OR OLD.pdf_sha256 IS NOT NULL AND NEW.pdf_sha256 IS DISTINCT FROM OLD.pdf_sha256 THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'rewrite a closing'));
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_guard BEFORE UPDATE OR DELETE ON loket.closing
    FOR EACH ROW EXECUTE FUNCTION loket.guard_closing();
CREATE TRIGGER a_guard_whole BEFORE TRUNCATE ON loket.closing
    FOR EACH STATEMENT EXECUTE FUNCTION loket.guard_closing();

CREATE FUNCTION loket.keep_closing(wanted date, bytes bytea) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    name text := encode(sha256(bytes), 'hex');
BEGIN
    IF length(bytes) > 4194304 THEN
        PERFORM loket.refuse('TooLarge', jsonb_build_object('name', 'ini', 'size', length(bytes), 'limit', 4194304));
    END IF;
    INSERT INTO loket.paper_blob (sha256, data) VALUES (name, bytes) ON CONFLICT DO NOTHING;
    UPDATE loket.closing SET pdf_sha256 = name WHERE service_point_id = loket.my_point() AND day = wanted
        AND closed_by = loket.my_officer() AND seal IS NOT NULL AND bytes IS NOT NULL;
    IF NOT FOUND THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'keep_closing'));
    END IF;
END $$;

CREATE FUNCTION loket.closing_pdf(wanted date) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT b.data FROM loket.closing c JOIN loket.paper_blob b ON b.sha256 = c.pdf_sha256
    WHERE c.service_point_id = loket.my_point() AND c.day = wanted
$$;

-- The sheet that was kept for a day, and whether it is still the one that the journal noted when it was kept: nobody
-- else's, and no other day's.
CREATE FUNCTION loket.kept_sheet(point bigint, wanted date, OUT bytes bytea, OUT is_kept boolean, OUT closer text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_verifier(point);
    SELECT b.data, coalesce(encode(sha256(b.data), 'hex') = c.pdf_sha256, false)
        AND EXISTS (SELECT FROM loket.journal j WHERE j.service_point_id = point AND j.thing = 'closing'
            AND j.thing_id = point::text AND j.seq > c.seq AND j.data ->> 'pdf_sha256' = c.pdf_sha256)
        AND NOT EXISTS (SELECT FROM loket.closing o WHERE o.pdf_sha256 = c.pdf_sha256
            AND (o.service_point_id, o.day) <> (c.service_point_id, c.day)), loket.officer_name(c.closed_by)
        INTO bytes, is_kept, closer FROM loket.closing c LEFT JOIN loket.paper_blob b ON b.sha256 = c.pdf_sha256
        WHERE c.service_point_id = point AND c.day = wanted;
END $$;

-- What leaves the office on paper or in a file is noted, and the note kept, before it leaves.
CREATE FUNCTION loket.note_print(what text, wanted bigint, printer text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    point bigint := CASE what
        WHEN 'application' THEN (SELECT service_point_id FROM loket.application WHERE id = wanted)
        WHEN 'document' THEN (SELECT service_point_id FROM loket.document WHERE id = wanted)
        WHEN 'closing' THEN (SELECT service_point_id FROM loket.closing
            WHERE service_point_id = loket.my_point() AND to_char(day, 'YYYYMMDD') = wanted::text) END;
BEGIN
    IF point IS NULL OR point IS DISTINCT FROM loket.my_point() THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'print'));
    END IF;
    PERFORM loket.append_journal(point, 'print', what, wanted::text, jsonb_build_object('printer', left(printer, 200)));
END $$;

CREATE FUNCTION loket.note_export(what text, count bigint, purpose text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF loket.my_officer() IS NULL THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'export'));
    ELSIF length(trim(coalesce(purpose, ''))) < 3 OR length(trim(coalesce(what, ''))) < 3 OR count IS NULL OR count < 0 THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
    PERFORM loket.append_journal(loket.my_point(), 'export', left(what, 60), '',
        jsonb_build_object('purpose', left(purpose, 200), 'count', count));
END $$;

-- The auditor finds a person's rows by the number of a card; the search is announced and kept first, by its mask.
CREATE FUNCTION loket.announce_trail(card text, purpose text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF loket.my_officer() IS NULL OR NOT loket.has_role('auditor') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'search'));
    ELSIF length(trim(coalesce(purpose, ''))) < 3 OR length(coalesce(card, '')) < 6 THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
    PERFORM loket.append_journal(loket.my_point(), 'search', 'person', left(card, 4) || '**********' || right(card, 2),
        jsonb_build_object('purpose', left(purpose, 200), 'transaction', pg_current_xact_id()::text));
END $$;

CREATE FUNCTION loket.trail_of(card text) RETURNS TABLE (thing text, thing_id text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
#variable_conflict use_column
DECLARE
    point bigint := loket.my_point();
BEGIN
    IF NOT loket.has_role('auditor') OR NOT EXISTS (SELECT FROM loket.journal WHERE thing = 'person'
        AND thing_id = left(card, 4) || '**********' || right(card, 2) AND action = 'search'
        AND login = session_user AND at > loket.moment() - interval '15 minutes'
        AND data ->> 'transaction' IS DISTINCT FROM pg_current_xact_id_if_assigned()::text) THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
    RETURN QUERY WITH cases AS (
        SELECT a.id FROM loket.application a WHERE a.service_point_id = point AND a.applicant_nik = card
        UNION SELECT w.application_id FROM loket.worker w WHERE w.service_point_id = point AND w.nik = card
    )
    SELECT 'application', c.id::text FROM cases c
    UNION ALL SELECT 'scan', s.id::text FROM cases c JOIN loket.scan s ON s.application_id = c.id
    UNION ALL SELECT 'document', d.id::text FROM cases c JOIN loket.document d ON d.application_id = c.id;
END $$;

CREATE POLICY own_point ON loket.closing FOR SELECT TO loket_supervisor, loket_manager
    USING (service_point_id = (SELECT loket.my_point()));
CREATE POLICY for_auditor ON loket.closing FOR SELECT TO loket_auditor
    USING ((SELECT loket.my_officer()) IS NOT NULL);
GRANT SELECT ON loket.closing TO loket_supervisor, loket_manager, loket_auditor, loket_service;
GRANT UPDATE (seal) ON loket.closing TO loket_service;

CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.closing
    FOR EACH ROW EXECUTE FUNCTION loket.journal_row();
CREATE TRIGGER zz_news_new AFTER INSERT ON loket.closing REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION loket.bump('closings');
CREATE TRIGGER zz_news_changed AFTER UPDATE ON loket.closing REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION loket.bump('closings');

GRANT EXECUTE ON FUNCTION loket.verify_journal(bigint), loket.note_print(text, bigint, text),
    loket.note_export(text, bigint, text) TO loket_staff, loket_service;
GRANT EXECUTE ON FUNCTION loket.verify_rows(bigint, bigint, text, bigint), loket.journal_chains(),
    loket.anchor_holds(bigint, bigint, text), loket.kept_sheet(bigint, date) TO loket_manager, loket_auditor, loket_service;
GRANT EXECUTE ON FUNCTION loket.close_day(), loket.keep_closing(date, bytea) TO loket_supervisor, loket_manager;
GRANT EXECUTE ON FUNCTION loket.closing_pdf(date) TO loket_supervisor, loket_manager, loket_auditor;
GRANT EXECUTE ON FUNCTION loket.announce_trail(text, text), loket.trail_of(text) TO loket_auditor;
