import { beforeAll, describe, expect, test } from 'vitest'
import { readProcedures } from './content.ts'
import { rankProcedures } from './search.ts'
import type { Searchable } from './search.ts'

let procedures: readonly Searchable[]
beforeAll(async () => {
  procedures = (await readProcedures('content/tay-ninh')).map(({ declaration: { value } }) => ({
    ...value,
    field: value.field.name,
  }))
})

const birth = '1.001193'
const copy = '2.000815'
const business = '1.001612'

describe('everyday words find the right procedure first', () => {
  test.each([
    ['làm giấy khai sinh', birth],
    ['lam giay khai sinh', birth],
    ['LÀM GIẤY KHAI SINH CHO CON', birth],
    ['khai sinh muộn', birth],
    ['khai sinh muon qua 60 ngay', birth],
    ['vợ mới sinh con', birth],
    ['giấy chứng sinh', birth],
    ['con ngoai gia thu', birth],
    ['mẹ đơn thân khai sinh', birth],
    ['khai sịnh', birth],
    ['khaisinh', birth],
    ['khai si', birth],
    ['đăng ký khai sinh trực tuyến', birth],
    ['birth certificate', birth],
    ['sao y', copy],
    ['sao y bản chính', copy],
    ['sao y ban chinh', copy],
    ['chứng thực bằng đại học', copy],
    ['chung thuc giay to', copy],
    ['công chứng căn cước', copy],
    ['photo cong chung', copy],
    ['bản sao có chứng thực', copy],
    ['mở tiệm tạp hóa', business],
    ['mở tiệm tạp hoá', business],
    ['mo tiem tap hoa', business],
    ['mở quán cà phê', business],
    ['mo quan ca phe', business],
    ['giấy phép kinh doanh', business],
    ['đăng ký kinh doanh', business],
    ['dang ky kinh doan', business],
    ['buôn bán nhỏ ở chợ', business],
    ['hộ kinh doanh', business],
    ['1.001612', business],
    ['2.00081', copy],
  ])('%s', (text, code) => {
    expect(rankProcedures(procedures, text)[0]?.code).toBe(code)
  })

  test('in NFD, as some keyboards send it', () => {
    expect(rankProcedures(procedures, 'mở tiệm tạp hóa'.normalize('NFD'))[0]?.code).toBe(business)
  })

  test('what is no procedure of ours finds none', () => {
    expect(rankProcedures(procedures, 'hộ chiếu phổ thông xuất cảnh')).toEqual([])
    expect(rankProcedures(procedures, 'xyzzy')).toEqual([])
  })

  test('nothing asked lists all by name, in the order of a Vietnamese dictionary', () => {
    const dictionary = new Intl.Collator('vi')
    const codes = rankProcedures(procedures, ' ').map(({ code }) => code)
    expect(codes).toHaveLength(procedures.length)
    expect(codes.filter((code) => [birth, copy, business].includes(code))).toEqual([copy, birth, business])
    const names = rankProcedures(procedures, ' ').map(({ name }) => name)
    expect(names).toEqual(names.toSorted(dictionary.compare))
  })

  test('accents that are there are worth more than none', () => {
    const one = (code: string, name: string): Searchable => ({
      code,
      name,
      nameEn: '',
      field: '',
      summary: '',
      synonyms: [],
    })
    const pair = [one('a', 'Cấp thẻ bảo hiểm'), one('b', 'Cấp thẻ bào hiếm')]
    expect(rankProcedures(pair, 'bảo hiểm')[0]?.code).toBe('a')
    expect(rankProcedures(pair, 'bào hiếm')[0]?.code).toBe('b')
  })
})
