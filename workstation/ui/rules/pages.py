"""Rules as pages to read: one version, or two side by side with what differs in colour. Text in, HTML out."""

from collections.abc import Iterable
from html import escape

from workstation import phrasing
from workstation.catalogue.rules import PermitTypeRules
from workstation.ui.theme import Tone, theme
from workstation.usecases.rulewords import Group, Line, Pair, PairGroup, catalogue, side_by_side, told

NOTHING = "–"


def catalogue_page(rules: PermitTypeRules) -> str:
    """What an officer reads to a citizen, and below it what else the version says."""
    first = catalogue(rules)
    known = {group.title for group in first} | {"Kewenangan, survei, dan retribusi"}
    rest = [group for group in told(rules) if group.title not in known]
    return _page(_group(group) for group in [*first, *rest] if group.lines)


def compare_page(older: PermitTypeRules, newer: PermitTypeRules, *, only_changes: bool) -> tuple[str, int]:
    """Two versions in two columns, and how many lines differ; line n of those has the anchor `change-n`."""
    number, parts = 0, []
    head = _row("th", ["", _version(older), _version(newer)])
    for group in side_by_side(older, newer):
        shown = [pair for pair in group.pairs if pair.differs or not only_changes]
        if not shown:
            continue
        rows = [_heading(_counted(group), 3)]
        for pair in shown:
            number += pair.differs
            rows.append(_pair(pair, number))
        parts.append("".join(rows))
    body = head + "".join(parts)
    return _page([_table(body)] if number or not only_changes else [_said("Kedua versi sama.")]), number


def _version(rules: PermitTypeRules) -> str:
    until = phrasing.short_moment(rules.version_to) if rules.version_to else "seterusnya"
    return f"{rules.version}: {phrasing.short_moment(rules.version_from)} sampai {until}"


def _counted(group: PairGroup) -> str:
    return f"{group.title}: {group.changes} berbeda" if group.changes else group.title


def _pair(pair: Pair, number: int) -> str:
    if not pair.differs:
        return _cells([escape(pair.label), escape(pair.older), escape(pair.newer)])
    was = _tinted(pair.older, Tone.BAD, "−")
    will = _tinted(pair.newer, Tone.GOOD, "+")
    return _cells([f'<a name="change-{number}"></a><b>{escape(pair.label)}</b>', was, will], marked=pair)


def _tinted(text: str, tone: Tone, sign: str) -> str:
    """The sign says it too: nobody has to tell the colours apart."""
    return (
        f'<span style="color:{theme().tone(tone).ink.name()}">{sign} {escape(text)}</span>'
        if text
        else NOTHING
    )


def _cells(texts: list[str], marked: Pair | None = None) -> str:
    grounds = ["", "", ""]
    if marked is not None:
        for place, (text, tone) in enumerate(((marked.older, Tone.BAD), (marked.newer, Tone.GOOD)), 1):
            grounds[place] = f' bgcolor="{theme().tone(tone).ground.name()}"' if text else ""
    widths = (24, 38, 38)
    cells = zip(texts, grounds, widths, strict=True)
    return "<tr>" + "".join(f'<td width="{w}%"{ground}>{text}</td>' for text, ground, w in cells) + "</tr>"


def _row(cell: str, texts: Iterable[str]) -> str:
    return "<tr>" + "".join(f'<{cell} align="left">{escape(text)}</{cell}>' for text in texts) + "</tr>"


def _heading(text: str, columns: int) -> str:
    ground = theme().colour("sunken").name()
    return f'<tr><td colspan="{columns}" bgcolor="{ground}"><b>{escape(text)}</b></td></tr>'


def _group(group: Group) -> str:
    rows = [_heading(group.title, 2)]
    rows += [
        f'<tr><td width="30%">{escape(line.label)}</td><td width="70%">{_line(line)}</td></tr>'
        for line in group.lines
    ]
    return _table("".join(rows))


def _line(line: Line) -> str:
    return escape(line.text)


def _table(rows: str) -> str:
    return f'<table width="100%" cellspacing="0" cellpadding="{theme().px(6)}">{rows}</table>'


def _said(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _page(parts: Iterable[str]) -> str:
    size, ink = theme().px(14), theme().colour("text").name()
    return f'<body style="font-size:{size}px; color:{ink}">{"<br>".join(parts)}</body>'
