import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVietnamese, foldSpelling, foldVietnamese } from './vietnamese.ts'

const text = fc.string({ unit: 'grapheme' })

describe('folding Vietnamese', () => {
  it.each([
    ['Hòa Thành', 'Hoà Thành'],
    ['Hòa Thành'.normalize('NFD'), 'HOÀ  THÀNH'],
    ['thủy lợi', 'thuỷ lợi'],
    [' Khóa ', 'khoá'],
    ['Ðức Hòa', 'Đức Hòa'],
  ])('%j and %j are one name', (a, b) => {
    expect(foldSpelling(a)).toBe(foldSpelling(b))
  })

  it.each([
    ['Hòa', 'Hoa'],
    ['Hóa', 'Hòa'],
    ['Đức', 'Dức'],
    ['Tân', 'Tan'],
    ['thuế', 'thuê'],
  ])('%j and %j are two names', (a, b) => {
    expect(foldSpelling(a)).not.toBe(foldSpelling(b))
  })

  it.each([
    ['Tây Ninh', 'tay ninh'],
    ['Đăng ký khai sinh', 'dang ky khai sinh'],
    ['GIẤY PHÉP XÂY DỰNG', 'giay phep xay dung'],
    ['Nguyễn Thị Ưởng', 'nguyen thi uong'],
    ['Đức Huệ'.normalize('NFD'), 'duc hue'],
  ])('%j is found by %j', (written, typed) => {
    expect(foldVietnamese(written)).toBe(typed)
  })

  it('folding what is folded changes nothing, and the Unicode form does not matter', () => {
    fc.assert(
      fc.property(text, (t) => {
        expect(foldVietnamese(foldVietnamese(t))).toBe(foldVietnamese(t))
        expect(foldVietnamese(t.normalize('NFD'))).toBe(foldVietnamese(t.normalize('NFC')))
        expect(foldSpelling(foldSpelling(t))).toBe(foldSpelling(t))
        expect(foldSpelling(t.normalize('NFD'))).toBe(foldSpelling(t.normalize('NFC')))
      }),
    )
  })

  it('what matches by spelling is found by the same search', () => {
    fc.assert(
      fc.property(text, (t) => {
        expect(foldVietnamese(foldSpelling(t))).toBe(foldVietnamese(t))
      }),
    )
  })

  it('names stand in dictionary order', () => {
    const names = ['Phường 10', 'Đức Hòa', 'Phường 2', 'Dương Minh Châu', 'Ấp Bắc', 'An Tịnh']
    expect(names.toSorted(compareVietnamese)).toEqual([
      'An Tịnh',
      'Ấp Bắc',
      'Dương Minh Châu',
      'Đức Hòa',
      'Phường 2',
      'Phường 10',
    ])
  })
})
