import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newId } from '../kernel/ids.ts'
import { loadIndicators, readFigures, readIndicators, readRecords } from '../modules/indicators/index.ts'
import {
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

const at = new Date('2026-11-20T02:00:00Z')
const clock = () => at
const name = `upgraded_${newId().replaceAll('-', '')}`
const series = Object.entries(dossierSeries)
/** The series that there were before dossiers kept their facts. */
const FIRST = ['accepted', 'finished', 'open', 'overdue']

let database: Database
const server = async (sql: string) => {
  const client = new pg.Client({ connectionString: inject('testServer') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
beforeAll(async () => {
  await server(`CREATE DATABASE ${name}`)
})
afterAll(async () => {
  await database.close()
  await server(`DROP DATABASE ${name} WITH (FORCE)`)
})

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
  const url = new URL(inject('testServer'))
  url.pathname = `/${name}`
  const access = await prepareProvince({ url: url.href, province: 'tinh-cu', signIn: true })
  const migrations = await readMigrations(new URL('../migrations', import.meta.url).pathname)
  const { owner: ownerConnection, appRole } = access
  const asOwner = { owner: ownerConnection, appRole }
  await migrate({ ...asOwner, migrations: migrations.filter((one) => one.name < '0042') })
  database = openDatabase(access.app)
  const owner = openDatabase(ownerConnection)
  await furnish(owner)
  await owner.close()
  for (const [key, definition] of series) {
    if (FIRST.includes(key)) await addDefinition(database, clock, definition, () => Promise.resolve(null))
  }
  for (const [nth, old] of olds.entries()) await insertOld(database, old, nth)

  await migrate({ ...asOwner, migrations })
  for (const [, definition] of series) await declareDefinition(database, clock, definition)
  for (const [, definition] of series) {
    await addDefinition(database, clock, definition, (tx, after, limit) =>
      countInDossiers(tx, clock, after, limit),
    )
  }

  for (const [key] of series) {
    const report = await database.snapshot((db) =>
      compareCells(db, seriesName(key as SeriesName), recountDossiers(db)),
    )
    expect(report, key).toMatchObject({ exact: true })
  }

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
})
