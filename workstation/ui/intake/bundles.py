"""Many files at once for the rows of a list: a folder, a ZIP or one PDF, matched by name and attached one by one.

Nothing is opened in this process: of a ZIP only the list of names and the packed bytes are read, within bounds; what
the bytes are, the picture worker says.
"""

import stat
import zipfile
import zlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workstation.catalogue.rules import DocumentSpec
from workstation.desk import Desk
from workstation.errors import DamagedFile, Refusal, TooLarge
from workstation.imaging.covered import covered_page
from workstation.imaging.kinds import Kind, kind_of
from workstation.imaging.pool import PageReader, key_of
from workstation.progress import Progress
from workstation.rowfiles import Goal, Person, Plan, plan
from workstation.ui.intake.attaching import look_bytes
from workstation.usecases.row_papers import attach_row_scan
from workstation.wording import sentence

MOST_FILES = 4_000
MOST_BYTES = 64 * 1024 * 1024  # of one file, as the readers open
MOST_ARCHIVE = 1024 * 1024 * 1024
PAGE_WIDTH = 1_240  # px across a page that is taken out of a PDF: A4 at 150 dpi
LABEL = "Melampirkan berkas pekerja"


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of a bundle: its name inside, its pages, and where its bytes are."""

    name: str
    pages: int
    path: Path
    member: str = ""

    def read(self, limit: int = MOST_BYTES) -> bytes:
        """Read it; TooLarge beyond `limit` whatever it says of itself, DamagedFile when it cannot be read."""
        try:
            if not self.member:
                if self.path.stat().st_size > limit:
                    raise TooLarge(self.name, self.path.stat().st_size, limit)
                return self.path.read_bytes()
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as member:
                data = member.read(limit + 1)
        except (
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
            zipfile.BadZipFile,
            zlib.error,
        ) as trouble:
            raise DamagedFile(self.name, str(trouble)) from trouble
        if len(data) > limit:
            raise TooLarge(self.name, len(data), limit)
        return data


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was found, what goes where, and the papers that it may be."""

    files: tuple[Packed, ...]
    plan: Plan


@dataclass(frozen=True, slots=True)
class Attached:
    """How many papers were attached, and of each that was not its name and why."""

    count: int
    failed: tuple[tuple[str, str], ...]


def open_bundle(
    path: Path, pages: PageReader, persons: Sequence[Person], papers: Sequence[DocumentSpec]
) -> Bundle:
    """Look through a folder, a ZIP or a file and plan what goes where (in the background); attaches nothing.

    DamagedFile for an archive that cannot be read, TooLarge for one beyond 4,000 files or 1 GB.
    """
    found = tuple(_counted(one, pages) for one in _listed(path))
    words = {paper.code: paper.file_words for paper in papers}
    return Bundle(found, plan([(one.name, one.pages) for one in found], persons, words))


def attach_bundle(
    desk: Desk, pages: PageReader, application_id: int, bundle: Bundle, papers: Mapping[str, DocumentSpec]
) -> Generator[Progress, None, Attached]:
    """Look at each file in the worker and attach it; one that is refused is told and the others go on."""
    failed: list[tuple[str, str]] = []
    goals = bundle.plan.goals
    for number, goal in enumerate(goals):
        packed = bundle.files[goal.file]
        yield Progress(number, len(goals), LABEL)
        try:
            attach_goal(desk, pages, application_id, goal, packed, papers[goal.code])
        except Refusal as refusal:
            failed.append((packed.name, sentence(refusal)))
    return Attached(len(goals) - len(failed), tuple(failed))


def attach_goal(
    desk: Desk, pages: PageReader, application_id: int, goal: Goal, packed: Packed, paper: DocumentSpec
) -> int:
    """Attach one file, or one page of it drawn anew, as this person's paper; returns the scan's id."""
    whole = goal.page is None
    data = packed.read(paper.max_bytes if whole else MOST_BYTES)
    name = packed.name if whole else f"{Path(packed.name).stem}-{goal.page}.jpg"
    if goal.page is not None:
        drawn = pages.page(key_of(data), data, goal.page, width=PAGE_WIDTH, name=packed.name)
        data = covered_page(drawn, ())
    looked = look_bytes(pages, Path(name).name, data, paper)
    return attach_row_scan(
        desk, application_id, goal.person.id, paper.code, looked.name, data, looked.pages, looked.measures
    )


def _listed(path: Path) -> list[Packed]:
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.is_file() and not p.is_symlink())
        names = [one.relative_to(path).as_posix() for one in found]
        if len(found) > MOST_FILES:
            raise TooLarge(path.name, len(found), MOST_FILES)
        return [Packed(n, 1, p) for n, p in zip(names, found, strict=True) if not _is_hidden(n)]
    if path.suffix.casefold() != ".zip":
        return [Packed(path.name, 1, path)]
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    except (OSError, EOFError, ValueError, NotImplementedError, zipfile.BadZipFile) as trouble:
        raise DamagedFile(path.name, str(trouble)) from trouble
    total = sum(one.file_size for one in members)
    if len(members) > MOST_FILES or total > MOST_ARCHIVE:
        raise TooLarge(path.name, max(total, path.stat().st_size), MOST_ARCHIVE)
    plain = (one for one in members if not stat.S_ISLNK(one.external_attr >> 16))
    return [Packed(one.filename, 1, path, one.filename) for one in plain if not _is_hidden(one.filename)]


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _counted(packed: Packed, pages: PageReader) -> Packed:
    """Ask the worker how many pages a PDF has; what does not open keeps one and is refused when it is attached."""
    if not packed.name.casefold().endswith(".pdf"):
        return packed
    try:
        data = packed.read()
        if kind_of(data, packed.name) is not Kind.PDF:
            return packed
        return Packed(packed.name, pages.probe(data, packed.name).pages, packed.path, packed.member)
    except Refusal:
        return packed
