-- An applicant's name in a work list is a look at personal data: recorded once for each officer, dossier and day.

CREATE TABLE dossier_listed (
  officer_id uuid NOT NULL,
  dossier_id uuid NOT NULL,
  listed_on date NOT NULL,
  PRIMARY KEY (officer_id, dossier_id)
);
COMMENT ON TABLE dossier_listed IS 'On which local day last an officer''s list of work showed a dossier: that day''s look is on record already. No foreign keys: a list waits for nobody who decides on a dossier.';
GRANT SELECT, INSERT, UPDATE ON dossier_listed TO app_role;
