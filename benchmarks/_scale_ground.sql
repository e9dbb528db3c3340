-- What the history is made of; dropped with the cluster.
CREATE SCHEMA bench;
CREATE TABLE bench.seat (point bigint, n int, officer bigint, counter bigint, login text);
CREATE TABLE bench.bare (id int PRIMARY KEY, v bigint NOT NULL) WITH (fillfactor = 70);
INSERT INTO bench.bare SELECT n, 0 FROM generate_series(1, 100000) AS n;
GRANT USAGE ON SCHEMA bench TO loket_staff;
GRANT SELECT, UPDATE ON bench.bare TO loket_staff;

CREATE FUNCTION bench.rows() RETURNS bigint LANGUAGE sql IMMUTABLE AS
    $$ SELECT current_setting('bench.rows')::bigint $$;
CREATE FUNCTION bench.slots() RETURNS bigint LANGUAGE sql IMMUTABLE AS
    $$ SELECT current_setting('bench.slots')::bigint $$;
CREATE FUNCTION bench.paper() RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT encode(sha256('paper'), 'hex') $$;

-- eight letters, another for every number: the factor has no divisor in common with 28^8
CREATE FUNCTION bench.code(i bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(substr('ABCDEFGHJKLMNPQRTUVWXY346789',
        1 + ((i * 202999999183) % 377801998336 / power(28, d)::bigint % 28)::int, 1), '')
    FROM generate_series(0, 7) AS d
$$;

-- district 99 does not exist: nobody can have such a number
CREATE FUNCTION bench.nik(i bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT '317199' || lpad((1 + i % 28)::text, 2, '0') || lpad((1 + i / 28 % 12)::text, 2, '0')
        || lpad((i / 336 % 60 + 40)::text, 2, '0') || lpad((1 + i / 20160 % 9999)::text, 4, '0')
$$;

CREATE FUNCTION bench.name(h bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (ARRAY['Siti', 'Muhammad', 'Agus', 'Dewi', 'Budi', 'Nur', 'Sri', 'Ahmad', 'Rina', 'Joko', 'Ratna', 'Hasan',
        'Wahyu', 'Tri', 'Dian', 'Eko', 'Fitri', 'Gunawan', 'Hendra', 'Indah'])[1 + h / 7 % 20] || ' '
        || (ARRAY['Rahmawati', 'Santoso', 'Putra', 'Lestari', 'Wijaya', 'Kusuma', 'Hidayat', 'Permata', 'Nugroho',
        'Saputra', 'Wulandari', 'Prasetyo', 'Anggraini', 'Setiawan', 'Maharani', 'Susanto', 'Utami', 'Firmansyah',
        'Handayani', 'Kurniawan', 'Purnama', 'Ramadhan', 'Safitri', 'Yulianto'])[1 + h / 149 % 24] || ' '
        || (ARRAY['Simanjuntak', 'Siregar', 'Tampubolon', 'Wibowo', 'Suryadi', 'Halim', 'Kartika', 'Mulyani', 'Nasution',
        'Harahap', 'Pangestu', 'Sukmawati', 'Wirawan', 'Yuliana', 'Zulkarnain', 'Oktaviani', 'Batubara', 'Gultom',
        'Iskandar', 'Jayadi', 'Lubis', 'Manurung', 'Rangkuti', 'Sitompul', 'Tarigan'])[1 + h / 3583 % 25]
$$;
