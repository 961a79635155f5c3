import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import type { DossierPage, DossierState, WorkQuery } from '../../modules/dossiers/contract.ts'
import { readWorkList } from '../../modules/dossiers/service/lists.ts'
import { readDossierPage } from '../../modules/dossiers/service/reading.ts'
import type { OfficerVisitor } from '../../platform/http/index.ts'
import { live, offices, stages, type Office } from '../dossier-lives.ts'
import { livingProvince, type LivingProvince } from '../living-province.ts'

const DOSSIERS = 30
const agencies = Object.keys(offices) as Office[]
const states: readonly DossierState[] = [
  'submitted',
  'processing',
  'awaiting-supplement',
  'refused',
  'finished',
  'released',
]
let province: LivingProvince
let dossiers: readonly string[]
let agencyIds: readonly string[]

beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
  agencyIds = await Promise.all([...agencies, 'ubnd-tinh'].map((key) => province.agency(key)))
  const made: string[] = []
  for (let index = 0; index < DOSSIERS; index += 1) {
    province.at(new Date(Date.parse('2026-11-23T02:00:00Z') + index * 600_000))
    // Two counts without a common divisor, so that every agency meets every stage.
    const agency = agencies[index % agencies.length]
    const stage = stages[index % stages.length]
    if (agency !== undefined && stage !== undefined) made.push(await live(province.parts, agency, stage))
  }
  dossiers = made
})
afterAll(() => province?.drop())

/** The single-case answer, dossier by dossier: what this officer is shown of each, if anything. */
async function pagesFor(officer: OfficerVisitor): Promise<readonly DossierPage[]> {
  const pages = await Promise.all(
    dossiers.map((id) =>
      readDossierPage(province.parts, officer, id).catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'dossiers.missing') return undefined
        throw error
      }),
    ),
  )
  return pages.filter((page) => page !== undefined)
}

/** The whole list, page by page. */
async function listed(officer: OfficerVisitor, query: WorkQuery): Promise<readonly string[]> {
  const found: string[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await readWorkList(province.parts, officer, {
      ...query,
      ...(after === undefined ? {} : { after }),
    })
    found.push(...page.items.map(({ id }) => id))
    after = page.next
  }
  return found
}

const anOfficer = fc
  .array(
    fc.record({
      agency: fc.integer({ min: 0, max: agencies.length }),
      role: fc.constantFrom('reception', 'case-officer', 'approver', 'leader', 'operator'),
    }),
    { maxLength: 4 },
  )
  .map((held): OfficerVisitor => ({
    kind: 'officer',
    officerId: newId(),
    name: 'Cán bộ',
    roles: held.map(({ agency, role }) => ({ agencyId: agencyIds[agency] ?? '', role })),
    leads: held.some(({ agency, role }) => role === 'leader' && agency === agencies.length)
      ? null
      : held.flatMap(({ agency, role }) => (role === 'leader' ? [agencyIds[agency] ?? ''] : [])),
  }))

const aQuery = fc.record({
  limit: fc.integer({ min: 1, max: 12 }),
  mine: fc.boolean(),
  agency: fc.option(fc.integer({ min: 0, max: agencies.length })),
})

test('a list under rights is all dossiers, filtered by the answer to each single one', async () => {
  await fc.assert(
    fc.asyncProperty(anOfficer, aQuery, async (officer, { limit, mine, agency }) => {
      const agencyId = agency === null ? undefined : agencyIds[agency]
      const seen = (await pagesFor(officer)).filter(
        (page) =>
          (!mine || page.actions.length > 0) &&
          (agencyId === undefined || page.competentAgency.id === agencyId),
      )
      const asked = { limit, mine, ...(agencyId === undefined ? {} : { agencyId }) }
      for (const state of states) {
        const expected = seen.filter((page) => page.state === state).map(({ id }) => id)
        const found = await listed(officer, { ...asked, state })
        expect(found.toSorted()).toEqual(expected.toSorted())
      }
      const toBeDone = seen.filter(({ state }) => state !== 'refused' && state !== 'released')
      const found = await listed(officer, asked)
      expect(found.toSorted()).toEqual(toBeDone.map(({ id }) => id).toSorted())
    }),
    { numRuns: 40 },
  )
})

test('the world has every stage at every agency', async () => {
  const leader = await province.officer('lam-chi-hieu')
  const pages = await pagesFor(leader)
  expect(pages).toHaveLength(DOSSIERS)
  const kinds = new Set(pages.map(({ state, competentAgency }) => `${state} ${competentAgency.id}`))
  expect(kinds.size).toBe(states.length * agencies.length)
})

test('an operator has no dossiers, and an officer none of another agency', async () => {
  expect(await listed(await province.officer('to-thanh-phong'), {})).toEqual([])
  const officer = await province.officer('tran-quoc-bao')
  const [own = '', foreign = ''] = agencyIds
  expect(await listed(officer, { agencyId: foreign })).toEqual([])
  expect(await listed(officer, { agencyId: own })).toEqual(await listed(officer, {}))
})
