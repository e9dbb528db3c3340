"""What papers say: an administrator's, forward in time alone, and never without number, seal and signatory."""

import pytest

from tests.attacks.town import Statement, Town

EVERYBODY = ("budi", "rina", "ratna", "serba", "manajer", "auditor", "jauh")


def insert(blocks: str = "{}", days: int = 0) -> Statement:
    words = (
        "INSERT INTO loket.paper_template (kind, valid_from, blocks, note)"
        " VALUES ('permit', now() + %s * interval '1 day', %s, 'uji') RETURNING valid_from >= made_at"
    )
    return words, (days, blocks)


def test_nobody_but_an_administrator_says_what_papers_say(town: Town) -> None:
    for login in EVERYBODY:
        town.refused(login, insert(), by="42501")
        town.refused(login, "UPDATE loket.paper_template SET note = 'lain'", by="42501")
        town.refused(login, "DELETE FROM loket.paper_template", by="42501")
    town.refused("admin", "UPDATE loket.paper_template SET valid_from = now()", by="42501")


@pytest.mark.parametrize(
    "blocks",
    [
        '{"number": "tanpa nomor"}',
        '{"signature": "{jabatan} {nama_pejabat}"}',
        '{"signature": "{kode_qr} {jabatan}"}',
        '{"closing": 1}',
        "[]",
    ],
)
def test_no_wording_takes_number_seal_or_signatory_off_a_paper(town: Town, blocks: str) -> None:
    town.refused("admin", insert(blocks), by="ck_paper_template_blocks")


def test_a_wording_never_begins_in_the_past_and_one_that_holds_never_changes(town: Town) -> None:
    assert town.allowed("admin", insert(days=-9)) == [(True,)]
    town.refused("admin", insert(days=-9), "DELETE FROM loket.paper_template", by="NotAllowed")
