"""What a terminal sends, read so that a paste is text: nothing inside its brackets is a key."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual._xterm_parser import BRACKETED_PASTE_END as END
from textual._xterm_parser import BRACKETED_PASTE_START as START
from textual._xterm_parser import XTermParser
from textual.events import Paste

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from textual.message import Message

STALLED_SECONDS = 1.0  # of silence: what has come of a paste is shown, and a single key after it is a key
KEY_MOST = 8  # characters that one key sends
ESC = "\x1b"


class PasteParser(XTermParser):
    """Textual's own reader takes what follows an ESC inside a paste for keys, a line end for Enter."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - textual's own signature
        """Nothing was read."""
        super().__init__(debug)
        self._edge = ""  # the last characters, which may begin a bracket that is cut in two
        self._pieces: list[str] | None = None  # what has come of a paste, None outside of one
        self._last = 0.0

    def feed(self, data: str) -> Iterator[Message]:
        """Read what came: keys, and pastes whole."""
        if not data:
            yield from super().feed(data)
        while data:
            if self._pieces is None:
                data = yield from self._read_keys(data)
            elif self._is_stalled() and self._is_key(data):
                yield from self._end_paste()
            else:
                data = yield from self._read_paste(self._pieces, data)

    def tick(self) -> Iterator[Message]:
        """Notice that nothing came: a lone ESC was a key, and a paste may have lost its end."""
        if self._pieces is not None:
            if self._is_stalled():
                yield from self._take_paste()
        elif len(_begun_bracket(self._edge, START)) <= len(f"{ESC}["):  # nobody types more of a bracket than that
            events = list(super().tick())
            if events:
                self._edge = ""
            yield from events

    def _read_keys(self, data: str) -> Generator[Message, None, str]:
        """Read up to where a paste begins; gives back what is left."""
        joined = self._edge + data
        at = joined.find(START)
        end = len(joined) if at < 0 else at + len(START)
        keys, self._edge = joined[len(self._edge) : end], joined[-len(START) + 1 :] if at < 0 else ""
        yield from super().feed(keys)
        if at >= 0:
            self._pieces, self._last = [], monotonic()
        return joined[end:]

    def _read_paste(self, pieces: list[str], data: str) -> Generator[Message, None, str]:
        """Read up to where a paste ends; gives back what is left."""
        joined = self._edge + data
        at = joined.find(END)
        self._last = monotonic()
        pieces.append(data)
        if at < 0:
            self._edge = joined[-len(END) + 1 :]
            return ""
        left = joined[at + len(END) :]
        text = "".join(pieces)
        pieces[:] = [text[: len(text) - len(left) - len(END)]]
        yield from self._end_paste()
        return left

    def _end_paste(self) -> Iterator[Message]:
        yield from self._take_paste(whole=True)
        self._pieces, self._edge = None, ""
        # Textual's own reader is inside the brackets too, and has seen nothing in them: it is led out
        yield from (one for one in super().feed(END) if not isinstance(one, Paste))

    def _take_paste(self, *, whole: bool = False) -> Iterator[Message]:
        """Give what has come; a bracket that may have begun at its end waits for its rest."""
        text = "".join(self._pieces or ())
        kept = "" if whole else _begun_bracket(text, END)
        self._pieces, self._edge = [kept] * bool(kept), kept
        if pasted := text.removesuffix(kept).replace("\0", ""):
            yield Paste(pasted)

    def _is_stalled(self) -> bool:
        return monotonic() - self._last >= STALLED_SECONDS

    def _is_key(self, data: str) -> bool:
        """Whether this looks like one key and not like more of a paste."""
        short = len(data) == 1 or (data.startswith(ESC) and len(data) <= KEY_MOST and END not in data)
        return short and not _begun_bracket(self._edge, END)


def _begun_bracket(text: str, bracket: str) -> str:
    """The end of a text that is the beginning of a bracket, empty if none is."""
    return next((bracket[:n] for n in range(len(bracket) - 1, 0, -1) if text.endswith(bracket[:n])), "")
