-- Registers by declaration: the declarations and their versions. The records themselves stand in tables of their own, r_<sector>_<name>_v<major>.

CREATE TABLE sector (
  key text PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' AND char_length(key) <= 24),
  name jsonb NOT NULL,
  purpose jsonb NOT NULL,
  owner_id uuid NOT NULL REFERENCES agency (id),
  hash text NOT NULL,
  changed_at timestamptz NOT NULL
);
COMMENT ON TABLE sector IS 'A sector of public data, whose registers are declared.';
COMMENT ON COLUMN sector.owner_id IS 'The agency that keeps the sector.';
COMMENT ON COLUMN sector.hash IS 'SHA-256 of the content that it was loaded from.';

CREATE TABLE register (
  key text PRIMARY KEY,
  sector_key text NOT NULL REFERENCES sector (key),
  owner_id uuid NOT NULL REFERENCES agency (id),
  version text NOT NULL,
  revision integer NOT NULL CHECK (revision > 0)
);
COMMENT ON TABLE register IS 'A register that was published, and the version that is in force.';
COMMENT ON COLUMN register.key IS 'Sector and name, with a point between.';
COMMENT ON COLUMN register.revision IS 'Counts the publications: two at once, and the later one is refused.';

CREATE TABLE register_version (
  register_key text NOT NULL REFERENCES register (key),
  version text NOT NULL,
  major integer NOT NULL CHECK (major > 0),
  revision integer NOT NULL,
  declaration json NOT NULL,
  hash text NOT NULL,
  statements text[] NOT NULL,
  published_at timestamptz NOT NULL,
  published_by text NOT NULL,
  PRIMARY KEY (register_key, version),
  UNIQUE (register_key, revision)
);
COMMENT ON TABLE register_version IS 'Every version of a declaration, as it was published; none is changed or taken away.';
COMMENT ON COLUMN register_version.declaration IS 'As it was written: the order of its fields is the order of columns and questions.';
COMMENT ON COLUMN register_version.statements IS 'What was done to the tables for it.';
COMMENT ON COLUMN register_version.published_by IS 'officer:<id>, or system:content.';

CREATE TABLE register_import (
  id uuid PRIMARY KEY,
  register_key text NOT NULL REFERENCES register (key),
  file_sha256 text NOT NULL,
  file_name text NOT NULL,
  mapping jsonb NOT NULL,
  brought_by uuid NOT NULL REFERENCES officer (id),
  brought_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('brought', 'applied', 'undone')),
  counts jsonb,
  entry_id uuid,
  applied_at timestamptz,
  undone_at timestamptz,
  CHECK ((state = 'brought') = (applied_at IS NULL)),
  CHECK ((state = 'undone') = (undone_at IS NOT NULL))
);
CREATE INDEX register_import_register ON register_import (register_key, brought_at DESC);
COMMENT ON TABLE register_import IS 'A file that was brought to a register: tried as often as wanted, carried out once, and undone once.';
COMMENT ON COLUMN register_import.mapping IS 'Which field each column of the file is, by its letter; a column that is none is left out.';
COMMENT ON COLUMN register_import.counts IS 'What became of its rows: new, changed, same, wrong; after undoing, back and kept.';
COMMENT ON COLUMN register_import.entry_id IS 'The ledger entry under which its records were written.';

GRANT SELECT, INSERT, UPDATE ON sector TO app_role;
GRANT SELECT, INSERT, UPDATE ON register_import TO app_role;
GRANT SELECT ON register, register_version TO app_role;
