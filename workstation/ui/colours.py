"""The colours: three palettes by token, the tones of status, and the pairs whose contrast a test measures."""

from enum import StrEnum


class Look(StrEnum):
    """The three palettes."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Tone(StrEnum):
    """What a status pill or a bar says beside its words and its icon."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    GRAVE = "grave"  # black: what cannot be made good any more
    ACCENT = "accent"


TONE_ICONS = {
    Tone.NEUTRAL: "circle",
    Tone.INFO: "info",
    Tone.GOOD: "circle-check",
    Tone.WARN: "triangle-alert",
    Tone.BAD: "circle-x",
    Tone.GRAVE: "gavel",
    Tone.ACCENT: "circle-dot",
}

# token: light, dark, high contrast
COLOURS: dict[str, tuple[str, str, str]] = {
    "window": ("#f3f6f6", "#10181b", "#000000"),
    "surface": ("#ffffff", "#172226", "#000000"),
    "sunken": ("#eaeff0", "#0c1315", "#000000"),
    "hover": ("#eef5f4", "#1d2b30", "#262626"),
    "chosen": ("#dcefec", "#17413f", "#3a3a00"),
    "line": ("#dde4e6", "#29383e", "#8c8c8c"),
    "edge": ("#7f8f96", "#6d8088", "#ffffff"),
    "text": ("#13232b", "#e4edee", "#ffffff"),
    "muted": ("#50616a", "#a0b2b8", "#e6e6e6"),
    "accent": ("#0b6b66", "#3cc4b7", "#ffe600"),
    "accent_hover": ("#095a56", "#5ad3c7", "#fff37a"),
    "accent_down": ("#074a47", "#2fb0a4", "#ffd000"),
    "on_accent": ("#ffffff", "#04201e", "#000000"),
    "danger": ("#b3261e", "#ff8a80", "#ff9d94"),
    "danger_hover": ("#961f18", "#ffa39b", "#ffc0ba"),
    "on_danger": ("#ffffff", "#2b0503", "#000000"),
    "focus": ("#0b8f88", "#4fd8cb", "#00e5ff"),
    "rail": ("#0e2b30", "#0a1113", "#000000"),
    "rail_text": ("#c3d6d8", "#b3c7cb", "#ffffff"),
    "rail_hover": ("#17393f", "#16262a", "#262626"),
    "rail_chosen": ("#0f6f6a", "#14514d", "#ffe600"),
    "rail_chosen_text": ("#ffffff", "#e9fffc", "#000000"),
    "rail_title": ("#ffffff", "#ffffff", "#ffffff"),
    "rail_line": ("#1f444a", "#1b2a2e", "#8c8c8c"),
    "practice": ("#f6c445", "#e0ad2f", "#ffe600"),
    "practice_text": ("#2b2000", "#201800", "#000000"),
    "shadow": ("#0e2b30", "#000000", "#000000"),
}

# per tone: letters, ground
TONES: dict[Look, dict[Tone, tuple[str, str]]] = {
    Look.LIGHT: {
        Tone.NEUTRAL: ("#43535b", "#e8edef"),
        Tone.INFO: ("#1b4f8f", "#e3eefb"),
        Tone.GOOD: ("#14613b", "#dff3e7"),
        Tone.WARN: ("#7a4a00", "#fdf0d2"),
        Tone.BAD: ("#9b1c14", "#fde7e5"),
        Tone.GRAVE: ("#ffffff", "#16181a"),
        Tone.ACCENT: ("#0a5b57", "#daf0ed"),
    },
    Look.DARK: {
        Tone.NEUTRAL: ("#bccad0", "#25343a"),
        Tone.INFO: ("#9cc7ff", "#1a2f4a"),
        Tone.GOOD: ("#86dca8", "#16352a"),
        Tone.WARN: ("#f5cb6b", "#3a2e12"),
        Tone.BAD: ("#ffa79f", "#43201e"),
        Tone.GRAVE: ("#101214", "#eef2f3"),
        Tone.ACCENT: ("#71dcd1", "#143936"),
    },
    Look.CONTRAST: {
        Tone.NEUTRAL: ("#ffffff", "#262626"),
        Tone.INFO: ("#9cd1ff", "#001f3d"),
        Tone.GOOD: ("#8dffb5", "#00290f"),
        Tone.WARN: ("#ffe27a", "#332600"),
        Tone.BAD: ("#ffb3ac", "#3d0400"),
        Tone.GRAVE: ("#000000", "#ffffff"),
        Tone.ACCENT: ("#ffe600", "#262300"),
    },
}

GROUNDS = ("window", "surface", "sunken", "hover", "chosen")
# every pair of letters and ground that the program puts together; a test asks for 4.5 : 1
PAIRS = (
    *((ink, ground) for ink in ("text", "muted") for ground in GROUNDS),
    ("accent", "surface"), ("accent", "window"), ("accent", "hover"),
    ("danger", "surface"), ("danger", "window"),
    ("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_accent", "accent_down"),
    ("on_danger", "danger"), ("on_danger", "danger_hover"),
    ("rail_text", "rail"), ("rail_text", "rail_hover"), ("rail_chosen_text", "rail_chosen"), ("rail_title", "rail"),
    ("practice_text", "practice"),
)  # fmt: skip
# borders and rings that carry meaning; a test asks for 3 : 1
EDGES = (("edge", "surface"), ("focus", "surface"), ("focus", "window"), ("focus", "chosen"))
