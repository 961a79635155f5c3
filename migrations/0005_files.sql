CREATE TABLE file_upload (
  uploader text NOT NULL,
  sha256 text NOT NULL CHECK (length(sha256) = 64 AND sha256 !~ '[^0-9a-f]'),
  media_type text NOT NULL,
  size bigint NOT NULL CHECK (size > 0),
  uploaded_at timestamptz NOT NULL,
  PRIMARY KEY (uploader, sha256)
);
COMMENT ON TABLE file_upload IS 'Who brought which file, so that nobody can attach, or so learn of, a file that somebody else brought. The content lies outside the database, under its hash.';
COMMENT ON COLUMN file_upload.uploader IS 'Kind and id of the visitor; personal: basic';
COMMENT ON COLUMN file_upload.media_type IS 'What the content was found to be, not what it was said to be.';
GRANT SELECT, INSERT ON file_upload TO app_role;
