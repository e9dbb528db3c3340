-- Server functions that every login has by default and no officer needs; only a superuser may take them away.
DO $$
DECLARE
    f regprocedure;
BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        RAISE NOTICE 'not a superuser: large objects and advisory locks stay open to every login';
        RETURN;
    END IF;
    FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'pg_catalog' AND p.prokind = 'f'
        AND (p.proname LIKE 'lo\_%' OR p.proname IN ('loread', 'lowrite') OR p.proname LIKE 'pg\_%advisory%'
            OR p.proname IN ('pg_notify', 'pg_logical_emit_message')) LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    END LOOP;
    -- the server is the office's own: in its other databases these functions and temporary tables stand open
    REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
END $$;
