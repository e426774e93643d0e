"""Help explains every target of a column, and every word that is known."""

from __future__ import annotations

from tracker.cli.render.mapping_guide import mapping_guide
from tracker.exchange.known.status_words import known_vocabularies
from tracker.exchange.mapping.targets import TARGET_FORMS
from tracker.guide import PairTable


def test_every_target_and_every_known_word_is_explained() -> None:
    tables = [block for block in mapping_guide() if isinstance(block, PairTable)]
    rows = dict(row for table in tables for row in table.rows)
    assert {*TARGET_FORMS} <= rows.keys()
    assert {one.ours for vocabulary in known_vocabularies() for one in vocabulary.statuses} <= rows.keys()
    assert all(rows.values())
