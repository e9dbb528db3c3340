-- Who loses a paper is told so in a decision of its own: numbered when the paper is withdrawn, in that transaction, and
-- signed by who withdrew it. What it rests on is the proposal (table withdrawal).

CREATE FUNCTION loket.open_withdrawal_letter() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    INSERT INTO loket.document (service_point_id, application_id, kind, stage, number, serial, holder, approved_by,
        approved_at, raw, prints, withdraws_id)
    SELECT NEW.service_point_id, a.id, 'withdrawal_letter', 'to_sign',
        loket.take_letter_number('withdrawal_letter', a.type_version_id, NEW.service_point_id),
        loket.take_number('serial', 'all', 'ever'), NEW.holder, loket.my_officer(), loket.moment(), '', 0, NEW.id
    FROM loket.application a WHERE a.id = NEW.application_id;
    RETURN NULL;
END $$;

CREATE TRIGGER b_withdrawal_letter AFTER UPDATE ON loket.document
    FOR EACH ROW WHEN (NEW.stage = 'withdrawn' AND OLD.stage <> 'withdrawn')
    EXECUTE FUNCTION loket.open_withdrawal_letter();
