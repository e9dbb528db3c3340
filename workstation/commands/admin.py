"""`loket admin`: prepare and keep an office, on the administrator's own connection to the server."""

import argparse
import json
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from workstation import settings as machine
from workstation.commands import rulefiles
from workstation.commands.owner import address_of, has_point, new_password, owner_of, service_folder
from workstation.commands.saying import REFUSED, complain, say
from workstation.errors import BadSetting, DamagedFile, TrustMissing
from workstation.vocabulary import Role
from workstation.worktime import WIB

ROLES = tuple(role.value for role in Role if role is not Role.SERVICE)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Lay out the verbs of the administrator."""
    parser.add_argument(
        "--server",
        metavar="URL",
        default="",
        help="postgresql://administrator@server:5432/loket; kata sandinya ditanyakan atau dari LOKET_ADMIN_PASSWORD",
    )
    verbs = parser.add_subparsers(dest="action", metavar="TINDAKAN", required=True)
    _verb(verbs, "init", "buat peran, skema, dan aturan basis data", init)
    _verb(verbs, "migrate", "bawa basis data ke skema versi program ini", migrate)
    _officer(verbs)
    catalogue = _inner(verbs, "catalogue", "katalog izin")
    load = _verb(catalogue, "load", "muat berkas katalog (*.toml)", load_catalogue)
    load.add_argument("folder", type=Path, metavar="FOLDER")
    rules = _inner(verbs, "rules", "berkas aturan izin")
    for name, words, do in (
        ("check", "periksa berkas aturan tanpa menyentuh basis data", rulefiles.check_files),
        ("load", "muat berkas aturan, semua atau tidak sama sekali", rulefiles.load_files),
    ):
        verb = _verb(rules, name, words, do)
        verb.add_argument("files", type=Path, nargs="+", metavar="BERKAS")
    points = _inner(verbs, "points", "titik layanan")
    load = _verb(points, "load", "muat titik layanan; tanpa BERKAS daftar bawaan", load_points)
    load.add_argument("file", type=Path, nargs="?", metavar="BERKAS")
    office = _inner(verbs, "office", "setelan kantor")
    set_one = _verb(office, "set", "ubah satu setelan; NILAI boleh JSON", set_office)
    set_one.add_argument("key", metavar="KUNCI")
    set_one.add_argument("value", metavar="NILAI")
    calendar = _inner(verbs, "calendar", "kalender kerja")
    years = _verb(
        calendar, "import", "muat hari libur dan perkiraan Ramadan dari paket holidays", import_years
    )
    years.add_argument("years", type=int, nargs="+", metavar="TAHUN")
    backroom = _inner(verbs, "backroom", "layanan belakang")
    allow = _verb(
        backroom, "allow", "beri layanan belakang nama pengguna dan kata sandinya sendiri", allow_backroom
    )
    allow.add_argument("--folder", type=Path, metavar="FOLDER", help="folder kunci layanan belakang")
    journal = _inner(verbs, "journal", "jurnal")
    verify = _verb(journal, "verify", "periksa rantai jurnal semua titik layanan", verify_journal)
    verify.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="LEMBAR",
        help="PDF, foto, atau pindaian lembar penutupan, atau teks kode QR-nya; boleh berkali-kali",
    )
    verify.add_argument(
        "--trust", type=Path, metavar="BERKAS", help="berkas kepercayaan (trust.json) untuk lembar penutupan"
    )
    intake = _verb(verbs, "intake", "masukkan antrean atau permohonan dari berkas JSON", intake_file)
    intake.add_argument("file", type=Path, metavar="BERKAS")
    intake.add_argument("--folder", type=Path, metavar="FOLDER", help="folder kunci layanan belakang")


def _officer(verbs: Any) -> None:
    officer = _inner(verbs, "officer", "petugas")
    add = _verb(officer, "add", "tambah atau ubah petugas; kata sandinya ditanyakan", add_officer)
    add.add_argument("login", metavar="NAMA_PENGGUNA")
    add.add_argument("--name", required=True, metavar="NAMA", help="nama lengkap seperti pada surat")
    add.add_argument("--point", required=True, metavar="KODE", help="kode titik layanan")
    add.add_argument(
        "--roles", required=True, nargs="+", choices=ROLES, metavar="PERAN", help=", ".join(ROLES)
    )
    for option, meaning in (("--nip", "NIP"), ("--title", "jabatan"), ("--rank", "pangkat/golongan")):
        add.add_argument(option, default="", metavar="TEKS", help=meaning)
    disable = _verb(
        officer, "disable", "tutup akses petugas sekarang juga; riwayatnya tetap", disable_officer
    )
    disable.add_argument("login", metavar="NAMA_PENGGUNA")


def _inner(verbs: Any, name: str, text: str) -> Any:
    parser = verbs.add_parser(name, help=text, add_help=False)
    parser.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")
    return parser.add_subparsers(dest=f"{name}_action", metavar="TINDAKAN", required=True)


def _verb(
    verbs: Any, name: str, text: str, do: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + ".", add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")
    parser.set_defaults(do=do)
    return parser


def run(given: argparse.Namespace) -> int:
    """Do what was asked."""
    done: int = given.do(given)
    return done


# -- the verbs ---------------------------------------------------------------------------------------------


def init(given: argparse.Namespace) -> int:
    """Make roles, schema and law in an empty database; harmless when they are there."""
    from workstation.migrations import running

    with owner_of(given) as owner:
        running.initialise(owner)
        running.migrate(owner)
    say("Basis data siap. Berikutnya: loket admin points load, catalogue load, officer add.")
    return 0


def migrate(given: argparse.Namespace) -> int:
    """Bring the schema to the version of this program."""
    from workstation.migrations import running

    with owner_of(given) as owner:
        with owner.connect() as connection:
            before = running.found(connection)
        running.migrate(owner)
    say(f"Skema: {before or 'kosong'} -> {running.head()}.")
    return 0


def add_officer(given: argparse.Namespace) -> int:
    """Add an officer, or change one; the password is typed or comes from the standard input, never from argv."""
    from workstation.usecases import administering
    from workstation.usecases.administering import OfficerPlan

    if not re.fullmatch(r"[a-z][a-z0-9_.]{2,40}", given.login):
        complain("Nama pengguna: 3 sampai 41 huruf kecil, angka, titik, atau garis bawah; diawali huruf.")
        return REFUSED
    with owner_of(given) as owner:
        if not has_point(owner, given.point):
            complain(f"Titik layanan {given.point!r} tidak ada. Muat dahulu dengan: loket admin points load")
            return REFUSED
        password = new_password(given.login)
        roles = tuple(dict.fromkeys(Role(word) for word in given.roles))
        plan = OfficerPlan(given.login, given.name, given.point, roles, given.nip, given.title, given.rank)
        administering.add_officer(owner, plan, password)
    say(f"Petugas {given.login} siap: {', '.join(roles)} di {given.point}.")
    return 0


def disable_officer(given: argparse.Namespace) -> int:
    """Bar a login and end its connections."""
    from workstation.usecases import administering

    with owner_of(given) as owner:
        if not administering.disable_officer(owner, given.login):
            complain(f"Petugas {given.login!r} tidak ada.")
            return REFUSED
    say(f"Akses {given.login} ditutup; riwayat pekerjaannya tetap.")
    return 0


def load_catalogue(given: argparse.Namespace) -> int:
    """Load every rule file of a folder, all or nothing."""
    files = sorted(given.folder.glob("*.toml")) if given.folder.is_dir() else []
    if not files:
        complain(f"Tidak ada berkas *.toml di {given.folder}.")
        return REFUSED
    given.files = files
    return rulefiles.load_files(given)


def load_points(given: argparse.Namespace) -> int:
    """Load service points (as `resources/regions/service_points.csv`), and the first time their calendar."""
    from workstation import regions
    from workstation.resources_at import resource
    from workstation.usecases import administering, scheduling
    from workstation.usecases.administering import PointPlan

    file = given.file or resource("regions/service_points.csv")
    try:
        points = regions.load_points(file)
    except (OSError, KeyError, ValueError) as fault:
        raise BadSetting("points", str(file), 0, f"daftar tidak terbaca: {fault}") from fault
    with owner_of(given) as owner:
        administering.add_points(
            owner, [PointPlan(p.code, p.name, p.level, p.parent or None, p.region) for p in points]
        )
        with owner.begin() as connection:
            if connection.scalar(text("SELECT loket.calendar_version(0)")) == "revisi 0":
                scheduling.import_years(connection, scheduling.years_around(datetime.now(WIB)))
    say(f"{len(points)} titik layanan dimuat.")
    return 0


def set_office(given: argparse.Namespace) -> int:
    """Set one office setting; a value that is no JSON is taken as text."""
    from workstation.settings import OfficeSettings
    from workstation.usecases import administering

    known = {field.name for field in fields(OfficeSettings)} - {"extra"}
    try:
        value = json.loads(given.value)
    except ValueError:
        value = given.value
    if given.key in known and type(value) is not type(getattr(OfficeSettings(), given.key)):
        complain(f"{given.key} harus berjenis {type(getattr(OfficeSettings(), given.key)).__name__}.")
        return REFUSED
    with owner_of(given) as owner:
        administering.set_office(owner, {given.key: value})
    note = "" if given.key in known else " (kunci ini tidak dikenal versi ini; disimpan apa adanya)"
    say(f"{given.key} = {json.dumps(value, ensure_ascii=False)}{note}")
    return 0


def import_years(given: argparse.Namespace) -> int:
    """Write the package's holidays of these years; what the office or a decree said of a day stays."""
    from workstation.usecases import scheduling

    with owner_of(given) as owner, owner.begin() as connection:
        scheduling.import_years(connection, given.years)
        revision = connection.scalar(text("SELECT loket.calendar_version(0)"))
    say(f"Hari libur {', '.join(map(str, given.years))} dimuat; kalender {revision}.")
    return 0


