-- One agency's days are found without reading all agencies'.

-- Built in the runner's transaction, before the program serves anybody.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX cell_log_agency ON cell_log (definition_id, agency, event_day);
