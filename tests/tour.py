"""The tour of the README, run on a terminal; `python tests/tour.py` writes down what it prints."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tracker import guide
from tracker.cli.output import describe_formats
from tracker.store.database import open_in_memory
from tracker.store.records import statuses

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
TODAY = re.compile(r"by what is known on \d+ \w+ \d{4}", re.IGNORECASE)
GUIDE = re.compile(r"(<!-- guide: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
STEP = re.compile(r"^\$ (.*(?:\n> .*)*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def steps(text: str) -> list[tuple[str, str]]:
    """Every command of the tour, as it is typed, with what the README says it prints."""
    return [(typed, said.rstrip("\n")) for block in BLOCK.findall(text) for typed, said in STEP.findall(block)]


def without_today(said: str) -> str:
    """What a command prints, less the day on which it is said."""
    return TODAY.sub("by what is known on that day", said)


def on_a_terminal(typed: str, folder: Path) -> str:
    """What a command prints on a terminal of 100 columns, without colour; exported variables stay."""
    here, there = pty.openpty()
    kept = folder / ".exported"
    command = typed.replace("\n> ", "\n")
    script = f"test -e {kept} && . {kept}\n{command}\nexport -p > {kept}"
    process = subprocess.Popen(
        ["/bin/bash", "-c", script], stdin=there, stdout=there, stderr=there, env=_environment(folder), cwd=folder
    )
    os.close(there)
    said = b"".join(iter(lambda: _read(here), b""))
    os.close(here)
    process.wait()
    return said.decode().replace("\r\n", "\n").rstrip("\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # what Linux says when the other end is closed
        return b""


def _environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "XDG_"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    terminal = {"COLUMNS": "100", "LINES": "60", "NO_COLOR": "1", "TERM": "xterm-256color"}
    return {**own, **terminal, "PATH": path, "HOME": str(folder)}


def guided(text: str) -> str:
    """The README with what help says of its topics now."""
    ledger = open_in_memory()
    vocabulary = (statuses.read_statuses(ledger), statuses.read_reasons(ledger))
    ledger.close()
    said = {
        "query": guide.query_guide(),
        "statuses": guide.status_guide(*vocabulary),
        "keys": guide.daily_key_guide(),
        "formats": guide.format_guide(describe_formats()),
        "exit-codes": guide.exit_code_guide(),
        "environment": guide.environment_guide(),
    }
    return GUIDE.sub(lambda match: f"{match[1]}\n{guide.guide_markdown(said[match[2]])}\n{match[3]}", text)


def written_anew(text: str, folder: Path) -> str:
    """The README with what the commands of its tour print now."""

    def block(match: re.Match[str]) -> str:
        told = [(typed, on_a_terminal(typed, folder)) for typed, _ in STEP.findall(match[1])]
        return "```console\n" + "".join(f"$ {typed}\n" + (said and said + "\n") for typed, said in told) + "```"

    return BLOCK.sub(block, guided(text))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        README.write_text(written_anew(README.read_text(encoding="utf-8"), Path(temporary)), encoding="utf-8")
