import { readFile } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import { createHash } from 'node:crypto'
import type { Static, TSchema } from 'typebox'
import { check } from './check.ts'
import type { ContentError, Place } from './errors.ts'
import { contentProblem, findContentErrors, refuseErrors } from './errors.ts'
import type { Source } from './source.ts'
import { readJson, readYaml } from './source.ts'

/** A content file that fits its schema, with the place of every part of it. */
export interface Content<T> {
  readonly value: T
  /** As errors name it: relative to the root given, with `/`. */
  readonly file: string
  /** SHA-256 of the value in canonical JSON: the same for another order of keys, other comments or indentation. */
  readonly hash: string
  /** Where the value at a JSON pointer stands; the nearest part above it when there is no such value. */
  at(path: string): Place
}

export interface ReadOptions {
  /** Files are named in errors relative to this folder; without it as they were asked for. */
  readonly root?: string
}

/**
 * Reads a YAML or JSON file and holds it against its schema, coercing nothing. Throws one Problem
 * `content.invalid` whose `meta.errors` lists every fault with file, line, column, path and code.
 */
export async function readContent<S extends TSchema>(
  path: string,
  schema: S,
  options: ReadOptions = {},
): Promise<Content<Static<S>>> {
  const file = options.root === undefined ? path : relative(resolve(options.root), resolve(path))
  const name = file.split(sep).join('/')
  const lost = (code: string, detail: string) =>
    contentProblem([{ file: name, line: 1, column: 1, path: '', code, detail }])
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw lost('missing-file', 'there is no such file')
    throw error
  })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw lost('not-utf8', 'text that is not UTF-8')
  }
  return parseContent(text, name, schema)
}

/** As `readContent`, of text already at hand; a name ending in `.json` is JSON, any other YAML. */
export function parseContent<S extends TSchema>(text: string, file: string, schema: S): Content<Static<S>> {
  const source = file.endsWith('.json') ? readJson(text) : readYaml(text)
  const place = (offset: number): Place => {
    const { line, col } = source.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  refuseErrors(
    source.faults.map(({ offset, path, code, detail }) => ({ ...place(offset), path, code, detail })),
  )
  const value: unknown = source.value
  const at = (path: string) => place(offsetOf(source, path))
  const errors = check(schema, value).map(({ path, code, detail, isKey }) => {
    const offset = isKey ? source.keys.get(path) : undefined
    return { ...(offset === undefined ? at(path) : place(offset)), path, code, detail }
  })
  if (!fits<Static<S>>(value, errors)) throw contentProblem(errors)
  return { value, file, hash: contentHash(value), at }
}

/** SHA-256 (hex) of a value's canonical JSON: keys sorted by code unit, no white space (RFC 8785). */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

/** The error for a value that names something which does not exist; gather them and give them to `refuseErrors`. */
export function brokenReference(content: Content<unknown>, path: string, what: string): ContentError {
  return contentError(content, path, 'broken-reference', `there is no ${what}`)
}

/** The error for a value that fits its schema but breaks a rule of its room. */
export function contentError(
  content: Content<unknown>,
  path: string,
  code: string,
  detail: string,
): ContentError {
  return { ...content.at(path), path, code, detail }
}

/** Waits for all readings and throws the errors of all refused files together, so that one run shows them all. */
export async function gatherContent<T>(readings: Iterable<Promise<T>>): Promise<T[]> {
  const settled = await Promise.allSettled(readings)
  const errors: ContentError[] = []
  const values: T[] = []
  for (const result of settled) {
    if (result.status === 'fulfilled') values.push(result.value)
    else {
      const found = findContentErrors(result.reason)
      if (!found) throw result.reason
      errors.push(...found)
    }
  }
  refuseErrors(errors)
  return values
}

// The schema is the type's own: where it finds no error, the value has the type.
function fits<T>(value: unknown, errors: readonly ContentError[]): value is T {
  return value !== undefined && errors.length === 0
}

function offsetOf(source: Source, path: string): number {
  for (let pointer = path; ; pointer = pointer.slice(0, pointer.lastIndexOf('/'))) {
    const offset = source.values.get(pointer)
    if (offset !== undefined) return offset
    if (pointer === '') return 0
  }
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const pairs = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${pairs.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
}
