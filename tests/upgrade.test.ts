import pg from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { newId } from '../kernel/ids.ts'
import { loadIndicators, readFigures, readIndicators, readRecords } from '../modules/indicators/index.ts'
import {
  compareFacts,
  countInDossiers,
  dossierSeries,
  recountDossiers,
  seriesName,
  type SeriesName,
} from '../modules/dossiers/index.ts'
import { addDefinition, compareCells, countCase, declareDefinition } from '../platform/cells/index.ts'
import {
  migrate,
  openDatabase,
  prepareProvince,
  readMigrations,
  type Database,
} from '../platform/db/index.ts'

let at = new Date('2026-11-19T02:00:00Z')
const clock = () => at
const names: string[] = []
const opened: Database[] = []
const series = Object.entries(dossierSeries)
/** The series that there were before dossiers kept their facts. */
const FIRST = ['accepted', 'finished', 'open', 'overdue']

const server = async (sql: string) => {
  const client = new pg.Client({ connectionString: inject('testServer') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
afterAll(async () => {
  for (const database of opened) await database.close()
  for (const name of names) await server(`DROP DATABASE ${name} WITH (FORCE)`)
})

interface Released {
  readonly database: Database
  /** Brings it to the state of today's program: its migrations, then its series. */
  readonly upgrade: () => Promise<void>
}

/** A province as the migrations before `until` make it, furnished as the programs of then did. */
async function released(until: string): Promise<Released> {
  const name = `upgraded_${newId().replaceAll('-', '')}`
  await server(`CREATE DATABASE ${name}`)
  names.push(name)
  const url = new URL(inject('testServer'))
  url.pathname = `/${name}`
  const access = await prepareProvince({ url: url.href, province: 'tinh-cu', signIn: true })
  const migrations = await readMigrations(new URL('../migrations', import.meta.url).pathname)
  const { owner: ownerConnection, appRole } = access
  const asOwner = { owner: ownerConnection, appRole }
  await migrate({ ...asOwner, migrations: migrations.filter((one) => one.name < until) })
  const database = openDatabase(access.app)
  opened.push(database)
  const owner = openDatabase(ownerConnection)
  await furnish(owner)
  await owner.close()
  return {
    database,
    upgrade: async () => {
      await migrate({ ...asOwner, migrations })
      for (const [, definition] of series) await declareDefinition(database, clock, definition)
      for (const [, definition] of series) {
        await addDefinition(database, clock, definition, (tx, after, limit) =>
          countInDossiers(tx, clock, after, limit),
        )
      }
    },
  }
}

async function expectExact(database: Database): Promise<void> {
  for (const [key] of series) {
    const report = await database.snapshot((db) =>
      compareCells(db, seriesName(key as SeriesName), recountDossiers(db)),
    )
    expect(report, key).toMatchObject({ exact: true })
  }
  expect(await database.snapshot(compareFacts)).toMatchObject({ mismatchCount: 0 })
}

const ids = { agency: newId(), procedure: newId(), version: newId(), person: newId(), officer: newId() }

/** Agency, procedure and people as the first migrations kept them. */
async function furnish(owner: Database): Promise<void> {
  await owner.run('INSERT INTO agency (id, key) VALUES ($1, $2)', [ids.agency, 'an-office'])
  await owner.run(
    `INSERT INTO agency_version (id, agency_id, code, code_status, name, kind, level, counter, valid_from, source)
     VALUES ($1, $2, 'H53.1', 'official', 'UBND phường', 'commune-committee', 'commune', 'TT', '2025-07-01', 'NQ')`,
    [newId(), ids.agency],
  )
  await owner.run(`INSERT INTO procedure (id, code) VALUES ($1, '1.001193')`, [ids.procedure])
  await owner.run(
    `INSERT INTO procedure_version (id, procedure_id, valid_from, name, declaration, hash, published_at)
     VALUES ($1, $2, '2025-07-01', 'Đăng ký khai sinh', $3::json, $4, $5)`,
    [
      ids.version,
      ids.procedure,
      JSON.stringify({ serviceLevel: { level: 'end-to-end' } }),
      '0'.repeat(64),
      at,
    ],
  )
  await owner.run(
    `INSERT INTO person (id, kind, name, recorded_at) VALUES ($1, 'citizen', 'Nguyễn Văn An', $2)`,
    [ids.person, at],
  )
  await owner.run(
    `INSERT INTO officer (id, subject, name, recorded_at) VALUES ($1, 'approver', 'Võ Hồng Sơn', $2)`,
    [ids.officer, at],
  )
}

interface Old {
  readonly channel: 'online' | null
  readonly accepted: string | null
  readonly due: string | null
  readonly finished: string | null
  readonly file: boolean
}

const olds: readonly Old[] = [
  { channel: 'online', accepted: null, due: null, finished: null, file: false },
  { channel: 'online', accepted: '2026-11-03', due: '2026-11-05', finished: '2026-11-04', file: true },
  { channel: 'online', accepted: '2026-11-03', due: '2026-11-05', finished: '2026-11-09', file: false },
  { channel: 'online', accepted: '2026-11-12', due: '2026-11-16', finished: null, file: false },
  { channel: 'online', accepted: '2026-11-19', due: '2026-11-26', finished: null, file: false },
  { channel: null, accepted: '2026-10-01', due: null, finished: '2026-10-20', file: false },
]

const instant = (day: string | null) => (day === null ? null : new Date(`${day}T02:00:00Z`))

/** As the program of then wrote it: kept with its counts under the four series that there were; an open one is foreseen as late from its due date. */
async function insertOld(app: Database, old: Old, nth: number): Promise<void> {
  const [acceptedAt, dueAt, finishedAt] = [old.accepted, old.due, old.finished].map(instant)
  const id = newId()
  const isOwn = old.channel !== null
  const due = old.due === null ? 'unknown' : 'known'
  const dimensions = { channel: old.channel ?? 'unknown', due, procedure: '1.001193' }
  const count = (key: string, on: string, num: number, den: number) => ({
    definition: `dossiers.${key}@1`,
    agency: ids.agency,
    dimensions,
    on,
    num,
    den,
  })
  const isLate = old.due !== null && (old.finished === null || old.finished > old.due)
  const online = isOwn && (old.finished === null || old.file) ? 1 : 0
  const counted =
    old.accepted === null
      ? []
      : [
          count('accepted', old.accepted, online, 1),
          count('open', old.accepted, 0, 1),
          ...(isLate && old.due !== null ? [count('overdue', old.due, 0, 1)] : []),
          ...(old.finished === null ? [] : [count('open', old.finished, 0, -1)]),
          ...(old.finished !== null && isLate ? [count('overdue', old.finished, 0, -1)] : []),
          ...(old.finished === null
            ? []
            : [count('finished', old.finished, due === 'known' && !isLate ? 1 : 0, 1)]),
        ]
  await app.transact(async (tx) => {
    await tx.run(
      `INSERT INTO dossier (id, code, procedure_version_id, case_key, channel, origin, source, source_key, applicant_id,
         receiving_agency_id, competent_agency_id, state, submitted_at, accepted_at, due_at, due_basis, late_from, finished_at,
         version, counted)
       VALUES ($1, $2, $3, 'any', $4, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13, $14, $13, $15, 1, $16::jsonb)`,
      [
        id,
        `OLD-${nth}`,
        ids.version,
        old.channel,
        isOwn ? 'own' : 'taken-in',
        isOwn ? null : 'a-log',
        isOwn ? null : String(nth),
        isOwn ? ids.person : null,
        ids.agency,
        acceptedAt === null ? 'submitted' : finishedAt === null ? 'processing' : 'finished',
        acceptedAt ?? at,
        acceptedAt,
        dueAt,
        dueAt === null ? 'unknown' : 'computed',
        finishedAt,
        JSON.stringify(counted),
      ],
    )
    if (finishedAt !== null && isOwn) {
      const file = old.file ? { sha256: 'a'.repeat(64), name: 'ket-qua.pdf' } : null
      await tx.run(
        `INSERT INTO dossier_result (dossier_id, key, name, number, issued_at, signer_id, decision, file_sha256, file_name)
         VALUES ($1, 'extract', 'Trích lục', $2, $3, $4, 'granted', $5, $6)`,
        [id, `${nth}/2026`, finishedAt, ids.officer, file?.sha256 ?? null, file?.name ?? null],
      )
    }
    await countCase(tx, clock, [], counted)
  })
}

test('a database of the first release is brought up with its dossiers: every figure exact, and opening what it counts', async () => {
  at = new Date('2026-11-19T02:00:00Z')
  const { database, upgrade } = await released('0042')
  for (const [key, definition] of series) {
    if (FIRST.includes(key)) await addDefinition(database, clock, definition, () => Promise.resolve(null))
  }
  for (const [nth, old] of olds.entries()) await insertOld(database, old, nth)

  at = new Date('2026-11-20T02:00:00Z')
  await upgrade()
  await expectExact(database)

  const content = await readIndicators(new URL('../content/tay-ninh', import.meta.url).pathname)
  await database.transact((tx) => loadIndicators(tx, at, content))
  const parts = { database, clock }
  const { figures } = await readFigures(parts, {})
  const ratioOf = (key: string) => figures.find(({ definition }) => definition.key === key)?.ratio
  expect(ratioOf('on-time')).toMatchObject({ numerator: 2, denominator: 4, unknown: 0 })
  expect(ratioOf('submitted-online')).toMatchObject({ numerator: 3, denominator: 4 })
  expect(ratioOf('handled-end-to-end')).toMatchObject({ numerator: 1, denominator: 2, unknown: 0 })
  expect(ratioOf('paid-online')).toMatchObject({ denominator: 0, unknown: 4 })
  expect(ratioOf('digitised')).toMatchObject({ numerator: 3, denominator: 4 })
  expect(ratioOf('data-reused')).toMatchObject({ numerator: 0, denominator: 4 })
  expect(ratioOf('satisfaction')).toMatchObject({ numerator: 1, denominator: 2 })
  for (const { definition } of figures) {
    if (definition.state !== 'computed' || definition.key === 'provided-online') continue
    for (const month of ['2026-10', '2026-11']) {
      for (const part of ['numerator', 'rest', 'unknown'] as const) {
        const records = await readRecords(parts, definition.key, { month, part })
        expect(records.items, `${definition.key} ${month} ${part}`).toHaveLength(records.listed)
      }
    }
  }

  // As of the day before, what was counted then is answered; what was counted in later is not known, and not nought.
  const asThen = { asRecordedOn: '2026-11-19' }
  const { figures: then } = await readFigures(parts, asThen)
  const was = (key: string) => then.find(({ definition }) => definition.key === key)
  expect(was('on-time')).toMatchObject({ ratio: { numerator: 2, denominator: 4 }, countedFrom: null })
  expect(was('digitised')).toMatchObject({ ratio: null, trend: [], countedFrom: '2026-11-20' })
  expect(was('handled-end-to-end')).toMatchObject({ ratio: null, countedFrom: '2026-11-20' })
  await expect(readRecords(parts, 'digitised', asThen)).rejects.toMatchObject({
    code: 'indicators.not-counted-then',
    meta: { from: '2026-11-20' },
  })
})

/** Versions whose dossiers the two definitions of handled end to end tell apart. */
const levels = [
  { level: 'end-to-end' },
  { level: 'partial', reason: 'technical-fault' },
  { level: 'partial', reason: 'presence-required' },
  { level: 'online' },
]

/** A dossier handled wholly online on 4 November, as the program before 0078 counted and kept it. */
async function insertHandled(database: Database, nth: number, procedure: string, offered: boolean) {
  const versionId = newId()
  const [id, accepted, finished] = [newId(), '2026-11-03', '2026-11-04']
  const dimensions = { channel: 'online', procedure }
  const count = (key: string, on: string, num: number, den: number, of: Record<string, string>) => ({
    definition: `dossiers.${key}@1`,
    agency: ids.agency,
    dimensions: { ...dimensions, ...of },
    on,
    num,
    den,
  })
  const [due, proof] = [{ due: 'known' }, { proof: 'full' }]
  const counted = [
    count('accepted', accepted, 1, 1, due),
    count('open', accepted, 0, 1, due),
    count('open', finished, 0, -1, due),
    count('paid', accepted, 0, 1, { proof: 'none' }),
    count('digitised', accepted, 1, 1, proof),
    count('reused', accepted, 0, 1, proof),
    count('finished', finished, 1, 1, due),
    ...(offered ? [count('end-to-end', finished, 1, 1, proof)] : []),
    count('satisfied', finished, 1, 1, proof),
  ]
  await database.transact(async (tx) => {
    const procedureId = newId()
    await tx.run('INSERT INTO procedure (id, code) VALUES ($1, $2)', [procedureId, procedure])
    await tx.run(
      `INSERT INTO procedure_version (id, procedure_id, valid_from, name, declaration, hash, published_at)
       VALUES ($1, $2, '2025-07-01', 'Thủ tục', $3::json, $4, $5)`,
      [versionId, procedureId, JSON.stringify({ serviceLevel: levels[nth] }), String(nth).repeat(64), at],
    )
    await tx.run(
      `INSERT INTO dossier (id, code, procedure_version_id, case_key, channel, origin, applicant_id, receiving_agency_id,
         competent_agency_id, state, submitted_at, accepted_at, due_at, due_basis, finished_at, version, counted,
         digitised, reused, paper, electronic_result)
       VALUES ($1, $2, $3, 'any', 'online', 'own', $4, $5, $5, 'finished', $6, $6, '2026-11-05T02:00:00Z', 'computed', $7, 1,
         $8::jsonb, true, false, false, true)`,
      [
        id,
        `HANDLED-${nth}`,
        versionId,
        ids.person,
        ids.agency,
        instant(accepted),
        instant(finished),
        JSON.stringify(counted),
      ],
    )
    await tx.run(
      `INSERT INTO dossier_fact (dossier_id, recorded_on, agency_id, procedure, channel, provable, accepted_at, ended_at,
         digitised, reused, paper, electronic_result, end_to_end)
       VALUES ($1, '2026-11-19', $2, $3, 'online', true, $4, $5, true, false, false, true, $6)`,
      [id, ids.agency, procedure, instant(accepted), instant(finished), offered],
    )
    await countCase(tx, clock, [], counted)
  })
}

test('handled end to end is counted anew over what can be handled so, and answers as it was defined for a day before', async () => {
  at = new Date('2026-11-19T02:00:00Z')
  const { database, upgrade } = await released('0078')
  for (const [key, definition] of series) {
    if (key !== 'endToEnd') await addDefinition(database, clock, definition, () => Promise.resolve(null))
  }
  const content = await readIndicators(new URL('../content/tay-ninh', import.meta.url).pathname)
  const indicators = content.value.indicators.map((one) =>
    one.key === 'handled-end-to-end' ? { ...one, denominator: 'of those offered so' } : one,
  )
  await database.transact((tx) => loadIndicators(tx, at, { ...content, value: { indicators } }))
  for (const [nth, { level }] of levels.entries())
    await insertHandled(database, nth, `1.00000${nth}`, level === 'end-to-end')

  at = new Date('2026-11-20T02:00:00Z')
  await database.transact((tx) => loadIndicators(tx, at, content))
  await upgrade()
  await expectExact(database)

  const parts = { database, clock }
  const handled = async (query: { asRecordedOn?: string }) => {
    const { figures } = await readFigures(parts, query)
    return figures.find(({ definition }) => definition.key === 'handled-end-to-end')
  }
  expect((await handled({}))?.ratio).toMatchObject({ numerator: 2, denominator: 2, unknown: 1 })
  expect((await handled({}))?.definition.denominator).not.toBe('of those offered so')
  const before = await handled({ asRecordedOn: '2026-11-19' })
  expect(before?.ratio).toMatchObject({ numerator: 1, denominator: 1, unknown: 0 })
  expect(before?.definition.denominator).toBe('of those offered so')
  const codes = async (query: { asRecordedOn?: string }) =>
    (await readRecords(parts, 'handled-end-to-end', { month: '2026-11', ...query })).items.map(
      ({ code }) => code,
    )
  expect(await codes({})).toEqual(['HANDLED-0', 'HANDLED-1', 'HANDLED-3'])
  expect(await codes({ asRecordedOn: '2026-11-19' })).toEqual(['HANDLED-0'])
  at = new Date('2026-11-21T02:00:00Z')
  expect((await handled({ asRecordedOn: '2026-11-20' }))?.ratio).toMatchObject({ denominator: 2, unknown: 1 })
})
