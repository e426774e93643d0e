-- The vocabularies as shipped. They are data: `tracker statuses` and `tracker topic list` show them, users add topics.

INSERT INTO statuses (position, code, glyph, is_open, definition) VALUES
  (1, 'proposed', '○', 1, 'It was publicly put forward or pledged; no formal handling is evidenced, which does not mean that nothing happened.'),
  (2, 'on-agenda', '◔', 1, 'It is on a formal agenda, in a draft, or a body was mandated to work on it.'),
  (3, 'adopted', '◑', 1, 'The competent body formally decided it; a signed declaration counts, "discussed" and "noted" do not.'),
  (4, 'in-progress', '◕', 1, 'At least one concrete implementing act by an addressee: law, budget, staff, exercise.'),
  (5, 'partly-implemented', '◍', 1, 'Substantially less than proposed, but significant and in line with its goal.'),
  (6, 'implemented', '●', 0, 'Mostly or completely carried out.'),
  (7, 'stalled', '◌', 1, 'It was on the agenda, adopted or in progress, and a logged look found no act for the stale period.'),
  (8, 'rejected', '✕', 0, 'The competent body or an addressee refused.'),
  (9, 'withdrawn', '↩', 0, 'The proposer took it back or left.'),
  (10, 'lapsed', '⊘', 0, 'Closed without a live path.');

INSERT INTO status_steps (from_status, to_status)
SELECT line.value ->> 0, step.value FROM json_each('[
  ["proposed", ["on-agenda", "adopted", "in-progress", "rejected", "withdrawn", "lapsed"]],
  ["on-agenda", ["adopted", "in-progress", "stalled", "rejected", "withdrawn", "lapsed"]],
  ["adopted", ["in-progress", "partly-implemented", "implemented", "stalled", "rejected", "withdrawn", "lapsed"]],
  ["in-progress", ["partly-implemented", "implemented", "stalled", "withdrawn", "lapsed"]],
  ["partly-implemented", ["in-progress", "implemented", "stalled", "lapsed"]],
  ["implemented", ["partly-implemented", "in-progress", "lapsed"]],
  ["stalled", ["on-agenda", "adopted", "in-progress", "partly-implemented", "implemented", "rejected", "withdrawn", "lapsed"]],
  ["rejected", ["proposed", "on-agenda", "in-progress"]],
  ["withdrawn", ["proposed", "on-agenda"]],
  ["lapsed", ["proposed", "on-agenda", "in-progress"]]
]') AS line, json_each(line.value, '$[1]') AS step;

INSERT INTO reasons (status, code, definition) VALUES
  ('rejected', 'voted-down', 'A vote went against it.'),
  ('rejected', 'no-consensus', 'A body that decides by consensus did not reach it.'),
  ('rejected', 'not-ratified', 'It was agreed but not ratified.'),
  ('rejected', 'no-priority', 'It was set aside in favour of other matters.'),
  ('lapsed', 'expired', 'Its term ran out.'),
  ('lapsed', 'superseded', 'Another proposal or decision took its place.'),
  ('lapsed', 'reversed', 'What had been decided was undone.'),
  ('lapsed', 'abandoned', 'Those responsible gave it up.'),
  ('lapsed', 'no-trace', 'A logged look found nothing that came of it.');

INSERT INTO topics (position, code, title, definition, stems) VALUES
  (1, 'counter-terrorism', 'Counter-terrorism',
   'Terrorism, violent extremism, radicalisation, and their financing.', 'terror extremis radicali'),
  (2, 'drug-trafficking', 'Drug trafficking',
   'Narcotics: production, traffic, precursors, demand, and drug-control bodies.', 'drug narcotic opium opioid opiate heroin fentanyl precursor'),
  (3, 'migration', 'Migration',
   'Migrants, refugees, asylum, returns, smuggling of and traffic in persons, migration control.', 'migra refugee asylum resettle smuggl deport'),
  (4, 'information-security', 'Information security',
   'Cyber attacks, ransomware, security of ICT and critical information infrastructure, harmful use of the information space.', 'cyber ransom information hack ICT'),
  (5, 'special-forces', 'Special forces',
   'Special-operations and special-purpose units, national guards, rapid-reaction, collective and peacekeeping contingents: creation, training, readiness, tasks.',
   'rapid-reaction rapid-response peacekeep peacemak contingent guard special-purpose troop'),
  (6, 'external-cooperation', 'External cooperation',
   'Political, military or security cooperation with parties outside the body, formats and partnerships, when no topic above dominates.',
   'cooperat partner dialogue coordinat international'),
  (7, 'other', 'Other',
   'Everything else: economy, energy, climate, corruption, defence industry, human rights in general.', '');
