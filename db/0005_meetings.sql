-- Meetings are merged and renamed as actors are: what one was called keeps finding it.

ALTER TABLE meetings ADD COLUMN merged_into INTEGER REFERENCES meetings (id);
CREATE INDEX meetings_merged_into ON meetings (merged_into);
CREATE INDEX meetings_removed ON meetings (removed_at) WHERE removed_at IS NOT NULL;
CREATE INDEX actors_removed ON actors (removed_at) WHERE removed_at IS NOT NULL;

CREATE TABLE meeting_aliases (                    -- what a meeting was called; two meetings may have been called the same
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  key TEXT NOT NULL,                              -- the name folded
  UNIQUE (meeting_id, key)
) STRICT;
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
