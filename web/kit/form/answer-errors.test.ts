import { expect, test } from 'vitest'
import { formats } from '../../../platform/forms/index.ts'
import { vi } from '../words/vi.ts'
import { answerErrors } from './answer-errors.ts'
import { formOf } from './definition.ts'

const form = formOf({
  schema: {
    properties: {
      name: { type: 'string', 'x-label': { vi: 'Họ tên', en: 'Name' } },
      sex: { type: 'string', enum: ['f', 'm'], 'x-label': { vi: 'Giới tính' } },
      born: { type: 'string', format: 'date', 'x-label': { vi: 'Ngày sinh' } },
      members: {
        type: 'array',
        'x-label': { vi: 'Thành viên' },
        items: {
          type: 'object',
          properties: { share: { type: 'integer', 'x-label': { vi: 'Phần góp' } } },
        },
      },
    },
  },
  layout: { pages: [{ key: 'all', title: { vi: '' }, fields: ['name', 'sex', 'born', 'members'] }] },
})

const told = (path: string, code: string) => answerErrors([{ path, code }], form, 'vi', vi)[0]

test('what is missing was not entered, what is chosen was not chosen', () => {
  expect(told('/name', 'required')?.text).toBe('Họ tên: chưa nhập')
  expect(told('/sex', 'required')?.text).toBe('Giới tính: chưa chọn')
})

test('the words are the same whether the page or the submission found it', () => {
  expect(told('/answers/born', 'format')).toEqual(told('/born', 'format'))
  expect(told('/born', 'format')).toMatchObject({
    name: 'born',
    short: expect.stringContaining('05/11/2026'),
  })
})

test('a place inside a row is named by its row', () => {
  expect(told('/members/1/share', 'integer')).toMatchObject({
    name: 'members.1.share',
    text: 'Thành viên, Dòng 2, Phần góp: phải là số nguyên',
  })
})

test('what the form does not know is told by its name', () => {
  expect(told('/stranger', 'unknown')).toEqual({ name: null, text: 'stranger: không thuộc mẫu này' })
})

test('every format that a form may name has its words', () => {
  const known: object = vi.form.formats
  expect(Object.keys(formats).filter((name) => !Object.hasOwn(known, name))).toEqual([])
})
