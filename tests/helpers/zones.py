"""The reader's time zone, set for a test, and zones whose days begin at every odd time."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker import clocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

EAST, WEST = "XXX-14", "XXX+12"  # 14 hours ahead of UTC, 12 behind: POSIX turns the sign round
ZONES = (
    *("UTC", EAST, WEST, "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns"),
    *("Europe/Berlin", "America/New_York", "Asia/Beirut", "America/Santiago", "America/Havana"),  # change their clocks
)


@contextmanager
def in_zone(zone: str) -> Iterator[None]:
    """The reader is in that zone."""
    before = os.environ.get("TZ")
    _set_zone(zone)
    try:
        yield
    finally:
        _set_zone(before)


def _set_zone(zone: str | None) -> None:
    if zone is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = zone
    time.tzset()
    for cached in (clocks.end_of_day, clocks._midnight, clocks._clock_at_minute):
        cached.cache_clear()


def utc_text(moment: datetime) -> str:
    """A moment of UTC as the database has it."""
    return moment.isoformat(timespec="milliseconds") + "Z"
