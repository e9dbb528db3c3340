-- Append-only journal with a hash chain for each service point, written by triggers.
-- The hash is over a JSON array: no text can slip from one column into the next. Nothing in it hangs on the session's
-- time zone or date style (a moment goes in as seconds), and each setting fixed here would cost a third of the speed:
-- the search path too, so this one is kept parsed, with its names bound.

CREATE FUNCTION loket.journal_hash(previous text, j loket.journal) RETURNS text
    LANGUAGE sql STABLE
    RETURN encode(sha256(convert_to(jsonb_build_array(previous, j.service_point_id, j.seq,
        extract(epoch FROM j.at), j.login, j.action, j.thing, j.thing_id, j.reason, j.data)::text,
        'UTF8')), 'hex');

CREATE FUNCTION loket.append_journal(point bigint, action text, thing text, thing_id text, data jsonb)
    RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    head loket.journal_head;
    entry loket.journal;
BEGIN
    INSERT INTO loket.journal_head (service_point_id, seq, hash) VALUES (point, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM loket.journal_head WHERE service_point_id = point FOR UPDATE;
    entry.service_point_id := point;
    entry.seq := head.seq + 1;
    entry.at := loket.moment();
    entry.login := session_user;
    entry.action := action;
    entry.thing := thing;
    entry.thing_id := thing_id;
    entry.reason := left(coalesce(current_setting('loket.reason', true), ''), 500);
    entry.data := data;
    entry.hash := loket.journal_hash(head.hash, entry);
    INSERT INTO loket.journal VALUES (entry.*);
    UPDATE loket.journal_head SET seq = entry.seq, hash = entry.hash WHERE service_point_id = point;
END $$;

-- A person's data never enters the journal: of such columns it only says that they changed.
CREATE FUNCTION loket.public_part(whole jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(key, CASE
        WHEN key IN ('nik', 'fields', 'phone', 'applicant_nik', 'address', 'record', 'healthy', 'temperature',
            'applicant_name', 'nik_masked', 'holder', 'file_name', 'last4', 'seal', 'subject_name', 'details', 'answer', 'recipient', 'recipient_masked', 'token')
        THEN '"..."'::jsonb ELSE value END), '{}')
    FROM jsonb_each(whole)
$$;

CREATE FUNCTION loket.journal_row() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    now_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    old_row jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}'::jsonb END;
    changed jsonb;
    point bigint;
BEGIN
    SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO changed
        FROM jsonb_each(now_row) WHERE old_row -> key IS DISTINCT FROM value;
    IF TG_OP = 'UPDATE' AND changed = '{}' THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME IN ('visit', 'worker', 'handover') AND changed ? 'name' THEN
        changed := jsonb_set(changed, '{name}', '"..."'); -- of officers and counters a name is no secret
    END IF;
    point := coalesce((now_row ->> 'service_point_id')::bigint, loket.my_point(),
        (SELECT min(id) FROM loket.service_point));
    PERFORM loket.append_journal(point, lower(TG_OP), TG_TABLE_NAME,
        coalesce(now_row ->> 'id', now_row ->> 'application_id', now_row ->> 'visit_id', now_row ->> 'key',
            now_row ->> 'code', now_row ->> 'service_point_id', ''),
        loket.public_part(changed));
    RETURN NULL;
END $$;

CREATE FUNCTION loket.refuse_rewriting() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'rewrite the journal'));
    RETURN NULL;
END $$;

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON loket.journal
    FOR EACH ROW EXECUTE FUNCTION loket.refuse_rewriting();
CREATE TRIGGER journal_is_never_truncated BEFORE TRUNCATE ON loket.journal
    FOR EACH STATEMENT EXECUTE FUNCTION loket.refuse_rewriting();

DO $$
DECLARE
    watched text;
BEGIN
    FOREACH watched IN ARRAY ARRAY['visit', 'health_declaration', 'application', 'worker', 'scan', 'field_mark', 'field_place',
        'case_reason', 'document', 'signing_batch', 'print_job', 'handover', 'officer', 'counter_session',
        'permit_type_version', 'office_setting', 'hall', 'holiday', 'service', 'counter', 'seal_key',
        'case_wait', 'guarantor_contact', 'survey', 'levy_order', 'takeover'] LOOP
        EXECUTE format('CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.journal_row()', watched);
    END LOOP;
END $$;
