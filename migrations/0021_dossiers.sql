CREATE TABLE dossier_draft (
  id uuid PRIMARY KEY,
  applicant_id uuid NOT NULL REFERENCES person (id),
  procedure_version_id uuid NOT NULL REFERENCES procedure_version (id),
  case_key text,
  agency_id uuid REFERENCES agency (id),
  delivery text CHECK (delivery IN ('counter', 'post', 'online')),
  answers jsonb NOT NULL DEFAULT '{}',
  parts jsonb NOT NULL DEFAULT '[]',
  updated_at timestamptz NOT NULL
);
CREATE INDEX dossier_draft_applicant ON dossier_draft (applicant_id, updated_at DESC);
COMMENT ON TABLE dossier_draft IS 'What an applicant has begun and not submitted; deleted when submitted. personal: sensitive';
COMMENT ON COLUMN dossier_draft.procedure_version_id IS 'The version whose form was being filled; a newer one is shown at submission, never silently swapped.';

CREATE TABLE dossier_serial (
  agency_id uuid NOT NULL REFERENCES agency (id),
  day date NOT NULL,
  next integer NOT NULL CHECK (next > 0),
  PRIMARY KEY (agency_id, day)
);
COMMENT ON TABLE dossier_serial IS 'Serials of dossier codes by agency and local day, leased in blocks by each process: gaps are allowed, a serial is never given twice.';

