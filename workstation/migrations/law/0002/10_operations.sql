-- Each login notes its own operations and sees no other's; who and when are written by the server. The row is kept
-- in the transaction that it names, so it is there exactly when the work is. Old rows are the service's to remove.

ALTER TABLE loket.operation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY law ON loket.operation TO loket_owner USING (true) WITH CHECK (true);
CREATE POLICY service ON loket.operation TO loket_service USING (true) WITH CHECK (true);
CREATE POLICY own ON loket.operation TO loket_staff
    USING (login = session_user AND (SELECT loket.my_officer()) IS NOT NULL)
    WITH CHECK (login = session_user AND (SELECT loket.my_officer()) IS NOT NULL);
GRANT SELECT, INSERT (op_id, what, result) ON loket.operation TO loket_staff, loket_service;
GRANT DELETE ON loket.operation TO loket_service;
