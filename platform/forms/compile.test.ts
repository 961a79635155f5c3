import { describe, expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { parseContent } from '../content/index.ts'
import { membership } from './form.fixture.ts'
import { compileForm, FormDefinition } from './index.ts'

function faultsOf(definition: FormDefinition): readonly string[] {
  try {
    compileForm(definition)
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.code !== 'forms.malformed') throw problem
    return problem.fields.map(({ path, code }) => `${path} ${code}`)
  }
  return []
}

const label = { vi: 'A' }
const page = (...fields: FormDefinition['layout']['pages'][number]['fields']) => ({
  key: 'p',
  title: label,
  fields,
})
const form = (
  properties: Record<string, unknown>,
  layout: Partial<FormDefinition['layout']> = {},
  rest: Record<string, unknown> = {},
): FormDefinition => ({
  schema: { type: 'object', properties, ...rest },
  layout: { pages: [page(...Object.keys(properties))], ...layout },
})

test('a definition is content: read from a file, checked, compiled in the order of its pages', () => {
  const content = parseContent(JSON.stringify(membership), 'form.json', FormDefinition)
  const compiled = compileForm(content.value)
  expect(compiled.pages.map((each) => each.key)).toEqual(['who', 'company', 'more'])
  expect(compiled.fields.map((field) => field.name).slice(0, 3)).toEqual(['source', 'fullName', 'idNumber'])
  expect(compiled.fields.find((field) => field.name === 'size')).toMatchObject({
    page: 'company',
    isRequired: false,
    showWhen: [
      { field: 'kind', equals: 'company' },
      { field: 'taxCode', in: ['0100109106'] },
    ],
  })
  expect(compiled.fields.find((field) => field.name === 'source')).toMatchObject({ page: null })
})

describe('the layout', () => {
  const a = { type: 'string', 'x-label': label }

  test.each<[string, FormDefinition, string[]]>([
    [
      'a field on no page',
      form({ a, b: a }, { pages: [page('a')] }),
      ['/schema/properties/b field-on-no-page'],
    ],
    [
      'a field on two pages',
      form({ a }, { pages: [page('a', 'a')] }),
      ['/layout/pages/0/fields/1 field-twice'],
    ],
    [
      'a field on a page and hidden',
      form({ a }, { hidden: ['a'] }),
      ['/layout/pages/0/fields/0 field-twice'],
    ],
    [
      'a field that is not there',
      form({ a }, { pages: [page('a', 'b')] }),
      ['/layout/pages/0/fields/1 field-unknown'],
    ],
    ['a hidden field that is not there', form({ a }, { hidden: ['b'] }), ['/layout/hidden/0 field-unknown']],
    [
      'two pages of one name',
      form({ a, b: a }, { pages: [page('a'), page('b')] }),
      ['/layout/pages/1/key page-twice'],
    ],
    [
      'a condition on a later field',
      form({ a, b: a }, { pages: [page({ field: 'a', showWhen: { field: 'b', equals: 'x' } }, 'b')] }),
      ['/layout/pages/0/fields/0/showWhen/field field-later'],
    ],
    [
      'a condition on itself',
      form({ a }, { pages: [page({ field: 'a', showWhen: { field: 'a', equals: 'x' } })] }),
      ['/layout/pages/0/fields/0/showWhen/field field-later'],
    ],
    [
      'a page’s condition on its own field, and on none',
      form(
        { a, b: a },
        {
          pages: [
            { ...page('a'), showWhen: { field: 'a', equals: 'x' } },
            { ...page('b'), key: 'q', showWhen: { field: 'c', equals: 'x' } },
          ],
        },
      ),
      ['/layout/pages/0/showWhen/field field-later', '/layout/pages/1/showWhen/field field-unknown'],
    ],
    [
      'a condition that no answer meets',
      form(
        {
          a: { type: 'string', enum: ['x'], 'x-label': label },
          n: { type: 'integer', 'x-label': label },
          b: a,
        },
        { pages: [page('a', 'n', { field: 'b', showWhen: { field: 'a', in: ['x', 'y'] } })] },
      ),
      ['/layout/pages/0/fields/2/showWhen never-shown'],
    ],
    [
      'a field without a label',
      form({ a: { type: 'string' } }),
      ['/schema/properties/a/x-label label-missing'],
    ],
  ])('%s', (_, definition, faults) => expect(faultsOf(definition)).toEqual(faults))

  test('a condition on a field that the program gives is one on an earlier field', () => {
    expect(
      faultsOf(
        form(
          { a, b: { type: 'string' } },
          { hidden: ['b'], pages: [page({ field: 'a', showWhen: { field: 'b', equals: 'x' } })] },
        ),
      ),
    ).toEqual([])
  })
})

