-- name: slots
-- one slot of each round belongs to a point: the mall has 50 of them, a city 20, a district 6, a village 2
CREATE TABLE bench.slot AS
SELECT x.slot, x.point, upper(x.code) AS code, x.weight, x.officers, x.counters,
    row_number() OVER (PARTITION BY x.point ORDER BY x.slot) - 1 AS rank -- so a point's numbers rise with time
FROM (SELECT row_number() OVER (ORDER BY md5(p.id::text || '-' || n)) - 1 AS slot, p.id AS point, p.code, p.weight,
    s.officers, s.counters
FROM (SELECT id, code, CASE level WHEN 'mall' THEN 50 WHEN 'city' THEN 20 WHEN 'district' THEN 6 ELSE 2 END AS weight
        FROM loket.service_point) AS p
JOIN (SELECT point, array_agg(officer ORDER BY n) AS officers, array_agg(counter ORDER BY n) AS counters
        FROM bench.seat GROUP BY point) AS s ON s.point = p.id,
    generate_series(0, p.weight - 1) AS n) AS x;
ALTER TABLE bench.slot ADD PRIMARY KEY (slot);
ANALYZE bench.slot;

-- name: applications
INSERT INTO loket.application (id, service_point_id, number, track_code, type_code, type_version_id, channel, stage,
    applicant_name, applicant_nik, fields, entered_by, entered_at, received_at, submitted_at, sole, complete_at, due_at, calendar,
    deemed_at, administrative_by, administrative_at, technical_by, technical_at, proposal, decided_by, decided_at, comment,
    version)
OVERRIDING SYSTEM VALUE
SELECT i, s.point, s.code || '-' || extract(year FROM at AT TIME ZONE 'Asia/Jakarta') || '-' || lpad(seq::text, 6, '0'),
    bench.code(i), t.code, t.version, CASE WHEN h % 3 = 0 THEN 'counter' ELSE 'online' END, stage,
    name, nik,
    jsonb_build_object('name', name, 'nik', nik, 'identity_kind', 'ktp', 'birth_place', 'Jakarta', 'birth_date',
        '1985-02-05', 'sex', 'P', 'address', 'Jalan Kenanga Nomor ' || h % 200, 'village', 'Gambir', 'district',
        'Gambir', 'city', 'Jakarta Pusat', 'phone', '0812555' || lpad((h % 100000)::text, 5, '0'), 'need',
        'visiting_sick', 'destination', 'Depok'),
    s.officers[1 + e], at, at, at, true,
    CASE WHEN stage NOT IN ('submitted', 'returned') THEN at + interval '1 hour' END,
    CASE WHEN stage IN ('submitted', 'returned') THEN NULL
        WHEN is_open THEN now() + (h % 7000 - 2000) * interval '1 minute' ELSE at + interval '6 hours' END,
    -- of three promises one was made before the last revision of the calendar
    CASE WHEN stage NOT IN ('submitted', 'returned') THEN CASE WHEN h % 3 = 0 THEN 'revisi 0' ELSE v.calendar END END,
    CASE WHEN stage NOT IN ('submitted', 'returned') THEN at + interval '7 days' END,
    CASE WHEN stage NOT IN ('submitted', 'returned') THEN s.officers[1 + (e + 1) % 4] END,
    CASE WHEN stage NOT IN ('submitted', 'returned', 'administrative') THEN at + interval '2 hours' END,
    CASE WHEN stage IN ('proposed', 'approved', 'refused') THEN s.officers[1 + (e + 1) % 4] END,
    CASE WHEN stage IN ('proposed', 'approved', 'refused') THEN at + interval '3 hours' END,
    CASE WHEN stage = 'refused' THEN 'refuse' WHEN stage IN ('proposed', 'approved') THEN 'approve' END,
    CASE WHEN stage IN ('approved', 'refused') THEN s.officers[1 + (e + 2) % 4] END,
    CASE WHEN stage IN ('approved', 'refused') THEN at + interval '4 hours' END,
    '', 5
