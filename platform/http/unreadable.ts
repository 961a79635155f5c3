import type { ErrorObject } from 'ajv/dist/2020.js'

/** Deeper than anything that is asked for here, and far from where a walk through it would run out of stack. */
const DEEPEST = 64

interface At {
  readonly value: unknown
  readonly path: string
  readonly depth: number
}

/**
 * The first place in a part of a request that cannot be kept, whatever it is for: a text with U+0000 or half a character, which
 * no database takes, as a value or as a name; or one that lies too deep.
 */
export function unreadableIn(part: unknown): ErrorObject | undefined {
  const open: At[] = [{ value: part, path: '', depth: 0 }]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { value, path, depth } = at
    if (typeof value === 'string') {
      if (isUnreadable(value)) return fault('characters', path)
      continue
    }
    if (typeof value !== 'object' || value === null) continue
    if (depth === DEEPEST) return fault('too-deep', path)
    for (const [name, inner] of Object.entries(value)) {
      if (isUnreadable(name)) return fault('characters', path)
      open.push({ value: inner, path: `${path}/${escapePointer(name)}`, depth: depth + 1 })
    }
  }
  return undefined
}

function isUnreadable(text: string): boolean {
  return text.includes('\u0000') || !text.isWellFormed()
}

function fault(keyword: string, instancePath: string): ErrorObject {
  return { keyword, instancePath, schemaPath: '#', params: {} }
}

export const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
