CREATE TABLE published_root (
  log text NOT NULL CHECK (log IN ('ledger', 'reading')),
  day date NOT NULL,
  block bigint NOT NULL CHECK (block > 0),
  last_position bigint NOT NULL CHECK (last_position > 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  sealed_at timestamptz NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (day, log)
);
COMMENT ON TABLE published_root IS 'What was published of each log once a day was over: whoever kept it can tell later whether anything up to last_position was changed, slipped in or cut off. Never changed, never removed.';
COMMENT ON COLUMN published_root.day IS 'The local day that was over: all of it that was committed when the root was published is under the root.';
COMMENT ON COLUMN published_root.last_position IS 'The last position under the root, and so how many entries it covers.';
COMMENT ON COLUMN published_root.hash IS 'The hash of the block, which is over that block and all before it.';
GRANT SELECT, INSERT ON published_root TO app_role;