FROM (
    SELECT i, h, (i - 1) / bench.slots() AS round, (h % 4)::int AS e,
        -- seeds 004: of 239,651 were 175,225 issued and 60,077 refused; the open ones are of the last weeks
        CASE WHEN i <= bench.rows() * 0.95 THEN CASE WHEN h % 235302 < 175225 THEN 'approved' ELSE 'refused' END
            WHEN h % 100 < 6 THEN 'submitted' WHEN h % 100 < 8 THEN 'administrative' WHEN h % 100 < 10 THEN 'technical'
            WHEN h % 100 < 20 THEN 'proposed' WHEN h % 100 < 25 THEN 'returned'
            WHEN h % 100 < 81 THEN 'approved' ELSE 'refused' END AS stage,
        i > bench.rows() * 0.95 AND h % 100 < 20 AS is_open,
        bench.name(h) AS name, bench.nik(i) AS nik,
        now() - interval '5 hours' - interval '730 days' * ((bench.rows() - i)::float8 / bench.rows()) AS at
    FROM (SELECT i, (hashint8(i) & 2147483647)::bigint AS h
        FROM generate_series(current_setting('bench.low')::bigint, current_setting('bench.high')::bigint) AS i) AS x
) AS a
JOIN bench.slot s ON s.slot = (a.i - 1) % bench.slots()
CROSS JOIN LATERAL (SELECT round * s.weight + s.rank + 1 AS seq) AS q
-- of what waits for a decision a village may decide this one
JOIN bench.type t ON t.n = CASE WHEN stage = 'proposed' AND s.weight = 2 THEN 5 ELSE h % 5 END, (SELECT loket.calendar_version(0) AS calendar) AS v;

-- name: documents
INSERT INTO loket.document (service_point_id, application_id, kind, stage, number, serial, holder, approved_by,
    approved_at, valid_from, valid_until, seal, batch_id, unsigned_sha256, signed_sha256, raw, issued_at, prints)
SELECT a.service_point_id, a.id, CASE WHEN a.stage = 'approved' THEN 'permit' ELSE 'refusal_letter' END, s.stage,
    lpad(a.seq::text, 6, '0') || '/' || a.mark || '/' || left(a.number, -12) || '/' || loket.roman_month(a.day) || '/'
        || extract(year FROM a.day),
    nextval('bench.serial'), a.applicant_name, a.decided_by, a.decided_at, a.day, a.day + 14, 'seal',
    CASE WHEN s.stage <> 'to_sign' THEN b.id END,
    CASE WHEN s.stage <> 'to_sign' THEN bench.paper() END, CASE WHEN s.stage <> 'to_sign' THEN bench.paper() END,
    '', CASE WHEN s.stage <> 'to_sign' THEN a.decided_at + interval '5 minutes' END,
    CASE WHEN s.stage IN ('printed', 'handed_over') THEN 1 ELSE 0 END
FROM (SELECT c.id, c.service_point_id, c.stage, c.number, c.applicant_name, c.decided_by, c.decided_at, m.mark, d.day,
        row_number() OVER (PARTITION BY c.service_point_id, m.mark, extract(year FROM d.day) ORDER BY c.id) AS seq
    FROM loket.application c JOIN bench.type t ON t.version = c.type_version_id,
    LATERAL (SELECT CASE c.stage WHEN 'approved' THEN t.mark ELSE 'TOLAK' END AS mark) AS m,
    LATERAL (SELECT (c.decided_at AT TIME ZONE 'Asia/Jakarta')::date AS day) AS d
    WHERE c.stage IN ('approved', 'refused')
        AND c.service_point_id % current_setting('bench.parts')::bigint = current_setting('bench.part')::bigint) AS a
CROSS JOIN LATERAL (SELECT CASE WHEN a.id <= bench.rows() * 0.95 THEN 'handed_over'
    WHEN hashint8(a.id + 7) % 100 = 0 THEN 'to_sign' WHEN hashint8(a.id + 7) % 100 = 1 THEN 'issued'
    WHEN hashint8(a.id + 7) % 50 = 3 THEN 'printed' ELSE 'handed_over' END AS stage) AS s
