import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import type { DossierTruth } from '../../../../modules/dossiers/index.ts'
import { aStep, aSupplement, aTruth } from '../../truth.fixture.ts'
import { ProgressStep } from './dossier-message.ts'
import { toProgressSteps } from './to-progress.ts'

/** What is told besides the acceptance. */
function furtherSteps(overrides: Partial<DossierTruth>) {
  const [first, ...steps] = toProgressSteps(aTruth(overrides)).steps
  expect(first?.key).toBe('accepted')
  return steps
}

test('the acceptance is the first step, told under the name of who accepted', () => {
  const { steps, omissions } = toProgressSteps(aTruth())
  expect(omissions).toEqual([])
  expect(steps).toEqual([
    {
      key: 'accepted',
      body: {
        MaHoSo: 'H53.25459-261123-0007',
        NguoiXuLy: 'Lê Thị Nhận',
        ChucDanh: '',
        ThoiDiemXuLy: '20261123080000',
        PhongBanXuLy: 'Trung tâm Phục vụ hành chính công',
        NoiDungXuLy: 'Tiếp nhận hồ sơ',
        TrangThai: '2',
        NgayBatDau: '',
        NgayKetThucTheoQuyDinh: '',
      },
    },
  ])
  expect(Value.Errors(ProgressStep, steps[0]?.body)).toEqual([])
})

test('the release is the last step, after the one that ends processing in the same second', () => {
  const finishedAt = new Date('2026-11-24T02:00:00Z')
  const steps = furtherSteps({
    state: 'released',
    finishedAt,
    releasedAt: finishedAt,
    releasedBy: 'Lê Thị Giao',
    steps: [aStep({ closedAt: finishedAt })],
  })
  expect(steps.map(({ body }) => [body.TrangThai, body.NguoiXuLy])).toEqual([
    ['9', 'Trần Văn Việc'],
    ['10', 'Lê Thị Giao'],
  ])
  expect(steps[1]).toMatchObject({ key: 'released', body: { NoiDungXuLy: 'Trả kết quả' } })
})

test('nobody is made up for an acceptance or a release whose officer is unknown', () => {
  const releasedAt = new Date('2026-11-24T02:00:00Z')
  const unknown = { state: 'released', releasedAt, acceptedBy: null, releasedBy: '' } as const
  expect(toProgressSteps(aTruth(unknown))).toEqual({
    steps: [],
    omissions: [
      { path: '/acceptedBy', code: 'national-portal.step-officer-unknown' },
      { path: '/releasedBy', code: 'national-portal.step-officer-unknown' },
    ],
  })
})

test('a step that is over is told once, with who did it and its share of time', () => {
  const step = aStep()
  const steps = furtherSteps({ steps: [step] })
  expect(steps).toEqual([
    {
      key: step.id,
      body: {
        MaHoSo: 'H53.25459-261123-0007',
        NguoiXuLy: 'Trần Văn Việc',
        ChucDanh: '',
        ThoiDiemXuLy: '20261123103015',
        PhongBanXuLy: 'UBND phường Tân Ninh',
        NoiDungXuLy: 'Thẩm định',
        TrangThai: '4',
        NgayBatDau: '20261123080000',
        NgayKetThucTheoQuyDinh: '20261123170000',
      },
    },
  ])
  expect(Value.Errors(ProgressStep, steps[0]?.body)).toEqual([])
})

test('a step that is being done is not told', () => {
  expect(furtherSteps({ steps: [aStep({ closedAt: null })] })).toEqual([])
})

test('the step that ends processing is the one told as finished', () => {
  const finishedAt = new Date('2026-11-24T02:00:00Z')
  const steps = [aStep(), aStep({ closedAt: finishedAt })]
  const told = furtherSteps({ state: 'finished', finishedAt, steps })
  expect(told.map(({ body }) => body.TrangThai)).toEqual(['4', '9'])
})

test('a request for a supplement is told as such and not as an end, in its place in time', () => {
  const supplement = aSupplement()
  const steps = furtherSteps({ steps: [aStep()], supplements: [supplement] })
  expect(steps.map(({ body }) => body.TrangThai)).toEqual(['5', '4'])
  expect(steps[0]?.key).toBe(supplement.id)
})

test('a request made before acceptance is no step of the processing', () => {
  const requestedAt = new Date('2026-11-23T00:30:00Z')
  expect(furtherSteps({ supplements: [aSupplement({ requestedAt })] })).toEqual([])
})

test.each([
  ['nobody is known to have done', null, 'national-portal.step-officer-unknown'],
  [
    'somebody did whose name is longer than the wire allows',
    'Đ'.repeat(51),
    'national-portal.step-officer-too-long',
  ],
])('a step that %s is left out by name: no post is put for a person', (_what, officerName, code) => {
  const { steps, omissions } = toProgressSteps(aTruth({ steps: [aStep({ officerName })] }))
  expect(steps.map(({ key }) => key)).toEqual(['accepted'])
  expect(omissions.map((one) => one.code)).toEqual([code])
})
