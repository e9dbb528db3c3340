"""The bench of bulk issue still makes what it counts: its plain loop, its batch and its figures, in the small."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import issue
from benchmarks._issue_office import PlainLoop, keys, prepared
from tests.make import Office
from workstation.embedded import Cluster
from workstation.signing.inspecting import inspect
from workstation.usecases.press import Press


@pytest.fixture
def bench(office: Office, cluster: Cluster) -> Iterator[issue.Bench]:
    with Press(1) as press:
        made = issue.Bench(prepared(office, cluster.data), press)
        made.full.more(2)
        made.seal(3)
        yield made


def test_the_plain_loop_signs_its_own_papers_and_ours(bench: issue.Bench, tmp_path: Path) -> None:
    (draft,) = bench.drafts(1)
    sheet = issue._sheet(draft)
    for p12 in keys().values():
        loop = PlainLoop(p12, tmp_path)
        for signed in (loop.make(sheet, "izin"), loop.sign(bench.a_paper())):
            seen = inspect(signed, bench.room.roots)
            assert seen.trusted, seen
    assert (tmp_path / "izin.pdf").exists()


def test_a_batch_is_sealed_drawn_signed_and_issued_and_every_figure_is_told(
    bench: issue.Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(issue, "PLAIN", 1)
    monkeypatch.setattr(issue, "FILES", 2)
    monkeypatch.setattr(issue, "LATENCY", 0.01)
    monkeypatch.setattr(issue, "FLIGHTS", (2,))
    monkeypatch.setattr(issue.pdfa, "missing", lambda: "a test of its own asks veraPDF")
    issue._against_the_plain_loop(bench, "P-256", keys()["P-256"], 2)
    issue._checked(bench)
    issue._one_key(bench)
    issue._remote(bench)
    issue._seal(bench)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(told) == 10
    assert all(one["ours"] > 0 and one["theirs"] > 0 for one in told)
    stages = bench.office.rows("SELECT stage, count(*) AS n FROM loket.document GROUP BY stage")
    assert {row.stage: row.n for row in stages} == {"to_sign": 3, "issued": 2, "deposited": 2 * 8}
