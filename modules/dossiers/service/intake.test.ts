import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../kernel/ids.ts'
import { compareCells } from '../../../platform/cells/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { listReadingsOf } from '../../../platform/ledger/index.ts'
import {
  birthAnswers,
  businessAnswers,
  copyAnswers,
  livingProvince,
  type LivingProvince,
} from '../../../tests/living-province.ts'
import type { IntakeInput, PaperInput } from '../contract.ts'
import { dossierSeries, seriesName, type SeriesName } from '../fact.ts'
import { completeTask, receiveSupplement, releaseResult, requestSupplement } from './decisions.ts'
import { findApplicant, listApplicantPapers, takeInAtOffice } from './intake.ts'
import { addDigitalCopy, returnPapers } from './paper-handling.ts'
import { confirmPayment, payOnline, settleFees, takeCash } from './paying.ts'
import { readDossierPage } from './reading.ts'
import { recountDossiers } from './recount.ts'
import { submitDossier } from './submission.ts'
import { noteVote } from './voting.ts'

let province: LivingProvince
let reception: OfficerVisitor
let agencyId: string
beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
  reception = await province.officer('nguyen-thi-lan')
  agencyId = await province.agency('ubnd-27694')
})
afterAll(() => province.drop())

const original: PaperInput = { requirement: 'birth-notice', originals: 1, copies: 0 }

function birth(change: Partial<IntakeInput> = {}): IntakeInput {
  return {
    procedure: '1.001193',
    caseKey: 'with-birth-notice',
    agencyId,
    channel: 'counter',
    applicant: {
      kind: 'citizen',
      name: 'Trần Văn Mới',
      nationalId: '072090990099',
      birthOn: '1990-02-03',
      phone: '0909123456',
      email: null,
    },
    answers: birthAnswers,
    papers: [original],
    delivery: 'counter',
    accept: true,
    ...change,
  }
}

function copies(change: Partial<IntakeInput> = {}): IntakeInput {
  return birth({
    procedure: '2.000815',
    caseKey: 'original-of-vietnam',
    answers: copyAnswers,
    papers: [{ requirement: 'copy', originals: 0, copies: 1 }],
    ...change,
  })
}

const takeIn = (input: IntakeInput, visitor = reception) =>
  takeInAtOffice(province.parts, visitor, input, undefined)
const page = (id: string) => readDossierPage(province.parts, reception, id)

async function finish(id: string, withFile: boolean) {
  const caseOfficer = await province.officer('tran-quoc-bao')
  const approver = await province.officer('vo-hong-son')
  for (const [officer, outcome] of [
    [caseOfficer, 'propose-grant'],
    [approver, 'approve'],
  ] as const) {
    const { actions } = await readDossierPage(province.parts, officer, id)
    const taskId = actions.find(({ action }) => action === 'complete-task')?.taskId ?? ''
    const result =
      outcome === 'approve'
        ? { result: { number: '21/2026', ...(withFile ? { file: await province.file(officer) } : {}) } }
        : {}
    await completeTask(province.parts, officer, id, { taskId, outcome, ...result })
  }
}

async function expectExactCells() {
  for (const name of Object.keys(dossierSeries) as SeriesName[]) {
    const report = await province.database.snapshot((db) =>
      compareCells(db, seriesName(name), recountDossiers(db)),
    )
    expect(report, name).toMatchObject({ exact: true, mismatchCount: 0 })
  }
}

const fact = (id: string) =>
  province.database.one<Record<string, unknown>>(
    'SELECT * FROM dossier_fact WHERE dossier_id = $1 AND replaced_on IS NULL',
    [id],
  )

