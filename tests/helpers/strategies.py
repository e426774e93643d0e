"""Queries of chance about the ledgers that the generator of the benchmarks makes."""

from __future__ import annotations

from hypothesis import strategies as st

import world
from tracker import query_fields
from tracker.model import INVERSE_LINKS, KINDS

SIZE = 300  # of the ledger that tests ask

YEARS = st.integers(1989, 2027).map(str)
DATES = st.one_of(
    YEARS,
    YEARS.map(lambda year: f"{year}-06"),
    YEARS.map(lambda year: f"..{year}-03-09"),
    YEARS.map(lambda year: f"{year}-02.."),
    YEARS.map(lambda year: f"{year}-02..{int(year) + 2}"),
)
ACTORS = st.sampled_from(["Belarus", "russia", "CSTO", "council on", "alias", "none"])
TOPICS = ["counter-terrorism", "migration", "other", "group8/topic-8", "group8"]
LINKED = st.sampled_from(sorted({*INVERSE_LINKS, *INVERSE_LINKS.values()})) | st.integers(1, SIZE).map(str)
VALUES = {
    "topic": st.sampled_from([*TOPICS, "none"]),
    "primary": st.sampled_from(TOPICS),
    "status": st.sampled_from(world.STATUSES),
    "kind": st.sampled_from(KINDS),
    "reason": st.sampled_from(["superseded", "expired", "none"]),
    "extent": st.sampled_from(["weaker", "none"]),
    "is": st.sampled_from(sorted(query_fields.FLAGS)),
    **dict.fromkeys(("by", "to", "supporter", "opponent", "actor", "body"), ACTORS),
    "meeting": st.sampled_from(["moscow", "session", '"session 3"', "душанбе", world.FIRST_WORDS[0]]),
    "tag": st.sampled_from(["tag-1", "tag-2", "none"]),
    **dict.fromkeys(("date", "moved", "deadline", "added", "updated", "looked"), DATES),
    **dict.fromkeys(("has", "no"), st.sampled_from(sorted(query_fields.PARTS))),
    "source": st.sampled_from(["3", "17", "security", "genève", '"security cooperation"']),
    "link": LINKED,
    "x.era": st.sampled_from(["2017", "moscow", '"2015 минск"', "2015 minsk"]),
    "id": st.integers(1, SIZE + 5).map(str),
    "not": st.sampled_from([*world.FIRST_WORDS, world.RAREST]),
}
FIELD_TERMS = st.sampled_from(sorted(VALUES)).flatmap(
    lambda field: st.tuples(
        st.just(field),
        st.sampled_from([":"] if field == "not" else [":", ":", "!="]),
        # is:removed stands alone
        st.lists(VALUES[field], min_size=1, max_size=1 if field == "is" else 2).map(",".join),
    ).map("".join)
)
WORD_TERMS = st.sampled_from([*world.FIRST_WORDS, world.RAREST, "secu", "security cooperation", "csto"])
SORT_TERMS = st.lists(
    st.tuples(st.sampled_from(["", "-"]), st.sampled_from(sorted(query_fields.SORTS))).map("".join), max_size=2
).map(lambda keys: [f"sort:{','.join(keys)}"] if keys else [])
LINES = st.tuples(st.lists(FIELD_TERMS, max_size=3), st.lists(WORD_TERMS, max_size=2), SORT_TERMS)
