"""The full-text index: a document a proposal, its folded words and its tokens, made anew before a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import folded_key
from tracker.store import tokens
from tracker.store.quotes import judge_quotes
from tracker.words import is_unspaced, searchable_text, searched_words, split_words, word_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.store.ledger import Ledger

LONGEST = 32_768  # bytes of a word that FTS5 keeps
MANY = 20_000  # documents that are worth more memory
HASH_SIZE = 1 << 20  # bytes: FTS5's own
AROUND = 5  # words shown on either side of a match
LETTERS_A_WORD = 4  # in scripts without spaces
DIVIDER = "\x1e"  # between two names, passages or titles in DOCUMENT
WORDS = ("title", "summary", "actors", "quotes", "sources")
COLUMNS = (*WORDS, "marks")

DOCUMENT = """
SELECT p.recency, p.title, p.summary,
  (SELECT group_concat(name, char(30)) FROM (
     SELECT a.name FROM proposal_actors AS r JOIN actors AS a ON a.id = r.actor_id WHERE r.proposal_id = p.id
     UNION SELECT n.name FROM proposal_actors AS r JOIN actor_aliases AS n ON n.actor_id = r.actor_id
     WHERE r.proposal_id = p.id)) AS actors,
  (SELECT group_concat(quote || char(30) || translation, char(30)) FROM citations
   WHERE proposal_id = p.id AND removed_at IS NULL) AS quotes,
  (SELECT group_concat(title, char(30)) FROM sources
   WHERE id IN (SELECT source_id FROM citations WHERE proposal_id = p.id AND removed_at IS NULL)) AS sources
FROM proposals AS p WHERE p.id = ?
"""


def search_document(ledger: Ledger, proposal: int) -> tuple[int, list[str]] | None:
    """The rowid and the columns that a proposal's document must have; None if the proposal is gone."""
    row = ledger.row(DOCUMENT, [proposal])
    if row is None:
        return None
    texts = [with_dividers(searchable_text(text or "")) for text in tuple(row)[1:]]
    return row[0], [*texts, " ".join(tokens.proposal_tokens(ledger.row(tokens.FACTS, [proposal])))]


def with_dividers(folded: str) -> str:
    """A folded column as it is indexed: a token of its own between two records, so that no phrase runs across."""
    return folded.replace(DIVIDER, f" {tokens.SIGN} ")


def flush_index(ledger: Ledger) -> int:
    """Make the documents noted as stale anew, inside the open transaction; gives back how many there were."""
    # in the order of the rowids: FTS5 writes out what it holds whenever one goes back
    stale = ledger.rows(
        "SELECT proposal_id, old_key FROM search_stale LEFT JOIN proposals AS p ON p.id = proposal_id"
        " ORDER BY p.recency"
    )
    known: set[str] = set()
    if len(stale) > MANY:
        _set_hash_size(ledger, HASH_SIZE * 64)
    for done, (proposal, old_key) in enumerate(stale):
        if ledger.hears is not None:
            ledger.hears(done, len(stale))
        if old_key is not None:
            ledger.con.execute("DELETE FROM search WHERE rowid = ?", [old_key])
        _make_derived(ledger, proposal)
        new = search_document(ledger, proposal)
        if new is not None:
            _insert_document(ledger, *new, known)
    if len(stale) > MANY:
        _set_hash_size(ledger, HASH_SIZE)
    if stale:
        ledger.con.execute("DELETE FROM search_stale")
    return len(stale)


def _set_hash_size(ledger: Ledger, size: int) -> None:
    """How many bytes FTS5 holds before it writes a segment, which others are merged with later."""
    ledger.con.execute("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", [size])


def _make_derived(ledger: Ledger, proposal: int) -> None:
    """Have a proposal's title and tags compared by their keys, and its quotes judged by their wording."""
    for table, column, name in (("proposals", "id", "title"), ("tags", "proposal_id", "name")):
        key = "title_key" if table == "proposals" else "key"
        for row, text, now in ledger.rows(f"SELECT id, {name}, {key} FROM {table} WHERE {column} = ?", [proposal]):
            if now != (right := folded_key(text)):
                ledger.con.execute(f"UPDATE {table} SET {key} = ? WHERE id = ?", [right, row])
    judge_quotes(ledger, proposal)


def words_beginning_with(ledger: Ledger, beginning: str, most: int) -> list[str]:
    """The words that begin so, `most` at the most: a search for these few is quicker than one for the beginning.

    FTS5 merges all that begins so before it gives the first match; for whole words it goes from match to match.
    """
    rows = ledger.rows(
        "SELECT word FROM search_words WHERE word >= ? AND word < ? LIMIT ?",
        [beginning, beginning + chr(0x10FFFF), most],
    )
    return [row[0] for row in rows]


def match_excerpt(ledger: Ledger, proposal: int, asked: Sequence[str]) -> tuple[str, str] | None:
    """Where a proposal has the first of these words that its title lacks: the column, and the words around it."""
    row = ledger.row(DOCUMENT, [proposal])
    texts = {name: text or "" for name, text in zip(WORDS, tuple(row)[1:], strict=True)} if row else {}
    places = {name: word_places(text) for name, text in texts.items()}
    for part in asked:
        sought = split_words(part)
        found = {name: at for name in texts if (at := _find_words(texts[name], places[name], sought)) is not None}
        if found and "title" not in found:
            name, at = next(iter(found.items()))
            return name, _cut_excerpt(texts[name], places[name], at)
    return None


def _cut_excerpt(text: str, places: Sequence[tuple[int, int]], at: int) -> str:
    """The words around one of them, on one line."""
    around = AROUND * (LETTERS_A_WORD if is_unspaced(text[slice(*places[at])]) else 1)
    start, end = max(at - around, 0), min(at + around + 1, len(places))
    before, after = "… " if start else "", " …" if end < len(places) else ""
    return before + " ".join(text[places[start][0] : places[end - 1][1]].split()) + after


def _find_words(text: str, places: Sequence[tuple[int, int]], sought: Sequence[str]) -> int | None:
    """At which of its pieces a text has these words one after the other, the last one maybe unfinished."""
    flat = [(at, word) for at, place in enumerate(places) for word in split_words(text[slice(*place)])]
    for start in range(len(flat) - len(sought) + 1):
        there = [word for _, word in flat[start : start + len(sought)]]
        if there[:-1] == list(sought[:-1]) and there[-1].startswith(sought[-1]):
            return flat[start][0]
    return None


def _insert_document(ledger: Ledger, key: int, columns: list[str], known: set[str]) -> None:
    """Insert a document, and its words where they are not known from another one of the same flush."""
    ledger.con.execute(
        f"INSERT INTO search (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})", [key, *columns]
    )
    new = set(searched_words("\n".join(columns[: len(WORDS)]))) - known
    known |= new
    ledger.con.executemany(
        "INSERT INTO search_words (word) VALUES (?) ON CONFLICT DO NOTHING",
        [(one,) for one in sorted(new) if len(one.encode()) < LONGEST],
    )
