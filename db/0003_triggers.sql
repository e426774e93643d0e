-- What follows by itself: the current status of a proposal, and which search documents are out of date.

-- The events that may be a proposal's current status: not superseded, about nobody in particular, and no other such
-- event begins after their span ('2012' is still current over '2012-05-15', and an undated one is never outdated).
CREATE VIEW standing_events AS
SELECT e.id, e.proposal_id, e.status, e.occurred_on
FROM status_events AS e
WHERE e.actor_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM status_events AS s WHERE s.supersedes_id = e.id)
  AND NOT EXISTS (
    SELECT 1 FROM status_events AS later
    WHERE later.proposal_id = e.proposal_id
      AND later.actor_id IS NULL
      AND later.occurred_on > e.occurred_on || '~'
      AND NOT EXISTS (SELECT 1 FROM status_events AS s WHERE s.supersedes_id = later.id)
  );

-- The current status is the standing event that was entered last; without any it is `proposed`, undated.
CREATE TRIGGER status_after_insert AFTER INSERT ON status_events BEGIN
  UPDATE proposals SET (status, status_on, status_event_id) = (
    SELECT status, occurred_on, id FROM (
      SELECT status, occurred_on, id FROM standing_events WHERE proposal_id = new.proposal_id
      UNION ALL SELECT 'proposed', NULL, NULL
    ) ORDER BY id DESC LIMIT 1
  ) WHERE id = new.proposal_id;
END;
CREATE TRIGGER status_after_update AFTER UPDATE ON status_events BEGIN
  UPDATE proposals SET (status, status_on, status_event_id) = (
    SELECT status, occurred_on, id FROM (
      SELECT status, occurred_on, id FROM standing_events WHERE proposal_id = new.proposal_id
      UNION ALL SELECT 'proposed', NULL, NULL
    ) ORDER BY id DESC LIMIT 1
  ) WHERE id = new.proposal_id;
END;
CREATE TRIGGER status_after_delete AFTER DELETE ON status_events BEGIN
  UPDATE proposals SET (status, status_on, status_event_id) = (
    SELECT status, occurred_on, id FROM (
      SELECT status, occurred_on, id FROM standing_events WHERE proposal_id = old.proposal_id
      UNION ALL SELECT 'proposed', NULL, NULL
    ) ORDER BY id DESC LIMIT 1
  ) WHERE id = old.proposal_id;
END;

-- A search document is only noted as stale here, with the rowid it has now; the writing function makes it anew
-- before it commits, because folding text is done in one place, for documents and for queries alike.
CREATE TRIGGER search_after_proposal_insert AFTER INSERT ON proposals BEGIN
  INSERT INTO search_stale (proposal_id, old_key) VALUES (new.id, NULL) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_proposal_update AFTER UPDATE OF title, summary, status_on, removed_at ON proposals
WHEN old.recency <> new.recency OR old.title <> new.title OR old.summary <> new.summary BEGIN
  INSERT INTO search_stale (proposal_id, old_key) VALUES (new.id, old.recency) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_proposal_delete AFTER DELETE ON proposals BEGIN
  INSERT INTO search_stale (proposal_id, old_key) VALUES (old.id, old.recency) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_actor_role_insert AFTER INSERT ON proposal_actors BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id = new.proposal_id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_actor_role_update AFTER UPDATE ON proposal_actors BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id, new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_actor_role_delete AFTER DELETE ON proposal_actors BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id = old.proposal_id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_citation_insert AFTER INSERT ON citations BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id = new.proposal_id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_citation_update AFTER UPDATE ON citations BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (old.proposal_id, new.proposal_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_citation_delete AFTER DELETE ON citations BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id = old.proposal_id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_actor_update AFTER UPDATE OF name ON actors BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT proposal_id FROM proposal_actors WHERE actor_id IN (new.id))
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_alias_insert AFTER INSERT ON actor_aliases BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT proposal_id FROM proposal_actors WHERE actor_id IN (new.actor_id))
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_alias_update AFTER UPDATE ON actor_aliases BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT proposal_id FROM proposal_actors WHERE actor_id IN (old.actor_id, new.actor_id))
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_alias_delete AFTER DELETE ON actor_aliases BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT proposal_id FROM proposal_actors WHERE actor_id IN (old.actor_id))
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_after_source_update AFTER UPDATE OF title ON sources BEGIN
  INSERT INTO search_stale (proposal_id, old_key)
  SELECT id, recency FROM proposals WHERE id IN (SELECT proposal_id FROM citations WHERE source_id = new.id)
  ON CONFLICT DO NOTHING;
END;
