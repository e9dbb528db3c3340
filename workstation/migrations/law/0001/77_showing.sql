-- The same seal shown twice: what the counters have seen in a week, and nobody reads as a list.

-- Notes a showing and tells of those before it; the same officer looking again within two minutes shows nothing new.
CREATE FUNCTION loket.note_showing(shown bigint) RETURNS TABLE (times bigint, last_at timestamptz, last_point text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF loket.my_officer() IS NULL OR loket.my_point() IS NULL THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'showing'));
    END IF;
    DELETE FROM loket.paper_showing WHERE shown_at < loket.moment() - interval '7 days';
    RETURN QUERY SELECT count(*), max(s.shown_at),
            (array_agg(p.name ORDER BY s.shown_at DESC))[1]
        FROM loket.paper_showing s JOIN loket.service_point p ON p.id = s.service_point_id
        WHERE s.serial = shown
            AND NOT (s.officer_id = loket.my_officer() AND s.shown_at > loket.moment() - interval '2 minutes');
    INSERT INTO loket.paper_showing (serial, service_point_id, officer_id)
        SELECT shown, loket.my_point(), loket.my_officer()
        WHERE NOT EXISTS (SELECT FROM loket.paper_showing s WHERE s.serial = shown
            AND s.officer_id = loket.my_officer() AND s.shown_at > loket.moment() - interval '2 minutes');
END $$;

GRANT EXECUTE ON FUNCTION loket.note_showing(bigint) TO loket_staff;
