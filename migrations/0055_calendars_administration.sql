ALTER TABLE calendar ADD COLUMN based_on_id uuid;
ALTER TABLE calendar
  ADD CONSTRAINT calendar_based_on_id_fkey FOREIGN KEY (based_on_id) REFERENCES calendar (id) NOT VALID;
ALTER TABLE calendar ADD CONSTRAINT calendar_based_on_id_check CHECK (based_on_id <> id) NOT VALID;
COMMENT ON COLUMN calendar.based_on_id IS 'Another calendar that this one follows but for the exceptions entered for it; null for one of its own.';

ALTER TABLE calendar_exception ADD COLUMN by_hand boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN calendar_exception.by_hand IS 'Entered on screen or by workbook for this very calendar: it stays when the declaration, or the calendar that this one follows, changes.';

GRANT UPDATE (based_on_id) ON calendar TO app_role;
