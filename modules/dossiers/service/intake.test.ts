import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../kernel/ids.ts'
import { listReadingsOf } from '../../../platform/ledger/index.ts'
import type { LivingProvince } from '../../../tests/living-province.ts'
import { currentVersion } from '../../procedures/index.ts'
import type { IntakeInput } from '../contract.ts'
import { openCounter, original, type Counter } from './counter.fixture.ts'
import { acceptDossier, receiveSupplement, releaseResult, requestSupplement } from './decisions.ts'
import { findApplicant, listApplicantPapers, takeInAtOffice } from './intake.ts'
import { addDigitalCopy, returnPapers } from './paper-handling.ts'
import { readDossierPage } from './reading.ts'
import { submitDossier } from './submission.ts'

let counter: Counter
let province: LivingProvince
beforeAll(async () => {
  counter = await openCounter('2026-11-23T02:00:00Z')
  province = counter.province
})
afterAll(() => province.drop())

describe('at the counter', () => {
  test('a dossier is taken in and accepted in one act: code, due date, first task, one entry each', async () => {
    const { id, code } = await counter.takeIn(counter.birth())
    expect(code).toMatch(/^H53\.27694-261123-\d{4}$/)
    const seen = await counter.page(id)
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
    expect(await counter.inexactSeries()).toEqual([])
  })

  test('asked for again with the same key it is the dossier of then, though the officer has no right left; with another content it is refused', async () => {
    const once = {
      visitor: `officer:${counter.reception.officerId}`,
      key: 'the-same-request-again',
      route: 'POST /api/v1/intake',
      requestHash: Buffer.alloc(32, 1),
      status: 201,
    }
    const { parts } = province
    const first = await takeInAtOffice(parts, counter.reception, counter.birth(), once)
    const without = { ...counter.reception, roles: [] }
    expect(await takeInAtOffice(parts, without, counter.birth(), once)).toEqual(first)
    await expect(
      takeInAtOffice(parts, counter.reception, counter.birth(), {
        ...once,
        requestHash: Buffer.alloc(32, 2),
      }),
    ).rejects.toMatchObject({ code: 'http.idempotency-key-reused' })
  })

  test('somebody known by the national id is the same person, as known, whatever the counter calls them', async () => {
    const known = await findApplicant(province.parts, counter.reception, { nationalId: '072090990099' })
    expect(known.person?.name).toBe('Trần Văn Mới')
    const { id } = await counter.takeIn(
      counter.birth({
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
    expect((await counter.page(id)).applicant).toMatchObject({ id: known.person?.id, name: 'Trần Văn Mới' })
  })

  test('the look for an applicant is on record with its purpose', async () => {
    const { person } = await findApplicant(province.parts, counter.reception, { nationalId: '072090990099' })
    const readings = await listReadingsOf(province.database, person?.id ?? '', { limit: 50 })
    expect(readings.map(({ purpose }) => purpose)).toContain('intake.applicant-looked-up')
    expect(await findApplicant(province.parts, counter.reception, { nationalId: '072000990001' })).toEqual({
      person: null,
    })
  })

  test.each(['2026-11-24', '1896-01-01', '1895-12-31', '2999-01-01'])(
    'somebody new who says to be born on %s is asked again, unless that can be',
    async (birthOn) => {
      const applicant = {
        kind: 'citizen',
        name: 'Lê Mới',
        nationalId: null,
        phone: null,
        email: null,
      } as const
      const taken = counter.takeIn(counter.birth({ applicant: { ...applicant, birthOn } }))
      if (birthOn === '1896-01-01') await expect(taken).resolves.toMatchObject({ code: expect.any(String) })
      else
        await expect(taken).rejects.toMatchObject({
          code: 'dossiers.birth-impossible',
          fields: [{ path: '/applicant/birthOn' }],
        })
    },
  )

  test('nobody takes in for an agency where they do not serve at reception', async () => {
    const elsewhere = await province.officer('cao-thi-be-ba')
    await expect(counter.takeIn(counter.birth(), elsewhere)).rejects.toMatchObject({
      code: 'dossiers.forbidden',
    })
    const caseOfficer = await province.officer('tran-quoc-bao')
    await expect(counter.takeIn(counter.birth(), caseOfficer)).rejects.toMatchObject({
      code: 'dossiers.forbidden',
    })
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
      await expect(counter.takeIn(counter.birth(change))).rejects.toMatchObject({ code })
      expect(await count()).toEqual(before)
    },
  )

  test('one that is not complete may wait, be supplemented at the counter, and be accepted then', async () => {
    const { id } = await counter.takeIn(counter.birth({ papers: [], accept: false }))
    expect((await counter.page(id)).state).toBe('submitted')
    await requestSupplement(province.parts, counter.reception, id, {
      message: 'Xin mang giấy chứng sinh',
      wrong: [{ path: '/parts/birth-notice', reason: 'Chưa có' }],
    })
    await receiveSupplement(province.parts, counter.reception, id, { answers: {}, papers: [original] })
    expect(await counter.page(id)).toMatchObject({ state: 'submitted', parts: [{ originals: 1 }] })
  })

  test('one that had to be supplemented twice before acceptance is late from acceptance on', async () => {
    const { id } = await counter.takeIn(counter.aBusiness({ accept: false }))
    const wrong = [{ path: '/answers/ownerName', reason: 'Chưa khớp giấy tờ' }]
    for (const message of ['Xin xem lại họ tên', 'Họ tên vẫn chưa khớp']) {
      await requestSupplement(province.parts, counter.reception, id, { message, wrong })
      await receiveSupplement(province.parts, counter.reception, id, { answers: {}, papers: [] })
    }
    await acceptDossier(province.parts, counter.reception, id)
    expect(await counter.fact(id)).toMatchObject({ provable: true, late_from: province.now() })
    expect((await counter.page(id)).due).toMatchObject({ basis: 'computed' })
    expect(await counter.inexactSeries()).toEqual([])
  })

  test('a paper becomes digital later, and its original is given back once', async () => {
    const { id } = await counter.takeIn(counter.birth())
    expect(await counter.fact(id)).toMatchObject({ digitised: false, paper: true, channel: 'counter' })
    const [paper] = (await counter.page(id)).parts
    const partId = paper?.id ?? ''
    const file = await province.file(counter.reception)
    await addDigitalCopy(province.parts, counter.reception, id, { partId, ...file })
    expect(await counter.fact(id)).toMatchObject({ digitised: true })
    await expect(
      addDigitalCopy(province.parts, counter.reception, id, { partId, ...file }),
    ).rejects.toMatchObject({
      code: 'dossiers.paper-digital-already',
    })
    await returnPapers(province.parts, counter.reception, id, { partIds: [partId] })
    expect((await counter.page(id)).parts[0]?.returnedAt).toBe('2026-11-23T02:00:00.000Z')
    await expect(
      returnPapers(province.parts, counter.reception, id, { partIds: [partId] }),
    ).rejects.toMatchObject({
      code: 'dossiers.paper-returned',
    })
    expect(await counter.inexactSeries()).toEqual([])
  })

  test('a paper of an earlier dossier is used again, with where it is from; somebody else’s is not', async () => {
    const citizen = await province.citizen('nguyen-van-an')
    const earlier = await submitDossier(
      province.parts,
      citizen,
      await province.birth(citizen, 'ubnd-27694'),
      undefined,
    )
    const before = await listApplicantPapers(province.parts, counter.reception, citizen.personId)
    expect(before.papers.map(({ code }) => code)).not.toContain(earlier.code)
    const { id: acceptedId } = await counter.takeIn(
      counter.birth({
        applicant: { personId: citizen.personId },
        papers: [{ ...original, file: await province.file(counter.reception) }],
      }),
    )
    const { papers } = await listApplicantPapers(province.parts, counter.reception, citizen.personId)
    const found = papers.find(({ dossierId }) => dossierId === acceptedId)
    const reusedFrom = { dossierId: acceptedId, partId: found?.partId ?? null }
    const again = { requirement: 'birth-notice', originals: 0, copies: 0, reusedFrom }
    const { id } = await counter.takeIn(
      counter.birth({ applicant: { personId: citizen.personId }, papers: [again] }),
    )
    expect((await counter.page(id)).parts[0]).toMatchObject({
      reusedFrom: found?.code,
      file: { sha256: found?.sha256 },
    })
    expect(await counter.fact(id)).toMatchObject({ reused: true, digitised: true })
    await expect(counter.takeIn(counter.birth({ papers: [again] }))).rejects.toMatchObject({
      code: 'dossiers.reuse-unknown',
    })
  })

  test('a result on paper is not handed over online', async () => {
    const { id } = await counter.takeIn(counter.birth())
    await counter.finish(id, false)
    await expect(
      releaseResult(province.parts, counter.reception, id, { delivery: 'online' }),
    ).rejects.toMatchObject({
      code: 'dossiers.result-on-paper-only',
    })
    await releaseResult(province.parts, counter.reception, id, {
      delivery: 'post',
      consignment: 'EB123456789VN',
    })
    expect((await counter.page(id)).state).toBe('released')
  })
})

describe('who decides', () => {
  test('is the department that the procedure names, when the province’s centre receives for it', async () => {
    const atCentre = await province.officer('dinh-thi-hoa')
    const { id } = await counter.takeIn(
      counter.birth({
        procedure: '1.014525',
        caseKey: await firstCase('1.014525'),
        agencyId: await province.agency('tt-pvhcc-tinh'),
        answers: {
          applicantName: 'Trần Văn Mới',
          applicantPhone: '0909123456',
          subject: 'Đề nghị tài trợ nhiệm vụ khoa học',
        },
        papers: [],
      }),
      atCentre,
    )
    const caseOfficer = await province.officer('ha-minh-duc')
    const seen = await readDossierPage(province.parts, caseOfficer, id)
    expect(seen.competentAgency.name).toBe('Sở Khoa học và Công nghệ')
    expect(seen.receivingAgency.name).toContain('Trung tâm Phục vụ hành chính công')
    expect(seen.actions.map(({ action }) => action)).toContain('complete-task')
  })

  test('has to be said, when a commune’s dossier is brought to the province’s centre', async () => {
    const atCentre = await province.officer('dinh-thi-hoa')
    const input = counter.birth({ agencyId: await province.agency('tt-pvhcc-tinh') })
    await expect(counter.takeIn(input, atCentre)).rejects.toMatchObject({
      code: 'dossiers.competence-unknown',
    })
    const department = await province.agency('so-khoa-hoc-va-cong-nghe')
    await expect(counter.takeIn({ ...input, competentAgencyId: department }, atCentre)).rejects.toMatchObject(
      {
        code: 'dossiers.agency-not-competent',
      },
    )
    const { id } = await counter.takeIn({ ...input, competentAgencyId: counter.agencyId }, atCentre)
    expect((await counter.page(id)).competentAgency.id).toBe(counter.agencyId)
  })

  const firstCase = async (code: string) =>
    (await currentVersion(province.database, code, '2026-11-23')).declaration.cases[0]?.key ?? ''
})

describe('by post', () => {
  test('a letter counts from when it came, within a month; its clock runs from acceptance', async () => {
    const input = counter.birth({ channel: 'post', receivedAt: '2026-11-20T01:00:00Z' })
    const { id } = await counter.takeIn(input)
    expect(await counter.page(id)).toMatchObject({
      channel: 'post',
      submittedAt: '2026-11-20T01:00:00.000Z',
      acceptedAt: '2026-11-23T02:00:00.000Z',
    })
    for (const receivedAt of ['2026-11-23T02:00:01Z', '2026-10-20T02:00:00Z']) {
      await expect(counter.takeIn({ ...input, receivedAt })).rejects.toMatchObject({
        code: 'dossiers.received-at-impossible',
      })
    }
  })
})
