CREATE TABLE catalogue_import (
  id uuid PRIMARY KEY,
  file_name text NOT NULL CHECK (file_name <> ''),
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  as_of date NOT NULL,
  imported_at timestamptz NOT NULL,
  row_count integer NOT NULL,
  added integer NOT NULL,
  changed integer NOT NULL,
  unchanged integer NOT NULL,
  absent integer NOT NULL,
  CHECK (row_count = added + changed + unchanged)
);
CREATE UNIQUE INDEX catalogue_import_order ON catalogue_import (imported_at, id);
COMMENT ON TABLE catalogue_import IS 'A file of the national catalogue of procedures that was taken in and told something new.';
COMMENT ON COLUMN catalogue_import.hash IS 'SHA-256 of the file, unpacked.';
COMMENT ON COLUMN catalogue_import.as_of IS 'The day that the file tells of.';
COMMENT ON COLUMN catalogue_import.absent IS 'Entries known before that the file does not hold: silence repeals nothing, so they stay as they were.';

CREATE TABLE catalogue_procedure (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code ~ '^[0-9]\.[0-9]{6}(\.[0-9A-Z.]+)?$')
);
COMMENT ON TABLE catalogue_procedure IS 'A procedure of the national catalogue as one and the same through all its entries; most of them are not offered here.';

CREATE TABLE catalogue_entry (
  id uuid PRIMARY KEY,
  catalogue_procedure_id uuid NOT NULL REFERENCES catalogue_procedure (id),
  import_id uuid NOT NULL REFERENCES catalogue_import (id),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to >= valid_from),
  source json NOT NULL,
  facts json NOT NULL,
  field text NOT NULL,
  levels text[] NOT NULL,
  folded text NOT NULL,
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  EXCLUDE USING gist (uuid_span(catalogue_procedure_id, catalogue_procedure_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&)
);
CREATE UNIQUE INDEX catalogue_entry_in_force ON catalogue_entry (catalogue_procedure_id) WHERE valid_to IS NULL;
CREATE INDEX catalogue_entry_of_import ON catalogue_entry (import_id);
COMMENT ON TABLE catalogue_entry IS 'What the national catalogue says of a procedure, as known from a day on until, not including, another.';
COMMENT ON COLUMN catalogue_entry.valid_to IS 'Equal to valid_from for an entry replaced on the day it began.';
COMMENT ON COLUMN catalogue_entry.source IS 'The row as it was read, column by column, untouched.';
COMMENT ON COLUMN catalogue_entry.facts IS 'What was understood of it; what was not is null here and a finding of its import.';
COMMENT ON COLUMN catalogue_entry.folded IS 'Code, name and field without case, accents and tones: what a search looks through.';
COMMENT ON COLUMN catalogue_entry.hash IS 'SHA-256 of source and facts: the same again is nothing new.';

CREATE TABLE catalogue_finding (
  import_id uuid NOT NULL REFERENCES catalogue_import (id),
  ordinal integer NOT NULL,
  code text NOT NULL,
  row_number integer,
  field text NOT NULL,
  value text NOT NULL,
  reason text NOT NULL CHECK (reason ~ '^[a-z][a-z-]*$'),
  PRIMARY KEY (import_id, ordinal)
);
CREATE INDEX catalogue_finding_reason ON catalogue_finding (import_id, reason, ordinal);
COMMENT ON TABLE catalogue_finding IS 'What is doubtful in a file of the catalogue: listed for a person to settle, and never guessed.';
COMMENT ON COLUMN catalogue_finding.code IS 'National code of the procedure.';
COMMENT ON COLUMN catalogue_finding.row_number IS 'As a spreadsheet numbers it, the header being row 1; null for what is no row of the file.';
COMMENT ON COLUMN catalogue_finding.field IS 'The column, by its name in the file.';

GRANT SELECT, INSERT ON TABLE catalogue_import, catalogue_procedure, catalogue_entry, catalogue_finding TO app_role;
GRANT UPDATE (valid_to) ON catalogue_entry TO app_role;
