"""The stored practice set: what the cast promises, the labels say and the files hold must agree."""

import json
import tomllib
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parents[1]
PRACTICE = ROOT / "resources" / "practice"
SCANS = PRACTICE / "scans"
STAGES = {
    "draft": 6,
    "submitted": 28,
    "administrative": 14,
    "technical": 18,
    "proposed": 24,
    "returned": 10,
    "approved": 8,
    "issued": 10,
    "handed_over": 6,
    "refused": 8,
}
MEGABYTE = 1_000_000


@cache
def cast() -> dict[str, Any]:
    return json.loads((PRACTICE / "cast.json").read_text(encoding="utf-8"))


@cache
def labels() -> dict[str, Any]:
    return json.loads((PRACTICE / "labels.json").read_text(encoding="utf-8"))


def applications() -> list[dict[str, Any]]:
    return cast()["applications"]


def submitted() -> list[dict[str, Any]]:
    return [a for a in applications() if a["wanted_stage"] != "draft"]


def kinds(application: dict[str, Any]) -> set[str]:
    return {d["kind"] for d in application["truth"]["defects"]}


@cache
def permit(code: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "resources" / "catalogue" / f"{code}.toml").read_text(encoding="utf-8"))


def asked(when: dict[str, Any] | None, fields: dict[str, str]) -> bool:
    return when is None or fields.get(when["field"]) in when["values"]


def in_force(code: str) -> dict[str, Any]:
    return next(v for v in permit(code)["versions"] if v["version"] == cast()["rules_version"])


def numbers() -> set[str]:
    """Every NIK that stands anywhere in the cast or on a paper."""
    found = {p["nik"] for p in cast()["individuals"]}
    for company in cast()["companies"]:
        found |= {company["contact"]["nik"]} | {w["nik"] for w in company["workers"]}
    for application in applications():
        found |= {application["fields"].get("nik") or application["fields"]["contact_nik"]}
        found |= {w["nik"] for w in application["workers"]}
    for label in labels().values():
        found |= {label["text"]["nik"]} if "nik" in label["text"] else set()
        found |= {r["nik"] for r in label["rows"]}
    return found


def test_every_stored_file_has_a_label_and_every_label_a_file() -> None:
    assert {f.name for f in SCANS.iterdir()} == set(labels())


def test_the_set_stays_small_enough_to_store() -> None:
    assert sum(f.stat().st_size for f in SCANS.iterdir()) <= 18 * MEGABYTE


@pytest.mark.parametrize("name", sorted(json.loads((PRACTICE / "labels.json").read_text(encoding="utf-8"))))
def test_a_paper_opens_and_says_specimen(name: str) -> None:
    label = labels()[name]
    assert label["text"]["specimen"] == "SPESIMEN"
    if name.endswith(".pdf"):
        opened = pdfium.PdfDocument(SCANS / name)
        try:
            assert len(opened) == label["pages"]
            if label["capture"] == "digital":
                assert "SPESIMEN" in opened[0].get_textpage().get_text_bounded()
        finally:
            opened.close()
        return
    with Image.open(SCANS / name) as picture:
        assert (picture.getexif().get(0x0112) == 6) == (label["turn"] == "exif")
        upright = ImageOps.exif_transpose(picture)
        assert max(upright.size) >= 700


def test_a_born_digital_paper_carries_the_very_words_of_its_label() -> None:
    checked = 0
    for name, label in labels().items():
        if label["capture"] != "digital" or label["document"] != "business_number":
            continue
        opened = pdfium.PdfDocument(SCANS / name)
        try:
            words = opened[0].get_textpage().get_text_bounded()
        finally:
            opened.close()
        assert label["text"]["business_number"] in words
        assert label["text"]["company_name"] in words
        checked += 1
    assert checked >= 3


def test_no_number_could_be_a_real_persons() -> None:
    assert {nik[4:6] for nik in numbers()} == {"99"}
    assert {len(nik) for nik in numbers()} == {16}


