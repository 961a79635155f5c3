-- What the ministry's monitor (EMC) is told of each dossier and has confirmed, and what the daily comparison of counts found.

CREATE TABLE emc_dossier (
  dossier_id uuid PRIMARY KEY,
  code text,
  receiving_agency_id uuid,
  competent_agency_id uuid,
  not_told text CHECK (not_told IN ('taken-in', 'never-accepted')),
  accepted_on date,
  agency_code text,
  state text,
  channel text,
  message_id uuid,
  posted_at timestamptz,
  posted_hash bytea CHECK (octet_length(posted_hash) = 32),
  is_pending boolean NOT NULL DEFAULT false,
  is_held boolean NOT NULL DEFAULT false,
  resent_on date,
  told_at timestamptz,
  told_on date,
  told_agency_code text,
  told_state text,
  told_channel text,
  CHECK (not_told IS NULL OR told_at IS NULL),
  CHECK ((message_id IS NULL) = (posted_at IS NULL)),
  CHECK ((message_id IS NULL) = (accepted_on IS NULL)),
  CHECK ((told_at IS NULL) = (told_on IS NULL)),
  CHECK (NOT is_pending OR message_id IS NOT NULL),
  CHECK (NOT is_held OR is_pending)
);
CREATE INDEX emc_dossier_pending ON emc_dossier (is_held, posted_at, dossier_id) WHERE is_pending;
CREATE INDEX emc_dossier_not_told ON emc_dossier (not_told) WHERE not_told IS NOT NULL;
CREATE INDEX emc_dossier_told ON emc_dossier (told_at, dossier_id) WHERE told_at IS NOT NULL;
CREATE INDEX emc_dossier_accepted ON emc_dossier (accepted_on) WHERE accepted_on IS NOT NULL;
CREATE INDEX emc_dossier_told_on ON emc_dossier (told_on, told_agency_code) WHERE told_on IS NOT NULL;
COMMENT ON TABLE emc_dossier IS 'Each dossier that the connector has met: as it is, and as the monitor has confirmed to have it. Nothing personal.';
COMMENT ON COLUMN emc_dossier.not_told IS 'taken-in: another system''s dossier. never-accepted: not received yet, or refused at the door.';
COMMENT ON COLUMN emc_dossier.accepted_on IS 'With agency_code, state and channel: the cell in which the province counts it. agency_code and channel are null where unknown, never filled in.';
COMMENT ON COLUMN emc_dossier.posted_hash IS 'SHA-256 of what the newest message says, or of why it says nothing, so that the same is not said twice.';
COMMENT ON COLUMN emc_dossier.is_pending IS 'The newest message has not been delivered; is_held: because it is held back or was refused.';
COMMENT ON COLUMN emc_dossier.resent_on IS 'The reconciliation in whose course it was told anew; once in each.';
COMMENT ON COLUMN emc_dossier.told_on IS 'With told_agency_code, told_state and told_channel: the cell in which the monitor counts it if it has what it confirmed.';
GRANT SELECT, INSERT, UPDATE ON emc_dossier TO app_role;

CREATE TABLE emc_reconciliation (
  reconciled_on date PRIMARY KEY,
  from_on date NOT NULL,
  to_on date NOT NULL,
  looked_at timestamptz NOT NULL,
  compared_at timestamptz,
  ours integer,
  theirs integer,
  resent integer NOT NULL DEFAULT 0 CHECK (resent >= 0),
  error text,
  CHECK (from_on <= to_on),
  CHECK ((compared_at IS NULL) = (ours IS NULL)),
  CHECK ((compared_at IS NULL) = (theirs IS NULL))
);
COMMENT ON TABLE emc_reconciliation IS 'One row a day: our counts of the dossiers accepted from from_on to to_on against the monitor''s.';
COMMENT ON COLUMN emc_reconciliation.compared_at IS 'The last comparison; null while the monitor has not answered.';
COMMENT ON COLUMN emc_reconciliation.ours IS 'Dossiers in all, as of the last comparison.';
COMMENT ON COLUMN emc_reconciliation.error IS 'Why the last look led to no comparison.';
GRANT SELECT, INSERT, UPDATE ON emc_reconciliation TO app_role;

CREATE TABLE emc_difference (
  reconciled_on date NOT NULL REFERENCES emc_reconciliation (reconciled_on),
  accepted_on date NOT NULL,
  agency_code text NOT NULL,
  state text NOT NULL,
  channel text NOT NULL,
  ours integer NOT NULL CHECK (ours >= 0),
  told integer NOT NULL CHECK (told >= 0),
  theirs integer NOT NULL CHECK (theirs >= 0),
  found_at timestamptz NOT NULL,
  mended_at timestamptz,
  PRIMARY KEY (reconciled_on, accepted_on, agency_code, state, channel)
);
COMMENT ON TABLE emc_difference IS 'A cell in which our count and the monitor''s were not the same, with the numbers as they were last found unequal.';
COMMENT ON COLUMN emc_difference.agency_code IS 'Empty where the agency''s code is not known; likewise channel.';
COMMENT ON COLUMN emc_difference.state IS 'TrangThaiHoSo in the monitor''s words.';
COMMENT ON COLUMN emc_difference.told IS 'How many it has confirmed to have: where that is what it counts, the rest is held back or on its way.';
COMMENT ON COLUMN emc_difference.mended_at IS 'A later comparison of the same day found both equal.';
GRANT SELECT, INSERT, UPDATE ON emc_difference TO app_role;