CREATE TABLE dossier (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  procedure_version_id uuid NOT NULL REFERENCES procedure_version (id),
  case_key text NOT NULL,
  channel text CHECK (channel IN ('online', 'counter', 'post')),
  origin text NOT NULL CHECK (origin IN ('own', 'taken-in')),
  source text,
  source_key text,
  applicant_id uuid REFERENCES person (id),
  assurance integer CHECK (assurance BETWEEN 1 AND 4),
  receiving_agency_id uuid NOT NULL REFERENCES agency (id),
  competent_agency_id uuid NOT NULL REFERENCES agency (id),
  state text NOT NULL CHECK (state IN ('submitted', 'processing', 'awaiting-supplement', 'refused', 'finished', 'released')),
  answers jsonb NOT NULL DEFAULT '{}',
  delivery text CHECK (delivery IN ('counter', 'post', 'online')),
  submitted_at timestamptz NOT NULL,
  accepted_at timestamptz,
  due_at timestamptz,
  due_basis text NOT NULL CHECK (due_basis IN ('computed', 'stated-by-source', 'suspended', 'no-limit', 'unknown')),
  derivation jsonb NOT NULL DEFAULT '[]',
  late_from timestamptz,
  finished_at timestamptz,
  refused_at timestamptz,
  released_at timestamptz,
  decision text,
  refusal jsonb,
  supplements integer NOT NULL DEFAULT 0 CHECK (supplements >= 0),
  version integer NOT NULL CHECK (version > 0),
  counted jsonb NOT NULL DEFAULT '[]',
  UNIQUE (source, source_key),
  CHECK ((origin = 'taken-in') = (source IS NOT NULL)),
  CHECK ((source IS NULL) = (source_key IS NULL)),
  CHECK (origin = 'taken-in' OR (applicant_id IS NOT NULL AND channel IS NOT NULL)),
  CHECK (state NOT IN ('processing', 'finished', 'released') OR accepted_at IS NOT NULL),
  CHECK ((state = 'refused') = (refused_at IS NOT NULL)),
  CHECK ((state IN ('finished', 'released')) = (finished_at IS NOT NULL)),
  CHECK ((state = 'released') = (released_at IS NOT NULL)),
  CHECK (due_basis NOT IN ('computed', 'stated-by-source') OR due_at IS NOT NULL),
  CHECK (origin = 'taken-in' OR finished_at IS NULL OR finished_at >= accepted_at)
);
CREATE INDEX dossier_applicant ON dossier (applicant_id, submitted_at DESC);
CREATE INDEX dossier_competent_accepted ON dossier (competent_agency_id, accepted_at);
CREATE INDEX dossier_competent_finished ON dossier (competent_agency_id, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX dossier_open_late ON dossier (late_from) WHERE state IN ('processing', 'awaiting-supplement') AND late_from IS NOT NULL;
COMMENT ON TABLE dossier IS 'One application under one procedure version, from submission to release. personal: sensitive';
COMMENT ON COLUMN dossier.code IS 'Given once and never changed (TT 01/2018/TT-VPCP Đ19; the layout is configuration).';
COMMENT ON COLUMN dossier.channel IS 'How it came in; fixed at acceptance. Null only where a source does not say.';
COMMENT ON COLUMN dossier.source IS 'The event log this dossier was taken in from, with its key there.';
COMMENT ON COLUMN dossier.assurance IS 'How surely the applicant was known when submitting: the level the electronic identity stated; null where it stated none.';
COMMENT ON COLUMN dossier.due_at IS 'The appointment (NgayHenTra); null while suspended and where no limit is known.';
COMMENT ON COLUMN dossier.derivation IS 'How due_at follows from the limit, the calendar and the suspensions, line by line.';
COMMENT ON COLUMN dossier.late_from IS 'The instant from which the dossier counts as late if it is not finished by then: the due date, or the second supplement request (QĐ 766/QĐ-TTg, group 2).';
COMMENT ON COLUMN dossier.counted IS 'The indicator counts this dossier stands for at this moment; the next change takes exactly these back.';

CREATE TABLE dossier_party (
  agency_id uuid NOT NULL REFERENCES agency (id),
  role text NOT NULL CHECK (role IN ('receiving', 'competent', 'supporting')),
  state text NOT NULL,
  due_at timestamptz NOT NULL,
  dossier_id uuid NOT NULL REFERENCES dossier (id),
  PRIMARY KEY (dossier_id, role, agency_id)
);
CREATE INDEX dossier_party_list ON dossier_party (agency_id, state, due_at, dossier_id);
COMMENT ON TABLE dossier_party IS 'Which agencies a dossier concerns: who may see it, and the order of their work lists.';
COMMENT ON COLUMN dossier_party.due_at IS 'The due date, or infinity where there is none, so that a list by deadline is one index range.';

CREATE TABLE dossier_part (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL REFERENCES dossier (id),
  requirement text NOT NULL,
  title text NOT NULL,
  name text NOT NULL,
  sha256 text NOT NULL CHECK (length(sha256) = 64 AND sha256 !~ '[^0-9a-f]'),
  media_type text NOT NULL,
  size bigint NOT NULL CHECK (size > 0),
  added_at timestamptz NOT NULL,
  replaced_at timestamptz
);
CREATE INDEX dossier_part_dossier ON dossier_part (dossier_id);
COMMENT ON TABLE dossier_part IS 'The papers of a dossier as digital copies, named by their content. personal: sensitive';
COMMENT ON COLUMN dossier_part.replaced_at IS 'Set when a supplement brought a newer paper; the older one stays.';

CREATE TABLE dossier_step (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL REFERENCES dossier (id),
  key text NOT NULL,
  name text NOT NULL,
  role text,
  agency_id uuid REFERENCES agency (id),
  officer_id uuid REFERENCES officer (id),
  source_actor text,
  opened_at timestamptz,
  due_at timestamptz,
  closed_at timestamptz,
  outcome text,
  note text,
  flags text[] NOT NULL DEFAULT '{}',
  ordinal integer NOT NULL,
  source_event jsonb
);
CREATE INDEX dossier_step_dossier ON dossier_step (dossier_id, ordinal);
CREATE INDEX dossier_step_open ON dossier_step (dossier_id) WHERE closed_at IS NULL;
COMMENT ON TABLE dossier_step IS 'What was done and what is being done: one row a duty, whose it is, since when, until when. Form 06 and the citizen''s timeline are read from here.';
COMMENT ON COLUMN dossier_step.officer_id IS 'Who did it, or who has taken it; null while it waits for whoever holds the role.';
COMMENT ON COLUMN dossier_step.source_actor IS 'Who did it, in a source''s own words, for a dossier that was taken in.';
COMMENT ON COLUMN dossier_step.source_event IS 'The source''s event as it was read, so that it can be given back equal.';
COMMENT ON COLUMN dossier_step.flags IS 'What is odd about it, e.g. after-end: it happened after the stated end.';

CREATE TABLE dossier_supplement (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL REFERENCES dossier (id),
  requested_at timestamptz NOT NULL,
  requested_by uuid REFERENCES officer (id),
  message text NOT NULL,
  wrong jsonb NOT NULL,
  mode text NOT NULL CHECK (mode IN ('pause', 'restart', 'before-acceptance')),
  answered_at timestamptz,
  due_before timestamptz,
  due_after timestamptz
);
CREATE UNIQUE INDEX dossier_supplement_open ON dossier_supplement (dossier_id) WHERE answered_at IS NULL;
CREATE INDEX dossier_supplement_dossier ON dossier_supplement (dossier_id, requested_at);
COMMENT ON TABLE dossier_supplement IS 'Requests for a supplement (form 02) and their answers; at most one is open at a time.';

CREATE TABLE dossier_result (
  dossier_id uuid PRIMARY KEY REFERENCES dossier (id),
  key text NOT NULL,
  name text NOT NULL,
  number text NOT NULL,
  issued_at timestamptz NOT NULL,
  signer_id uuid NOT NULL REFERENCES officer (id),
  decision text NOT NULL,
  file_sha256 text CHECK (length(file_sha256) = 64 AND file_sha256 !~ '[^0-9a-f]'),
  file_name text,
  CHECK ((file_sha256 IS NULL) = (file_name IS NULL))
);
COMMENT ON TABLE dossier_result IS 'The result that was issued: it counts as electronic only with its number and its file (QĐ 766/QĐ-TTg).';

GRANT SELECT, INSERT, UPDATE, DELETE ON dossier_draft TO app_role;
GRANT SELECT, INSERT, UPDATE ON dossier_serial, dossier, dossier_party, dossier_part, dossier_step, dossier_supplement, dossier_result TO app_role;
