-- Secured paper. A pack becomes its sheets, one row each; a sheet is unused, good or spoiled, and the last two are
-- for ever. Nobody makes or takes away a sheet, so good + spoiled + unused = delivered at every moment.

CREATE FUNCTION loket.wants_secured_paper(kind text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT kind = 'permit' AND coalesce(
        (SELECT value = 'true'::jsonb FROM loket.office_setting WHERE key = 'secured_paper'), false)
$$;

CREATE FUNCTION loket.guard_pack() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    NEW.service_point_id := loket.my_point();
    NEW.officer_id := loket.my_officer();
    NEW.received_at := loket.moment();
    RETURN NEW;
END $$;

CREATE FUNCTION loket.open_pack() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    INSERT INTO loket.sheet (service_point_id, pack_id, series, serial, state, reason, officer_id)
        SELECT NEW.service_point_id, NEW.id, NEW.series, n, 'unused', '', NEW.officer_id
        FROM generate_series(NEW.first, NEW.last) AS n;
    RETURN NULL;
END $$;

-- For the owner as for everybody: what a sheet is and what has become of it is not rewritten.
CREATE FUNCTION loket.guard_sheet() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.state <> 'unused' OR (NEW.id, NEW.pack_id, NEW.series, NEW.serial, NEW.service_point_id)
        IS DISTINCT FROM (OLD.id, OLD.pack_id, OLD.series, OLD.serial, OLD.service_point_id) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'rewrite a sheet'));
    END IF;
    NEW.officer_id := loket.my_officer();
    NEW.at := loket.moment();
    RETURN NEW;
END $$;

CREATE FUNCTION loket.demand_sheet_keeper(place bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF loket.my_officer() IS NULL OR NOT (loket.has_role('officer') OR loket.has_role('supervisor'))
        OR place IS NOT NULL AND NOT EXISTS (SELECT FROM loket.counter
            WHERE id = place AND service_point_id = loket.my_point()) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'sheets'));
    END IF;
END $$;

-- All sheets of a range or none.
CREATE FUNCTION loket.demand_whole(wanted_series text, since bigint, until bigint, touched bigint) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF touched = 0 OR touched <> until - since + 1 THEN
        PERFORM loket.refuse('SheetsNotFree', jsonb_build_object('series', wanted_series, 'first', since,
            'last', until, 'free', touched));
    END IF;
END $$;

-- Sheets go from hand to hand by their serials: all of them or none. An officer gives what lies in the store or at
-- the own counter, a supervisor everything; NULL is the store.
CREATE FUNCTION loket.move_sheets(wanted_series text, since bigint, until bigint, place bigint) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    moved bigint;
BEGIN
    PERFORM loket.demand_sheet_keeper(place);
    UPDATE loket.sheet s SET counter_id = place
        WHERE s.service_point_id = loket.my_point() AND s.series = wanted_series AND s.serial BETWEEN since AND until
        AND s.state = 'unused' AND s.print_job_id IS NULL
        AND (s.counter_id IS NULL OR s.counter_id = loket.my_counter() OR loket.has_role('supervisor'));
    GET DIAGNOSTICS moved = ROW_COUNT;
    PERFORM loket.demand_whole(wanted_series, since, until, moved);
    RETURN moved;
END $$;

-- Torn, wet, lost: a sheet that no run has used. What a run has spoiled is told by its confirmation.
CREATE FUNCTION loket.spoil_sheets(wanted_series text, since bigint, until bigint, why text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    spoiled bigint;
BEGIN
    PERFORM loket.demand_sheet_keeper(NULL);
    IF length(trim(coalesce(why, ''))) < 3 THEN
        PERFORM loket.refuse('ReasonNeeded');
    END IF;
    UPDATE loket.sheet s SET state = 'spoiled', reason = left(trim(why), 200)
        WHERE s.service_point_id = loket.my_point() AND s.series = wanted_series AND s.serial BETWEEN since AND until
        AND s.state = 'unused' AND s.print_job_id IS NULL
        AND (s.counter_id IS NULL OR s.counter_id = loket.my_counter() OR loket.has_role('supervisor'));
    GET DIAGNOSTICS spoiled = ROW_COUNT;
    PERFORM loket.demand_whole(wanted_series, since, until, spoiled);
    RETURN spoiled;
END $$;

-- A run takes the lowest free sheets of the counter where its officer sits, as they lie in the tray.
CREATE FUNCTION loket.take_sheets() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    taken bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM loket.document d WHERE d.id = NEW.document_id AND loket.wants_secured_paper(d.kind)) THEN
        RETURN NULL;
    END IF;
    UPDATE loket.sheet SET print_job_id = NEW.id WHERE id IN (SELECT s.id FROM loket.sheet s
        WHERE s.service_point_id = NEW.service_point_id AND s.counter_id = loket.my_counter() AND s.state = 'unused'
        AND s.print_job_id IS NULL ORDER BY s.series, s.serial LIMIT NEW.sheets FOR UPDATE);
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF taken <> NEW.sheets THEN
        PERFORM loket.refuse('NoSheets', jsonb_build_object('wanted', NEW.sheets, 'free', taken));
    END IF;
    RETURN NULL;
END $$;

