"""What the catalogue of PostgreSQL says of our schema, as sorted lines that a person can review."""

from sqlalchemy import Connection, text

OWNER = "loket_owner"

QUESTIONS = {
    "table": """
        SELECT relname || CASE WHEN relrowsecurity AND relforcerowsecurity THEN '' ELSE ' WITHOUT ROW SECURITY' END
        FROM pg_class WHERE relnamespace = 'loket'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')""",
    "grant": """
        SELECT format('%s: %s %s (%s)', grantee, privilege, relation, string_agg(what, ', ' ORDER BY position))
        FROM (
            SELECT pg_get_userbyid(g.grantee) AS grantee, g.privilege_type AS privilege, c.relname AS relation,
                '*' AS what, 0 AS position, g.grantee AS id
            FROM pg_class c, aclexplode(c.relacl) g WHERE c.relnamespace = 'loket'::regnamespace
            UNION ALL
            SELECT pg_get_userbyid(g.grantee), g.privilege_type, c.relname, a.attname, a.attnum, g.grantee
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
            WHERE c.relnamespace = 'loket'::regnamespace
        ) AS every WHERE grantee <> 'loket_owner' GROUP BY grantee, privilege, relation""",
    "policy": """
        SELECT format('%s.%s: %s to %s using %s check %s', tablename, policyname, cmd,
            array_to_string(roles, ', '), qual, coalesce(with_check, '-'))
        FROM pg_policies WHERE schemaname = 'loket'""",
    "function": """
        SELECT format('%s %s; %s; for %s', p.oid::regprocedure,
            CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END, array_to_string(p.proconfig, ', '),
            coalesce((SELECT string_agg(CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END, ', '
                ORDER BY pg_get_userbyid(g.grantee)) FROM aclexplode(p.proacl) g
                WHERE g.grantee = 0 OR pg_get_userbyid(g.grantee) <> 'loket_owner'),
                CASE WHEN p.proacl IS NULL THEN 'PUBLIC' ELSE 'nobody' END))
        FROM pg_proc p WHERE p.pronamespace = 'loket'::regnamespace""",
    "schema": """
        SELECT format('%s: %s of %s', pg_get_userbyid(g.grantee), g.privilege_type, n.nspname)
        FROM pg_namespace n, aclexplode(n.nspacl) g
        WHERE n.nspname IN ('loket', 'public') AND pg_get_userbyid(g.grantee) NOT IN
            ('loket_owner', 'pg_database_owner', 'postgres')""",
    "member": """
        SELECT format('%s of %s%s', m.member::regrole, m.roleid::regrole,
            CASE WHEN m.admin_option THEN ' WITH ADMIN' ELSE '' END)
        FROM pg_auth_members m WHERE m.member::regrole::text LIKE 'loket%'
            AND m.member::regrole::text <> 'loket_backroom'""",
}

DEEPER = {
    "column": """
        SELECT format('%s.%s %s %s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
            a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'loket'::regnamespace AND c.relkind = 'r'""",
    "constraint": """
        SELECT conname || ' ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'loket'::regnamespace""",
    "index": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'loket'",
    "trigger": """
        SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = 'loket'::regnamespace AND NOT tgisinternal""",
    "body": """
        SELECT p.oid::regprocedure || ' ' || pg_get_functiondef(p.oid)
        FROM pg_proc p WHERE p.pronamespace = 'loket'::regnamespace""",
    "owner": """
        SELECT c.relname || ' ' || c.relowner::regrole FROM pg_class c WHERE c.relnamespace = 'loket'::regnamespace""",
    "storage": "SELECT relname || reloptions::text FROM pg_class WHERE relnamespace = 'loket'::regnamespace",
    "default": "SELECT defaclrole::regrole::text || defaclobjtype::text || defaclacl::text FROM pg_default_acl",
    "move": "SELECT format('%s %s %s %s %s', machine, source, action, target, roles) FROM loket.transition",
}


def lines(connection: Connection, questions: dict[str, str]) -> list[str]:
    """Return the answers, each as one line after the name of its question."""
    found: list[str] = []
    for name, question in questions.items():
        connection.execute(text("SET LOCAL search_path = pg_catalog"))
        answers = [str(answer) for answer in connection.scalars(text(question)) if answer is not None]
        found += sorted(f"{name} " + " ".join(answer.split()) for answer in answers)
    return found
