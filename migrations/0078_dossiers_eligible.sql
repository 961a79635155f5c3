-- Handled end to end is counted over the dossiers of procedures that can be handled so (QĐ 766/QĐ-TTg, 3.2), not of those offered so.

ALTER TABLE dossier_fact ADD COLUMN eligible boolean;
COMMENT ON COLUMN dossier_fact.eligible IS 'Whether nothing in the law keeps its procedure from being handled online from end to end; null where that is not known.';
COMMENT ON COLUMN dossier_fact.end_to_end IS 'Whether its procedure is offered online from end to end: what the first definition of handled end to end counted over.';

-- A dossier keeps the version it came in under, so that this was so on every day that is kept.
UPDATE dossier_fact AS fact SET eligible = CASE
  WHEN level = 'online' OR reason = 'unknown' THEN NULL
  ELSE level <> 'none' AND coalesce(reason, '') NOT IN ('presence-required', 'field-verification') END
FROM dossier, (
  SELECT id, declaration -> 'serviceLevel' ->> 'level' AS level, declaration -> 'serviceLevel' ->> 'reason' AS reason
  FROM procedure_version) AS version
WHERE dossier.id = fact.dossier_id AND version.id = dossier.procedure_version_id;
