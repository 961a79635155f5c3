-- What the national portal is known to have of each dossier, and what it is not told at all.

CREATE TABLE national_portal_dossier (
  dossier_id uuid PRIMARY KEY,
  code text,
  not_told text CHECK (not_told IN ('taken-in', 'never-accepted')),
  tried_at timestamptz,
  told_at timestamptz,
  last_told_at timestamptz,
  told_hash bytea CHECK (octet_length(told_hash) = 32),
  message_id uuid,
  posted_at timestamptz,
  is_pending boolean NOT NULL DEFAULT false,
  omissions jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(omissions) = 'array'),
  CHECK ((told_at IS NULL) = (last_told_at IS NULL)),
  CHECK ((told_at IS NULL) = (told_hash IS NULL)),
  CHECK (not_told IS NULL OR told_at IS NULL),
  CHECK ((message_id IS NULL) = (posted_at IS NULL)),
  CHECK (NOT is_pending OR message_id IS NOT NULL)
);
CREATE INDEX national_portal_dossier_pending ON national_portal_dossier (posted_at, dossier_id) WHERE is_pending;
CREATE INDEX national_portal_dossier_not_told ON national_portal_dossier (not_told) WHERE not_told IS NOT NULL;
CREATE INDEX national_portal_dossier_told ON national_portal_dossier (last_told_at) WHERE told_at IS NOT NULL;
COMMENT ON TABLE national_portal_dossier IS 'Each dossier that the connector has met: what the national portal has confirmed to have of it, or why it is told nothing.';
COMMENT ON COLUMN national_portal_dossier.not_told IS 'taken-in: another system''s dossier. never-accepted: the wire requires an acceptance. Null for one that is told.';
COMMENT ON COLUMN national_portal_dossier.tried_at IS 'An insertion was sent then and no answer came: whether the portal has the dossier is asked before anything else is sent.';
COMMENT ON COLUMN national_portal_dossier.told_hash IS 'SHA-256 of what it was told last, so that the same is not told twice.';
COMMENT ON COLUMN national_portal_dossier.message_id IS 'The newest message of the outbox about it; posted_at: since when that one stands there.';
COMMENT ON COLUMN national_portal_dossier.is_pending IS 'The newest message has not been delivered; held or on its way.';
COMMENT ON COLUMN national_portal_dossier.omissions IS 'What the newest message does not say although it is known: places and codes, nothing personal.';
GRANT SELECT, INSERT, UPDATE, DELETE ON national_portal_dossier TO app_role;

CREATE TABLE national_portal_step (
  dossier_id uuid NOT NULL REFERENCES national_portal_dossier (dossier_id),
  step text NOT NULL,
  told_at timestamptz,
  PRIMARY KEY (dossier_id, step)
);
COMMENT ON TABLE national_portal_step IS 'The steps of a dossier that were sent. The portal adds whatever it is sent, so none is sent twice.';
COMMENT ON COLUMN national_portal_step.told_at IS 'Null while nobody knows whether it arrived.';
GRANT SELECT, INSERT, UPDATE, DELETE ON national_portal_step TO app_role;
