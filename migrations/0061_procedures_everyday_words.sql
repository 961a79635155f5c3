CREATE TABLE everyday_words (
  id uuid PRIMARY KEY,
  published_at timestamptz NOT NULL,
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  words json NOT NULL
);
CREATE UNIQUE INDEX everyday_words_order ON everyday_words (published_at, id);
COMMENT ON TABLE everyday_words IS 'How people say what procedures call otherwise, as the content had it from a moment on; the last is in use.';
COMMENT ON COLUMN everyday_words.hash IS 'SHA-256 of the words: publishing the same again is nothing new.';

GRANT SELECT, INSERT ON TABLE everyday_words TO app_role;
