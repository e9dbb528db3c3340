-- Rights on the persons' desk: nobody writes a row but through the functions; a manager sees, an administrator keeps
-- the periods and may be the second person of a destruction, and sees no person.

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['data_subject', 'data_request', 'restraint', 'breach'] LOOP
        EXECUTE format('CREATE POLICY of_the_desk ON loket.%I FOR SELECT TO loket_manager
            USING ((SELECT loket.my_officer()) IS NOT NULL)', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['retention_period', 'destruction', 'destruction_item'] LOOP
        EXECUTE format('CREATE POLICY of_the_desk ON loket.%I FOR SELECT TO loket_manager, loket_admin
            USING ((SELECT loket.my_officer()) IS NOT NULL)', t);
        EXECUTE format('GRANT SELECT ON loket.%I TO loket_manager, loket_admin', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['data_request', 'restraint', 'breach', 'retention_period', 'destruction'] LOOP
        EXECUTE format('CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.%I
            FOR EACH ROW EXECUTE FUNCTION loket.journal_row()', t);
    END LOOP;
END $$;

GRANT SELECT (id, nik_masked, asked_at) ON loket.data_subject TO loket_manager;
GRANT SELECT ON loket.data_request, loket.restraint, loket.breach TO loket_manager;
CREATE POLICY by_admin ON loket.retention_period FOR UPDATE TO loket_admin
    USING ((SELECT loket.my_officer()) IS NOT NULL) WITH CHECK ((SELECT loket.my_officer()) IS NOT NULL);
GRANT UPDATE (days) ON loket.retention_period TO loket_admin;

GRANT EXECUTE ON FUNCTION loket.announce_person(text, text), loket.announce_known(bigint, text), loket.announce_export(bigint, text),
    loket.person_holdings(bigint), loket.person_trail(bigint), loket.person_data(bigint),
    loket.register_request(bigint, text, text, text, text, timestamptz), loket.answer_request(bigint, text, text),
    loket.lay_restraint(text, bigint, bigint, bigint, text), loket.lift_restraint(bigint, text),
    loket.propose_destruction(text[], bigint, text), loket.open_breach(text, text, timestamptz, timestamptz,
    timestamptz, text, text), loket.announce_breach(bigint, text), loket.tell_breach(bigint, text),
    loket.breach_persons(bigint) TO loket_manager;
GRANT EXECUTE ON FUNCTION loket.due_for_destruction(), loket.drop_destruction(bigint, text),
    loket.approve_destruction(bigint) TO loket_manager, loket_admin;
GRANT EXECUTE ON FUNCTION loket.destroying(), loket.forwarding() TO loket_staff, loket_service; -- asked in the guards' own conditions
GRANT EXECUTE ON FUNCTION loket.frozen_workers() TO loket_staff; -- asked by the policy
GRANT EXECUTE ON FUNCTION loket.hidden_workers(bigint) TO loket_staff, loket_service;
GRANT EXECUTE ON FUNCTION loket.is_frozen(bigint) TO loket_service; -- what is frozen waits in the back room
