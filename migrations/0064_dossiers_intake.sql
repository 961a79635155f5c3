-- Intake at the counter and by post: papers that come as paper, their digital copies, and papers taken from earlier dossiers.

-- The program that reads a paper without a digital copy comes with this very migration.
-- squawk-ignore ban-drop-not-null
ALTER TABLE dossier_part ALTER COLUMN name DROP NOT NULL;
-- squawk-ignore ban-drop-not-null
ALTER TABLE dossier_part ALTER COLUMN sha256 DROP NOT NULL;
-- squawk-ignore ban-drop-not-null
ALTER TABLE dossier_part ALTER COLUMN media_type DROP NOT NULL;
-- squawk-ignore ban-drop-not-null
ALTER TABLE dossier_part ALTER COLUMN size DROP NOT NULL;

ALTER TABLE dossier_part
  ADD COLUMN originals integer NOT NULL DEFAULT 0 CHECK (originals >= 0),
  ADD COLUMN copies integer NOT NULL DEFAULT 0 CHECK (copies >= 0),
  ADD COLUMN returned_at timestamptz,
  ADD COLUMN reused_dossier_id uuid,
  ADD COLUMN reused_part_id uuid,
  ADD CONSTRAINT dossier_part_file_whole CHECK (num_nulls(name, sha256, media_type, size) IN (0, 4)) NOT VALID,
  ADD CONSTRAINT dossier_part_something CHECK (sha256 IS NOT NULL OR originals + copies > 0) NOT VALID,
  ADD CONSTRAINT dossier_part_reused_whole CHECK (reused_part_id IS NULL OR reused_dossier_id IS NOT NULL) NOT VALID,
  ADD CONSTRAINT dossier_part_reused_dossier FOREIGN KEY (reused_dossier_id) REFERENCES dossier (id) NOT VALID,
  ADD CONSTRAINT dossier_part_reused_part FOREIGN KEY (reused_part_id) REFERENCES dossier_part (id) NOT VALID;
COMMENT ON COLUMN dossier_part.sha256 IS 'The digital copy, named by its content; null while the paper has none.';
COMMENT ON COLUMN dossier_part.originals IS 'Original papers that were handed in.';
COMMENT ON COLUMN dossier_part.copies IS 'Copies on paper that were handed in.';
COMMENT ON COLUMN dossier_part.returned_at IS 'When the originals were given back.';
COMMENT ON COLUMN dossier_part.reused_dossier_id IS 'The earlier dossier of the same applicant that the paper was taken from: its part, or its result where no part is named.';

ALTER TABLE dossier_result
  ADD COLUMN file_media_type text,
  ADD COLUMN file_size bigint CHECK (file_size > 0);
COMMENT ON COLUMN dossier_result.file_media_type IS 'What the file was found to be; it and the size are null where there is no file.';
UPDATE dossier_result AS result SET file_media_type = upload.media_type, file_size = upload.size
FROM file_upload AS upload
WHERE upload.uploader = 'officer:' || result.signer_id AND upload.sha256 = result.file_sha256;