JOIN bench.batch b ON b.signatory = a.decided_by AND b.n = a.id * bench.batches() / (bench.rows() + 1);

-- name: reasons
INSERT INTO loket.case_reason (application_id, service_point_id, purpose, code, document_code, field, text,
    legal_basis, remedy, officer_id, at)
SELECT id, service_point_id, CASE stage WHEN 'refused' THEN 'refusal' ELSE 'return' END, 'unreadable', '', '',
    'Berkas tidak terbaca', '', 'Unggah ulang', technical_by, entered_at
FROM loket.application WHERE stage = 'refused' OR id > bench.rows() * 0.95 AND hashint8(id) % 10 IN (2, 3);

-- name: workers
INSERT INTO loket.worker (application_id, service_point_id, seq, name, nik, address, destination)
SELECT a.id, a.service_point_id, n, bench.name(a.id * 11 + n), bench.nik(a.id * 5 + n + 50000000),
    'Jalan Mawar Nomor ' || n, 'Depok'
FROM loket.application a, generate_series(1, CASE WHEN a.id % 40 = 0 THEN 20 ELSE 5 END) AS n
WHERE a.type_code = 'strp-company' AND a.id % 2 = 0;

-- name: scans
WITH fresh AS (
    INSERT INTO loket.scan_blob (sha256, data)
    SELECT encode(sha256(convert_to('scan ' || n, 'UTF8')), 'hex'), convert_to('scan ' || n, 'UTF8')
    FROM generate_series(0, bench.rows() / 5) AS n RETURNING 1)
SELECT count(*) FROM fresh;
-- of a hundred files one is the empty form that everybody files, and one was filed before by somebody else
INSERT INTO loket.scan (application_id, service_point_id, document_code, file_name, sha256, size, pages, rotation,
    verdict, note, superseded, judged_by, added_at)
SELECT a.id, a.service_point_id, p.code, 'berkas.jpg', encode(sha256(convert_to(
    'scan ' || CASE WHEN hashint8(a.id + p.n) % 100 = 0 THEN 0 WHEN hashint8(a.id + p.n) % 100 = 1
        THEN ((bench.rows() - a.id) * 2 + p.n % 2) / 2 ELSE (bench.rows() - a.id) * 2 + p.n % 2 END, 'UTF8')), 'hex'),
    400000, 1, 0, 'accepted', '', false, a.administrative_by, a.entered_at
FROM loket.application a JOIN bench.type t ON t.version = a.type_version_id
CROSS JOIN LATERAL unnest(t.papers) WITH ORDINALITY AS p (code, n) WHERE a.id > bench.rows() * 0.9;
INSERT INTO loket.field_mark (application_id, field, service_point_id, mark, officer_id, at)
SELECT a.id, field, a.service_point_id, 'same', a.administrative_by, a.administrative_at
FROM loket.application a JOIN bench.type t ON t.version = a.type_version_id CROSS JOIN LATERAL unnest(t.compared) AS field
WHERE a.stage IN ('technical', 'proposed');

-- name: stages
-- the last tenth with its whole way, the rest with where it ended
INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, to_at, officer_id, undone,
    counted_at)
SELECT service_point_id, 'case', id, stage, decided_at, NULL::timestamptz, decided_by, false, received_at
FROM loket.application WHERE id <= bench.rows() * 0.9
UNION ALL
SELECT service_point_id, 'document', id, stage, approved_at, NULL::timestamptz, approved_by, false, approved_at
FROM loket.document WHERE application_id <= bench.rows() * 0.9;
INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, to_at, officer_id, undone,
    counted_at)
SELECT a.service_point_id, 'case', a.id, w.stages[k], w.starts[k], CASE WHEN k < w.last THEN w.starts[k + 1] END,
    w.officers[k], false, a.received_at