def test_the_hall_has_enough_cases_at_every_stage() -> None:
    counted = Counter(a["wanted_stage"] for a in applications())
    assert all(counted[stage] >= least for stage, least in STAGES.items()), counted
    proposals = Counter(a["proposal"] for a in applications() if a["wanted_stage"] == "proposed")
    assert proposals["approve"] >= 20
    assert proposals["refuse"] >= 4


def test_about_one_case_in_six_hides_a_disagreement() -> None:
    share = sum(bool(a["truth"]["defects"]) for a in applications()) / len(applications())
    assert 1 / 8 <= share <= 1 / 4


def test_every_planned_kind_of_disagreement_occurs() -> None:
    seen = set().union(*(kinds(a) for a in applications()))
    assert {
        "name_spelling",
        "nik_digit",
        "birth_date",
        "address",
        "expired_letter",
        "wrong_company",
        "missing_page",
        "unreadable",
        "reused_scan",
        "missing_meterai",
    } <= seen


def test_a_decision_follows_from_what_is_wrong() -> None:
    for a in submitted():
        assert bool(a["truth"]["defects"]) == (a["truth"]["expected_decision"] != "approve"), a["id"]
        codes = {r["code"] for r in permit(a["permit_type"])["reasons"]}
        assert not a["truth"]["defects"] or a["reason"] in codes, a["id"]


def test_every_submitted_case_brings_what_its_permit_demands() -> None:
    for a in submitted():
        left_out = in_force(a["permit_type"]).get("without_documents", [])
        for document in permit(a["permit_type"])["documents"]:
            if not document.get("required", True) or document["code"] in left_out:
                continue
            if not asked(document.get("when"), a["fields"]):
                continue
            brought = a["documents"].keys() & {document["code"], document.get("alternative")}
            assert brought, (a["id"], document["code"])


def test_every_attached_file_exists_and_is_the_document_it_is_filed_as() -> None:
    for a in applications():
        for code, name in a["documents"].items():
            assert labels()[name]["document"] == code, (a["id"], name)


def test_every_paper_is_used_by_some_case() -> None:
    used = {name for a in applications() for name in a["documents"].values()}
    used |= {name for a in applications() for row in a["rows"] for name in row.values()}
    assert used == set(labels())


def test_one_list_bears_card_and_photo_for_each_row_and_three_rows_are_wrong() -> None:
    (case,) = [a for a in applications() if a["rows"]]
    assert len(case["rows"]) == len(case["workers"]) == 10
    wrong = set()
    for number, (row, worker) in enumerate(zip(case["rows"], case["workers"], strict=True), 1):
        card, photo = (labels()[row[code]] for code in ("worker_card", "worker_photo"))
        if (card["text"]["nik"], card["text"]["name"]) != (worker["nik"], worker["name"]):
            wrong.add(number)
        if photo["owner"] != card["owner"]:
            wrong.add(number)
    assert wrong == {3, 6, 8}


def test_the_fields_are_those_of_the_catalogue() -> None:
    for a in applications():
        demanded = {
            f["code"]: f
            for f in permit(a["permit_type"])["fields"]
            if f["code"] not in in_force(a["permit_type"]).get("without_fields", [])
            and asked(f.get("when"), a["fields"])
        }
        needed = {code for code, spec in demanded.items() if spec.get("required", True)}
        assert needed <= a["fields"].keys() <= demanded.keys(), a["id"]
        for code, value in a["fields"].items():
            assert value
            assert len(value) <= demanded[code].get("max_length", 500), (a["id"], code)


def test_a_companys_list_is_as_long_as_the_rules_allow() -> None:
    limits = in_force("strp-company")["workers"]
    for a in applications():
        if a["permit_type"] == "strp-company":
            assert limits["min"] <= len(a["workers"]) <= limits["max"], a["id"]


def test_nobody_files_the_same_thing_twice() -> None:
    filed = Counter(
        (a["permit_type"], a["applicant"], a["fields"]["valid_from"], json.dumps(a["workers"]))
        for a in applications()
    )
    assert max(filed.values()) == 1, [key[:3] for key, times in filed.items() if times > 1]


