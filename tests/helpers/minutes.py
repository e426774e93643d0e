"""An article whose every passage the tests of capture know."""

from __future__ import annotations

ARTICLE = """The Harbour Council met in Lindholm

    The Harbour Council met for the third time. Delegates of five ports attended.

    Norland suggests improving the safety of ferries, and of piers — in all ports.

    “We are ready to share our pilots\N{RIGHT SINGLE QUOTATION MARK} charts,” the harbour master said.

    The delegates thanked the hosts. The Harbour Council will meet again in May.
"""