FROM loket.application a
CROSS JOIN LATERAL (SELECT ARRAY['draft', 'submitted', CASE a.stage WHEN 'returned' THEN a.stage ELSE 'administrative' END,
        'technical', 'proposed', a.stage] AS stages,
    ARRAY[a.entered_at, a.submitted_at, coalesce(a.complete_at, a.submitted_at), a.administrative_at, a.technical_at,
        a.decided_at] AS starts,
    ARRAY[a.entered_by, a.entered_by, a.administrative_by, a.administrative_by, a.technical_by, a.decided_by] AS officers,
    array_position(ARRAY['', 'submitted', 'administrative', 'technical', 'proposed'], a.stage) AS place) AS known
CROSS JOIN LATERAL (SELECT known.*, coalesce(known.place, CASE a.stage WHEN 'returned' THEN 3 ELSE 6 END) AS last) AS w
CROSS JOIN LATERAL generate_series(1, w.last) AS k
WHERE a.id > bench.rows() * 0.9 ORDER BY a.id, k;
INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, to_at, officer_id, undone,
    counted_at)
SELECT d.service_point_id, 'document', d.id, w.stages[k], d.approved_at + (k - 1) * interval '1 minute',
    CASE WHEN k < w.last THEN d.approved_at + k * interval '1 minute' END, d.approved_by, false, d.approved_at
FROM loket.document d
CROSS JOIN LATERAL (SELECT known.stages, array_position(known.stages, d.stage) AS last FROM (SELECT
    ARRAY['to_sign', 'prepared', 'sent', 'deposited', 'issued', 'printed', 'handed_over'] AS stages) AS known) AS w
CROSS JOIN LATERAL generate_series(1, w.last) AS k
WHERE d.application_id > bench.rows() * 0.9 ORDER BY d.id, k;

-- name: journal
-- as many rows as applications; their hashes are invented, so the chains of before the run cannot be verified
INSERT INTO loket.journal (service_point_id, seq, at, login, action, thing, thing_id, reason, data, hash)
SELECT a.service_point_id, row_number() OVER (PARTITION BY a.service_point_id ORDER BY a.id), a.entered_at, o.login,
    'update', 'application', a.id::text, '', jsonb_build_object('fields', '...', 'version', 2,
    'applicant_name', a.applicant_name), md5(a.id::text) || md5(a.number)
FROM loket.application a JOIN loket.officer o ON o.id = a.entered_by;
INSERT INTO loket.journal_head (service_point_id, seq, hash)
SELECT service_point_id, max(seq), '' FROM loket.journal GROUP BY 1 ON CONFLICT DO NOTHING;

-- name: shelf
INSERT INTO loket.print_job (service_point_id, document_id, copy, reason, printer, spool_job, state, raw, officer_id,
    queued_at, ended_at)
SELECT service_point_id, id, 1, '', 'kertas', '', 'printed', '', approved_by, approved_at, approved_at
FROM loket.document WHERE prints > 0 AND application_id > bench.rows() * 0.9;
INSERT INTO loket.handover (service_point_id, document_id, collector, name, identity_kind, last4, originals_seen,
    officer_id, at)
SELECT service_point_id, id, 'applicant', holder, 'ktp', '0001', true, approved_by, approved_at
FROM loket.document WHERE stage = 'handed_over' AND application_id > bench.rows() * 0.9;

-- name: visits
INSERT INTO loket.visit (service_point_id, service_id, code, name, planned_at, channel, priority, stage, ticket,
    checked_in_at, waiting_since, called_at, calls, counter_id, officer_id, note, application_id)
SELECT a.service_point_id, v.id, 'V' || bench.code(a.id), a.applicant_name, a.entered_at, 'online', 'none',
    CASE WHEN hashint8(a.id) % 20 = 0 THEN 'no_show' ELSE 'finished' END,
    'B-' || lpad(row_number() OVER (PARTITION BY a.service_point_id, loket.local_day(a.entered_at) ORDER BY a.id)::text,
        3, '0'),
    a.entered_at, a.entered_at, a.entered_at, 1, s.counters[1 + a.id % 4], s.officers[1 + a.id % 4], '', a.id
