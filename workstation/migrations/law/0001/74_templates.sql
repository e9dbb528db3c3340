-- What papers say is the administrator's to change, from a moment on: never backwards, never once it holds.

-- Text alone, not more than a small picture needs; and what makes a paper a paper stays in it.
CREATE FUNCTION loket.is_wording(kind text, blocks jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_typeof(blocks) = 'object' AND octet_length(blocks::text) <= 65536
        AND NOT EXISTS (SELECT FROM jsonb_each(blocks) AS b WHERE jsonb_typeof(b.value) <> 'string')
        AND NOT (blocks ? 'number' AND blocks ->> 'number' NOT LIKE '%{nomor}%')
        AND NOT (blocks ? 'signature' AND (blocks ->> 'signature' NOT LIKE '%{kode_qr}%'
            OR blocks ->> 'signature' NOT LIKE '%{nama_pejabat}%'
            OR blocks ->> 'signature' NOT LIKE '%{jabatan}%'))
$$;

ALTER TABLE loket.paper_template ADD CONSTRAINT ck_paper_template_blocks CHECK (loket.is_wording(kind, blocks));

CREATE FUNCTION loket.guard_template() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, loket, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.valid_from := greatest(NEW.valid_from, loket.moment());
        NEW.officer_id := loket.my_officer();
        NEW.made_at := loket.moment();
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' OR OLD.valid_from <= loket.moment() THEN
        PERFORM loket.refuse('NotAllowed', jsonb_build_object('action', 'template in force'));
    END IF;
    RETURN OLD;
END $$;

-- The wordings at one point at a moment: its own before the office's, the youngest of them.
CREATE FUNCTION loket.wordings_at(point bigint, at timestamptz) RETURNS TABLE (kind text, id bigint, blocks jsonb)
    LANGUAGE sql STABLE SET search_path = pg_catalog, loket, pg_temp AS $$
    SELECT DISTINCT ON (t.kind) t.kind, t.id, t.blocks FROM loket.paper_template t
    WHERE t.valid_from <= at AND (t.service_point_id = point OR t.service_point_id IS NULL)
    ORDER BY t.kind, t.service_point_id NULLS LAST, t.valid_from DESC
$$;

CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE OR DELETE ON loket.paper_template
    FOR EACH ROW EXECUTE FUNCTION loket.guard_template();
CREATE TRIGGER z_journal AFTER INSERT OR UPDATE OR DELETE ON loket.paper_template
    FOR EACH ROW EXECUTE FUNCTION loket.journal_row();
CREATE TRIGGER zz_news AFTER INSERT OR UPDATE OR DELETE ON loket.paper_template
    FOR EACH STATEMENT EXECUTE FUNCTION loket.bump_rules();

CREATE POLICY for_all ON loket.paper_template FOR SELECT TO loket_staff
    USING ((SELECT loket.my_officer()) IS NOT NULL);
CREATE POLICY by_admin ON loket.paper_template TO loket_admin
    USING ((SELECT loket.my_officer()) IS NOT NULL) WITH CHECK ((SELECT loket.my_officer()) IS NOT NULL);
GRANT SELECT ON loket.paper_template TO loket_staff, loket_service;
GRANT INSERT (kind, service_point_id, valid_from, blocks, note), DELETE ON loket.paper_template TO loket_admin;
GRANT EXECUTE ON FUNCTION loket.is_wording(text, jsonb) TO loket_admin; -- a CHECK runs with the writer's rights
GRANT EXECUTE ON FUNCTION loket.wordings_at(bigint, timestamptz) TO loket_staff, loket_service;
