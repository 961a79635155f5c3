import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareCells } from '../../../platform/cells/index.ts'
import { listReadingsOf } from '../../../platform/ledger/index.ts'
import { livingProvince, type LivingProvince } from '../../../tests/living-province.ts'
import { seriesName, type dossierSeries } from '../fact.ts'
import {
  acceptDossier,
  completeTask,
  refuseDossier,
  releaseResult,
  requestSupplement,
  supplementDossier,
} from './decisions.ts'
import { readWorkList } from './lists.ts'
import { readDossierPage } from './reading.ts'
import { tracking } from './tracking.ts'
import { recountDossiers } from './recount.ts'
import { submitDossier } from './submission.ts'

let province: LivingProvince
beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
})
afterAll(() => province.drop())

async function submitted(at: string) {
  province.at(at)
  const { parts } = province
  const citizen = await province.citizen('nguyen-van-an')
  const receipt = await submitDossier(parts, citizen, await province.birth(citizen, 'ubnd-27694'), undefined)
  const reception = await province.officer('nguyen-thi-lan')
  const caseOfficer = await province.officer('tran-quoc-bao')
  const approver = await province.officer('vo-hong-son')
  return { parts, citizen, receipt, reception, caseOfficer, approver, id: receipt.id }
}

const series: readonly (keyof typeof dossierSeries)[] = ['accepted', 'finished', 'open', 'overdue']

async function expectExactCells() {
  for (const name of series) {
    const report = await province.database.snapshot((db) =>
      compareCells(db, seriesName(name), recountDossiers(db)),
    )
    expect(report).toMatchObject({ exact: true, mismatchCount: 0 })
  }
}

