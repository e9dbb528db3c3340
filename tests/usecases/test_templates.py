"""What papers say is data: tried with test cases, refused with its reason and line, and kept with the paper."""

import hashlib
from datetime import datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from tests.make import Office, exhausted
from tests.printing import seen
from tests.usecases.test_sealing import KEY
from workstation.errors import BadTemplate, ChangedByOther, NotAllowed, ReasonNeeded
from workstation.printing import typeface
from workstation.printing.spooler import FolderSpooler
from workstation.printing.template import Said, faults
from workstation.printing.wordings import FORMS
from workstation.queries.templates import templates
from workstation.settings import OfficeSettings
from workstation.usecases import deciding, papers, previewing, sealing
from workstation.usecases import templates as changing
from workstation.usecases.receipts import draw_receipt, print_receipt
from workstation.usecases.templates import Proposed
from workstation.vocabulary import DocumentKind, PaperKind, SampleCase

OFFICE = OfficeSettings(unit="MPP Jakarta")


def png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def proposed(kind: PaperKind, point: int | None = None, **words: str) -> Proposed:
    return Proposed(kind, point, words)


def publish(office: Office, kind: PaperKind, when: datetime | None = None, **words: str) -> int:
    return changing.publish(office.desk("admin"), proposed(kind, **words), when, "uji templat")


def unchanged(office: Office) -> bool:
    return office.ask("SELECT count(*) FROM loket.paper_template") == 0


# -- the language ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PaperKind)
def test_every_wording_is_born_without_fault(kind: PaperKind) -> None:
    assert faults(FORMS[kind], {}) == ()


def test_what_a_fact_says_is_never_read_as_template() -> None:
    facts = dict.fromkeys(FORMS[PaperKind.TICKET].fields, "{nomor} **tebal**")
    said = Said(FORMS[PaperKind.TICKET], {"heading": "**{nama_unit}** A"}, facts)
    assert said.paragraphs("heading") == [[(typeface.BOLD, "{nomor} **tebal**"), (typeface.REGULAR, " A")]]


def test_a_line_whose_field_is_empty_is_left_out() -> None:
    form = FORMS[PaperKind.PERMIT]
    facts = dict.fromkeys(form.fields, "x") | {"nip": "", "pangkat": "", "kode_qr": ""}
    assert Said(form, {}, facts).lines("signature") == [
        "Ditandatangani secara elektronik oleh:",
        "x",
        "",
        "x",
    ]


