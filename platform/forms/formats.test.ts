import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formats } from './index.ts'
import { isAmbiguous, parseNumber } from './numbers.ts'

const tidied = (format: string, text: string) => formats[format]?.tidy(text)
const isValid = (format: string, text: string) => formats[format]?.isValid(tidied(format, text) ?? '')

describe('a national id', () => {
  test.each([
    ['072095001234', true],
    ['001 300 012 345', true],
    ['350199000001', true],
    ['07209500123', false],
    ['0720950012345', false],
    ['003095001234', false],
    ['097095001234', false],
    ['000095001234', false],
    ['072495001234', false],
    ['07209500123a', false],
    ['-72095001234', false],
  ])('%s: %j', (text, good) => expect(isValid('national-id', text)).toBe(good))
})

describe('a tax code', () => {
  // Published codes of listed companies.
  test.each([
    ['0100109106', true],
    ['0101248141', true],
    ['0101245486', true],
    ['0100109106-001', true],
    ['0100109106001', true],
    ['0100109107', false],
    ['0100109160', false],
    ['0100109106-01', false],
    ['010010910', false],
  ])('%s: %j', (text, good) => expect(isValid('tax-code', text)).toBe(good))

  test('is written one way', () => {
    expect(tidied('tax-code', '0100109106001')).toBe('0100109106-001')
    expect(tidied('tax-code', '01 0010 9106')).toBe('0100109106')
    expect(tidied('tax-code', 'none')).toBe('none')
  })

  test('one digit mistaken is always noticed', () => {
    const digits = '0100109106'
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), (at, digit) => {
        fc.pre(digits[at] !== String(digit))
        expect(isValid('tax-code', `${digits.slice(0, at)}${digit}${digits.slice(at + 1)}`)).toBe(false)
      }),
    )
  })
})

describe('an ORCID iD', () => {
  // The iDs of ORCID's own documentation.
  test.each([
    ['0000-0002-1825-0097', true],
    ['0000-0001-5109-3700', true],
    ['https://orcid.org/0000-0002-1694-233X', true],
    ['000000021694233x', true],
    ['0000-0002-1825-0098', false],
    ['0000-0002-1825-009', false],
  ])('%s: %j', (text, good) => expect(isValid('orcid', text)).toBe(good))
})

describe('a web address', () => {
  test.each([
    ['https://tayninh.gov.vn', true],
    ['tayninh.gov.vn/tin-tuc', true],
    ['http://localhost', false],
    ['ftp://tayninh.gov.vn', false],
    ['https://user@tayninh.gov.vn', false],
    ['tay ninh', false],
  ])('%s: %j', (text, good) => expect(isValid('web-address', text)).toBe(good))
})

describe('a telephone number', () => {
  test.each([
    ['0912345678', '0912345678', true],
    ['091 234 56 78', '0912345678', true],
    ['+84 912-345-678', '0912345678', true],
    ['+84 (0) 912 345 678', '0912345678', true],
    ['0276 3822 233', '02763822233', true],
    ['0112345678', '0112345678', false],
    ['912345678', '912345678', false],
    ['no', 'no', false],
  ])('%s is %s: %j', (text, written, good) => {
    expect(tidied('phone-vn', text)).toBe(written)
    expect(isValid('phone-vn', text)).toBe(good)
  })
})

describe('a day', () => {
  test.each([
    ['31/01/2026', '2026-01-31', true],
    ['1/2/2026', '2026-02-01', true],
    ['2026-02-28', '2026-02-28', true],
    ['29/02/2024', '2024-02-29', true],
    ['29/02/2025', '29/02/2025', false],
    ['02/13/2025', '02/13/2025', false],
    ['1/2/26', '1/2/26', false],
    ['2026-02-30', '2026-02-30', false],
  ])('%s is %s: %j', (text, written, good) => {
    expect(tidied('date', text)).toBe(written)
    expect(isValid('date', text)).toBe(good)
  })
})

test('an address of e-mail', () => {
  for (const good of ['a@b.vn', 'x.y+z@mail.example.com']) expect(isValid('email', good)).toBe(true)
  for (const bad of ['a', 'a@b', '@b.vn', 'a b@c.vn', 'a@b..vn', `${'a'.repeat(300)}@b.vn`])
    expect(isValid('email', bad)).toBe(false)
})

describe('a number', () => {
  test.each([
    ['12', 12, 12],
    ['-3', -3, -3],
    ['1.234.567', 1_234_567, 1_234_567],
    ['1 234 567', 1_234_567, 1_234_567],
    ['1.234', 1234, undefined],
    ['1,234', undefined, undefined],
    ['0,234', undefined, 0.234],
    ['1,5', undefined, 1.5],
    ['1.5', undefined, 1.5],
    ['1.234.567,89', undefined, 1_234_567.89],
    ['1234,567', undefined, 1234.567],
    ['1.23.456', undefined, undefined],
    ['1,234,567', undefined, undefined],
    ['-0', 0, 0],
    ['1e3', undefined, undefined],
    ['0x10', undefined, undefined],
    ['NaN', undefined, undefined],
    ['Infinity', undefined, undefined],
    ['12a', undefined, undefined],
    ['9007199254740993', undefined, undefined],
  ])('%s is %j where it must be whole, %j elsewhere', (text, whole, any) => {
    expect(parseNumber(text, true)).toBe(whole)
    expect(parseNumber(text, false)).toBe(any)
  })

  test('written by Vietnamese custom with anything but three decimals, any number is read back', () => {
    const decimals = fc.constantFrom(0, 1, 2, 4)
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), decimals, (units, places) => {
        const value = units / 10 ** places
        const text = new Intl.NumberFormat('vi-VN', { minimumFractionDigits: places }).format(value)
        fc.pre(!isAmbiguous(text))
        expect(parseNumber(text, false)).toBe(value === 0 ? 0 : value)
      }),
    )
  })
})
