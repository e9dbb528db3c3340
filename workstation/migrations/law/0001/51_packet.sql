-- A packet: the cases with the nearest deadlines that nobody holds, taken at once and shared with no colleague.

-- Fills the hands of who asks up to `wanted` cases, ten at most (as in settle_lease). The cases that he may not judge
-- are passed over; one that a colleague is just taking is left to him. OFFSET 0: four eyes are looked for case by
-- case in the order of the deadlines, not for everything that waits.
CREATE FUNCTION loket.take_packet(wanted integer) RETURNS SETOF bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
    WITH chosen AS (
        SELECT waiting.id FROM (
            SELECT id FROM loket.application
            WHERE service_point_id = loket.my_point() AND stage IN ('submitted', 'administrative', 'technical')
            AND (owner_id IS NULL OR lease_until <= loket.moment())
            ORDER BY due_at NULLS LAST, submitted_at, id
            FOR UPDATE SKIP LOCKED OFFSET 0
        ) AS waiting
        WHERE NOT loket.has_keyed(waiting.id)
        LIMIT greatest(0, least(wanted, 10) - (SELECT count(*) FROM loket.application
            WHERE owner_id = loket.my_officer() AND lease_until > loket.moment()))
    )
    UPDATE loket.application AS a SET owner_id = loket.my_officer(), lease_until = loket.moment()
    FROM chosen WHERE a.id = chosen.id RETURNING a.id
$$;

GRANT EXECUTE ON FUNCTION loket.take_packet(integer) TO loket_reviewer;
