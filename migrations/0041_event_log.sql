CREATE TABLE event_log (
  key text PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9-]*$'),
  title text NOT NULL,
  source text NOT NULL,
  agency_id uuid NOT NULL REFERENCES agency (id),
  header jsonb NOT NULL,
  taken_in_at timestamptz NOT NULL
);
COMMENT ON TABLE event_log IS 'An event log (XES, IEEE 1849) whose cases were taken in as dossiers that lived at their own time.';
COMMENT ON COLUMN event_log.header IS 'Extensions, globals, classifiers and attributes of the log as read, so that it can be given back.';

CREATE TABLE event_log_case (
  log_key text NOT NULL REFERENCES event_log (key),
  case_key text NOT NULL,
  ordinal integer NOT NULL,
  dossier_id uuid REFERENCES dossier (id),
  channel text,
  closed boolean NOT NULL,
  ended_at timestamptz,
  on_time boolean,
  held_back text CHECK (held_back IN ('ends-before-start', 'event-before-start', 'no-start', 'no-key', 'key-twice', 'time-unreadable')),
  attributes jsonb NOT NULL,
  event_count integer NOT NULL,
  events jsonb,
  hash text NOT NULL,
  PRIMARY KEY (log_key, ordinal),
  CHECK ((dossier_id IS NULL) = (held_back IS NOT NULL)),
  CHECK ((events IS NULL) = (held_back IS NULL))
);
CREATE UNIQUE INDEX event_log_case_key ON event_log_case (log_key, case_key) WHERE dossier_id IS NOT NULL;
COMMENT ON TABLE event_log_case IS 'The cases of a taken-in log in its order; one that contradicts itself is set apart with the reason, and nothing is counted of it.';
COMMENT ON COLUMN event_log_case.channel IS 'The log''s own word for how it was submitted.';
COMMENT ON COLUMN event_log_case.events IS 'The events of a case set apart; those of a case taken in lie with its dossier''s steps.';
COMMENT ON COLUMN event_log_case.hash IS 'Of attributes and events as read: a second run with other content under the same key is told, not taken in.';

GRANT SELECT, INSERT ON event_log, event_log_case TO app_role;