describe('a birth registration', () => {
  test('gets a code of the agency, the day and a serial, and waits to be accepted', async () => {
    const { parts, receipt, reception } = await submitted('2026-11-23T02:00:00Z')
    expect(receipt.code).toMatch(/^H53\.27694-261123-\d{4}$/)
    const list = await readWorkList(parts, reception, { mine: true })
    expect(list.items).toContainEqual(
      expect.objectContaining({
        code: receipt.code,
        state: 'submitted',
        waitingFor: { name: 'accept', role: 'reception', mine: true },
      }),
    )
  })

  test('runs from acceptance to release, its due date explained, each step with its duty', async () => {
    const { parts, id, receipt, citizen, reception, caseOfficer, approver } =
      await submitted('2026-11-23T02:00:00Z')
    province.at('2026-11-23T02:10:00Z')
    await acceptDossier(parts, reception, id)
    const accepted = await readDossierPage(parts, caseOfficer, id)
    // Monday 09:10, one working day: Tuesday 09:10.
    expect(accepted).toMatchObject({
      state: 'processing',
      due: { at: '2026-11-24T02:10:00.000Z', basis: 'computed' },
    })
    expect(accepted.due.derivation.at(0)).toMatchObject({
      kind: 'received',
      date: '2026-11-23',
      time: '09:10',
    })
    expect(accepted.due.derivation.at(-1)).toMatchObject({ kind: 'due', date: '2026-11-24', time: '09:10' })
    const [task] = accepted.actions.filter(({ action }) => action === 'complete-task')
    expect(task?.outcomes.map(({ value }) => value)).toEqual(['propose-grant', 'propose-denial'])

    province.at('2026-11-23T03:00:00Z')
    for (const outcome of ['grant', ' propose-denial', 'toString']) {
      await expect(
        completeTask(parts, caseOfficer, id, { taskId: task?.taskId ?? '', outcome }),
      ).rejects.toMatchObject({ code: 'dossiers.outcome-unknown' })
    }
    await completeTask(parts, caseOfficer, id, { taskId: task?.taskId ?? '', outcome: 'propose-grant' })
    // A colleague at another desk was faster: that is what is said, and not that it is forbidden.
    await expect(
      completeTask(parts, caseOfficer, id, { taskId: task?.taskId ?? '', outcome: 'propose-grant' }),
    ).rejects.toMatchObject({ code: 'process.task-not-open' })
    await expect(
      completeTask(parts, approver, id, { taskId: task?.taskId ?? '', outcome: 'propose-grant' }),
    ).rejects.toMatchObject({ code: 'dossiers.forbidden' })
    const proposed = await readDossierPage(parts, approver, id)
    const [signing] = proposed.actions
    expect(signing).toMatchObject({ action: 'complete-task', taskId: expect.any(String) })
    await expect(
      completeTask(parts, approver, id, { taskId: signing?.taskId ?? '', outcome: 'approve' }),
    ).rejects.toMatchObject({ code: 'dossiers.result-needed' })
    province.at('2026-11-23T08:00:00Z')
    const result = { number: '15/2026', file: await province.file(approver) }
    await completeTask(parts, approver, id, { taskId: signing?.taskId ?? '', outcome: 'approve', result })
    province.at('2026-11-24T01:00:00Z')
    await releaseResult(parts, reception, id, { delivery: 'counter' })

    const seen = await tracking(parts)(citizen, receipt.code)
    expect(seen).toMatchObject({
      own: true,
      state: 'released',
      finishedAt: '2026-11-23T08:00:00.000Z',
      result: { number: '15/2026', signer: 'Võ Hồng Sơn' },
      answers: { childName: 'Nguyễn Thị Ngọc Ánh' },
    })
    expect(seen.steps.map(({ officerName, closedAt }) => [officerName, closedAt])).toEqual([
      ['Trần Quốc Bảo', '2026-11-23T03:00:00.000Z'],
      ['Võ Hồng Sơn', '2026-11-23T08:00:00.000Z'],
    ])
    const page = await readDossierPage(parts, reception, id)
    expect(page.timeline.map(({ kind }) => kind)).toEqual([
      'dossier.submitted',
      'dossier.accepted',
      'dossier.task-completed',
      'dossier.task-completed',
      'dossier.finished',
      'dossier.released',
    ])
    await expectExactCells()
  })

  test('is masked for a stranger who has its code', async () => {
    const { parts, receipt } = await submitted('2026-11-23T02:00:00Z')
    const stranger = await tracking(parts)({ kind: 'anonymous' }, receipt.code)
    expect(stranger).toMatchObject({
      own: false,
      applicant: 'N***** V** A*',
      dossierId: null,
      result: null,
      answers: null,
    })
    expect(JSON.stringify(stranger)).not.toContain('Nguyễn Văn An')
  })

  test('is told to each of those who ask at the same moment as to one alone', async () => {
    const [first, second] = [await submitted('2026-11-23T02:00:00Z'), await submitted('2026-11-23T02:00:00Z')]
    await acceptDossier(first.parts, first.reception, first.id)
    const track = tracking(first.parts)
    const stranger = { kind: 'anonymous' } as const
    const codes = [first.receipt.code, second.receipt.code, ` ${first.receipt.code.toLowerCase()}`]
    const together = await Promise.allSettled([
      ...codes.map((code) => track(stranger, code)),
      track(first.citizen, first.receipt.code),
      track(stranger, 'H53.00000-000000-0000'),
    ])
    const alone = [await track(stranger, codes[0] ?? ''), await track(stranger, codes[1] ?? '')]
    expect(alone.map(({ code, state, steps }) => [code, state, steps.length])).toEqual([
      [first.receipt.code, 'processing', 1],
      [second.receipt.code, 'submitted', 0],
    ])
    expect(together.slice(0, 3)).toEqual(
      [alone[0], alone[1], alone[0]].map((value) => ({ status: 'fulfilled', value })),
    )
    expect(together[3]).toMatchObject({ value: { own: true, applicant: 'Nguyễn Văn An' } })
    expect(together[4]).toMatchObject({ reason: { code: 'dossiers.missing' } })
  })

  test('has its receipt, form 01, from acceptance on, for its applicant alone', async () => {
    const { parts, id, receipt, citizen, reception } = await submitted('2026-11-23T02:00:00Z')
    expect((await tracking(parts)(citizen, receipt.code)).receipt).toBeNull()
    await acceptDossier(parts, reception, id)
    expect((await tracking(parts)(citizen, receipt.code)).receipt).toEqual({
      acceptedBy: 'Nguyễn Thị Lan',
      papers: [{ title: 'Giấy chứng sinh', name: 'giay-to.pdf', originals: 0, copies: 0 }],
    })
    expect((await tracking(parts)({ kind: 'anonymous' }, receipt.code)).receipt).toBeNull()
  })

  test('is not seen at all by an officer of another commune', async () => {
    const { parts, id } = await submitted('2026-11-23T02:00:00Z')
    const elsewhere = await province.officer('cao-thi-be-ba')
    await expect(readDossierPage(parts, elsewhere, id)).rejects.toMatchObject({ code: 'dossiers.missing' })
    await expect(acceptDossier(parts, elsewhere, id)).rejects.toMatchObject({ code: 'dossiers.missing' })
  })

  test('leaves a record of who read the applicant’s data, and why', async () => {
    const { parts, id, citizen, caseOfficer } = await submitted('2026-11-23T02:00:00Z')
    await readDossierPage(parts, caseOfficer, id)
    const readings = await listReadingsOf(parts.database, citizen.personId)
    expect(readings).toContainEqual(
      expect.objectContaining({
        reader: { kind: 'officer', id: caseOfficer.officerId },
        purpose: 'dossier.opened',
        caseId: id,
      }),
    )
  })

  test('is accepted once, when two officers accept it at the same time', async () => {
    const { parts, id, reception } = await submitted('2026-11-23T02:00:00Z')
    const tries = await Promise.allSettled([
      acceptDossier(parts, reception, id),
      acceptDossier(parts, reception, id),
    ])
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'dossiers.not-submitted' },
    })
    await expectExactCells()
  })

  test('is submitted once, when the same request is repeated under its key', async () => {
    province.at('2026-11-23T02:00:00Z')
    const { parts } = province
    const citizen = await province.citizen('nguyen-van-an')
    const input = await province.birth(citizen, 'ubnd-27694')
    const once = {
      visitor: `citizen:${citizen.personId}`,
      key: 'the-same-request-0001',
      route: 'POST /api/v1/dossiers',
      requestHash: Buffer.alloc(32, 1),
      status: 201,
    }
    const answers = await Promise.all([1, 2, 3].map(() => submitDossier(parts, citizen, input, once)))
    expect(new Set(answers.map(({ code }) => code)).size).toBe(1)
  })
})

