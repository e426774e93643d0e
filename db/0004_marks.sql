-- The search index also holds marks, one for each thing that a query can ask of a proposal (tracker/store/marks.py):
-- one full-text expression then answers any query. Every document is made anew when the next change is written.

DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
  title, summary, actors, quotes, sources, marks, prefix = '3', tokenize = 'unicode61 remove_diacritics 0'
);
DELETE FROM search_words;
DELETE FROM search_stale;
INSERT INTO search_stale (proposal_id, old_key) SELECT id, NULL FROM proposals;

-- A document is out of date with anything that is said of its proposal. The first note of a change has the rowid.

DROP TRIGGER search_after_proposal_update;
CREATE TRIGGER search_after_proposal_update AFTER UPDATE ON proposals BEGIN
  INSERT INTO search_stale (proposal_id, old_key) VALUES (old.id, old.recency) ON CONFLICT DO NOTHING;
  INSERT INTO search_stale (proposal_id, old_key)  -- what it repeats has had attention since
  SELECT id, recency FROM proposals
  WHERE (old.proposed_on IS NOT new.proposed_on OR old.removed_at IS NOT new.removed_at)
    AND id IN (SELECT to_id FROM links WHERE from_id = new.id AND kind = 'repeats')
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_topic_insert AFTER INSERT ON proposal_topics BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_topic_update AFTER UPDATE ON proposal_topics BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id, new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_topic_delete AFTER DELETE ON proposal_topics BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_tag_insert AFTER INSERT ON tags BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_tag_update AFTER UPDATE ON tags BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id, new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_tag_delete AFTER DELETE ON tags BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_extra_insert AFTER INSERT ON extras BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_extra_update AFTER UPDATE ON extras BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id, new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_extra_delete AFTER DELETE ON extras BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_look_insert AFTER INSERT ON looks BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_look_update AFTER UPDATE ON looks BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id, new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_look_delete AFTER DELETE ON looks BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_event_insert AFTER INSERT ON status_events BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_event_update AFTER UPDATE ON status_events BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id, new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_event_delete AFTER DELETE ON status_events BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_link_insert AFTER INSERT ON links BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (new.from_id, new.to_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_link_update AFTER UPDATE ON links BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.from_id, old.to_id, new.from_id, new.to_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_link_delete AFTER DELETE ON links BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.from_id, old.to_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_meeting_update AFTER UPDATE ON meetings BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT id FROM proposals WHERE meeting_id = new.id)
  ON CONFLICT DO NOTHING;
END;
DROP TRIGGER search_after_source_update;
CREATE TRIGGER search_after_source_update AFTER UPDATE OF title, authors, publisher, container ON sources BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT proposal_id FROM citations WHERE source_id = new.id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_snapshot_insert AFTER INSERT ON snapshots BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT proposal_id FROM citations WHERE source_id = new.source_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_snapshot_delete AFTER DELETE ON snapshots BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT proposal_id FROM citations WHERE source_id = old.source_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_capture_insert AFTER INSERT ON captures BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT proposal_id FROM citations WHERE source_id = new.source_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_capture_update AFTER UPDATE ON captures BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals
  WHERE id IN (SELECT proposal_id FROM citations WHERE source_id IN (old.source_id, new.source_id))
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_capture_delete AFTER DELETE ON captures BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT proposal_id FROM citations WHERE source_id = old.source_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_snapshot_update AFTER UPDATE ON snapshots BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals
  WHERE id IN (SELECT proposal_id FROM citations WHERE source_id IN (old.source_id, new.source_id))
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_status_update AFTER UPDATE OF is_open ON statuses BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE status = new.code
  ON CONFLICT DO NOTHING;
END;

-- A list as of a day is walked back from that day.
CREATE INDEX status_events_by_day ON status_events (occurred_on, proposal_id);
