"""Draw the three machines from their one table: `python -m tests.statechart` writes docs/states.md anew."""

from pathlib import Path

from workstation.models.lifecycle import CASE, DOCUMENT, MACHINES, VISIT, Machine
from workstation.vocabulary import CaseStage, DocumentStage, VisitStage
from workstation.wording import word

FILE = Path(__file__).parents[1] / "docs" / "states.md"
KINDS = {VISIT.name: VisitStage, CASE.name: CaseStage, DOCUMENT.name: DocumentStage}
TITLES = {
    VISIT.name: "Visit: a person in the hall",
    CASE.name: "Case: an application",
    DOCUMENT.name: "Document: a letter on its way out",
}
HEAD = """# The three machines

Drawn from `workstation/models/lifecycle.py`, the one table that the program reads and that is loaded into
`loket.transition`, where a trigger asks it with the mover's own role. Time is kept as rows in `stage_interval`.
Each demand is a name that the trigger asks for (`loket.demand_of_visit`, `demand_of_case`, `demand_of_document` in
`workstation/migrations/law/`); *undo* is for how many minutes who made the move may take it back.
"""


def text() -> str:
    """The whole page."""
    return HEAD + "".join(_chapter(machine) for machine in MACHINES)


def _chapter(machine: Machine) -> str:
    kind = KINDS[machine.name]
    lines = [f"\n## {TITLES[machine.name]}\n", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {stage.value} : {word(stage)}" for stage in kind]
    lines += [f"    {m.source} --> {m.target} : {m.action}" for m in machine.moves]
    lines += ["```\n", "| From | Action | To | Who | Demands | Undo |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {m.source} | {m.action} | {m.target} | {', '.join(m.roles)} | {', '.join(m.demands)} | {m.undo or ''} |"
        for m in machine.moves
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
