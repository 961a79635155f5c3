import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriesName } from '../../modules/dossiers/fact.ts'
import { recountDossiers } from '../../modules/dossiers/index.ts'
import { compareCells } from '../../platform/cells/index.ts'
import { contentFolder, livingProvince, type LivingProvince } from '../../tests/living-province.ts'
import { exportLog, replayLog } from './index.ts'
import { listHeldBack } from './store.ts'
import type { XesCase } from './xes/model.ts'
import { readXes } from './xes/read.ts'

const day = (n: number, time = '10:00:00.000') => `2011-03-${String(n).padStart(2, '0')}T${time}+01:00`

interface Told {
  readonly key: string
  readonly start: string
  readonly end?: string
  readonly deadline?: string
  readonly channel?: string
  readonly events: readonly string[]
}

const trace = ({ key, start, end, deadline, channel, events }: Told) =>
  [
    '<trace>',
    `<string key="concept:name" value="${key}"/><date key="startdate" value="${start}"/>`,
    end === undefined ? '' : `<date key="enddate" value="${end}"/>`,
    deadline === undefined ? '' : `<date key="deadline" value="${deadline}"/>`,
    channel === undefined ? '' : `<string key="channel" value="${channel}"/>`,
    ...events.map(
      (at) =>
        `<event><string key="concept:name" value="T02 Check"/><date key="time:timestamp" value="${at}"/><string key="org:resource" value="Resource21"/></event>`,
    ),
    '</trace>',
  ].join('')

const log = (cases: readonly Told[]) =>
  `<?xml version="1.0"?><log xes.version="1.0"><string key="origin" value="test"/>${cases.map(trace).join('\n')}</log>`

const CASES: readonly Told[] = [
  {
    key: 'on-time',
    start: day(1),
    end: day(8),
    deadline: day(8),
    channel: 'Internet',
    events: [day(2), day(3)],
  },
  { key: 'late', start: day(1), end: day(9), deadline: day(8), channel: 'Desk', events: [day(2)] },
  { key: 'open', start: day(1), deadline: day(20), channel: 'e-mail', events: [day(2)] },
  { key: 'no-deadline', start: day(1), end: day(2), channel: 'Post', events: [] },
  {
    key: 'goes-on',
    start: day(1),
    end: day(4),
    deadline: day(9),
    channel: 'Internet',
    events: [day(2), day(6)],
  },
  { key: 'ends-first', start: day(5), end: day(4), channel: 'Internet', events: [day(6)] },
  { key: 'began-before', start: day(5), end: day(9), channel: 'Internet', events: [day(4)] },
]

let folder: string
let province: LivingProvince
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'))
  province = await livingProvince('2026-11-20T02:00:00Z')
})
afterAll(async () => {
  await province.drop()
  await rm(folder, { recursive: true, force: true })
})

async function replay(text: string) {
  const path = join(folder, 'receipt.xes')
  await writeFile(path, text)
  return replayLog({
    database: province.database,
    clock: province.now,
    contentFolder,
    path,
    name: 'receipt',
    progress: () => undefined,
  })
}

async function casesOf(path: string): Promise<readonly XesCase[]> {
  const cases: XesCase[] = []
  for await (const item of readXes(path)) if (item.kind === 'case') cases.push(item.case)
  return cases
}

describe('a replayed event log', () => {
  test('that is cut in half leaves nothing behind', async () => {
    const text = log(CASES)
    await expect(replay(text.slice(0, text.length / 2))).rejects.toMatchObject({
      code: 'event-log.cut-short',
    })
    const { n } = await province.database.one<{ n: number }>('SELECT count(*) AS n FROM dossier')
    expect(n).toBe(0)
  })

  test('that nobody declared is refused, and the declared ones are named', async () => {
    const path = join(folder, 'other.xes')
    await writeFile(path, log(CASES))
    await expect(
      replayLog({
        database: province.database,
        clock: province.now,
        contentFolder,
        path,
        name: 'other',
        progress: () => undefined,
      }),
    ).rejects.toMatchObject({ code: 'event-log.not-declared', meta: { declared: ['receipt'] } })
  })

  test('lives at its own time: its deadline as stated, its channel as said, what contradicts itself set apart', async () => {
    const summary = await replay(log(CASES))
    expect(summary).toEqual({
      log: 'receipt',
      cases: 7,
      events: 8,
      open: 1,
      closed: 4,
      onTime: 2,
      late: 1,
      heldBack: 2,
      byChannel: {
        Internet: { closed: 2, onTime: 2 },
        Desk: { closed: 1, onTime: 0 },
        Post: { closed: 1, onTime: 0 },
        'e-mail': { closed: 0, onTime: 0 },
      },
    })
    expect(await listHeldBack(province.database, 'receipt')).toEqual([
      { caseKey: 'ends-first', reason: 'ends-before-start' },
      { caseKey: 'began-before', reason: 'event-before-start' },
    ])
    const dossiers = await province.database.rows(
      `SELECT source_key, channel, due_basis, accepted_at FROM dossier ORDER BY code`,
    )
    expect(dossiers).toEqual([
      {
        source_key: 'goes-on',
        channel: 'online',
        due_basis: 'stated-by-source',
        accepted_at: new Date(day(1)),
      },
      {
        source_key: 'late',
        channel: 'counter',
        due_basis: 'stated-by-source',
        accepted_at: new Date(day(1)),
      },
      { source_key: 'no-deadline', channel: 'post', due_basis: 'unknown', accepted_at: new Date(day(1)) },
      {
        source_key: 'on-time',
        channel: 'online',
        due_basis: 'stated-by-source',
        accepted_at: new Date(day(1)),
      },
      { source_key: 'open', channel: null, due_basis: 'stated-by-source', accepted_at: new Date(day(1)) },
    ])
  })

  test('keeps an event after the stated end, and flags it', async () => {
    const steps = await province.database.rows(
      `SELECT flags FROM dossier_step JOIN dossier ON dossier.id = dossier_id WHERE source_key = 'goes-on' ORDER BY ordinal`,
    )
    expect(steps).toEqual([{ flags: [] }, { flags: ['after-end'] }])
  })

  test('counts in the figures exactly', async () => {
    for (const name of ['accepted', 'finished', 'open', 'overdue'] as const) {
      expect(
        await province.database.snapshot((db) => compareCells(db, seriesName(name), recountDossiers(db))),
      ).toMatchObject({ exact: true })
    }
  })

  test('changes nothing the second time', async () => {
    const before = await province.database.one('SELECT count(*) AS entries FROM ledger_entry')
    await replay(log(CASES))
    expect(await province.database.one('SELECT count(*) AS entries FROM ledger_entry')).toEqual(before)
  })

  test('says which cases tell something else the next time, and takes none of that in', async () => {
    const changed = CASES.map((one) => (one.key === 'open' ? { ...one, end: day(9) } : one))
    await expect(replay(log(changed))).rejects.toMatchObject({
      code: 'event-log.case-changed',
      meta: { cases: ['open'], count: 1 },
    })
  })

  test('is given back equal, event by event, those set apart included', async () => {
    const path = join(folder, 'given.xes')
    await writeFile(path, log(CASES))
    const pieces: string[] = []
    for await (const piece of exportLog(province.database, 'receipt', 'BẢN DÙNG THỬ')) pieces.push(piece)
    const back = join(folder, 'back.xes')
    await writeFile(back, pieces.join(''))
    expect(pieces[1]).toBe('<!-- BẢN DÙNG THỬ -->\n')
    expect(await casesOf(back)).toEqual(await casesOf(path))
  })
})
