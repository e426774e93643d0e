-- What readers see: replaced whenever its text changes. Lists are JSON arrays.

DROP VIEW IF EXISTS proposal_lines;
CREATE VIEW proposal_lines AS                     -- a proposal as one line of a list
SELECT
  p.id,
  p.recency,
  p.status,
  p.status_on,
  p.title,
  (SELECT t.code FROM proposal_topics AS pt JOIN topics AS t ON t.id = pt.topic_id
   WHERE pt.proposal_id = p.id ORDER BY pt.is_primary DESC, pt.id LIMIT 1) AS topic,
  (SELECT group_concat(name, '; ') FROM (
     SELECT a.name FROM proposal_actors AS r JOIN actors AS a ON a.id = r.actor_id
     WHERE r.proposal_id = p.id AND r.role = 'proposer' ORDER BY r.id)) AS proposer,
  (SELECT a.name FROM meetings AS m JOIN actors AS a ON a.id = m.body_id WHERE m.id = p.meeting_id) AS body,
  p.proposed_on,
  (SELECT CASE WHEN count(c.start_at) THEN 'checked' WHEN count(*) THEN 'unchecked' ELSE 'none' END
   FROM citations AS c
   WHERE c.status_event_id = p.status_event_id AND c.stance = 'supports' AND c.removed_at IS NULL) AS evidence
FROM proposals AS p;

DROP VIEW IF EXISTS proposal_watch;
CREATE VIEW proposal_watch AS                     -- what is computed of a proposal from its evidence and its looks
SELECT
  p.id,
  (SELECT CASE WHEN count(c.start_at) THEN 'checked' WHEN count(*) THEN 'unchecked' ELSE 'none' END
   FROM citations AS c                             -- how well its status is supported: the best citation counts
   WHERE c.status_event_id = p.status_event_id AND c.stance = 'supports' AND c.removed_at IS NULL) AS evidence,
  EXISTS (SELECT 1 FROM citations AS c
          WHERE c.proposal_id = p.id AND c.stance = 'contradicts' AND c.removed_at IS NULL) AS disputed,
  EXISTS (SELECT 1 FROM citations AS c              -- quoted from a text, and the newest one does not have it
          WHERE c.proposal_id = p.id AND c.altered = 1 AND c.removed_at IS NULL) AS altered,
  EXISTS (SELECT 1 FROM citations AS c
          JOIN captures AS a ON a.id = (SELECT max(id) FROM captures WHERE source_id = c.source_id)
          WHERE c.proposal_id = p.id AND c.removed_at IS NULL AND a.outcome = 'gone') AS gone,
  (SELECT max(looked_on) FROM looks WHERE proposal_id = p.id) AS looked_on,
  (SELECT next_on FROM looks WHERE proposal_id = p.id ORDER BY id DESC LIMIT 1) AS next_on, -- the newest look decides
  rtrim(max(                                      -- the last sign of attention by its date, which ends last ('~')
    coalesce(p.proposed_on || '~', ''),
    coalesce((SELECT max(v.occurred_on || '~') FROM status_events AS v WHERE v.proposal_id = p.id), ''),
    coalesce((SELECT max(k.looked_on || '~') FROM looks AS k WHERE k.proposal_id = p.id), ''),
    coalesce((SELECT max(q.proposed_on || '~') FROM links AS l JOIN proposals AS q ON q.id = l.from_id
              WHERE l.to_id = p.id AND l.kind = 'repeats' AND q.removed_at IS NULL), '')
  ), '~') AS attended_on,
  max(                                            -- and by when it was entered: its day is that of whoever asks
    p.added_at,
    coalesce((SELECT max(v.recorded_at) FROM status_events AS v WHERE v.proposal_id = p.id), ''),
    coalesce((SELECT max(k.recorded_at) FROM looks AS k WHERE k.proposal_id = p.id), ''),
    coalesce((SELECT max(q.added_at) FROM links AS l JOIN proposals AS q ON q.id = l.from_id
              WHERE l.to_id = p.id AND l.kind = 'repeats' AND q.removed_at IS NULL), '')
  ) AS attended_at
