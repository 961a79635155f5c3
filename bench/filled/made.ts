import { firstDayOf, nextMonth } from '../../kernel/dates.ts'

/**
 * Three years of a province's dossiers by SQL alone, the same at every run: `floor.made` holds one row a dossier, from which the
 * product's own tables are filled. Foreign keys are not checked while filling; what the cells come to is compared with the product's
 * own arithmetic.
 */
export const NOW = new Date('2026-11-24T03:00:00Z')

// A few agencies and procedures have most of the dossiers: of the agencies the busiest some 4 in 100, of the procedures 13 in 100.
export const makeDossiers = `
CREATE SCHEMA IF NOT EXISTS floor;
CREATE UNLOGGED TABLE floor.made AS
WITH agencies AS (
  SELECT array_agg(id ORDER BY id) AS ids FROM (
    SELECT DISTINCT agency_id AS id FROM agency_version WHERE level <> 'outside') AS a
), procedures AS (
  SELECT array_agg(code ORDER BY code) AS codes, array_agg(version ORDER BY code) AS versions,
    array_agg(first_case ORDER BY code) AS cases FROM (
    SELECT DISTINCT ON (procedure.code) procedure.code, procedure_version.id AS version,
      coalesce(declaration -> 'cases' -> 0 ->> 'key', 'usual') AS first_case
    FROM procedure_version JOIN procedure ON procedure.id = procedure_id ORDER BY procedure.code, valid_from DESC LIMIT 60) AS p
), drawn AS (
  SELECT n, agencies.*, procedures.*, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, random() AS r6,
    random() AS r7, random() AS r8, random() AS r9,
    timestamptz '2023-12-01 00:00+07' + (n / $1::float8) * (timestamptz '2026-11-24 09:00+07' - timestamptz '2023-12-01 00:00+07') AS at
  FROM generate_series(1, $1::int) AS n, agencies, procedures
), placed AS (
  SELECT n, at, r6, r7, r8, r9,
    ids[1 + floor(cardinality(ids) * power(r1, 1.5))::int] AS agency,
    CASE WHEN r3 < 0.85 THEN ids[1 + floor(cardinality(ids) * power(r1, 1.5))::int]
      ELSE ids[1 + floor(cardinality(ids) * r9)::int] END AS receiving,
    codes[1 + floor(cardinality(codes) * power(r2, 2))::int] AS procedure,
    versions[1 + floor(cardinality(versions) * power(r2, 2))::int] AS version,
    cases[1 + floor(cardinality(cases) * power(r2, 2))::int] AS case_key,
    CASE WHEN r3 < 0.6 THEN 'online' WHEN r3 < 0.9 THEN 'counter' WHEN r3 < 0.98 THEN 'post' END AS channel,
    CASE WHEN at < timestamptz '2026-11-24 09:00+07' - interval '20 days' THEN
      CASE WHEN r4 < 0.93 THEN 'released' WHEN r4 < 0.96 THEN 'finished' WHEN r4 < 0.98 THEN 'refused'
        WHEN r4 < 0.992 THEN 'processing' WHEN r4 < 0.997 THEN 'awaiting-supplement' ELSE 'submitted' END
      ELSE CASE WHEN r4 < 0.2 THEN 'released' WHEN r4 < 0.35 THEN 'finished' WHEN r4 < 0.37 THEN 'refused'
        WHEN r4 < 0.85 THEN 'processing' WHEN r4 < 0.9 THEN 'awaiting-supplement' ELSE 'submitted' END END AS state,
    interval '1 day' * (1 + floor(14 * r5)) AS term, r5
  FROM drawn
), dated AS (
  SELECT *, CASE WHEN state NOT IN ('submitted', 'refused') THEN at + interval '1 hour' * r6 END AS accepted_at,
    CASE WHEN state IN ('finished', 'released')
      THEN least(at + interval '65 minutes' + term * (0.2 + 0.9 * r7), timestamptz '2026-11-24 10:00+07') END AS ended_at
  FROM placed
)
SELECT md5('dossier' || n)::uuid AS id, n, agency, receiving, procedure, version, case_key, channel, state, at AS submitted_at, accepted_at, ended_at,
  CASE WHEN state NOT IN ('submitted', 'refused') AND r8 > 0.05 AND NOT (state = 'awaiting-supplement') THEN at + term + interval '8 hours' END AS due_at,
  state = 'awaiting-supplement' AS suspended,
  CASE WHEN r5 < 0.5 THEN 'none' WHEN r5 < 0.8 THEN 'paid-online' WHEN r5 < 0.98 THEN 'paid-otherwise' END AS fees,
  r6 < 0.8 AS digitised, r7 < 0.2 AS reused, r6 > 0.9 AS paper, ended_at IS NOT NULL AND r9 < 0.7 AS electronic, n % 2 = 0 AS end_to_end, n % 2 = 0 AS eligible,
  CASE WHEN ended_at IS NOT NULL AND r8 < 0.1 THEN CASE WHEN r9 < 0.9 THEN 'liked' ELSE 'disliked' END END AS vote
FROM dated`

