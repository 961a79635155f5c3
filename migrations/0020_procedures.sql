CREATE TABLE procedure (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code ~ '^([0-9]\.[0-9]{6}|[a-z][a-z0-9-]*)$')
);
COMMENT ON TABLE procedure IS 'An administrative procedure as one and the same through all its versions.';
COMMENT ON COLUMN procedure.code IS 'National code without the local suffix (1.001193); a word where the case lives elsewhere and has none.';

CREATE TABLE procedure_version (
  id uuid PRIMARY KEY,
  procedure_id uuid NOT NULL REFERENCES procedure (id),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to >= valid_from),
  name text NOT NULL CHECK (name <> '' AND name IS NFC NORMALIZED),
  declaration json NOT NULL,
  form json,
  process_xml text,
  process json,
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  published_at timestamptz NOT NULL,
  CHECK ((process_xml IS NULL) = (process IS NULL)),
  EXCLUDE USING gist (uuid_span(procedure_id, procedure_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX procedure_version_of ON procedure_version (procedure_id, valid_from);
COMMENT ON TABLE procedure_version IS 'What a procedure asks and promises from a day on until, not including, another. A dossier stays under the version it came in under, so a version is never changed, only ended.';
COMMENT ON COLUMN procedure_version.valid_to IS 'Equal to valid_from for a version replaced on the day it began: in force on no day, but dossiers may be under it.';
COMMENT ON COLUMN procedure_version.declaration IS 'As json, not jsonb: its lists and keys stay in the order in which they were written.';
COMMENT ON COLUMN procedure_version.form IS 'What is asked and on which pages; null where nothing is asked here.';
COMMENT ON COLUMN procedure_version.process IS 'The compiled process_xml; null where the case lives elsewhere and its steps are only told.';
COMMENT ON COLUMN procedure_version.hash IS 'SHA-256 over declaration, form and process_xml: publishing the same again is nothing new.';

GRANT SELECT, INSERT ON TABLE procedure, procedure_version TO app_role;
GRANT UPDATE (valid_to) ON procedure_version TO app_role;
