CREATE TABLE province_mode (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  mode text NOT NULL CHECK (mode IN ('demo', 'real')),
  decided_at timestamptz NOT NULL
);
COMMENT ON TABLE province_mode IS 'Whether this province is a demonstration or a real one; a single row, decided at first start and never changed.';
COMMENT ON COLUMN province_mode.one IS 'Always true: the key that allows a single row.';
GRANT SELECT, INSERT ON province_mode TO app_role;

CREATE TABLE session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  issuer text NOT NULL CHECK (issuer IN ('citizen', 'officer')),
  subject text NOT NULL,
  assurance smallint CHECK (assurance BETWEEN 1 AND 4),
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  CHECK (seen_at >= started_at)
);
CREATE INDEX session_started ON session (started_at);
COMMENT ON TABLE session IS 'Who is signed in; one row a browser, deleted at sign-out and when expired.';
COMMENT ON COLUMN session.token_hash IS 'SHA-256 of the cookie; the cookie itself is stored nowhere, so that a copy of this table signs nobody in.';
COMMENT ON COLUMN session.subject IS 'personal: basic. The sub claim at the issuer.';
COMMENT ON COLUMN session.assurance IS 'Level of assurance stated by the issuer at this sign-in; null when it states none.';
COMMENT ON COLUMN session.seen_at IS 'Last use, written at most once a minute; the idle time counts from here.';
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO app_role;

CREATE TABLE sign_in_attempt (
  state_hash bytea PRIMARY KEY CHECK (octet_length(state_hash) = 32),
  browser_hash bytea NOT NULL CHECK (octet_length(browser_hash) = 32),
  issuer text NOT NULL CHECK (issuer IN ('citizen', 'officer')),
  nonce text NOT NULL,
  code_verifier text NOT NULL,
  next_path text NOT NULL CHECK (next_path LIKE '/%'),
  started_at timestamptz NOT NULL
);
CREATE INDEX sign_in_attempt_started ON sign_in_attempt (started_at);
COMMENT ON TABLE sign_in_attempt IS 'A sign-in on its way through the issuer; taken once by the callback, worthless after ten minutes.';
COMMENT ON COLUMN sign_in_attempt.state_hash IS 'SHA-256 of the OAuth state.';
COMMENT ON COLUMN sign_in_attempt.browser_hash IS 'SHA-256 of the cookie that ties the attempt to the browser that began it.';
COMMENT ON COLUMN sign_in_attempt.code_verifier IS 'PKCE verifier (RFC 7636).';
COMMENT ON COLUMN sign_in_attempt.next_path IS 'Where the visitor goes afterwards; a path of this site only.';
GRANT SELECT, INSERT, DELETE ON sign_in_attempt TO app_role;

CREATE TABLE idempotency_key (
  visitor text NOT NULL,
  key text NOT NULL CHECK (char_length(key) BETWEEN 16 AND 200),
  route text NOT NULL,
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  status smallint CHECK (status BETWEEN 200 AND 299),
  response jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (visitor, key)
);
CREATE INDEX idempotency_key_created ON idempotency_key (created_at);
COMMENT ON TABLE idempotency_key IS 'Requests already carried out, with their answers; written in the transaction of the rows they made, kept for two days.';
COMMENT ON COLUMN idempotency_key.visitor IS 'Kind and id of the visitor; one visitor''s key never meets another''s.';
COMMENT ON COLUMN idempotency_key.request_hash IS 'SHA-256 of route, parameters and body; the same key with another request is refused.';
COMMENT ON COLUMN idempotency_key.status IS 'Null only inside the transaction that carries the request out.';
COMMENT ON COLUMN idempotency_key.response IS 'personal: basic. The answer as it was sent.';
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO app_role;
