-- What 0064 laid down holds for the papers of before as well.

ALTER TABLE dossier_part VALIDATE CONSTRAINT dossier_part_file_whole;
ALTER TABLE dossier_part VALIDATE CONSTRAINT dossier_part_something;
ALTER TABLE dossier_part VALIDATE CONSTRAINT dossier_part_reused_whole;
ALTER TABLE dossier_part VALIDATE CONSTRAINT dossier_part_reused_dossier;
ALTER TABLE dossier_part VALIDATE CONSTRAINT dossier_part_reused_part;
