CREATE TABLE agency (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE
);
COMMENT ON TABLE agency IS 'A body of the state as one and the same through all its names, codes and superiors.';
COMMENT ON COLUMN agency.key IS 'What content calls it; never shown and never sent.';

CREATE TABLE agency_version (
  id uuid PRIMARY KEY,
  agency_id uuid NOT NULL REFERENCES agency (id),
  code text CHECK (code ~ '^[0-9A-Z.]{1,35}$'),
  code_status text NOT NULL CHECK (code_status IN ('official', 'provisional', 'unpublished')),
  name text NOT NULL CHECK (name <> '' AND name IS NFC NORMALIZED),
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z-]*$'),
  level text NOT NULL CHECK (level IN ('province', 'commune', 'outside')),
  parent_id uuid REFERENCES agency (id) CHECK (parent_id <> agency_id),
  area_id uuid REFERENCES area (id),
  counter text CHECK (counter <> ''),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  source text NOT NULL CHECK (source <> ''),
  UNIQUE (agency_id, valid_from),
  CHECK ((code IS NULL) = (code_status = 'unpublished')),
  EXCLUDE USING gist (uuid_span(agency_id, agency_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&),
  EXCLUDE USING gist (text_span(code, code, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&) WHERE (code IS NOT NULL)
);
COMMENT ON TABLE agency_version IS 'What an agency was called, under whom and where, from a day on until, not including, another.';
COMMENT ON COLUMN agency_version.code IS 'Identifier after QĐ 20/2020/QĐ-TTg: at most 35 of 0-9, A-Z and dot, the top level first.';
COMMENT ON COLUMN agency_version.code_status IS 'provisional: made here because no code is published yet, never sent out as an official one.';
COMMENT ON COLUMN agency_version.kind IS 'What procedures mean by competent and receiving agency, e.g. commune-committee.';
COMMENT ON COLUMN agency_version.counter IS 'Name of the unit that receives dossiers and hands out results (NĐ 118/2025/NĐ-CP Đ7); null where nothing is received.';
COMMENT ON COLUMN agency_version.valid_to IS 'The first day it is no longer so; null while it is.';

CREATE TABLE agency_succession (
  from_id uuid NOT NULL REFERENCES agency (id),
  to_id uuid NOT NULL REFERENCES agency (id) CHECK (to_id <> from_id),
  effective_on date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('merge', 'split', 'rename')),
  source text NOT NULL CHECK (source <> ''),
  PRIMARY KEY (from_id, to_id)
);
CREATE INDEX agency_succession_to ON agency_succession (to_id);
COMMENT ON TABLE agency_succession IS 'Who carries on whose duties from which day; both keep their past.';

GRANT SELECT, INSERT ON agency, agency_succession TO app_role;
GRANT SELECT, INSERT, UPDATE ON agency_version TO app_role;
