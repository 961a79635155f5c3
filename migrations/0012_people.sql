CREATE TABLE person (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('citizen', 'organisation')),
  national_id text UNIQUE,
  subject text UNIQUE,
  name text NOT NULL CHECK (name <> '' AND name IS NFC NORMALIZED),
  birth_on date,
  phone text,
  email text,
  recorded_at timestamptz NOT NULL,
  CHECK (kind = 'citizen' OR (birth_on IS NULL AND subject IS NULL)),
  CHECK (CASE kind WHEN 'citizen' THEN national_id ~ '^[0-9]{12}$' ELSE national_id ~ '^[0-9]{10}([0-9]{2,3})?$' END)
);
COMMENT ON TABLE person IS 'Whoever deals with the province: a citizen or an organisation.';
COMMENT ON COLUMN person.national_id IS 'personal: basic. Số định danh cá nhân of a citizen, enterprise or tax number of an organisation; null while unknown.';
COMMENT ON COLUMN person.subject IS 'personal: sensitive. The electronic identity account: the sub claim at the citizens'' issuer; null for who never signed in.';
COMMENT ON COLUMN person.name IS 'personal: basic.';
COMMENT ON COLUMN person.birth_on IS 'personal: basic.';
COMMENT ON COLUMN person.phone IS 'personal: basic.';
COMMENT ON COLUMN person.email IS 'personal: basic.';
GRANT SELECT, INSERT, UPDATE ON person TO app_role;

CREATE TABLE officer (
  id uuid PRIMARY KEY,
  subject text NOT NULL UNIQUE CHECK (subject <> ''),
  name text NOT NULL CHECK (name <> '' AND name IS NFC NORMALIZED),
  recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE officer IS 'Whoever works for an agency of the province; never deleted, for the ledger names officers by id.';
COMMENT ON COLUMN officer.subject IS 'personal: basic. The sub claim at the officers'' issuer.';
COMMENT ON COLUMN officer.name IS 'personal: basic.';
GRANT SELECT, INSERT, UPDATE ON officer TO app_role;

CREATE TABLE officer_assignment (
  id uuid PRIMARY KEY,
  officer_id uuid NOT NULL REFERENCES officer (id),
  agency_id uuid NOT NULL REFERENCES agency (id),
  role text NOT NULL CHECK (role IN ('reception', 'case-officer', 'approver', 'leader', 'operator')),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  EXCLUDE USING gist (
    uuid_span(officer_id, officer_id, '[]') WITH &&,
    uuid_span(agency_id, agency_id, '[]') WITH &&,
    text_span(role, role, '[]') WITH &&,
    daterange(valid_from, valid_to) WITH &&
  )
);
CREATE INDEX officer_assignment_officer ON officer_assignment (officer_id);
CREATE INDEX officer_assignment_agency ON officer_assignment (agency_id, role);
COMMENT ON TABLE officer_assignment IS 'Which role an officer holds at which agency, from a day on until, not including, another.';
COMMENT ON COLUMN officer_assignment.valid_to IS 'The first day the role is no longer held; null while it is.';
GRANT SELECT, INSERT, UPDATE ON officer_assignment TO app_role;
