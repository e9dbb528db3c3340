-- A long list is looked through before it is approved: which rows an officer had on his screen is kept, and of those
-- that he had not he may approve ten. So many stand on one screen; a short list is seen whole anyway. A sample drawn
-- here would show less: the one person who does not belong to a list is found by seeing all rows, not one in twenty.

CREATE FUNCTION loket.guard_glance() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    a loket.application;
BEGIN
    SELECT c.* INTO a FROM loket.worker w JOIN loket.application c ON c.id = w.application_id WHERE w.id = NEW.worker_id;
    IF a.id IS NULL OR a.service_point_id IS DISTINCT FROM loket.my_point() OR NOT loket.has_role('reviewer')
        OR a.stage NOT IN ('submitted', 'administrative', 'technical') THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'worker_glance'));
    END IF;
    PERFORM loket.demand_lease(a.owner_id, a.owned_since, a.lease_until);
    NEW.application_id := a.id;
    NEW.service_point_id := a.service_point_id;
    NEW.officer_id := loket.my_officer();
    NEW.at := loket.moment();
    RETURN NEW;
END $$;

CREATE FUNCTION loket.demand_looked_through() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
DECLARE
    unseen bigint;
BEGIN
    SELECT count(*) INTO unseen FROM loket.worker_decision d
        WHERE d.application_id IN (SELECT f.application_id FROM fresh f) AND d.verdict = 'approve'
        AND d.officer_id = loket.my_officer() AND NOT EXISTS (SELECT FROM loket.worker_glance g
            WHERE g.worker_id = d.worker_id AND g.officer_id = d.officer_id);
    IF unseen > 10 THEN
        PERFORM loket.refuse('UnseenPersons', jsonb_build_object('count', unseen));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER a_guard BEFORE INSERT ON loket.worker_glance
    FOR EACH ROW EXECUTE FUNCTION loket.guard_glance();
CREATE TRIGGER c_looked_through_new AFTER INSERT ON loket.worker_decision REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION loket.demand_looked_through();
CREATE TRIGGER c_looked_through_other AFTER UPDATE ON loket.worker_decision REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION loket.demand_looked_through();
CREATE POLICY own ON loket.worker_glance TO loket_staff
    USING (service_point_id = (SELECT loket.my_point())) WITH CHECK (service_point_id = (SELECT loket.my_point()));
GRANT SELECT ON loket.worker_glance TO loket_staff;
GRANT INSERT (worker_id, officer_id, application_id, service_point_id) ON loket.worker_glance TO loket_reviewer;
