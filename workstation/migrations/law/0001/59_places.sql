-- A field tied to a place on a paper: written by who holds the case, on a paper of the same case that still counts.
-- The place tells where to look, never what is right: a mark is needed all the same.

CREATE FUNCTION loket.guard_field_place() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM loket.scan WHERE id = NEW.scan_id AND application_id = NEW.application_id
        AND NOT superseded) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'tie a field to another paper'));
    END IF;
    NEW.officer_id := loket.my_officer();
    NEW.at := loket.moment();
    RETURN NEW;
END $$;

CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE OR DELETE ON loket.field_place
    FOR EACH ROW EXECUTE FUNCTION loket.guard_case_part();
CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON loket.field_place
    FOR EACH ROW EXECUTE FUNCTION loket.guard_field_place();
