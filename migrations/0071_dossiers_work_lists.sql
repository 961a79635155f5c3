-- Whose turn it is: the open steps of an agency's role, so that an officer's own work is found without reading the agency's whole list.

CREATE INDEX dossier_step_waiting ON dossier_step (agency_id, role) WHERE closed_at IS NULL;