-- The end of a run is the end of its sheets; of a run that failed nothing came out, they lie in the tray again.
CREATE FUNCTION loket.settle_sheets() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    CASE NEW.state
    WHEN 'printed' THEN
        UPDATE loket.sheet SET state = 'good' WHERE print_job_id = NEW.id;
    WHEN 'spoiled' THEN
        UPDATE loket.sheet SET state = 'spoiled', reason = NEW.raw WHERE print_job_id = NEW.id;
    WHEN 'failed' THEN
        UPDATE loket.sheet SET print_job_id = NULL WHERE print_job_id = NEW.id;
    ELSE
        NULL;
    END CASE;
    RETURN NULL;
END $$;

-- Counted by hand; beside it stands what the ledger had. A difference is a finding until a count agrees again.
CREATE FUNCTION loket.guard_count() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_sheet_keeper(NEW.counter_id);
    NEW.service_point_id := loket.my_point();
    NEW.officer_id := loket.my_officer();
    NEW.at := loket.moment();
    SELECT count(*) INTO NEW.expected FROM loket.sheet s WHERE s.service_point_id = NEW.service_point_id
        AND s.counter_id IS NOT DISTINCT FROM NEW.counter_id AND s.state = 'unused';
    RETURN NEW;
END $$;

-- Of each place that was counted in a period its last count, where it is not what the ledger had.
CREATE FUNCTION loket.sheet_differences(point bigint, since timestamptz, until timestamptz)
    RETURNS TABLE (place text, day date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT last.place, last.day FROM (
        SELECT DISTINCT ON (n.counter_id) coalesce(c.name, 'Gudang') || ': ' || n.counted || ' <> ' || n.expected AS place,
            loket.local_day(n.at) AS day, n.counted <> n.expected AS differs
        FROM loket.sheet_count n LEFT JOIN loket.counter c ON c.id = n.counter_id
        WHERE n.service_point_id = point AND n.at >= since AND n.at < until
        ORDER BY n.counter_id, n.at DESC, n.id DESC) AS last
    WHERE last.differs
$$;

-- For the closing sheet: the day's end of the ledger, nothing where no pack was ever received.
CREATE FUNCTION loket.sheet_balance(point bigint) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT jsonb_build_object(
        'delivered', (SELECT coalesce(sum(p.last - p.first + 1), 0) FROM loket.sheet_pack p
            WHERE p.service_point_id = point),
        'good', count(*) FILTER (WHERE state = 'good'), 'spoiled', count(*) FILTER (WHERE state = 'spoiled'),
        'unused', count(*) FILTER (WHERE state = 'unused'))
    FROM loket.sheet WHERE service_point_id = point HAVING count(*) > 0
$$;

CREATE TRIGGER a_guard BEFORE INSERT ON loket.sheet_pack FOR EACH ROW EXECUTE FUNCTION loket.guard_pack();
CREATE TRIGGER b_open AFTER INSERT ON loket.sheet_pack FOR EACH ROW EXECUTE FUNCTION loket.open_pack();
CREATE TRIGGER a_guard BEFORE UPDATE OR DELETE ON loket.sheet FOR EACH ROW EXECUTE FUNCTION loket.guard_sheet();
CREATE TRIGGER a_guard_whole BEFORE TRUNCATE ON loket.sheet FOR EACH STATEMENT EXECUTE FUNCTION loket.guard_sheet();
CREATE TRIGGER a_guard BEFORE INSERT ON loket.sheet_count FOR EACH ROW EXECUTE FUNCTION loket.guard_count();
CREATE TRIGGER c_keep BEFORE UPDATE OR DELETE ON loket.sheet_pack
    FOR EACH ROW EXECUTE FUNCTION loket.refuse_rewriting();
CREATE TRIGGER c_keep BEFORE UPDATE OR DELETE ON loket.sheet_count
    FOR EACH ROW EXECUTE FUNCTION loket.refuse_rewriting();
CREATE TRIGGER b_take_sheets AFTER INSERT ON loket.print_job FOR EACH ROW EXECUTE FUNCTION loket.take_sheets();
CREATE TRIGGER b_settle_sheets AFTER UPDATE ON loket.print_job
    FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION loket.settle_sheets();
-- a pack's own row tells of all its sheets
CREATE TRIGGER z_journal AFTER UPDATE ON loket.sheet FOR EACH ROW EXECUTE FUNCTION loket.journal_row();

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['sheet_pack', 'sheet_count'] LOOP
        EXECUTE format('CREATE TRIGGER z_journal AFTER INSERT ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.journal_row()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['sheet_pack', 'sheet', 'sheet_count'] LOOP
        EXECUTE format('CREATE POLICY own_point ON loket.%I TO loket_staff
            USING (service_point_id = (SELECT loket.my_point()))
            WITH CHECK (service_point_id = (SELECT loket.my_point()))', t);
        EXECUTE format('GRANT SELECT ON loket.%I TO loket_staff, loket_service', t);
    END LOOP;
END $$;

GRANT INSERT (service_point_id, series, first, last) ON loket.sheet_pack TO loket_supervisor;
GRANT INSERT (service_point_id, counter_id, counted) ON loket.sheet_count TO loket_officer, loket_supervisor;
GRANT EXECUTE ON FUNCTION loket.move_sheets(text, bigint, bigint, bigint),
    loket.spoil_sheets(text, bigint, bigint, text) TO loket_officer, loket_supervisor;
