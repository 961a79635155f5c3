-- One agency's days are found without reading all agencies'.

CREATE INDEX cell_log_agency ON cell_log (definition_id, agency, event_day);
