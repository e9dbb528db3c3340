"""Files that nobody here drew: each behaves as the manifest beside it expects."""

import csv
import re
from dataclasses import dataclass

import pytest

from tests.given import GIVEN
from tests.imaging.drawing import difference, shown
from workstation.errors import EncryptedFile, LockedByCertificate, NotAPicture, Problem, Refusal
from workstation.imaging.pages import Caution, FileFacts, PagePixels
from workstation.imaging.pool import PageReader, key_of

PASSWORDS = {"graph-encrypted.pdf": "user", "r6-user-password.pdf": "asdfzxcv"}
WIDTH = 600


@dataclass(frozen=True)
class Row:
    file: str
    expected: str

    @property
    def name(self) -> str:
        return self.file.rpartition("/")[2]

    @property
    def data(self) -> bytes:
        return (GIVEN / self.file).read_bytes()

    @property
    def is_for_a_viewer(self) -> bool:
        """Lists, region codes, streams, keys, certificates and vectors are no pictures, whatever they contain."""
        return self.file.startswith(("scans/", "hostile/")) or self.is_page_of_others

    @property
    def is_page_of_others(self) -> bool:
        """Of signed papers and photographed codes the manifest says what else must hold; they open all the same."""
        return self.file.startswith(("signed/", "qr/")) and self.file.endswith((".pdf", ".png", ".jpg"))

    @property
    def must_open(self) -> bool:
        if self.is_page_of_others or not self.is_for_a_viewer:
            return self.is_for_a_viewer
        return self.expected.startswith("opens") and "refused" not in self.expected and not self.guarded

    @property
    def guarded(self) -> bool:
        return "under a guard" in self.expected

    @property
    def must_be_refused(self) -> bool:
        if not self.is_for_a_viewer:
            return True
        return self.expected.startswith("must be refused") and "downscaled" not in self.expected


def rows() -> list[Row]:
    manifest = GIVEN / "MANIFEST.tsv"
    if not manifest.exists():
        return []
    with manifest.open(encoding="utf-8", newline="") as stream:
        found = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Row(row["file"], row["expected"]) for row in found]


ROWS = rows()
pytestmark = pytest.mark.skipif(not ROWS, reason="the strangers' files are not here")


def look(reader: PageReader, row: Row) -> tuple[FileFacts, PagePixels] | Problem:
    try:
        facts = reader.probe(row.data, row.name)
        return facts, reader.page(key_of(row.data), row.data, 0, width=WIDTH, name=row.name)
    except Problem as problem:
        return problem


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.file)
def test_a_strangers_file_opens_or_is_refused_as_expected(reader: PageReader, row: Row) -> None:
    seen = look(reader, row)
    if isinstance(seen, Problem):
        assert isinstance(seen, Refusal), seen
        assert not row.must_open, seen
        assert row.is_for_a_viewer or isinstance(seen, NotAPicture), seen
    else:
        assert not row.must_be_refused, seen[0]
        _holds(reader, row, *seen)


def _holds(reader: PageReader, row: Row, facts: FileFacts, page: PagePixels) -> None:
    said = row.expected
    if count := re.search(r"opens: (\d+) pages?", said):
        assert facts.pages == int(count[1])
        for index in range(facts.pages):
            assert reader.page(key_of(row.data), row.data, index, width=WIDTH).width == WIDTH
    if size := re.search(r"(\d{3,})x(\d{3,})\)", said):
        assert facts.sizes[0] == (int(size[1]), int(size[2]))
    if "landscape" in said:
        assert facts.sizes[0][0] > facts.sizes[0][1]
    if "GPS" in said:
        assert Caution.LOCATION in facts.warnings
    if "active content" in said:
        assert facts.warnings
    if "no text layer" in said:
        assert not "".join(reader.texts(row.data, row.name)).strip()
    if "text selectable" in said:
        assert len("".join(reader.texts(row.data, row.name))) > 1_000
    if "not blank" in said:
        assert not page.blank
    if "halaman kosong" in said:
        assert page.blank


@pytest.mark.parametrize("row", [row for row in ROWS if row.name in PASSWORDS], ids=lambda row: row.name)
def test_a_locked_file_asks_for_its_password_and_opens_with_it(reader: PageReader, row: Row) -> None:
    password = PASSWORDS[row.name]
    for wrong, tried in ((None, False), ("salah", True)):
        with pytest.raises(EncryptedFile) as locked:
            reader.probe(row.data, row.name, password=wrong)
        assert locked.value == EncryptedFile(row.name, tried)
    assert reader.probe(row.data, row.name, password=password).pages >= 1
    page = reader.page(key_of(row.data), row.data, 0, width=WIDTH, password=password)
    assert not page.blank
    with pytest.raises(EncryptedFile):
        reader.page(key_of(row.data), row.data, 0, width=WIDTH, name=row.name)


def test_no_file_of_the_manifest_is_left_out() -> None:
    there = {str(file.relative_to(GIVEN)) for file in GIVEN.rglob("*") if file.is_file()}
    assert {row.file for row in ROWS} == there - {"MANIFEST.tsv", "README.md", "LICENCES.md"}


def _row(name: str) -> Row:
    return next(row for row in ROWS if row.name == name)


def test_a_file_locked_to_a_certificate_does_not_ask_for_a_password(reader: PageReader) -> None:
    row = _row("AESkeylength256.pdf")
    with pytest.raises(LockedByCertificate):
        reader.probe(row.data, row.name)


def test_the_print_shop_photo_looks_like_its_screen_copy(reader: PageReader) -> None:
    shop, screen = _row("baiona_cmyk.jpg"), _row("baiona_alpha.png")
    pages = [shown(reader.page(key_of(row.data), row.data, 0, width=200)) for row in (shop, screen)]
    white = pages[1].point(lambda value: 255 - value)
    assert difference(pages[0], pages[1]) < difference(pages[0], white) / 2


def test_round_things_stay_round(reader: PageReader) -> None:
    row = _row("aspect.pdf")
    page = reader.page(key_of(row.data), row.data, 0, width=720)
    assert (page.width, page.height) == (720, 576)
