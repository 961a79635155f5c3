-- Whose agencies a dossier that the portal is told of belongs to, and which message's leaving is written down as a reading.

ALTER TABLE national_portal_dossier
  ADD COLUMN receiving_agency_id uuid,
  ADD COLUMN competent_agency_id uuid,
  ADD COLUMN disclosed_message_id uuid;
COMMENT ON COLUMN national_portal_dossier.receiving_agency_id IS 'With competent_agency_id: whose officers see the messages about it, beside leaders and operators. Null where none was posted yet.';
COMMENT ON COLUMN national_portal_dossier.disclosed_message_id IS 'The last message of which the log of readings says that it was given to the portal: each one is written down once, however often it is tried.';

UPDATE national_portal_dossier AS p
SET receiving_agency_id = d.receiving_agency_id, competent_agency_id = d.competent_agency_id
FROM dossier AS d WHERE d.id = p.dossier_id;
