-- session_user is the identity; nothing that a client says about who it is is believed. Its name's own collation is
-- not that of the index on the logins, hence the COLLATE. Who works in a frozen snapshot is nobody: the law counts
-- (quotas, leases, who is still active) what is, not what was when a session began. In plpgsql, which keeps its plans:
-- the body of a function in SQL is planned anew for every question, and row security asks these in each.

CREATE FUNCTION loket.my_officer() RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    RETURN (SELECT id FROM loket.officer WHERE login = session_user::text COLLATE "default" AND active
        AND current_setting('transaction_isolation') = 'read committed');
END $$;

CREATE FUNCTION loket.my_point() RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    RETURN (SELECT service_point_id FROM loket.officer WHERE login = session_user::text COLLATE "default" AND active
        AND current_setting('transaction_isolation') = 'read committed');
END $$;

CREATE FUNCTION loket.has_role(job text) RETURNS boolean
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN pg_has_role(session_user, 'loket_' || job, 'member');
END $$;

CREATE FUNCTION loket.my_roles() RETURNS SETOF text
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT job FROM unnest(ARRAY['officer', 'reviewer', 'supervisor', 'manager', 'admin', 'auditor', 'service'])
        AS job
    WHERE pg_has_role(session_user, 'loket_' || job, 'member')
$$;

CREATE FUNCTION loket.my_counter() RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    RETURN (SELECT counter_id FROM loket.counter_session WHERE officer_id = loket.my_officer() AND to_at IS NULL);
END $$;

CREATE FUNCTION loket.officer_name(wanted bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT name FROM loket.officer WHERE id = wanted
$$;
