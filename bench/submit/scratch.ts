/** The floors' own tables, in a schema beside the province's: the least rows a submission needs. */
export const scratchTables = `
CREATE SCHEMA floor;
CREATE TABLE floor.serial (agency text PRIMARY KEY, last integer NOT NULL) WITH (fillfactor = 50);
CREATE TABLE floor.dossier (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  procedure text NOT NULL,
  agency text NOT NULL,
  state text NOT NULL,
  answers jsonb NOT NULL,
  submitted_at timestamptz NOT NULL
);
CREATE TABLE floor.part (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL REFERENCES floor.dossier (id),
  requirement text NOT NULL,
  name text NOT NULL,
  sha256 text NOT NULL
);
CREATE INDEX ON floor.part (dossier_id);
CREATE TABLE floor.party (
  dossier_id uuid NOT NULL REFERENCES floor.dossier (id),
  role text NOT NULL,
  agency text NOT NULL,
  state text NOT NULL,
  PRIMARY KEY (dossier_id, role)
);
CREATE TABLE floor.event (
  id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL REFERENCES floor.dossier (id),
  kind text NOT NULL,
  at timestamptz NOT NULL,
  payload json NOT NULL
);`

export const oneByOne = {
  serial: `INSERT INTO floor.serial AS s (agency, last) VALUES ($1, 1)
    ON CONFLICT (agency) DO UPDATE SET last = s.last + 1 RETURNING last`,
  dossier: `INSERT INTO floor.dossier (id, code, procedure, agency, state, answers, submitted_at)
    VALUES ($1, $2, $3, $4, 'submitted', $5::jsonb, $6)`,
  parts: `INSERT INTO floor.part (id, dossier_id, requirement, name, sha256)
    VALUES ($1, $3, $4, $5, $6), ($2, $3, $7, $8, $9)`,
  party: `INSERT INTO floor.party (dossier_id, role, agency, state) VALUES ($1, 'competent', $2, 'submitted')`,
  event: `INSERT INTO floor.event (id, dossier_id, kind, at, payload)
    VALUES ($1, $2, 'dossier.submitted', $3, $4::json)`,
}

/** The same rows for any number of submissions, in one statement that is its own transaction. */
export const allAtOnce = `
WITH given AS MATERIALIZED (
  SELECT *, row_number() OVER (PARTITION BY agency ORDER BY nth) AS of_agency
  FROM jsonb_to_recordset($1::jsonb) AS g (nth integer, id uuid, event uuid, procedure text, agency text, answers jsonb,
    parts jsonb, payload json)
), serials AS (
  INSERT INTO floor.serial AS s (agency, last) SELECT agency, count(*) FROM given GROUP BY agency ORDER BY agency
  ON CONFLICT (agency) DO UPDATE SET last = s.last + excluded.last
  RETURNING agency, last
), dossiers AS (
  INSERT INTO floor.dossier (id, code, procedure, agency, state, answers, submitted_at)
  SELECT g.id, g.agency || '-' || s.last - g.of_agency + 1, g.procedure, g.agency, 'submitted', g.answers, $2
  FROM given g JOIN serials s ON s.agency = g.agency
  RETURNING id, code
), parts AS (
  INSERT INTO floor.part (id, dossier_id, requirement, name, sha256)
  SELECT p.id, g.id, p.requirement, p.name, p.sha256
  FROM given g, jsonb_to_recordset(g.parts) AS p (id uuid, requirement text, name text, sha256 text)
), parties AS (
  INSERT INTO floor.party (dossier_id, role, agency, state) SELECT id, 'competent', agency, 'submitted' FROM given
), events AS (
  INSERT INTO floor.event (id, dossier_id, kind, at, payload)
  SELECT event, id, 'dossier.submitted', $2, payload FROM given
)
SELECT id, code FROM dossiers`
