"""Reading assistance on the practice papers: what is read right, and how long a page takes beside the bare machine.

The bare machine is rapidocr as its manual shows it, on the same pictures in this process: no walls, no niceness, the
settings that it comes with, one thread.
"""

import json
import time
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from benchmarks.figures import figure, finish
from workstation.comparing.letters import bare, digits_of
from workstation.imaging.words import WordReader
from workstation.page_words import PageWords
from workstation.resources_at import resource

BARE_PAGES = 8
LEAST_RIGHT, MOST_TIME, MOST_MEMORY = 0.95, 1.0, 1_200


def main() -> None:
    """Read every identity card and every business number, compare with what is printed on them."""
    labels: dict[str, Any] = json.loads(resource("practice/labels.json").read_text("utf-8"))
    papers = {
        n: told for n, told in labels.items() if told["document"] in ("identity_card", "business_number")
    }
    papers = {n: told for n, told in papers.items() if told["defect"] is None}
    pages, seconds, peak = _read(list(papers))
    for what, key, document in (
        ("NIK read right, share of cards", "nik", "identity_card"),
        ("names read right, share of cards", "name", "identity_card"),
        ("NIB read right, share of papers", "business_number", "business_number"),
        ("firms read right, share of papers", "company_name", "business_number"),
    ):
        asked = [name for name, told in papers.items() if told["document"] == document]
        right = sum(_has(pages[name], papers[name]["text"][key]) for name in asked)
        share = right / len(asked)
        figure(f"{what} ({right} of {len(asked)})", share, "all", 1.0, LEAST_RIGHT, share >= LEAST_RIGHT)
    photos = [name for name in papers if name.endswith(".jpg")][:BARE_PAGES]
    plain = _bare(photos)
    ours = median(seconds[name] for name in photos)
    figure("seconds a page, median", ours, "bare rapidocr", plain, MOST_TIME, ours <= MOST_TIME * plain)
    figure("memory of the reader at its fullest, MB", peak, "bar", MOST_MEMORY, 1.0, peak <= MOST_MEMORY)
    finish()


def _read(names: list[str]) -> tuple[dict[str, PageWords], dict[str, float], float]:
    pages: dict[str, PageWords] = {}
    seconds: dict[str, float] = {}
    reader = WordReader()
    reader.read(_bytes(names[0]), names[0], 0)  # the models are loaded once a day
    for name in names:
        began = time.perf_counter()
        pages[name] = reader.read(_bytes(name), name, 0)
        seconds[name] = time.perf_counter() - began
    status = Path(f"/proc/{reader.pid}/status")
    peak = next(
        (int(x.split()[1]) / 1024 for x in status.read_text().splitlines() if x.startswith("VmHWM")), 0.0
    )
    reader.close()
    return pages, seconds, peak


def _bare(names: list[str]) -> float:
    from rapidocr import RapidOCR

    one = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    machine = RapidOCR(params={**one, "Global.log_level": "critical"})
    taken = []
    for name in [names[0], *names]:
        picture = np.asarray(ImageOps.exif_transpose(Image.open(BytesIO(_bytes(name)))).convert("RGB"))[
            :, :, ::-1
        ]
        began = time.perf_counter()
        machine(picture)
        taken.append(time.perf_counter() - began)
    return median(taken[1:])


def _bytes(name: str) -> bytes:
    return resource(f"practice/scans/{name}").read_bytes()


def _has(page: PageWords, wanted: str) -> bool:
    """Whether a piece of the page is exactly this: all digits, or all letters whatever the capitals."""
    if wanted.isdigit():
        return any(digits_of(word.text) == wanted for word in page.words)
    return any(bare(word.text) == bare(wanted) for word in page.words)


if __name__ == "__main__":
    main()