const facts = `
INSERT INTO dossier_fact (dossier_id, recorded_on, agency_id, procedure, channel, provable, accepted_at, ended_at, late_from,
  fees, digitised, reused, paper, electronic_result, end_to_end, eligible, vote)
SELECT id, (coalesce(ended_at, accepted_at) + interval '7 hours')::date, agency, procedure, coalesce(channel, 'unknown'),
  due_at IS NOT NULL OR suspended, accepted_at, ended_at, due_at, fees, digitised, reused, paper, electronic, end_to_end, eligible, vote
FROM floor.made WHERE accepted_at IS NOT NULL ORDER BY n`

/** The signed differences that fact.ts writes at acceptance and at the end, of those recorded from one instant to another. */
const counts = (from: string, until: string) => `
CREATE UNLOGGED TABLE floor.counted AS
SELECT series, agency::text AS agency, procedure, coalesce(channel, 'unknown') AS channel, mark, (event + interval '7 hours')::date AS event_day,
  (recorded + interval '7 hours')::date AS recorded_day, num, den
FROM (
  SELECT *, CASE WHEN due_at IS NOT NULL OR suspended THEN 'known' ELSE 'unknown' END AS due,
    channel = 'online' AS online, ended_at > due_at AS late, greatest(due_at, accepted_at) AS overdue_at
  FROM floor.made WHERE (accepted_at >= '${from}' AND accepted_at < '${until}') OR (ended_at >= '${from}' AND ended_at < '${until}')
) AS m, LATERAL (VALUES
  ('accepted', accepted_at, accepted_at, CASE WHEN online THEN 1 ELSE 0 END, 1, due, true),
  ('accepted', accepted_at, ended_at, -1, 0, due, online AND ended_at IS NOT NULL AND NOT electronic),
  ('open', accepted_at, accepted_at, 0, 1, due, true),
  ('open', ended_at, ended_at, 0, -1, due, ended_at IS NOT NULL),
  ('overdue', overdue_at, accepted_at, 0, 1, due, due_at IS NOT NULL),
  ('overdue', overdue_at, ended_at, 0, -1, due, ended_at IS NOT NULL AND NOT late),
  ('overdue', ended_at, ended_at, 0, -1, due, late),
  ('finished', ended_at, ended_at, CASE WHEN due = 'known' AND late IS NOT TRUE THEN 1 ELSE 0 END, 1, due, ended_at IS NOT NULL),
  ('paid', accepted_at, accepted_at, CASE WHEN fees = 'paid-online' THEN 1 ELSE 0 END, 1,
    CASE WHEN fees IS NULL THEN 'none' ELSE 'full' END, fees IS DISTINCT FROM 'none'),
  ('digitised', accepted_at, accepted_at, CASE WHEN digitised THEN 1 ELSE 0 END, 1, 'full', true),
  ('digitised', accepted_at, ended_at, -1, 0, 'full', digitised AND ended_at IS NOT NULL AND NOT electronic),
  ('reused', accepted_at, accepted_at, CASE WHEN reused THEN 1 ELSE 0 END, 1, 'full', true),
  ('end-to-end', ended_at, ended_at, CASE WHEN online AND NOT paper AND electronic THEN 1 ELSE 0 END, 1,
    CASE WHEN channel IS NULL THEN 'none' ELSE 'full' END, ended_at IS NOT NULL AND end_to_end),
  ('end-to-end@2', ended_at, ended_at, CASE WHEN online AND NOT paper AND electronic THEN 1 ELSE 0 END, 1,
    CASE WHEN channel IS NULL AND NOT paper THEN 'none' ELSE 'full' END, ended_at IS NOT NULL AND eligible),
  ('satisfied', ended_at, ended_at, CASE WHEN due = 'known' AND late IS NOT TRUE AND vote IS DISTINCT FROM 'disliked' THEN 1 ELSE 0 END, 1,
    CASE WHEN late OR vote = 'disliked' OR due = 'known' THEN 'full' ELSE 'none' END, ended_at IS NOT NULL)
) AS c (series, event, recorded, num, den, mark, holds)
WHERE holds AND recorded >= '${from}' AND recorded < '${until}'`

const MARKED = `'paid', 'digitised', 'reused', 'end-to-end', 'end-to-end@2', 'satisfied'`
const DEFINITION = `'dossiers.' || series || CASE WHEN series LIKE '%@%' THEN '' ELSE '@1' END`

const log = `
INSERT INTO cell_log (definition_id, agency, dimensions, event_day, recorded_day, num, den)
SELECT d.id, agency, jsonb_build_object('channel', channel, 'procedure', procedure, CASE WHEN series IN (${MARKED}) THEN 'proof' ELSE 'due' END, mark),
  event_day, recorded_day, sum(num), sum(den)
FROM floor.counted JOIN cell_definition AS d ON d.definition = ${DEFINITION}
GROUP BY d.id, series, agency, channel, procedure, mark, event_day, recorded_day HAVING sum(num) <> 0 OR sum(den) <> 0
ORDER BY recorded_day`

