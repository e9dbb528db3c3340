"""`loket verify` as somebody on the street asks it: any file, one clear answer, an exit code that says as much."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests import papers
from tests.given import GIVEN
from workstation.__main__ import main
from workstation.signing import trust


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Give the office's trust in a file."""
    return trust.save(papers.office().trust(), tmp_path / "trust.json")


def locked(data: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def fax(data: bytes) -> bytes:
    """Two white pages and the paper, black and white at 200 dpi."""
    page = papers.pixels(data).convert("1")
    white, out = Image.new("1", page.size, 255), BytesIO()
    white.save(out, "TIFF", compression="group4", save_all=True, append_images=[white, page])
    return out.getvalue()


def altered(data: bytes) -> bytes:
    return data.replace(b"/MediaBox", b"/CropsBox", 1)


SHEET = papers.sheet()
EXPIRED = papers.code(papers.changed(valid_until=papers.TODAY - timedelta(days=1)))
CASES = {
    "own.pdf": (papers.signed(SHEET), 0, "SAH"),
    "printed.pdf": (SHEET, 0, "SAH"),
    "photograph.jpg": (papers.photograph(SHEET), 0, "SAH"),
    "fax.tif": (fax(SHEET), 0, "SAH"),
    "altered.pdf": (altered(papers.signed(SHEET)), 1, "DIUBAH"),
    "foreign.pdf": (papers.sheet("https://example.com/"), 1, "BUKAN SURAT KAMI"),
    "expired.pdf": (papers.sheet(EXPIRED), 1, "HABIS MASA BERLAKU"),
    "locked.pdf": (locked(SHEET), 3, "terkunci kata sandi"),
    "broken.pdf": (b"%PDF-1.7 rusak", 3, "rusak dan tidak dapat dibuka"),
    "white.pdf": (papers.scan_pdf(papers.sheet("x", number="1")), 1, "BUKAN SURAT KAMI"),
    "empty.jpg": (b"", 3, "berkas kosong"),
    "words.txt": (b"halo", 3, "bukan PDF atau gambar"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_kind_of_file_has_one_answer_and_its_exit_code(
    name: str, bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, code, words = CASES[name]
    file = tmp_path / name
    file.write_bytes(data)
    assert main(["verify", str(file), "--trust", str(bundle)]) == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == str(file)
    assert words in lines[1]


@pytest.mark.parametrize(
    ("name", "words"), [("hilang.jpg", "tidak ada"), ("/dev/null", "sebuah alat atau kamera")]
)
def test_what_is_no_file_is_said_as_such(
    name: str, words: str, bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / name), "--trust", str(bundle)]) == 3
    assert words in capsys.readouterr().out


def test_a_folder_ends_with_a_sum_and_an_empty_one_is_refused(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "berkas"
    folder.mkdir()
    assert main(["verify", str(folder), "--trust", str(bundle)]) == 1
    assert "Tidak ada foto, pindaian, atau PDF" in capsys.readouterr().err
    for name in ("own.pdf", "altered.pdf", "broken.pdf"):
        (folder / name).write_bytes(CASES[name][0])
    assert main(["verify", str(folder), "--trust", str(bundle)]) == 1
    assert "3 berkas: 1 sah, 1 tidak sah, 1 tidak dapat diperiksa" in capsys.readouterr().out


def test_an_old_list_is_not_relied_on_and_its_age_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "izin.pdf"
    file.write_bytes(SHEET)
    old = papers.office().trust((), datetime.now(UTC) - timedelta(hours=72))
    assert main(["verify", str(file), "--trust", str(trust.save(old, tmp_path / "lama.json"))]) == 3
    said = capsys.readouterr().out
    assert "SAH  (Status pencabutan tidak diketahui.)" in said
    assert "72,0 jam" in said
    withdrawn = papers.office().trust((papers.STATEMENT.serial,), papers.NOW - timedelta(hours=72))
    assert main(["verify", str(file), "--trust", str(trust.save(withdrawn, tmp_path / "cabut.json"))]) == 1
    assert "DICABUT" in capsys.readouterr().out


def test_without_the_bundle_that_was_named_nothing_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "x.pdf", "--trust", str(tmp_path / "tiada.json")]) == 1
    captured = capsys.readouterr()
    assert (captured.out, "tiada.json tidak ada" in captured.err) == ("", True)


def test_the_help_names_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["verify", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert all(
        words in said for words in ("0 semua sah", "1 ada yang tidak sah", "3 selain", "2 perintah salah")
    )


@pytest.mark.skipif(not GIVEN.is_dir(), reason="the given inputs are not on this machine")
def test_a_telephones_heic_in_a_folder_is_not_passed_over(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "telepon"
    folder.mkdir()
    (folder / "IMG_1.HEIC").write_bytes((GIVEN / "scans" / "awkward" / "arrow.heic").read_bytes())
    assert main(["verify", str(folder), "--trust", str(bundle)]) == 3
    assert "Tidak ditemukan segel QR" in capsys.readouterr().out
