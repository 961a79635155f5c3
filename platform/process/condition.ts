import { Problem } from '../../kernel/problem.ts'

export type OutcomeValue = string | number | boolean
export type Outcome = Readonly<Record<string, OutcomeValue>>

export type Operand = { readonly name: string } | { readonly value: OutcomeValue }
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='
/** A condition over the outcome of a task, as plain JSON. */
export type Condition =
  | { readonly op: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly op: 'not'; readonly of: Condition }
  | { readonly op: 'is'; readonly name: string }
  | { readonly op: Comparison; readonly left: Operand; readonly right: Operand }

/** Text that is no condition; `position` counts characters from 1. */
export class ConditionError extends Error {
  readonly position: number
  constructor(position: number, found: string) {
    super(found)
    this.name = 'ConditionError'
    this.position = position
  }
}

interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'sign' | 'end'
  readonly text: string
  readonly position: number
}

const lexicon =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?)|(==|!=|<=|>=|&&|\|\||[<>!()]))/y
const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='])
const reserved: ReadonlySet<string> = new Set(['and', 'or', 'not', 'true', 'false'])
const deepest = 50

function tokenise(text: string, from: number, to: number): readonly Token[] {
  const tokens: Token[] = []
  let at = from
  while (text.slice(at, to).trim() !== '') {
    lexicon.lastIndex = at
    const match = lexicon.exec(text)
    const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0)
    if (!match || lexicon.lastIndex > to) throw new ConditionError(start + 1, text.slice(start, start + 1))
    const [, word, single, double, number, sign] = match
    const position = start + 1
    if (word !== undefined) tokens.push({ kind: 'word', text: word, position })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, position })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, position })
    else tokens.push({ kind: 'text', text: single ?? double ?? '', position })
    at = lexicon.lastIndex
  }
  return [...tokens, { kind: 'end', text: 'the end', position: to + 1 }]
}

/**
 * Reads `${…}`: names of outcome values, texts, numbers, true and false; `== != < <= > >=`; and, or, not (`&& || !`);
 * parentheses. Throws ConditionError with the position of whatever else it meets. Nothing is ever evaluated as code.
 */
export function parseCondition(text: string): Condition {
  const open = /^\s*\$\{/.exec(text)
  const close = /\}\s*$/.exec(text)
  if (!open) throw new ConditionError(1, text.slice(0, 1))
  if (!close) throw new ConditionError(text.length + 1, 'the end')
  const tokens = tokenise(text, open[0].length, close.index)
  let next = 0
  const peek = (): Token => tokens[next] ?? { kind: 'end', text: 'the end', position: close.index + 1 }
  const refuse = (token: Token): never => {
    throw new ConditionError(token.position, token.text)
  }
  const takes = (...texts: string[]): boolean => {
    const token = peek()
    const fits = (token.kind === 'word' || token.kind === 'sign') && texts.includes(token.text)
    if (fits) next += 1
    return fits
  }
  const either = (depth: number): Condition => {
    let left = both(depth)
    while (takes('or', '||')) left = { op: 'or', left, right: both(depth) }
    return left
  }
  const both = (depth: number): Condition => {
    let left = single(depth)
    while (takes('and', '&&')) left = { op: 'and', left, right: single(depth) }
    return left
  }
  const single = (depth: number): Condition => {
    if (depth > deepest) refuse(peek())
    if (takes('not', '!')) return { op: 'not', of: single(depth + 1) }
    if (takes('(')) {
      const inner = either(depth + 1)
      return takes(')') ? inner : refuse(peek())
    }
    return comparison()
  }
  const comparison = (): Condition => {
    const left = operand()
    const sign = peek()
    if (sign.kind !== 'sign' || !isComparison(sign.text))
      return 'name' in left ? { op: 'is', name: left.name } : refuse(sign)
    next += 1
    const second = peek()
    const right = operand()
    const isOrdering = sign.text !== '==' && sign.text !== '!='
    const hasName = 'name' in left || 'name' in right
    const ordersText = [left, right].some((side) => 'value' in side && typeof side.value !== 'number')
    if (!hasName || (isOrdering && ordersText)) refuse(second)
    return { op: sign.text, left, right }
  }
  const operand = (): Operand => {
    const token = peek()
    next += 1
    if (token.kind === 'text') return { value: token.text }
    if (token.kind === 'number') return { value: Number(token.text) }
    if (token.text === 'true' || token.text === 'false') return { value: token.text === 'true' }
    return token.kind === 'word' && !reserved.has(token.text) ? { name: token.text } : refuse(token)
  }
  const condition = either(0)
  return peek().kind === 'end' ? condition : refuse(peek())
}

/**
 * Whether a condition holds. A value that it needs and that is not there is Problem `process.outcome-missing`, one of
 * another kind than it is compared with `process.outcome-type`: both name the value, neither guesses.
 */
export function holds(condition: Condition, outcome: Outcome): boolean {
  switch (condition.op) {
    case 'and':
      return holds(condition.left, outcome) && holds(condition.right, outcome)
    case 'or':
      return holds(condition.left, outcome) || holds(condition.right, outcome)
    case 'not':
      return !holds(condition.of, outcome)
    case 'is': {
      const value = valueOf(condition, outcome)
      return typeof value === 'boolean' ? value : refuseType(condition.name)
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const left = valueOf(condition.left, outcome)
      const right = valueOf(condition.right, outcome)
      if (typeof left === typeof right) {
        if (condition.op === '==') return left === right
        if (condition.op === '!=') return left !== right
        if (typeof left === 'number' && typeof right === 'number') return orders(condition.op, left, right)
      }
      return refuseType('name' in condition.left ? condition.left.name : nameOf(condition.right))
    }
  }
}

/** The outcome values that a condition names, with the values it compares each with. */
export function namesIn(condition: Condition): readonly { name: string; value?: OutcomeValue }[] {
  switch (condition.op) {
    case 'and':
    case 'or':
      return [...namesIn(condition.left), ...namesIn(condition.right)]
    case 'not':
      return namesIn(condition.of)
    case 'is':
      return [
        { name: condition.name, value: true },
        { name: condition.name, value: false },
      ]
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const { op, left, right } = condition
      const isEquality = op === '==' || op === '!='
      const other = 'value' in left ? left : 'value' in right ? right : undefined
      const named = [left, right].flatMap((side) => ('name' in side ? [side.name] : []))
      return named.map((name) => (isEquality && other ? { name, value: other.value } : { name }))
    }
  }
}

function valueOf(operand: Operand, outcome: Outcome): OutcomeValue {
  if ('value' in operand) return operand.value
  const value = Object.hasOwn(outcome, operand.name) ? outcome[operand.name] : undefined
  if (value !== undefined) return value
  throw new Problem('invalid', 'process.outcome-missing', {
    fields: [{ path: `/${operand.name}`, code: 'required' }],
    meta: { name: operand.name },
  })
}

function refuseType(name: string): never {
  throw new Problem('invalid', 'process.outcome-type', {
    fields: [{ path: `/${name}`, code: 'type' }],
    meta: { name },
  })
}

function nameOf(operand: Operand): string {
  return 'name' in operand ? operand.name : ''
}

function orders(op: '<' | '<=' | '>' | '>=', left: number, right: number): boolean {
  if (op === '<') return left < right
  if (op === '<=') return left <= right
  return op === '>' ? left > right : left >= right
}

function isComparison(text: string): text is Comparison {
  return comparisons.has(text)
}