BROKEN = {
    "an unknown field": ("closing", "Terima kasih,\nSaudara {nama_pemohn}", 2, "mungkin {nama_pemohon}"),
    "an open brace": ("closing", "Saudara {nama_pemohon", 1, "tidak berpasangan"),
    "half a bold": ("closing", "Saudara **tebal", 1, "tidak berpasangan"),
    "a strange letter": ("closing", "Terima\nkasih 王", 2, "tidak dapat dicetak"),
    "no number": ("number", "tanpa nomor", 0, "{nomor} wajib ada"),
    "no seal": ("signature", "{jabatan}\n{nama_pejabat}", 0, "{kode_qr} wajib ada"),
    "no signatory": ("signature", "{kode_qr}\n{jabatan}", 0, "{nama_pejabat} wajib ada"),
    "nothing where something must be": ("opening", "", 0, "tidak boleh kosong"),
    "a line too long": ("closing", "a" * 701, 1, "terlalu panjang"),
    "too many lines": ("closing", "a\n" * 7, 7, "terlalu panjang"),
    "an unknown size": ("paper", "a5", 1, "a4, f4"),
    "an unknown part": ("script", "print()", 0, "tidak dikenal"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_wording_is_refused_with_its_line_before_anything_is_touched(
    office: Office, name: str
) -> None:
    block, text, line, reason = BROKEN[name]
    with pytest.raises(BadTemplate) as refused:
        publish(office, PaperKind.REFUSAL, **{block: text})
    assert refused.value.line == line
    assert reason in refused.value.reason
    assert unchanged(office)


def test_a_wording_that_does_not_fit_its_paper_is_refused(office: Office) -> None:
    with pytest.raises(BadTemplate, match="lebih dari 1 halaman"):
        publish(office, PaperKind.PERMIT, body="\n".join(["kata " * 120] * 6))
    assert unchanged(office)


# -- pictures ----------------------------------------------------------------------------------------------


def test_arms_are_made_small_and_stand_on_the_paper(office: Office) -> None:
    logo = changing.arms(png(Image.new("RGBA", (1200, 1400), (20, 60, 160, 255))))
    publish(office, PaperKind.LETTERHEAD, logo=logo)
    data = changing.look(office.desk("admin"), proposed(PaperKind.PERMIT))
    with pikepdf.open(BytesIO(data)) as document:
        assert len(document.pages[0].get_images()) == 1


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", png(Image.new("L", (30, 30)))[:45]])
def test_a_bad_picture_is_refused_with_its_reason(data: bytes) -> None:
    with pytest.raises(BadTemplate, match="gambar rusak"):
        changing.arms(data)


def test_a_letterhead_with_a_broken_picture_is_refused(office: Office) -> None:
    with pytest.raises(BadTemplate):
        publish(office, PaperKind.LETTERHEAD, logo="bukan gambar")
    assert unchanged(office)


# -- versions ----------------------------------------------------------------------------------------------


def test_a_paper_keeps_the_words_of_its_day_and_a_reprint_says_the_same(office: Office) -> None:
    case = office.submitted()
    desk = office.desk("budi")
    before = draw_receipt(desk, case, OFFICE)
    publish(office, PaperKind.RECEIPT, title="Bukti Penerimaan Berkas", closing="Simpan lembar ini.")
    assert draw_receipt(desk, case, OFFICE) == before
    later = seen.text(draw_receipt(desk, office.submitted(nik="3171994502850002"), OFFICE))
    assert "BUKTI PENERIMAAN BERKAS" in later
    assert "Simpan lembar ini." in later


def test_a_coming_version_waits_for_its_day_and_may_be_taken_back(office: Office) -> None:
    admin = office.desk("admin")
    coming = publish(office, PaperKind.RECEIPT, admin.now() + timedelta(days=3), title="Besok")
    row = next(one for one in templates(admin).rows if one.id is PaperKind.RECEIPT)
    assert [row.is_coming(one) for one in row.versions] == [True, False]
    assert row.now.id == 0
    assert "BESOK" not in seen.text(draw_receipt(office.desk("budi"), office.submitted(), OFFICE))
    changing.take_back(admin, coming, "salah tulis")
    assert unchanged(office)
    with pytest.raises(ChangedByOther):
        changing.take_back(admin, coming, "salah tulis")


def test_a_version_that_holds_is_never_taken_back(office: Office) -> None:
    holds = publish(office, PaperKind.RECEIPT, title="Bukti")
    with pytest.raises(NotAllowed):
        changing.take_back(office.desk("admin"), holds, "salah tulis")
    assert office.ask("SELECT count(*) FROM loket.paper_template") == 1


def test_a_version_wants_its_reason_and_the_journal_keeps_it(office: Office) -> None:
    with pytest.raises(ReasonNeeded):
        changing.publish(office.desk("admin"), proposed(PaperKind.RECEIPT, title="Bukti"), None, " ")
    publish(office, PaperKind.RECEIPT, title="Bukti")
    told = office.rows("SELECT action, reason FROM loket.journal WHERE thing = 'paper_template'")
    assert [(one.action, one.reason) for one in told] == [("insert", "uji templat")]


def test_a_point_may_have_words_and_a_letterhead_of_its_own(office: Office) -> None:
    admin, here = office.desk("admin"), office.desk("budi").point.id
    changing.publish(admin, proposed(PaperKind.RECEIPT, here, title="Bukti Titik"), None, "uji")
    changing.publish(admin, proposed(PaperKind.LETTERHEAD, here, unit="{nama_unit}"), None, "uji")
    publish(office, PaperKind.RECEIPT, title="Bukti Kantor")
    said = seen.text(draw_receipt(office.desk("budi"), office.submitted(), OFFICE))
    assert "BUKTI TITIK" in said
    assert office.desk("budi").point.name.upper() in said


@pytest.mark.parametrize("login", ["budi", "rina", "ratna", "manajer", "auditor"])
def test_only_an_administrator_changes_what_papers_say(office: Office, login: str) -> None:
    desk = office.desk(login)
    for verb in (
        lambda: changing.look(desk, proposed(PaperKind.PERMIT)),
        lambda: changing.publish(desk, proposed(PaperKind.RECEIPT, title="Bukti"), None, "uji"),
        lambda: changing.take_back(desk, 1, "uji"),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert unchanged(office)


# -- what is seen is what is printed -----------------------------------------------------------------------


@pytest.mark.parametrize("size", ["a4", "f4"])
@pytest.mark.parametrize("kind", PaperKind)
def test_every_paper_is_drawn_with_every_test_case_on_both_sizes(
    office: Office, kind: PaperKind, size: str
) -> None:
    words = {} if kind in (PaperKind.TICKET, PaperKind.LETTERHEAD) else {"paper": size}
    for case in changing.cases_of(kind):
        data = changing.look(office.desk("admin"), proposed(kind, **words), case)
        for (width, height), runs in seen.boxes(data):
            assert all(left > 0 and right < width for left, _, right, _ in runs)
            assert all(bottom > 0 and top < height for _, bottom, _, top in runs)
        if case is SampleCase.LONG_LIST:
            pages = seen.texts(data)
            assert len(pages) > 5
            assert all(f"Halaman {n} dari {len(pages)}" in page for n, page in enumerate(pages, 1))


def test_the_receipt_that_is_looked_at_is_the_one_that_comes_out_of_the_printer(
    office: Office, tmp_path
) -> None:
    publish(office, PaperKind.RECEIPT, title="Bukti Penerimaan", paper="f4")
    desk, case = office.desk("budi"), office.submitted()
    looked = draw_receipt(desk, case, OFFICE)
    exhausted(print_receipt(desk, case, OFFICE, spooler=FolderSpooler(tmp_path)))
    (printed,) = tmp_path.rglob("*.pdf")
    assert hashlib.sha256(printed.read_bytes()).digest() == hashlib.sha256(looked).digest()
    assert round(seen.boxes(looked)[0][0][1] / 72 * 25.4) == 330


def test_the_kept_letter_is_what_the_desk_was_shown_with_its_number_and_its_seal(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = publish(office, PaperKind.PERMIT, grant="Mengizinkan:", copies="Arsip", paper="f4")
    shown: dict[str, object] = {}
    drawn = papers.draw

    def remembered(kind: str, record: dict[str, object], *rest: object) -> bytes:
        shown.update(record)
        return drawn(kind, record, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(papers, "draw", remembered)
    case = office.proposed()
    previewing.preview(office.desk("ratna"), case, DocumentKind.PERMIT)
    monkeypatch.undo()
    exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    sealing.seal_waiting(office.backroom(), KEY)
    (document,) = office.rows("SELECT record, seal FROM loket.document WHERE application_id = :c", c=case)
    given = {"number", "preview", "serial", "salt"}  # by the decision, and nothing else
    assert {name for name in document.record if document.record[name] != shown.get(name)} == given - {
        "preview"
    }
    as_shown = shown | {name: document.record[name] for name in given - {"preview"}} | {"preview": False}
    kept = papers.draw(DocumentKind.PERMIT, document.record, document.seal, None)
    same = papers.draw(DocumentKind.PERMIT, as_shown, document.seal, None)
    assert hashlib.sha256(kept).digest() == hashlib.sha256(same).digest()
    assert document.record["template"] == version
    assert "Mengizinkan:" in seen.text(kept)


def test_a_sealed_letter_keeps_its_words_when_the_office_changes_its_mind(office: Office) -> None:
    document_id = office.approved()
    sealing.seal_waiting(office.backroom(), KEY)
    publish(office, PaperKind.PERMIT, grant="Mengizinkan:")
    record = office.ask("SELECT record FROM loket.document WHERE id = :i", i=document_id)
    assert (record["template"], record["words"]) == (0, {})
    assert "Memberikan izin kepada:" in seen.text(papers.draw(DocumentKind.PERMIT, record, "SEGEL", None))
