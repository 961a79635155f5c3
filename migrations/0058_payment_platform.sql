-- Online payments that were brought to the payment platform, and the days that were held against its statement.

CREATE TABLE payment_platform_attempt (
  reference text PRIMARY KEY,
  begun_at timestamptz NOT NULL,
  next_ask_at timestamptz NOT NULL,
  asks integer NOT NULL DEFAULT 0 CHECK (asks >= 0),
  error text,
  ended_at timestamptz
);
CREATE INDEX payment_platform_attempt_open ON payment_platform_attempt (next_ask_at) WHERE ended_at IS NULL;
CREATE INDEX payment_platform_attempt_begun ON payment_platform_attempt (begun_at);
COMMENT ON TABLE payment_platform_attempt IS 'Written before the platform is told of a payment, so that a lost answer or confirmation is asked for.';
COMMENT ON COLUMN payment_platform_attempt.next_ask_at IS 'When to ask what became of it, unless the platform says so before.';
COMMENT ON COLUMN payment_platform_attempt.error IS 'Why nothing is known since the platform was asked last.';
COMMENT ON COLUMN payment_platform_attempt.ended_at IS 'Since when it is known what became of it.';

CREATE TABLE payment_platform_day (
  day date PRIMARY KEY,
  compared_at timestamptz NOT NULL,
  theirs integer NOT NULL,
  ours integer NOT NULL,
  differences jsonb NOT NULL CHECK (jsonb_typeof(differences) = 'array')
);
COMMENT ON TABLE payment_platform_day IS 'Local days whose statement of the platform was held against what was kept here.';
COMMENT ON COLUMN payment_platform_day.differences IS 'was-lost: taken in from the statement. only-ours: confirmed and not in it. unmatched: paid and no payment of a case.';

GRANT SELECT, INSERT, UPDATE ON payment_platform_attempt, payment_platform_day TO app_role;
