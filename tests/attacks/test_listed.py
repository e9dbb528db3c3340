"""The paper that says what is proved lists every attack, and none that is gone."""

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_every_attack_stands_in_the_paper_on_security() -> None:
    listed = re.findall(
        r"^\| `(test_\w+)` \|", (HERE.parents[1] / "docs" / "security.md").read_text("utf-8"), re.M
    )
    tried = [
        name
        for path in sorted(HERE.glob("test_*.py"))
        if path.name != Path(__file__).name
        for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.M)
    ]
    assert len(tried) >= 45
    assert sorted(listed) == sorted(tried)
