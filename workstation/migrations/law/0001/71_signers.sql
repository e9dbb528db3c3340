-- Passes for the broker, and certificates last opened.

-- A supervisor asks for a pass for each call to the broker; whoever reads the table finds only its hash. The time is
-- the server's: a practice day may stand still.
CREATE FUNCTION loket.take_signing_pass() RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    pass text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
BEGIN
    IF loket.my_officer() IS NULL OR NOT loket.has_role('supervisor') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'signing_pass'));
    END IF;
    DELETE FROM loket.signing_pass WHERE officer_id = loket.my_officer() AND good_until < clock_timestamp();
    INSERT INTO loket.signing_pass (sha256, officer_id, good_until)
    VALUES (encode(sha256(convert_to(pass, 'UTF8')), 'hex'), loket.my_officer(), clock_timestamp() + interval '2 minutes');
    RETURN pass;
END $$;

-- The broker spends it: once, in time, and only for an officer who still may sign.
CREATE FUNCTION loket.use_signing_pass(pass text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    signatory bigint;
BEGIN
    UPDATE loket.signing_pass p SET used_at = clock_timestamp()
    FROM loket.officer o
    WHERE p.sha256 = encode(sha256(convert_to(pass, 'UTF8')), 'hex') AND p.used_at IS NULL AND p.good_until >= clock_timestamp()
        AND o.id = p.officer_id AND o.active AND pg_has_role(o.login, 'loket_supervisor', 'member')
    RETURNING o.id INTO signatory;
    IF signatory IS NULL THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'signing_pass'));
    END IF;
    RETURN signatory;
END $$;

CREATE FUNCTION loket.guard_certificate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.officer_id := coalesce(loket.my_officer(), NEW.officer_id);
    END IF;
    NEW.opened_at := loket.moment();
    RETURN NEW;
END $$;

CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON loket.officer_certificate
    FOR EACH ROW EXECUTE FUNCTION loket.guard_certificate();

CREATE POLICY own ON loket.officer_certificate TO loket_supervisor
    USING (officer_id = (SELECT loket.my_officer())) WITH CHECK (officer_id = (SELECT loket.my_officer()));
GRANT SELECT, INSERT (subject, sha256, not_after), UPDATE (subject, sha256, not_after)
    ON loket.officer_certificate TO loket_supervisor;
GRANT EXECUTE ON FUNCTION loket.take_signing_pass() TO loket_supervisor;
GRANT EXECUTE ON FUNCTION loket.use_signing_pass(text) TO loket_service;
