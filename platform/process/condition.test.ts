import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import type { Condition, Operand, Outcome } from './condition.ts'
import { ConditionError, holds, namesIn, parseCondition } from './condition.ts'

const given: Outcome = { outcome: 'approved', amount: 5, urgent: true, note: '' }
const when = (text: string, outcome: Outcome = given) => holds(parseCondition(text), outcome)

function refusedAt(text: string): number {
  try {
    parseCondition(text)
  } catch (error) {
    if (error instanceof ConditionError) return error.position
    throw error
  }
  return 0
}

function problemOf(work: () => unknown): Problem | undefined {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  return undefined
}

describe('what a condition says', () => {
  test.each([
    ["${outcome == 'approved'}", true],
    ['${outcome == "refused"}', false],
    ["${'approved' == outcome}", true],
    ["${outcome != 'approved'}", false],
    ['${amount > 4 and amount <= 5}', true],
    ['${amount >= 5.5 || amount < -1}', false],
    ['${urgent}', true],
    ['${not urgent}', false],
    ['${!(urgent && amount == 4)}', true],
    ['${urgent == true}', true],
    ["${note == ''}", true],
    ['${not not urgent}', true],
    ['  ${  urgent  }  ', true],
  ])('%s is %s', (text, holdsTrue) => expect(when(text)).toBe(holdsTrue))

  test('and binds tighter than or, not tighter than and', () => {
    const truth = (text: string, a: boolean, b: boolean, c: boolean) => when(text, { a, b, c })
    for (const a of [true, false])
      for (const b of [true, false])
        for (const c of [true, false]) {
          expect(truth('${a or b and c}', a, b, c)).toBe(a || (b && c))
          expect(truth('${not a and b or c}', a, b, c)).toBe((!a && b) || c)
        }
  })

  test('it tells which values it asks for', () => {
    expect(namesIn(parseCondition("${outcome == 'approved' and (amount > 3 or not urgent)}"))).toEqual([
      { name: 'outcome', value: 'approved' },
      { name: 'amount' },
      { name: 'urgent', value: true },
      { name: 'urgent', value: false },
    ])
  })
})

describe('what is no condition', () => {
  test.each([
    ["outcome == 'approved'", 1],
    ["${outcome = 'approved'}", 11],
    ["${outcome == 'approved'", 24],
    ["${outcome == 'approved}", 14],
    ['${outcome.length > 1}', 10],
    ['${process.exit()}', 10],
    ['${outcome(1)}', 10],
    ['${a == b c}', 10],
    ['${(a}', 5],
    ['${}', 3],
    ['${true}', 7],
    ["${'a' == 'b'}", 10],
    ["${a < 'b'}", 7],
    ['${a < true}', 7],
    ['${and}', 3],
    ['${a == null && }', 16],
    ['${1; 2}', 4],
    ['${`x`}', 3],
    ['', 1],
  ])('%s is refused at character %i', (text, position) => expect(refusedAt(text)).toBe(position))

  test('nesting beyond all sense is refused, not overflowed', () => {
    expect(refusedAt(`\${${'('.repeat(10_000)}a${')'.repeat(10_000)}}`)).toBeGreaterThan(0)
    expect(refusedAt(`\${${'!'.repeat(10_000)}a}`)).toBeGreaterThan(0)
  })

  test('any text is either a condition or refused with a position within it', () => {
    const part = fc.constantFrom(
      'a',
      "'b'",
      '1',
      '==',
      '<',
      '(',
      ')',
      'and',
      'not',
      '||',
      ' ',
      '.',
      '"',
      '}',
      '${',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = `\${${parts.join('')}}`
        const position = refusedAt(text)
        expect(position).toBeGreaterThanOrEqual(0)
        expect(position).toBeLessThanOrEqual(text.length + 1)
      }),
      { numRuns: 500 },
    )
  })
})

describe('what the outcome must bring', () => {
  test('a value that is needed and missing is named, one inherited from Object is missing too', () => {
    const missing = problemOf(() => when("${decision == 'yes'}"))
    expect(missing).toMatchObject({ kind: 'invalid', code: 'process.outcome-missing' })
    expect(missing?.fields).toEqual([{ path: '/decision', code: 'required' }])
    expect(problemOf(() => when('${constructor}'))?.code).toBe('process.outcome-missing')
    expect(problemOf(() => when('${urgent or decision}'))).toBeUndefined()
  })

  test('a value of another kind than it is compared with is refused, never converted', () => {
    expect(problemOf(() => when("${amount == '5'}"))?.code).toBe('process.outcome-type')
    expect(problemOf(() => when('${outcome > 3}'))?.fields).toEqual([{ path: '/outcome', code: 'type' }])
    expect(problemOf(() => when('${outcome < amount}'))?.code).toBe('process.outcome-type')
    expect(problemOf(() => when('${outcome < note}'))?.code).toBe('process.outcome-type')
    expect(problemOf(() => when('${outcome}'))?.code).toBe('process.outcome-type')
    expect(problemOf(() => when('${3 != outcome}'))?.fields).toEqual([{ path: '/outcome', code: 'type' }])
  })
})

test('a condition printed and read again is the same condition', () => {
  const name = fc.constantFrom('a', 'b_1', 'Outcome')
  const literal = fc.oneof(fc.constantFrom('x', 'y z', 'Đạt'), fc.integer(), fc.boolean())
  const side = (operand: Operand): string => {
    if ('name' in operand) return operand.name
    return typeof operand.value === 'string' ? `'${operand.value}'` : String(operand.value)
  }
  const print = (condition: Condition): string => {
    switch (condition.op) {
      case 'and':
      case 'or':
        return `(${print(condition.left)} ${condition.op} ${print(condition.right)})`
      case 'not':
        return `not (${print(condition.of)})`
      case 'is':
        return condition.name
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return `${side(condition.left)} ${condition.op} ${side(condition.right)}`
    }
  }
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.record({ op: fc.constant('is' as const), name }),
      fc.record({
        op: fc.constantFrom('==' as const, '!=' as const),
        left: fc.record({ name }),
        right: fc.oneof(fc.record({ value: literal }), fc.record({ name })),
      }),
      fc.record({
        op: fc.constantFrom('<' as const, '>=' as const),
        left: fc.record({ value: fc.integer() }),
        right: fc.record({ name }),
      }),
      fc.record({ op: fc.constant('not' as const), of: tie('tree') }),
      fc.record({
        op: fc.constantFrom('and' as const, 'or' as const),
        left: tie('tree'),
        right: tie('tree'),
      }),
    ),
  }))
  fc.assert(
    fc.property(tree, (condition) => {
      expect(parseCondition(`\${${print(condition)}}`)).toEqual(condition)
    }),
  )
})
