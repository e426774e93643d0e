-- Dates that were given are told from those that follow, a status says according to whom, and how names, titles and
-- addresses are compared is derived: the program makes every key and every search document anew after this script.

-- Statuses

DROP TRIGGER status_after_update;                 -- nothing of what they derive changes here: made again below
DROP TRIGGER search_after_event_update;
ALTER TABLE status_events ADD COLUMN follows_date INTEGER NOT NULL DEFAULT 0 CHECK (follows_date IN (0, 1)); -- no date was given for it: it has its proposal's
ALTER TABLE status_events ADD COLUMN according_to_id INTEGER REFERENCES actors (id);  -- who says so, where that is not the source's own finding
ALTER TABLE status_events ADD COLUMN rating TEXT NOT NULL DEFAULT '';                 -- the source's own word for it: "in the works"
CREATE INDEX status_events_according_to_id ON status_events (according_to_id) WHERE according_to_id IS NOT NULL;
CREATE INDEX status_events_rating ON status_events (rating) WHERE rating <> '';
UPDATE status_events SET follows_date = 1
WHERE status IN ('proposed', 'adopted') AND supersedes_id IS NULL
  AND id = (SELECT min(id) FROM status_events AS first WHERE first.proposal_id = status_events.proposal_id)
  AND occurred_on IS (SELECT proposed_on FROM proposals WHERE id = status_events.proposal_id);

CREATE TRIGGER status_after_update AFTER UPDATE ON status_events BEGIN
  UPDATE proposals SET (status, status_on, status_event_id) = (
    SELECT status, occurred_on, id FROM (
      SELECT status, occurred_on, id FROM standing_events WHERE proposal_id = new.proposal_id
      UNION ALL SELECT 'proposed', NULL, NULL
    ) ORDER BY id DESC LIMIT 1
  ) WHERE id = new.proposal_id;
END;
CREATE TRIGGER search_after_event_update AFTER UPDATE ON status_events BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id, new.proposal_id)
  ON CONFLICT DO NOTHING;
END;

INSERT INTO reasons (status, code, definition) VALUES
  ('rejected', 'noted', 'It was noted: not supported, and not refused either (Universal Periodic Review).');
UPDATE statuses SET definition = 'The competent body formally decided it; a signed declaration counts, "discussed" and "noted" do not. A commitment in a text agreed by those who are to act is adopted that day; one actor''s pledge is proposed.'
WHERE code = 'adopted'
  AND definition = 'The competent body formally decided it; a signed declaration counts, "discussed" and "noted" do not.';

-- Looks

ALTER TABLE looks ADD COLUMN next_on TEXT CHECK (next_on >= '0001' AND length(next_on) IN (4, 7, 10) AND date(substr(next_on || '-01-01', 1, 10), '+0 days') IS substr(next_on || '-01-01', 1, 10)); -- when to look again: not stale until then

-- Evidence: its strength is read from this index alone

DROP INDEX citations_status_event_id;
CREATE INDEX citations_status_event_id ON citations (status_event_id, stance, removed_at, start_at)
WHERE status_event_id IS NOT NULL;

-- Keys: derived by the program, so not in the history

ALTER TABLE citations ADD COLUMN altered INTEGER NOT NULL DEFAULT 0 CHECK (altered IN (0, 1)); -- derived: the newest text has its quote no longer

-- Two names of one meeting that differ in accents stay two, of which the older has the key.
CREATE TABLE meeting_aliases_anew (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  key TEXT,
  UNIQUE (meeting_id, key)
) STRICT;
INSERT INTO meeting_aliases_anew (id, meeting_id, name, key) SELECT id, meeting_id, name, key FROM meeting_aliases;
DELETE FROM sqlite_sequence WHERE name = 'meeting_aliases_anew';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'meeting_aliases_anew', seq FROM sqlite_sequence WHERE name = 'meeting_aliases';
DROP TABLE meeting_aliases;
ALTER TABLE meeting_aliases_anew RENAME TO meeting_aliases;
CREATE INDEX meeting_aliases_key ON meeting_aliases (key);
CREATE TRIGGER search_after_meeting_alias_insert AFTER INSERT ON meeting_aliases BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE meeting_id = new.meeting_id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_meeting_alias_update AFTER UPDATE ON meeting_aliases BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE meeting_id IN (old.meeting_id, new.meeting_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_meeting_alias_delete AFTER DELETE ON meeting_aliases BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE meeting_id = old.meeting_id
  ON CONFLICT DO NOTHING;
END;

ALTER TABLE tags ADD COLUMN key TEXT;
CREATE INDEX tags_key ON tags (key, proposal_id);
ALTER TABLE sources ADD COLUMN url_key TEXT;      -- the address as RFC 3986 compares it
ALTER TABLE sources ADD COLUMN archive_key TEXT;  -- and that of the archive
CREATE INDEX sources_url_key ON sources (url_key) WHERE url_key IS NOT NULL;
CREATE INDEX sources_archive_key ON sources (archive_key) WHERE archive_key IS NOT NULL;
ALTER TABLE proposals ADD COLUMN title_key TEXT;
DROP INDEX proposals_by_title;
CREATE INDEX proposals_by_title ON proposals (title_key, id) WHERE removed_at IS NULL;

-- Search

DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
  title, summary, actors, quotes, sources, marks, prefix = '3', tokenize = 'unicode61 remove_diacritics 0'
);
DELETE FROM search_words;
DELETE FROM search_stale;
INSERT INTO search_stale (proposal_id, old_key) SELECT id, NULL FROM proposals;
