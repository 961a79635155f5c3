CREATE TABLE calendar (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE CHECK (key ~ '^[a-z][a-z0-9-]*$')
);
COMMENT ON TABLE calendar IS 'When offices work: one calendar through all that was ever recorded of it.';
COMMENT ON COLUMN calendar.key IS 'What content calls it.';

CREATE TABLE calendar_revision (
  id uuid PRIMARY KEY,
  calendar_id uuid NOT NULL REFERENCES calendar (id),
  number integer NOT NULL CHECK (number > 0),
  recorded_at timestamptz NOT NULL,
  name text NOT NULL CHECK (name <> '' AND name IS NFC NORMALIZED),
  description text NOT NULL CHECK (description <> ''),
  covered_from date NOT NULL,
  covered_to date NOT NULL CHECK (covered_to > covered_from),
  content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
  UNIQUE (calendar_id, number)
);
COMMENT ON TABLE calendar_revision IS 'A calendar as it was known from recorded_at on. Never changed: a correction is the next revision, and a due date names the one it was counted by.';
COMMENT ON COLUMN calendar_revision.number IS 'Dense from 1 within the calendar.';
COMMENT ON COLUMN calendar_revision.covered_to IS 'The first day the calendar no longer speaks for; nothing is counted on a day outside.';
COMMENT ON COLUMN calendar_revision.content_hash IS 'SHA-256 of the declaration it came from: the same declaration makes no new revision.';

CREATE TABLE calendar_version (
  revision_id uuid NOT NULL REFERENCES calendar_revision (id),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  hours jsonb NOT NULL CHECK (jsonb_typeof(hours) = 'object'),
  source text NOT NULL CHECK (source <> ''),
  confidence text NOT NULL CHECK (confidence IN ('high', 'medium', 'low')),
  PRIMARY KEY (revision_id, valid_from),
  EXCLUDE USING gist (uuid_span(revision_id, revision_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&)
);
COMMENT ON TABLE calendar_version IS 'The hours of an ordinary week, from a day on until, not including, another.';
COMMENT ON COLUMN calendar_version.hours IS 'By weekday, "1" = Monday to "7" = Sunday: the spans worked, [{"from": "07:30", "to": "11:30"}]; [] is a rest day.';

CREATE TABLE calendar_exception (
  revision_id uuid NOT NULL REFERENCES calendar_revision (id),
  date date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('rest', 'work')),
  hours jsonb CHECK (jsonb_typeof(hours) = 'array'),
  instead_of date,
  name text NOT NULL CHECK (name <> ''),
  source text NOT NULL CHECK (source <> ''),
  confidence text NOT NULL CHECK (confidence IN ('high', 'medium', 'low')),
  PRIMARY KEY (revision_id, date),
  CHECK (kind = 'work' OR (hours IS NULL AND instead_of IS NULL))
);
COMMENT ON TABLE calendar_exception IS 'A day that is not as its weekday says: a holiday, a make-up working day, a day of other hours.';
COMMENT ON COLUMN calendar_exception.hours IS 'The spans worked; null: the hours of the weekday of instead_of, or of its own.';
COMMENT ON COLUMN calendar_exception.instead_of IS 'The day that a make-up working day makes up for.';

CREATE TABLE calendar_assignment (
  id uuid PRIMARY KEY,
  agency_id uuid REFERENCES agency (id),
  calendar_id uuid NOT NULL REFERENCES calendar (id),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  source text NOT NULL CHECK (source <> ''),
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz CHECK (superseded_at >= recorded_at),
  EXCLUDE USING gist (
    uuid_span(
      coalesce(agency_id, '00000000-0000-0000-0000-000000000000'),
      coalesce(agency_id, '00000000-0000-0000-0000-000000000000'),
      '[]'
    ) WITH &&,
    daterange(valid_from, valid_to) WITH &&
  ) WHERE (superseded_at IS NULL)
);
CREATE INDEX calendar_assignment_agency ON calendar_assignment (agency_id, valid_from) WHERE superseded_at IS NULL;
COMMENT ON TABLE calendar_assignment IS 'By which calendar an agency works, from a day on until, not including, another.';
COMMENT ON COLUMN calendar_assignment.agency_id IS 'Null: the whole province, that is every agency without an assignment of its own on that day.';
COMMENT ON COLUMN calendar_assignment.superseded_at IS 'When it was known otherwise; the row stays as what was known until then.';

GRANT SELECT, INSERT ON calendar, calendar_revision, calendar_version, calendar_exception TO app_role;
GRANT SELECT, INSERT ON calendar_assignment TO app_role;
GRANT UPDATE (superseded_at) ON calendar_assignment TO app_role;
