import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentFolder, livingProvince, type LivingProvince } from '../../tests/living-province.ts'
import { dossierSeries, getDossierTruth, recountDossiers, seriesName } from '../../modules/dossiers/index.ts'
import { factOf } from '../../modules/dossiers/fact.ts'
import { readDossierPage } from '../../modules/dossiers/service/reading.ts'
import { listDossiers } from '../../modules/dossiers/store/dossier.ts'
import { getVersion } from '../../modules/procedures/index.ts'
import { compareCells, type CellReport } from '../../platform/cells/index.ts'
import { verifySeals } from '../../platform/ledger/index.ts'
import { simulate } from './index.ts'

const NOW = '2026-11-24T03:00:00Z'
const asked = { seed: 7, dossiers: 300, months: 6 }

const placeOf = ({ database, parts, now }: LivingProvince, mode: 'demo' | 'real' = 'demo') => ({
  database,
  clock: now,
  mode,
  contentFolder,
  dossiers: parts,
})

/** Everything that a simulation decides, without what every province draws for itself. */
async function picture({ database }: LivingProvince) {
  const dossiers = await listDossiers(database, null, 10_000)
  const facts = await database.rows('SELECT * FROM dossier_fact ORDER BY dossier_id, recorded_on')
  const cells = await database.rows(
    'SELECT agency, dimensions, event_day, recorded_day, sum(num) AS num, sum(den) AS den FROM cell_log GROUP BY 1, 2, 3, 4 HAVING sum(den) <> 0 ORDER BY 1, 2, 3, 4',
  )
  const entries = await database.rows(
    `SELECT case_id, case_seq, kind, occurred_at, payload FROM ledger_entry JOIN ledger_payload ON entry_id = id
     WHERE case_id IN (SELECT id FROM dossier) ORDER BY 1, 2`,
  )
  const people = await database.rows(
    'SELECT id, national_id, name, birth_on FROM person WHERE subject IS NULL ORDER BY id',
  )
  // Agencies, versions and officers have ids of their own in each province.
  const ids = await database.rows<{ id: string; name: string }>(
    `SELECT id, key AS name FROM agency UNION ALL SELECT id, subject FROM officer
     UNION ALL SELECT version.id, code FROM procedure_version AS version JOIN procedure ON procedure.id = procedure_id`,
  )
  const names = new Map(ids.map(({ id, name }) => [id, name]))
  const text = JSON.stringify({ dossiers, facts, people, entries })
  return {
    cells: cells.length,
    text: text.replaceAll(
      /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
      (id) => names.get(id) ?? id,
    ),
  }
}

async function checkFigures({ database }: LivingProvince): Promise<readonly CellReport[]> {
  return await database.snapshot(async (db) => {
    const reports: CellReport[] = []
    for (const name of Object.keys(dossierSeries) as (keyof typeof dossierSeries)[])
      reports.push(await compareCells(db, seriesName(name), recountDossiers(db)))
    return reports
  })
}