const cells = `
INSERT INTO cell (definition_id, agency, dimensions, event_month, recorded_month, num, den)
SELECT id, agency, jsonb_strip_nulls(jsonb_build_object('channel', kept_channel, 'due', kept_due, 'proof', kept_proof, 'procedure', kept_procedure)),
  date_trunc('month', event_day::timestamp)::date, date_trunc('month', recorded_day::timestamp)::date, sum(num), sum(den)
FROM (
  SELECT d.id, agency, event_day, recorded_day, num, den,
    CASE WHEN 'channel' = ANY (few) THEN channel END AS kept_channel,
    CASE WHEN 'due' = ANY (few) THEN mark END AS kept_due,
    CASE WHEN 'proof' = ANY (few) THEN mark END AS kept_proof,
    CASE WHEN 'procedure' = ANY (few) THEN procedure END AS kept_procedure
  FROM floor.counted JOIN cell_definition AS d ON d.definition = ${DEFINITION}
) AS few
GROUP BY id, agency, kept_channel, kept_due, kept_proof, kept_procedure, 4, 5 HAVING sum(num) <> 0 OR sum(den) <> 0`

/** As the folder leaves them, month of recording by month: the log by days, the cells by months. A month at a time, so that it fits. */
const folded = Array.from({ length: 36 }, (_, at) => {
  const [from, until] = [nextMonth('2023-12', at), nextMonth('2023-12', at + 1)].map(
    (month) => `${firstDayOf(month)} 00:00+07`,
  )
  return [counts(from ?? '', until ?? ''), log, cells, 'DROP TABLE floor.counted'].join(';')
})

/** What the figures are read from, but for the sums that the program counts in by itself. */
export const fillFigures = [facts, ...folded]

const persons = `
INSERT INTO person (id, kind, national_id, name, recorded_at)
SELECT md5('person' || n)::uuid, 'citizen', '9' || lpad(n::text, 11, '0'), 'Người nộp số ' || n, now()
FROM generate_series(0, (SELECT max(n) / 3 FROM floor.made)) AS n`

// About two kilobytes a dossier with what hangs on it, as a submitted one has.
const dossiers = `
INSERT INTO dossier (id, code, procedure_version_id, case_key, channel, origin, source, source_key, applicant_id, receiving_agency_id,
  competent_agency_id, state, answers, delivery, submitted_at, accepted_at, due_at, due_basis, derivation, late_from, finished_at,
  refused_at, released_at, version)
SELECT id, 'B' || lpad(n::text, 10, '0'), version, case_key, channel, CASE WHEN channel IS NULL THEN 'taken-in' ELSE 'own' END,
  CASE WHEN channel IS NULL THEN 'bench' END, CASE WHEN channel IS NULL THEN n::text END, md5('person' || n / 3)::uuid, receiving, agency, state,
  jsonb_build_object('a', repeat(md5(n::text), 20)), 'counter', submitted_at, accepted_at, due_at,
  CASE WHEN due_at IS NOT NULL THEN 'computed' WHEN suspended THEN 'suspended' ELSE 'no-limit' END,
  '[]', due_at, ended_at, CASE WHEN state = 'refused' THEN submitted_at END,
  CASE WHEN state = 'released' THEN ended_at END, 1
FROM floor.made ORDER BY n`

const parties = `
INSERT INTO dossier_party (agency_id, role, state, due_at, dossier_id)
SELECT party.agency, party.role, state, coalesce(due_at, 'infinity'), id
FROM floor.made, LATERAL (VALUES (receiving, 'receiving'), (agency, 'competent')) AS party (agency, role) ORDER BY n`

const steps = `
INSERT INTO dossier_step (id, dossier_id, key, name, role, agency_id, opened_at, closed_at, ordinal)
SELECT md5('step' || ordinal || id::text)::uuid, id, 'step-' || ordinal, 'Bước ' || ordinal,
  CASE ordinal WHEN 0 THEN 'reception' WHEN 1 THEN 'case-officer' ELSE 'approver' END, agency, submitted_at,
  CASE WHEN ordinal < reached THEN submitted_at + interval '1 hour' END, ordinal
FROM (SELECT *, CASE state WHEN 'submitted' THEN 0 WHEN 'refused' THEN 1 WHEN 'processing' THEN 1 + n % 2 WHEN 'awaiting-supplement' THEN 1 ELSE 3 END AS reached FROM floor.made) AS m,
  generate_series(0, 2) AS ordinal
WHERE ordinal < reached OR (ordinal = reached AND state = 'processing') ORDER BY n, ordinal`

/** What the work lists are read from. */
export const fillDossiers = [persons, dossiers, parties, steps] as const