describe('the schema', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['a keyword forms do not know', { type: 'string', default: 'x' }, ['/default keyword-unknown']],
    ['a misspelt annotation', { type: 'string', 'x-lable': label }, ['/x-lable keyword-unknown']],
    ['a keyword of another type', { type: 'integer', maxLength: 3 }, ['/maxLength keyword-unknown']],
    ['a type forms do not know', { type: ['string', 'null'] }, ['/type type-unknown']],
    ['a format forms do not know', { type: 'string', format: 'uuid' }, ['/format format-unknown']],
    ['a pattern that is none', { type: 'string', pattern: '(' }, ['/pattern pattern']],
    ['a limit that is no count', { type: 'string', maxLength: -1 }, ['/maxLength not-a-count']],
    ['a limit that is no number', { type: 'number', minimum: '1' }, ['/minimum not-a-number']],
    ['choices of none', { type: 'string', enum: [] }, ['/enum choices']],
    ['a choice twice', { type: 'string', enum: ['a', 'a'] }, ['/enum choices']],
    ['an empty choice', { type: 'string', oneOf: [{ const: '' }] }, ['/oneOf choices']],
    ['choices of another type', { type: 'integer', enum: ['1'] }, ['/enum choices']],
    [
      'choices twice over',
      { type: 'string', enum: ['a'], oneOf: [{ const: 'b' }] },
      ['/oneOf choices-twice'],
    ],
    ['a list of nothing', { type: 'array' }, ['/items items-missing']],
    [
      'a list of lists',
      { type: 'array', items: { type: 'array', items: { type: 'string' } } },
      ['/items list-in-list'],
    ],
    [
      'an unknown class of personal data',
      { type: 'string', 'x-personal': 'secret' },
      ['/x-personal personal-class'],
    ],
    ['words that are none', { type: 'string', 'x-help': 'text' }, ['/x-help words']],
    ['an unknown widget', { type: 'string', 'x-widget': 'dial' }, ['/x-widget widget']],
    [
      'a fault deep inside',
      { type: 'array', items: { type: 'object', properties: { b: { type: 'text' } }, required: ['c'] } },
      ['/items/properties/b/type type-unknown', '/items/required/0 field-unknown'],
    ],
  ])('%s', (_, field, faults) => {
    const found = faultsOf(form({ a: { 'x-label': label, ...field } }))
    expect(found).toEqual(faults.map((fault) => `/schema/properties/a${fault}`))
  })

  test('the root must be an object with fields, its required ones must exist', () => {
    const none = { layout: { pages: [page('a')] } }
    expect(faultsOf({ ...none, schema: { type: 'array' } })).toEqual([
      '/schema/type root-not-object',
      '/schema/properties properties-missing',
    ])
    const a = { type: 'string', 'x-label': label }
    expect(faultsOf(form({ a }, {}, { required: ['b'] }))).toEqual(['/schema/required/0 field-unknown'])
    expect(faultsOf(form({ 'a.b': a }))).toContain('/schema/properties/a.b field-name')
    expect(faultsOf(form({ a: 'string' }))).toEqual(['/schema/properties/a not-a-schema'])
  })
})
