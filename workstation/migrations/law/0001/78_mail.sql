-- E-mail to applicants: queued by the step that causes it, sent by the service, read back by who sends it again.
-- Leases and tries go by the server's own clock: a practice day may stand still.

CREATE FUNCTION loket.is_mail_address(wanted text) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT length(wanted) <= 254 AND wanted ~ E'^[A-Za-z0-9!#$%&''*+/=?^_`{|}~.-]+@([A-Za-z0-9-]+\\.)+[A-Za-z]{2,}$'
$$;

CREATE FUNCTION loket.masked_mail(wanted text) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN wanted = '' THEN '' ELSE left(wanted, 1) || '•••' || substr(wanted, position('@' IN wanted)) END
$$;

-- Where a case's messages go: the address that an officer last corrected, else what the applicant gave.
CREATE FUNCTION loket.mail_address_of(wanted bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT coalesce((SELECT m.recipient FROM loket.outgoing_mail m WHERE m.application_id = wanted AND m.recipient <> ''
            ORDER BY m.id DESC LIMIT 1),
        (SELECT trim(coalesce(nullif(trim(a.fields ->> 'email'), ''), a.fields ->> 'company_email', ''))
            FROM loket.application a WHERE a.id = wanted))
$$;

-- A message in the transaction of its cause; where the office sends none, or no address was given, there is none.
CREATE FUNCTION loket.queue_mail(of_case bigint, point bigint, paper bigint, why text, at_occasion bigint) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    address text := loket.mail_address_of(of_case);
    made bigint;
BEGIN
    IF loket.is_mail_address(address) AND EXISTS (SELECT FROM loket.office_setting WHERE key = 'mail' AND value = 'true') THEN
        INSERT INTO loket.outgoing_mail AS m (service_point_id, application_id, document_id, kind, occasion, attempt,
            recipient, token, state, reason, tries, next_try_at, is_repeated, answer)
        VALUES (point, of_case, paper, why, at_occasion, 1, address, loket.mail_token(), 'queued', '', 0,
            clock_timestamp(), false, '') RETURNING m.id INTO made;
    END IF;
    RETURN made;
END $$;

-- Names a message to mail servers; nobody can guess it, so nobody can say of another's message that it came back.
CREATE FUNCTION loket.mail_token() RETURNS text
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT lower(loket.spoken_code(24))
$$;

CREATE FUNCTION loket.queue_paper() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF NEW.kind IN ('permit', 'refusal_letter', 'persons_letter') AND loket.queue_mail(NEW.application_id,
            NEW.service_point_id, NEW.id, CASE NEW.kind WHEN 'refusal_letter' THEN 'refusal' WHEN 'persons_letter'
            THEN 'persons' ELSE 'permit' END, 0) IS NOT NULL THEN
        INSERT INTO loket.mail_copy (document_id, service_point_id, opening_code)
            VALUES (NEW.id, NEW.service_point_id, loket.spoken_code(8));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION loket.queue_return() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.queue_mail(NEW.application_id, NEW.service_point_id, NULL, 'returned', NEW.round);
    RETURN NULL;
END $$;

CREATE TRIGGER b_queue_mail AFTER UPDATE ON loket.document
    FOR EACH ROW WHEN (NEW.stage = 'issued' AND OLD.stage = 'deposited') EXECUTE FUNCTION loket.queue_paper();
CREATE TRIGGER b_queue_mail AFTER INSERT ON loket.case_return FOR EACH ROW EXECUTE FUNCTION loket.queue_return();

-- What may follow on what; whose message it is and where it goes never changes.
CREATE FUNCTION loket.guard_mail() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT loket.is_mail_address(NEW.recipient) THEN
            PERFORM loket.refuse('BadFields', jsonb_build_object('faults',
                jsonb_build_object('address', 'Alamat surel tidak wajar; contoh nama@contoh.id.')));
        END IF;
        NEW.recipient_masked := loket.masked_mail(NEW.recipient);
        NEW.officer_id := loket.my_officer();
        NEW.made_at := loket.moment();
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND NOT (CASE OLD.state
            WHEN 'queued' THEN NEW.state IN ('sending', 'cancelled', 'failed')
            WHEN 'sending' THEN NEW.state IN ('queued', 'accepted', 'unknown', 'failed', 'cancelled')
            WHEN 'unknown' THEN NEW.state IN ('queued', 'bounced', 'cancelled')
            WHEN 'accepted' THEN NEW.state = 'bounced' ELSE false END) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'mail'));
    ELSIF (NEW.application_id, NEW.document_id, NEW.kind, NEW.occasion, NEW.attempt, NEW.recipient, NEW.token, NEW.made_at)
        IS DISTINCT FROM (OLD.application_id, OLD.document_id, OLD.kind, OLD.occasion, OLD.attempt, OLD.recipient,
            OLD.token, OLD.made_at) THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'mail'));
    END IF;
    IF NEW.state <> OLD.state THEN
        NEW.ended_at := CASE WHEN NEW.state IN ('queued', 'sending') THEN NULL ELSE loket.moment() END;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON loket.outgoing_mail
    FOR EACH ROW EXECUTE FUNCTION loket.guard_mail();

