import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { readWorkList } from '../../modules/dossiers/service/lists.ts'
import { readDossierPage } from '../../modules/dossiers/service/reading.ts'
import { readBreakdown, readFigures, readRecords } from '../../modules/indicators/index.ts'
import { enterOfficer, assignRole } from '../../modules/people/index.ts'
import { addAgency } from '../../modules/agencies/index.ts'
import { scopeOf as votesScopeOf } from '../../modules/surveys/access.ts'
import { messageScopeOf } from '../../connectors/emc/access.ts'
import type { OfficerVisitor } from '../../platform/http/index.ts'
import { live, offices, type Office } from '../dossier-lives.ts'
import { livingProvince, type LivingProvince } from '../living-province.ts'

const communes = Object.keys(offices) as Office[]
let province: LivingProvince
/** The dossiers by the agency that they belong to. */
const dossiers = new Map<string, readonly string[]>()

/** Who leads what: the agency, and of which agencies the dossiers are then shown; 'all' of the province. */
const leaders: readonly { readonly at: string; readonly shown: readonly Office[] | 'all' }[] = [
  { at: 'ubnd-tinh', shown: 'all' },
  { at: 'vp-ubnd-tinh', shown: 'all' },
  { at: 'ubnd-27694', shown: ['ubnd-27694'] },
  { at: 'ubnd-25459', shown: ['ubnd-25459'] },
  { at: 'so-tu-phap', shown: [] },
  { at: 'tt-pvhcc-tinh', shown: [] },
]

beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
  for (const commune of communes) {
    const ids: string[] = []
    for (const stage of ['accepted', 'finished', 'released'] as const)
      ids.push(await live(province.parts, commune, stage))
    dossiers.set(await province.agency(commune), ids)
  }
  const operator = await province.officer('to-thanh-phong')
  for (const { at } of leaders) {
    const told = { subject: `leads-${at}`, name: 'Lãnh đạo', agencyId: await province.agency(at) }
    const basis = 'QĐ 1/QĐ-UBND'
    const from = '2026-11-23'
    const { id, revision } = await enterOfficer(province.parts, operator, {
      ...told,
      roles: [],
      from,
      basis,
    })
    await assignRole(province.parts, operator, id, {
      revision,
      agencyId: told.agencyId,
      role: 'leader',
      from,
      basis,
    })
  }
})
afterAll(() => province?.drop())

const leaderAt = (at: string) => province.officer(`leads-${at}`)
const parts = () => ({ database: province.database, clock: province.now })

async function sees(officer: OfficerVisitor, id: string): Promise<boolean> {
  try {
    await readDossierPage(province.parts, officer, id)
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'dossiers.missing') return false
    throw error
  }
}

async function agenciesShown(shown: readonly Office[] | 'all'): Promise<readonly string[]> {
  return Promise.all((shown === 'all' ? communes : shown).map((commune) => province.agency(commune)))
}

describe.each(leaders)('who leads $at', ({ at, shown }) => {
  test('is shown the dossiers of what is led, one by one and in the list, and no others', async () => {
    const officer = await leaderAt(at)
    const mine = await agenciesShown(shown)
    for (const [agency, ids] of dossiers)
      for (const id of ids) expect(await sees(officer, id), agency).toBe(mine.includes(agency))
    const { items } = await readWorkList(province.parts, officer, { limit: 100 })
    const { items: released } = await readWorkList(province.parts, officer, { limit: 100, state: 'released' })
    expect([...items, ...released].map(({ id }) => id).toSorted()).toEqual(
      mine.flatMap((agency) => dossiers.get(agency) ?? []).toSorted(),
    )
  })

  test('is shown the figures of what is led, whole and divided, with their records, and is refused those of others', async () => {
    const { leads } = await leaderAt(at)
    if (leads === undefined) throw new Error('the visitor says nothing of what is led')
    const mine = await agenciesShown(shown)
    const { agency, figures, scope } = await readFigures(parts(), {}, leads)
    expect(scope).toEqual(leads)
    expect(agency?.id ?? null).toBe(shown === 'all' ? null : await province.agency(at))
    const accepted = figures.find(({ definition }) => definition.key === 'submitted-online')
    expect(accepted?.ratio?.denominator).toBe(3 * mine.length)
    const records = await readRecords(parts(), 'submitted-online', {}, leads)
    expect(records.items.map(({ dossierId }) => dossierId).toSorted()).toEqual(
      mine.flatMap((id) => dossiers.get(id) ?? []).toSorted(),
    )
    const divided = await readBreakdown(parts(), 'submitted-online', 'agency', {}, leads)
    const counted = divided.parts.filter(({ ratio }) => ratio.denominator > 0).map(({ key }) => key)
    expect(counted.toSorted()).toEqual(mine.toSorted())
    for (const agencyId of dossiers.keys()) {
      const asked = readRecords(parts(), 'submitted-online', { agencyId }, leads)
      if (mine.includes(agencyId)) expect((await asked).listed).toBe(3)
      else await expect(asked).rejects.toMatchObject({ code: 'agencies.missing' })
    }
  })

  test('is shown votes and messages within the same bounds', async () => {
    const officer = await leaderAt(at)
    expect(messageScopeOf(officer)).toEqual(officer.leads)
    expect(votesScopeOf(officer)).toEqual(officer.leads)
  })
})

test('an agency that stands under a led one is led with it', async () => {
  const parentId = await province.agency('ubnd-27694')
  const unit = await addAgency(province.parts, await province.officer('to-thanh-phong'), {
    name: 'Phòng Kinh tế',
    kind: 'unit',
    parentId,
    from: '2026-11-23',
    basis: 'QĐ 2/QĐ-UBND',
  })
  expect((await leaderAt('ubnd-27694')).leads).toEqual([parentId, unit.id])
  const { withThoseUnder } = await readFigures(parts(), {}, [parentId, unit.id])
  expect(withThoseUnder).toBe(true)
})

test('whoever leads nothing is shown nothing by leading', async () => {
  expect((await province.officer('nguyen-thi-lan')).leads).toEqual([])
  expect((await province.officer('to-thanh-phong')).leads).toEqual([])
})