describe('a submission is refused whole', () => {
  test.each([
    ['an unknown procedure', { procedure: '9.999999' }, 'dossiers.procedure-unknown'],
    ['a procedure without online intake', { procedure: '2.000815' }, 'dossiers.channel-not-offered'],
    ['an unknown case', { caseKey: 'no-such-case' }, 'dossiers.case-unknown'],
    ['an answer that breaks its schema', { answers: { childName: 7 } }, 'dossiers.answers-invalid'],
    ['a paper that is missing', { parts: [] }, 'dossiers.part-missing'],
  ])('with %s', async (_what, change, code) => {
    const citizen = await province.citizen('nguyen-van-an')
    const input = { ...(await province.birth(citizen, 'ubnd-27694')), ...change }
    await expect(submitDossier(province.parts, citizen, input, undefined)).rejects.toMatchObject({ code })
  })

  test('with a file that somebody else brought', async () => {
    const [citizen, other] = [
      await province.citizen('nguyen-van-an'),
      await province.citizen('pham-quoc-dung'),
    ]
    const input = await province.birth(citizen, 'ubnd-27694')
    await expect(submitDossier(province.parts, other, input, undefined)).rejects.toMatchObject({
      code: 'dossiers.file-missing',
    })
  })

  test('at an agency that does not receive it', async () => {
    const citizen = await province.citizen('nguyen-van-an')
    const input = {
      ...(await province.birth(citizen, 'ubnd-27694')),
      agencyId: await province.agency('ubnd-tinh'),
    }
    await expect(submitDossier(province.parts, citizen, input, undefined)).rejects.toMatchObject({
      code: 'dossiers.agency-not-competent',
    })
  })
})

