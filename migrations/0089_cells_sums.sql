-- Sums beside the month cells: over all agencies, by further dimensions, by single days, so that no figure reads every agency's cells
-- or the log from its beginning. They hold nothing that the log does not: the program counts them in from it.

CREATE TABLE cell_sum_kept (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  sets jsonb NOT NULL DEFAULT '[]',
  ready_at timestamptz
);
INSERT INTO cell_sum_kept DEFAULT VALUES;
COMMENT ON TABLE cell_sum_kept IS 'Which sums are kept. Whoever counts holds the row shared until the commit; whoever counts them in from the log holds it alone.';
COMMENT ON COLUMN cell_sum_kept.sets IS 'Each with its number: definition, whether for each agency or over all, at most two dimensions, by months or days of the event, by months or days of recording or however recorded.';
COMMENT ON COLUMN cell_sum_kept.ready_at IS 'Null while the sums are not kept: then nobody reads them, nobody adds to them, and they must be counted in anew.';
-- SELECT … FOR SHARE asks for the right to update some column.
GRANT SELECT, UPDATE (sets, ready_at) ON cell_sum_kept TO app_role;

CREATE TABLE cell_sum (
  sum_id smallint NOT NULL,
  agency text NOT NULL,
  event_on date NOT NULL,
  recorded_on date NOT NULL,
  first text NOT NULL,
  second text NOT NULL,
  num bigint NOT NULL,
  den bigint NOT NULL,
  PRIMARY KEY (sum_id, agency, event_on, recorded_on, first, second)
) WITH (fillfactor = 80);
COMMENT ON TABLE cell_sum IS 'What the folded changes add up to, for each set that cell_sum_kept names.';
COMMENT ON COLUMN cell_sum.sum_id IS 'The number of the set.';
COMMENT ON COLUMN cell_sum.agency IS 'Empty where the set sums over all agencies.';
COMMENT ON COLUMN cell_sum.event_on IS 'The day of the event, or the first day of its month.';
COMMENT ON COLUMN cell_sum.recorded_on IS 'The day of recording, the first day of its month, or -infinity: whenever recorded.';
COMMENT ON COLUMN cell_sum.first IS 'The value of the set''s first dimension; empty where it was not said or there is none.';
COMMENT ON COLUMN cell_sum.second IS 'The value of the set''s second dimension; empty where it was not said or there is none.';
GRANT SELECT, INSERT, UPDATE, DELETE ON cell_sum TO app_role;
