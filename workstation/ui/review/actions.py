"""Which verbs the desk has and where each stands."""

from workstation.ui.action import Action
from workstation.ui.review.comparing import Compare, LinkPapers, SecondScreen, SwitchPaper
from workstation.ui.review.covering import CoverPlace, PrintCovered, SaveCovered, Uncover
from workstation.ui.review.findings import DropMark, MarkPlace, NextMark
from workstation.ui.review.forward import Conclude, Forward
from workstation.ui.review.going import (
    PART_ACTIONS,
    GiveBack,
    LastCase,
    TakeIt,
    TakeNext,
    TakePacket,
    ToInbox,
)
from workstation.ui.review.listed import FindPerson, NextKind, TickPersons, TurnPhoto
from workstation.ui.review.marking import FieldFault, MarkDiffers, MarkSame, MarkUnreadable, Unmark
from workstation.ui.review.noticing import NextHint, WaveHint
from workstation.ui.review.outcomes import ProposeRefusal, SendBack
from workstation.ui.review.owning import TakeOver, UndoReview
from workstation.ui.review.papers import FormerScan, RefuseDocument, Unjudge
from workstation.ui.review.picture_tools import LOOKS, FitRegion, Loupe, MoreTools
from workstation.ui.review.places import NextDifference, ReadingHelp, TieField, TypeRead, UntieField
from workstation.ui.review.verb import ReviewAction
from workstation.ui.review.waits import Wait

VERBS: tuple[type[ReviewAction], ...] = (
    Forward,
    Conclude,
    RefuseDocument,
    ProposeRefusal,
    SendBack,
    TakeNext,
    TakePacket,
)
PLACES: tuple[type[ReviewAction], ...] = (LastCase, ToInbox)
ON_TIMES: tuple[type[ReviewAction], ...] = (Wait, GiveBack)
ON_PERSONS: tuple[tuple[type[ReviewAction], str], ...] = (
    (MarkSame, "circle-check"),
    (MarkDiffers, "undo-2"),
    (MarkUnreadable, "eye-off"),
    (FieldFault, "circle-x"),
    (Unmark, ""),
    (TickPersons, ""),
    (NextKind, ""),
)
ON_CASE: tuple[type[ReviewAction], ...] = (NextDifference,)
ON_HINTS: tuple[type[ReviewAction], ...] = (NextHint, WaveHint)
ON_HOLDER: tuple[type[ReviewAction], ...] = (TakeIt, TakeOver)
QUIET: tuple[type[Action], ...] = (
    Unjudge,
    FindPerson,
    TurnPhoto,
    FormerScan,
    UndoReview,
    UntieField,
    TypeRead,
    NextMark,
    DropMark,
    Uncover,
    SwitchPaper,
    LinkPapers,
    *PART_ACTIONS.values(),
)
ON_SCAN: tuple[type[ReviewAction], ...] = (FitRegion, Loupe, MarkPlace, Compare, MoreTools)
ON_SCAN_MORE: tuple[type[ReviewAction], ...] = (
    TieField,
    ReadingHelp,
    *LOOKS,
    CoverPlace,
    PrintCovered,
    SaveCovered,
    SecondScreen,
)