def test_the_period_asked_for_fits_the_rules() -> None:
    for a in applications():
        first, last = (date.fromisoformat(a["fields"][k]) for k in ("valid_from", "valid_until"))
        longest = in_force(a["permit_type"])["validity"]["days"]
        assert timedelta(0) <= last - first < timedelta(days=longest), a["id"]
        assert date.fromisoformat(a["filed_on"]) <= date.fromisoformat(cast()["papers_day"])


def test_papers_of_an_honest_case_agree_with_what_was_typed() -> None:
    for a in submitted():
        if a["truth"]["defects"]:
            continue
        typed = a["fields"]
        name, nik = (typed.get(k) or typed[f"contact_{k}"] for k in ("name", "nik"))
        for code, file in a["documents"].items():
            text = labels()[file]["text"]
            assert labels()[file]["owner"] == a["applicant"], (a["id"], file)
            assert labels()[file]["defect"] is None, (a["id"], file)
            for key in ("name", "nik", "company_name", "company_address", "guarantor_name"):
                wanted = {"name": name, "nik": nik}.get(key) or typed.get(key)
                assert not (key in text and wanted) or text[key] == wanted, (a["id"], file, key)
            if code == "identity_card" and "birth_date" in typed:
                assert (text["birth_date"], text["sex_code"]) == (typed["birth_date"], typed["sex"]), a["id"]
                assert typed["address"].startswith(text["address"]), a["id"]
        listed = labels().get(a["documents"].get("assignment_letter"), {}).get("rows", [])
        assert all(worker in listed for worker in a["workers"]), a["id"]


def test_a_case_with_a_disagreement_really_disagrees() -> None:
    for a in submitted():
        for defect in a["truth"]["defects"]:
            file = a["documents"][defect["document"]]
            label = labels()[file]
            if defect["kind"] in ("reused_scan", "wrong_company"):
                assert label["owner"] != a["applicant"], a["id"]
            elif defect["field"].startswith("workers."):
                assert any(worker not in label["rows"] for worker in a["workers"]), a["id"]
            elif label["defect"] is None:
                key = defect["field"].removeprefix("contact_")
                assert label["text"][key] != a["fields"][defect["field"]], a["id"]
            else:
                assert label["defect"]["kind"] == defect["kind"], a["id"]


def test_a_lost_page_is_lost_in_the_file_too() -> None:
    lost = [name for name, v in labels().items() if (v["defect"] or {}).get("kind") == "missing_page"]
    assert lost
    for name in lost:
        assert labels()[name]["pages"] == 1
        whole = next(v for k, v in labels().items() if k.startswith(name.split("-page1")[0] + "."))
        assert whole["pages"] == 2


def test_two_applicants_with_one_scan_share_the_very_same_file() -> None:
    users: dict[str, set[str]] = {}
    for a in applications():
        for name in a["documents"].values():
            users.setdefault(name, set()).add(a["applicant"])
    shared = {name for name, who in users.items() if len(who) > 1}
    borrowed = {
        a["documents"][d["document"]]
        for a in applications()
        for d in a["truth"]["defects"]
        if d["kind"] in ("reused_scan", "wrong_company")
    }
    assert shared == borrowed


def test_nik_contradictions_are_warnings_not_faults() -> None:
    for person in cast()["individuals"]:
        born = date.fromisoformat(person["birth_date"])
        day, month = int(person["nik"][6:8]), int(person["nik"][8:10])
        contradicted = set()
        if (day > 40) != (person["sex"] == "P"):
            contradicted.add("nik_contradicts_sex")
        if (day % 40, month) != (born.day, born.month):
            contradicted.add("nik_contradicts_birth_date")
        assert set(person["oddities"]) == contradicted, person["id"]
    assert sum(bool(p["oddities"]) for p in cast()["individuals"]) >= 3
