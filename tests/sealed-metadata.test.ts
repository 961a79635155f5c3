import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cite } from '../kernel/clause.ts'
import { addAgency } from '../modules/agencies/service/administering.ts'
import { enterException, readYear } from '../modules/calendars/service/administering.ts'
import { openCounter, type Counter } from '../modules/dossiers/service/counter.fixture.ts'
import { refuseDossier } from '../modules/dossiers/service/decisions.ts'
import { settleFees } from '../modules/dossiers/service/paying.ts'
import { enterOfficer } from '../modules/people/index.ts'
import { leave } from '../modules/people/service/leaving.ts'
import { clausesOf, getVersion } from '../modules/procedures/index.ts'
import type { NewEntry } from '../platform/ledger/index.ts'

const root = join(import.meta.dirname, '..')
/** What an officer may well write, and what a person may ask to have erased. */
const WORDS = 'theo trình bày của bà Nguyễn Thị Kín, số 072190001234'

let counter: Counter
beforeAll(async () => {
  counter = await openCounter('2026-11-23T02:00:00Z')
})
afterAll(() => counter.province.drop())

const basesOf = async (kind: string) => {
  const { database } = counter.province
  return (
    await database.rows<{ basis: string | null }>(
      'SELECT basis FROM ledger_entry WHERE kind = $1 ORDER BY recorded_at, id',
      [kind],
    )
  ).map(({ basis }) => basis)
}

test('an entry takes no words for its basis: only a citation that content declares', () => {
  const typed: string = WORDS
  const entry = {
    kind: 'any.kind',
    occurredAt: new Date(0),
    actor: { kind: 'officer', id: 'o-1' } as const,
    payload: {},
  }
  const cited: NewEntry = { ...entry, basis: cite('NĐ 118/2025/NĐ-CP') }
  // @ts-expect-error: a string is no citation; this line fails to compile the day it is one.
  const refused: NewEntry = { ...entry, basis: typed }
  expect([cited, refused]).toHaveLength(2)
})

test('citations are made by content alone', async () => {
  const makers: string[] = []
  for await (const file of glob('{kernel,platform,modules,connectors,main,web}/**/*.{ts,tsx}', {
    cwd: root,
  })) {
    if (/[.](test|fixture)[.]tsx?$/.test(file)) continue
    if (/\bcite\(|\bas Clause\b/.test(await readFile(join(root, file), 'utf8'))) makers.push(file)
  }
  expect(makers.toSorted()).toEqual(['kernel/clause.ts', 'modules/procedures/domain.ts'])
})

test('what officers write as a ground or a basis stands in payloads, and never in the sealed metadata', async () => {
  const { province, reception } = counter
  const { parts, database } = province
  const refused = await counter.takeIn(counter.birth({ accept: false }))
  await refuseDossier(parts, reception, refused.id, { ground: WORDS, clause: WORDS })
  const named = await counter.takeIn(counter.birth({ accept: false }))
  const version = await getVersion(database, (await counter.page(named.id)).procedureVersionId)
  const [declared = ''] = clausesOf(version.declaration)
  await refuseDossier(parts, reception, named.id, { ground: WORDS, clause: `Điều 5 ${declared}, ${WORDS}` })
  const copies = await counter.takeIn(counter.copies())
  await settleFees(parts, reception, copies.id, { fees: { pages: 4, copies: 2 }, basis: WORDS })

  const operator = await province.officer('to-thanh-phong')
  const [commune, calendar] = [await province.agency('ubnd-27694'), 'civil-service']
  const { revision } = (await readYear(parts, operator, calendar, 2026)).calendar
  const day = { revision, date: '2026-12-11', kind: 'rest', name: 'Nghỉ chung', basis: WORDS } as const
  await enterException(parts, operator, calendar, day)
  await addAgency(parts, operator, {
    name: 'Phòng Văn hóa',
    kind: 'unit',
    parentId: commune,
    from: '2026-11-23',
    basis: WORDS,
  })
  const officer = await enterOfficer(parts, operator, {
    subject: 'someone-new',
    name: 'Người Mới',
    agencyId: commune,
    roles: ['reception'],
    from: '2026-11-23',
    basis: WORDS,
  })
  await leave(parts, operator, officer.id, { revision: officer.revision, on: '2026-11-24', basis: WORDS })

  const leaking = await database.rows(
    `SELECT kind FROM ledger_entry AS entry WHERE to_jsonb(entry)::text ~ 'Nguyễn Thị Kín|072190001234'`,
  )
  expect(leaking).toEqual([])
  const kept = await database.rows<{ kind: string }>(
    `SELECT DISTINCT entry.kind FROM ledger_entry AS entry JOIN ledger_payload ON entry_id = entry.id
     WHERE payload::text LIKE '%Nguyễn Thị Kín%' ORDER BY 1`,
  )
  expect(kept.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['agencies.added', 'dossier.refused', 'payment.fees-replaced', 'people.left']),
  )
  expect(new Set(await basesOf('dossier.refused'))).toEqual(new Set([null, declared]))
  expect((await counter.page(refused.id)).timeline.at(-1)).toMatchObject({ basis: WORDS })
})