describe('a supplement', () => {
  const wrong = [{ path: '/parts/birth-notice', reason: 'Ảnh mờ, không đọc được số giấy chứng sinh' }]

  test('stops the clock until the applicant has answered, and is asked for once', async () => {
    const { parts, id, citizen, reception, caseOfficer } = await submitted('2026-11-23T02:00:00Z')
    await acceptDossier(parts, reception, id)
    province.at('2026-11-23T03:00:00Z')
    await requestSupplement(parts, caseOfficer, id, { message: 'Xin nộp lại giấy chứng sinh', wrong })
    expect(await readDossierPage(parts, caseOfficer, id)).toMatchObject({
      state: 'awaiting-supplement',
      due: { at: null, basis: 'suspended' },
      steps: [{ key: 'review', dueAt: null }],
    })
    province.at('2026-11-25T03:00:00Z')
    const newer = { requirement: 'birth-notice', ...(await province.file(citizen)) }
    await supplementDossier(parts, citizen, id, { answers: {}, parts: [newer] })
    const page = await readDossierPage(parts, caseOfficer, id)
    expect(page).toMatchObject({ state: 'processing', due: { basis: 'computed' } })
    expect(page.due.at?.slice(0, 10)).toBe('2026-11-26')
    // Its share is 0.7 of eight hours, counted anew from Wednesday 10:00: until Thursday 07:36.
    expect(page.steps).toMatchObject([{ key: 'review', dueAt: '2026-11-26T00:36:00.000Z' }])
    expect(page.supplements).toMatchObject([{ message: 'Xin nộp lại giấy chứng sinh', wrong }])
    await expect(
      requestSupplement(parts, caseOfficer, id, { message: 'Lần nữa', wrong }),
    ).rejects.toMatchObject({ code: 'dossiers.supplement-already-requested' })
    expect(page.actions.map(({ action }) => action)).not.toContain('request-supplement')
    await expectExactCells()
  })

  test('before acceptance sends the dossier back to be looked at again, and no clock runs', async () => {
    const { parts, id, citizen, reception } = await submitted('2026-11-23T02:00:00Z')
    await requestSupplement(parts, reception, id, { message: 'Thiếu', wrong })
    await expect(acceptDossier(parts, reception, id)).rejects.toMatchObject({
      code: 'dossiers.not-submitted',
    })
    await supplementDossier(parts, citizen, id, { answers: { childName: 'Nguyễn Thị Ngọc Anh' }, parts: [] })
    const page = await readDossierPage(parts, reception, id)
    expect(page).toMatchObject({
      state: 'submitted',
      due: { at: null },
      answers: { childName: 'Nguyễn Thị Ngọc Anh' },
    })
  })

  test('names a field or paper that the procedure has', async () => {
    const { parts, id, reception } = await submitted('2026-11-23T02:00:00Z')
    await expect(
      requestSupplement(parts, reception, id, {
        message: 'Thiếu',
        wrong: [{ path: '/answers/noSuchField', reason: 'x' }],
      }),
    ).rejects.toMatchObject({ code: 'dossiers.wrong-place-unknown' })
  })
})

test('a refusal says on what ground, and its applicant reads it', async () => {
  const { parts, id, citizen, receipt, reception } = await submitted('2026-11-23T02:00:00Z')
  const refusal = { ground: 'Không thuộc thẩm quyền', clause: 'Đ17 NĐ 118/2025/NĐ-CP' }
  await refuseDossier(parts, reception, id, refusal)
  expect(await tracking(parts)(citizen, receipt.code)).toMatchObject({ state: 'refused', refusal })
  expect((await tracking(parts)({ kind: 'anonymous' }, receipt.code)).refusal).toBeNull()
  await expectExactCells()
})
