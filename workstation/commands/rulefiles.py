"""`loket admin rules check|load FILE...`: permit rules from files, with file, line and reason of every fault."""

import argparse
from collections.abc import Iterable

from workstation import phrasing
from workstation.catalogue.reading import Examined
from workstation.commands.owner import owner_of
from workstation.commands.saying import REFUSED, complain, say
from workstation.errors import BadRuleFile
from workstation.wording import sentence, word


def check_files(given: argparse.Namespace) -> int:
    """Read the files and tell every fault; needs no database."""
    from workstation.usecases import rulemaking

    examined = rulemaking.read(given.files)
    if _is_at_fault(examined):
        return REFUSED
    for rules in examined.versions:
        until = f" sampai {phrasing.short_moment(rules.version_to)}" if rules.version_to else ""
        say(f"{rules.code} {rules.version}: sejak {phrasing.short_moment(rules.version_from)}{until}.")
    say(f"{len(examined.versions)} versi dari {_types(examined)} jenis izin benar.")
    return 0


def load_files(given: argparse.Namespace) -> int:
    """Load the files in one transaction, or refuse them before anything is touched."""
    from workstation.usecases import rulemaking

    examined = rulemaking.read(given.files)
    if _is_at_fault(examined):
        return REFUSED
    reason = rulemaking.reason_of(given.files, examined.versions)
    with owner_of(given) as owner:
        done = rulemaking.load_as_owner(owner, examined.versions, reason)
    for one in done.changes:
        moment = phrasing.short_moment(one.holds_from)
        say(f"{one.rules.code} {one.rules.version}: {word(one.change).lower()}, berlaku {moment}.")
    say(
        f"{len(examined.versions)} versi dari {_types(examined)} jenis izin dimuat; {len(done.changes)} berubah."
    )
    return 0


def _is_at_fault(examined: Examined) -> bool:
    for fault in _few(examined.faults):
        complain(sentence(fault))
    if examined.faults:
        complain(f"{len(examined.faults)} kesalahan; tidak ada yang dimuat.")
    return bool(examined.faults)


def _few(faults: Iterable[BadRuleFile]) -> list[BadRuleFile]:
    """The first faults: a file of nonsense must not fill the screen for minutes."""
    return list(faults)[:100]


def _types(examined: Examined) -> int:
    return len({rules.code for rules in examined.versions})
