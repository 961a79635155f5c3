-- The ledger: what happened, in one order, sealed. Two logs are built alike: ledger_* for all that happens, reading_* for
-- every look at a person's data.

CREATE TABLE ledger_case (
  case_id uuid PRIMARY KEY,
  last_seq bigint NOT NULL CHECK (last_seq > 0)
) WITH (fillfactor = 70);
COMMENT ON TABLE ledger_case IS 'One row a case. Recording updates it first: this is the case''s lock, so that the entries of a case commit in order.';
COMMENT ON COLUMN ledger_case.last_seq IS 'The case_seq last drawn.';
GRANT SELECT, INSERT, UPDATE ON ledger_case TO app_role;

CREATE TABLE ledger_entry (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$'),
  case_id uuid,
  case_seq bigint CHECK (case_seq > 0),
  occurred_at timestamptz NOT NULL CHECK (occurred_at BETWEEN '0001-01-01 00:00:00+00' AND '9999-12-31 00:00:00+00'),
  recorded_at timestamptz NOT NULL CHECK (recorded_at BETWEEN '0001-01-01 00:00:00+00' AND '9999-12-31 00:00:00+00'),
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'officer', 'system', 'source')),
  actor_id text NOT NULL CHECK (length(actor_id) BETWEEN 1 AND 200),
  agency_id text,
  basis text,
  payload_hash bytea NOT NULL CHECK (octet_length(payload_hash) = 32),
  UNIQUE (case_id, case_seq),
  CHECK ((case_id IS NULL) = (case_seq IS NULL))
);
CREATE INDEX ledger_entry_erasure ON ledger_entry (id) WHERE kind = 'ledger.erased';
CREATE INDEX ledger_entry_expiry ON ledger_entry (id) WHERE kind = 'readings.expired';
COMMENT ON TABLE ledger_entry IS 'What happened, about which case, by whom, on what basis. Never changed, never removed; holds nothing personal, only ids.';
COMMENT ON COLUMN ledger_entry.case_seq IS 'Dense from 1 within the case; commits in this order.';
COMMENT ON COLUMN ledger_entry.occurred_at IS 'When it happened, by whoever says so; may lie long before recorded_at.';
COMMENT ON COLUMN ledger_entry.recorded_at IS 'When this platform wrote it down.';
COMMENT ON COLUMN ledger_entry.actor_id IS 'An id of a person, officer, system part or source; never a name.';
COMMENT ON COLUMN ledger_entry.basis IS 'The clause that it rests on.';
COMMENT ON COLUMN ledger_entry.payload_hash IS 'SHA-256(0x02, salt in hex, payload text); stays when the payload is erased.';
GRANT SELECT, INSERT ON ledger_entry TO app_role;

CREATE TABLE ledger_payload (
  entry_id uuid PRIMARY KEY REFERENCES ledger_entry (id),
  salt bytea NOT NULL CHECK (octet_length(salt) = 16),
  payload json NOT NULL
);
COMMENT ON TABLE ledger_payload IS 'What an entry says. An erasure by law takes payload and salt together, so that the hash left behind tells nothing. personal: as its kind declares';
COMMENT ON COLUMN ledger_payload.payload IS 'json, not jsonb: the very text is hashed.';
GRANT SELECT, INSERT, DELETE ON ledger_payload TO app_role;

CREATE TABLE ledger_unplaced (
  n bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
  entry_id uuid NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
COMMENT ON TABLE ledger_unplaced IS 'Entries waiting for their position; the sequencer takes them out.';
COMMENT ON COLUMN ledger_unplaced.n IS 'Drawn after the case''s lock and never cached, so that it agrees with the order of the case. Gaps and late commits are normal: this is no order of the whole.';
GRANT SELECT, INSERT, DELETE ON ledger_unplaced TO app_role;

CREATE TABLE ledger_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  last bigint NOT NULL CHECK (last >= 0)
) WITH (fillfactor = 50);
INSERT INTO ledger_head (last) VALUES (0);
COMMENT ON TABLE ledger_head IS 'The position last given. Its row is the sequencer''s lock, held for one statement.';
GRANT SELECT, UPDATE ON ledger_head TO app_role;

CREATE TABLE ledger_position (
  position bigint PRIMARY KEY CHECK (position > 0),
  entry_id uuid NOT NULL UNIQUE REFERENCES ledger_entry (id)
);
COMMENT ON TABLE ledger_position IS 'The one order of all entries: dense from 1, visible in this order. Followers, seals and feeds use nothing else.';
GRANT SELECT, INSERT ON ledger_position TO app_role;

