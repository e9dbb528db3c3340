"""Every table with a person's data is found in the catalogue itself: it is shown to him, frozen and destroyed with the
rest, or stands below with the reason why not. A table that somebody adds fails here until he has thought of it.

A table is personal when one of its columns holds a person, or when its keys lead to one that is.
"""

import json
import re
from dataclasses import dataclass

import pytest

from tests.make import Office
from workstation.usecases import person_reading, reviewing
from workstation.usecases.reviewing import Reason

PERSON = re.compile(r"nik|.*_nik|nik_masked|.*_name|phone|e?mail|holder|last4|birth_.*|fields|address")
STAFF = {"officer", "service_point"}
"""Columns of the same names that hold the office's own people and houses; keys to these lead to no citizen."""
SHOWN_BY = ("things_of", "person_data", "person_holdings", "person_trail", "dealings_of")

NOT_SHOWN = {
    "approval_sample_case": "which cases the lot told a supervisor to open: the office's check on itself",
    "case_seen": "which supervisor opened the case: told by the trail",
    "case_forward": "from which unit of the office to which: told by the trail",
    "breach": "of the office; whom it touched is told by the breach letter",
    "field_mark": "a reviewer's work on the field, which is shown; who did it and when stands in the trail",
    "field_place": "where a field stands on a page of his own scan",
    "guarantor_contact": "of the guarantor, a third person (UU 27/2022 art. 33 letter b)",
    "hint_wave": "a reviewer's answer to the machine's hint, destroyed with the case",
    "mail_copy": "the hash of a copy of his own paper, and its code, which he is given on paper",
    "page_finding": "a reviewer's frame on his own scan; what he is told of it is a reason, which is shown",
    "page_view": "how a page of his own scan is turned",
    "paper_due": "when the archive looks at his paper again",
    "raised_paper": "his own paper with more proof of its signature; the paper is shown",
    "scan_page": "measures of a page of his own scan",
    "sheet": "the office's stock of secured paper; the print that used one is shown",
    "takeover": "among officers",
    "worker_glance": "which officer looked at a line: told by the trail",
}
NOT_FROZEN = {
    "breach": "the office must go on telling of a breach",
    "data_request": "a freeze is asked for by a request and answered in it",
    "data_subject": "the freeze itself hangs on it",
    "deemed_grant": "the law's clock is nobody's work",
    "health_declaration": "a visitor may come although his papers are frozen",
    "intake_receipt": "what a portal sends again must be known again",
    "paper_due": "when the archive looks again; it leaves the papers of a frozen case alone",
    "raised_paper": "the archive leaves the papers of a frozen case alone; what it has in hand says nothing new",
    "promise": "the law's clock is nobody's work",
    "restraint": "the freeze itself, which must be lifted one day",
    "visit": "a visitor may come although his papers are frozen",
    "sheet": "paper is spoiled, counted and given on although a person's print used some of it",
}
OFFICES_WORDS = (
    "an officer's words about the case, or the catalogue's: they name its papers, and the journal keeps them"
)
NUMBER = "a number of the office, without which no total balances"
FOLLOWS = "made by the database from the NIK, and goes with it"
CODE = "a word of a list, not of a person"
KEPT = {
    "application.number": NUMBER,
    "application.track_code": "drawn by lot",
    "application.type_code": CODE,
    "application.nik_masked": FOLLOWS,
    "application.calendar": CODE,
    "breach.login": "of an officer",
    "breach.what": "the office's account to the authority (art. 46)",
    "breach.measures": "the office's account to the authority (art. 46)",
    "case_reason.code": CODE,
    "case_reason.document_code": CODE,
    "case_reason.field": CODE,
    "case_reason.legal_basis": CODE,
    "case_forward.reason": OFFICES_WORDS,
    "case_forward.running_in": "the number of a transaction",
    "case_wait.came_from": CODE,
    "data_subject.nik_masked": FOLLOWS,
    "document.number": NUMBER,
    "document.unsigned_sha256": "the hash of bytes that are gone",
    "document.signed_sha256": "the hash of bytes that are gone",
    "document.raw": "what a signing service answered",
    "field_mark.field": CODE,
    "field_place.field": CODE,
    "handover.identity_kind": CODE,
    "intake_receipt.source": CODE,
    "intake_receipt.external_id": "the portal's number, by which a second sending is known",
    "levy_order.number": NUMBER,
    "levy_order.basis": CODE,
    "levy_order.paid_reference": "of the treasury's books (UU 17/2003), which keep longer than the case",
    "levy_order.cancelled_reason": OFFICES_WORDS,
    "mailing.reference": "the carrier's number of an item; whom it went to is gone",
    "outgoing_mail.rendition_sha256": "the hash of bytes that are gone",
    "outgoing_mail.token": "drawn by lot",
    "page_finding.code": CODE,
    "page_finding.legal_basis": CODE,
    "page_finding.remedy": OFFICES_WORDS,
    "print_job.reason": OFFICES_WORDS,
    "print_job.printer": CODE,
    "print_job.spool_job": NUMBER,
    "print_job.raw": "what a printer answered",
    "promise.calendar": CODE,
    "promise.reason": OFFICES_WORDS,
    "raised_paper.sha256": "the hash of bytes that are gone",
    "raised_paper.stamped_by": "the name of a time-stamp authority",
    "restraint.reason": OFFICES_WORDS,
    "restraint.to_reason": OFFICES_WORDS,
    "scan.document_code": CODE,
    "scan.sha256": "the hash of bytes that are gone",
    "scan.reason_code": CODE,
    "sheet.reason": OFFICES_WORDS,
    "sheet.series": NUMBER,
    "survey.number": NUMBER,
    "survey.cancelled_reason": OFFICES_WORDS,
    "takeover.reason": OFFICES_WORDS,
    "visit.code": NUMBER,
    "visit.ticket": NUMBER,
    "withdrawal.legal_basis": CODE,
    "worker.nik_masked": FOLLOWS,
    "worker_decision.code": CODE,
    "worker_decision.text": OFFICES_WORDS,
    "worker_decision.legal_basis": CODE,
    "worker_decision.remedy": OFFICES_WORDS,
}


