import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { membership } from './form.fixture.ts'
import {
  answerPage,
  checkAnswers,
  compileForm,
  maskAnswers,
  personalClassOf,
  readAnswers,
  shownAnswers,
  shownFields,
  tidyAnswers,
} from './index.ts'

const form = compileForm(membership)
const problems = (answers: Record<string, unknown>, page?: string) =>
  checkAnswers(form, answers, page).map(({ path, code }) => `${path} ${code}`)
const good = { fullName: 'Nguyễn Văn An', kind: 'person', agreed: true }

describe('a post becomes answers', () => {
  test('typed by the schema, trimmed, NFC, written one way', () => {
    const answers = readAnswers(form, {
      fullName: '  Nguyễn Văn An '.normalize('NFD'),
      idNumber: '072 095 001 234',
      bornOn: '1/2/1995',
      phone: '+84 912 345 678',
      kind: 'person',
      area: '1.250.000,5',
      days: ['sat', '', 'sun'],
      agreed: 'on',
      _csrf: 'x',
    })
    expect(answers).toEqual({
      fullName: 'Nguyễn Văn An',
      idNumber: '072095001234',
      bornOn: '1995-02-01',
      phone: '0912345678',
      kind: 'person',
      area: 1_250_000.5,
      days: ['sat', 'sun'],
      agreed: true,
    })
    expect(problems(answers)).toEqual([])
  })

  test('what is left empty or untouched is absent, never the first choice and never false', () => {
    const answers = readAnswers(form, { fullName: ' ', kind: '', area: '', days: [''], 'address.street': '' })
    expect(answers).toEqual({})
  })

  test('what cannot be read stays as it was sent, and the check says why', () => {
    const answers = readAnswers(form, {
      fullName: 'An',
      kind: 'company',
      taxCode: '0100109106',
      agreed: 'maybe',
      size: '12a',
      area: '1.234',
      bornOn: '31/02/2020',
    })
    expect(answers).toMatchObject({ size: '12a', area: '1.234', bornOn: '31/02/2020', agreed: 'maybe' })
    expect(problems(answers)).toEqual([
      '/bornOn format',
      '/size integer',
      '/area ambiguous-number',
      '/agreed boolean',
    ])
  })

  test('a single answer sent twice is not chosen from', () => {
    const answers = readAnswers(form, { ...good, agreed: 'on', kind: ['person', 'company'] })
    expect(answers.kind).toEqual(['person', 'company'])
    expect(problems(answers)).toContain('/kind type')
  })

  test('rows and groups are read by their names, empty rows left out', () => {
    const answers = readAnswers(form, {
      days: 'sun',
      'guests.0.name': 'Bình',
      'guests.0.age': '7',
      'guests.2.name': '',
      'guests.2.age': ' ',
      'guests.10.age': '9',
      'guests.9.age': '8',
      'guests.x.name': 'no',
      'guests.99999.name': 'no',
      'address.street': 'Lê Lợi',
      'address.floor': '2',
    })
    expect(answers).toEqual({
      days: ['sun'],
      guests: [{ name: 'Bình', age: 7 }, { age: 8 }, { age: 9 }],
      address: { street: 'Lê Lợi', floor: 2 },
    })
    expect(problems(answers, 'more')).toEqual([
      '/guests too-many',
      '/guests/1/name required',
      '/guests/2/name required',
      '/agreed required',
    ])
  })

  test('a field that only the program gives is never taken from a post', () => {
    expect(readAnswers(form, { source: 'clinic', illness: 'x' })).toEqual({})
    expect(readAnswers(form, { source: 'post', illness: 'x' }, { source: 'clinic', size: 5 })).toEqual({
      source: 'clinic',
      illness: 'x',
    })
  })

  test('names of Object’s own are no answers', () => {
    expect(readAnswers(form, { constructor: 'x', __proto__: 'y', toString: 'z' })).toEqual({})
  })

  test('any post at all is read, and what the check lets pass fits the schema', () => {
    const names = form.fields.map((field) => field.name)
    const name = fc.oneof(
      fc.constantFrom(...names, 'guests.0.name', 'guests.1.age', 'address.street'),
      fc.string(),
    )
    const text = fc.oneof(
      fc.constantFrom(
        'person',
        'company',
        'on',
        'sun',
        '0100109106',
        '1,5',
        '12',
        'An',
        '1/2/2020',
        '\u0000',
        '\ud800',
      ),
      fc.string({ unit: 'binary' }),
    )
    const post = fc.dictionary(name, fc.oneof(text, fc.array(text, { maxLength: 3 })))
    fc.assert(
      fc.property(post, (raw) => {
        const answers = readAnswers(form, raw)
        const found = checkAnswers(form, answers)
        for (const field of shownFields(form, answers)) {
          const value = answers[field.name]
          if (value === undefined || found.some(({ path }) => path.startsWith(`/${field.name}`))) continue
          expect(field.validate(value)).toBe(true)
          expect(JSON.stringify(value)).not.toMatch(/\\u0000|\\ud[89a-f]/)
        }
        expect(readAnswers(form, raw)).toEqual(answers)
        expect(shownAnswers(form, answers)).toEqual(answers)
        expect(tidyAnswers(form, answers)).toEqual(answers)
      }),
      { numRuns: 300 },
    )
  })
})

