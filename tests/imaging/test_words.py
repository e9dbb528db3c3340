"""Reading assistance for real: the machine in its jail, what it reads, how it is stopped, what it may not do."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.imaging.drawing import saved
from workstation.errors import DamagedFile, PictureWorkerDied
from workstation.imaging.words import WordReader, _words, is_installed
from workstation.resources_at import resource

pytestmark = pytest.mark.skipif(not is_installed(), reason="reading assistance is not installed")
CARD = "practice/scans/p05-identity_card.jpg"


@pytest.fixture(scope="module")
def words() -> Iterator[WordReader]:
    reader = WordReader()
    yield reader
    reader.close()


def test_a_card_is_read_with_places(words: WordReader) -> None:
    page = words.read(resource(CARD).read_bytes(), "kartu.jpg", 0)
    said = {word.text.lstrip(": ").replace(" ", "") for word in page.words}
    assert {"NIK", "3171994403920228", "SEMARANG,04-03-1992"} <= said
    number = next(word for word in page.words if "3171994403920228" in word.text)
    frame = number.frame(0)
    assert 0.2 < frame.left < frame.right < 0.8
    assert 0.2 < frame.top < frame.bottom < 0.4


@pytest.mark.skipif(sys.platform != "linux", reason="walls of Linux")
def test_it_reads_behind_the_walls_of_the_page_workers_and_gives_way_to_them(words: WordReader) -> None:
    words.read(resource(CARD).read_bytes(), "kartu.jpg", 0)
    assert {"limits", "call filter", "file rules"} <= set(words._process.start())
    pid = words.pid
    assert pid is not None
    assert os.getpriority(os.PRIO_PROCESS, pid) >= 10
    limits = Path(f"/proc/{pid}/limits").read_text()
    assert "Max address space         2147483648" in limits
    assert not [line for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:] if line]


def test_stopping_kills_the_page_in_hand_and_the_next_one_is_read_all_the_same(words: WordReader) -> None:
    data = resource("practice/scans/c01-assignment_letter.pdf").read_bytes()
    words.read(resource(CARD).read_bytes(), "kartu.jpg", 0)
    ends: list[object] = []

    def read() -> None:
        try:
            ends.append(words.read(data, "surat.pdf", 1))
        except PictureWorkerDied as trouble:
            ends.append(trouble)

    thread = threading.Thread(target=read)
    thread.start()
    while not words.is_reading and thread.is_alive():
        pass
    words.stop()
    thread.join(60)
    assert isinstance(ends[0], PictureWorkerDied)
    assert words.read(resource(CARD).read_bytes(), "kartu.jpg", 0).words


def test_what_is_no_picture_or_has_no_such_page_is_refused(words: WordReader) -> None:
    with pytest.raises(DamagedFile):
        words.read(resource(CARD).read_bytes(), "kartu.jpg", 7)
    with pytest.raises(DamagedFile):
        words.read(b"\xff\xd8\xff\xe0" + bytes(200), "rusak.jpg", 0)


def test_an_empty_page_has_no_words(words: WordReader) -> None:
    from PIL import Image

    page = words.read(saved(Image.new("RGB", (600, 800), "white"), "PNG"), "kosong.png", 0)
    assert page.words == ()
    assert page.ratio == pytest.approx(800 / 600, abs=0.01)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"words": [["x", 0.9, [[0, 0]]]], "ratio": 1},
        {"words": [["x", "much", [[0, 0]] * 4]], "ratio": 1},
        {"words": [["x", 0.9, [[0, 0]] * 4]], "ratio": "wide"},
        {"words": [[]], "ratio": 1},
    ],
)
def test_nonsense_from_a_captured_worker_is_a_damaged_file(answer: dict) -> None:
    with pytest.raises(DamagedFile):
        _words(answer, 0, "x.jpg")


def test_what_a_captured_worker_says_is_kept_within_bounds() -> None:
    wild = {"words": [["x" * 9_999, 7, [[-5, 3], [9, 0], [1, 1], [0, 1]]]] * 9_999, "ratio": 1e9}
    page = _words(wild, 0, "x.jpg")
    assert len(page.words) == 2_000
    assert (len(page.words[0].text), page.words[0].score, page.ratio) == (500, 1.0, 100.0)
    assert all(0 <= part <= 1 for corner in page.words[0].corners for part in corner)


def test_nothing_is_loaded_until_a_page_is_asked_for() -> None:
    code = (
        "import sys; from workstation.imaging.words import WordReader, is_installed; is_installed(); WordReader();"
        " print(sorted({'rapidocr', 'onnxruntime', 'cv2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_page_upside_down_or_on_its_side_is_read_too(words: WordReader) -> None:
    from io import BytesIO

    from PIL import Image, ImageOps

    card = ImageOps.exif_transpose(
        Image.open(BytesIO(resource("practice/scans/p01-identity_card.jpg").read_bytes()))
    )
    for turn in (0, 90, 180, 270):
        page = words.read(saved(card.rotate(turn, expand=True), "JPEG"), "kartu.jpg", 0)
        said = " ".join(word.text for word in page.words)
        assert "3174995006730224" in said, turn
        assert "009/009" in said, turn
