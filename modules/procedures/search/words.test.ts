import { describe, expect, test } from 'vitest'
import { readings, readyRules, type Vocabulary } from './reading.ts'
import { isNear, withoutKeystrokes, wordsIn } from './words.ts'

test('y and i at the end of a syllable are one, and accents are kept beside', () => {
  expect(wordsIn('Đăng KÝ, mỹ')).toEqual([
    { spelled: 'đăng'.normalize('NFC'), plain: 'dang' },
    { spelled: wordsIn('kí')[0]?.spelled, plain: 'ki' },
    { spelled: wordsIn('mĩ')[0]?.spelled, plain: 'mi' },
  ])
  expect(wordsIn('Thủy')[0]?.plain).toBe('thuy')
})

test.each([
  ['ddawng', 'dang'],
  ['kys', 'ky'],
  ['keest', 'ket'],
  ['hoon', 'hon'],
  ['cuowcs', 'cuoc'],
  ['lamf', 'lam'],
  ['soor', 'so'],
  ['chuwngs', 'chung'],
  ['ho6n', 'hon'],
  ['d9a8ng', 'dang'],
  ['khai', undefined],
  ['xe', undefined],
])('keystrokes left in %s', (typed, made) => {
  expect(withoutKeystrokes(typed)).toBe(made)
})

test.each([
  ['xay', 'xai', true],
  ['dug', 'dung', true],
  ['sinhh', 'sinh', true],
  ['snih', 'sinh', true],
  ['xay', 'xa', true],
  ['xay', 'cai', false],
  ['a', 'abc', false],
])('%s is near %s: %s', (a, b, near) => {
  expect(isNear(a, b)).toBe(near)
})

describe('a question is read', () => {
  const texts = ['khai sinh', 'xây nhà', 'giấy chứng nhận', 'tình trạng hôn nhân']
  const words = texts.flatMap((text) => wordsIn(text).map(({ plain }) => plain))
  const pairs = new Set(
    texts.flatMap((text) =>
      wordsIn(text).map(({ plain }, at, all) => `${plain} ${all[at + 1]?.plain ?? ''}`),
    ),
  )
  const vocabulary: Vocabulary = {
    words,
    has: (plain) => words.includes(plain),
    hasPair: (first, second) => pairs.has(`${first} ${second}`),
  }
  const rules = readyRules({
    words: [
      { say: ['độc thân'], mean: ['tình trạng hôn nhân'] },
      { say: ['giấy độc thân'], mean: ['giấy tình trạng hôn nhân', 'giấy chứng nhận'] },
    ],
  })
  const readAs = (text: string) =>
    readings(wordsIn(text), rules, vocabulary).map((reading) => reading.map(({ plain }) => plain).join(' '))

  test.each([
    ['as it stands where nothing is known otherwise', 'khai sinh', ['khai sinh']],
    [
      'by the longest everyday words, in each of their meanings',
      'giay doc than',
      ['giay doc than', 'giay tinh trang hon nhan', 'giay chung nhan'],
    ],
    ['with accents only where they are the word’s own', 'giấy đọc than', ['giay doc than']],
    ['with words apart that ran together', 'khaisinh', ['khai sinh']],
    ['with a letter mended where the words then go together', 'khai sih', ['khai sinh']],
    ['with the keyboard’s leftovers made', 'khai sinhf', ['khai sinh']],
    ['as it stands where nothing mends it', 'zzzz khai', ['zzzz khai']],
  ])('%s', (_, text, read) => {
    expect(readAs(text)).toEqual(read)
  })
})
