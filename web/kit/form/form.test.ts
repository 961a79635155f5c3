import { cite } from '../../../kernel/clause.ts'
import { expect, test } from 'vitest'
import { formOf, shownNames, shownPages, type FormField } from './definition.ts'
import { readFields } from './read.ts'
import { papersOf } from './requirements.ts'

const definition = {
  schema: {
    properties: {
      hasFather: { type: 'boolean' },
      fatherName: { type: 'string' },
      fatherBornOn: { type: 'string', format: 'date' },
      copies: { type: 'integer' },
      area: { type: 'number' },
      members: {
        type: 'array',
        items: { type: 'object', properties: { name: { type: 'string' }, share: { type: 'integer' } } },
      },
      trades: { type: 'array', items: { type: 'string', enum: ['a', 'b', 'c'] } },
      address: { type: 'object', properties: { street: { type: 'string' } } },
    },
    required: ['hasFather', 'fatherName'],
  },
  layout: {
    pages: [
      {
        key: 'father',
        title: { vi: 'Cha' },
        fields: [
          'hasFather',
          { field: 'fatherName', showWhen: { field: 'hasFather', equals: true } },
          { field: 'fatherBornOn', showWhen: { field: 'hasFather', equals: true } },
        ],
      },
      {
        key: 'more',
        title: { vi: 'Thêm' },
        showWhen: { field: 'fatherName', in: ['A', 'B'] },
        fields: ['copies', 'area', 'members', 'trades', 'address'],
      },
    ],
  },
} as const

const form = formOf(definition)
const fields: readonly FormField[] = form.pages.flatMap((page) => page.fields)

function post(entries: Readonly<Record<string, string | readonly string[]>>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(entries)) {
    for (const one of typeof value === 'string' ? [value] : value) data.append(name, one)
  }
  return data
}

test('an answer shows the fields that depend on it, and a page that shows none is passed over', () => {
  expect([...shownNames(form, { hasFather: false, fatherName: 'A' })]).toEqual(['hasFather'])
  expect(shownPages(form, { hasFather: false, fatherName: 'A' }).map(({ key }) => key)).toEqual(['father'])
  expect(shownPages(form, { hasFather: true, fatherName: 'A' }).map(({ key }) => key)).toEqual([
    'father',
    'more',
  ])
})

test('a post is read by the schema: typed, trimmed, composed, empty as absent', () => {
  const answers = readFields(
    fields,
    post({
      hasFather: 'true',
      fatherName: '  Nguyê\u0303n Văn A ',
      fatherBornOn: '',
      copies: '1.200',
      area: '12,5',
      trades: ['a', 'c'],
      'address.street': '61 Nguyễn Huệ',
    }),
  )
  expect(answers).toEqual({
    hasFather: true,
    fatherName: 'Nguyễn Văn A',
    copies: 1200,
    area: 12.5,
    trades: ['a', 'c'],
    address: { street: '61 Nguyễn Huệ' },
  })
})

test.each(['5/11/2026', '05.11.2026', '05-11-2026', '05112026', '5 11 2026'])(
  'the day %s is 5 November 2026',
  (written) => {
    expect(readFields(fields, post({ fatherBornOn: written }))).toEqual({ fatherBornOn: '2026-11-05' })
  },
)

test('what cannot be read stays as it was written, for the check to refuse', () => {
  expect(readFields(fields, post({ copies: 'hai', fatherBornOn: 'hôm qua' }))).toEqual({
    copies: 'hai',
    fatherBornOn: 'hôm qua',
  })
})

test('rows keep their order and lose those left empty', () => {
  const answers = readFields(
    fields,
    post({ 'members.10.name': 'C', 'members.0.name': 'A', 'members.0.share': '60', 'members.1.name': ' ' }),
  )
  expect(answers).toEqual({ members: [{ name: 'A', share: 60 }, { name: 'C' }] })
})

test('a field that no form asks for is not read', () => {
  expect(readFields(fields, post({ stranger: 'x', 'members.x.name': 'y' }))).toEqual({})
})

const basis = { confidence: 'high', clause: cite('Đ1') } as const
const paper = { handling: 'submit', originals: 1, copies: 0, basis } as const
const declaration = {
  cases: [
    {
      key: 'born',
      name: '',
      help: '',
      requirements: ['form', 'notice', 'looked-up', 'minutes', 'proof', 'counter'],
    },
  ],
  requirements: [
    { ...paper, key: 'form', name: 'Tờ khai', isForm: true },
    { ...paper, key: 'notice', name: 'Giấy chứng sinh' },
    { ...paper, key: 'looked-up', name: 'Kết hôn', handling: 'look-up' as const },
    {
      ...paper,
      key: 'minutes',
      name: 'Biên bản',
      condition: { text: 'bị bỏ rơi', field: '/found', equals: true },
    },
    { ...paper, key: 'proof', name: 'Cư trú', condition: { text: 'nếu không tra được' } },
    { ...paper, key: 'counter', name: 'Bản giấy', channels: ['counter' as const] },
    { ...paper, key: 'other', name: 'Của trường hợp khác' },
  ],
}

test('papers asked to be uploaded: those of the case, for this channel, under these answers', () => {
  const asked = (answers: Readonly<Record<string, unknown>>) =>
    papersOf(declaration, 'born', answers).map(({ requirement, isNeeded }) => [requirement.key, isNeeded])
  expect(asked({})).toEqual([
    ['notice', true],
    ['proof', false],
  ])
  expect(asked({ found: true })).toEqual([
    ['notice', true],
    ['minutes', true],
    ['proof', false],
  ])
  expect(papersOf(declaration, null, {})).toEqual([])
})

test('a paper that data replace is not asked for from that day on', () => {
  const replacedBy = {
    database: 'Cơ sở dữ liệu đất đai',
    owner: null,
    clause: cite('NQ 66.7'),
    from: '2026-07-01',
    confidence: 'medium' as const,
    asks: 'never' as const,
  }
  const land = { ...paper, key: 'land', name: 'Giấy chứng nhận', replacedBy }
  const cases = [{ key: 'house', name: '', help: '', requirements: ['land'] }]
  const asked = (on: string) => papersOf({ cases, requirements: [land] }, 'house', {}, on)
  expect([asked('2026-06-30').length, asked('2026-07-01').length]).toEqual([1, 0])
})
