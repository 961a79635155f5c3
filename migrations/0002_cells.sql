-- Indicator arithmetic: a figure is what has been folded plus what has not, in one snapshot. Writers only insert.

CREATE TABLE cell_definition (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$'),
  version integer NOT NULL CHECK (version > 0),
  definition text GENERATED ALWAYS AS (key || '@' || version::text) STORED NOT NULL UNIQUE,
  few text[] NOT NULL,
  counted_to text,
  added_at timestamptz NOT NULL,
  ready_at timestamptz
);
COMMENT ON TABLE cell_definition IS 'What is counted, version by version; a version never changes its meaning.';
COMMENT ON COLUMN cell_definition.few IS 'The dimensions that the month cells keep; cell_log keeps all.';
COMMENT ON COLUMN cell_definition.counted_to IS 'While existing cases are being counted in: the last of them that has been.';
COMMENT ON COLUMN cell_definition.ready_at IS 'Null until every existing case has been counted in: until then nobody may read a figure.';
GRANT SELECT, INSERT, UPDATE ON cell_definition TO app_role;

CREATE TABLE cell_delta (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  definition_id integer NOT NULL,
  agency text NOT NULL,
  dimensions jsonb NOT NULL,
  event_day date NOT NULL,
  recorded_day date NOT NULL,
  num bigint NOT NULL,
  den bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE cell_delta IS 'Signed changes that have not been folded yet, written with the change of the case itself.';
COMMENT ON COLUMN cell_delta.agency IS 'The agency at the time of the event; a reorganisation rewrites nothing.';
COMMENT ON COLUMN cell_delta.event_day IS 'The local day that is counted; may lie in the future, as a due date does.';
COMMENT ON COLUMN cell_delta.recorded_day IS 'The local day on which it became known; never a closed one.';
GRANT SELECT, INSERT, DELETE ON cell_delta TO app_role;
-- SELECT … FOR UPDATE asks for the right to update some column; this one cannot be given a value.
GRANT UPDATE (id) ON cell_delta TO app_role;

CREATE TABLE cell (
  definition_id integer NOT NULL,
  agency text NOT NULL,
  dimensions jsonb NOT NULL,
  event_month date NOT NULL CHECK (extract(day FROM event_month) = 1),
  recorded_month date NOT NULL CHECK (extract(day FROM recorded_month) = 1),
  num bigint NOT NULL,
  den bigint NOT NULL,
  PRIMARY KEY (definition_id, agency, dimensions, event_month, recorded_month)
) WITH (fillfactor = 80);
COMMENT ON TABLE cell IS 'The folded figure by months and few dimensions.';
COMMENT ON COLUMN cell.event_month IS 'The first day of the month.';
GRANT SELECT, INSERT, UPDATE ON cell TO app_role;

CREATE TABLE cell_log (
  definition_id integer NOT NULL,
  agency text NOT NULL,
  dimensions jsonb NOT NULL,
  event_day date NOT NULL,
  recorded_day date NOT NULL,
  num bigint NOT NULL,
  den bigint NOT NULL
);
CREATE INDEX cell_log_recorded ON cell_log (definition_id, recorded_day);
CREATE INDEX cell_log_event ON cell_log (definition_id, event_day);
COMMENT ON TABLE cell_log IS 'Every folded change by days and all dimensions, append-only: what single days, unusual dimensions and past states of knowledge are read from.';
GRANT SELECT, INSERT ON cell_log TO app_role;

CREATE TABLE cell_day (
  day date PRIMARY KEY,
  closed_at timestamptz NOT NULL
);
COMMENT ON TABLE cell_day IS 'Closed recorded days: nothing can be recorded on them or before them any more, so that a figure as of such a day never changes.';
GRANT SELECT, INSERT ON cell_day TO app_role;
