import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, localDateOf } from '../../kernel/dates.ts'
import { fold } from '../../platform/cells/index.ts'
import { livingProvince, type LivingProvince } from '../../tests/living-province.ts'
import type { Evidence } from '../dossiers/domain.ts'
import { takeInDossier } from '../dossiers/index.ts'
import { changeDossier } from '../dossiers/service/change.ts'
import { acceptDossier, completeTask } from '../dossiers/service/decisions.ts'
import { readDossierPage } from '../dossiers/service/reading.ts'
import { submitDossier } from '../dossiers/service/submission.ts'
import { listCurrentVersions } from '../procedures/index.ts'
import { readBreakdown, readFigures, readRecords } from './index.ts'

let province: LivingProvince
let versionId: string
let versionIds: readonly string[]
let communes: readonly string[]

beforeAll(async () => {
  province = await livingProvince('2026-11-20T02:00:00Z')
  // Of the three one cannot be handled end to end, one can, of one that is not known.
  const versions = await listCurrentVersions(
    province.database,
    ['1.001193', '1.001612', '1.000656'],
    '2026-11-20',
  )
  const byEligibility = [false, true, null].map((eligible) =>
    versions.find(({ eligibleForEndToEnd }) => eligibleForEndToEnd === eligible),
  )
  versionIds = byEligibility.map((version) => version?.id ?? '')
  versionId = versionIds[0] ?? ''
  communes = [await province.agency('ubnd-27694'), await province.agency('ubnd-25459')]
})
afterAll(() => province.drop())

const parts = () => ({ database: province.database, clock: province.now })

async function figure(key: string, query: Parameters<typeof readFigures>[1]) {
  const { figures } = await readFigures(parts(), query)
  return figures.find(({ definition }) => definition.key === key)
}

/** A case lived at these hours after 1 October 2026, 00:00 in Vietnam; null: not yet, or not known. */
interface Case {
  readonly agency: number
  readonly channel: 'online' | 'counter' | 'post' | null
  readonly started: number
  readonly due: number | null
  readonly ended: number | null
}

const HOURS = 24 * 60
const aCase: fc.Arbitrary<Case> = fc
  .record({
    agency: fc.integer({ min: 0, max: 1 }),
    channel: fc.constantFrom('online', 'counter', 'post', null),
    started: fc.integer({ min: 0, max: HOURS }),
    due: fc.option(fc.integer({ min: 1, max: 600 })),
    ended: fc.option(fc.integer({ min: 0, max: 900 })),
  })
  .map(({ agency, channel, started, due, ended }) => ({
    agency,
    channel,
    started,
    due: due === null ? null : started + due,
    ended: ended === null ? null : started + ended,
  }))

/** What may have been seen of it. */
const evidence: fc.Arbitrary<Evidence> = fc.record({
  fees: fc.constantFrom(null, 'none', 'due', 'paid-online', 'paid-otherwise'),
  digitised: fc.constantFrom(null, true, false),
  reused: fc.constantFrom(null, true, false),
  paper: fc.constantFrom(null, true, false),
  electronicResult: fc.boolean(),
  vote: fc.constantFrom(null, 'liked', 'neutral', 'disliked'),
})

const computed = [
  'on-time',
  'submitted-online',
  'handled-end-to-end',
  'paid-online',
  'digitised',
  'data-reused',
  'satisfaction',
] as const

const hour = (n: number) => new Date(Date.parse('2026-09-30T17:00:00Z') + n * 3_600_000)