def allow_backroom(given: argparse.Namespace) -> int:
    """Give the back room's login a new password and put it into its folder, readable by its owner alone."""
    from workstation.service import secrets_kept
    from workstation.usecases import administering, backroom

    folder = service_folder(given)
    with owner_of(given) as owner, owner.begin() as connection:
        password = administering.new_password()
        administering.set_login(connection, backroom.LOGIN, password, ["loket_service"])
        secrets_kept.keep(folder / secrets_kept.PASSWORD_FILE, password.encode())
    say(f"Kata sandi layanan belakang ada di {folder / secrets_kept.PASSWORD_FILE}.")
    return 0


def verify_journal(given: argparse.Namespace) -> int:
    """Verify the chain of every service point, and hold it against closing sheets; exit code 1 where it breaks.

    Also where a kept sheet is a forgery; one without a signature is only named.
    """
    from workstation.progress import exhausted
    from workstation.usecases import guarding, proving

    trust = _trust(given)
    papers = [_anchor(words, trust) for words in given.anchor]
    with owner_of(given) as owner:
        chains = exhausted(guarding.verify(owner.connect, trust, papers))
    broken = [(chain, chain.broken) for chain in chains if chain.broken is not None]
    for chain, fault in broken:
        complain(f"RUSAK: {chain.point} {chain.name}, {guarding.said(fault)}.")
    forged = [(chain, flaw) for chain in chains for flaw in chain.flaws if flaw.is_forgery]
    for chain, flaw in forged:
        complain(f"RUSAK: {chain.point} {chain.name}, {proving.said(flaw)}.")
    rows, sheets = sum(chain.rows for chain in chains), sum(chain.sheets for chain in chains)
    say(f"{rows} baris jurnal dari {len(chains)} titik layanan diperiksa; {len(broken)} rantai rusak.")
    say(f"{sheets} lembar penutupan cocok dengan jurnal.")
    for chain in chains:
        if bare := proving.unsigned_days(chain.flaws):
            say(f"{chain.point}: lembar tanpa tanda tangan elektronik: {bare}.")
    unproven = sum(chain.unproven for chain in chains)
    if unproven:
        say(
            f"{unproven} lembar tersimpan tidak dapat dicocokkan: beri --trust dengan kunci segel kantor ini."
        )
    return REFUSED if broken or forged else 0


