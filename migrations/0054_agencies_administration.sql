ALTER TABLE agency ADD COLUMN revision integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN agency.revision IS 'Counts the changes made on screen or by workbook; 0: as content told it, which from then on changes this agency no more. Two administrators at once: the later one names an outdated revision and is refused.';
GRANT UPDATE (revision) ON agency TO app_role;
