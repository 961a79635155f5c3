-- One vote a dossier that has ended, by a link.

CREATE TABLE survey (
  dossier_id uuid PRIMARY KEY REFERENCES dossier (id),
  token text NOT NULL UNIQUE CHECK (char_length(token) >= 32),
  agency_id uuid NOT NULL REFERENCES agency (id),
  opened_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL CHECK (closes_at > ended_at)
);
COMMENT ON TABLE survey IS 'A dossier that has ended and may be voted on.';
COMMENT ON COLUMN survey.token IS 'Random and unguessable: whoever has it votes for the dossier. Kept as it is, for the link is shown again. personal: basic';
COMMENT ON COLUMN survey.agency_id IS 'The competent agency when the dossier ended.';
COMMENT ON COLUMN survey.ended_at IS 'Refused, finished, or released after that: the last of them.';
COMMENT ON COLUMN survey.closes_at IS 'From here on the vote stands.';

CREATE TABLE survey_vote (
  dossier_id uuid PRIMARY KEY REFERENCES survey (dossier_id),
  agency_id uuid NOT NULL REFERENCES agency (id),
  dossier_code text NOT NULL,
  person_id uuid REFERENCES person (id),
  liked text NOT NULL CHECK (liked IN ('liked', 'neutral', 'disliked')),
  reasons text[] NOT NULL DEFAULT '{}',
  comment text CHECK (comment <> '' AND char_length(comment) <= 2000),
  voted_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL CHECK (changed_at >= voted_at)
);
CREATE INDEX survey_vote_agency ON survey_vote (agency_id, changed_at DESC, dossier_id DESC);
CREATE INDEX survey_vote_changed ON survey_vote (changed_at DESC, dossier_id DESC);
COMMENT ON TABLE survey_vote IS 'The vote as it stands; that it was changed is in the ledger.';
COMMENT ON COLUMN survey_vote.person_id IS 'The applicant, whose words the comment is taken for; null where none is known. personal: basic';
COMMENT ON COLUMN survey_vote.comment IS 'In the voter''s own words. personal: sensitive';

GRANT SELECT, INSERT, UPDATE ON survey, survey_vote TO app_role;
