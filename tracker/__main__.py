"""`python -m tracker`, and what the command `tracker` runs; from its first line on ctrl+c ends it without a word."""

from __future__ import annotations

INTERRUPTED = 130

try:
    import os
    import signal

    if signal.getsignal(signal.SIGINT) in {signal.default_int_handler, signal.SIG_DFL}:
        # what is loaded until the command begins may be left at any point: nothing is open and nothing was said
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    from tracker.cli import main
except KeyboardInterrupt:
    raise SystemExit(INTERRUPTED) from None

if __name__ == "__main__":
    main()
