import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import type { DossierPage, DossierState, WorkQuery } from '../../modules/dossiers/contract.ts'
import {
  acceptDossier,
  completeTask,
  refuseDossier,
  releaseResult,
  requestSupplement,
} from '../../modules/dossiers/service/decisions.ts'
import { readWorkList } from '../../modules/dossiers/service/lists.ts'
import { readDossierPage } from '../../modules/dossiers/service/reading.ts'
import { submitDossier } from '../../modules/dossiers/service/submission.ts'
import type { OfficerVisitor } from '../../platform/http/index.ts'
import { livingProvince, type LivingProvince } from '../living-province.ts'

const DOSSIERS = 30
const agencies = ['ubnd-27694', 'ubnd-25459', 'ubnd-25486', 'ubnd-25708'] as const
const officers: Readonly<Record<(typeof agencies)[number], readonly [string, string, string]>> = {
  'ubnd-27694': ['nguyen-thi-lan', 'tran-quoc-bao', 'vo-hong-son'],
  'ubnd-25459': ['le-thi-my-hanh', 'huynh-tan-loc', 'dang-van-hung'],
  'ubnd-25486': ['cao-thi-be-ba', 'phan-nhat-truong', 'ho-thi-xuan-mai'],
  'ubnd-25708': ['mai-thi-cam-tu', 'ngo-gia-huy', 'duong-kim-cuc'],
}
const states: readonly DossierState[] = [
  'submitted',
  'processing',
  'awaiting-supplement',
  'refused',
  'finished',
  'released',
]
/** How far each dossier of the world has come; two stages are one state, with another duty at work. */
const stages = ['submitted', 'accepted', 'proposed', 'asked', 'refused', 'finished', 'released'] as const

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
    const agency = agencies[index % agencies.length] ?? agencies[0]
    made.push(await lived(agency, stages[index % stages.length] ?? 'submitted'))
  }
  dossiers = made
})
afterAll(() => province?.drop())

async function lived(agency: keyof typeof officers, stage: (typeof stages)[number]): Promise<string> {
  const { parts } = province
  const citizen = await province.citizen('nguyen-van-an')
  const [reception, caseOfficer, approver] = await Promise.all(
    officers[agency].map((subject) => province.officer(subject)),
  )
  if (!reception || !caseOfficer || !approver) throw new Error(`${agency} has no officers`)
  const { id } = await submitDossier(parts, citizen, await province.birth(citizen, agency), undefined)
  if (stage === 'submitted') return id
  if (stage === 'refused') {
    await refuseDossier(parts, reception, id, { ground: 'Sai nơi' })
    return id
  }
  await acceptDossier(parts, reception, id)
  if (stage === 'accepted') return id
  if (stage === 'asked') {
    const wrong = [{ path: '/parts/birth-notice', reason: 'Ảnh mờ' }]
    await requestSupplement(parts, caseOfficer, id, { message: 'Nộp lại', wrong })
    return id
  }
  await completeTask(parts, caseOfficer, id, {
    taskId: await taskOf(caseOfficer, id),
    outcome: 'propose-grant',
  })
  if (stage === 'proposed') return id
  await completeTask(parts, approver, id, {
    taskId: await taskOf(approver, id),
    outcome: 'approve',
    result: { number: '15/2026' },
  })
  if (stage === 'released') await releaseResult(parts, reception, id, { delivery: 'counter' })
  return id
}

async function taskOf(officer: OfficerVisitor, id: string): Promise<string> {
  const { actions } = await readDossierPage(province.parts, officer, id)
  return actions.find(({ action }) => action === 'complete-task')?.taskId ?? ''
}

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