describe('at the counter', () => {
  test('a dossier is taken in and accepted in one act: code, due date, first task, one entry each', async () => {
    const { id, code } = await takeIn(birth())
    expect(code).toMatch(/^H53\.27694-261123-\d{4}$/)
    const seen = await page(id)
    expect(seen).toMatchObject({
      state: 'processing',
      channel: 'counter',
      applicant: { name: 'Trần Văn Mới', phone: '0909123456' },
      due: { at: '2026-11-24T02:00:00.000Z', basis: 'computed' },
      parts: [{ requirement: 'birth-notice', originals: 1, copies: 0, file: null }],
    })
    expect(seen.timeline.map(({ kind }) => kind).slice(0, 2)).toEqual([
      'dossier.submitted',
      'dossier.accepted',
    ])
    await expectExactCells()
  })

  test('somebody known by the national id is the same person, as known, whatever the counter calls them', async () => {
    const known = await findApplicant(province.parts, reception, { nationalId: '072090990099' })
    expect(known.person?.name).toBe('Trần Văn Mới')
    const { id } = await takeIn(
      birth({
        applicant: {
          kind: 'citizen',
          name: 'Tên Khác',
          nationalId: '072090990099',
          birthOn: null,
          phone: null,
          email: null,
        },
      }),
    )
    expect((await page(id)).applicant).toMatchObject({ id: known.person?.id, name: 'Trần Văn Mới' })
  })

  test('the look for an applicant is on record with its purpose', async () => {
    const { person } = await findApplicant(province.parts, reception, { nationalId: '072090990099' })
    const readings = await listReadingsOf(province.database, person?.id ?? '', { limit: 50 })
    expect(readings.map(({ purpose }) => purpose)).toContain('intake.applicant-looked-up')
    expect(await findApplicant(province.parts, reception, { nationalId: '072000990001' })).toEqual({
      person: null,
    })
  })

  test('nobody takes in for an agency where they do not serve at reception', async () => {
    const elsewhere = await province.officer('cao-thi-be-ba')
    await expect(takeIn(birth(), elsewhere)).rejects.toMatchObject({ code: 'dossiers.forbidden' })
    const caseOfficer = await province.officer('tran-quoc-bao')
    await expect(takeIn(birth(), caseOfficer)).rejects.toMatchObject({ code: 'dossiers.forbidden' })
    await expect(
      findApplicant(province.parts, caseOfficer, { nationalId: '072090990099' }),
    ).rejects.toMatchObject({ code: 'dossiers.forbidden' })
  })

  test.each([
    ['without a paper that the case needs', { papers: [] }, 'dossiers.part-missing'],
    [
      'with a paper of nothing',
      { papers: [{ requirement: 'birth-notice', originals: 0, copies: 0 }] },
      'dossiers.paper-empty',
    ],
    [
      'with a file that this officer did not bring',
      { papers: [{ ...original, file: { sha256: 'ab'.repeat(32), name: 'x.pdf' } }] },
      'dossiers.file-missing',
    ],
    [
      'with a paper of somebody else’s dossier',
      { papers: [{ ...original, originals: 0, reusedFrom: { dossierId: newId(), partId: null } }] },
      'dossiers.reuse-unknown',
    ],
    [
      'at a time stated for the counter',
      { receivedAt: '2026-11-22T02:00:00Z' },
      'dossiers.received-at-impossible',
    ],
    ['for a procedure nobody knows', { procedure: '9.999999' }, 'dossiers.procedure-unknown'],
  ] satisfies [string, Partial<IntakeInput>, string][])(
    'a dossier %s is refused, and nothing is kept of it',
    async (_, change, code) => {
      const count = () => province.database.one<{ n: number }>('SELECT count(*) AS n FROM dossier')
      const before = await count()
      await expect(takeIn(birth(change))).rejects.toMatchObject({ code })
      expect(await count()).toEqual(before)
    },
  )

  test('one that is not complete may wait, be supplemented at the counter, and be accepted then', async () => {
    const { id } = await takeIn(birth({ papers: [], accept: false }))
    expect((await page(id)).state).toBe('submitted')
    await requestSupplement(province.parts, reception, id, {
      message: 'Xin mang giấy chứng sinh',
      wrong: [{ path: '/parts/birth-notice', reason: 'Chưa có' }],
    })
    await receiveSupplement(province.parts, reception, id, { answers: {}, papers: [original] })
    expect(await page(id)).toMatchObject({ state: 'submitted', parts: [{ originals: 1 }] })
  })

  test('a paper becomes digital later, and its original is given back once', async () => {
    const { id } = await takeIn(birth())
    expect(await fact(id)).toMatchObject({ digitised: false, paper: true, channel: 'counter' })
    const [paper] = (await page(id)).parts
    const partId = paper?.id ?? ''
    const file = await province.file(reception)
    await addDigitalCopy(province.parts, reception, id, { partId, ...file })
    expect(await fact(id)).toMatchObject({ digitised: true })
    await expect(addDigitalCopy(province.parts, reception, id, { partId, ...file })).rejects.toMatchObject({
      code: 'dossiers.paper-digital-already',
    })
    await returnPapers(province.parts, reception, id, { partIds: [partId] })
    expect((await page(id)).parts[0]?.returnedAt).toBe('2026-11-23T02:00:00.000Z')
    await expect(returnPapers(province.parts, reception, id, { partIds: [partId] })).rejects.toMatchObject({
      code: 'dossiers.paper-returned',
    })
    await expectExactCells()
  })

  test('a paper of an earlier dossier is used again, with where it is from; somebody else’s is not', async () => {
    const citizen = await province.citizen('nguyen-van-an')
    const earlier = await submitDossier(
      province.parts,
      citizen,
      await province.birth(citizen, 'ubnd-27694'),
      undefined,
    )
    const before = await listApplicantPapers(province.parts, reception, citizen.personId)
    expect(before.papers.map(({ code }) => code)).not.toContain(earlier.code)
    const { id: acceptedId } = await takeIn(
      birth({
        applicant: { personId: citizen.personId },
        papers: [{ ...original, file: await province.file(reception) }],
      }),
    )
    const { papers } = await listApplicantPapers(province.parts, reception, citizen.personId)
    const found = papers.find(({ dossierId }) => dossierId === acceptedId)
    const reusedFrom = { dossierId: acceptedId, partId: found?.partId ?? null }
    const again = { requirement: 'birth-notice', originals: 0, copies: 0, reusedFrom }
    const { id } = await takeIn(birth({ applicant: { personId: citizen.personId }, papers: [again] }))
    expect((await page(id)).parts[0]).toMatchObject({
      reusedFrom: found?.code,
      file: { sha256: found?.sha256 },
    })
    expect(await fact(id)).toMatchObject({ reused: true, digitised: true })
    await expect(takeIn(birth({ papers: [again] }))).rejects.toMatchObject({
      code: 'dossiers.reuse-unknown',
    })
  })

  test('a result on paper is not handed over online', async () => {
    const { id } = await takeIn(birth())
    await finish(id, false)
    await expect(releaseResult(province.parts, reception, id, { delivery: 'online' })).rejects.toMatchObject({
      code: 'dossiers.result-on-paper-only',
    })
    await releaseResult(province.parts, reception, id, { delivery: 'post', consignment: 'EB123456789VN' })
    expect((await page(id)).state).toBe('released')
  })
})

