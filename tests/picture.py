"""The picture of the README: the screen on the sample data; `python tests/picture.py` draws it anew."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from tracker import config
from tracker.store import sample_data
from tracker.store.database import open_ledger
from tracker.tui.app import TrackerApp

PICTURE = Path(__file__).parent.parent / "fixtures" / "screen.svg"
SIZE = (140, 40)


async def drawn(path: Path) -> str:
    """The screen as SVG, with a proposal chosen that was followed and repeated."""
    app = TrackerApp(path)
    async with app.run_test(size=SIZE) as pilot:
        for key in ("2", "G", "k", "k"):  # the second saved query, and in it the first proposal that was repeated
            await pilot.press(key)
            await pilot.pause(0.5)
        return app.export_screenshot(title="tracker")


def settled(svg: str) -> str:
    """The picture without what differs from run to run, its ids and addresses of fonts on the web."""
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    return re.sub(r"\n\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"XDG_STATE_HOME": folder, "TRACKER_THEME": "textual-dark"}  # not as its drawer has it
        database = Path(folder) / "csto.db"
        ledger = open_ledger(database, create=True)
        sample_data.load_samples(ledger, config.demo_folder(), config.user_name())
        ledger.close()
        PICTURE.write_text(settled(asyncio.run(drawn(database))), encoding="utf-8")
