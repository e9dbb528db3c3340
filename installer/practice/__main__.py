"""Draw the practice set again: `python -m installer.practice [--out DIR] [--only TEXT] [--words]`."""

import argparse
import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

from installer.practice import facts, shoot
from installer.practice.defects import plant_all
from installer.practice.paper import Paper
from installer.practice.plan import SEED, Planner
from installer.practice.rows import plant_rows
from workstation.imaging.pool import PageReader

OUT = Path(__file__).resolve().parents[2] / "resources" / "practice"


def used_papers(planner: Planner) -> list[Paper]:
    """Return the papers some application attaches, each once, by file name."""
    used = {
        id(p): p
        for a in planner.applications
        for code, p in a.papers.items()
        if a.slot.stage != "draft" or code == "identity_card"
    }
    used |= {id(p): p for a in planner.applications for row in a.rows for p in row.values()}
    return sorted(used.values(), key=lambda p: p.file)


def cast(planner: Planner) -> dict[str, Any]:
    """Return the content of cast.json."""
    return {
        "note": "Semua orang, perusahaan dan nomor adalah rekaan; NIK latihan memakai kecamatan 99.",
        "seed": SEED,
        "papers_day": facts.PAPERS_DAY.isoformat(),
        "rules_version": "latihan-2026",
        "companies": [f.as_json() for f in planner.firms],
        "individuals": [p.as_json() for p in planner.people],
        "applications": [a.as_json() for a in planner.applications],
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(folder: Path) -> None:
    """Write what the page reader measures on every paper: one line a paper, the numbers in their order."""
    with PageReader() as reader:
        found = {
            file.name: [list(astuple(one)) for one in reader.measures(file.read_bytes(), file.name)]
            for file in sorted((folder / "scans").iterdir())
        }
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(pages)}" for name, pages in found.items())
    (folder / "measures.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def main() -> None:
    """Plan, write the words, draw the papers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", default="", help="draw only files whose name contains this")
    parser.add_argument("--measure", action="store_true", help="measure the stored papers, draw nothing")
    parser.add_argument("--words", action="store_true", help="write cast and labels, draw nothing")
    given = parser.parse_args()
    if given.measure:
        measure(given.out)
        return
    planner = Planner()
    planner.build()
    plant_all(planner)
    plant_rows(planner)
    papers = used_papers(planner)
    shoot.choose_captures(papers)
    scans = given.out / "scans"
    scans.mkdir(parents=True, exist_ok=True)
    _write(given.out / "cast.json", cast(planner))
    _write(given.out / "labels.json", {p.file: p.label() for p in papers})
    if given.words:
        return
    if not given.only:
        for stale in scans.iterdir():
            stale.unlink()
    for paper in papers:
        if given.only in paper.file:
            shoot.shoot(paper, scans)
    measure(given.out)
    total = sum(f.stat().st_size for f in scans.iterdir())
    print(f"{len(papers)} papers, {total / 1e6:.1f} MB in {scans}")


if __name__ == "__main__":
    main()
