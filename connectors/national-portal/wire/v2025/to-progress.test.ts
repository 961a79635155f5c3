import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { aStep, aSupplement, aTruth } from '../../truth.fixture.ts'
import { ProgressStep } from './dossier-message.ts'
import { toProgressSteps } from './to-progress.ts'

test('a step that is over is told once, with who did it and its share of time', () => {
  const step = aStep()
  const { steps, omissions } = toProgressSteps(aTruth({ steps: [step] }))
  expect(omissions).toEqual([])
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
  expect(toProgressSteps(aTruth({ steps: [aStep({ closedAt: null })] })).steps).toEqual([])
})

test('the step that ends processing is the one told as finished', () => {
  const finishedAt = new Date('2026-11-24T02:00:00Z')
  const steps = [aStep(), aStep({ closedAt: finishedAt })]
  const told = toProgressSteps(aTruth({ state: 'finished', finishedAt, steps })).steps
  expect(told.map(({ body }) => body.TrangThai)).toEqual(['4', '9'])
})

test('a request for a supplement is told as such and not as an end, in its place in time', () => {
  const supplement = aSupplement()
  const truth = aTruth({ steps: [aStep()], supplements: [supplement] })
  const { steps } = toProgressSteps(truth)
  expect(steps.map(({ body }) => body.TrangThai)).toEqual(['5', '4'])
  expect(steps[0]?.key).toBe(supplement.id)
})

test('a request made before acceptance is no step of the processing', () => {
  const requestedAt = new Date('2026-11-23T00:30:00Z')
  expect(toProgressSteps(aTruth({ supplements: [aSupplement({ requestedAt })] })).steps).toEqual([])
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
  expect(steps).toEqual([])
  expect(omissions.map((one) => one.code)).toEqual([code])
})