FROM loket.application a JOIN bench.slot s ON s.point = a.service_point_id AND s.rank = 0
JOIN loket.service v ON v.service_point_id = a.service_point_id AND v.code = 'intake'
WHERE a.id % 3 = 0 AND a.entered_at < date_trunc('day', now(), 'Asia/Jakarta');
-- today: in every hall some wait, some are expected, some were served
INSERT INTO loket.visit (service_point_id, service_id, code, name, planned_at, channel, priority, stage, ticket,
    checked_in_at, waiting_since, called_at, calls, counter_id, officer_id, note)
SELECT s.point, v.id, 'T' || bench.code(s.point * 1000 + n), bench.name(s.point * 1000 + n), at, 'online',
    CASE WHEN n % 12 = 0 THEN 'elderly' ELSE 'none' END,
    CASE WHEN n < 60 THEN 'finished' WHEN n < 120 THEN 'waiting' ELSE 'booked' END,
    CASE WHEN n < 120 THEN 'B-' || lpad((1 + n)::text, 3, '0') END, at, at,
    CASE WHEN n < 60 THEN at END, CASE WHEN n < 60 THEN 1 ELSE 0 END,
    CASE WHEN n < 60 THEN s.counters[1 + n % 4] END, CASE WHEN n < 60 THEN s.officers[1 + n % 4] END, ''
FROM bench.slot s JOIN loket.service v ON v.service_point_id = s.point AND v.code = 'intake',
    generate_series(0, 149) AS n,
    LATERAL (SELECT greatest(date_trunc('day', now(), 'Asia/Jakarta'), now() - interval '150 seconds')
        + n * interval '1 second' AS at) AS t
WHERE s.rank = 0;
INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, to_at, officer_id, undone,
    counted_at)
SELECT service_point_id, 'visit', id, stage, planned_at, NULL, officer_id, false, planned_at
FROM loket.visit WHERE application_id <= bench.rows() * 0.9;
INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, to_at, officer_id, counter_id, undone,
    counted_at)
SELECT v.service_point_id, 'visit', v.id, w.stages[k], v.planned_at, CASE WHEN k < w.last THEN v.planned_at END,
    v.officer_id, v.counter_id, false, CASE WHEN v.ticket IS NOT NULL THEN v.planned_at END
FROM loket.visit v
CROSS JOIN LATERAL (SELECT known.stages, array_position(known.stages, v.stage) AS last FROM (SELECT
    ARRAY['booked', 'waiting', 'called', CASE v.stage WHEN 'no_show' THEN v.stage ELSE 'serving' END, 'finished']
    AS stages) AS known) AS w
CROSS JOIN LATERAL generate_series(1, w.last) AS k
WHERE v.application_id IS NULL OR v.application_id > bench.rows() * 0.9 ORDER BY v.id, k;

-- name: counters that go on
SELECT setval(pg_get_serial_sequence('loket.application', 'id'), bench.rows());
INSERT INTO loket.number_series (series, unit, period, last)
SELECT 'application', p.code, split_part(a.number, '-', -2), max(split_part(a.number, '-', -1)::bigint)
FROM loket.application a JOIN loket.service_point p ON p.id = a.service_point_id GROUP BY 2, 3;
INSERT INTO loket.number_series (series, unit, period, last)
SELECT 'letter-' || split_part(number, '/', 2), split_part(number, '/', 3), split_part(number, '/', 5),
    max(split_part(number, '/', 1)::bigint) FROM loket.document GROUP BY 1, 2, 3;
INSERT INTO loket.number_series (series, unit, period, last)
SELECT 'serial', 'all', 'ever', max(serial) FROM loket.document;
INSERT INTO loket.number_series (series, unit, period, last)
SELECT 'ticket', service_point_id || 'B', loket.local_day(planned_at)::text, count(*)
FROM loket.visit WHERE ticket IS NOT NULL GROUP BY 2, 3;