-- An officer of the point, on a message of the point.
CREATE FUNCTION loket.demand_mail(what text, point bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    PERFORM loket.demand_duty(what, 'officer');
    IF point IS DISTINCT FROM loket.my_point() THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', what));
    END IF;
END $$;

-- Send once more, to another address when one is given. One whose end is unknown goes under its old name, so that the
-- receiver knows it again; the others are messages of their own. Returns the message.
CREATE FUNCTION loket.send_mail_again(wanted bigint, address text, words text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    old loket.outgoing_mail;
    made bigint;
    wished text := trim(coalesce(address, ''));
BEGIN
    SELECT * INTO old FROM loket.outgoing_mail WHERE id = wanted FOR UPDATE;
    PERFORM loket.demand_mail('send_mail_again', old.service_point_id);
    PERFORM loket.demand_words(words);
    IF old.state IN ('queued', 'sending') OR EXISTS (SELECT FROM loket.outgoing_mail m
            WHERE m.application_id = old.application_id AND m.kind = old.kind AND m.occasion = old.occasion
            AND m.attempt > old.attempt) THEN
        PERFORM loket.refuse('ChangedByOther');
    ELSIF old.state = 'unknown' AND wished IN ('', old.recipient) THEN
        UPDATE loket.outgoing_mail SET state = 'queued', next_try_at = clock_timestamp() WHERE id = wanted;
        PERFORM loket.append_journal(old.service_point_id, 'send_again', 'outgoing_mail', wanted::text,
            jsonb_build_object('reason', trim(words)));
        RETURN wanted;
    END IF;
    INSERT INTO loket.outgoing_mail AS m (service_point_id, application_id, document_id, kind, occasion, attempt,
        recipient, token, state, reason, tries, next_try_at, is_repeated, answer)
    VALUES (old.service_point_id, old.application_id, old.document_id, old.kind, old.occasion, old.attempt + 1,
        coalesce(nullif(wished, ''), old.recipient), loket.mail_token(), 'queued', trim(words), 0, clock_timestamp(), false,
        '') RETURNING m.id INTO made;
    RETURN made;
END $$;

-- Remind of a paper on the shelf, at most once a day; returns the message, NULL where the office has no address.
CREATE FUNCTION loket.remind_by_mail(wanted bigint) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    paper loket.document;
BEGIN
    SELECT * INTO paper FROM loket.document WHERE id = wanted FOR UPDATE;
    PERFORM loket.demand_mail('remind_by_mail', paper.service_point_id);
    IF paper.stage NOT IN ('issued', 'printed') THEN
        PERFORM loket.refuse('WrongStage', jsonb_build_object('thing', 'document', 'stage', paper.stage, 'action', 'remind'));
    END IF;
    RETURN loket.queue_mail(paper.application_id, paper.service_point_id, paper.id, 'reminder',
        loket.local_day(loket.moment()) - date '2000-01-01');
END $$;

-- The whole address of a message, for who corrects it: a reading of its case, announced as any other.
CREATE FUNCTION loket.open_mail(wanted bigint) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    m loket.outgoing_mail;
BEGIN
    SELECT * INTO m FROM loket.outgoing_mail WHERE id = wanted;
    PERFORM loket.demand_mail('open_mail', m.service_point_id);
    PERFORM loket.demand_announced(m.service_point_id, 'application', m.application_id);
    PERFORM loket.note_unmasking(m.service_point_id, 'application', m.application_id);
    RETURN m.recipient;
END $$;

CREATE FUNCTION loket.copy_of(what text, wanted bigint) RETURNS loket.mail_copy
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    found loket.mail_copy;
BEGIN
    SELECT * INTO found FROM loket.mail_copy WHERE document_id = wanted FOR UPDATE;
    PERFORM loket.demand_mail(what, found.service_point_id);
    PERFORM loket.demand_workable(loket.case_of('document', wanted));
    RETURN found;
END $$;

-- The code for the slip, each time with a line in the journal beside the announcement; gone with its hand-over.
CREATE FUNCTION loket.read_copy_code(wanted bigint) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    paper_copy loket.mail_copy := loket.copy_of('read_copy_code', wanted);
BEGIN
    IF paper_copy.opening_code IS NULL THEN
        PERFORM loket.refuse('CodeGiven', jsonb_build_object('since', paper_copy.given_at));
    ELSIF paper_copy.sha256 IS NULL THEN  -- a slip may not be printed for what may never go out
        PERFORM loket.refuse('CopyNotMade');
    END IF;
    PERFORM loket.demand_announced(paper_copy.service_point_id, 'document', wanted);
    PERFORM loket.append_journal(paper_copy.service_point_id, 'read_code', 'document', wanted::text, '{}');
    RETURN paper_copy.opening_code;
END $$;

-- Handed over on paper to somebody whom the words name; nobody reads the code after that. A copy that is not made yet
-- still needs its code.
CREATE FUNCTION loket.give_copy_code(wanted bigint, words text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    paper_copy loket.mail_copy := loket.copy_of('give_copy_code', wanted);
BEGIN
    PERFORM loket.demand_words(words);
    IF paper_copy.opening_code IS NULL THEN
        PERFORM loket.refuse('CodeGiven', jsonb_build_object('since', paper_copy.given_at));
    ELSIF paper_copy.sha256 IS NULL THEN
        PERFORM loket.refuse('CopyNotMade');
    END IF;
    UPDATE loket.mail_copy SET opening_code = NULL, given_at = loket.moment(), given_by = loket.my_officer()
        WHERE document_id = wanted;
    PERFORM loket.append_journal(paper_copy.service_point_id, 'give_code', 'document', wanted::text,
        jsonb_build_object('reason', trim(words)));
END $$;

-- The slip is lost: a copy with another code goes out. The old one stays what it was, in whoever's mailbox it lies.
CREATE FUNCTION loket.renew_copy(wanted bigint, words text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    paper_copy loket.mail_copy := loket.copy_of('renew_copy', wanted);
    last_sent bigint;
BEGIN
    PERFORM loket.demand_words(words);
    SELECT max(id) INTO last_sent FROM loket.outgoing_mail
        WHERE document_id = wanted AND kind IN ('permit', 'refusal', 'persons');
    UPDATE loket.mail_copy SET opening_code = loket.spoken_code(8), sha256 = NULL, given_at = NULL, given_by = NULL
        WHERE document_id = wanted;
    UPDATE loket.paper_blob SET data = NULL WHERE sha256 = paper_copy.sha256;
    -- what goes now is another message: it must not bear the old one's name
    UPDATE loket.outgoing_mail SET state = 'cancelled' WHERE id = last_sent AND state = 'unknown';
    RETURN loket.send_mail_again(last_sent, '', words);
END $$;

-- The bytes of the copy, for the service that sends it.
CREATE FUNCTION loket.copy_bytes(wanted bigint) RETURNS bytea
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    RETURN (SELECT b.data FROM loket.mail_copy c JOIN loket.paper_blob b ON b.sha256 = c.sha256
        WHERE c.document_id = wanted);
END $$;

CREATE POLICY own_point ON loket.outgoing_mail FOR SELECT TO loket_staff
    USING (service_point_id = (SELECT loket.my_point()));
CREATE POLICY own_point ON loket.mail_copy FOR SELECT TO loket_staff
    USING (service_point_id = (SELECT loket.my_point()));
CREATE TRIGGER z_journal AFTER INSERT OR DELETE ON loket.outgoing_mail
    FOR EACH ROW EXECUTE FUNCTION loket.journal_row();
-- taking a message up and laying it back is no news; what became of it is
CREATE TRIGGER z_journal_end AFTER UPDATE ON loket.outgoing_mail
    FOR EACH ROW WHEN (NEW.state <> OLD.state AND NEW.state NOT IN ('sending', 'queued'))
    EXECUTE FUNCTION loket.journal_row();

GRANT SELECT (id, service_point_id, application_id, document_id, kind, occasion, attempt, recipient_masked, state, reason,
    tries, next_try_at, is_repeated, answer, officer_id, made_at, ended_at) ON loket.outgoing_mail
    TO loket_officer, loket_supervisor, loket_reviewer;
GRANT SELECT (document_id, service_point_id, sha256, given_at, given_by) ON loket.mail_copy
    TO loket_officer, loket_supervisor, loket_reviewer;
GRANT SELECT, UPDATE (state, rendition_sha256, tries, next_try_at, lease_until, data_at, is_repeated, answer)
    ON loket.outgoing_mail TO loket_service;
GRANT SELECT, UPDATE (sha256) ON loket.mail_copy TO loket_service;
GRANT EXECUTE ON FUNCTION loket.send_mail_again(bigint, text, text), loket.remind_by_mail(bigint),
    loket.open_mail(bigint), loket.read_copy_code(bigint), loket.give_copy_code(bigint, text),
    loket.renew_copy(bigint, text) TO loket_officer;
GRANT EXECUTE ON FUNCTION loket.copy_bytes(bigint), loket.keep_paper(bytea) TO loket_service;