describe('by post', () => {
  test('a letter counts from when it came, within a month; its clock runs from acceptance', async () => {
    const input = birth({ channel: 'post', receivedAt: '2026-11-20T01:00:00Z' })
    const { id } = await takeIn(input)
    expect(await page(id)).toMatchObject({
      channel: 'post',
      submittedAt: '2026-11-20T01:00:00.000Z',
      acceptedAt: '2026-11-23T02:00:00.000Z',
    })
    for (const receivedAt of ['2026-11-23T02:00:01Z', '2026-10-20T02:00:00Z']) {
      await expect(takeIn({ ...input, receivedAt })).rejects.toMatchObject({
        code: 'dossiers.received-at-impossible',
      })
    }
  })
})

describe('fees', () => {
  test('that the declaration fixes are charged at acceptance, each line with its clause', async () => {
    const { id } = await takeIn(aBusiness())
    expect((await page(id)).account).toMatchObject({ due: 50_000, outstanding: 50_000, state: 'due' })
    expect(await fact(id)).toMatchObject({ fees: 'due' })
    await takeCash(province.parts, reception, id, { amount: 50_000 })
    const { account } = await page(id)
    expect(account?.payments).toMatchObject([{ channel: 'cash', amount: 50_000, number: '2026-000001' }])
    expect(await fact(id)).toMatchObject({ fees: 'paid-otherwise' })
    await expectExactCells()
  })

  test('whose condition nobody judged are not known; judged to come to nothing, they put the dossier outside the figure', async () => {
    const unjudged = await takeIn(birth())
    expect((await page(unjudged.id)).account).toBeNull()
    expect(await fact(unjudged.id)).toMatchObject({ fees: null })
    await expect(takeCash(province.parts, reception, unjudged.id, { amount: 8000 })).rejects.toMatchObject({
      code: 'payments.not-charged',
    })
    await expect(settleFees(province.parts, reception, unjudged.id, { fees: {} })).rejects.toMatchObject({
      code: 'dossiers.fees-unknown',
    })
    const applies = { registration: true, 'late-registration': false, 'extract-copy': false }
    const { id } = await takeIn(birth({ fees: { applies } }))
    expect((await page(id)).account).toMatchObject({ state: 'nothing-due' })
    expect(await fact(id)).toMatchObject({ fees: 'none' })
  })

  test('by the page follow from what the form says; other lines come only on a basis, and before anything is paid', async () => {
    const { id } = await takeIn(copies())
    // 2.000 đ for each of the first two pages, 1.000 đ from the third on, for each of two copies.
    expect((await page(id)).account).toMatchObject({ due: 10_000 })
    const fees = { pages: 4, copies: 2 }
    await expect(settleFees(province.parts, reception, id, { fees })).rejects.toMatchObject({
      code: 'payments.basis-missing',
    })
    await settleFees(province.parts, reception, id, { fees, basis: 'Đếm lại số trang của bản chính' })
    expect((await page(id)).account).toMatchObject({ due: 12_000 })
    await takeCash(province.parts, reception, id, { amount: 2_000 })
    await expect(
      settleFees(province.parts, reception, id, { fees, basis: 'Đếm lại lần nữa' }),
    ).rejects.toMatchObject({ code: 'payments.already-paid' })
    await expect(takeCash(province.parts, reception, id, { amount: 10_001 })).rejects.toMatchObject({
      code: 'payments.more-than-outstanding',
    })
  })

  test('paid online count as such, once the platform has confirmed', async () => {
    const { id } = await takeIn(aBusiness({ applicant: { personId: (await owner()).personId } }))
    await expect(payOnline(province.parts, await owner(), id)).rejects.toMatchObject({
      code: 'dossiers.pays-elsewhere',
    })
    const parts = { ...province.parts, payAt: (reference: string) => `/thanh-toan/${reference}` }
    await expect(payOnline(parts, await province.citizen('tran-thi-ngoc-bich'), id)).rejects.toMatchObject({
      code: 'dossiers.missing',
    })
    const { payAt } = await payOnline(parts, await owner(), id)
    const confirmation = {
      reference: payAt.slice('/thanh-toan/'.length),
      providerId: 'GD-1',
      amount: 50_000,
      paidAt: new Date('2026-11-23T02:05:00Z'),
    }
    expect(await confirmPayment(parts, confirmation)).toMatchObject({ reason: null, isRepeated: false })
    expect(await confirmPayment(parts, confirmation)).toMatchObject({ isRepeated: true })
    expect(await fact(id)).toMatchObject({ fees: 'paid-online' })
    expect(
      await confirmPayment(parts, { ...confirmation, reference: 'F'.repeat(32), providerId: 'GD-2' }),
    ).toMatchObject({ reason: 'unknown-reference' })
    await expectExactCells()
  })

  const owner = () => province.citizen('nguyen-van-an')
  function aBusiness(change: Partial<IntakeInput> = {}): IntakeInput {
    return birth({
      procedure: '1.001612',
      caseKey: 'one-person',
      answers: businessAnswers,
      papers: [],
      ...change,
    })
  }
})

describe('a vote', () => {
  test('that dislikes takes a dossier out of the satisfied ones, however prompt it was', async () => {
    const { id } = await takeIn(birth())
    await finish(id, true)
    expect(await fact(id)).toMatchObject({ vote: null, electronic_result: true })
    await province.database.transact((tx) => noteVote(province.parts, tx, id, 'disliked'))
    expect(await fact(id)).toMatchObject({ vote: 'disliked' })
    await expectExactCells()
  })
})