describe('conditions', () => {
  test('a field that is not shown is neither asked for nor kept', () => {
    expect(problems(good)).toEqual([])
    expect(problems({ ...good, kind: 'company' })).toEqual(['/taxCode required'])
    const company = readAnswers(form, { kind: 'company', taxCode: '0100109106', size: '9' })
    expect(company).toEqual({ kind: 'company', taxCode: '0100109106', size: 9 })
    expect(shownAnswers(form, { ...company, kind: 'person' })).toEqual({ kind: 'person' })
  })

  test('a condition on a field that is itself hidden is not met', () => {
    const field = { type: 'string', 'x-label': { vi: 'A' } }
    const fields = [
      'a',
      { field: 'b', showWhen: { field: 'a', equals: 'yes' } },
      { field: 'c', showWhen: { field: 'b', equals: 'yes' } },
    ]
    const chain = compileForm({
      schema: { type: 'object', properties: { a: field, b: field, c: field } },
      layout: { pages: [{ key: 'p', title: { vi: 'P' }, fields }] },
    })
    const shown = (answers: Record<string, string>) => shownFields(chain, answers).map(({ name }) => name)
    expect(shown({ a: 'yes', b: 'yes' })).toEqual(['a', 'b', 'c'])
    expect(shown({ a: 'no', b: 'yes', c: 'kept' })).toEqual(['a'])
  })

  test('a list answers when it holds the value', () => {
    const shown = (days: string[]) => shownFields(form, { days }).some((field) => field.name === 'guests')
    expect(shown(['sat', 'sun'])).toBe(true)
    expect(shown(['sat'])).toBe(false)
  })

  test('a page answered anew takes back what it no longer says and what it hides elsewhere', () => {
    const draft = { kind: 'company', taxCode: '0100109106', size: 9, phone: '0912345678', agreed: true }
    expect(answerPage(form, draft, 'who', { kind: 'person', agreed: '' })).toEqual({
      kind: 'person',
      agreed: true,
    })
    expect(answerPage(form, draft, 'company', { taxCode: '0101248141', size: '9' })).toEqual({
      kind: 'company',
      taxCode: '0101248141',
      phone: '0912345678',
      agreed: true,
    })
  })
})