describe('a simulated province', () => {
  let province: LivingProvince
  beforeAll(async () => {
    province = await livingProvince(NOW)
    await simulate(placeOf(province), asked)
  }, 120_000)
  afterAll(() => province.drop())

  test('has as many dossiers as were asked for, most of them ended and some waiting', async () => {
    const states = await province.database.rows<{ state: string; n: number }>(
      'SELECT state, count(*) AS n FROM dossier GROUP BY 1',
    )
    const of = (...names: string[]) =>
      states.filter(({ state }) => names.includes(state)).reduce((sum, { n }) => sum + n, 0)
    expect(of('submitted', 'processing', 'awaiting-supplement', 'refused', 'finished', 'released')).toBe(300)
    expect(of('released')).toBeGreaterThan(200)
    expect(of('submitted', 'processing', 'awaiting-supplement', 'finished')).toBeGreaterThan(0)
  })

  test('verifies: seals whole, every figure what counting from nothing gives', async () => {
    const seals = await province.database.snapshot((db) => verifySeals(db, { log: 'ledger' }))
    expect(seals.whole).toBe(true)
    expect(seals.unsealed).toEqual({ placed: 0, unplaced: 0 })
    const reports = await checkFigures(province)
    expect(reports.map(({ mismatches }) => mismatches).flat()).toEqual([])
    expect(reports.every(({ counts }) => counts > 0)).toBe(true)
  })

  test('keeps of each dossier the fact that follows from it, day by day without a gap', async () => {
    const { database } = province
    for (const { dossier } of await listDossiers(database, null, 1000)) {
      const rows = await database.rows<Record<string, unknown>>(
        `SELECT accepted_at, ended_at, late_from, fees, digitised, reused, paper, electronic_result, provable, channel,
           recorded_on, replaced_on FROM dossier_fact WHERE dossier_id = $1 ORDER BY recorded_on`,
        [dossier.id],
      )
      const fact = factOf(dossier, await getVersion(database, dossier.procedureVersionId))
      const last = rows.at(-1)
      if (fact === null) {
        expect(rows).toEqual([])
        continue
      }
      expect(last).toMatchObject({
        accepted_at: fact.acceptedAt,
        ended_at: fact.endedAt,
        late_from: fact.lateFrom,
        fees: fact.fees,
        digitised: fact.digitised,
        reused: fact.reused,
        paper: fact.paper,
        electronic_result: fact.electronicResult,
        provable: fact.provable,
        channel: fact.channel,
        replaced_on: null,
      })
      for (const [index, row] of rows.entries())
        if (index > 0) expect(rows[index - 1]?.['replaced_on']).toBe(row['recorded_on'])
    }
  })

  test('grows in what was known over the months', async () => {
    const months = await province.database.rows<{ month: string }>(
      'SELECT DISTINCT recorded_month::text AS month FROM cell ORDER BY 1',
    )
    expect(months.length).toBeGreaterThanOrEqual(6)
  })

  test('opens as whole dossiers: each truth reads, each page opens, and none would be told to the outside', async () => {
    const { database, parts } = province
    for (const { dossier } of await listDossiers(database, null, 60)) {
      const truth = await getDossierTruth(database, dossier.id)
      expect(truth.origin).toBe('taken-in')
      const officerId = '00000000-0000-7000-8000-000000000000'
      const page = await readDossierPage(
        parts,
        {
          kind: 'officer',
          officerId,
          name: '',
          roles: [{ agencyId: dossier.receivingAgencyId, role: 'reception' }],
        } as never,
        dossier.id,
      )
      expect(page.code).toBe(dossier.code)
    }
  })

  test('happens once: a second run changes nothing', async () => {
    const before = await picture(province)
    const again = await simulate(placeOf(province), asked)
    expect(again).toMatchObject({ wasFinished: true, written: 0 })
    expect(await picture(province)).toEqual(before)
  })

  test('takes another simulation besides, of other people', async () => {
    await simulate(placeOf(province), { ...asked, seed: 8, dossiers: 40 })
    const { n } = await province.database.one<{ n: number }>('SELECT count(*) AS n FROM dossier')
    expect(n).toBe(340)
    expect((await checkFigures(province)).every(({ exact }) => exact)).toBe(true)
  }, 60_000)
})

test('the same seed gives the same life, also when stopped in the middle and taken up again', async () => {
  const [whole, broken] = await Promise.all([livingProvince(NOW), livingProvince(NOW)])
  try {
    await simulate(placeOf(whole), { ...asked, dossiers: 1500 })
    let asks = 0
    const stopped = await simulate(
      placeOf(broken),
      { ...asked, dossiers: 1500 },
      { isStopped: () => (asks += 1) > 1 },
    )
    expect(stopped.written).toBeGreaterThan(0)
    expect(stopped.written).toBeLessThan(1500)
    broken.at('2026-11-26T03:00:00Z')
    const resumed = await simulate(placeOf(broken), { ...asked, dossiers: 1500 })
    expect(stopped.written + resumed.written).toBe(1500)
    expect(await picture(broken)).toEqual(await picture(whole))
    expect((await checkFigures(broken)).every(({ exact }) => exact)).toBe(true)
  } finally {
    await Promise.all([whole.drop(), broken.drop()])
  }
}, 240_000)

test('what cannot go on as it began is not gone on with', async () => {
  const province = await livingProvince(NOW)
  const many = { ...asked, dossiers: 1500 }
  try {
    let asks = 0
    await simulate(placeOf(province), many, { isStopped: () => (asks += 1) > 1 })
    const hour = (sign: string) =>
      `UPDATE dossier SET accepted_at = accepted_at ${sign} interval '1 minute' WHERE accepted_at IS NOT NULL`
    await province.database.run(hour('-'))
    await expect(simulate(placeOf(province), many)).rejects.toMatchObject({
      code: 'simulation.content-changed',
    })
    await province.database.run(hour('+'))
    const { written } = await simulate(placeOf(province), many)
    expect(written).toBeGreaterThan(0)
  } finally {
    await province.drop()
  }
}, 120_000)

test('a real province refuses', async () => {
  const province = await livingProvince(NOW)
  try {
    await expect(simulate(placeOf(province, 'real'), asked)).rejects.toMatchObject({
      code: 'simulation.real-province',
    })
    expect(await listDossiers(province.database, null, 1)).toEqual([])
  } finally {
    await province.drop()
  }
}, 60_000)
