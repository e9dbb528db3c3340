"""A kept closing sheet that was changed, exchanged, signed by a stranger or never signed is named by its day."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from tests.attacks.town import replica
from tests.backroom import PASSPHRASE, BackRoom
from tests.issued import Shelf
from tests.make import Office, exhausted
from tests.signing import attacks
from tests.usecases.test_guarding import RECOMPUTE
from workstation.errors import NotAllowed, SheetFlawed
from workstation.settings import OfficeSettings
from workstation.signing.local import LocalSigner
from workstation.signing.practice import new_authority
from workstation.signing.signer import SignedPdf, UnsignedPdf
from workstation.signing.trust import Trust
from workstation.ui.journal.words import verdict
from workstation.ui.theme import Tone
from workstation.usecases import closing, guarding
from workstation.usecases.guarding import Chain
from workstation.vocabulary import SheetFault

ALTERED, STRANGER, UNSIGNED = SheetFault.ALTERED, SheetFault.STRANGER, SheetFault.UNSIGNED


@pytest.fixture
def shelf(office: Office) -> Shelf:
    """A point with three closed days: the first two signed by who closed, the third by nobody."""
    shelf = Shelf(office)
    for signer in (shelf.backroom.signer("ratna"), shelf.backroom.signer("ratna"), None):
        replica(office, "UPDATE loket.closing SET day = day - 1")
        office.walk_in()
        steps = closing.close_day(
            office.desk("ratna"),
            OfficeSettings(),
            signer=signer,
            secret=PASSPHRASE,
            pause=lambda _: shelf.backroom.turn(),
        )
        exhausted(steps)
    return shelf


def day(office: Office, nth: int) -> date:
    return office.desk("ratna").today() - timedelta(days=2 - nth)


def sheet(office: Office, nth: int) -> bytes:
    return closing.sheet_pdf(office.desk("ratna"), day(office, nth))


def checked(office: Office, trust: Trust | None, login: str = "auditor") -> Chain:
    return next(
        one for one in exhausted(guarding.verify(office.desk(login).read, trust)) if one.point == "MPP"
    )


def found(office: Office, trust: Trust | None) -> dict[date, SheetFault]:
    return {flaw.day: flaw.fault for flaw in checked(office, trust).flaws}


def exchange(office: Office, nth: int, data: bytes) -> None:
    """What the server's master does who knows all: another file, and every row and hash made to fit it."""
    old, new = hashlib.sha256(sheet(office, nth)).hexdigest(), hashlib.sha256(data).hexdigest()
    with office.owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        words = {"old": old, "new": new, "data": data}
        for statement in (
            "INSERT INTO loket.paper_blob (sha256, data) VALUES (:new, :data) ON CONFLICT DO NOTHING",
            "UPDATE loket.closing SET pdf_sha256 = :new WHERE pdf_sha256 = :old",
            "UPDATE loket.journal SET data = jsonb_set(data, '{pdf_sha256}', to_jsonb(CAST(:new AS text)))"
            " WHERE data ->> 'pdf_sha256' = :old",
            RECOMPUTE.format(p="(SELECT max(service_point_id) FROM loket.closing)"),
        ):
            connection.execute(text(statement), words)


def test_signed_sheets_are_sound_and_one_without_a_signature_is_named(office: Office, shelf: Shelf) -> None:
    trust = shelf.trust()
    for login in ("auditor", "manajer"):
        chain = checked(office, trust, login)
        assert (chain.broken, chain.sheets) == (None, 3)
        assert {flaw.day: flaw.fault for flaw in chain.flaws} == {day(office, 2): UNSIGNED}
    tone, said, more = verdict([checked(office, trust)])
    assert (tone, said[:12]) == (Tone.GOOD, "Rantai utuh:")
    assert f"Tanpa tanda tangan elektronik: {day(office, 2):%-d-%-m-%Y}" in more.replace("-0", "-")


def test_given_other_bytes_under_the_old_name_then_the_day_is_named_even_without_a_trust(
    office: Office, shelf: Shelf
) -> None:
    office.run("ALTER TABLE loket.paper_blob DROP CONSTRAINT ck_paper_blob_sha256")
    replica(
        office,
        "UPDATE loket.paper_blob SET data = data || 'x' WHERE sha256 ="
        " (SELECT pdf_sha256 FROM loket.closing ORDER BY day LIMIT 1)",
    )
    assert found(office, None) == {day(office, 0): ALTERED}
    assert found(office, shelf.trust()) == {day(office, 0): ALTERED, day(office, 2): UNSIGNED}
    tone, said, more = verdict([checked(office, shelf.trust())])
    assert tone == Tone.BAD
    assert "isinya bukan lagi yang disimpan" in said
    assert "Jangan ubah apa pun" in more


