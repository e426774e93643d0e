-- The ledger: every noun of the tracker as a table.
--
-- Columns ending in _on hold partial dates as the source gives them (2012, 2012-05 or 2012-05-15), never padded;
-- columns ending in _at hold UTC instants. Every record that can be exchanged has a uid. Ids are never reused.
-- Removal is soft (removed_at). There are no cascades: only undo deletes, and it deletes in the right order.

-- Vocabularies: data, with their definitions (filled by the next script, added to by users).

CREATE TABLE topics (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  code TEXT NOT NULL UNIQUE CHECK (code <> '' AND code NOT GLOB '*[ ,"]*'),
  title TEXT NOT NULL,
  definition TEXT NOT NULL DEFAULT '',
  stems TEXT NOT NULL DEFAULT '',                 -- word beginnings that suggest the topic, separated by spaces
  position INTEGER NOT NULL DEFAULT 1000,
  merged_into INTEGER REFERENCES topics (id),
  retired_at TEXT CHECK (retired_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z')
) STRICT;
CREATE INDEX topics_merged_into ON topics (merged_into);

CREATE TABLE statuses (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE,
  glyph TEXT NOT NULL,
  definition TEXT NOT NULL,
  position INTEGER NOT NULL,
  is_open INTEGER NOT NULL CHECK (is_open IN (0, 1))
) STRICT;

CREATE TABLE status_steps (                       -- the usual next statuses; any other step is unusual
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  from_status TEXT NOT NULL REFERENCES statuses (code),
  to_status TEXT NOT NULL REFERENCES statuses (code),
  UNIQUE (from_status, to_status)
) STRICT;
CREATE INDEX status_steps_to_status ON status_steps (to_status);

CREATE TABLE reasons (                            -- the closed list of reasons of a status
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  status TEXT NOT NULL REFERENCES statuses (code),
  code TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL
) STRICT;
CREATE INDEX reasons_status ON reasons (status);

-- Who, where

CREATE TABLE actors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  key TEXT UNIQUE,                                -- the name folded (case, accents, white space): how names are compared
  kind TEXT CHECK (kind IN ('state', 'organisation', 'group', 'person')),
  note TEXT NOT NULL DEFAULT '',
  merged_into INTEGER REFERENCES actors (id),
  removed_at TEXT CHECK (removed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z')
) STRICT;
CREATE INDEX actors_merged_into ON actors (merged_into);

CREATE TABLE actor_aliases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  actor_id INTEGER NOT NULL REFERENCES actors (id),
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  key TEXT UNIQUE
) STRICT;
CREATE INDEX actor_aliases_actor_id ON actor_aliases (actor_id);

