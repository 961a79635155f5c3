-- What closes a payment that matched no account, and money that is given back.

ALTER TABLE payment
  ADD COLUMN confirmation_id uuid,
  ADD CONSTRAINT payment_confirmed FOREIGN KEY (confirmation_id) REFERENCES payment_confirmation (id) NOT VALID,
  DROP CONSTRAINT payment_check,
  ADD CONSTRAINT payment_online_from CHECK (
    num_nonnulls(reference, confirmation_id) = CASE channel WHEN 'online' THEN 1 ELSE 0 END
  ) NOT VALID;
COMMENT ON COLUMN payment.confirmation_id IS 'What the platform had said was paid, where a person found out later which case it was for; null where its reference told.';

CREATE TABLE payment_closing (
  confirmation_id uuid PRIMARY KEY REFERENCES payment_confirmation (id),
  outcome text NOT NULL CHECK (outcome IN ('matched', 'to-refund', 'not-received')),
  case_id uuid REFERENCES payment_account (case_id),
  agency_id uuid NOT NULL REFERENCES agency (id),
  officer_id uuid NOT NULL REFERENCES officer (id),
  closed_at timestamptz NOT NULL,
  reason text CHECK (reason <> ''),
  CHECK (outcome <> 'matched' OR case_id IS NOT NULL),
  CHECK (outcome = 'matched' OR reason IS NOT NULL)
);
COMMENT ON TABLE payment_closing IS 'The act that closes what was paid and was no payment of a case: once each. What the platform said stays as it was said.';
COMMENT ON COLUMN payment_closing.outcome IS 'matched: it is a payment of case_id. to-refund: it goes back, see payment_refund. not-received: of one transaction the platform told two stories, and this one brought no money.';
COMMENT ON COLUMN payment_closing.agency_id IS 'For whom the officer closed it.';
COMMENT ON COLUMN payment_closing.reason IS 'As the officer wrote it. personal: basic';

CREATE TABLE payment_refund (
  id uuid PRIMARY KEY,
  case_id uuid REFERENCES payment_account (case_id),
  confirmation_id uuid UNIQUE REFERENCES payment_confirmation (id),
  agency_id uuid NOT NULL REFERENCES agency (id),
  amount bigint NOT NULL CHECK (amount > 0),
  reason text NOT NULL CHECK (reason <> ''),
  clause text NOT NULL CHECK (clause <> ''),
  decided_by uuid NOT NULL REFERENCES officer (id),
  decided_at timestamptz NOT NULL,
  CHECK (num_nonnulls(case_id, confirmation_id) > 0)
);
CREATE INDEX payment_refund_case ON payment_refund (case_id, decided_at);
CREATE INDEX payment_refund_agency ON payment_refund (agency_id, decided_at, id);
COMMENT ON TABLE payment_refund IS 'What was decided to be given back. It makes no payment undone: what was paid, and how, stays as it was.';
COMMENT ON COLUMN payment_refund.case_id IS 'Whose money it is, where that is known.';
COMMENT ON COLUMN payment_refund.confirmation_id IS 'Set: what the platform took and the case did not owe, all of it or the surplus. Null: fees that were paid.';
COMMENT ON COLUMN payment_refund.agency_id IS 'Who gives it back.';
COMMENT ON COLUMN payment_refund.reason IS 'As the officer wrote it. personal: basic';
COMMENT ON COLUMN payment_refund.clause IS 'The clause, or the rule of the procedure, that it is given back on.';

CREATE TABLE payment_refund_line (
  refund_id uuid NOT NULL REFERENCES payment_refund (id),
  key text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  PRIMARY KEY (refund_id, key)
);
COMMENT ON TABLE payment_refund_line IS 'Of which fee lines how much is given back; none where all that was paid is.';

CREATE TABLE payment_refund_return (
  refund_id uuid PRIMARY KEY REFERENCES payment_refund (id),
  way text NOT NULL CHECK (way IN ('cash', 'transfer')),
  number text NOT NULL CHECK (number <> ''),
  officer_id uuid NOT NULL REFERENCES officer (id),
  returned_at timestamptz NOT NULL
);
COMMENT ON TABLE payment_refund_return IS 'That the money was given back, and how.';
COMMENT ON COLUMN payment_refund_return.way IS 'No message of the payment platform for giving back is published: it goes by cash or by an order of the treasury or the bank.';
COMMENT ON COLUMN payment_refund_return.number IS 'cash: of the voucher, by payment_voucher_serial. transfer: of the order.';

CREATE TABLE payment_voucher_serial (
  agency_id uuid NOT NULL REFERENCES agency (id),
  year integer NOT NULL,
  last integer NOT NULL CHECK (last > 0),
  PRIMARY KEY (agency_id, year)
);
COMMENT ON TABLE payment_voucher_serial IS 'Serials of vouchers for cash given back, by agency and year, drawn as those of receipts are.';

GRANT SELECT, INSERT ON payment_closing, payment_refund, payment_refund_line, payment_refund_return TO app_role;
GRANT SELECT, INSERT, UPDATE ON payment_voucher_serial TO app_role;