def test_given_a_sheet_taken_away_then_its_day_is_named(office: Office, shelf: Shelf) -> None:
    replica(
        office,
        "DELETE FROM loket.paper_blob WHERE sha256 = (SELECT pdf_sha256 FROM loket.closing ORDER BY day LIMIT 1)",
    )
    assert found(office, shelf.trust()) == {day(office, 0): ALTERED, day(office, 2): UNSIGNED}


@pytest.mark.parametrize(
    "attack",
    [
        attacks.byte_flipped,
        attacks.page_replaced,
        attacks.text_laid_over,
        attacks.bytes_appended,
        attacks.cut_short,
        attacks.signature_zeroed,
        attacks.title_changed,
    ],
    ids=lambda attack: attack.__name__,
)
def test_given_a_changed_sheet_and_every_hash_made_to_fit_then_its_signature_tells(
    office: Office, shelf: Shelf, attack: Callable[[bytes], bytes]
) -> None:
    trust = shelf.trust()
    exchange(office, 0, attack(sheet(office, 0)))
    assert found(office, trust)[day(office, 0)] == ALTERED
    assert day(office, 1) not in found(office, trust)


def stranger() -> LocalSigner:
    """Somebody of the same name under an authority that the office does not know."""
    return LocalSigner(new_authority().issue_signatory("Ratna Dewi", "197001011995032099", PASSPHRASE))


def colleague() -> LocalSigner:
    """A supervisor of the same office who did not close that day."""
    return BackRoom.signer(None, "hasan")  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [stranger, colleague])
def test_given_the_sheet_of_a_day_signed_by_somebody_else_then_it_is_named(
    office: Office, shelf: Shelf, make: Callable[[], LocalSigner]
) -> None:
    (answer,) = make().sign([UnsignedPdf("lembar", sheet(office, 2), "uji")], PASSPHRASE)
    assert isinstance(answer, SignedPdf)
    exchange(office, 2, answer.data)
    assert found(office, shelf.trust()) == {day(office, 2): STRANGER}
    (_, said, _) = verdict([checked(office, shelf.trust())])
    assert "bukan dari petugas yang menutup hari itu" in said


def test_given_the_sheets_of_two_days_exchanged_then_neither_passes_for_the_other(
    office: Office, shelf: Shelf
) -> None:
    first, second = (hashlib.sha256(sheet(office, nth)).hexdigest() for nth in (0, 1))
    replica(
        office,
        f"UPDATE loket.closing SET pdf_sha256 = CASE pdf_sha256 WHEN '{first}' THEN '{second}' ELSE '{first}' END"
        f" WHERE pdf_sha256 IN ('{first}', '{second}')",
    )
    assert found(office, shelf.trust())[day(office, 1)] == ALTERED
    replica(office, f"UPDATE loket.closing SET pdf_sha256 = '{second}' WHERE pdf_sha256 = '{first}'")
    assert {found(office, shelf.trust())[day(office, nth)] for nth in (0, 1)} == {ALTERED}


def test_a_changed_sheet_that_is_brought_is_refused_and_a_scan_is_judged_by_its_code(
    office: Office, shelf: Shelf
) -> None:
    trust = shelf.trust()
    seal = office.ask("SELECT seal FROM loket.closing ORDER BY day LIMIT 1")
    signed = sheet(office, 0)
    anchor = guarding.anchor_of([seal], "lembar.pdf", trust, signed)
    assert anchor == guarding.anchor_of([seal], "foto.jpg", trust, b"\xff\xd8\xff")
    assert anchor == guarding.anchor_of([seal], "pindaian.pdf", trust, b"%PDF-1.4 " + sheet(office, 2)[9:])
    with pytest.raises(SheetFlawed) as refused:
        guarding.anchor_of([seal], "lembar.pdf", trust, attacks.byte_flipped(signed))
    assert refused.value.name == "lembar.pdf"
    (answer,) = stranger().sign([UnsignedPdf("lembar", sheet(office, 2), "uji")], PASSPHRASE)
    assert isinstance(answer, SignedPdf)
    with pytest.raises(SheetFlawed):
        guarding.anchor_of([seal], "lembar.pdf", trust, answer.data)


def test_an_auditor_sees_the_sheet_of_any_point_and_a_manager_only_of_his_own(
    office: Office, shelf: Shelf
) -> None:
    point = office.id_of("service_point", "code", "MPP")
    ask = text(f"SELECT is_kept FROM loket.kept_sheet({point}, loket.local_day(loket.moment()))")
    with office.desk("auditor").read() as session:
        assert session.scalar(ask) is True
    elsewhere = office.id_of("service_point", "code", "GAMBIR")
    with pytest.raises(NotAllowed), office.desk("manajer").read() as session:
        session.scalar(text(f"SELECT is_kept FROM loket.kept_sheet({elsewhere}, current_date)"))
