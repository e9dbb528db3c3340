"""The back room's log: one JSON object a line, without anything that tells who a citizen is."""

import json
import logging
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, TextIO

_PATTERNS: Final = (
    (re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"), "[email]"),
    (re.compile(r"(?<!\d)\d{4}[ .-]?\d{4}[ .-]?\d{4}[ .-]?\d{4}(?!\d)"), "[nik]"),
    (re.compile(r"(?<!\d)\d{15,18}(?!\d)"), "[number]"),
    (re.compile(r"(?<![\w])(?:\+?62|0)[ .-]?\(?\d{2,4}\)?(?:[ .-]?\d){5,10}(?!\d)"), "[phone]"),
    (re.compile(r"(?i)\b(bearer|password|passphrase|token)\b([\s:=]+)\S+"), r"\1\2[secret]"),
    (re.compile(r"//([^/@\s:]+):[^/@\s]+@"), r"//\1:[secret]@"),
)
_OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def redacted(text: str) -> str:
    """Return the text with numbers of identity, telephones, e-mail addresses and secrets taken out."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


class JsonLines(logging.Formatter):
    """One line a record; fields given as `extra` stand beside the message, all of it redacted."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record as JSON."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": redacted(record.getMessage()),
        }
        line |= {key: _plain(value) for key, value in vars(record).items() if key not in _OWN}
        if record.exc_info:
            line["trace"] = redacted(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """Make a value fit for JSON; only numbers short enough to be no one's stay as they are."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float) and abs(value) < 1e9:
        return value
    if isinstance(value, Mapping):
        return {redacted(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return redacted(str(value))


def set_up(stream: TextIO | None = None, level: int = logging.INFO) -> logging.Handler:
    """Send every log of this process through the redaction to `stream` (standard error)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        theirs = logging.getLogger(name)
        theirs.handlers, theirs.propagate = [], True
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    return handler
