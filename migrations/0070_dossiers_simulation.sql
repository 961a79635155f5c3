-- The simulated life of a demo province: what was asked for, and which of its batches are written, so that it can go on where it stopped.

CREATE TABLE dossier_simulation (
  seed integer NOT NULL CHECK (seed >= 0),
  dossiers integer NOT NULL CHECK (dossiers > 0),
  months integer NOT NULL CHECK (months > 0),
  until timestamptz NOT NULL,
  first_person integer NOT NULL CHECK (first_person >= 0),
  finished_at timestamptz,
  PRIMARY KEY (seed, dossiers, months)
);
COMMENT ON TABLE dossier_simulation IS 'Simulations that were asked for, in a province that is a demonstration.';
COMMENT ON COLUMN dossier_simulation.until IS 'The instant at which the simulated life stands still; the one of the first run, also when it goes on later.';
COMMENT ON COLUMN dossier_simulation.first_person IS 'The first of its simulated people, by number: two simulations share none.';

CREATE TABLE dossier_simulation_batch (
  seed integer NOT NULL,
  dossiers integer NOT NULL,
  months integer NOT NULL,
  number integer NOT NULL CHECK (number >= 0),
  PRIMARY KEY (seed, dossiers, months, number),
  FOREIGN KEY (seed, dossiers, months) REFERENCES dossier_simulation (seed, dossiers, months)
);
COMMENT ON TABLE dossier_simulation_batch IS 'The batches that are written, each in one transaction with this row.';

GRANT SELECT, INSERT, UPDATE ON dossier_simulation TO app_role;
GRANT SELECT, INSERT ON dossier_simulation_batch TO app_role;
