-- Whose turn it is: the open steps of an agency's role, so that an officer's own work is found without reading the agency's whole list.

-- Built in the runner's transaction, before the program serves anybody.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX dossier_step_waiting ON dossier_step (agency_id, role) WHERE closed_at IS NULL;
