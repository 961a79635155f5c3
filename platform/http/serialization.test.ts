import { describe, expect, test } from 'vitest'
import Type, { type TSchema } from 'typebox'
import { writerOf } from './serialization.ts'

const written = (schema: TSchema, value: unknown): unknown => JSON.parse(writerOf(schema)(value))

const Named = Type.Object({ name: Type.String() })

describe('an answer', () => {
  test('leaves without what its route does not declare, however deep', () => {
    const Answer = Type.Object({
      list: Type.Array(Named),
      maybe: Type.Union([Named, Type.Null()]),
      nothing: Type.Union([Named, Type.Null()]),
      optional: Type.Optional(Type.Integer()),
    })
    const named = { name: 'An', secret: 'x' }
    expect(written(Answer, { list: [named, named], maybe: named, nothing: null, secret: 'y' })).toEqual({
      list: [{ name: 'An' }, { name: 'An' }],
      maybe: { name: 'An' },
      nothing: null,
    })
  })

  test('keeps every key of a record, and of its values what is declared', () => {
    expect(written(Type.Record(Type.String(), Named), { a: { name: 'An', secret: 1 } })).toEqual({
      a: { name: 'An' },
    })
    const Line = Type.Intersect([
      Type.Object({ kind: Type.String() }),
      Type.Record(Type.String(), Type.Unknown()),
    ])
    expect(written(Line, { kind: 'due', at: [1, { b: 2 }] })).toEqual({ kind: 'due', at: [1, { b: 2 }] })
  })

  test('is of that member of a union whose literals it has', () => {
    const Fee = Type.Union([
      Type.Object({ kind: Type.Literal('fixed'), dong: Type.Integer() }),
      Type.Object({ kind: Type.Literal('by-page'), pages: Type.Array(Named) }),
      Type.String(),
    ])
    expect(written(Fee, { kind: 'by-page', dong: 1, pages: [{ name: 'a', secret: 1 }] })).toEqual({
      kind: 'by-page',
      pages: [{ name: 'a' }],
    })
    expect(written(Fee, 'none')).toBe('none')
    expect(() => written(Fee, { kind: 'other' })).toThrow('alternatives')
  })

  test('that lacks what is required is a bug', () => {
    expect(() => written(Type.Object({ a: Type.Array(Named) }), { a: [{}] })).toThrow('"name" is required')
  })

  test('cannot be declared by reference or as a tuple, which would leave unfiltered', () => {
    expect(() => writerOf({ $ref: '#/x' })).toThrow('refers')
    expect(() => writerOf(Type.Tuple([Named]))).toThrow('tuple')
  })
})