CREATE TABLE ledger_cursor (
  name text PRIMARY KEY,
  position bigint NOT NULL DEFAULT 0 CHECK (position >= 0),
  moved_at timestamptz,
  failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
  retry_at timestamptz,
  parked_at timestamptz,
  error text,
  CHECK (parked_at IS NULL OR error IS NOT NULL)
) WITH (fillfactor = 50);
COMMENT ON TABLE ledger_cursor IS 'How far each follower has come. Moved in the transaction of the follower''s own effect, under this row''s lock.';
COMMENT ON COLUMN ledger_cursor.failures IS 'Attempts that failed since the follower last moved.';
COMMENT ON COLUMN ledger_cursor.retry_at IS 'After a failure: not tried again before.';
COMMENT ON COLUMN ledger_cursor.parked_at IS 'Set when the follower refused the entry at position + 1 for a reason that trying again does not mend; it stands until someone resumes it.';
GRANT SELECT, INSERT, UPDATE ON ledger_cursor TO app_role;

CREATE TABLE ledger_leaf (
  position bigint PRIMARY KEY,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
COMMENT ON TABLE ledger_leaf IS 'The leaf of the hash tree at each sealed position, kept so that a changed entry can be named.';
GRANT SELECT, INSERT ON ledger_leaf TO app_role;

CREATE TABLE ledger_block (
  number bigint PRIMARY KEY CHECK (number > 0),
  first_position bigint NOT NULL UNIQUE CHECK (first_position > 0),
  last_position bigint NOT NULL UNIQUE,
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  sealed_at timestamptz NOT NULL CHECK (sealed_at BETWEEN '0001-01-01 00:00:00+00' AND '9999-12-31 00:00:00+00'),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  CHECK (last_position >= first_position)
);
COMMENT ON TABLE ledger_block IS 'Sealed runs of positions, each bound to the one before.';
COMMENT ON COLUMN ledger_block.root IS 'Root of the hash tree over the block''s leaves.';
COMMENT ON COLUMN ledger_block.hash IS 'Over this block''s columns and the hash of the block before; the last one is published.';
GRANT SELECT, INSERT ON ledger_block TO app_role;

CREATE TABLE reading_entry (
  id uuid PRIMARY KEY,
  recorded_at timestamptz NOT NULL CHECK (recorded_at BETWEEN '0001-01-01 00:00:00+00' AND '9999-12-31 00:00:00+00'),
  payload_hash bytea NOT NULL CHECK (octet_length(payload_hash) = 32)
);
COMMENT ON TABLE reading_entry IS 'One row a look at one person''s data, written before the answer leaves.';
GRANT SELECT, INSERT ON reading_entry TO app_role;

CREATE TABLE reading_payload (
  entry_id uuid PRIMARY KEY REFERENCES reading_entry (id),
  salt bytea NOT NULL CHECK (octet_length(salt) = 16),
  payload json NOT NULL,
  person_id uuid GENERATED ALWAYS AS ((payload ->> 'personId')::uuid) STORED NOT NULL
);
CREATE INDEX reading_payload_person ON reading_payload (person_id, entry_id);
COMMENT ON TABLE reading_payload IS 'Who read what of whom, and for what purpose; removed when its retention ends. personal: basic';
COMMENT ON COLUMN reading_payload.person_id IS 'Whose data was read; derived from the sealed payload, so that it cannot differ from it.';
GRANT SELECT, INSERT, DELETE ON reading_payload TO app_role;

CREATE TABLE reading_unplaced (
  n bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
  entry_id uuid NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
COMMENT ON TABLE reading_unplaced IS 'Readings waiting for their position, as in ledger_unplaced.';
GRANT SELECT, INSERT, DELETE ON reading_unplaced TO app_role;

CREATE TABLE reading_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  last bigint NOT NULL CHECK (last >= 0)
) WITH (fillfactor = 50);
INSERT INTO reading_head (last) VALUES (0);
COMMENT ON TABLE reading_head IS 'The position last given to a reading, as in ledger_head.';
GRANT SELECT, UPDATE ON reading_head TO app_role;

CREATE TABLE reading_position (
  position bigint PRIMARY KEY CHECK (position > 0),
  entry_id uuid NOT NULL UNIQUE REFERENCES reading_entry (id)
);
COMMENT ON TABLE reading_position IS 'The order in which readings are sealed, as in ledger_position.';
GRANT SELECT, INSERT ON reading_position TO app_role;

CREATE TABLE reading_leaf (
  position bigint PRIMARY KEY,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
COMMENT ON TABLE reading_leaf IS 'As ledger_leaf.';
GRANT SELECT, INSERT ON reading_leaf TO app_role;

CREATE TABLE reading_block (
  number bigint PRIMARY KEY CHECK (number > 0),
  first_position bigint NOT NULL UNIQUE CHECK (first_position > 0),
  last_position bigint NOT NULL UNIQUE,
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  sealed_at timestamptz NOT NULL CHECK (sealed_at BETWEEN '0001-01-01 00:00:00+00' AND '9999-12-31 00:00:00+00'),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  CHECK (last_position >= first_position)
);
COMMENT ON TABLE reading_block IS 'As ledger_block.';
GRANT SELECT, INSERT ON reading_block TO app_role;
