"""Textual's way to the terminal, mended: pastes are text, and another encoding than UTF-8 is read and written."""

from __future__ import annotations

import codecs
import io
import sys
from functools import partial
from typing import TYPE_CHECKING

from tracker.process.glyphs import SIGNS_ELSE_MARKS
from tracker.tui.pastes import PasteParser

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.driver import Driver


def mend_driver(driver: type[Driver]) -> type[Driver]:
    """Have a driver of Textual, which names its reader and its encoding itself, use ours; gives back the one to use."""
    out = sys.__stderr__  # where Textual draws
    encoding = getattr(out, "encoding", None) or "utf-8"
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors=SIGNS_ELSE_MARKS)
    modules = [kind.__module__ for kind in driver.__mro__] + ["textual.drivers.win32"]
    ours = {"XTermParser": PasteParser, "getincrementaldecoder": partial(_decoder_of, encoding)}
    for module in filter(None, map(sys.modules.get, modules)):
        vars(module).update({name: what for name, what in ours.items() if name in vars(module)})
    if (driver.__module__, driver.__name__) != ("textual.drivers.linux_driver", "LinuxDriver"):
        return driver
    from tracker.tui.resumable_driver import ResumableDriver

    return ResumableDriver


def _decoder_of(encoding: str, _named: str) -> Callable[[], codecs.IncrementalDecoder]:
    """What reads the keys of a terminal; a byte that is no letter ends nothing."""
    return partial(codecs.getincrementaldecoder(encoding), "replace")
