-- What tables and triggers stand on: the office's moment, who is asking, how the law says no.

-- a function made later is nobody's until it is granted
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE FUNCTION loket.moment() RETURNS timestamptz
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT at FROM loket.practice_clock), now());
END $$;

-- Refusals travel as SQLSTATE LK000: the message is the class in errors.py, the detail its facts.
CREATE FUNCTION loket.refuse(name text, facts jsonb DEFAULT '{}') RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'LK000', MESSAGE = name, DETAIL = facts::text;
END $$;