def _trust(given: argparse.Namespace) -> Any:
    """Load what seals of sheets are judged by: the file named here or the one of this machine, if there is one."""
    from workstation.signing import trust

    named = given.trust or machine.load(given.settings or machine.default_file()).trust
    if not named and given.anchor:
        raise TrustMissing(str(given.settings or machine.default_file()))
    return trust.load(Path(named)) if named else None


def _anchor(words: str, trust: Any) -> Any:
    """Read one closing sheet: the text of its code, or a file that shows it."""
    from workstation.imaging.pool import PageReader
    from workstation.signing import dayend
    from workstation.usecases import guarding

    if dayend.is_closing(words):
        return guarding.anchor_of([words], words[:20], trust)
    file = Path(words)
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise DamagedFile(file.name, fault.strerror or str(fault)) from fault
    with PageReader(workers=1) as pages:
        return guarding.anchor_of(pages.codes(data, file.name), file.name, trust, data)


def intake_file(given: argparse.Namespace) -> int:
    """Take in what stands in a file: one object or a list, each of the form of docs/intake.md."""
    from workstation.errors import Refusal
    from workstation.imaging.pool import PageReader
    from workstation.service import door
    from workstation.service.plan import Plan
    from workstation.service.process import open_room

    try:
        content = json.loads(given.file.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise BadSetting("-", str(given.file), getattr(fault, "lineno", 0), str(fault)) from fault
    address = address_of(given)
    machine.check_address(address, str(given.settings or machine.default_file()), 0)
    room = open_room(Plan(service_folder(given), address))
    wrong = 0
    with closing(room.desk), PageReader(workers=1) as pages:
        for number, body in enumerate(content if isinstance(content, list) else [content], 1):
            try:
                is_new, told = _take(room, body, pages)
                say(f"{number}: {'baru' if is_new else 'sudah ada'} {json.dumps(told, ensure_ascii=False)}")
            except Refusal as refusal:
                wrong += 1
                complain(f"{number}: {json.dumps(door.fault_of(refusal), ensure_ascii=False)}")
    return REFUSED if wrong else 0


def _take(room: Any, body: Any, pages: Any) -> tuple[bool, dict[str, Any]]:
    from workstation.service import door

    if isinstance(body, dict) and "permit_type" in body:
        return door.take_application(room, body, pages, "file")
    return door.take_booking(room, body, "file")
