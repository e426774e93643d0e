"""Textual's driver for Linux and macOS, which comes back whole however the program was stopped."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver


class ResumableDriver(LinuxDriver):
    """After SIGSTOP, or a SIGCONT that follows no stop, Textual's own would read with two threads, and never end."""

    def _sigcont_application(self, *signal: object) -> None:
        if self._auto_restart and self._key_thread is not None and self._key_thread.is_alive():
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application(*signal)