@dataclass(frozen=True)
class Catalogue:
    """What the database says of its own tables."""

    personal: frozenset[str]
    frozen: frozenset[str]
    shown: frozenset[str]
    texts: frozenset[str]
    cleared: frozenset[str]


@pytest.fixture
def catalogue(office: Office) -> Catalogue:
    """Read the catalogue of a fresh office."""
    columns = office.rows(
        "SELECT c.relname AS place, a.attname AS name, format_type(a.atttypid, NULL) AS kind FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " WHERE c.relnamespace = 'loket'::regnamespace AND c.relkind IN ('r', 'p')"
    )
    personal = {row.place for row in columns if PERSON.fullmatch(row.name)} - STAFF
    keys = office.rows(
        "SELECT c.relname AS place, o.relname AS leads_to FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
        " JOIN pg_class o ON o.oid = k.confrelid WHERE k.contype = 'f' AND k.connamespace = 'loket'::regnamespace"
    )
    while more := {row.place for row in keys if row.leads_to in personal} - personal - STAFF:
        personal |= more
    choices = {
        f"{row.place}.{name}"
        for row in office.rows(
            "SELECT c.relname AS place, (SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = c.oid"
            " AND attnum = ANY (k.conkey)) AS names FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
            " WHERE k.contype = 'c' AND k.connamespace = 'loket'::regnamespace"
            " AND pg_get_constraintdef(k.oid) LIKE '%= ANY (ARRAY[%' AND cardinality(k.conkey) = 1"
        )
        for name in row.names
    }
    texts = {
        f"{row.place}.{row.name}"
        for row in columns
        if row.place in personal and row.kind in ("text", "json", "jsonb", "bytea", "character varying")
    } - choices
    steps = body(office, "destroy_items").split(";")
    return Catalogue(
        frozenset(personal),
        frozenset(
            row.place
            for row in office.rows(
                "SELECT c.relname AS place FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid"
                " WHERE g.tgname = 'a0_frozen'"
            )
        ),
        frozenset(one for one in personal if re.search(rf"loket\.{one}\b", body(office, *SHOWN_BY))),
        frozenset(texts),
        frozenset(one for one in texts if any(clears(step, *one.split(".")) for step in steps)),
    )


def body(office: Office, *functions: str) -> str:
    found: str = office.ask(
        "SELECT string_agg(prosrc, ';') FROM pg_proc WHERE pronamespace = 'loket'::regnamespace"
        " AND proname = ANY (:names)",
        names=list(functions),
    )
    return found


def clears(step: str, table: str, column: str) -> bool:
    return bool(
        re.search(rf"DELETE FROM loket\.{table}\b", step)
        or re.search(rf"UPDATE loket\.{table}\b.*\bSET\b.*\b{column} = ", step, re.DOTALL)
    )


def test_the_tables_of_persons_are_those_that_everybody_would_name_and_more(catalogue: Catalogue) -> None:
    assert catalogue.personal >= {
        "visit",
        "application",
        "worker",
        "document",
        "scan",
        "data_subject",
        "handover",
    }
    assert catalogue.personal >= {"health_declaration", "guarantor_contact", "case_reason", "print_job"}
    assert not catalogue.personal & {"officer", "holiday", "closing", "service_point", "permit_type_version"}


def test_every_personal_table_is_shown_to_the_person_or_says_why_not(catalogue: Catalogue) -> None:
    assert catalogue.personal - catalogue.shown == set(NOT_SHOWN)


def test_every_personal_table_is_frozen_with_the_person_or_says_why_not(catalogue: Catalogue) -> None:
    assert catalogue.personal - catalogue.frozen == set(NOT_FROZEN)


def test_every_text_of_a_personal_table_is_destroyed_or_says_why_not(catalogue: Catalogue) -> None:
    assert catalogue.texts - catalogue.cleared == set(KEPT)
    assert {"application.fields", "worker.nik", "visit.phone", "handover.name"} <= catalogue.cleared


def test_what_was_decided_about_a_person_is_in_the_copy_that_he_is_given(office: Office) -> None:
    case = office.submitted()
    reviewing.take(office.desk("rina"), case)
    reviewing.send_back(office.desk("rina"), case, [Reason("lain", "Alamat tidak lengkap")])
    manager = office.desk("manajer")
    person = person_reading.find_person(manager, "3171994502850001", "permintaan salinan")
    whole = json.loads(person_reading.as_json(person_reading.export(manager, person, "diserahkan")))
    (told,) = whole["data"]["cases"]
    assert [reason["text"] for reason in told["dealings"]["reasons"]] == ["Alamat tidak lengkap"]
