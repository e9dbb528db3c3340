"""Cases of a past period made by SQL, many in a second: each with its way through the stages, number and paper."""

from datetime import datetime, timedelta

from sqlalchemy import text

from tests.make import Office

REVIEWED = "draft submitted administrative technical proposed"
WAYS = {
    "submitted": "draft submitted",
    "technical": "draft submitted administrative technical",
    "proposed": REVIEWED,
    "waiting_guarantor": "draft submitted administrative waiting_guarantor",
    "returned": "draft submitted returned",
    "refused": f"{REVIEWED} refused",
    "approved": f"{REVIEWED} approved",
    "withdrawn": "draft submitted withdrawn",
    "draft": "draft",
}
STEP = timedelta(minutes=20)

_CASES = (
    "SET LOCAL session_replication_role = replica",
    # which case, when it was begun, which way it went
    "CREATE TEMP TABLE plan ON COMMIT DROP AS SELECT n, string_to_array(way, ' ') AS way,"
    " CAST(:since AS timestamptz) + n * (CAST(:span AS interval) / (1 + count(*) OVER ())) AS at"
    " FROM (SELECT way, row_number() OVER (ORDER BY g * 1.0 / many, way) AS n FROM"
    " unnest(CAST(:ways AS text[]), CAST(:counts AS int[])) AS k(way, many), generate_series(1, many) AS g) AS mixed",
    "CREATE TEMP TABLE case_of ON COMMIT DROP AS SELECT n, way, at, loket.number_label('application', 'MPP',"
    " extract(year FROM loket.local_day(at))::text, n) AS number, way[cardinality(way)] AS stage,"
    " at + (cardinality(way) - 1) * CAST(:step AS interval) AS last_at FROM plan",
    "INSERT INTO loket.application (service_point_id, number, track_code, type_code, type_version_id, channel, stage,"
    " applicant_name, applicant_nik, fields, entered_at, received_at, submitted_at, decided_at, comment, version)"
    " SELECT p.id, c.number, 'T' || c.n, v.type_code, v.id, 'online', c.stage, 'Pemohon ' || c.n, '3171994502850001',"
    " '{}', c.at, CASE WHEN cardinality(c.way) > 1 THEN c.at + CAST(:step AS interval) END,"
    " CASE WHEN cardinality(c.way) > 1 THEN c.at + CAST(:step AS interval) END,"
    " CASE WHEN c.stage IN ('approved', 'refused') THEN c.last_at END, '', cardinality(c.way)"
    " FROM case_of c, loket.service_point p, (SELECT id, type_code FROM loket.permit_type_version"
    " ORDER BY id LIMIT 1) AS v WHERE p.code = 'MPP'",
    "INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, undone, to_at,"
    " counted_at)"
    " SELECT a.service_point_id, 'case', a.id, c.way[k], c.at + (k - 1) * CAST(:step AS interval), false,"
    " CASE WHEN k < cardinality(c.way) THEN c.at + k * CAST(:step AS interval) END, a.received_at"
    " FROM case_of c JOIN loket.application a USING (number), generate_series(1, cardinality(c.way)) AS k"
    " ORDER BY c.n, k",
    "INSERT INTO loket.number_series (series, unit, period, last)"
    " SELECT 'application', 'MPP', split_part(number, '-', 2), max(n) FROM case_of GROUP BY 3",
)
_PAPERS = (
    "INSERT INTO loket.document (service_point_id, application_id, kind, stage, number, serial, holder, approved_by,"
    " approved_at, raw, prints) SELECT a.service_point_id, a.id, d.kind, 'to_sign', loket.fill_number("
    " v.rules ->> 'number_template', d.seq, d.mark, 'MPP', loket.local_day(a.decided_at)), d.serial,"
    " a.applicant_name, o.id, a.decided_at, '', 0"
    " FROM (SELECT a.id, m.*, row_number() OVER (PARTITION BY m.mark, extract(year FROM loket.local_day(a.decided_at))"
    " ORDER BY a.id) AS seq, row_number() OVER (ORDER BY a.id) AS serial FROM loket.application a"
    " JOIN loket.permit_type_version v ON v.id = a.type_version_id, LATERAL (SELECT CASE a.stage WHEN 'approved'"
    " THEN v.rules ->> 'classification' ELSE 'TOLAK' END AS mark, CASE a.stage WHEN 'approved' THEN 'permit'"
    " ELSE 'refusal_letter' END AS kind) AS m WHERE a.decided_at IS NOT NULL) AS d"
    " JOIN loket.application a ON a.id = d.id JOIN loket.permit_type_version v ON v.id = a.type_version_id,"
    " loket.officer o WHERE o.login = 'ratna'",
    "INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, undone, counted_at)"
    " SELECT service_point_id, 'document', id, stage, approved_at, false, approved_at FROM loket.document",
    "INSERT INTO loket.number_series (series, unit, period, last)"
    " SELECT 'letter-' || CASE d.kind WHEN 'permit' THEN v.rules ->> 'classification' ELSE 'TOLAK' END, 'MPP',"
    " extract(year FROM loket.local_day(d.approved_at))::text, count(*) FROM loket.document d"
    " JOIN loket.application a ON a.id = d.application_id"
    " JOIN loket.permit_type_version v ON v.id = a.type_version_id GROUP BY 1, 3",
    "INSERT INTO loket.number_series SELECT 'serial', 'all', 'ever', count(*) FROM loket.document",
)


def fill(
    office: Office, counts: dict[str, int], since: datetime, until: datetime, *, papers: bool = True
) -> None:
    """Fill an office that has no case yet, past its triggers: `counts` says how many ended in which stage.

    All are begun between `since` and `until`, within one year; every step takes STEP. Without `papers` no letter is
    written: that is what takes long.
    """
    values = {
        "ways": [WAYS[stage] for stage in counts],
        "counts": list(counts.values()),
        "since": since,
        "span": until - since - 6 * STEP,
        "step": STEP,
    }
    with office.owner.begin() as connection:
        for statement in _CASES + (_PAPERS if papers else ()):
            connection.execute(text(statement), values if ":" in statement.replace("::", "") else {})
        connection.execute(text("ANALYZE loket.application, loket.stage_interval, loket.document"))


def spoil(office: Office, *statements: str) -> None:
    """Do past every trigger what the law forbids."""
    with office.owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))
