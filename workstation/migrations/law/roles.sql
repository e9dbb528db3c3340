-- Group roles, one for each job; a person's login is a member of the jobs he holds. Run once per server.
DO $$
DECLARE
    job text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'loket_owner') THEN
        CREATE ROLE loket_owner NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'loket_staff') THEN
        CREATE ROLE loket_staff NOLOGIN;
    END IF;
    FOREACH job IN ARRAY ARRAY['officer', 'reviewer', 'supervisor', 'manager', 'admin', 'auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'loket_' || job) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', 'loket_' || job);
        END IF;
        EXECUTE format('GRANT loket_staff TO %I', 'loket_' || job);
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'loket_service') THEN
        CREATE ROLE loket_service NOLOGIN;
    END IF;
END $$;
