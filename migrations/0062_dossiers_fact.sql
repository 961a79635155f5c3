-- What the figures need to know of a dossier beyond its own course, and the fact that each figure counts, as it was known day by day.

ALTER TABLE dossier
  ADD COLUMN fees text CHECK (fees IN ('none', 'due', 'paid-online', 'paid-otherwise')),
  ADD COLUMN digitised boolean,
  ADD COLUMN reused boolean,
  ADD COLUMN paper boolean,
  ADD COLUMN electronic_result boolean NOT NULL DEFAULT false,
  ADD COLUMN vote text CHECK (vote IN ('liked', 'neutral', 'disliked'));
COMMENT ON COLUMN dossier.fees IS 'Whether anything is to be paid for it, and how that was paid; null where it is not known.';
COMMENT ON COLUMN dossier.digitised IS 'Every paper that was handed in has its digital copy; null where that is not known.';
COMMENT ON COLUMN dossier.reused IS 'At least one paper was taken from an earlier dossier or result, which is named; null where that is not known.';
COMMENT ON COLUMN dossier.paper IS 'A paper was handed in as paper; null where that is not known.';
COMMENT ON COLUMN dossier.electronic_result IS 'The result was issued with its number and its file (QĐ 766/QĐ-TTg).';
COMMENT ON COLUMN dossier.vote IS 'What its applicant said of how it was dealt with; null while nothing was said.';

-- Until now every own dossier came online, and each of its papers as a file.
UPDATE dossier SET digitised = true, reused = false, paper = false WHERE origin = 'own';
UPDATE dossier SET electronic_result = true
WHERE EXISTS (SELECT FROM dossier_result WHERE dossier_id = dossier.id AND file_sha256 IS NOT NULL);

CREATE TABLE dossier_fact (
  dossier_id uuid NOT NULL REFERENCES dossier (id),
  recorded_on date NOT NULL,
  replaced_on date CHECK (replaced_on > recorded_on),
  agency_id uuid NOT NULL,
  procedure text NOT NULL,
  channel text NOT NULL,
  provable boolean NOT NULL,
  accepted_at timestamptz NOT NULL,
  ended_at timestamptz,
  late_from timestamptz,
  fees text,
  digitised boolean,
  reused boolean,
  paper boolean,
  electronic_result boolean NOT NULL,
  end_to_end boolean NOT NULL,
  vote text,
  PRIMARY KEY (dossier_id, recorded_on)
);
CREATE INDEX dossier_fact_accepted ON dossier_fact (agency_id, accepted_at) WHERE replaced_on IS NULL;
CREATE INDEX dossier_fact_ended ON dossier_fact (agency_id, ended_at) WHERE replaced_on IS NULL;
COMMENT ON TABLE dossier_fact IS 'What the figures count of a dossier, one row for each recorded day on which it changed: the records behind a figure, today''s and those of any past day.';
COMMENT ON COLUMN dossier_fact.replaced_on IS 'The recorded day of the next row; null for what is known today.';
COMMENT ON COLUMN dossier_fact.provable IS 'Whether being on time can be proven or refuted.';
COMMENT ON COLUMN dossier_fact.end_to_end IS 'Whether its procedure is offered online from end to end.';

INSERT INTO dossier_fact (dossier_id, recorded_on, agency_id, procedure, channel, provable, accepted_at, ended_at, late_from,
  fees, digitised, reused, paper, electronic_result, end_to_end, vote)
SELECT dossier.id, (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, dossier.competent_agency_id, procedure.code,
  coalesce(dossier.channel, 'unknown'),
  dossier.due_basis IN ('computed', 'stated-by-source', 'suspended') OR dossier.late_from IS NOT NULL,
  dossier.accepted_at, dossier.finished_at, dossier.late_from, dossier.fees, dossier.digitised, dossier.reused, dossier.paper,
  dossier.electronic_result, version.declaration -> 'serviceLevel' ->> 'level' = 'end-to-end', dossier.vote
FROM dossier
JOIN procedure_version AS version ON version.id = dossier.procedure_version_id
JOIN procedure ON procedure.id = version.procedure_id
WHERE dossier.accepted_at IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON dossier_fact TO app_role;
