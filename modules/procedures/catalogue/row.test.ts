import { describe, expect, test } from 'vitest'
import { absenceFindings, compareEntries, nameFindings } from './changes.ts'
import { aRow } from './catalogue.fixture.ts'
import { readRow } from './row.ts'

describe('a row', () => {
  test('is understood where it says what it means', () => {
    expect(readRow(aRow())).toEqual({
      facts: {
        name: 'Đăng ký khai sinh',
        field: 'Hộ tịch',
        ministry: 'bo-tu-phap',
        levels: ['commune'],
        kind: 'TTHC được giao luật quy định chi tiết',
        decision: '1872/QĐ-BTP',
        applicants: 'Công dân Việt Nam',
        channels: ['online', 'counter'],
        limits: [
          { channel: 'online', text: '1 Ngày làm việc', amount: 1, unit: 'working-day' },
          { channel: 'counter', text: '1 Ngày làm việc', amount: 1, unit: 'working-day' },
        ],
        fee: { rule: 'free' },
        address: 'https://dichvucong.gov.vn/thu-tuc-hanh-chinh/1',
      },
      doubts: [],
    })
  })

  test('with a limit without a unit keeps the source’s words and guesses neither unit nor amount', () => {
    const { facts, doubts } = readRow(
      aRow({ thoi_han_theo_kenh: 'Trực tuyến=2|Trực tiếp=2 Ngày', kenh: 'Trực tuyến|Trực tiếp' }),
    )
    expect(facts.limits).toEqual([
      { channel: 'online', text: '2', amount: null, unit: null },
      { channel: 'counter', text: '2 Ngày', amount: 2, unit: 'calendar-day' },
    ])
    expect(doubts).toEqual([
      { field: 'thoi_han_theo_kenh', value: 'Trực tuyến=2', reason: 'limit-without-unit' },
    ])
  })

  test.each([
    ['135', { rule: 'charged' }, ['fee-absurd']],
    ['10 VNĐ', { rule: 'charged' }, ['fee-absurd']],
    ['135000', { rule: 'fixed', dong: 135_000 }, []],
    ['135.000 đồng', { rule: 'fixed', dong: 135_000 }, []],
    ['0', { rule: 'free' }, []],
    ['so_tien', { rule: 'charged' }, ['fee-amount-missing']],
    ['', { rule: 'unknown' }, ['fee-missing']],
    ['theo quy định', { rule: 'unknown' }, ['fee-unreadable']],
    ['99999999999999999999', { rule: 'unknown' }, ['fee-unreadable']],
  ])('whose fee is %j', (text, fee, reasons) => {
    const { facts, doubts } = readRow(aRow({ phi_so_dong: text }))
    expect(facts.fee).toEqual(fee)
    expect(doubts).toEqual(reasons.map((reason) => ({ field: 'phi_so_dong', value: text, reason })))
  })

  test.each([
    ['ten_thu_tuc', ' ', ['name-missing']],
    ['linh_vuc', '', ['field-missing']],
    ['loai_thu_tuc', '', ['kind-missing']],
    ['so_quyet_dinh', 'QĐ/0001-BCA', ['decision-unreadable']],
    ['cap_thuc_hien', 'Cấp huyện', ['level-unknown']],
    ['cap_thuc_hien', '', ['level-unknown']],
    ['kenh', 'Trực tuyến|Trực tiếp|Fax', ['channel-unknown']],
    ['kenh', 'Trực tuyến|Trực tiếp|Dịch vụ bưu chính', ['channel-without-limit']],
    ['kenh', 'Trực tiếp', ['limit-of-other-channel']],
    ['thoi_han_theo_kenh', '', ['channel-without-limit', 'channel-without-limit']],
    ['thoi_han_theo_kenh', 'Trực tuyến=|Trực tiếp=1 Giờ', ['limit-missing']],
    ['thoi_han_theo_kenh', 'Trực tuyến=0 Ngày|Trực tiếp=1 Tháng', ['limit-zero']],
    ['thoi_han_theo_kenh', 'Trực tuyến=1 Tuần|Trực tiếp=1 Giờ', ['limit-unreadable']],
    ['thoi_han_theo_kenh', 'Trực tuyến=ngay|Trực tiếp=1 Giờ', ['limit-unreadable']],
    ['thoi_han_theo_kenh', 'Trực tuyến=3 Ngày|Trực tuyến=5 Ngày|Trực tiếp=3 Ngày', ['limits-contradict']],
    ['thoi_han_theo_kenh', 'Trực tuyến=3 Ngày|Trực tuyến=3 Ngày|Trực tiếp=3 Ngày', []],
  ] as const)('whose %s is %j', (field, value, reasons) => {
    expect(readRow(aRow({ [field]: value })).doubts.map(({ reason }) => reason)).toEqual(reasons)
  })
})

describe('a file against what is known', () => {
  const entry = (code: string, name: string) => ({ id: `id ${code}`, code, hash: name, source: { name } })

  test('is new, changed field by field, unchanged, or silent', () => {
    const known = [entry('1.000001', 'A'), entry('1.000002', 'B'), entry('1.000003', 'C')]
    const read = [entry('1.000002', 'B'), entry('1.000003', 'D'), entry('1.000004', 'E')]
    expect(compareEntries(known, read)).toEqual({
      added: ['1.000004'],
      changed: [
        {
          code: '1.000003',
          ends: 'id 1.000003',
          fields: [{ field: 'name', before: 'C', after: 'D' }],
        },
      ],
      unchanged: 1,
      absent: ['1.000001'],
    })
    expect(absenceFindings(['1.000001'])).toEqual([
      { code: '1.000001', row: null, field: 'ma_thu_tuc', value: '1.000001', reason: 'absent' },
    ])
  })

  test('one name under two codes names the first', () => {
    const rows = ['A', 'B', 'A', '', ''].map((name, at) => ({ code: `1.00000${at}`, row: at + 2, name }))
    expect(nameFindings(rows)).toEqual([
      { code: '1.000002', row: 4, field: 'ten_thu_tuc', value: '1.000000', reason: 'name-twice' },
    ])
  })
})
