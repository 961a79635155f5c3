-- What each case costs, on what clause, and what was received for it. Amounts are whole đồng.

CREATE TABLE payment_account (
  case_id uuid PRIMARY KEY,
  agency_id uuid NOT NULL REFERENCES agency (id),
  payer_id uuid REFERENCES person (id),
  charged_at timestamptz NOT NULL
);
COMMENT ON TABLE payment_account IS 'One row a case whose fees were fixed, also where they come to nothing; locked before anything about its money is decided.';
COMMENT ON COLUMN payment_account.case_id IS 'The case that is paid for; this room knows nothing else of it.';
COMMENT ON COLUMN payment_account.agency_id IS 'The agency that collects.';
COMMENT ON COLUMN payment_account.payer_id IS 'Who owes it, where that is a person we know. personal: basic';

CREATE TABLE payment_line (
  case_id uuid NOT NULL REFERENCES payment_account (case_id),
  key text NOT NULL,
  ordinal integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('fee', 'charge')),
  name text NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  clause text NOT NULL CHECK (clause <> ''),
  exemption_amount bigint CHECK (exemption_amount > 0),
  exemption_reason text CHECK (exemption_reason <> ''),
  exemption_clause text CHECK (exemption_clause <> ''),
  PRIMARY KEY (case_id, key),
  CHECK (exemption_amount <= amount),
  CHECK ((exemption_amount IS NULL) = (exemption_reason IS NULL)),
  CHECK ((exemption_amount IS NULL) = (exemption_clause IS NULL))
);
COMMENT ON TABLE payment_line IS 'The fee lines of a case as they stand; earlier ones are in the ledger.';
COMMENT ON COLUMN payment_line.kind IS 'fee: phí, the price of a service. charge: lệ phí, set by law for an act of the state.';
COMMENT ON COLUMN payment_line.amount IS 'In đồng, before the exemption.';
COMMENT ON COLUMN payment_line.exemption_amount IS 'What is taken off the amount; all of it or a part.';

CREATE TABLE payment_receipt_serial (
  agency_id uuid NOT NULL REFERENCES agency (id),
  year integer NOT NULL,
  last integer NOT NULL CHECK (last > 0),
  PRIMARY KEY (agency_id, year)
);
COMMENT ON TABLE payment_receipt_serial IS 'Serials of receipts for cash by agency and year, drawn one by one outside the transaction: gaps are allowed, none is given twice.';

CREATE TABLE payment_intent (
  reference text PRIMARY KEY CHECK (char_length(reference) >= 32),
  case_id uuid NOT NULL REFERENCES payment_account (case_id),
  amount bigint NOT NULL CHECK (amount > 0),
  state text NOT NULL CHECK (state IN ('open', 'failed', 'settled')),
  begun_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK ((state = 'open') = (ended_at IS NULL))
);
CREATE INDEX payment_intent_case ON payment_intent (case_id, begun_at);
CREATE INDEX payment_intent_open ON payment_intent (begun_at, reference) WHERE state = 'open';
CREATE UNIQUE INDEX payment_intent_open_amount ON payment_intent (case_id, amount) WHERE state = 'open';
COMMENT ON TABLE payment_intent IS 'Online payments that were begun. What is received under a failed one is received all the same.';
COMMENT ON COLUMN payment_intent.reference IS 'Random and unguessable; the platform knows the payment by it (MaThamChieu).';

CREATE TABLE payment (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES payment_account (case_id),
  agency_id uuid NOT NULL REFERENCES agency (id),
  channel text NOT NULL CHECK (channel IN ('cash', 'online')),
  amount bigint NOT NULL CHECK (amount > 0),
  paid_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  number text NOT NULL,
  reference text UNIQUE REFERENCES payment_intent (reference),
  UNIQUE (agency_id, channel, number),
  CHECK ((channel = 'online') = (reference IS NOT NULL))
);
CREATE INDEX payment_case ON payment (case_id, recorded_at);
CREATE UNIQUE INDEX payment_online_number ON payment (number) WHERE channel = 'online';
COMMENT ON TABLE payment IS 'What was received and counts towards what is due.';
COMMENT ON COLUMN payment.number IS 'cash: the receipt''s number. online: the platform''s number of the transaction (MaGiaoDich), which counts once.';

CREATE TABLE payment_confirmation (
  id uuid PRIMARY KEY,
  provider_id text NOT NULL,
  reference text NOT NULL,
  amount bigint NOT NULL,
  paid_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  case_id uuid REFERENCES payment_account (case_id),
  reason text CHECK (reason IN ('unknown-reference', 'amount-differs', 'nothing-due', 'outstanding-changed', 'contradicts-earlier')),
  UNIQUE (provider_id, reference, amount),
  CHECK (reason IS NOT NULL OR case_id IS NOT NULL)
);
CREATE INDEX payment_confirmation_unmatched ON payment_confirmation (recorded_at, id) WHERE reason IS NOT NULL;
CREATE INDEX payment_confirmation_paid ON payment_confirmation (paid_at);
COMMENT ON TABLE payment_confirmation IS 'Everything the platform says was paid, once each: also what no payment could be made of.';
COMMENT ON COLUMN payment_confirmation.reason IS 'Null: it became a payment. Else why it did not, and a person has to see to it.';

GRANT SELECT, INSERT ON payment_account, payment, payment_confirmation TO app_role;
GRANT SELECT, INSERT, UPDATE ON payment_receipt_serial, payment_intent TO app_role;
GRANT SELECT, INSERT, DELETE ON payment_line TO app_role;
-- SELECT … FOR UPDATE of an account asks for the right to update; the column's value never changes.
GRANT UPDATE (charged_at) ON payment_account TO app_role;