describe('the figures', () => {
  test('of a province without dossiers are no data, not nought', async () => {
    expect(await figure('on-time', {})).toMatchObject({
      ratio: { numerator: 0, denominator: 0, unknown: 0, value: null },
    })
    expect((await figure('satisfaction', {}))?.ratio?.value).toBeNull()
    expect((await figure('digital-transformation-rank', {}))?.ratio).toBeNull()
  })

  test('count at once what was committed, and open the very dossiers', async () => {
    const officer = await province.officer('nguyen-thi-lan')
    const citizen = await province.citizen('nguyen-van-an')
    const receipt = await submitDossier(
      province.parts,
      citizen,
      await province.birth(citizen, 'ubnd-27694'),
      undefined,
    )
    expect((await figure('submitted-online', {}))?.ratio).toMatchObject({ denominator: 0 })
    await acceptDossier(province.parts, officer, receipt.id)
    expect((await figure('submitted-online', {}))?.ratio).toMatchObject({
      numerator: 1,
      denominator: 1,
      value: 100,
    })
    const records = await readRecords(parts(), 'submitted-online', { part: 'numerator' })
    expect(records.items.map(({ code }) => code)).toEqual([receipt.code])
    expect(records.listed).toBe(1)
  })

  test('count an online dossier no more as online, once its result was issued on paper only', async () => {
    const [caseOfficer, approver] = [
      await province.officer('tran-quoc-bao'),
      await province.officer('vo-hong-son'),
    ]
    const { items } = await readRecords(parts(), 'submitted-online', {})
    const id = items[0]?.dossierId ?? ''
    const task = async (officer: typeof approver) =>
      (await readDossierPage(province.parts, officer, id)).actions.find(
        ({ action }) => action === 'complete-task',
      )?.taskId ?? ''
    await completeTask(province.parts, caseOfficer, id, {
      taskId: await task(caseOfficer),
      outcome: 'propose-grant',
    })
    await completeTask(province.parts, approver, id, {
      taskId: await task(approver),
      outcome: 'approve',
      result: { number: '16/2026' },
    })
    expect((await figure('submitted-online', {}))?.ratio).toMatchObject({ numerator: 0, denominator: 1 })
    expect((await figure('on-time', {}))?.ratio).toMatchObject({ numerator: 1, denominator: 1 })
  })

  test('keep a dossier on time until the very instant it is due, and late after it', async () => {
    await takeInDossier(
      parts(),
      {
        source: 'instant',
        sourceKey: '1',
        code: 'INSTANT-1',
        procedureVersionId: versionId,
        caseKey: 'with-birth-notice',
        channel: 'online',
        agencyId: communes[1] ?? '',
        startedAt: new Date('2026-11-19T02:00:00Z'),
        endedAt: null,
        statedDueAt: new Date('2026-11-20T03:00:00Z'),
      },
      [],
    )
    const query = { agencyId: communes[1] ?? '' }
    province.at('2026-11-20T03:00:00Z')
    expect((await figure('on-time', query))?.ratio).toMatchObject({ numerator: 1, denominator: 1 })
    province.at('2026-11-20T03:00:01Z')
    expect((await figure('on-time', query))?.ratio).toMatchObject({ numerator: 0, denominator: 1 })
    province.at('2026-11-21T03:00:00Z')
    expect((await figure('on-time', query))?.ratio).toMatchObject({ numerator: 0, denominator: 1 })
  })

  test(
    'equal, in every month, agency, procedure, channel and part, the number of dossiers they open, today and as known before',
    { timeout: 120_000 },
    async () => {
      let serial = 0
      const known = new Map<string, number>()
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(aCase, evidence, fc.integer({ min: 0, max: 2 })), {
            minLength: 1,
            maxLength: 12,
          }),
          fc.integer({ min: 0, max: 24 }),
          fc.constantFrom(...computed),
          async (cases, now, key) => {
            const day = Math.floor(serial / 40)
            province.at(new Date(hour(HOURS + 24 * day).getTime() + now * 3_600_000 + 1000))
            for (const [one, seen, procedure] of cases) {
              serial += 1
              const { dossierId } = await takeInDossier(
                parts(),
                {
                  source: 'property',
                  sourceKey: String(serial),
                  code: `PROPERTY-${serial}`,
                  procedureVersionId: versionIds[procedure] ?? '',
                  caseKey: 'any',
                  channel: one.channel,
                  agencyId: communes[one.agency] ?? '',
                  startedAt: hour(one.started),
                  endedAt: one.ended === null || one.ended > HOURS ? null : hour(one.ended),
                  statedDueAt: one.due === null ? null : hour(one.due),
                },
                [],
              )
              await province.database.transact((tx) =>
                changeDossier(province.parts, tx, dossierId, ({ dossier }) => ({
                  dossier: { ...dossier, evidence: seen, version: dossier.version + 1 },
                  entries: [],
                })),
              )
            }
            if (serial % 3 === 0) await fold(province.database)
            const yesterday = addDays(localDateOf(province.now()), -1)
            for (const asRecordedOn of [undefined, yesterday]) {
              const as = asRecordedOn === undefined ? {} : { asRecordedOn }
              for (const month of ['2026-10', '2026-11']) {
                for (const by of ['agency', 'procedure', 'channel'] as const) {
                  const divided = await readBreakdown(parts(), key, by, { month, ...as })
                  for (const { key: group, ratio } of divided.parts) {
                    if (ratio.denominator + ratio.unknown === 0) continue
                    const narrowed = by === 'agency' ? { agencyId: group } : { [by]: group }
                    for (const part of ['numerator', 'rest', 'unknown'] as const) {
                      const query = { month, part, limit: 500, ...narrowed, ...as }
                      const records = await readRecords(parts(), key, query)
                      expect(records.ratio).toEqual(ratio)
                      expect(records.items.length).toBe(records.listed)
                      if (asRecordedOn === undefined) continue
                      // What they are like today says nothing of that day.
                      const told = records.items.flatMap((one) => [one.state, one.dueAt, one.endedAt])
                      expect(told.filter((one) => one !== null)).toEqual([])
                      const name = JSON.stringify([key, query])
                      expect(known.get(name) ?? records.listed).toBe(records.listed)
                      known.set(name, records.listed)
                    }
                  }
                }
              }
            }
          },
        ),
        { numRuns: 25 },
      )
      expect(known.size).toBeGreaterThan(0)
    },
  )

  test('are known for a past day as they were known at its end, whatever is recorded afterwards', async () => {
    const agencyId = await province.agency('ubnd-25486')
    const lived = (sourceKey: string) => ({
      source: 'as-known',
      sourceKey,
      code: `KNOWN-${sourceKey}`,
      procedureVersionId: versionId,
      caseKey: 'with-birth-notice',
      channel: 'online' as const,
      agencyId,
      startedAt: new Date('2026-12-10T02:00:00Z'),
      endedAt: null,
      statedDueAt: null,
    })
    province.at('2026-12-10T03:00:00Z')
    await takeInDossier(parts(), lived('1'), [])
    province.at('2026-12-11T03:00:00Z')
    const yesterday = { agencyId, asRecordedOn: '2026-12-10' }
    expect((await figure('submitted-online', yesterday))?.ratio).toMatchObject({ denominator: 1 })
    await takeInDossier(parts(), lived('2'), [])
    expect((await figure('submitted-online', yesterday))?.ratio).toMatchObject({ denominator: 1 })
    expect((await figure('submitted-online', { agencyId }))?.ratio).toMatchObject({ denominator: 2 })
    await expect(readFigures(parts(), { asRecordedOn: '2026-12-11' })).rejects.toMatchObject({
      code: 'indicators.day-not-closed',
    })
  })

  test('count the procedures offered online among those that the agencies asked about decide on', async () => {
    const agencyId = communes[0] ?? ''
    for (const query of [{}, { agencyId }]) {
      const whole = await readRecords(parts(), 'provided-online', { ...query, limit: 500 })
      const online = whole.procedures.filter(({ serviceLevel }) =>
        ['partial', 'end-to-end', 'online'].includes(serviceLevel),
      )
      expect(whole.ratio).toMatchObject({ numerator: online.length, denominator: whole.procedures.length })
      expect(whole.procedures.map(({ code }) => code)).toContain('1.001193')
      expect(whole.procedures.map(({ code }) => code)).not.toContain('receipt-log')
      const counted = await readRecords(parts(), 'provided-online', {
        ...query,
        part: 'numerator',
        limit: 500,
      })
      expect(counted.procedures).toEqual(online)
    }
    const { parts: agencies } = await readBreakdown(parts(), 'provided-online', 'agency', {})
    const own = await readRecords(parts(), 'provided-online', { agencyId })
    expect(agencies.find(({ key }) => key === agencyId)?.ratio).toEqual(own.ratio)
    await expect(readBreakdown(parts(), 'provided-online', 'channel', {})).rejects.toMatchObject({
      code: 'indicators.not-divided-so',
    })
  })

  test('keep the dossiers of an agency that is no more, and tell them under its name', async () => {
    province.at('2026-12-28T03:00:00Z')
    const ended = await province.agency('ubnd-25486')
    const before = (await figure('on-time', {}))?.ratio
    const divided = await readBreakdown(parts(), 'on-time', 'agency', {})
    const part = divided.parts.find(({ key }) => key === ended)
    expect(part?.ratio).toMatchObject({ unknown: 2 })
    const offered = (await figure('provided-online', { agencyId: ended }))?.ratio?.denominator ?? 0
    expect(offered).toBeGreaterThan(0)
    await province.owner.run(`UPDATE agency_version SET valid_to = '2026-12-20' WHERE agency_id = $1`, [
      ended,
    ])
    expect((await figure('on-time', {}))?.ratio).toEqual(before)
    const now = await readBreakdown(parts(), 'on-time', 'agency', {})
    expect(now.parts.find(({ key }) => key === ended)).toEqual(part)
    const records = await readRecords(parts(), 'on-time', { agencyId: ended })
    expect(records.items.map(({ agencyName }) => agencyName)).toEqual([part?.name, part?.name])
    expect((await figure('provided-online', { agencyId: ended }))?.ratio?.denominator).toBe(0)
    const counted = await readBreakdown(parts(), 'submitted-online', 'agency', { month: '2026-10' })
    expect(counted.parts.map(({ key }) => key)).toContain(ended)
  })

  test('of a month to come are refused', async () => {
    await expect(readFigures(parts(), { month: '2031-01' })).rejects.toMatchObject({
      code: 'indicators.month-to-come',
    })
  })
})
