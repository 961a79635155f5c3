CREATE TABLE indicator (
  key text PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9-]*$')
);
COMMENT ON TABLE indicator IS 'A figure that leaders direct by, under one name for good.';

CREATE TABLE indicator_version (
  indicator_key text NOT NULL REFERENCES indicator (key),
  version integer NOT NULL CHECK (version > 0),
  recorded_at timestamptz NOT NULL,
  position integer NOT NULL,
  hash text NOT NULL,
  declaration jsonb NOT NULL,
  PRIMARY KEY (indicator_key, version)
);
COMMENT ON TABLE indicator_version IS 'What the figure means: numerator, denominator, clause, published points. A changed declaration is a new version; the highest is in force.';
COMMENT ON COLUMN indicator_version.position IS 'Its place among the figures on the operations page.';

GRANT SELECT, INSERT ON indicator, indicator_version TO app_role;