CREATE TABLE meetings (                           -- where something was put forward
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  body_id INTEGER REFERENCES actors (id),
  name TEXT NOT NULL DEFAULT '',
  key TEXT NOT NULL DEFAULT '',                   -- the name folded
  held_on TEXT CHECK (held_on >= '0001' AND length(held_on) IN (4, 7, 10) AND date(substr(held_on || '-01-01', 1, 10), '+0 days') IS substr(held_on || '-01-01', 1, 10)),
  place TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  removed_at TEXT CHECK (removed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  CHECK (body_id IS NOT NULL OR name <> '' OR place <> '')
) STRICT;
CREATE INDEX meetings_body_id ON meetings (body_id);
CREATE INDEX meetings_key ON meetings (key);

-- Proposals

CREATE TABLE proposals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  kind TEXT NOT NULL DEFAULT 'proposal' CHECK (kind IN ('proposal', 'recommendation', 'request', 'commitment')),
  title TEXT NOT NULL CHECK (trim(title) <> ''),
  summary TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',                  -- our own words; exported only when asked
  meeting_id INTEGER REFERENCES meetings (id),
  proposed_on TEXT CHECK (proposed_on >= '0001' AND length(proposed_on) IN (4, 7, 10) AND date(substr(proposed_on || '-01-01', 1, 10), '+0 days') IS substr(proposed_on || '-01-01', 1, 10)),
  deadline_on TEXT CHECK (deadline_on >= '0001' AND length(deadline_on) IN (4, 7, 10) AND date(substr(deadline_on || '-01-01', 1, 10), '+0 days') IS substr(deadline_on || '-01-01', 1, 10)),
  uncheckable TEXT CHECK (trim(uncheckable) <> ''),  -- why the wording cannot be tested
  merged_into INTEGER REFERENCES proposals (id),
  added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (added_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (updated_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  removed_at TEXT CHECK (removed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  -- Derived from status_events by trigger, so that a million can be filtered and sorted by index; `tracker check` recomputes them.
  status TEXT NOT NULL DEFAULT 'proposed',
  status_on TEXT CHECK (status_on >= '0001' AND length(status_on) IN (4, 7, 10) AND date(substr(status_on || '-01-01', 1, 10), '+0 days') IS substr(status_on || '-01-01', 1, 10)),
  status_event_id INTEGER,
  -- The status date as YYYYMMDD (missing parts 00) above the id: one number that sorts newest first. Negative once removed.
  recency INTEGER NOT NULL GENERATED ALWAYS AS (
    ((CAST(substr(replace(coalesce(status_on, ''), '-', '') || '00000000', 1, 8) AS INTEGER) << 32) + id)
    * (CASE WHEN removed_at IS NULL THEN 1 ELSE -1 END)) VIRTUAL
) STRICT;
CREATE INDEX proposals_meeting_id ON proposals (meeting_id);
CREATE INDEX proposals_merged_into ON proposals (merged_into) WHERE merged_into IS NOT NULL;
-- The list's own indexes cover what is not removed: a jump far down then reads the index alone.
-- That of the standing order also carries what is tested on the way, so that a long walk does not look up the rows.
CREATE INDEX proposals_by_recency ON proposals (recency, status, proposed_on, meeting_id, status_event_id) WHERE removed_at IS NULL;
CREATE INDEX proposals_by_status ON proposals (status, recency) WHERE removed_at IS NULL;
CREATE INDEX proposals_by_kind ON proposals (kind, recency) WHERE removed_at IS NULL;
CREATE INDEX proposals_by_meeting ON proposals (meeting_id, recency) WHERE removed_at IS NULL;
CREATE INDEX proposals_by_title ON proposals (title COLLATE NOCASE, id) WHERE removed_at IS NULL;
CREATE INDEX proposals_by_date ON proposals (proposed_on, recency) WHERE removed_at IS NULL;
CREATE INDEX proposals_by_deadline ON proposals (deadline_on, id) WHERE removed_at IS NULL;
CREATE INDEX proposals_by_added ON proposals (added_at, id) WHERE removed_at IS NULL;
CREATE INDEX proposals_by_updated ON proposals (updated_at, id) WHERE removed_at IS NULL;
CREATE INDEX proposals_removed ON proposals (recency) WHERE removed_at IS NOT NULL;

CREATE TABLE proposal_topics (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposals (id),
  topic_id INTEGER NOT NULL REFERENCES topics (id),
  is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
  UNIQUE (proposal_id, topic_id)
) STRICT;
CREATE INDEX proposal_topics_topic_id ON proposal_topics (topic_id, proposal_id);
CREATE UNIQUE INDEX proposal_topics_one_primary ON proposal_topics (proposal_id) WHERE is_primary = 1;

CREATE TABLE proposal_actors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposals (id),
  actor_id INTEGER NOT NULL REFERENCES actors (id),
  role TEXT NOT NULL CHECK (role IN ('proposer', 'speaker', 'supporter', 'opponent', 'addressee')),
  office TEXT NOT NULL DEFAULT '',                -- the office a speaker held then
  UNIQUE (proposal_id, role, actor_id)
) STRICT;
CREATE INDEX proposal_actors_actor_id ON proposal_actors (actor_id, role, proposal_id);

CREATE TABLE tags (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposals (id),
  name TEXT NOT NULL CHECK (name <> '' AND name NOT GLOB '*[ ,"]*'),
  UNIQUE (proposal_id, name)
) STRICT;
CREATE INDEX tags_name ON tags (name, proposal_id);

CREATE TABLE extras (                             -- imported columns without a field of their own
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposals (id),
  name TEXT NOT NULL CHECK (name <> ''),
  value TEXT NOT NULL,
  UNIQUE (proposal_id, name)
) STRICT;
CREATE INDEX extras_name ON extras (name, value, proposal_id);

CREATE TABLE links (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  from_id INTEGER NOT NULL REFERENCES proposals (id),
  kind TEXT NOT NULL CHECK (kind IN ('repeats', 'part-of', 'replaces', 'adopted-as', 'related')),
  to_id INTEGER NOT NULL REFERENCES proposals (id),
  UNIQUE (from_id, kind, to_id),
  CHECK (from_id <> to_id)
) STRICT;
CREATE INDEX links_to_id ON links (to_id, kind);

-- Evidence

CREATE TABLE sources (                            -- cited the way a bibliography cites them (CSL)
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  type TEXT NOT NULL DEFAULT 'document',          -- CSL item type
  title TEXT NOT NULL DEFAULT '',
  authors TEXT NOT NULL DEFAULT '',               -- separated by '; '
  publisher TEXT NOT NULL DEFAULT '',
  container TEXT NOT NULL DEFAULT '',             -- CSL container-title: the newspaper, the site
  issued_on TEXT CHECK (issued_on >= '0001' AND length(issued_on) IN (4, 7, 10) AND date(substr(issued_on || '-01-01', 1, 10), '+0 days') IS substr(issued_on || '-01-01', 1, 10)),
  url TEXT CHECK (url GLOB 'http://?*' OR url GLOB 'https://?*'),
  archive_url TEXT CHECK (archive_url GLOB 'http://?*' OR archive_url GLOB 'https://?*'),
  language TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  merged_into INTEGER REFERENCES sources (id),
  added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (added_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (updated_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  removed_at TEXT CHECK (removed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  CHECK (trim(title) <> '' OR url IS NOT NULL)
) STRICT;
CREATE INDEX sources_url ON sources (url);
CREATE INDEX sources_title ON sources (title COLLATE NOCASE);
CREATE INDEX sources_merged_into ON sources (merged_into);

CREATE TABLE snapshot_contents (                  -- what a snapshot holds; never changed, never deleted, not in the history
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),  -- of the original bytes
  media_type TEXT NOT NULL,                       -- what they were read as
  bytes BLOB NOT NULL,                            -- the original bytes, zlib
  text TEXT NOT NULL,                             -- what quotes are found in; offsets are code points into it
  PRIMARY KEY (sha256, media_type)
) STRICT;

CREATE TABLE snapshots (                          -- a source as captured on a day
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  source_id INTEGER NOT NULL REFERENCES sources (id),
  sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL,
  origin TEXT NOT NULL DEFAULT '',                -- the file's name or the address it came from
  captured_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (captured_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  FOREIGN KEY (sha256, media_type) REFERENCES snapshot_contents (sha256, media_type)
) STRICT;
CREATE INDEX snapshots_source_id ON snapshots (source_id);
CREATE INDEX snapshots_content ON snapshots (sha256, media_type);

CREATE TABLE captures (                           -- each attempt: a log, like the history, so it refers without a foreign key
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id INTEGER NOT NULL,
  snapshot_id INTEGER,
  outcome TEXT NOT NULL CHECK (outcome IN ('captured', 'unchanged', 'moved', 'gone', 'blocked')),
  detail TEXT NOT NULL DEFAULT '',
  attempted_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (attempted_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z')
) STRICT;
CREATE INDEX captures_source_id ON captures (source_id);

CREATE TABLE status_events (                      -- dated acts that set or confirm a status; append-only
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  proposal_id INTEGER NOT NULL REFERENCES proposals (id),
  status TEXT NOT NULL REFERENCES statuses (code),
  occurred_on TEXT CHECK (occurred_on >= '0001' AND length(occurred_on) IN (4, 7, 10) AND date(substr(occurred_on || '-01-01', 1, 10), '+0 days') IS substr(occurred_on || '-01-01', 1, 10)),
  reason TEXT REFERENCES reasons (code),
  because TEXT NOT NULL DEFAULT '',               -- the reason in free words
  extent TEXT CHECK (extent IN ('as-proposed', 'weaker', 'stronger', 'merged')),
  actor_id INTEGER REFERENCES actors (id),        -- whom it concerns; nobody in particular if null
  is_unusual INTEGER NOT NULL DEFAULT 0 CHECK (is_unusual IN (0, 1)),
  supersedes_id INTEGER REFERENCES status_events (id),
  recorded_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (recorded_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z')
) STRICT;
CREATE INDEX status_events_proposal_id ON status_events (proposal_id);
CREATE INDEX status_events_status ON status_events (status);
CREATE INDEX status_events_reason ON status_events (reason) WHERE reason IS NOT NULL;
CREATE INDEX status_events_actor_id ON status_events (actor_id) WHERE actor_id IS NOT NULL;
CREATE INDEX status_events_supersedes_id ON status_events (supersedes_id) WHERE supersedes_id IS NOT NULL;

CREATE TABLE citations (                          -- a passage of a source (W3C TextQuoteSelector with position)
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  proposal_id INTEGER NOT NULL REFERENCES proposals (id),
  status_event_id INTEGER REFERENCES status_events (id),
  source_id INTEGER NOT NULL REFERENCES sources (id),
  snapshot_id INTEGER REFERENCES snapshots (id),
  stance TEXT NOT NULL DEFAULT 'supports' CHECK (stance IN ('supports', 'contradicts')),
  quote TEXT NOT NULL DEFAULT '',
  prefix TEXT NOT NULL DEFAULT '',
  suffix TEXT NOT NULL DEFAULT '',
  start_at INTEGER,                               -- code points into the snapshot's text
  end_at INTEGER,
  locator TEXT NOT NULL DEFAULT '',
  translation TEXT NOT NULL DEFAULT '',
  added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (added_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  removed_at TEXT CHECK (removed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  CHECK ((start_at IS NULL) = (end_at IS NULL) AND start_at < end_at)
) STRICT;
CREATE INDEX citations_proposal_id ON citations (proposal_id);
CREATE INDEX citations_status_event_id ON citations (status_event_id, stance, removed_at) WHERE status_event_id IS NOT NULL;
CREATE INDEX citations_source_id ON citations (source_id);
CREATE INDEX citations_snapshot_id ON citations (snapshot_id) WHERE snapshot_id IS NOT NULL;

CREATE TABLE looks (                              -- searched on this day, there and there, and found nothing new
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  proposal_id INTEGER NOT NULL REFERENCES proposals (id),
  looked_on TEXT NOT NULL CHECK (looked_on >= '0001' AND length(looked_on) IN (4, 7, 10) AND date(substr(looked_on || '-01-01', 1, 10), '+0 days') IS substr(looked_on || '-01-01', 1, 10)),
  places TEXT NOT NULL CHECK (trim(places) <> ''),
  note TEXT NOT NULL DEFAULT '',
  recorded_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (recorded_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z')
) STRICT;
CREATE INDEX looks_proposal_id ON looks (proposal_id, looked_on);

CREATE TABLE saved_queries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  name TEXT NOT NULL UNIQUE CHECK (name <> '' AND name NOT GLOB '*[ ,"]*'),
  query TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 1000
) STRICT;

CREATE TABLE dismissals (                         -- passages of a source that the reader was told are no proposals
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  quote TEXT NOT NULL CHECK (quote <> ''),
  prefix TEXT NOT NULL DEFAULT '',
  suffix TEXT NOT NULL DEFAULT '',
  dismissed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (dismissed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  UNIQUE (source_id, quote, prefix, suffix)
) STRICT;

-- History: every change is an entry here, with what it did row by row (written by the triggers in history.sql).

CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  who TEXT NOT NULL,
  command TEXT NOT NULL,
  undoes INTEGER REFERENCES changes (id)
) STRICT;
CREATE INDEX changes_undoes ON changes (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX changes_who ON changes (who, id);

CREATE TABLE current_change (                     -- the change under way inside the writing transaction; empty outside one
  change_id INTEGER NOT NULL REFERENCES changes (id)
) STRICT;
CREATE INDEX current_change_change_id ON current_change (change_id);

CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  tbl TEXT NOT NULL,
  row INTEGER NOT NULL,                           -- its id in that table
  old TEXT,                                       -- JSON: the changed columns before an update, the whole row before a delete
  new TEXT                                        -- JSON: the changed columns after an update; null for an insert and a delete
) STRICT;
CREATE INDEX history_change_id ON history (change_id);
CREATE INDEX history_row ON history (row, tbl);

-- Search: one folded document a proposal. The rowid is the proposal's recency, so that the newest matches come first unsorted.

CREATE VIRTUAL TABLE search USING fts5 (
  title, summary, actors, quotes, sources, prefix = '3', tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE search_stale (                       -- proposals whose document must be made anew, with the rowid it has now
  proposal_id INTEGER PRIMARY KEY,
  old_key INTEGER
) STRICT;

CREATE TABLE search_words (                       -- every word that was ever searchable: what an unfinished one may become
  word TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE schema_texts (                       -- which text of the replaceable scripts (views, history) this file has
  name TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL
) STRICT;
