"""Every paper that is kept is PDF/A-2b, before and after it is signed; veraPDF says so, and sees what is wrong."""

from pathlib import Path

import pytest

from tests import pdfa, pki
from tests.printing import facts
from workstation.printing import archival
from workstation.printing.closing import closing_pdf
from workstation.printing.handover import handover_pdf
from workstation.printing.permit import permit_pdf
from workstation.printing.receipt import receipt_pdf
from workstation.printing.refusal import refusal_pdf
from workstation.printing.sheets import PaperSize, Stationery
from workstation.printing.withdrawal import withdrawal_pdf

ACCENTED = "Nguyễn Thị Lê & Zoë <Ågot> Łukasz Ćwikła, S.Psi."


def papers() -> dict[str, bytes]:
    """One of each kind, with the letters and characters that are easily got wrong."""
    holder = (("Nama", ACCENTED), *facts.permit().holder[1:])
    return {
        "permit": permit_pdf(facts.permit()),
        "practice": permit_pdf(facts.permit(practice=True, photo=None)),
        "letters": permit_pdf(facts.permit(holder=holder, title=f"Izin {ACCENTED}")),
        "grey photo": permit_pdf(facts.permit(photo=facts.passport_photo("PNG"))),
        "F4": permit_pdf(facts.permit(stationery=Stationery(paper=PaperSize.F4))),
        "list": permit_pdf(facts.company_permit(60)),
        "refusal": refusal_pdf(facts.refusal()),
        "withdrawal": withdrawal_pdf(facts.withdrawal()),
        "receipt": receipt_pdf(facts.receipt()),
        "handover": handover_pdf(facts.handover()),
        "closing": closing_pdf(facts.closing()),
    }


@pdfa.needed
def test_every_kept_paper_is_an_archive_file_before_and_after_signing(tmp_path: Path) -> None:
    made = papers()
    signed = {f"{name}, signed": pki.signed_by(pki.kit().p12, data) for name, data in made.items()}
    whole = made | signed
    found = dict(zip(whole, pdfa.verdicts(list(whole.values()), tmp_path), strict=True))
    assert found == dict.fromkeys(whole, "ok")


@pdfa.needed
def test_the_judge_sees_a_paper_without_its_colours_and_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workstation.printing.paper.make_archival", lambda _canvas: None)
    (found,) = pdfa.verdicts([permit_pdf(facts.permit())], tmp_path)
    assert found.startswith("broken")
    assert "6.6.2.1" in found  # no XMP
    assert "6.2.4.3" in found  # device colours without a profile


def test_the_profile_and_the_facts_lie_in_the_file() -> None:
    data = permit_pdf(facts.permit(title="Izin A & B"))
    assert archival._profile() in data
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in data
    assert b"Izin A &amp; B Nomor" in data