describe('the check', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['nothing answered', {}, ['/fullName required', '/kind required', '/agreed required']],
    ['too short and too long', { ...good, fullName: 'A' }, ['/fullName too-short']],
    ['too long', { ...good, fullName: 'A'.repeat(61) }, ['/fullName too-long']],
    ['outside the choice', { ...good, kind: 'dog' }, ['/kind choice']],
    ['of another type', { ...good, fullName: 5, kind: 1 }, ['/fullName type', '/kind type']],
    ['a consent refused', { ...good, agreed: false }, ['/agreed choice']],
    ['a format', { ...good, idNumber: '123' }, ['/idNumber format']],
    ['a limit that is itself excluded', { ...good, area: 0 }, ['/area minimum']],
    ['a choice twice', { ...good, days: ['sun', 'sun'] }, ['/days duplicate']],
    ['a choice of several outside', { ...good, days: ['sat', 'mon'] }, ['/days/1 choice']],
    [
      'too many rows',
      { ...good, days: ['sun'], guests: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
      ['/guests too-many'],
    ],
    [
      'an unknown part of a group',
      { ...good, address: { street: 'x', 'a/b': 1 } },
      ['/address/a~1b unknown'],
    ],
    ['an unknown field', { ...good, 'x/y': 1 }, ['/x~1y unknown']],
    ['a control character', { ...good, fullName: 'An\u0000' }, ['/fullName characters']],
    ['a control character of the second set', { ...good, fullName: 'An\u0085' }, ['/fullName characters']],
    ['half a character', { ...good, address: { street: 'x\ud800' } }, ['/address/street characters']],
    ['text that is not NFC', { ...good, fullName: 'Nguyễn'.normalize('NFD') }, ['/fullName not-nfc']],
    ['null is no answer', { ...good, phone: null }, ['/phone type']],
  ])('%s', (_, answers, found) => expect(problems(answers)).toEqual(found))

  test('limits are told with the problem', () => {
    expect(checkAnswers(form, { ...good, area: 0 })[0]?.meta).toEqual({ limit: 0, comparison: '>' })
    expect(checkAnswers(form, { ...good, idNumber: '1' })[0]?.meta).toEqual({ format: 'national-id' })
  })

  test('of one page only that page is told', () => {
    expect(problems({}, 'who')).toEqual(['/fullName required', '/kind required'])
    expect(problems({ kind: 'person' }, 'company')).toEqual([])
  })

  test('answers from elsewhere are tidied by the same rules', () => {
    const tidy = tidyAnswers(form, {
      fullName: ' Nguyễn Văn An '.normalize('NFD'),
      kind: 'person',
      phone: null,
      bornOn: '1/2/1995',
      size: 3,
      days: ['sun', ''],
      guests: [{ name: ' a ', age: 3 }, { name: '' }],
      strange: 1,
      agreed: false,
    })
    expect(tidy).toEqual({
      fullName: 'Nguyễn Văn An',
      kind: 'person',
      bornOn: '1995-02-01',
      days: ['sun'],
      guests: [{ name: 'a', age: 3 }],
      agreed: false,
    })
  })
})

describe('what a stranger sees', () => {
  test('sensitive answers are masked, basic ones kept only as far as their owner needs', () => {
    const seen = maskAnswers(form, {
      fullName: 'Nguyễn Thị Đào',
      idNumber: '072095001234',
      bornOn: '1995-02-01',
      phone: '0912345678',
      kind: 'person',
      illness: 'cúm',
      guests: [{ name: 'Lê An', age: 7, secret: 'x' }],
      address: { street: 'Lê Lợi', floor: 2 },
      strange: 'x',
    })
    expect(seen).toEqual({
      fullName: 'N••• T••• Đ•••',
      idNumber: '•••234',
      bornOn: '1995-••-••',
      phone: '•••678',
      kind: 'person',
      illness: '•••',
      guests: [{ name: 'L••• A•••', age: 7 }],
      address: { street: 'L••• L•••', floor: '•••' },
    })
  })

  test('an answer of another shape than its field’s shows nothing', () => {
    const seen = maskAnswers(form, {
      fullName: { first: 'An' },
      phone: ['0912345678'],
      idNumber: 72_095_001_234,
    })
    expect(seen).toEqual({ fullName: '•••', phone: '•••', idNumber: '•••' })
  })

  test('no mask lets a whole basic answer through, nor how long it is', () => {
    const text = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.string({ unit: fc.constantFrom('0', '7', ' '), minLength: 1 }),
    )
    fc.assert(
      fc.property(text, (fullName) => {
        fc.pre(fullName.trim() !== '')
        expect(maskAnswers(form, { fullName }).fullName).toContain('••')
      }),
    )
  })

  test('a field’s class is the highest of what is within it', () => {
    const classes = Object.fromEntries(form.fields.map(({ name, schema }) => [name, personalClassOf(schema)]))
    expect(classes).toMatchObject({ guests: 'basic', illness: 'sensitive', kind: 'none' })
  })
})
