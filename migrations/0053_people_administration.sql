ALTER TABLE officer ADD COLUMN revision integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN officer.revision IS 'Counts the changes made on screen or by workbook; 0: as content told it, which from then on changes this officer no more. Two administrators at once: the later one names an outdated revision and is refused.';

ALTER TABLE officer_assignment DROP CONSTRAINT officer_assignment_role_check;
ALTER TABLE officer_assignment
  ADD CONSTRAINT officer_assignment_role_check
  CHECK (role IN ('reception', 'case-officer', 'approver', 'leader', 'operator', 'administrator')) NOT VALID;
ALTER TABLE officer_assignment DROP CONSTRAINT officer_assignment_check;
ALTER TABLE officer_assignment
  ADD CONSTRAINT officer_assignment_check CHECK (valid_to >= valid_from) NOT VALID;
ALTER TABLE officer_assignment ADD COLUMN basis text;
COMMENT ON COLUMN officer_assignment.valid_to IS 'The first day the role is no longer held; null while it is; the first day itself when it was withdrawn before it began.';
COMMENT ON COLUMN officer_assignment.basis IS 'The decision that gave the role; null where content gave it.';

CREATE TABLE officer_position (
  id uuid PRIMARY KEY,
  officer_id uuid NOT NULL REFERENCES officer (id),
  agency_id uuid NOT NULL REFERENCES agency (id),
  title text NOT NULL CHECK (title <> '' AND title IS NFC NORMALIZED),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to >= valid_from),
  basis text NOT NULL CHECK (basis <> ''),
  EXCLUDE USING gist (
    uuid_span(officer_id, officer_id, '[]') WITH &&,
    uuid_span(agency_id, agency_id, '[]') WITH &&,
    daterange(valid_from, valid_to) WITH &&
  )
);
CREATE INDEX officer_position_agency ON officer_position (agency_id);
COMMENT ON TABLE officer_position IS 'What an officer is at an agency or a unit of it (chức vụ, chức danh); it gives no rights, those are assignments.';
COMMENT ON COLUMN officer_position.valid_to IS 'The first day it is no longer so; null while it is.';
COMMENT ON COLUMN officer_position.basis IS 'The decision it rests on.';

CREATE TABLE officer_delegation (
  id uuid PRIMARY KEY,
  from_officer_id uuid NOT NULL REFERENCES officer (id),
  to_officer_id uuid NOT NULL REFERENCES officer (id) CHECK (to_officer_id <> from_officer_id),
  agency_id uuid NOT NULL REFERENCES agency (id),
  role text NOT NULL CHECK (role IN ('reception', 'case-officer', 'approver')),
  valid_from date NOT NULL,
  valid_to date NOT NULL CHECK (valid_to >= valid_from),
  basis text NOT NULL CHECK (basis <> ''),
  recorded_at timestamptz NOT NULL,
  EXCLUDE USING gist (
    uuid_span(to_officer_id, to_officer_id, '[]') WITH &&,
    uuid_span(agency_id, agency_id, '[]') WITH &&,
    text_span(role, role, '[]') WITH &&,
    daterange(valid_from, valid_to) WITH &&
  )
);
CREATE INDEX officer_delegation_from ON officer_delegation (from_officer_id);
CREATE INDEX officer_delegation_agency ON officer_delegation (agency_id, role);
COMMENT ON TABLE officer_delegation IS 'One officer''s role at an agency carried by another for a period (ủy quyền có thời hạn); it ends by its date alone, and earlier when the role it rests on ends.';
COMMENT ON COLUMN officer_delegation.role IS 'Only work on dossiers is delegated; leading, operating and administering are not.';
COMMENT ON COLUMN officer_delegation.valid_to IS 'The first day the delegate no longer holds it; the first day itself when it was withdrawn before it began.';
COMMENT ON COLUMN officer_delegation.basis IS 'The written delegation it rests on.';

GRANT SELECT, INSERT, UPDATE ON officer_position, officer_delegation TO app_role;