FROM proposals AS p;

DROP VIEW IF EXISTS proposal_makers;
CREATE VIEW proposal_makers AS                    -- who entered a proposal, and its current status
SELECT
  id, added_by,
  coalesce((SELECT c.who FROM history AS h JOIN changes AS c ON c.id = h.change_id
            WHERE h.row = status_event_id AND h.tbl = 'status_events' AND h.old IS NULL AND h.new IS NULL
            ORDER BY h.id LIMIT 1), added_by) AS status_by
FROM (
  SELECT p.id, p.status_event_id,
    (SELECT c.who FROM history AS h JOIN changes AS c ON c.id = h.change_id
     WHERE h.row = p.id AND h.tbl = 'proposals' AND h.old IS NULL AND h.new IS NULL
     ORDER BY h.id LIMIT 1) AS added_by
  FROM proposals AS p
);

DROP VIEW IF EXISTS proposal_records;
CREATE VIEW proposal_records AS                   -- a proposal with all that is said of it
SELECT
  p.id, p.uid, p.kind, p.title, p.summary,
  (SELECT json_group_array(code) FROM (
     SELECT t.code FROM proposal_topics AS pt JOIN topics AS t ON t.id = pt.topic_id
     WHERE pt.proposal_id = p.id ORDER BY pt.is_primary DESC, pt.id)) AS topics,
  (SELECT json_group_array(name) FROM (
     SELECT name FROM tags WHERE proposal_id = p.id ORDER BY name)) AS tags,
  p.status, p.status_on,
  coalesce(e.reason, nullif(e.because, '')) AS reason,
  e.extent,
  (SELECT a.name FROM actors AS a WHERE a.id = e.according_to_id) AS according_to,
  nullif(e.rating, '') AS rating,
  (SELECT json_group_array(json_object('role', role, 'name', name, 'office', office)) FROM (
     SELECT r.role, a.name, r.office FROM proposal_actors AS r JOIN actors AS a ON a.id = r.actor_id
     WHERE r.proposal_id = p.id ORDER BY r.id)) AS actors,
  (SELECT a.name FROM actors AS a WHERE a.id = m.body_id) AS body,
  nullif(m.name, '') AS meeting,
  nullif(m.place, '') AS place,
  p.proposed_on, p.deadline_on, p.uncheckable,
  (SELECT json_group_array(quote) FROM (
     SELECT quote FROM citations
     WHERE proposal_id = p.id AND stance = 'supports' AND removed_at IS NULL AND quote <> '' ORDER BY id)) AS quotes,
  (SELECT json_group_array(json_object('id', id, 'title', title, 'url', url)) FROM (
     SELECT s.id, s.title, s.url FROM sources AS s
     WHERE s.id IN (SELECT c.source_id FROM citations AS c
                    WHERE c.proposal_id = p.id AND c.stance = 'supports' AND c.removed_at IS NULL)
     ORDER BY s.id)) AS sources,
  (SELECT json_group_array(json_object('id', id, 'title', title, 'url', url)) FROM (
     SELECT s.id, s.title, s.url FROM sources AS s
     WHERE s.id IN (SELECT c.source_id FROM citations AS c
                    WHERE c.status_event_id = p.status_event_id AND c.stance = 'supports' AND c.removed_at IS NULL)
     ORDER BY s.id)) AS status_sources,
  w.evidence, w.disputed, w.altered, w.gone,
  (SELECT json_group_array(json_object('kind', kind, 'id', to_id)) FROM (
     SELECT kind, to_id FROM links WHERE from_id = p.id ORDER BY id)) AS links,
  w.looked_on, w.next_on, w.attended_on, w.attended_at,
  st.is_open,
  p.note, p.status_event_id, p.added_at, p.updated_at, p.removed_at
FROM proposals AS p
JOIN proposal_watch AS w ON w.id = p.id
LEFT JOIN meetings AS m ON m.id = p.meeting_id
LEFT JOIN status_events AS e ON e.id = p.status_event_id
LEFT JOIN statuses AS st ON st.code = p.status;
